"""How a part may stand, and what that means for building it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon

from amcenter.intake.analysis import Vector
from amcenter.intake.candidates import candidates
from amcenter.intake.directions import AXES
from amcenter.intake.edges import Edges
from amcenter.intake.footing import tipping_mm
from amcenter.intake.hull import hull_of
from amcenter.intake.layers import LayerProfile, layer_profile
from amcenter.intake.mass import box_centre
from amcenter.intake.normals import extents, normal_groups
from amcenter.intake.outline import Ring, outline_around, polygons_of, rings_of
from amcenter.intake.shadow import shadow
from amcenter.intake.support import ANGLE_SLACK_DEG, LIMITS_DEG, Support, supports_of
from amcenter.intake.tidy import TidyMesh
from amcenter.intake.turned import FaceSums, Turned, face_sums, turn

USUAL_OVERHANG_DEG = 45.0
"""Undersides flatter than this need support in most processes that need any."""

Rotation = tuple[Vector, Vector, Vector]
"""Rows of a rotation matrix R; a point p of the file comes to R·p + shift."""

AS_SENT = "z+"
_HALF_TURN = np.diag([1.0, -1.0, -1.0])
_LIMITS_DEG = [limit - ANGLE_SLACK_DEG for limit in LIMITS_DEG]


@dataclass(frozen=True, slots=True)
class Orientation:
    """One way of standing; all lengths in mm, the turned part's box begins at (0, 0, 0)."""

    key: str
    """An axis of the file that points up (``z+``: as sent), ``face1`` ... for other flat faces to
    rest on, ``tilt1`` ... for what rests on none."""
    rotation: Rotation
    shift_mm: Vector
    size_mm: Vector
    """The box as it stands; its last number is the height."""
    outline: tuple[tuple[Ring, ...], ...]
    """Polygons (outer ring, holes) that contain the shadow; they may reach a hair below 0."""
    shadow_mm2: float
    """Exact area of the shadow."""
    supports: tuple[Support, ...]
    """For each limit of overhang; see ``support``."""
    support_estimated: bool
    """The mesh is not closed, so nobody knows what is material and what is room."""
    contact_mm2: float
    """Area that stands on the platform."""
    tipping_mm: float | None
    """How far inside of what stands on the platform the centre of mass lies; negative: outside,
    None: nothing stands there, or the centre is unknown."""
    lateral_area_mm2: float
    """What contours have to draw: each face times the sine of its normal's angle to z."""
    layers: LayerProfile

    @property
    def height_mm(self) -> float:
        return self.size_mm[2]

    @property
    def box_mm3(self) -> float:
        return self.size_mm[0] * self.size_mm[1] * self.size_mm[2]

    @property
    def on_axis(self) -> bool:
        """Whether it stands on an axis of the file."""
        return self.key in AXES

    def support(self, overhang_deg: float) -> Support:
        """Return the support for a limit of overhang, of a measured one that is not smaller."""
        enough = [one for one in self.supports if one.overhang_deg >= overhang_deg]
        return min(enough or self.supports[:1], key=lambda one: one.overhang_deg)

    @property
    def support_volume_mm3(self) -> float:
        """At the usual limit of 45°."""
        return self.support(USUAL_OVERHANG_DEG).volume_mm3

    @property
    def support_area_mm2(self) -> float:
        """At the usual limit of 45°."""
        return self.support(USUAL_OVERHANG_DEG).area_mm2


@dataclass(frozen=True, slots=True, eq=False)
class _Shape:
    """What all ways of standing have in common."""

    points: NDArray[np.float64]
    faces: NDArray[np.int32]
    edges: Edges
    closed: bool
    centre_mm: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """A shape as it stands, with its exact shadow."""

    rotation: NDArray[np.float64]
    turned: Turned
    sums: FaceSums
    covered: MultiPolygon
    layers: LayerProfile


def orientations(tidied: TidyMesh) -> tuple[Orientation, ...]:
    """Return the axes of the file, the best flat faces to stand on and the tilts that pay."""
    shape = _shape_of(tidied)
    return (*_on_axes(shape), *_elsewhere(shape))


def allowed(found: Sequence[Orientation], policy: str, chosen: str | None) -> list[Orientation]:
    """Return what a policy leaves: all (``free``), else the chosen orientation or as sent."""
    if policy == "free" and chosen is None:
        return list(found)
    return [one for one in found if one.key == (chosen or AS_SENT)]


