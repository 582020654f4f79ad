"""Equipment of pedestrian crossings near schools."""

from math import cos, pi, sin

from manifold3d import CrossSection, Manifold

from sample_parts.shapes import SamplePart, block, pillar, revolved, united


def detector_housing(
    length_mm: float = 160.0, width_mm: float = 100.0, height_mm: float = 90.0, wall_mm: float = 3.0
) -> SamplePart:
    """Return the housing of a video detector: a box open behind, with lens opening and visor."""
    x, y, z, wall = length_mm, width_mm, height_mm, wall_mm
    inside = block((x, y - 2 * wall, z - 2 * wall), (wall, wall, wall))
    visor = block((40.0, y, wall), (-40.0, 0.0, z - wall))
    cheeks = [_cheek(z, wall).translate((0.0, at, 0.0)) for at in (0.0, y - wall)]
    lens = pillar(0.24 * z, 10.0, corners=64).rotate((0, 90, 0)).translate((-2.0, y / 2, z / 2))
    glands = [pillar(8.0, 10.0, (0.8 * x, at * y, -2.0), 32) for at in (0.3, 0.7)]
    sides = (wall + 4.5, y - wall - 4.5)
    posts = [pillar(5.0, z - 2 * wall, (x - 5.0, at, wall), 32) for at in sides]
    holes = [
        pillar(1.7, 60.0, corners=20).rotate((0, 90, 0)).translate((x - 40.0, at, level * z))
        for at in sides
        for level in (0.22, 0.78)
    ]
    body = united([block((x, y, z)) - inside, visor, *cheeks]) - lens - united(glands)
    return SamplePart("detector_housing", 16, body + united(posts) - united(holes))


def _cheek(height: float, wall: float) -> Manifold:
    top = height - wall
    shape = CrossSection([[(0.0, 0.6 * height), (0.0, height), (-40.0, height), (-40.0, top)]])
    return shape.extrude(wall).rotate((90, 0, 0)).translate((0.0, wall, 0.0))


def projector_bracket(
    length_mm: float = 120.0, width_mm: float = 80.0, height_mm: float = 75.0, stops: int = 5
) -> SamplePart:
    """Return a projector bracket: a base with slots, two ears and a tilt scale of holes."""
    x, y, z, middle = length_mm, width_mm, height_mm, length_mm / 2
    ears = [block((70.0, 8.0, z), (middle - 35.0, at, 0.0)) for at in (0.0, y - 8.0)]
    axis = z - 20.0
    across = pillar(6.0, y + 4, corners=40).rotate((-90, 0, 0)).translate((middle, -2.0, axis))
    angles = [pi * (0.25 + 0.5 * index / (stops - 1)) for index in range(stops)]
    scale = [
        pillar(2.75, y + 4, corners=24)
        .rotate((-90, 0, 0))
        .translate((middle + 26.0 * cos(angle), -2.0, axis - 26.0 * sin(angle)))
        for angle in angles
    ]
    slots = [_slot(a, b * y) for a in (12.0, x - 12.0) for b in (0.275, 0.725)]
    body = united([block((x, y, 8.0)), *ears]) - united([across, *scale, *slots])
    return SamplePart("projector_bracket", 17, body)


def _slot(x: float, y: float) -> Manifold:
    ends = [pillar(4.5, 12.0, (x, y + side, -2.0), 24) for side in (-8.0, 8.0)]
    return united([*ends, block((9.0, 16.0, 12.0), (x - 4.5, y - 8.0, -2.0))])


def signal_visor(
    diameter_mm: float = 212.0, length_mm: float = 100.0, wall_mm: float = 2.0
) -> SamplePart:
    """Return the visor of a signal head: a flared hood, cut away below, on a flange."""
    r, wall = diameter_mm / 2, wall_mm
    profile = [
        (r - wall, 0.0),
        (r + 12.0, 0.0),
        (r + 12.0, 3.0),
        (r, 3.0),
        (r + 6.0, length_mm),
        (r + 6.0 - wall, length_mm),
    ]
    slope = 0.65 * length_mm / (2 * r)
    hood = revolved(profile, 144).trim_by_plane((-slope, 0.0, -1.0), -slope * r - 0.35 * length_mm)
    ears = pillar(6.0, 3.0, (0.0, r + 14.0, 0.0), 32) + pillar(6.0, 3.0, (0.0, -r - 14.0, 0.0), 32)
    screws = [pillar(2.25, 5.0, (0.0, side * (r + 14.0), -1.0), 24) for side in (-1, 1)]
    return SamplePart("signal_visor", 18, hood + ears - united(screws))


def pole_clamp_half(
    pole_mm: float = 108.0, width_mm: float = 60.0, wall_mm: float = 9.5
) -> SamplePart:
    """Return one half of a clamp for a round pole, with two bolts a side."""
    inner, w = pole_mm / 2 + 0.5, width_mm
    outer = inner + wall_mm
    shell = pillar(outer, w, corners=96) - pillar(inner, w + 2, (0, 0, -1), 96)
    upper = shell ^ block((4 * outer, 2 * outer, w), (-2 * outer, 1.0, 0.0))
    lugs = [block((24.0, 12.0, w), (x, 1.0, 0.0)) for x in (-outer - 20.0, outer - 4.0)]
    bolts = [
        pillar(5.5, 20.0, corners=32).rotate((-90, 0, 0)).translate((x, -2.0, z * w))
        for x in (-outer - 9.0, outer + 9.0)
        for z in (0.25, 0.75)
    ]
    return SamplePart("pole_clamp_half", 20, united([upper, *lugs]) - united(bolts))
