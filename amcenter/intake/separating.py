"""Taking the bodies of a file apart: one file for each kind of body."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from amcenter.errors import UnreadableFile
from amcenter.intake.bodies import MAX_BODIES, bodies_of
from amcenter.intake.formats import read_soup
from amcenter.intake.kinds import MAX_KINDS, BodyKind, specimens_of
from amcenter.intake.stl_writing import binary_stl
from amcenter.intake.tidy import tidy
from amcenter.intake.units import mm_per_unit


@dataclass(frozen=True, slots=True)
class Separation:
    """The kinds of bodies in a file, in the order in which they appear there."""

    kinds: tuple[BodyKind, ...]


_ADAPTER = TypeAdapter(Separation)


def separated(path: Path, name: str, unit: str) -> tuple[Separation, list[bytes]]:
    """Return the kinds of bodies of a file, and the first of each as binary STL.

    The STLs are in mm along the axes of the file, so each body lies where it was. Refused if there
    is nothing to take apart.
    """
    _, soup = read_soup(path, name)
    tidied = tidy(soup, mm_per_unit(soup.unit or unit))
    if not tidied.closed:
        raise UnreadableFile("bodies_not_closed")
    bodies = bodies_of(tidied)
    if bodies is None:
        raise UnreadableFile("bodies_too_many", limit=MAX_BODIES)
    found = specimens_of(bodies)
    if found is None:
        raise UnreadableFile("bodies_too_many_kinds", limit=MAX_KINDS)
    kinds = tuple(one.kind for one in found)
    if len(bodies) == 1:
        raise UnreadableFile("bodies_only_one")
    if sum(kind.count for kind in kinds) == 1:
        raise UnreadableFile("bodies_linked", bodies=len(bodies))
    return Separation(kinds), [binary_stl(one.points, one.faces) for one in found]


def to_json(separation: Separation) -> bytes:
    """Return the separation as JSON."""
    return _ADAPTER.dump_json(separation)


def from_json(data: bytes) -> Separation:
    """Return the separation that ``to_json`` wrote."""
    return _ADAPTER.validate_json(data)
