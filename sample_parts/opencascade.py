"""The sample parts once more, round where they are round, by OpenCascade.

An independent check of the generator: the same drawings through another kernel. It needs gmsh,
which is no dependency of this project: ``pip install gmsh`` somewhere else, then
``python -m sample_parts.opencascade`` writes ``opencascade.toml``. The files hold polygons inside
the circles, so their volume is a little smaller (of a full circle of n corners by the share
``1 - n sin(2 pi/n) / (2 pi)``: 0.65 % for 32, 0.29 % for 48, 0.07 % for 96); of a hole it is a
little larger.
"""

from collections.abc import Callable, Sequence
from math import cos, pi, sin
from pathlib import Path

import gmsh

Solid = list[tuple[int, int]]
Point = tuple[float, float, float]

CAD = gmsh.model.occ


def box(size: Point, at: Point = (0.0, 0.0, 0.0)) -> Solid:
    """Return a box by its size and lower corner."""
    return [(3, CAD.addBox(*at, *size))]


def rod(radius: float, start: Point, way: Point) -> Solid:
    """Return a cylinder from a point along a way."""
    return [(3, CAD.addCylinder(*start, *way, radius))]


def ball(radius: float) -> Solid:
    """Return a sphere about the origin."""
    return [(3, CAD.addSphere(0, 0, 0, radius))]


