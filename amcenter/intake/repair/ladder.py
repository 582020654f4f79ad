"""The steps of a repair in their order, each kept only if it helps and leaves the shape alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from amcenter.errors import UnreadableFile
from amcenter.intake.bodies import bodies_of
from amcenter.intake.repair.duplicates import without_back_to_back, without_repeated
from amcenter.intake.repair.facing import with_one_winding, with_outside_out
from amcenter.intake.repair.filling import with_holes_filled
from amcenter.intake.repair.junctions import with_junctions_split
from amcenter.intake.repair.merging import with_bodies_united
from amcenter.intake.repair.seams import with_seams_closed
from amcenter.intake.repair.surface import Surface, surface_of, volume_and_area
from amcenter.intake.soup import Soup, joined_soup
from amcenter.intake.stl_writing import corners_of
from amcenter.intake.tidy import tidy
from amcenter.intake.weld import weld_exactly
from amcenter.messages import Message

TOLERANCE_SHARES = (1e-6, 1e-5, 1e-4)
"""Of the diagonal: how far apart points may lie that are taken for one. The smallest goes first, so
that nothing moves further than it has to."""
LARGEST_TOLERANCE_MM = 0.02
MOST_AREA_CHANGE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """A surface with what was done to it, in the order in which it was done."""

    surface: Surface
    actions: tuple[Message, ...] = ()
    made_up_mm2: float = 0.0
    """Area of the triangles that fill holes."""
    united: bool = False


def repaired(soup: Soup, mm: float) -> Repair:
    """Return the triangles of a file, whose unit has ``mm`` millimetres, as far as they heal.

    The order matters: what is there twice hides gaps, gaps hide neighbours, neighbours say which
    way a hole has to be filled, and only of a closed surface one can say where its outside is.
    """
    repair = _welded(soup, mm)
    # back to back first: it takes as much away forwards as backwards, so what is closed stays so
    repair = _kept(repair, *without_back_to_back(repair.surface), code="repair_back_to_back")
    repair = _kept(repair, *without_repeated(repair.surface), code="repair_repeated")
    for within_mm in _tolerances_mm(repair.surface):
        repair = _joined(repair, within_mm)
    repair, doubtful = _wound(repair)
    repair = _filled(repair)
    return _united(_turned(repair, doubtful))


def _welded(soup: Soup, mm: float) -> Repair:
    nobody = np.zeros(len(soup.points), np.int64)
    points, index = weld_exactly(soup.points * mm, nobody)
    surface = surface_of(points, index[soup.faces])
    if surface is None:
        raise UnreadableFile("only_degenerate", triangles=len(soup.faces))
    lost = len(soup.faces) - len(surface.faces)
    return Repair(surface, (Message("repair_degenerate", {"count": lost}),) if lost else ())


def _tolerances_mm(surface: Surface) -> Iterator[float]:
    diagonal_mm = surface.diagonal_mm
    for share in TOLERANCE_SHARES:
        yield min(share * diagonal_mm, LARGEST_TOLERANCE_MM)


def _joined(repair: Repair, within_mm: float) -> Repair:
    """Close seams, then meet points on edges, both within a tolerance."""
    for step, code in (
        (with_seams_closed, "repair_seams"),
        (with_junctions_split, "repair_junctions"),
    ):
        changed, count = step(repair.surface, within_mm)
        if count and changed is not None and _same_shape(repair.surface, changed, within_mm):
            repair = _kept(repair, changed, count, code=code, within_mm=within_mm)
    return repair


def _kept(
    repair: Repair, changed: Surface | None, count: int, *, code: str, within_mm: float = 0.0
) -> Repair:
    """Return the repair with a step more, if that leaves fewer faults and the box as it was."""
    before = repair.surface
    if changed is None or count == 0 or changed.faults >= before.faults:
        return repair
    opened = changed.edges.unbalanced > 0 and before.edges.unbalanced == 0
    if opened or not _same_box(before, changed, within_mm):
        return repair
    facts = {"count": count} | ({"within_mm": _rounded(within_mm)} if within_mm else {})
    return replace(repair, surface=changed, actions=(*repair.actions, Message(code, facts)))


def _same_box(before: Surface, after: Surface, within_mm: float) -> bool:
    moved_mm = [
        np.abs(here - there).max()
        for here, there in zip(before.corners_mm, after.corners_mm, strict=True)
    ]
    return float(max(moved_mm)) <= within_mm


def _same_shape(before: Surface, after: Surface, within_mm: float) -> bool:
    """Return whether points moved by no more than a tolerance can account for the difference.

    Then the volume changes by at most the area times the tolerance, which catches a body that
    collapses, and the area hardly at all.
    """
    (volume_mm3, area_mm2), (new_mm3, new_mm2) = map(volume_and_area, (before, after))
    return (
        abs(new_mm3 - volume_mm3) <= 2 * within_mm * area_mm2
        and abs(new_mm2 - area_mm2) <= MOST_AREA_CHANGE * area_mm2
    )


def _wound(repair: Repair) -> tuple[Repair, NDArray[np.bool_]]:
    changed, turned, doubtful = with_one_winding(repair.surface)
    after = _kept(repair, changed, turned, code="repair_winding")
    return after, doubtful if after is not repair else np.zeros_like(doubtful)


def _filled(repair: Repair) -> Repair:
    filling = with_holes_filled(repair.surface)
    if filling is None or filling.surface.faults >= repair.surface.faults:
        return repair
    facts = {"holes": filling.holes, "area_mm2": round(filling.area_mm2, 2)}
    return replace(
        repair,
        surface=filling.surface,
        actions=(*repair.actions, Message("repair_holes", facts)),
        made_up_mm2=filling.area_mm2,
    )


def _turned(repair: Repair, doubtful: NDArray[np.bool_]) -> Repair:
    changed, turned = with_outside_out(repair.surface, doubtful)
    if changed is None or turned == 0:
        return repair
    action = Message("repair_outside", {"shells": turned})
    return replace(repair, surface=changed, actions=(*repair.actions, action))


def _united(repair: Repair) -> Repair:
    """Unite the bodies of a closed surface that share room; the box cannot change by that.

    New points lie where surfaces cut each other, often closer together than a file can tell. So
    they are rounded as the file will have them, and the union counts only if it stands that.
    """
    tidied = tidy(Soup(repair.surface.points, repair.surface.faces), 1.0)
    bodies = bodies_of(tidied)
    if bodies is None:
        return repair
    union, united = with_bodies_united(bodies)
    if union is None:
        return repair
    rounded = joined_soup(corners_of(union.points, union.faces))
    whole = surface_of(rounded.points, rounded.faces)
    if whole is not None and whole.faults:
        whole, _ = without_back_to_back(whole)
    if whole is None or whole.edges.unbalanced or whole.faults > tidied.edges.faults:
        return repair
    action = Message("repair_united", {"bodies": united})
    return replace(repair, surface=whole, actions=(*repair.actions, action), united=True)


def _rounded(length_mm: float) -> float:
    """Return a length with two digits that count."""
    return float(f"{length_mm:.2g}")