def _shape_of(tidied: TidyMesh) -> _Shape:
    points = np.asarray(tidied.mesh.vertices, dtype=np.float64)
    faces = np.ascontiguousarray(tidied.mesh.faces, np.int32)
    volume = float(tidied.shells.volume_mm3.sum())
    centre = None
    if tidied.closed and volume > 0.0:
        centre = box_centre(points) + tidied.shells.moment_mm4.sum(axis=0) / volume
    return _Shape(points, faces, tidied.edges, tidied.closed, centre)


def _on_axes(shape: _Shape) -> Iterator[Orientation]:
    """Yield the axes of the file; the shadow and the layers of opposite ones are seen once."""
    for key, up in AXES.items():
        if key.endswith("+"):
            view = _view(shape, _axis_rotation(np.array(up)))
            yield _standing(shape, key, view)
            yield _standing(shape, key.replace("+", "-"), _upside_down(shape, view))


def _elsewhere(shape: _Shape) -> Iterator[Orientation]:
    hull = hull_of(shape.points)
    if hull is None:  # a sheet stands on nothing but its edge
        return
    groups = normal_groups(shape.points, shape.faces)
    for key, up in candidates(groups, hull):
        yield _squared(shape, _standing(shape, key, _view(shape, _upright(up))))


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


def _view(shape: _Shape, rotation: NDArray[np.float64]) -> _View:
    turned = turn(shape.points, rotation)
    sums = face_sums(turned, shape.faces, _LIMITS_DEG)
    covered = shadow(turned.points, sums.facing, shape.edges, closed=shape.closed)
    layers = layer_profile(turned.points, shape.faces, turned.height_mm)
    return _View(rotation, turned, sums, _thickened(covered, turned.points), layers)


def _upside_down(shape: _Shape, view: _View) -> _View:
    """Return the view after half a turn about x."""
    rotation = _HALF_TURN @ view.rotation
    turned = turn(shape.points, rotation)
    depth = view.turned.size_mm[1]
    covered = shapely.transform(view.covered, lambda xy: xy * (1.0, -1.0) + (0.0, depth))
    sums = face_sums(turned, shape.faces, _LIMITS_DEG)
    return _View(rotation, turned, sums, covered, view.layers.upside_down)


def _standing(shape: _Shape, key: str, view: _View) -> Orientation:
    turned, sums = view.turned, view.sums
    return Orientation(
        key=key,
        rotation=_rows(view.rotation),
        shift_mm=_vector(turned.shift_mm),
        size_mm=_vector(turned.size_mm),
        outline=rings_of(outline_around(view.covered)),
        shadow_mm2=float(view.covered.area),
        supports=supports_of(turned, shape.faces, sums),
        support_estimated=not shape.closed,
        contact_mm2=sums.contact_mm2,
        tipping_mm=_tipping_mm(shape, view),
        lateral_area_mm2=sums.lateral_area_mm2,
        layers=view.layers,
    )


def _tipping_mm(shape: _Shape, view: _View) -> float | None:
    if shape.centre_mm is None:
        return None
    touching = view.turned.points[shape.faces[view.sums.standing].ravel()]
    return tipping_mm(touching, view.rotation @ shape.centre_mm + view.turned.shift_mm)


def _squared(shape: _Shape, standing: Orientation) -> Orientation:
    """Turn about z until the smallest rectangle around the outline lies along x and y."""
    outline = polygons_of(standing.outline)
    about_z = _squaring(outline)
    rotation = about_z @ np.array(standing.rotation)
    low, high = extents(shape.points, rotation)
    move = -low - about_z @ np.array(standing.shift_mm)
    turned = shapely.transform(outline, lambda xy: xy @ about_z[:2, :2].T + move[:2])
    return replace(
        standing,
        rotation=_rows(rotation),
        shift_mm=_vector(-low),
        size_mm=_vector(high - low),
        outline=rings_of(turned),
    )


def _squaring(outline: MultiPolygon) -> NDArray[np.float64]:
    """Return the turn about z that lays the smallest rectangle around an outline along x and y."""
    rectangle = shapely.get_coordinates(outline.minimum_rotated_rectangle)
    sides = np.diff(rectangle, axis=0)
    longest = sides[int(np.linalg.norm(sides, axis=1).round(9).argmax())]
    angle = -np.arctan2(longest[1], longest[0])
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])


def _thickened(covered: MultiPolygon, points: NDArray[np.float64]) -> MultiPolygon:
    """Return the shadow; of a sheet seen edge-on, which has none, a hair around its points."""
    if not covered.is_empty:
        return covered
    return MultiPolygon([shapely.LineString(points[:, :2]).convex_hull.buffer(0.01)])


def _rows(rotation: NDArray[np.float64]) -> Rotation:
    return _vector(rotation[0]), _vector(rotation[1]), _vector(rotation[2])


def _vector(values: NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
