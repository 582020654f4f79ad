"""Grids and cells: thin webs, many holes."""

from math import cos, pi, sin

from manifold3d import Manifold

from sample_parts.shapes import Flat, Point3, SamplePart, block, rectangle, united

EDGES_PER_CELL = 9


def debris_grid(
    cells: int = 12, cell_mm: float = 6.0, web_mm: float = 0.8, height_mm: float = 20.0
) -> SamplePart:
    """Return a debris filter: a square plate of square cells."""
    side = cells * (cell_mm + web_mm) + web_mm
    places = [web_mm + index * (cell_mm + web_mm) for index in range(cells)]
    pockets = [rectangle(x, y, cell_mm, cell_mm) for x in places for y in places]
    flat = Flat(rectangle(0.0, 0.0, side, side), pockets=pockets)
    return SamplePart("debris_grid", 4, flat.extruded(height_mm), flat.exact(height_mm))


def spacer_grid_segment(
    cells: int = 4, pitch_mm: float = 12.75, rib_mm: float = 0.8, height_mm: float = 30.0
) -> SamplePart:
    """Return a segment of a fuel spacer grid: ribs with slanted deflector tabs."""
    side = cells * pitch_mm + rib_mm
    lines = [index * pitch_mm for index in range(cells + 1)]
    ribs = [block((side, rib_mm, height_mm), (0, y, 0)) for y in lines]
    ribs += [block((rib_mm, side, height_mm), (x, 0, 0)) for x in lines]
    tab = block((0.4 * pitch_mm, rib_mm, 7.0)).rotate((25, 0, 0))
    tabs = [
        tab.translate((rib_mm + x + 0.3 * pitch_mm, y, height_mm - 0.5))
        for x in lines[:-1]
        for y in lines[1:-1]
    ]
    return SamplePart("spacer_grid_segment", 5, united([*ribs, *tabs]))


def gyroid_core(side_mm: float = 50.0, cell_mm: float = 25.0, wall_mm: float = 1.0) -> SamplePart:
    """Return a heat-exchanger core: a gyroid wall between two plates."""
    walls = _gyroid((side_mm, side_mm, side_mm), cell_mm, wall_mm)
    plates = [block((side_mm, side_mm, 3.0), (0, 0, z)) for z in (-2.0, side_mm - 1.0)]
    return SamplePart("gyroid_core", 6, united([walls, *plates]))


def lattice_pad(
    side_mm: float = 60.0, height_mm: float = 24.0, cell_mm: float = 20.0, wall_mm: float = 0.9
) -> SamplePart:
    """Return an acoustic and impact pad: a soft gyroid wall on a thin skin."""
    walls = _gyroid((side_mm, side_mm, height_mm), cell_mm, wall_mm)
    skin = block((side_mm + 6.0, side_mm + 6.0, 2.0), (-3.0, -3.0, -1.5))
    return SamplePart("lattice_pad", 29, united([walls, skin]))


def _gyroid(size: Point3, cell: float, wall: float) -> Manifold:
    """Return what lies between two gyroid surfaces ``wall`` apart, cut to a box.

    Near the surface its function grows by 1.5 a radian.
    """
    shift = wall / 2 * 1.5 * 2 * pi / cell
    outer, inner = (_beyond(size, cell, level) for level in (-shift, shift))
    pieces = ((outer - inner) ^ block(size)).decompose()
    # Where the box cuts the wall, crumbs hang on nothing.
    return max(pieces, key=lambda piece: piece.volume())


def _beyond(size: Point3, cell: float, level: float) -> Manifold:
    def above(x: float, y: float, z: float) -> float:
        a, b, c = (2 * pi * value / cell for value in (x, y, z))
        return sin(a) * cos(b) + sin(b) * cos(c) + sin(c) * cos(a) - level

    # The grid begins on odd places, so that no face of the box runs through its points.
    bounds = [-0.137 * cell] * 3 + [value + 0.113 * cell for value in size]
    return Manifold.level_set(above, bounds, cell / EDGES_PER_CELL)
