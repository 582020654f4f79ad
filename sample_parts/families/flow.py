"""Parts that carry a fluid."""

from math import cos, pi, sin

import numpy as np
from manifold3d import CrossSection, Manifold

from sample_parts.shapes import (
    Exact,
    SamplePart,
    block,
    lofted,
    pillar,
    polygon_area,
    revolved,
    ring_of,
    united,
)
from sample_parts.sweeps import bent_exact, bent_rings, duct_rings


def valve_body(bore_mm: float = 25.0, wall_mm: float = 7.5, length_mm: float = 140.0) -> SamplePart:
    """Return the body of a valve: a tee with three flanges and a round seat."""
    bore, outer, half = bore_mm / 2, bore_mm / 2 + wall_mm, length_mm / 2
    run = pillar(outer, length_mm).rotate((0, 90, 0)).translate((-half, 0, 0))
    flange, thick = _flange(bore), 12.0
    flanges = [
        flange.rotate((0, 90, 0)).translate((-half, 0, 0)),
        flange.rotate((0, 90, 0)).translate((half - thick, 0, 0)),
        flange.translate((0, 0, half - thick)),
    ]
    belly, seat = (Manifold.sphere(1.2 * radius + 6.0, 64) for radius in (outer, bore))
    across = pillar(bore, length_mm + 2).rotate((0, 90, 0)).translate((-half - 1, 0, 0))
    body = united([run, pillar(outer, half), belly, *flanges])
    return SamplePart("valve_body", 2, body - across - pillar(bore, half + 2) - seat)


def _flange(bore: float) -> Manifold:
    circle = bore + 24.5
    bolts = [pillar(6.0, 14.0, (x, y, -1.0), 24) for x, y in ring_of(circle, 4, 45.0)]
    return pillar(circle + 13.0, 12.0, corners=72) - united(bolts)


def spray_nozzle(
    diameter_mm: float = 36.0, length_mm: float = 62.0, channels: int = 6, channel_mm: float = 3.0
) -> SamplePart:
    """Return a spray nozzle: a hollow body with swirl channels into its chamber."""
    r, h = diameter_mm / 2, length_mm
    outside = [(0.0, 0.0), (0.78 * r, 0.0), (r, 0.19 * h), (r, 0.77 * h), (0.67 * r, h), (0.0, h)]
    chamber = [
        (0.0, 0.1 * h),
        (0.5 * r, 0.23 * h),
        (0.5 * r, 0.65 * h),
        (0.22 * r, 0.8 * h),
        (0.22 * r, h + 2.0),
        (0.0, h + 2.0),
    ]
    inlet = pillar(0.14 * r, 0.2 * h, (0, 0, -1), 32)
    body = revolved(outside, 64) - revolved(chamber, 48) - inlet
    along = pillar(channel_mm / 2, 1.4 * r, corners=20).rotate((0, 90, 20))
    tangent = along.translate((0, 0.39 * r, 0.45 * h))
    cuts = [tangent.rotate((0, 0, 360 / channels * index)) for index in range(channels)]
    return SamplePart("spray_nozzle", 3, body - united(cuts))


def manifold_block(
    length_mm: float = 140.0, width_mm: float = 90.0, height_mm: float = 60.0, bore_mm: float = 10.0
) -> SamplePart:
    """Return a hydraulic manifold: a block with crossing channels, ports and screw holes."""
    x, y, z, r = length_mm, width_mm, height_mm, bore_mm / 2
    along = [
        pillar(r, x - 10.0).rotate((0, 90, 0)).translate((-1, at * y, level * z))
        for at, level in ((0.25, 0.33), (0.75, 0.33), (0.5, 0.7))
    ]
    across = [
        pillar(0.8 * r, y - 10.0).rotate((-90, 0, 0)).translate((at * x, -1, 0.33 * z))
        for at in (0.25, 0.75)
    ]
    middles = [(at * x, y / 2) for at in (0.25, 0.5, 0.75)]
    down = [pillar(0.8 * r, z, (at, middle, 0.27 * z)) for at, middle in middles]
    ports = [pillar(1.8 * r, 12.0, (at, middle, z - 11.0)) for at, middle in middles]
    feet = [pillar(4.25, z + 2, (a, b, -1.0)) for a in (8.0, x - 8.0) for b in (8.0, y - 8.0)]
    cuts = united([*along, *across, *down, *ports, *feet])
    return SamplePart("manifold_block", 7, block((x, y, z)) - cuts)


def pipe_elbow(
    bore_mm: float = 40.0, wall_mm: float = 4.0, bend_deg: float = 75.0, straight_mm: float = 20.0
) -> SamplePart:
    """Return a pipe elbow with straight ends."""
    inner, outer, bend = bore_mm / 2, bore_mm / 2 + wall_mm, 1.5 * bore_mm
    outside = lofted(bent_rings(outer, 48, bend, bend_deg, straight_mm))
    inside = lofted(bent_rings(inner, 48, bend, bend_deg, straight_mm + 1.0))
    solid, hollow = (
        bent_exact(radius, 48, bend, bend_deg, straight_mm) for radius in (outer, inner)
    )
    ends = 2 * (polygon_area(outer, 48) - polygon_area(inner, 48))
    exact = Exact(
        solid.volume_mm3 - hollow.volume_mm3, solid.area_mm2 + hollow.area_mm2 + ends, solid.formula
    )
    return SamplePart("pipe_elbow", 13, outside - inside, exact)


