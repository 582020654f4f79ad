"""Housings, brackets, fixtures and specimens."""

from math import cos, pi, sin

from sample_parts.shapes import (
    Flat,
    Hole,
    SamplePart,
    bar,
    block,
    pillar,
    rectangle,
    revolved,
    revolved_exact,
    ring_of,
    united,
)


def terminal_box() -> SamplePart:
    """Return a terminal box: an open box with four bosses and three cable entries."""
    wall = 4.0
    box = block((140.0, 100.0, 70.0)) - block((132.0, 92.0, 70.0), (wall, wall, wall))
    bosses = [pillar(7.0, 66.0, (x, y, wall - 1), 32) for x in (9.0, 131.0) for y in (9.0, 91.0)]
    cores = [pillar(2.5, 40.0, (x, y, 40.0), 24) for x in (9.0, 131.0) for y in (9.0, 91.0)]
    entries = [
        pillar(10.0, 12.0, corners=40).rotate((-90, 0, 0)).translate((x, -4.0, 35.0))
        for x in (35.0, 70.0, 105.0)
    ]
    return SamplePart("terminal_box", 8, united([box, *bosses]) - united([*cores, *entries]))


def load_bracket() -> SamplePart:
    """Return a load bracket whose two plates are joined by a lattice of bars."""
    base, seat = block((110.0, 70.0, 8.0)), block((8.0, 70.0, 90.0))
    corners = [(x, y) for x in (20.0, 50.0, 80.0) for y in (10.0, 35.0, 60.0)]
    bars = []
    for x, y in corners:
        top = 90.0 - 0.8 * x
        bars.append(bar((x, y, 5.0), (3.0, y, top), 3.0))
        bars += [bar((x, y, 5.0), (3.0, other, top), 2.2) for other in (y - 20.0, y + 20.0)
                 if 5.0 < other < 65.0]  # fmt: skip
    bolts = [pillar(4.5, 12.0, (x, y, -2.0), 32) for x in (35.0, 95.0) for y in (22.0, 48.0)]
    eyes = [
        pillar(4.5, 12.0, corners=32).rotate((0, 90, 0)).translate((-2.0, y, z))
        for y in (15.0, 55.0)
        for z in (25.0, 80.0)
    ]
    return SamplePart("load_bracket", 9, united([base, seat, *bars]) - united([*bolts, *eyes]))


def wind_sensor_mount() -> SamplePart:
    """Return the mount of a wind sensor: a bolted foot, a ribbed neck and a socket for a boom."""
    foot = pillar(45.0, 8.0, corners=72) - united(
        [pillar(4.5, 12.0, (x, y, -2.0), 32) for x, y in ring_of(36.0, 4, 45.0)]
    )
    neck = revolved([(0.0, 6.0), (22.0, 6.0), (16.0, 60.0), (22.0, 90.0), (0.0, 90.0)], 64)
    rib = block((30.0, 5.0, 40.0)).translate((10.0, -2.5, 6.0))
    ribs = [
        (rib - block((60.0, 9.0, 80.0), (0, -4.5, 0)).rotate((0, -45, 0)).translate((44.0, 0, 8.0)))
        .rotate((0, 0, 90.0 * index))
        for index in range(4)
    ]  # fmt: skip
    socket = pillar(20.5, 70.0, corners=64).rotate((0, 90, 0)).translate((-35.0, 0.0, 98.0))
    boom = pillar(16.2, 74.0, corners=64).rotate((0, 90, 0)).translate((-37.0, 0.0, 98.0))
    cable = pillar(6.0, 110.0, (0, 0, -2.0), 32)
    body = united([foot, neck, socket, *ribs]) - boom - cable
    return SamplePart("wind_sensor_mount", 21, body)


def cable_gland_plate() -> SamplePart:
    """Return a gland plate with two rows of cable holes and four screw holes."""
    holes = [
        Hole(20.0 + 26.0 * i, 24.0 + 32.0 * j, 8.0 + 2.0 * j, 48) for i in range(4) for j in (0, 1)
    ]
    holes += [Hole(x, y, 2.75, 24) for x in (6.0, 114.0) for y in (6.0, 74.0)]
    flat = Flat(rectangle(0.0, 0.0, 120.0, 80.0), holes)
    return SamplePart("cable_gland_plate", 19, flat.extruded(6.0), flat.exact(6.0))


def gripper_finger() -> SamplePart:
    """Return a gripper finger: a hooked arm with a lightening slot and two dowel holes."""
    outer = [
        (0.0, 0.0),
        (90.0, 0.0),
        (104.0, 12.0),
        (104.0, 34.0),
        (94.0, 34.0),
        (94.0, 18.0),
        (84.0, 12.0),
        (30.0, 20.0),
        (0.0, 28.0),
    ]
    slot = [(34.0, 5.0), (78.0, 5.0), (78.0, 8.0), (34.0, 14.0)]
    flat = Flat(outer, [Hole(8.0, 9.0, 3.0), Hole(22.0, 9.0, 3.0)], [slot])
    return SamplePart("gripper_finger", 24, flat.extruded(18.0), flat.exact(18.0))


def witness_bar() -> SamplePart:
    """Return a round tensile specimen with thickened ends."""
    neck = [
        (6.0 - 2.0 * sin(pi * step / 16), 28.0 + 12.0 * (1 - cos(pi * step / 16)) / 2)
        for step in range(9)
    ]
    mirrored = [(radius, 90.0 - z) for radius, z in reversed(neck)]
    profile = [(0.0, 0.0), (6.0, 0.0), *neck, *mirrored, (6.0, 90.0), (0.0, 90.0)]
    return SamplePart("witness_bar", 30, revolved(profile, 64), revolved_exact(profile, 64))
