"""Bodies to make parts of, and closed forms of their volume and area.

Everything round is a regular polygon here, as in the file, so a closed form holds exactly for the
triangles and not only in the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin

import numpy as np
from manifold3d import CrossSection, Manifold, Mesh64, OpType
from numpy.typing import NDArray

Point2 = tuple[float, float]
Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class Exact:
    """Volume (mm³) and area (mm²) of the polygonal body, by a formula."""

    volume_mm3: float
    area_mm2: float
    formula: str


@dataclass(frozen=True)
class SamplePart:
    """A part to write: its body and, where there is one, the closed form of its figures."""

    name: str
    family: int
    """Number of the family in the list of parts that such a centre builds."""
    body: Manifold
    exact: Exact | None = None


@dataclass(frozen=True)
class Hole:
    """A regular polygon cut out of a flat shape."""

    x: float
    y: float
    radius: float
    corners: int = 32


@dataclass(frozen=True)
class Flat:
    """A flat shape to extrude: its outer ring (anticlockwise), polygonal holes and pockets."""

    outer: Sequence[Point2]
    holes: Sequence[Hole] = ()
    pockets: Sequence[Sequence[Point2]] = field(default=())

    def extruded(self, height: float) -> Manifold:
        """Return the body of this height."""
        section = CrossSection([list(self.outer)])
        for hole in self.holes:
            section -= CrossSection.circle(hole.radius, hole.corners).translate((hole.x, hole.y))
        for pocket in self.pockets:
            section -= CrossSection([list(pocket)])
        return section.extrude(height)

    @property
    def area_mm2(self) -> float:
        """Area without holes and pockets."""
        holes = sum(polygon_area(hole.radius, hole.corners) for hole in self.holes)
        return shoelace(self.outer) - holes - sum(map(shoelace, self.pockets))

    @property
    def perimeter_mm(self) -> float:
        """Length of all edges."""
        holes = sum(polygon_perimeter(hole.radius, hole.corners) for hole in self.holes)
        return perimeter(self.outer) + holes + sum(map(perimeter, self.pockets))

    def exact(self, height: float) -> Exact:
        """Return base area times height, and two bases plus perimeter times height."""
        base, side = self.area_mm2, self.perimeter_mm * height
        return Exact(base * height, 2 * base + side, "prism: base (shoelace) x height")


def revolved(profile: Sequence[Point2], corners: int) -> Manifold:
    """Return the body of a profile of (radius, z), anticlockwise, turned about z."""
    return CrossSection([list(profile)]).revolve(corners)


def revolved_exact(profile: Sequence[Point2], corners: int) -> Exact:
    """Return the figures of ``revolved``: every level is a ring of regular polygons.

    Volume: that of the true body of revolution times ``n sin(2 pi/n) / (2 pi)``. Area: every side
    of the profile sweeps ``n`` plane trapezoids.
    """
    volume = area = 0.0
    for (r1, z1), (r2, z2) in zip(profile, [*profile[1:], profile[0]], strict=True):
        volume += (z2 - z1) * (r1 * r1 + r1 * r2 + r2 * r2) / 3
        slant = hypot(z2 - z1, (r2 - r1) * cos(pi / corners))
        area += corners * sin(pi / corners) * (r1 + r2) * slant
    shape = corners / 2 * sin(2 * pi / corners)
    return Exact(volume * shape, area, "body of revolution with polygonal levels (Pappus)")


def polygon_area(radius: float, corners: int) -> float:
    """Return the area of a regular polygon by its outer radius."""
    return corners / 2 * radius * radius * sin(2 * pi / corners)


def polygon_perimeter(radius: float, corners: int) -> float:
    """Return the perimeter of a regular polygon by its outer radius."""
    return 2 * corners * radius * sin(pi / corners)


def shoelace(ring: Sequence[Point2]) -> float:
    """Return the area of a simple polygon."""
    following = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def perimeter(ring: Sequence[Point2]) -> float:
    """Return the length of a closed line."""
    following = [*ring[1:], ring[0]]
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(ring, following, strict=True))


def rectangle(x: float, y: float, width: float, depth: float) -> list[Point2]:
    """Return the ring of a rectangle by its lower left corner."""
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]


def block(size: Point3, at: Point3 = (0.0, 0.0, 0.0)) -> Manifold:
    """Return a box by its size and lower corner."""
    return Manifold.cube(size).translate(at)


def pillar(
    radius: float, height: float, at: Point3 = (0.0, 0.0, 0.0), corners: int = 48
) -> Manifold:
    """Return an upright cylinder by the middle of its foot."""
    return Manifold.cylinder(height, radius, radius, corners).translate(at)


def bar(start: Point3, end: Point3, radius: float, corners: int = 16) -> Manifold:
    """Return a round bar with ball ends between two points."""
    ball = Manifold.sphere(radius, corners)
    return (ball.translate(start) + ball.translate(end)).hull()


def united(bodies: Sequence[Manifold]) -> Manifold:
    """Return the union of bodies."""
    return Manifold.batch_boolean(list(bodies), OpType.Add)


def lofted(rings: NDArray[np.float64]) -> Manifold:
    """Return the body through ring after ring of points (k, n, 3), with a fan at both ends.

    Each ring turns to the left seen against the way that the rings go.
    """
    count, corners = rings.shape[:2]
    points = np.concatenate([rings.reshape(-1, 3), rings[[0, -1]].mean(axis=1)])
    here = np.arange(corners)
    after = np.roll(here, -1)
    first = np.column_stack([after, here, np.full(corners, count * corners)])
    end = (count - 1) * corners
    last = np.column_stack([here + end, after + end, np.full(corners, count * corners + 1)])
    sides = []
    for low in range(0, end, corners):
        sides.append(np.column_stack([here, after, after + corners]) + low)
        sides.append(np.column_stack([here, after + corners, here + corners]) + low)
    return Manifold(Mesh64(points, np.concatenate([first, *sides, last]).astype(np.uint64)))


def ring_of(radius: float, count: int, phase_deg: float = 0.0) -> list[Point2]:
    """Return points evenly spread on a circle."""
    step, phase = 2 * pi / count, phase_deg * pi / 180
    return [
        (radius * cos(phase + step * index), radius * sin(phase + step * index))
        for index in range(count)
    ]
