"""Triangles that are there twice, and pairs of triangles that lie back to back."""

import numpy as np
from numpy.typing import NDArray

from amcenter.intake.connected import shell_of_faces
from amcenter.intake.repair.surface import Surface, surface_of
from amcenter.intake.weld import weld_exactly


def without_repeated(surface: Surface) -> tuple[Surface | None, int]:
    """Return the surface with every triangle once, and how many were left out."""
    triangle, sense = _triangles_and_senses(surface.faces)
    said = triangle * 2 + (sense > 0)
    _, first = np.unique(said, return_index=True)
    kept = surface.faces[np.sort(first)]
    return surface_of(surface.points, kept), len(surface.faces) - len(kept)


def without_back_to_back(surface: Surface) -> tuple[Surface | None, int]:
    """Return the surface without pairs of triangles that lie back to back, and how many triangles.

    Such a pair is a wall of no thickness, as bodies have that were exported with a common face:
    both of it go. But where a shell consists of nothing else it was exported from both sides, and
    where that would leave a hole, one is a repetition that faces the wrong way: one of it stays.
    """
    triangle, sense = _triangles_and_senses(surface.faces)
    forwards = np.bincount(triangle, sense > 0).astype(np.int64)
    backwards = np.bincount(triangle, sense < 0).astype(np.int64)
    gone = np.minimum(forwards, backwards)[triangle]
    if not gone.any():
        return surface, 0
    rank = _ranks(triangle * 2 + (sense > 0))
    shell, shells = shell_of_faces(surface.faces, len(surface.points))
    left = np.zeros(shells, np.bool_)
    left[shell[rank >= gone]] = True
    one = np.zeros(len(triangle), np.bool_)
    one[np.unique(triangle, return_index=True)[1]] = True
    one &= (forwards == backwards)[triangle]
    candidates = [
        _chosen(surface, (rank >= gone) | (one & spared)) for spared in (~left[shell], np.True_)
    ]
    return min(candidates, key=_open_first)


def _chosen(surface: Surface, kept: NDArray[np.bool_]) -> tuple[Surface | None, int]:
    return surface_of(surface.points, surface.faces[kept]), int((~kept).sum())


def _open_first(candidate: tuple[Surface | None, int]) -> tuple[float, float]:
    """Return how bad a surface is: what it lacks counts before what it has too much."""
    surface, _ = candidate
    return (np.inf, np.inf) if surface is None else (surface.edges.open, surface.faults)


def _ranks(label: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each entry how many equal ones stand before it."""
    order = np.argsort(label, kind="stable")
    first = np.flatnonzero(np.diff(label[order], prepend=-1))
    rank = np.empty(len(label), np.int64)
    rank[order] = np.arange(len(label)) - np.repeat(first, np.diff(first, append=len(label)))
    return rank


def _triangles_and_senses(
    faces: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each face the number of its three points as a set, and which way round it runs."""
    order = np.argsort(faces, axis=1)
    triple = np.take_along_axis(faces, order, axis=1)
    turning = (order[:, 1] - order[:, 0]) % 3  # 1: an even permutation, 2: an odd one
    # three whole numbers are as good as three coordinates, and hashing is much faster than sorting
    _, number = weld_exactly(triple.astype(np.float64), np.zeros(len(faces), np.int64))
    return number, np.where(turning == 1, 1, -1)
