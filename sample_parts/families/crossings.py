"""Equipment of pedestrian crossings near schools."""

from math import cos, pi, sin

from manifold3d import CrossSection, Manifold

from sample_parts.shapes import (
    SamplePart,
    block,
    pillar,
    revolved,
    revolved_exact,
    united,
)


def detector_housing() -> SamplePart:
    """Return the housing of a video detector: a box open behind, with lens opening and visor."""
    outside, inside = block((160.0, 100.0, 90.0)), block((160.0, 94.0, 84.0), (3.0, 3.0, 3.0))
    visor = block((40.0, 100.0, 3.0), (-40.0, 0.0, 87.0))
    cheeks = [_cheek().translate((0.0, y, 0.0)) for y in (0.0, 97.0)]
    lens = pillar(22.0, 10.0, corners=64).rotate((0, 90, 0)).translate((-2.0, 50.0, 45.0))
    glands = [pillar(8.0, 10.0, corners=32).translate((130.0, y, -2.0)) for y in (30.0, 70.0)]
    posts = [pillar(5.0, 84.0, (155.0, y, 3.0), 32) for y in (8.0, 92.0)]
    holes = [
        pillar(1.7, 60.0, corners=20).rotate((0, 90, 0)).translate((120.0, y, z))
        for y in (8.0, 92.0)
        for z in (20.0, 70.0)
    ]
    body = united([outside - inside, visor, *cheeks]) - lens - united(glands)
    return SamplePart("detector_housing", 16, body + united(posts) - united(holes))


def _cheek() -> Manifold:
    triangle = CrossSection([[(0.0, 55.0), (0.0, 90.0), (-40.0, 90.0), (-40.0, 87.0)]])
    return triangle.extrude(3.0).rotate((90, 0, 0)).translate((0.0, 3.0, 0.0))


def projector_bracket() -> SamplePart:
    """Return a projector bracket: a base with slots, two ears and a tilt scale of holes."""
    base = block((120.0, 80.0, 8.0))
    ears = [block((70.0, 8.0, 75.0), (25.0, y, 0.0)) for y in (0.0, 72.0)]
    pivot = pillar(6.0, 84.0, corners=40).rotate((-90, 0, 0)).translate((60.0, -2.0, 55.0))
    scale = [
        pillar(2.75, 84.0, corners=24)
        .rotate((-90, 0, 0))
        .translate((60.0 + 26.0 * cos(angle), -2.0, 55.0 - 26.0 * sin(angle)))
        for angle in (pi * (0.25 + 0.125 * index) for index in range(5))
    ]
    slots = [_slot(x, y) for x in (12.0, 108.0) for y in (22.0, 58.0)]
    body = united([base, *ears]) - united([pivot, *scale, *slots])
    return SamplePart("projector_bracket", 17, body)


def _slot(x: float, y: float) -> Manifold:
    ends = [pillar(4.5, 12.0, (x, y + side, -2.0), 24) for side in (-8.0, 8.0)]
    return united([*ends, block((9.0, 16.0, 12.0), (x - 4.5, y - 8.0, -2.0))])


def signal_visor() -> SamplePart:
    """Return the visor ring of a 200 mm signal head: a thin flared tube with a flange."""
    profile = [
        (104.0, 0.0),
        (118.0, 0.0),
        (118.0, 3.0),
        (106.0, 3.0),
        (112.0, 100.0),
        (110.0, 100.0),
    ]
    return SamplePart("signal_visor", 18, revolved(profile, 144), revolved_exact(profile, 144))


def pole_clamp_half() -> SamplePart:
    """Return one half of a clamp for a pole of 108 mm, with two bolts a side."""
    shell = pillar(64.0, 60.0, corners=96) - pillar(54.5, 62.0, (0, 0, -1), 96)
    upper = shell ^ block((200.0, 100.0, 60.0), (-100.0, 1.0, 0.0))
    lugs = [block((24.0, 12.0, 60.0), (x, 1.0, 0.0)) for x in (-84.0, 60.0)]
    bolts = [
        pillar(5.5, 20.0, corners=32).rotate((-90, 0, 0)).translate((x, -2.0, z))
        for x in (-73.0, 73.0)
        for z in (15.0, 45.0)
    ]
    return SamplePart("pole_clamp_half", 20, united([upper, *lugs]) - united(bolts))
