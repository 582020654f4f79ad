"""What design rules look at: walls, gaps, pins, holes, rooms inside, thick sections, overhangs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.analysis import Vector
from amcenter.intake.chambers import Chamber, chambers_of
from amcenter.intake.findings import FaceRange
from amcenter.intake.orientation import Orientation
from amcenter.intake.slender import narrow_both_ways
from amcenter.intake.spans import lines_through, unit_normals
from amcenter.intake.standing import Standing, standing_of
from amcenter.intake.thickness import between_walls
from amcenter.intake.tidy import TidyMesh
from amcenter.intake.voxel_fields import Cells, cells_of, distances_mm
from amcenter.intake.widths import Widths, face_ranges, vector, widths_of

MOST_CELLS = 2_000_000
MOST_CAVITIES = 50
CAVITY_RANGES = 200


@dataclass(frozen=True, slots=True)
class Cavity:
    """A room without any way out: its box in the axes of the file and the faces around it."""

    volume_mm3: float
    low_mm: Vector
    high_mm: Vector
    faces: tuple[FaceRange, ...]


@dataclass(frozen=True, slots=True)
class Ball:
    """The largest ball inside the material; found by cells, so ``blur_mm`` may be wrong."""

    width_mm: float
    blur_mm: float
    at_mm: Vector


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a closed part; None: it has none of the kind."""

    thickness: Widths | None
    gaps: Widths | None
    pins: Widths | None
    """Narrow two ways at once, up to 6 mm."""
    holes: Widths | None
    """Gaps that are narrow two ways at once, up to 6 mm."""
    cell_mm: float
    """Distance of the lines that were measured along: what is thinner two ways may lie between."""
    thickest: Ball
    cavities: tuple[Cavity, ...]
    """The largest first."""
    chambers: tuple[Chamber, ...]
    standing: tuple[Standing, ...]


def features_of(tidied: TidyMesh, orientations: Sequence[Orientation]) -> Features | None:
    """Measure the features of a part; None where inside and outside cannot be told apart."""
    if not tidied.closed or float(tidied.shells.volume_mm3.sum()) <= 0:
        return None
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.ascontiguousarray(tidied.mesh.faces, dtype=np.int32)
    normals = unit_normals(points, faces)
    lines = lines_through(points, faces)
    holes = narrow_both_ways(lines.gaps, normals)
    cells = cells_of(lines, MOST_CELLS)
    cavities = _cavities(tidied, points, faces)
    boxes = [(one.low_mm, one.high_mm) for one in cavities]
    origin, cell_mm = lines.origin_mm, max(lines.cell_mm)
    return Features(
        thickness=widths_of(between_walls(lines.solid, normals), origin_mm=origin, cell_mm=cell_mm),
        gaps=widths_of(between_walls(lines.gaps, normals), origin_mm=origin, cell_mm=cell_mm),
        pins=widths_of(narrow_both_ways(lines.solid, normals), origin_mm=origin, cell_mm=cell_mm),
        holes=widths_of(holes, origin_mm=origin, cell_mm=cell_mm),
        cell_mm=cell_mm,
        thickest=_thickest(cells),
        cavities=cavities,
        chambers=chambers_of(lines, cells, holes, boxes),
        standing=standing_of(points, faces, normals, orientations),
    )


def _cavities(
    tidied: TidyMesh, points: NDArray[np.float64], faces: NDArray[np.int32]
) -> tuple[Cavity, ...]:
    hollow = np.flatnonzero(tidied.cavity)
    largest = hollow[np.argsort(tidied.shells.volume_mm3[hollow], kind="stable")][:MOST_CAVITIES]
    found = []
    for shell in largest:
        own = np.flatnonzero(tidied.shell == shell)
        corners = points[faces[own]].reshape(-1, 3)
        found.append(
            Cavity(
                volume_mm3=-float(tidied.shells.volume_mm3[shell]),
                low_mm=vector(corners.min(axis=0)),
                high_mm=vector(corners.max(axis=0)),
                faces=face_ranges(own)[:CAVITY_RANGES],
            )
        )
    return tuple(found)


def _thickest(cells: Cells) -> Ball:
    """Return the largest ball in the material: the middle that is farthest from empty cells."""
    distance = distances_mm(cells.solid, cells.size_mm)
    i, j, k = np.unravel_index(int(distance.argmax()), distance.shape)
    # the empty room begins half a cell before the middle of its cell
    width = max(2 * float(distance[i, j, k]) - min(cells.size_mm), 0.0)
    return Ball(width, cells.blur_mm, vector(cells.middle_mm(int(i), int(j), int(k))))
