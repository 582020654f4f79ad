"""Fixtures, templates, blanks, models and specimens."""

from math import cos, pi, radians, sin, sqrt

from sample_parts.shapes import (
    Flat,
    Hole,
    Point2,
    SamplePart,
    revolved,
    revolved_exact,
    ring_of,
)
from sample_parts.stacks import Layer, stacked, stacked_exact


def drill_jig(length_mm: float = 240.0, holes: int = 6, drill_mm: float = 10.0) -> SamplePart:
    """Return a drill jig for a blade root: a curved plate with bushings and a datum lip."""
    middle, half_deg = 1.2 * length_mm, 23.0
    places = [
        _polar(middle, -half_deg + 2 * half_deg * (index + 0.5) / holes) for index in range(holes)
    ]
    bores = [Hole(x, y, drill_mm / 2) for x, y in places]
    grips = [Hole(*_polar(middle + 26.0, angle), 6.0) for angle in (-15.0, 15.0)]
    lip = Flat(_arc_strip(middle - 38.0, middle - 28.0, half_deg))
    plate = Flat(_arc_strip(middle - 38.0, middle + 38.0, half_deg), [*bores, *grips])
    bushings = [
        Flat([(x + a, y + b) for a, b in ring_of(drill_mm / 2 + 5.0, 32)], [hole])
        for (x, y), hole in zip(places, bores, strict=True)
    ]
    layers = [Layer([lip], 12.0), Layer([plate], 8.0), Layer(bushings, 12.0)]
    return SamplePart("drill_jig", 23, stacked(layers), stacked_exact(layers))


def _polar(radius: float, angle_deg: float) -> Point2:
    return radius * sin(radians(angle_deg)), radius * cos(radians(angle_deg))


def _arc_strip(inner: float, outer: float, half_deg: float) -> list[Point2]:
    """Return a piece of a ring about the origin, anticlockwise; both arcs share their angles."""
    angles = [half_deg * (step / 12 - 1) for step in range(25)]
    upper = [_polar(outer, angle) for angle in reversed(angles)]
    return upper + [_polar(inner, angle) for angle in angles]


def gripper_finger(length_mm: float = 104.0, thickness_mm: float = 18.0) -> SamplePart:
    """Return a gripper finger: a hooked arm with a lightening slot and two dowel holes."""
    x = length_mm
    outer = [
        (0.0, 0.0),
        (x - 14.0, 0.0),
        (x, 12.0),
        (x, 34.0),
        (x - 10.0, 34.0),
        (x - 10.0, 18.0),
        (x - 20.0, 12.0),
        (30.0, 20.0),
        (0.0, 28.0),
    ]
    slot = [(34.0, 5.0), (x - 26.0, 5.0), (x - 26.0, 8.0), (34.0, 14.0)]
    flat = Flat(outer, [Hole(8.0, 9.0, 3.0), Hole(22.0, 9.0, 3.0)], [slot])
    return SamplePart("gripper_finger", 24, flat.extruded(thickness_mm), flat.exact(thickness_mm))


def training_dummy(height_mm: float = 240.0, rings: int = 3, pitch_mm: float = 9.0) -> SamplePart:
    """Return a training model of a fuel assembly: hexagonal ends and spacers, rods, a head."""
    rod = 0.34 * pitch_mm
    rods = [
        Flat([(x + a, y + b) for a, b in ring_of(rod, 16)]) for x, y in _hexagons(rings, pitch_mm)
    ]
    across = (rings + 0.75) * pitch_mm
    hexagon = Flat(ring_of(across, 6))
    spacer, span = 8.0, (height_mm - 66.0) / 4
    middle = [layer for _ in range(3) for layer in (Layer(rods, span), Layer([hexagon], spacer))]
    layers = [
        Layer([Flat(ring_of(0.6 * across, 24))], 12.0),
        Layer([hexagon], 10.0),
        *middle,
        Layer(rods, span),
        Layer([hexagon], 10.0),
        Layer([Flat(ring_of(0.45 * across, 24), [Hole(0.0, 0.0, 0.25 * across, 24)])], 10.0),
    ]
    return SamplePart("training_dummy", 27, stacked(layers), stacked_exact(layers))


def _hexagons(rings: int, pitch: float) -> list[Point2]:
    """Return the places of a hexagonal lattice within a hexagon of so many rings."""
    span = range(-rings, rings + 1)
    return [
        (pitch * (a + b / 2), pitch * b * sqrt(3) / 2)
        for a in span
        for b in span
        if abs(a + b) <= rings
    ]


def ded_blank(
    diameter_mm: float = 480.0, height_mm: float = 80.0, allowance_mm: float = 4.0
) -> SamplePart:
    """Return the blank of a large flange with a neck, with its allowance for machining."""
    r, more = diameter_mm / 2, allowance_mm
    bore, neck = 0.6 * r - more, 0.75 * r + more
    profile = [
        (bore, 0.0),
        (r + more, 0.0),
        (r + more, 0.4 * height_mm + more),
        (neck + 12.0, 0.4 * height_mm + more),
        (neck, 0.4 * height_mm + more + 12.0),
        (neck, height_mm + more),
        (bore, height_mm + more),
    ]
    return SamplePart("ded_blank", 28, revolved(profile, 180), revolved_exact(profile, 180))


def witness_bar(diameter_mm: float = 12.0, length_mm: float = 90.0) -> SamplePart:
    """Return a round tensile specimen with thickened ends."""
    r, h = diameter_mm / 2, length_mm
    neck = [
        (r - r / 3 * sin(pi * step / 16), 0.31 * h + 0.133 * h * (1 - cos(pi * step / 16)) / 2)
        for step in range(9)
    ]
    mirrored = [(radius, h - z) for radius, z in reversed(neck)]
    profile = [(0.0, 0.0), (r, 0.0), *neck, *mirrored, (r, h), (0.0, h)]
    return SamplePart("witness_bar", 30, revolved(profile, 64), revolved_exact(profile, 64))
