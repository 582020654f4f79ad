"""Parts that turn, or steer what turns."""

from math import cos, pi, radians, sin, sqrt

from manifold3d import CrossSection, Manifold

from sample_parts.shapes import (
    Flat,
    Hole,
    Point2,
    SamplePart,
    pillar,
    rectangle,
    revolved,
    revolved_exact,
    ring_of,
    united,
)
from sample_parts.stacks import Layer, stacked, stacked_exact


def closed_impeller(
    diameter_mm: float = 108.0, blades: int = 6, bore_mm: float = 18.0, shroud_mm: float = 3.0
) -> SamplePart:
    """Return a pump impeller: hub, back shroud, curved blades, conical front shroud and eye."""
    eye, hub = 0.22 * diameter_mm, bore_mm / 2 + 7.0
    low, high, top = 0.12 * diameter_mm, 0.185 * diameter_mm, 0.28 * diameter_mm
    # Everything reaches further out at first: one cut then makes one smooth rim.
    wide = diameter_mm / 2 + 1.0
    back = pillar(wide, shroud_mm, corners=96) + pillar(hub, top, corners=48)
    lid = [
        (eye - 3.0, high),
        (eye, high),
        (wide, low),
        (wide, low + shroud_mm),
        (eye, high + 3.0),
        (eye, top),
        (eye - 3.0, top),
    ]
    blade = _blade(hub, wide, thickness=2.4, height=high + 0.5)
    wheel = united([blade.rotate((0, 0, 360 / blades * index)) for index in range(blades)])
    under_lid = [
        (hub - 2.0, shroud_mm - 1.0),
        (wide, shroud_mm - 1.0),
        (wide, low + shroud_mm / 2),
        (eye, high + 1.5),
        (hub - 2.0, high + 1.5),
    ]
    body = united([back, revolved(lid, 96), wheel ^ revolved(under_lid, 96)])
    body ^= pillar(diameter_mm / 2, top + 2, (0, 0, -1), 96)
    return SamplePart("closed_impeller", 1, body - pillar(bore_mm / 2, top + 2, (0, 0, -1), 48))


def _blade(inner: float, outer: float, thickness: float, height: float) -> Manifold:
    return CrossSection([_spiral(inner - 2, outer, 75.0, thickness)]).extrude(height)


def _spiral(inner: float, outer: float, turn_deg: float, thickness: float) -> list[Point2]:
    """Return the flat shape of a blade along a spiral from the inner to the outer radius."""
    steps = 12
    line = []
    for step in range(steps + 1):
        radius = inner + (outer - inner) * step / steps
        angle = radians(-turn_deg * step / steps)
        line.append((radius * cos(angle), radius * sin(angle)))
    left = [_beside(line, index, thickness / 2) for index in range(len(line))]
    right = [_beside(line, index, -thickness / 2) for index in range(len(line))]
    return right + left[::-1]


def _beside(line: list[Point2], index: int, distance: float) -> Point2:
    (x1, y1), (x2, y2) = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
    length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)
    x, y = line[index]
    return x - (y2 - y1) / length * distance, y + (x2 - x1) / length * distance


def pump_diffuser(
    diameter_mm: float = 160.0, height_mm: float = 40.0, vanes: int = 9, plate_mm: float = 4.0
) -> SamplePart:
    """Return a pump diffuser: two rings with spiral vanes between them."""
    outer, inner = diameter_mm / 2, 0.29 * diameter_mm
    vane = _spiral(inner + 5.0, outer - 4.0, 65.0, thickness=3.0)
    turned = [_turned(vane, 360.0 / vanes * index) for index in range(vanes)]
    ring = Flat(ring_of(outer, 96), [Hole(0.0, 0.0, inner, 96)])
    layers = [
        Layer([ring], plate_mm),
        Layer([Flat(shape) for shape in turned], height_mm - 2 * plate_mm),
        Layer([ring], plate_mm),
    ]
    return SamplePart("pump_diffuser", 14, stacked(layers), stacked_exact(layers))


def _turned(ring: list[Point2], angle_deg: float) -> list[Point2]:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return [(c * x - s * y, s * x + c * y) for x, y in ring]


