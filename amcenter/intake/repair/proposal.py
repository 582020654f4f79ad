"""What a repair would make of a file, with the figures before and after."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from amcenter.errors import UnreadableFile
from amcenter.intake.formats import read_soup
from amcenter.intake.repair.ladder import Repair, repaired
from amcenter.intake.soup import joined_soup
from amcenter.intake.stl_writing import binary_stl, corners_of
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.units import mm_per_unit
from amcenter.messages import Message

LEAST_ROOM_SHARE = 1e-9
"""Of the area to the power of 3/2, of which a ball has 0.094: less is a rounding error."""


@dataclass(frozen=True, slots=True)
class MeshFigures:
    """A mesh in the figures that a repair may change."""

    triangles: int
    bodies: int
    watertight: bool
    volume_mm3: float | None
    """None where the surface is not closed: unknown."""
    area_mm2: float
    box_mm: tuple[float, float, float]
    open_edges: int
    crowded_edges: int
    twisted_edges: int

    @property
    def faults(self) -> int:
        return self.open_edges + self.crowded_edges + self.twisted_edges


@dataclass(frozen=True, slots=True)
class RepairProposal:
    """What was done, in order, and what came of it; ``made_up_mm2`` is the area of filled holes."""

    actions: tuple[Message, ...]
    before: MeshFigures
    after: MeshFigures
    made_up_mm2: float


_ADAPTER = TypeAdapter(RepairProposal)


def propose_repair(path: Path, name: str, unit: str) -> tuple[RepairProposal, bytes]:
    """Return a proposal for a file, with the repaired file as binary STL in mm.

    The figures after the repair are measured on the very bytes that would replace the file. It is
    refused if the file needs no repair, or if nothing that is tried makes it better.
    """
    _, soup = read_soup(path, name)
    mm = mm_per_unit(soup.unit or unit)
    before = figures_of(tidy(soup, mm))
    repair = repaired(soup, mm)
    surface = repair.surface
    again = tidy(joined_soup(corners_of(surface.points, surface.faces)), 1.0)
    after = figures_of(again)
    _require_better(before, after, repair)
    left = Message("repair_still_open", {"edges": after.open_edges})
    actions = repair.actions if after.watertight else (*repair.actions, left)
    proposal = RepairProposal(actions, before, after, repair.made_up_mm2)
    return proposal, binary_stl(surface.points, surface.faces)


def figures_of(tidied: TidyMesh) -> MeshFigures:
    width, depth, height = (float(size) for size in tidied.mesh.extents)
    volume_mm3 = float(tidied.shells.volume_mm3.sum())
    return MeshFigures(
        triangles=len(tidied.mesh.faces),
        bodies=int((~tidied.cavity).sum()),
        watertight=tidied.closed,
        volume_mm3=volume_mm3 if tidied.closed else None,
        area_mm2=float(tidied.shells.area_mm2.sum()),
        box_mm=(width, depth, height),
        open_edges=tidied.edges.open,
        crowded_edges=tidied.edges.crowded,
        twisted_edges=tidied.edges.twisted,
    )


def to_json(proposal: RepairProposal) -> bytes:
    """Return the proposal as JSON; equal proposals give equal bytes."""
    return _ADAPTER.dump_json(proposal)


def from_json(data: bytes) -> RepairProposal:
    """Return the proposal that ``to_json`` wrote."""
    return _ADAPTER.validate_json(data)


def _require_better(before: MeshFigures, after: MeshFigures, repair: Repair) -> None:
    """Refuse a repair that is not needed, or not worth a decision."""
    if before.watertight and before.faults == 0 and not repair.united:
        raise UnreadableFile("repair_not_needed")
    if before.watertight:
        better = _has_room(after) and (repair.united or after.faults < before.faults)
    else:
        better = _has_room(after) or (not after.watertight and 2 * after.faults <= before.faults)
    if not better:
        raise UnreadableFile(
            "repair_no_help",
            open=before.open_edges,
            crowded=before.crowded_edges,
            twisted=before.twisted_edges,
        )


def _has_room(figures: MeshFigures) -> bool:
    """Return whether a surface is closed round something, not folded together to a sheet."""
    volume_mm3 = figures.volume_mm3 or 0.0
    return figures.watertight and volume_mm3 > LEAST_ROOM_SHARE * figures.area_mm2**1.5
