"""Who sees money: where the centre hides costs from engineers, machines and materials do too."""

from collections.abc import Mapping
from typing import TypeVar

from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.estimates.prices import pricing_row
from amcenter.paging import Page
from amcenter.rows import values_of
from amcenter.tables import MachineRow, MaterialRow, PricingRow, Role
from amcenter.tables.columns import JsonObject

PricedT = TypeVar("PricedT", MachineRow, MaterialRow)

UNTOLD: Mapping[str, JsonObject] = {
    "machine": {"cost_per_h": 0.0, "cost_source_url": None, "cost_verified": False},
    "material": {"price_per_kg": None, "price_source_url": None, "price_verified": False},
}
"""What a row says whose price nobody has stated."""


def shows_costs(who: Principal, pricing: PricingRow) -> bool:
    """Return whether ``who`` sees money."""
    return who.role is not Role.ENGINEER or pricing.costs_for_engineers


def as_seen(session: Session, who: Principal, row: PricedT) -> PricedT:
    """Return the row, without its price if ``who`` sees none."""
    return row if shows_costs(who, pricing_row(session)) else _without_price(row)


def page_as_seen(session: Session, who: Principal, page: Page[PricedT]) -> Page[PricedT]:
    """Return the page, without prices if ``who`` sees none."""
    if shows_costs(who, pricing_row(session)):
        return page
    return Page([_without_price(row) for row in page.items], page.next_cursor)


def _without_price(row: PricedT) -> PricedT:
    return type(row)(**values_of(row) | UNTOLD[str(row.__tablename__)])
