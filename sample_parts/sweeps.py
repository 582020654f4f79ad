"""Rings of points along a way, for ``shapes.lofted``."""

from math import cos, hypot, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from sample_parts.shapes import Exact, polygon_area, polygon_perimeter, ring_of

BEND_STEPS = 24
DUCT_STEPS = 40
DUCT_CORNERS = 64


def bent_rings(
    radius: float, corners: int, bend: float, angle_deg: float, straight: float
) -> NDArray[np.float64]:
    """Return rings (k, n, 3) of a round bar: straight up, bent about y, straight again."""
    places = [(0.0, -straight), *((step / BEND_STEPS, 0.0) for step in range(BEND_STEPS + 1))]
    rings = []
    for share, along in [*places, (1.0, straight)]:
        angle = radians(angle_deg) * share
        out, way = np.array([cos(angle), 0, sin(angle)]), np.array([-sin(angle), 0, cos(angle)])
        middle = bend * out + along * way
        aside = np.array([0.0, 1.0, 0.0])
        rings.append([middle + a * out + b * aside for a, b in ring_of(radius, corners)])
    return np.array(rings)


def bent_exact(
    radius: float, corners: int, bend: float, angle_deg: float, straight: float
) -> Exact:
    """Return the volume of such a bar and the area of its side, without the two ends.

    A step of the bend by an angle D is bounded by chords: its section times ``R sin D`` (Pappus),
    and every side of the ring sweeps a plane trapezoid.
    """
    step = radians(angle_deg) / BEND_STEPS
    section, ring = polygon_area(radius, corners), ring_of(radius, corners)
    side = 0.0
    for (x1, z1), (x2, z2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        slant = hypot(z2 - z1, (x2 - x1) * cos(step / 2))
        side += sin(step / 2) * (2 * bend + x1 + x2) * slant
    return Exact(
        volume_mm3=section * (2 * straight + BEND_STEPS * bend * sin(step)),
        area_mm2=2 * straight * polygon_perimeter(radius, corners) + BEND_STEPS * side,
        formula="polygonal tube along a line and arc of chords (Pappus)",
    )


def duct_rings(
    length: float, width: float, height: float, bore: float, *, offset: float, longer: float
) -> NDArray[np.float64]:
    """Return rings of a duct that rises from a rounded rectangle to a circle, in an S.

    ``offset`` moves the wall outwards, ``longer`` adds a straight piece at both ends.
    """
    rings = []
    for step in range(DUCT_STEPS + 1):
        share = step / DUCT_STEPS
        smooth = (1 - cos(pi * share)) / 2
        ring = _duct_ring(smooth, width, height, bore, offset)
        rings.append(ring + np.array([0.25 * length * smooth, 0.0, length * share]))
    piece = np.array([0.0, 0.0, longer])
    if longer:
        rings = [rings[0] - piece, *rings, rings[-1] + piece]
    return np.array(rings)


def _duct_ring(
    share: float, width: float, height: float, bore: float, offset: float
) -> NDArray[np.float64]:
    """Return a ring between a rounded rectangle (0) and a circle (1), as superellipses are."""
    power = 6.0 - 4.0 * share
    a = (width / 2) * (1 - share) + bore / 2 * share + offset
    b = (height / 2) * (1 - share) + bore / 2 * share + offset
    points = []
    for c, s in ring_of(1.0, DUCT_CORNERS):
        stretch = (abs(c) ** power + abs(s) ** power) ** (-1 / power)
        points.append((a * stretch * c, b * stretch * s, 0.0))
    return np.array(points)
