"""Money at the centre: its currency, an hour of work, and who sees costs."""

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.estimates.checks import check_note
from amcenter.estimates.prices import pricing_row
from amcenter.shop.changing import allow, edit, twin
from amcenter.shop.checks import check_not_negative, check_source
from amcenter.tables import PricingRow


def get_pricing(session: Session, who: Principal) -> PricingRow:
    require(who, Action.PRICE_SEE)
    return pricing_row(session)


def edit_pricing(
    session: Session, who: Principal | None, version: int, **changes: object
) -> PricingRow:
    """Change the pricing; another currency converts nothing: state all prices anew with it."""
    allow(who)
    row = pricing_row(session)
    check_pricing(twin(row, changes))
    return edit(session, who, row, version, changes)


def check_pricing(row: PricingRow) -> None:
    """Raise BadInput for the first value that cannot be."""
    letters = row.currency
    if not (len(letters) == 3 and letters.isascii() and letters.isalpha() and letters.isupper()):
        raise BadInput("currency_unusable", value=row.currency)
    check_not_negative("labour_per_h", row.labour_per_h)
    check_note(row.note)
    check_source(row.source_url, verified=row.verified)
