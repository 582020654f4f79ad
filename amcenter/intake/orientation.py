"""How a part may stand, and what that means for building it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from amcenter.intake.analysis import Vector
from amcenter.intake.directions import AXES, cost, distinct, hull_of, quick_cost, resting_directions
from amcenter.intake.edges import Edges
from amcenter.intake.mass import area_vectors
from amcenter.intake.outline import Ring, outline_around, rings_of
from amcenter.intake.shadow import shadow
from amcenter.intake.support import support_of
from amcenter.intake.tidy import TidyMesh

OVERHANG_LIMIT_DEG = 45.0
"""Undersides flatter than this need support in most processes that need any."""
MAX_FACE_ORIENTATIONS = 4
FOOTING_WEIGHT = 0.15
"""What standing flat on the whole shadow is worth, compared with support and height."""

Rotation = tuple[Vector, Vector, Vector]
"""Rows of a rotation matrix R; a point p of the file comes to R·p + shift."""

AS_SENT = "z+"


@dataclass(frozen=True, slots=True)
class Orientation:
    """One way of standing; all lengths in mm, the turned part's box begins at (0, 0, 0)."""

    key: str
    """An axis of the file that points up (``z+``: as sent), or ``face1`` ... for flat faces."""
    rotation: Rotation
    shift_mm: Vector
    size_mm: Vector
    """The box as it stands; its last number is the height."""
    outline: tuple[tuple[Ring, ...], ...]
    """Polygons (outer ring, holes) that contain the shadow; they may reach a hair below 0."""
    shadow_mm2: float
    """Exact area of the shadow."""
    support_volume_mm3: float
    support_area_mm2: float
    contact_mm2: float
    """Area that stands on the platform."""
    lateral_area_mm2: float
    """What contours have to draw: each face times the sine of its normal's angle to z."""

    @property
    def height_mm(self) -> float:
        return self.size_mm[2]

    @property
    def on_axis(self) -> bool:
        """Whether it stands on an axis of the file, as 3D nesting wants it."""
        return self.key in AXES


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    points: NDArray[np.float64]
    faces: NDArray[np.int64]
    area_vectors: NDArray[np.float64]
    edges: Edges
    closed: bool


def orientations(
    tidied: TidyMesh, *, overhang_limit_deg: float = OVERHANG_LIMIT_DEG
) -> tuple[Orientation, ...]:
    """Return the axes and the best flat faces to stand on, the most promising first."""
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.asarray(tidied.mesh.faces, dtype=np.int64)
    vectors = area_vectors(points, faces)
    shape = _Shape(points, faces, vectors, tidied.edges, tidied.closed)
    found = [
        _measured(shape, key, rotation, overhang_limit_deg)
        for key, rotation in _candidates(shape, overhang_limit_deg)
    ]
    costs = cost(
        np.array([one.support_volume_mm3 for one in found]),
        np.array([one.height_mm for one in found]),
        np.ptp(points, axis=0),
    )
    footing = np.array([one.contact_mm2 / one.shadow_mm2 if one.shadow_mm2 else 0 for one in found])
    # Rounded, so that equally good ones keep their order on every machine.
    ranked = np.argsort(np.round(costs - FOOTING_WEIGHT * footing, 6), kind="stable")
    return tuple(found[index] for index in ranked)


def allowed(found: Sequence[Orientation], policy: str, chosen: str | None) -> list[Orientation]:
    """Return what a policy leaves: all (``free``), else the chosen orientation or as sent."""
    if policy == "free" and chosen is None:
        return list(found)
    return [one for one in found if one.key == (chosen or AS_SENT)]


def _candidates(shape: _Shape, limit_deg: float) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for key, up in AXES.items():
        yield key, _axis_rotation(np.array(up))
    hull = hull_of(shape.points)
    resting = distinct(resting_directions(hull), list(AXES.values()))
    if len(resting) == 0:
        return
    a, b, c = (shape.points[shape.faces[:, corner]] for corner in range(3))
    costs = quick_cost(hull.points, (a + b + c) / 3, shape.area_vectors, resting, limit_deg)
    best = np.argsort(np.round(costs, 6), kind="stable")[:MAX_FACE_ORIENTATIONS]
    for number, index in enumerate(best, start=1):
        yield f"face{number}", _squared(hull.points, _upright(resting[index]))


def _axis_rotation(up: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rotation by quarter turns that brings an axis of the file up."""
    axis = int(np.abs(up).argmax())
    if axis == 2 and up[2] > 0:
        return np.eye(3)
    first = np.roll(np.array([1.0, 0.0, 0.0]), axis + 1)
    return np.array([first, np.cross(up, first), up])


def _upright(up: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a rotation that brings ``up`` to +z."""
    helper = np.eye(3)[int(np.abs(up).argmin())]
    first = np.cross(helper, up)
    first /= np.linalg.norm(first)
    return np.array([first, np.cross(up, first), up])


def _squared(points: NDArray[np.float64], rotation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn about z until the smallest rectangle around the part lies along x and y."""
    flat = shapely.LineString((points @ rotation.T)[:, :2]).convex_hull
    rectangle = shapely.get_coordinates(flat.minimum_rotated_rectangle)
    sides = np.diff(rectangle, axis=0)
    longest = sides[int(np.linalg.norm(sides, axis=1).round(9).argmax())]
    angle = -np.arctan2(longest[1], longest[0])
    cos, sin = np.cos(angle), np.sin(angle)
    turned: NDArray[np.float64] = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]) @ rotation
    return turned


def _measured(
    shape: _Shape, key: str, rotation: NDArray[np.float64], limit_deg: float
) -> Orientation:
    turned = shape.points @ rotation.T
    shift = -turned.min(axis=0)
    turned += shift
    vectors = shape.area_vectors @ rotation.T
    facing = np.sign(vectors[:, 2]).astype(np.int8)
    covered = shadow(turned, facing, shape.edges, closed=shape.closed)
    support = support_of(turned, shape.faces, vectors, limit_deg)
    return Orientation(
        key=key,
        rotation=(_vector(rotation[0]), _vector(rotation[1]), _vector(rotation[2])),
        shift_mm=_vector(shift),
        size_mm=_vector(turned.max(axis=0)),
        outline=rings_of(outline_around(_thickened(covered, turned))),
        shadow_mm2=float(covered.area),
        support_volume_mm3=support.volume_mm3,
        support_area_mm2=support.area_mm2,
        contact_mm2=support.contact_mm2,
        lateral_area_mm2=float(np.hypot(vectors[:, 0], vectors[:, 1]).sum()),
    )


def _thickened(covered: MultiPolygon, points: NDArray[np.float64]) -> MultiPolygon:
    """Return the shadow; of a sheet seen edge-on, which has none, a hair around its points."""
    if not covered.is_empty:
        return covered
    return MultiPolygon([shapely.LineString(points[:, :2]).convex_hull.buffer(0.01)])


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
