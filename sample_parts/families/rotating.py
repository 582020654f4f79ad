"""Parts that turn, or steer what turns."""

from math import cos, pi, radians, sin, sqrt

from manifold3d import CrossSection, Manifold

from sample_parts.shapes import (
    Flat,
    Hole,
    Point2,
    SamplePart,
    pillar,
    revolved,
    revolved_exact,
    ring_of,
    united,
)


def closed_impeller() -> SamplePart:
    """Return a pump impeller: hub, back shroud, six curved blades and front shroud."""
    outer, eye, bore, height, blades = 54.0, 24.0, 9.0, 30.0, 6
    back = pillar(outer, 3.0, corners=96) + pillar(16.0, height, corners=48)
    front_profile = [(eye, 20.0), (outer, 13.0), (outer, 16.0), (eye, 23.0), (eye, 23.0)]
    front = revolved(front_profile[:4], 96) + revolved(
        [(eye - 3.0, 20.0), (eye, 20.0), (eye, 28.0), (eye - 3.0, 28.0)], 96
    )
    blade = _blade(16.0, outer, thickness=2.4, height=20.5)
    wheel = united([blade.rotate((0, 0, 360 / blades * index)) for index in range(blades)])
    lid = revolved([(14.0, 2.0), (outer, 2.0), (outer, 14.5), (eye, 21.5), (14.0, 21.5)], 96)
    body = back + front + (wheel ^ lid) - pillar(bore, height + 2, (0, 0, -1), 48)
    return SamplePart("closed_impeller", 1, body)


def _blade(inner: float, outer: float, thickness: float, height: float) -> Manifold:
    """Return a blade along a spiral from the inner to the outer radius."""
    steps = 12
    line = []
    for step in range(steps + 1):
        radius = inner - 2 + (outer - inner + 2) * step / steps
        angle = radians(-75 * step / steps)
        line.append((radius * cos(angle), radius * sin(angle)))
    left = [_beside(line, index, thickness / 2) for index in range(len(line))]
    right = [_beside(line, index, -thickness / 2) for index in range(len(line))]
    return CrossSection([right + left[::-1]]).extrude(height)


def _beside(line: list[Point2], index: int, distance: float) -> Point2:
    (x1, y1), (x2, y2) = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
    length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)
    x, y = line[index]
    return x - (y2 - y1) / length * distance, y + (x2 - x1) / length * distance


def labyrinth_ring() -> SamplePart:
    """Return a seal carrier: a ring with six teeth towards the shaft."""
    inner, outer, teeth, pitch = 62.0, 72.0, 6, 5.0
    profile: list[Point2] = [(outer, 0.0), (outer, teeth * pitch), (inner, teeth * pitch)]
    for tooth in reversed(range(teeth)):
        low = tooth * pitch
        profile += [(inner, low + 3.0), (inner - 4.0, low + 2.0), (inner - 4.0, low + 1.5)]
        profile.append((inner, low + 0.5))
    profile.append((inner, 0.0))
    return SamplePart("labyrinth_ring", 10, revolved(profile, 120), revolved_exact(profile, 120))


def burner_swirler() -> SamplePart:
    """Return a burner tip: two rings with twelve slanted vanes between them."""
    inner = revolved([(12.0, 0.0), (17.0, 0.0), (17.0, 26.0), (12.0, 26.0)], 72)
    outer = revolved([(34.0, 0.0), (38.0, 0.0), (38.0, 26.0), (34.0, 26.0)], 96)
    vane = Manifold.cube((18.5, 1.6, 30.0), False).translate((16.3, -0.8, -2.0))
    slanted = vane.rotate((35, 0, 0)).translate((0, 6, 0))
    vanes = united([slanted.rotate((0, 0, 30 * index)) for index in range(12)])
    gap = revolved([(16.5, 1.0), (34.5, 1.0), (34.5, 25.0), (16.5, 25.0)], 96)
    return SamplePart("burner_swirler", 12, inner + outer + (vanes ^ gap))


def guide_vane() -> SamplePart:
    """Return a turbine guide vane: a straight aerofoil with two cooling holes."""
    outer = _aerofoil(chord=60.0, thickness=0.16, camber=0.08, points=40)
    flat = Flat(outer, [Hole(16.0, 3.4, 1.8, 24), Hole(26.0, 4.4, 1.6, 24)])
    return SamplePart("guide_vane", 11, flat.extruded(90.0), flat.exact(90.0))


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


def spare_gear() -> SamplePart:
    """Return a spare spur gear with straight-sided teeth, a bore and six holes."""
    module, teeth, height = 2.0, 36, 20.0
    pitch = module * teeth / 2
    ring: list[Point2] = []
    for tooth in range(teeth):
        for radius, share in (
            (pitch - 1.25 * module, -0.38),
            (pitch, -0.25),
            (pitch + module, -0.12),
            (pitch + module, 0.12),
            (pitch, 0.25),
            (pitch - 1.25 * module, 0.38),
        ):
            angle = 2 * pi * (tooth + share) / teeth
            ring.append((radius * cos(angle), radius * sin(angle)))
    holes = [Hole(0.0, 0.0, 10.0, 48), *(Hole(x, y, 5.0) for x, y in ring_of(21.0, 6))]
    flat = Flat(ring, holes)
    return SamplePart("spare_gear", 26, flat.extruded(height), flat.exact(height))