def tool_insert(
    length_mm: float = 90.0, width_mm: float = 70.0, height_mm: float = 60.0, turns: float = 2.5
) -> SamplePart:
    """Return a moulding insert: a foot, a rounded core and a cooling channel that follows it."""
    x, y, foot = length_mm, width_mm, 22.0
    core = 0.36 * min(x, y)
    dome = [(0.0, foot - 1), (core, foot - 1), (core, height_mm - 8.0)]
    dome += [
        (core - 8.0 + 8.0 * cos(angle), height_mm - 8.0 + 8.0 * sin(angle))
        for angle in (pi / 2 * step / 8 for step in range(1, 9))
    ]
    body = block((x, y, foot), (-x / 2, -y / 2, 0)) + revolved([*dome, (0.0, height_mm)], 96)
    screws = [
        pillar(3.4, foot + 2, (a * (x / 2 - 7), b * (y / 2 - 7), -1), 24)
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    return SamplePart(
        "tool_insert", 15, body - united([*screws, *_cooling(core, height_mm, turns)])
    )


def _cooling(core: float, height_mm: float, turns: float) -> list[Manifold]:
    """Return a channel that comes up, winds round inside the core and goes down its middle."""
    radius, low, high = core - 7.0, 12.0, height_mm - 14.0
    steps = round(24 * turns)
    rings = []
    for step in range(steps + 1):
        angle, level = 2 * pi * turns * step / steps, low + (high - low) * step / steps
        out, up = np.array([cos(angle), sin(angle), 0.0]), np.array([0.0, 0.0, 1.0])
        middle = radius * out + level * up
        rings.append([middle + 2.5 * (a * up + b * out) for a, b in ring_of(1.0, 12)])
    end = 2 * pi * turns
    across = pillar(2.5, radius, corners=12).rotate((0, 90, 0)).rotate((0, 0, end * 180 / pi))
    balls = [(radius, 0.0, low), (radius * cos(end), radius * sin(end), high), (0.0, 0.0, high)]
    return [
        lofted(np.array(rings)),
        pillar(2.5, low + 1, (radius, 0, -1), 12),
        across.translate((0, 0, high)),
        pillar(2.5, high + 1, (0, 0, -1), 12),
        *(Manifold.sphere(2.9, 20).translate(at) for at in balls),
    ]


def nacelle_duct(
    length_mm: float = 220.0, width_mm: float = 150.0, height_mm: float = 60.0, wall_mm: float = 2.0
) -> SamplePart:
    """Return an air duct from a round spigot to a wide mouth with a screwed flange."""
    w, h, bore = width_mm, height_mm, 0.45 * (width_mm + height_mm)
    outside = lofted(duct_rings(length_mm, w, h, bore, offset=0.0, longer=0.0))
    inside = lofted(duct_rings(length_mm, w, h, bore, offset=-wall_mm, longer=1.0))
    mouth = block((w + 30.0, h + 30.0, 3.0), (-w / 2 - 15.0, -h / 2 - 15.0, 0.0))
    screws = [
        pillar(2.25, 5.0, (a * (w / 2 + 9.0), b * (h / 2 + 9.0), -1.0), 24)
        for a in (-1, 0, 1)
        for b in (-1, 1)
    ]
    return SamplePart("nacelle_duct", 22, outside + (mouth - united(screws)) - inside)


def flow_test_insert(
    length_mm: float = 140.0, side_mm: float = 60.0, throat_mm: float = 20.0
) -> SamplePart:
    """Return a clear mock-up for a flow loop: a Venturi in a block with pressure taps."""
    mouth, neck = 0.38 * side_mm, throat_mm / 2
    profile = [(0.0, -1.0), (mouth, -1.0), (mouth, 0.12 * length_mm)]
    for step in range(1, 17):
        share = step / 16
        level = length_mm * (0.12 + 0.23 * share)
        profile.append((neck + (mouth - neck) * (1 + cos(pi * share)) / 2, level))
    profile += [(neck, 0.45 * length_mm), (mouth, 0.9 * length_mm), (mouth, length_mm + 1.0)]
    profile.append((0.0, length_mm + 1.0))
    taps = [
        pillar(1.0, side_mm / 2 + 1, corners=16)
        .rotate((0, 90, 0))
        .translate((0, 0, at * length_mm))
        for at in (0.08, 0.4, 0.6, 0.75, 0.94)
    ]
    body = block((side_mm, side_mm, length_mm), (-side_mm / 2, -side_mm / 2, 0))
    rods = [
        pillar(3.3, length_mm + 2, (a * (side_mm / 2 - 5.5), b * (side_mm / 2 - 5.5), -1), 24)
        for a in (-1, 1)
        for b in (-1, 1)
    ]
    venturi = CrossSection([profile]).revolve(72)
    return SamplePart("flow_test_insert", 25, body - venturi - united([*taps, *rods]))
