"""Whether two meshes are the same shape, moved, or mirror images of each other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from trimesh import Trimesh

from amcenter.intake.fingerprint import surface_centre
from amcenter.intake.weld import weld_exactly

_TOLERANCE = 1e-5
"""Of the reach of the part: so far may points of copies be from each other."""
_LOOSE = 1e-3
_FLOAT32_STEP = 2.0**-23
_PROBES, _COMPARED = 12, 20_000
_MOST_TRIES = 50_000
_AT_ONCE = 512


class Relation(StrEnum):
    SAME = "same"
    MIRRORED = "mirrored"


@dataclass(frozen=True, slots=True, eq=False)
class _Cloud:
    """Points (n, 3) about the centre of the surface with what no motion changes about each.

    ``reach`` (n,) is the distance from the centre, ``skin`` (n,) the side of a square as large as
    the triangles around the point. ``middles`` (m, 3) are those of the triangles, ``width`` (m,)
    how far their corners are from the line through the other two, at least.
    """

    points: NDArray[np.float64]
    reach: NDArray[np.float64]
    skin: NDArray[np.float64]
    middles: NDArray[np.float64]
    width: NDArray[np.float64]
    step_mm: float


def relation(first: Trimesh, second: Trimesh) -> Relation | None:
    """Return how two meshes with equal triangles are related, None if they differ in shape.

    A point that few others resemble and a second one fix a rotation about the centre; every pair in
    the other mesh that resembles them is tried. Symmetric parts need no care that way, though they
    have no principal axes: the first try fits. A fit is improved by least squares (Kabsch 1976,
    doi:10.1107/S0567739476001873) and confirmed on up to 20,000 points and triangles each way.
    """
    one, other = _cloud(first), _cloud(second)
    reach = max(float(one.reach.max()), float(other.reach.max()))
    slack = _TOLERANCE * reach + 8 * max(one.step_mm, other.step_mm)
    if abs(one.reach.max() - other.reach.max()) > slack:
        return None
    if _fits(one, other, reach, slack):
        return Relation.SAME
    flip = np.array([-1.0, 1.0, 1.0])
    mirrored = replace(one, points=one.points * flip, middles=one.middles * flip)
    return Relation.MIRRORED if _fits(mirrored, other, reach, slack) else None


def _cloud(mesh: Trimesh) -> _Cloud:
    # Points that were kept apart, of objects that touch, are one for this purpose.
    points = np.asarray(mesh.vertices, dtype=np.float64)
    points, index = weld_exactly(points, np.zeros(len(points), np.int64))
    faces = index[np.asarray(mesh.faces, dtype=np.int64)]
    centred = points - surface_centre(points, faces)[0]
    a, b, c = (centred[faces[:, corner]] for corner in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    longest = np.linalg.norm([b - a, c - b, a - c], axis=2).max(axis=0)
    around = np.bincount(faces.ravel(), np.repeat(area, 3), len(points))
    return _Cloud(
        points=centred,
        reach=np.linalg.norm(centred, axis=1),
        skin=np.sqrt(around),
        middles=(a + b + c) / 3,
        width=2 * area / np.maximum(longest, 1e-300),
        step_mm=_FLOAT32_STEP * float(np.abs(points).max()),
    )


def _fits(one: _Cloud, other: _Cloud, reach: float, slack: float) -> bool:
    tree, middles = cKDTree(other.points), cKDTree(other.middles)
    own_tree = cKDTree(one.points)
    broad = one.middles[one.width > 4 * slack]  # rounding may remove what is thinner
    loose = _LOOSE * reach + slack
    probes = one.points[_spread(len(one.points), _PROBES)]
    for rotations in _rotations(one, other, loose):
        left = np.arange(len(rotations))
        for probe in probes:
            far, _ = tree.query(rotations[left] @ probe, distance_upper_bound=2 * loose)
            left = left[np.isfinite(far)]
        for rotation in rotations[left]:
            better = _improved(one, other, tree, rotation, reach)
            if (
                _near(tree, one.points @ better.T, slack)
                and _near(own_tree, other.points @ better, slack)
                and _near(middles, broad @ better.T, slack)
            ):
                return True
    return False


def _rotations(one: _Cloud, other: _Cloud, loose: float) -> Iterator[NDArray[np.float64]]:
    """Yield stacks of rotations (k, 3, 3) that may bring ``one`` onto ``other``."""
    first = _rarest(one, np.ones(len(one.points), np.bool_), loose)
    aside = np.linalg.norm(np.cross(one.points, one.points[first]), axis=1)
    second = _rarest(one, aside > 0.3 * aside.max(), loose)
    apart = float(np.linalg.norm(one.points[first] - one.points[second]))
    frame = _frames(one.points[first][None], one.points[second][None])[0]
    starts = np.flatnonzero(_resembling(one, other, first, loose))
    ends = np.flatnonzero(_resembling(one, other, second, loose))
    tries = 0
    for start in starts:
        distance = np.linalg.norm(other.points[ends] - other.points[start], axis=1)
        near = ends[np.abs(distance - apart) <= 2 * loose]
        for begin in range(0, len(near), _AT_ONCE):
            chosen = other.points[near[begin : begin + _AT_ONCE]]
            frames = _frames(np.broadcast_to(other.points[start], chosen.shape), chosen)
            yield frames.transpose(0, 2, 1) @ frame
        tries += len(near)
        if tries > _MOST_TRIES:
            return


def _rarest(cloud: _Cloud, candidates: NDArray[np.bool_], loose: float) -> int:
    """Return the candidate that fewest points resemble; a far one, as it fixes angles better."""
    candidates = candidates & (cloud.reach > 0.5 * cloud.reach[candidates].max())
    cells = np.column_stack([cloud.reach, cloud.skin]) // (4 * loose)
    _, cell, count = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
    rarity = np.where(candidates, count[cell.ravel()], np.iinfo(np.int64).max)
    return int(rarity.argmin())


def _resembling(one: _Cloud, other: _Cloud, point: int, loose: float) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = (np.abs(other.reach - one.reach[point]) <= loose) & (
        np.abs(other.skin - one.skin[point]) <= loose
    )
    return near


def _frames(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return right-handed axes (k, 3, 3) in rows: along the first points, then towards others."""
    x = first / np.linalg.norm(first, axis=1, keepdims=True)
    z = np.cross(x, second)
    z /= np.maximum(np.linalg.norm(z, axis=1, keepdims=True), 1e-300)
    return np.stack([x, np.cross(z, x), z], axis=1)


def _improved(
    one: _Cloud, other: _Cloud, tree: cKDTree, rotation: NDArray[np.float64], reach: float
) -> NDArray[np.float64]:
    """Return the rotation that brings some points closest to those that they lie next to."""
    some = one.points[_spread(len(one.points), 1000)]
    for _ in range(3):
        distance, partner = tree.query(some @ rotation.T)
        close = np.flatnonzero(distance <= np.quantile(distance, 0.9))
        u, _, v = np.linalg.svd(other.points[np.take(partner, close)].T @ some[close])
        turn = np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ v))])
        rotation = u @ turn @ v
    return rotation


def _near(tree: cKDTree, points: NDArray[np.float64], slack: float) -> bool:
    some = points[_spread(len(points), _COMPARED)]
    distance, _ = tree.query(some, distance_upper_bound=4 * slack)
    return bool(np.max(distance, initial=0.0) <= slack)


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """Return up to ``most`` numbers below ``count``, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))
