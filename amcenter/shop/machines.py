"""The machines of the centre."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shapely import LinearRing, Polygon
from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.processes import PROCESSES, Process, check_rates
from amcenter.rows import get
from amcenter.shop.changing import add, allow, edit, twin
from amcenter.shop.checks import (
    check_key,
    check_not_negative,
    check_positive,
    check_share,
    check_source,
    check_text,
)
from amcenter.tables import CalendarRow, MachineRow, ParameterSetRow


def list_machines(session: Session) -> Sequence[MachineRow]:
    return session.exec(select(MachineRow).order_by(col(MachineRow.key))).all()


def create_machine(session: Session, who: Principal | None, row: MachineRow) -> MachineRow:
    allow(who)
    check_machine(row)
    _check_neighbours(session, row)
    return add(session, who, row, label=row.key)


def edit_machine(
    session: Session, who: Principal | None, machine_id: UUID, version: int, **changes: object
) -> MachineRow:
    allow(who)
    row = get(session, MachineRow, machine_id)
    candidate = twin(row, changes)
    check_machine(candidate)
    _check_neighbours(session, candidate)
    return edit(session, who, row, version, changes)


def check_machine(row: MachineRow) -> None:
    """Raise BadInput for the first value that cannot be."""
    check_key("key", row.key)
    check_key("changeover_group", row.changeover_group)
    check_text("name", row.name)
    check_text("model", row.model)
    process = process_named(row.process)
    check_room(row, process)
    for entry in row.keep_outs:
        _check_keep_out(row, entry)
    if row.lasers < 1:
        raise BadInput("must_be_positive", field="lasers", value=row.lasers)
    check_share("laser_balance", row.laser_balance)
    check_not_negative("cost_per_h", row.cost_per_h)
    check_source(row.source_url, verified=row.verified)
    check_source(row.cost_source_url, verified=row.cost_verified)


def process_named(key: str) -> Process:
    """Return the process with this key; BadInput if there is none."""
    if key not in PROCESSES:
        raise BadInput("unknown_process", process=key, known=", ".join(PROCESSES))
    return PROCESSES[key]


def check_room(row: MachineRow, process: Process) -> None:
    """Raise BadInput unless the margins leave room inside the build volume."""
    for field in ("width_mm", "depth_mm", "height_mm"):
        check_positive(field, getattr(row, field))
    check_not_negative("gap_mm", row.gap_mm)
    check_not_negative("margin_mm", row.margin_mm)
    if 2 * row.margin_mm >= min(row.width_mm, row.depth_mm):
        raise BadInput("margins_leave_no_room", key=row.key, margin_mm=row.margin_mm)
    if process.stacked and 2 * process.floor_mm >= row.height_mm:
        raise BadInput("floors_leave_no_room", key=row.key, floor_mm=process.floor_mm)
    if row.density_limit is not None:
        check_share("density_limit", row.density_limit)
        if not process.stacked:
            raise BadInput("density_limit_without_bed", key=row.key, process=process.key)


def _check_keep_out(row: MachineRow, entry: Mapping[str, object]) -> None:
    points = _points(entry.get("points_mm"))
    if points is None or not LinearRing(points).is_simple or Polygon(points).area == 0:
        raise BadInput("keep_out_shape", key=row.key)
    if not all(0 <= x <= row.width_mm and 0 <= y <= row.depth_mm for x, y in points):
        raise BadInput("keep_out_outside", key=row.key)


def _points(value: object) -> Sequence[tuple[float, float]] | None:
    """Return at least three points; None if that is not what the value is."""
    if not isinstance(value, list | tuple) or len(value) < 3:
        return None
    try:
        return [(float(x), float(y)) for x, y in value]
    except (TypeError, ValueError):
        return None


def _check_neighbours(session: Session, row: MachineRow) -> None:
    """Raise a refusal if the machine contradicts its calendar, its model or its loaded set."""
    get(session, CalendarRow, row.calendar_id)
    others = select(MachineRow).where(MachineRow.model == row.model, MachineRow.id != row.id)
    for other in session.exec(others):
        if other.process != row.process:
            raise BadInput("model_has_process", model=row.model, process=other.process)
    sets = session.exec(select(ParameterSetRow).where(ParameterSetRow.model == row.model)).all()
    for entry in sets:
        check_rates(PROCESSES[row.process], entry.rates, key=entry.key)
    if row.loaded_set_id is not None and row.loaded_set_id not in {entry.id for entry in sets}:
        loaded = get(session, ParameterSetRow, row.loaded_set_id)
        raise BadInput("loaded_set_of_other_model", key=row.key, set=loaded.key, model=row.model)
