"""Which way triangles face: neighbours alike first, then every body outwards."""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from amcenter.intake.connected import shell_of_faces
from amcenter.intake.enclosures import enclosures
from amcenter.intake.mass import shells_of
from amcenter.intake.outwards import nest_of
from amcenter.intake.repair.surface import Surface, surface_of


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """Pieces of surface that hang together by edges of exactly two triangles.

    ``patch`` (m,) numbers the patch of each triangle, ``turn`` (m,) says which triangles have to
    be turned so that neighbours face alike (in each patch the fewer ones). A patch with one side
    only, as a Möbius strip has, is left as it is.
    """

    patch: NDArray[np.int64]
    turn: NDArray[np.bool_]


def patches_of(surface: Surface) -> Patches:
    edges = surface.edges
    proper = edges.start[edges.sides == 2]
    one, other = edges.face[proper], edges.face[proper + 1]
    alike = edges.sense[proper] != edges.sense[proper + 1]
    return Patches(*_spread(len(surface.faces), one, other, alike))


def with_one_winding(surface: Surface) -> tuple[Surface | None, int, NDArray[np.bool_]]:
    """Return the surface with neighbours facing alike, how many triangles were turned, and doubts.

    The doubts (n,) are the points of patches in which triangles disagreed: what such a patch says
    about its outside is worth nothing.
    """
    found = patches_of(surface)
    doubtful = np.zeros(len(surface.points), np.bool_)
    if not found.turn.any():
        return surface, 0, doubtful
    disagreed = np.unique(found.patch[found.turn])
    doubtful[surface.faces[np.isin(found.patch, disagreed)]] = True
    faces = _turned(surface.faces, found.turn)
    return surface_of(surface.points, faces), int(found.turn.sum()), doubtful


def with_outside_out(surface: Surface, doubtful: NDArray[np.bool_]) -> tuple[Surface | None, int]:
    """Return a closed surface with every body facing outwards, and how many shells were turned.

    A shell whose triangles agreed is judged as in every file (``outwards``): what it says about
    its inside counts. One that has ``doubtful`` points says nothing: it is a body if an even number
    of other shells go round it (0, 2 ...), else a cavity.
    """
    if surface.edges.unbalanced:
        return surface, 0
    points, patch = surface.points, _closed_pieces(surface)
    count = int(patch.max()) + 1
    volume = shells_of(points, surface.faces, patch, count).volume_mm3
    unsure = np.zeros(count, np.bool_)
    unsure[patch[doubtful[surface.faces].any(axis=1)]] = True
    first = unsure & (volume < 0)
    faces = _turned(surface.faces, first[patch])
    volume = np.where(first, -volume, volume)
    nest = nest_of(points, faces, patch, volume)
    around = enclosures(points, faces, patch, volume).inner
    hollow = np.bincount(around, minlength=count) % 2 == 1
    turn = first ^ np.where(unsure, hollow, nest.turn)
    return surface_of(points, _turned(surface.faces, turn[patch])), int(turn.sum())


def _closed_pieces(surface: Surface) -> NDArray[np.int64]:
    """Return for each triangle of a closed surface the smallest closed piece it surely belongs to.

    That is its patch, but where bodies meet along edges a patch may end there: then it is all that
    hangs together by points.
    """
    edges, patch = surface.edges, patches_of(surface).patch
    edge = np.repeat(np.arange(len(edges.low)), edges.sides)
    patches = int(patch.max()) + 1
    place, at = np.unique(edge * patches + patch[edges.face], return_inverse=True)
    broken = np.zeros(patches, np.bool_)
    broken[place[np.bincount(at, edges.sense) != 0] % patches] = True
    shell, shells = shell_of_faces(surface.faces, len(surface.points))
    torn = np.zeros(shells, np.bool_)
    torn[shell[broken[patch]]] = True
    piece = np.where(torn[shell], patches + shell, patch)
    return np.unique(piece, return_inverse=True)[1].astype(np.int64)


def _turned(faces: NDArray[np.int64], turn: NDArray[np.bool_]) -> NDArray[np.int64]:
    return np.where(turn[:, None], faces[:, ::-1], faces)


@njit(cache=True)
def _neighbours(
    faces: int, one: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the links of all triangles in a row, and where those of each begin."""
    first = np.zeros(faces + 1, np.int64)
    for link in range(len(one)):
        first[one[link] + 1] += 1
        first[other[link] + 1] += 1
    first = np.cumsum(first)
    filled = first[:-1].copy()
    links = np.empty(2 * len(one), np.int64)
    for link in range(len(one)):
        for face in (one[link], other[link]):
            links[filled[face]] = link
            filled[face] += 1
    return links, first


@njit(cache=True)
def _spread(
    faces: int,
    one: NDArray[np.int64],
    other: NDArray[np.int64],
    alike: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Walk over each patch from its first triangle and turn what disagrees with it."""
    links, first = _neighbours(faces, one, other)
    patch = np.full(faces, -1, np.int64)
    turn = np.zeros(faces, np.bool_)
    queue = np.empty(faces, np.int64)
    number = 0
    for begin in range(faces):
        if patch[begin] >= 0:
            continue
        patch[begin] = number
        queue[0] = begin
        head, tail, turned, two_sided = 0, 1, 0, True
        while head < tail:
            face = queue[head]
            head += 1
            for link in links[first[face] : first[face + 1]]:
                near = other[link] if one[link] == face else one[link]
                wanted = turn[face] if alike[link] else not turn[face]
                if patch[near] < 0:
                    patch[near] = number
                    turn[near] = wanted
                    turned += wanted
                    queue[tail] = near
                    tail += 1
                elif turn[near] != wanted:
                    two_sided = False
        if not two_sided:
            turn[queue[:tail]] = False
        elif 2 * turned > tail:
            turn[queue[:tail]] = ~turn[queue[:tail]]
        number += 1
    return patch, turn
