"""Housings, brackets and mounts."""

from sample_parts.shapes import (
    Flat,
    Hole,
    SamplePart,
    bar,
    block,
    pillar,
    rectangle,
    revolved,
    ring_of,
    united,
)


def terminal_box(
    length_mm: float = 140.0, width_mm: float = 100.0, height_mm: float = 70.0, wall_mm: float = 4.0
) -> SamplePart:
    """Return a terminal box: an open box with four bosses and three cable entries."""
    x, y, z, wall = length_mm, width_mm, height_mm, wall_mm
    box = block((x, y, z)) - block((x - 2 * wall, y - 2 * wall, z), (wall, wall, wall))
    corners = [(a, b) for a in (9.0, x - 9.0) for b in (9.0, y - 9.0)]
    bosses = [pillar(7.0, z - wall, (a, b, wall - 1), 32) for a, b in corners]
    cores = [pillar(2.5, 40.0, (a, b, z - 30.0), 24) for a, b in corners]
    entries = [
        pillar(10.0, wall + 8, corners=40).rotate((-90, 0, 0)).translate((at * x, -4.0, z / 2))
        for at in (0.25, 0.5, 0.75)
    ]
    return SamplePart("terminal_box", 8, united([box, *bosses]) - united([*cores, *entries]))


def load_bracket(
    length_mm: float = 110.0, width_mm: float = 70.0, height_mm: float = 90.0
) -> SamplePart:
    """Return a load bracket whose two plates are joined by a lattice of bars."""
    x, y, z = length_mm, width_mm, height_mm
    rows = (10.0, y / 2, y - 10.0)
    bars = []
    for at in (0.18 * x, 0.45 * x, 0.73 * x):
        top = z * (1.0 - 0.8 * at / x) - 4.0
        for row in rows:
            bars.append(bar((at, row, 5.0), (3.0, row, top), 3.0))
            beside = [other for other in rows if 0 < abs(other - row) < 0.6 * y]
            bars += [bar((at, row, 5.0), (3.0, other, top), 2.2) for other in beside]
    bolts = [pillar(4.5, 12.0, (a * x, b * y, -2.0), 32) for a in (0.32, 0.86) for b in (0.3, 0.7)]
    eyes = [
        pillar(4.5, 12.0, corners=32).rotate((0, 90, 0)).translate((-2.0, b * y, level * z))
        for b in (0.22, 0.78)
        for level in (0.28, 0.88)
    ]
    plates = [block((x, y, 8.0)), block((8.0, y, z))]
    return SamplePart("load_bracket", 9, united([*plates, *bars]) - united([*bolts, *eyes]))


def wind_sensor_mount(
    base_mm: float = 90.0, height_mm: float = 98.0, boom_mm: float = 32.0
) -> SamplePart:
    """Return the mount of a wind sensor: a bolted foot, a ribbed neck and a socket for a boom."""
    base, h, bore = base_mm / 2, height_mm, boom_mm / 2 + 0.2
    bolts = [pillar(4.5, 12.0, (x, y, -2.0), 32) for x, y in ring_of(0.8 * base, 4, 45.0)]
    foot = pillar(base, 8.0, corners=72) - united(bolts)
    wide, slim = 0.49 * base, 0.36 * base
    neck = revolved([(0.0, 6.0), (wide, 6.0), (slim, 0.6 * h), (wide, h - 8.0), (0.0, h - 8.0)], 64)
    rib = block((0.66 * base, 5.0, 40.0)).translate((0.22 * base, -2.5, 6.0))
    cut = block((60.0, 9.0, 80.0), (0, -4.5, 0)).rotate((0, -45, 0)).translate((base, 0, 8.0))
    ribs = [(rib - cut).rotate((0, 0, 90.0 * index)) for index in range(4)]
    socket = pillar(bore + 4.3, 70.0, corners=64).rotate((0, 90, 0)).translate((-35.0, 0.0, h))
    boom = pillar(bore, 74.0, corners=64).rotate((0, 90, 0)).translate((-37.0, 0.0, h))
    cable = pillar(6.0, h + 2.0, (0, 0, -2.0), 32)
    body = united([foot, neck, socket, *ribs]) - boom - cable
    return SamplePart("wind_sensor_mount", 21, body)


def cable_gland_plate(
    columns: int = 4, gland_mm: float = 16.0, thickness_mm: float = 6.0
) -> SamplePart:
    """Return a gland plate with two rows of cable holes and four screw holes."""
    pitch = gland_mm + 10.0
    length, width = columns * pitch + 16.0, 2 * pitch + 28.0
    holes = [
        Hole(8.0 + pitch * (i + 0.5), 14.0 + pitch * (j + 0.5), gland_mm / 2 + 2.0 * j, 48)
        for i in range(columns)
        for j in (0, 1)
    ]
    holes += [Hole(x, y, 2.75, 24) for x in (6.0, length - 6.0) for y in (6.0, width - 6.0)]
    flat = Flat(rectangle(0.0, 0.0, length, width), holes)
    return SamplePart(
        "cable_gland_plate", 19, flat.extruded(thickness_mm), flat.exact(thickness_mm)
    )
