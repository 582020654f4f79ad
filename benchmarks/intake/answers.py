"""Our answers against those of others, on many files: how right, not how fast."""

import json
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from trimesh.transformations import random_rotation_matrix

from amcenter.errors import UnreadableFile
from amcenter.intake.fingerprint import alike, fingerprint_of
from amcenter.intake.orientation import orientations
from amcenter.intake.ranking import ranked
from amcenter.intake.rigid import Relation, relation
from amcenter.intake.shadow import shadow
from amcenter.intake.soup import Soup
from amcenter.intake.support import LIMITS_DEG, supports_of
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.turned import face_sums, turn
from amcenter.processes import PROCESSES
from benchmarks.intake.measuring import Values, Work, measured
from benchmarks.intake.ours import USUAL_DEG, arrays_of, mesh_of

CHIRAL = ("closed_impeller", "pump_diffuser", "burner_swirler", "spray_nozzle", "tool_insert")
"""Sample parts whose blades and channels wind one way."""


def outlines_against_union(*paths: str) -> Work:
    """Find the largest relative difference from the union of all triangles, along three axes."""

    def work() -> Values:
        worst, closed = 0.0, 0
        for path in paths:
            try:
                found = mesh_of(path)
            except UnreadableFile:
                continue
            if found.closed:
                closed += 1
                worst = max(worst, *(_against_union(found, axis) for axis in range(3)))
        return {"worst": worst, "closed": closed}

    return work


def _against_union(found: TidyMesh, axis: int) -> float:
    points, faces = arrays_of(found)
    turned = turn(points, np.roll(np.eye(3), axis, axis=0))
    sums = face_sums(turned, faces, (USUAL_DEG,))
    covered = shadow(turned.points, sums.facing, found.edges, closed=True)
    shades = shapely.polygons(turned.points[faces][:, :, :2])
    union = shapely.union_all(shades[shapely.area(shades) > 0])
    return abs(float(covered.area / union.area) - 1)


def supports_against(directions: str) -> Work:
    """Measure the support of our best way of standing and of other directions (JSON, by file)."""
    others = json.loads(Path(directions).read_text())

    def work() -> Values:
        return {path: list(_supports(path, np.array(up))) for path, up in others.items()}

    return work


def _supports(path: str, up: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return our support, that of the direction, and the volume of the part (mm³)."""
    found = mesh_of(path)
    points, faces = arrays_of(found)
    best = ranked(orientations(found), PROCESSES["pbf_lb_m"])[0]
    first = np.cross(np.eye(3)[int(np.abs(up).argmin())], up)
    first /= np.linalg.norm(first)
    turned = turn(points, np.array([first, np.cross(up, first), up / np.linalg.norm(up)]))
    theirs = supports_of(turned, faces, face_sums(turned, faces, _slack()))
    usual = next(one for one in theirs if one.overhang_deg == USUAL_DEG)
    volume_mm3 = float(found.shells.volume_mm3.sum())
    return best.support(USUAL_DEG).volume_mm3, usual.volume_mm3, volume_mm3


def _slack() -> tuple[float, ...]:
    return tuple(limit - 0.5 for limit in LIMITS_DEG)


def rigid_copies(copies: str, *paths: str) -> Work:
    """Count copies known again, mirror images of chiral parts, and pairs wrongly taken for one."""
    random = np.random.default_rng(0)
    parts = {Path(path).stem: mesh_of(path) for path in paths}

    def work() -> Values:
        moved = [(one, _moved(one, random)) for one in parts.values() for _ in range(int(copies))]
        chiral = [parts[name] for name in CHIRAL]
        return {
            "same": sum(_relation(one, other) is Relation.SAME for one, other in moved),
            "copies": len(moved),
            "mirrored": sum(_relation(one, _mirrored(one)) is Relation.MIRRORED for one in chiral),
            "false": sum(
                _relation(one, other) is not None for one, other in combinations(parts.values(), 2)
            ),
        }

    return work


def _relation(one: TidyMesh, other: TidyMesh) -> Relation | None:
    if not alike(fingerprint_of(one), fingerprint_of(other)):
        return None
    return relation(one.mesh, other.mesh)


def _moved(found: TidyMesh, random: np.random.Generator) -> TidyMesh:
    """Return a copy, turned, shifted, shuffled and rounded to 32 bits, as another file has it."""
    points, faces = arrays_of(found)
    turn = random_rotation_matrix(random.random(3))[:3, :3]
    moved = (points @ turn.T + random.uniform(-100, 100, 3)).astype(np.float32)
    return _tidied(moved[random.permutation(faces)])


def _mirrored(found: TidyMesh) -> TidyMesh:
    points, faces = arrays_of(found)
    return _tidied((points * (-1.0, 1.0, 1.0)).astype(np.float32)[faces[:, ::-1]])


def _tidied(corners: NDArray[np.float32]) -> TidyMesh:
    points = corners.reshape(-1, 3).astype(np.float64)
    return tidy(Soup(points, np.arange(len(points)).reshape(-1, 3)), 1.0)


WORKS = {work.__name__: work for work in (outlines_against_union, supports_against, rigid_copies)}

if __name__ == "__main__":
    measured(sys.argv[1], WORKS, sys.argv[2:])