def turned(profile: Sequence[tuple[float, float]]) -> Solid:
    """Return the body of a profile of (radius, z) turned about z."""
    points = [CAD.addPoint(radius, 0, z) for radius, z in profile]
    lines = [CAD.addLine(a, b) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
    face = CAD.addPlaneSurface([CAD.addCurveLoop(lines)])
    return [item for item in CAD.revolve([(2, face)], 0, 0, 0, 0, 0, 1, 2 * pi) if item[0] == 3]


def joined(*solids: Solid) -> Solid:
    """Return the union."""
    first, *rest = solids
    return CAD.fuse(first, [item for solid in rest for item in solid])[0] if rest else first


def cut(solid: Solid, *tools: Solid) -> Solid:
    """Return the solid without the tools."""
    return CAD.cut(solid, [item for tool in tools for item in tool])[0]


def valve_body() -> Solid:
    """Return the tee with three flanges; see ``families.flow``."""
    flanges = []
    for at, way in (((-70, 0, 0), (12, 0, 0)), ((58, 0, 0), (12, 0, 0)), ((0, 0, 58), (0, 0, 12))):
        bolts = []
        for index in range(4):
            a, b = 37 * cos(pi / 4 + index * pi / 2), 37 * sin(pi / 4 + index * pi / 2)
            place = (at[0], a, b) if way[0] else (a, b, at[2])
            bolts.append(rod(6.0, place, way))
        flanges.append(cut(rod(50.0, at, way), *bolts))
    run, branch = rod(20.0, (-70, 0, 0), (140, 0, 0)), rod(20.0, (0, 0, 0), (0, 0, 70))
    bores = rod(12.5, (-71, 0, 0), (142, 0, 0)), rod(12.5, (0, 0, 0), (0, 0, 72))
    return cut(joined(run, branch, ball(30.0), *flanges), *bores, ball(21.0))


def manifold_block() -> Solid:
    """Return the block with crossing channels; see ``families.flow``."""
    tools = [
        rod(5.0, (-1, at * 90, level * 60), (130, 0, 0))
        for at, level in ((0.25, 0.33), (0.75, 0.33), (0.5, 0.7))
    ]
    tools += [rod(4.0, (at * 140, -1, 19.8), (0, 80, 0)) for at in (0.25, 0.75)]
    for at in (35.0, 70.0, 105.0):
        tools += [rod(4.0, (at, 45, 16.2), (0, 0, 60)), rod(9.0, (at, 45, 49), (0, 0, 12))]
    tools += [rod(4.25, (x, y, -1), (0, 0, 62)) for x in (8, 132) for y in (8, 82)]
    return cut(box((140, 90, 60)), *tools)


def terminal_box() -> Solid:
    """Return the open box with bosses; see ``families.general``."""
    corners = [(x, y) for x in (9.0, 131.0) for y in (9.0, 91.0)]
    shell = cut(box((140, 100, 70)), box((132, 92, 70), (4, 4, 4)))
    bosses = [rod(7.0, (x, y, 3), (0, 0, 66)) for x, y in corners]
    cores = [rod(2.5, (x, y, 40), (0, 0, 40)) for x, y in corners]
    entries = [rod(10.0, (at * 140, -4, 35), (0, 12, 0)) for at in (0.25, 0.5, 0.75)]
    return cut(joined(shell, *bosses), *cores, *entries)


def projector_bracket() -> Solid:
    """Return the base with two ears; see ``families.crossings``."""
    ears = [box((70, 8, 75), (25, y, 0)) for y in (0, 72)]
    tools = [rod(6.0, (60, -2, 55), (0, 84, 0))]
    for index in range(5):
        angle = pi * (0.25 + 0.125 * index)
        tools.append(rod(2.75, (60 + 26 * cos(angle), -2, 55 - 26 * sin(angle)), (0, 84, 0)))
    for x in (12, 108):
        for y in (22, 58):
            tools += [rod(4.5, (x, y + side, -2), (0, 0, 12)) for side in (-8, 8)]
            tools.append(box((9, 16, 12), (x - 4.5, y - 8, -2)))
    return cut(joined(box((120, 80, 8)), *ears), *tools)


def pole_clamp_half() -> Solid:
    """Return half a clamp; see ``families.crossings``."""
    ring = cut(rod(64.0, (0, 0, 0), (0, 0, 60)), rod(54.5, (0, 0, -1), (0, 0, 62)))
    half = CAD.intersect(ring, box((256, 128, 60), (-128, 1, 0)))[0]
    lugs = [box((24, 12, 60), (x, 1, 0)) for x in (-84, 60)]
    bolts = [rod(5.5, (x, -2, z), (0, 20, 0)) for x in (-73, 73) for z in (15, 45)]
    return cut(joined(half, *lugs), *bolts)


def wind_sensor_mount() -> Solid:
    """Return the mount; see ``families.general``."""
    at = 36.0 * cos(pi / 4)
    bolts = [rod(4.5, (x, y, -2), (0, 0, 12)) for x in (-at, at) for y in (-at, at)]
    foot = cut(rod(45.0, (0, 0, 0), (0, 0, 8)), *bolts)
    neck = turned([(0, 6), (22.05, 6), (16.2, 58.8), (22.05, 90), (0, 90)])
    ribs = []
    for index in range(4):
        knife = box((60, 9, 80), (0, -4.5, 0))
        CAD.rotate(knife, 0, 0, 0, 0, 1, 0, -pi / 4)
        CAD.translate(knife, 45, 0, 8)
        rib = cut(box((29.7, 5, 40), (9.9, -2.5, 6)), knife)
        CAD.rotate(rib, 0, 0, 0, 0, 0, 1, index * pi / 2)
        ribs.append(rib)
    socket = rod(20.5, (-35, 0, 98), (70, 0, 0))
    body = joined(foot, neck, socket, *ribs)
    return cut(body, rod(16.2, (-37, 0, 98), (74, 0, 0)), rod(6.0, (0, 0, -2), (0, 0, 100)))


def flow_test_insert() -> Solid:
    """Return the Venturi in a block; see ``families.flow``."""
    mouth, neck, h = 22.8, 10.0, 140.0
    profile = [(0.0, -1.0), (mouth, -1.0), (mouth, 0.12 * h)]
    profile += [
        (neck + (mouth - neck) * (1 + cos(pi * s / 16)) / 2, h * (0.12 + 0.23 * s / 16))
        for s in range(1, 17)
    ]
    profile += [(neck, 0.45 * h), (mouth, 0.9 * h), (mouth, h + 1), (0.0, h + 1)]
    tools = [rod(1.0, (0, 0, at * h), (31, 0, 0)) for at in (0.08, 0.4, 0.6, 0.75, 0.94)]
    tools += [rod(3.3, (a, b, -1), (0, 0, 142)) for a in (-24.5, 24.5) for b in (-24.5, 24.5)]
    return cut(box((60, 60, 140), (-30, -30, 0)), turned(profile), *tools)


def spray_nozzle() -> Solid:
    """Return the hollow body with swirl channels; see ``families.flow``."""
    r, h = 18.0, 62.0
    outside = [(0, 0), (0.78 * r, 0), (r, 0.19 * h), (r, 0.77 * h), (0.67 * r, h), (0, h)]
    chamber = [(0, 0.1 * h), (0.5 * r, 0.23 * h), (0.5 * r, 0.65 * h), (0.22 * r, 0.8 * h)]
    chamber += [(0.22 * r, h + 2), (0, h + 2)]
    channels = []
    for index in range(6):
        channel = rod(1.5, (0, 0, 0), (1.4 * r, 0, 0))
        CAD.rotate(channel, 0, 0, 0, 0, 0, 1, pi / 9)
        CAD.translate(channel, 0, 0.39 * r, 0.45 * h)
        CAD.rotate(channel, 0, 0, 0, 0, 0, 1, index * pi / 3)
        channels.append(channel)
    inlet = rod(0.14 * r, (0, 0, -1), (0, 0, 0.2 * h))
    return cut(turned(outside), turned(chamber), inlet, *channels)


SOLIDS: Sequence[Callable[[], Solid]] = (
    valve_body,
    manifold_block,
    terminal_box,
    projector_bracket,
    pole_clamp_half,
    wind_sensor_mount,
    flow_test_insert,
    spray_nozzle,
)


def figures(make: Callable[[], Solid]) -> tuple[float, float]:
    """Return volume (mm³) and area (mm²) of a solid."""
    gmsh.clear()
    solid = make()
    CAD.synchronize()
    faces = gmsh.model.getBoundary(solid, oriented=False)
    return sum(CAD.getMass(*item) for item in solid), sum(CAD.getMass(*item) for item in faces)


def main() -> None:
    """Write ``opencascade.toml`` beside this module."""
    gmsh.initialize()
    gmsh.option.setNumber("General.Terminal", 0)
    lines = ["# Smooth bodies by OpenCascade; made by `python -m sample_parts.opencascade`.", ""]
    for make in SOLIDS:
        volume, area = figures(make)
        lines += [f"[{make.__name__}]", f"volume_mm3 = {volume:.9g}", f"area_mm2 = {area:.9g}", ""]
    (Path(__file__).parent / "opencascade.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
