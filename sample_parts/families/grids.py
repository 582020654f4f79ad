"""Grids and cells: thin webs, many holes."""

from math import cos, pi, sin

from manifold3d import Manifold

from sample_parts.shapes import Flat, SamplePart, block, rectangle, united


def debris_grid() -> SamplePart:
    """Return a debris filter: a square plate of 12 x 12 square cells."""
    cells, cell, web, height = 12, 6.0, 0.8, 20.0
    side = cells * (cell + web) + web
    places = [web + index * (cell + web) for index in range(cells)]
    pockets = [rectangle(x, y, cell, cell) for x in places for y in places]
    flat = Flat(rectangle(0.0, 0.0, side, side), pockets=pockets)
    return SamplePart("debris_grid", 4, flat.extruded(height), flat.exact(height))


def spacer_grid_segment() -> SamplePart:
    """Return a segment of a fuel spacer grid: ribs with slanted deflector tabs."""
    pitch, web, height, cells = 12.75, 0.8, 30.0, 4
    side = cells * pitch + web
    ribs = [block((side, web, height), (0, index * pitch, 0)) for index in range(cells + 1)]
    ribs += [block((web, side, height), (index * pitch, 0, 0)) for index in range(cells + 1)]
    tab = block((5.0, web, 7.0)).rotate((25, 0, 0))
    tabs = [
        tab.translate((web + pitch * (i + 0.5) - 2.5, pitch * j, height - 0.5))
        for i in range(cells)
        for j in range(1, cells)
    ]
    return SamplePart("spacer_grid_segment", 5, united([*ribs, *tabs]))


def gyroid_core() -> SamplePart:
    """Return a heat-exchanger core: one and a half periods of a gyroid wall in a cube."""
    side, period, wall = 45.0, 30.0, 2.4

    def inside(x: float, y: float, z: float) -> float:
        a, b, c = (2 * pi * value / period for value in (x, y, z))
        gyroid = sin(a) * cos(b) + sin(b) * cos(c) + sin(c) * cos(a)
        return wall / 2 - abs(gyroid) * period / (2 * pi) / 1.5

    walls = Manifold.level_set(inside, [0.0, 0.0, 0.0, side, side, side], 2.4).simplify(0.05)
    plates = block((side, side, 3.0), (0, 0, -2.0)) + block((side, side, 3.0), (0, 0, side - 1.0))
    return SamplePart("gyroid_core", 6, walls + plates)
