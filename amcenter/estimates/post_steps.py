"""The post-processing steps of the centre."""

from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.estimates.checks import check_applies_to, check_note, check_process
from amcenter.estimates.prices import EVERY
from amcenter.rows import get
from amcenter.shop.changing import add, allow, edit, remove, twin
from amcenter.shop.checks import check_key, check_not_negative, check_source, check_text
from amcenter.tables import PostStepRow, QualityClass


def get_post_step(session: Session, who: Principal, post_step_id: UUID) -> PostStepRow:
    require(who, Action.PRICE_SEE)
    return get(session, PostStepRow, post_step_id)


def create_post_step(session: Session, who: Principal | None, row: PostStepRow) -> PostStepRow:
    """Store a step; one with nothing to do takes a more general one of its key away."""
    allow(who)
    check_post_step(session, row)
    return add(session, who, row, label=_label(row))


def edit_post_step(
    session: Session, who: Principal | None, post_step_id: UUID, version: int, **changes: object
) -> PostStepRow:
    allow(who)
    row = get(session, PostStepRow, post_step_id)
    check_post_step(session, twin(row, changes))
    return edit(session, who, row, version, changes)


def remove_post_step(session: Session, who: Principal | None, post_step_id: UUID) -> None:
    allow(who)
    row = get(session, PostStepRow, post_step_id)
    remove(session, who, row, label=_label(row))


def check_post_step(session: Session, row: PostStepRow) -> None:
    """Raise BadInput for the first value that cannot be."""
    check_key("key", row.key)
    check_text("name", row.name)
    check_text("name_ru", row.name_ru)
    check_process(row.process)
    check_applies_to(session, row.applies_to)
    if row.quality_class not in (EVERY, *QualityClass):
        known = ", ".join((EVERY, *QualityClass))
        raise BadInput("quality_class_unknown", value=row.quality_class, known=known)
    for field in ("work_h", "wait_h", "cost"):
        check_not_negative(field, getattr(row, field))
    check_note(row.note)
    check_source(row.source_url, verified=row.verified)


def _label(row: PostStepRow) -> str:
    return f"{row.process}: {row.key}, {row.applies_to}, {row.quality_class}"
