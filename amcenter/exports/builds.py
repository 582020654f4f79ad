"""Build files of a plan: its placements joined with the meshes as they were sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from amcenter.exports.build_file import BuildFile, Item, Mesh, write_build_file
from amcenter.exports.sheet import BuildLine, PlanSheet
from amcenter.exports.transforms import placed
from amcenter.intake.document import AnalysisDocument, load_mesh
from amcenter.intake.orientation import Orientation
from amcenter.intake.solver_outline import to_solver_outline
from amcenter.shop.build_key import parse
from solver.builds import Placement

Corner = NDArray[np.float64]
"""(3,), where the origin of the solver's frame lies, in the axes after the rotation (mm)."""


@dataclass(frozen=True, slots=True, eq=False)
class PartFile:
    """A part as it was sent, with its analysis."""

    path: Path
    document: AnalysisDocument


def write_build(
    target: BinaryIO, sheet: PlanSheet, line: BuildLine, parts: Mapping[str, PartFile]
) -> None:
    """Write the 3MF of one build; ``parts`` by the part number that its pieces name."""
    orientation = sheet.problem.orientation
    items = [
        place(
            piece.names.part,
            parts[piece.names.part],
            placement,
            box_corner_mm
            if orientation[placement.piece, placement.orientation].voxels
            else outline_corner_mm,
        )
        for piece, placement in zip(line.pieces, line.build.placements, strict=True)
    ]
    file = BuildFile(
        number=line.number,
        items=tuple(items),
        part_names={piece.names.part: piece.names.part_name for piece in line.pieces},
        facts=_facts(line),
    )
    write_build_file(target, file, lambda part: mesh_of(parts[part]))


def place(
    part: str,
    source: PartFile,
    placement: Placement,
    corner_of: Callable[[Orientation], Corner],
) -> Item:
    """Return the item of one piece."""
    chosen = next(one for one in source.document.orientations if one.key == placement.orientation)
    rotation = np.array(chosen.rotation)
    transform = placed(placement, rotation=rotation, corner_mm=corner_of(chosen))
    return Item(placement.piece, part, transform)


def outline_corner_mm(chosen: Orientation) -> Corner:
    """Return the corner of pieces that stand: outlines are rounded outwards, a hair off the box."""
    _, (left_um, low_um) = to_solver_outline(chosen.outline)
    corner = box_corner_mm(chosen)
    corner[:2] += np.array([left_um, low_um]) / 1000
    return corner


def box_corner_mm(chosen: Orientation) -> Corner:
    """Return the corner of pieces that are stacked: cubes begin at the corner of the box."""
    return -np.array(chosen.shift_mm)


def mesh_of(source: PartFile) -> Mesh:
    """Return the mesh of a part in the axes of its file (mm)."""
    mesh = load_mesh(source.path, source.document)
    return Mesh(np.asarray(mesh.vertices, np.float64), np.asarray(mesh.faces, np.int64))


def _facts(line: BuildLine) -> dict[str, str]:
    key = parse(line.build.build_key)
    return {
        "Machine": line.machine,
        "Process": key.process,
        "Material": key.material,
        "ParameterSet": line.view.parameter_set,
        "LayerMicrometres": str(line.layer_um),
        "Layers": str(line.view.layers),
        "HeightMillimetres": f"{line.height_mm:g}",
        "SetUpBegins": line.start.isoformat(),
    }
