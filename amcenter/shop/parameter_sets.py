"""How machine models build materials."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput
from amcenter.processes import PROCESSES, Process, check_rates
from amcenter.rows import get
from amcenter.shop.catalogue import shipped_file
from amcenter.shop.changing import add, allow, edit, twin
from amcenter.shop.parameter_set_values import check_parameter_set
from amcenter.tables import MachineRow, MaterialRow, ParameterSetRow


def list_parameter_sets(session: Session) -> Sequence[ParameterSetRow]:
    return session.exec(select(ParameterSetRow).order_by(col(ParameterSetRow.key))).all()


def create_parameter_set(
    session: Session, who: Principal | None, row: ParameterSetRow
) -> ParameterSetRow:
    allow(who)
    _check(session, row)
    return add(session, who, row, label=row.key)


def edit_parameter_set(
    session: Session, who: Principal | None, set_id: UUID, version: int, **changes: object
) -> ParameterSetRow:
    allow(who)
    row = get(session, ParameterSetRow, set_id)
    _check(session, twin(row, changes))
    return edit(session, who, row, version, changes)


def _check(session: Session, row: ParameterSetRow) -> None:
    check_parameter_set(row)
    get(session, MaterialRow, row.material_id)
    check_rates(process_of(session, row.model), row.rates, key=row.key)


def process_of(session: Session, model: str) -> Process:
    """Return the process of a machine model: of a machine of the centre, or of the catalogue."""
    statement = select(MachineRow.process).where(MachineRow.model == model).limit(1)
    key = session.exec(statement).first()
    if key is None:
        key = next((entry.process for entry in shipped_file().models if entry.name == model), None)
    if key is None:
        raise BadInput("unknown_model", model=model)
    return PROCESSES[key]
