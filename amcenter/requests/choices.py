"""How the pieces of a part are wanted, and the checks of it."""

from typing import TypedDict
from uuid import UUID

from sqlmodel import Session

from amcenter.errors import BadInput, NotFound
from amcenter.processes import PROCESSES
from amcenter.requests.summary import orientation_keys
from amcenter.tables import MaterialRow, OrientationPolicy, PartRow, QualityClass

MAX_QUANTITY = 10_000
MAX_LEAD_S = 366 * 24 * 3600


class PartChoices(TypedDict, total=False):
    """What a person may say about a part; what is not named stays."""

    quantity: int
    material_id: UUID | None
    process: str | None
    quality_class: QualityClass
    orientation_policy: OrientationPolicy
    orientation: str | None
    lead_s: int


def require_possible(session: Session, part: PartRow, choices: PartChoices) -> None:
    """Raise a refusal for the first choice that cannot be."""
    _require_between("quantity", choices.get("quantity"), 1, MAX_QUANTITY)
    _require_between("lead_s", choices.get("lead_s"), 0, MAX_LEAD_S)
    material_id = choices.get("material_id")
    if material_id is not None and session.get(MaterialRow, material_id) is None:
        raise NotFound("not_found", what="material", key=str(material_id))
    process = choices.get("process")
    if process is not None and process not in PROCESSES:
        raise BadInput("unknown_process", process=process, known=", ".join(PROCESSES))
    orientation = choices.get("orientation")
    known = orientation_keys(part.summary)
    if orientation is not None and orientation not in known:
        raise BadInput("unknown_orientation", orientation=orientation, known=", ".join(known))


def _require_between(field: str, value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise BadInput("number_out_of_range", field=field, value=value, low=low, high=high)
