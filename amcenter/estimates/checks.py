"""Checks of what prices and assumptions have in common."""

from sqlmodel import Session, select

from amcenter.errors import BadInput
from amcenter.estimates.prices import EVERY
from amcenter.processes import PROCESSES
from amcenter.shop.changeovers import FAMILY
from amcenter.tables import MaterialRow

NOTE_LIMIT = 500


def check_process(process: str) -> None:
    if process not in PROCESSES:
        raise BadInput("unknown_process", process=process, known=", ".join(PROCESSES))


def check_applies_to(session: Session, applies_to: str) -> None:
    """Raise BadInput unless a rule speaks of a material, a family of them, or all."""
    materials = session.exec(select(MaterialRow)).all()
    known = {EVERY} | {row.key for row in materials} | {FAMILY + row.family for row in materials}
    if applies_to not in known:
        raise BadInput("applies_to_unknown", value=applies_to)


def check_part_of(field: str, value: float) -> None:
    """Raise BadInput unless a value lies from 0 up to 1."""
    if not 0 <= value <= 1:
        raise BadInput("must_be_part_of", field=field, value=value)


def check_note(note: str) -> None:
    if len(note) > NOTE_LIMIT:
        raise BadInput("note_too_long", limit=NOTE_LIMIT)