def labyrinth_ring(diameter_mm: float = 144.0, teeth: int = 6, pitch_mm: float = 5.0) -> SamplePart:
    """Return a seal carrier: a ring with teeth towards the shaft."""
    outer = diameter_mm / 2
    inner = outer - 10.0
    profile: list[Point2] = [
        (outer, 0.0),
        (outer, teeth * pitch_mm),
        (inner, teeth * pitch_mm),
    ]
    for tooth in reversed(range(teeth)):
        low = tooth * pitch_mm
        tip, foot = inner - 4.0, (inner, low + 0.6 * pitch_mm)
        profile += [foot, (tip, low + 0.4 * pitch_mm), (tip, low + 0.3 * pitch_mm)]
        profile.append((inner, low + 0.1 * pitch_mm))
    profile.append((inner, 0.0))
    return SamplePart("labyrinth_ring", 10, revolved(profile, 120), revolved_exact(profile, 120))


def burner_swirler(
    diameter_mm: float = 76.0, height_mm: float = 26.0, vanes: int = 12
) -> SamplePart:
    """Return a burner tip: two rings with slanted vanes between them."""
    outer, h = diameter_mm / 2, height_mm
    rim, hub, bore = outer - 4.0, 0.447 * outer, 0.447 * outer - 5.0
    inner_ring = revolved([(bore, 0.0), (hub, 0.0), (hub, h), (bore, h)], 72)
    outer_ring = revolved([(rim, 0.0), (outer, 0.0), (outer, h), (rim, h)], 96)
    vane = Manifold.cube((rim - hub + 1.5, 1.6, h + 4.0)).translate((hub - 0.7, -0.8, -2.0))
    slanted = vane.rotate((35, 0, 0)).translate((0, 0.23 * h, 0))
    blades = united([slanted.rotate((0, 0, 360 / vanes * index)) for index in range(vanes)])
    gap = revolved([(hub - 0.5, 1.0), (rim + 0.5, 1.0), (rim + 0.5, h - 1), (hub - 0.5, h - 1)], 96)
    return SamplePart("burner_swirler", 12, inner_ring + outer_ring + (blades ^ gap))


def guide_vane(chord_mm: float = 60.0, span_mm: float = 90.0, holes: int = 2) -> SamplePart:
    """Return a turbine guide vane: an aerofoil with cooling holes between two platforms."""
    foil = _aerofoil(chord_mm, thickness=0.16, camber=0.08, points=40)
    cooling = [
        Hole(chord_mm * (0.26 + 0.15 * index), chord_mm * (0.058 + 0.015 * index), 0.026 * chord_mm)
        for index in range(holes)
    ]
    plate = rectangle(-0.08 * chord_mm, -0.14 * chord_mm, 1.16 * chord_mm, 0.42 * chord_mm)
    thick = 0.05 * span_mm
    layers = [
        Layer([Flat(plate, cooling)], thick),
        Layer([Flat(foil, cooling)], span_mm - 2 * thick),
        Layer([Flat(plate, cooling)], thick),
    ]
    return SamplePart("guide_vane", 11, stacked(layers), stacked_exact(layers))


def _aerofoil(chord: float, thickness: float, camber: float, points: int) -> list[Point2]:
    """Return a NACA four-digit section (closed trailing edge), anticlockwise."""
    upper, lower = [], []
    for index in range(points + 1):
        x = (1 - cos(pi * index / points)) / 2
        half = 5 * thickness * (
            0.2969 * sqrt(x) - 0.1260 * x - 0.3516 * x**2 + 0.2843 * x**3 - 0.1036 * x**4
        )  # fmt: skip
        middle = 4 * camber * x * (1 - x)
        upper.append((chord * x, chord * (middle + half)))
        lower.append((chord * x, chord * (middle - half)))
    return lower[1:-1] + upper[::-1]


def spare_gear(module_mm: float = 2.0, teeth: int = 36, width_mm: float = 20.0) -> SamplePart:
    """Return a spare spur gear with straight-sided teeth, a bore and six holes."""
    pitch = module_mm * teeth / 2
    ring: list[Point2] = []
    for tooth in range(teeth):
        for radius, share in (
            (pitch - 1.25 * module_mm, -0.38),
            (pitch, -0.25),
            (pitch + module_mm, -0.12),
            (pitch + module_mm, 0.12),
            (pitch, 0.25),
            (pitch - 1.25 * module_mm, 0.38),
        ):
            angle = 2 * pi * (tooth + share) / teeth
            ring.append((radius * cos(angle), radius * sin(angle)))
    bore = Hole(0.0, 0.0, 0.28 * pitch, 48)
    holes = [bore, *(Hole(x, y, 0.14 * pitch) for x, y in ring_of(0.58 * pitch, 6))]
    flat = Flat(ring, holes)
    return SamplePart("spare_gear", 26, flat.extruded(width_mm), flat.exact(width_mm))
