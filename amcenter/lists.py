"""The lists that people look through, each person as much as is that person's matter.

``equal`` narrows a list: fields of its rows and the values they must have (None: any).
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import Session, col, select

from amcenter.accounts.permissions import Action, require
from amcenter.accounts.principal import Principal
from amcenter.errors import NotFound
from amcenter.paging import Page, R, Wanted, listing
from amcenter.tables import (
    AssumptionRow,
    BuildRow,
    CalendarRow,
    ChangeoverRow,
    DesignRuleRow,
    EligibilityRow,
    MachineRow,
    MaintenanceRow,
    MaterialRow,
    ParameterSetRow,
    PartRow,
    PieceRow,
    PlanRow,
    PostStepRow,
    RequestRow,
    Role,
    TaskRow,
)

Equal = Mapping[str, object]

SHOP_SORTS: dict[type[object], tuple[str, ...]] = {
    CalendarRow: ("key", "name"),
    ChangeoverRow: ("group", "created_at"),
    DesignRuleRow: ("number", "process"),
    EligibilityRow: ("quality_class", "created_at"),
    MachineRow: ("key", "name", "process"),
    MaintenanceRow: ("start_at", "end_at"),
    MaterialRow: ("key", "name"),
    ParameterSetRow: ("key", "model"),
}

PRICE_SORTS: dict[type[object], tuple[str, ...]] = {
    AssumptionRow: ("process", "created_at"),
    PostStepRow: ("process", "position", "key"),
}


def shop(session: Session, who: Principal, kind: type[R], wanted: Wanted, equal: Equal) -> Page[R]:
    """Return rows of the centre's own tables."""
    require(who, Action.SHOP_SEE)
    return listing(session, kind, wanted, sorts=SHOP_SORTS[kind], equal=equal)


def prices(
    session: Session, who: Principal, kind: type[R], wanted: Wanted, equal: Equal
) -> Page[R]:
    """Return rows of what estimates calculate with."""
    require(who, Action.PRICE_SEE)
    return listing(session, kind, wanted, sorts=PRICE_SORTS[kind], equal=equal)


def requests(session: Session, who: Principal, wanted: Wanted, equal: Equal) -> Page[RequestRow]:
    require(who, Action.REQUEST_SEE)
    sorts = ("created_at", "need_by", "number", "priority", "title")
    return listing(session, RequestRow, wanted, sorts=sorts, only=_own_requests(who), equal=equal)


def parts(session: Session, who: Principal, wanted: Wanted, equal: Equal) -> Page[PartRow]:
    require(who, Action.REQUEST_SEE)
    sorts = ("created_at", "name", "number")
    return listing(session, PartRow, wanted, sorts=sorts, only=_own_parts(who), equal=equal)


def pieces(session: Session, who: Principal, wanted: Wanted, equal: Equal) -> Page[PieceRow]:
    """Return pieces; they may also be narrowed by ``request_id``."""
    require(who, Action.PIECE_SEE)
    parts = _own_parts(who)
    request_id = equal.get("request_id")
    if request_id is not None:
        within = col(PartRow.request_id) == request_id
        parts = within if parts is None else and_(within, parts)
    own = {name: value for name, value in equal.items() if name != "request_id"}
    return listing(session, PieceRow, wanted, sorts=("serial",), only=_pieces_of(parts), equal=own)


def piece(session: Session, who: Principal, serial: str) -> PieceRow:
    """Return the piece with this serial, if ``who`` may see it."""
    require(who, Action.PIECE_SEE)
    statement = select(PieceRow).where(PieceRow.serial == serial)
    only = _pieces_of(_own_parts(who))
    row = session.exec(statement if only is None else statement.where(only)).one_or_none()
    if row is None:
        raise NotFound("not_found", what="piece", key=serial)
    return row


def plans(session: Session, who: Principal, wanted: Wanted, equal: Equal) -> Page[PlanRow]:
    require(who, Action.PLAN_SEE)
    return listing(session, PlanRow, wanted, sorts=("created_at", "number"), equal=equal)


def builds(session: Session, who: Principal, wanted: Wanted, equal: Equal) -> Page[BuildRow]:
    require(who, Action.BUILD_SEE)
    return listing(session, BuildRow, wanted, sorts=("start_at", "end_at", "number"), equal=equal)


def tasks(session: Session, who: Principal, wanted: Wanted, equal: Equal) -> Page[TaskRow]:
    require(who, Action.SYSTEM_SEE)
    return listing(session, TaskRow, wanted, sorts=("created_at",), equal=equal)


def _own_requests(who: Principal) -> ColumnElement[bool] | None:
    """Return which requests ``who`` may see; None: all."""
    if who.role is not Role.ENGINEER:
        return None
    if who.customer_id is None:
        return false()
    return col(RequestRow.customer_id) == who.customer_id


def _own_parts(who: Principal) -> ColumnElement[bool] | None:
    own = _own_requests(who)
    if own is None:
        return None
    return col(PartRow.request_id).in_(select(RequestRow.id).where(own))


def _pieces_of(parts: ColumnElement[bool] | None) -> ColumnElement[bool] | None:
    if parts is None:
        return None
    return col(PieceRow.part_id).in_(select(PartRow.id).where(parts))
