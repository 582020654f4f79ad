"""Our own work, one process each: ``python -m benchmarks.intake.ours NAME FILE ... RUNS``."""

import os
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from amcenter.intake import tasks
from amcenter.intake.answers import DOCUMENT, Request
from amcenter.intake.candidates import candidates
from amcenter.intake.document import from_json
from amcenter.intake.formats import read_soup
from amcenter.intake.hull import hull_of
from amcenter.intake.isolated import run_isolated, shared_process
from amcenter.intake.layers import sections
from amcenter.intake.normals import normal_groups
from amcenter.intake.orientation import orientations
from amcenter.intake.shadow import shadow
from amcenter.intake.spans import lines_through, unit_normals
from amcenter.intake.thickness import between_walls
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.turned import face_sums, turn
from amcenter.intake.warming import warm_up
from benchmarks.intake.measuring import Values, Work, best_cpu_s, measured

USUAL_DEG = 45.0
SANDBOXED = 40
"""Children to measure; the kernel counts in steps of 10 ms."""


def mesh_of(path: str) -> TidyMesh:
    return tidy(read_soup(Path(path), path)[1], 1.0)


def arrays_of(found: TidyMesh) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    points = np.asarray(found.mesh.vertices, dtype=np.float64)
    return points, np.ascontiguousarray(found.mesh.faces, np.int32)


def read(path: str) -> Work:
    """Find the format, read, join points, check."""

    def work() -> Values:
        soup = read_soup(Path(path), path)[1]
        assert soup.joined
        return {"points": len(soup.points), "triangles": len(soup.faces)}

    return work


def read_ascii(path: str) -> Work:
    """Read ASCII STL; the numbers are compared by the sum of their bits."""

    def work() -> Values:
        soup = read_soup(Path(path), path)[1]
        bits = soup.points.astype(np.float32).view(np.uint32).astype(np.uint64)
        return {"triangles": len(soup.faces), "sum": int(bits[soup.faces].sum())}

    return work


def volume(path: str) -> Work:
    """Load, check and measure."""

    def work() -> Values:
        found = mesh_of(path)
        return {"volume_mm3": float(found.shells.volume_mm3.sum()), "closed": found.closed}

    return work


def outline(path: str) -> Work:
    """Find which triangles look up, then the shadow along z."""
    found = mesh_of(path)
    points, faces = arrays_of(found)
    turned = turn(points, np.eye(3))

    def work() -> Values:
        sums = face_sums(turned, faces, (USUAL_DEG,))
        covered = shadow(turned.points, sums.facing, found.edges, closed=found.closed)
        return {"area_mm2": float(covered.area)}

    return work


def layers(path: str, planes: str, every: str) -> Work:
    """Cut at evenly spaced planes; every so-many-th area is told."""
    points, faces = arrays_of(mesh_of(path))
    turned = turn(points, np.eye(3))
    step = turned.height_mm / int(planes)

    def work() -> Values:
        area, _ = sections(turned.points, faces, step / 2, step, int(planes))
        return {"area_mm2": area[:: int(every)].tolist(), "planes": int(planes)}

    return work


def directions(path: str) -> Work:
    """Choose among two hundred directions by support and height."""
    points, faces = arrays_of(mesh_of(path))

    def work() -> Values:
        chosen = list(candidates(normal_groups(points, faces), hull_of(points)))
        return {"chosen": len(chosen)}

    return work


def standing(path: str) -> Work:
    """Choose, then measure axes and chosen directions exactly: shadow, support, layers."""
    found = mesh_of(path)

    def work() -> Values:
        return {"orientations": len(orientations(found))}

    return work


def thickness(path: str) -> Work:
    """Measure wall thickness over the whole surface."""
    points, faces = arrays_of(mesh_of(path))

    def work() -> Values:
        samples = between_walls(lines_through(points, faces).solid, unit_normals(points, faces))
        order = np.argsort(samples.width_mm)
        share = np.cumsum(samples.area_mm2[order]) / samples.area_mm2.sum()
        at = np.searchsorted(share, [0.05, 0.25, 0.5, 0.75])
        return {"percentiles_mm": samples.width_mm[order][at].tolist()}

    return work


def read_3mf(path: str) -> Work:
    """Read a 3MF with every instance in its place."""

    def work() -> Values:
        soup = read_soup(Path(path), path)[1]
        return {"instances": soup.solids, "triangles": len(soup.faces)}

    return work


def everything(path: str) -> Work:
    """Do what the background task does: from the bytes to document and pictures."""

    def work() -> Values:
        request = Request("analyse", Path(path), "part.stl", {"unit": "mm", "pictures": True})
        blobs = {blob.name: len(blob.content) for blob in tasks.analyse(request)}
        return {"document_kb": round(blobs[DOCUMENT] / 1024), "blobs": len(blobs)}

    return work


def sandbox(path: str) -> Work:
    """Compare the CPU time of analyses in children of their own with those in this process."""
    options = {"unit": "mm", "pictures": True}
    inside = everything(path)
    run_isolated("analyse", Path(path), "part.stl", options)
    (warm_pid,) = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()

    def apart() -> Values:
        from_json(run_isolated("analyse", Path(path), "part.stl", options).document)
        return {}

    def work() -> Values:
        alone_s, _ = best_cpu_s(inside, SANDBOXED)
        begin_s = time.process_time() + _cpu_s_with_children(warm_pid)
        for _ in range(SANDBOXED):
            apart()
        spent_s = time.process_time() + _cpu_s_with_children(warm_pid) - begin_s
        shared_process().stop()
        return {"overhead_s": spent_s / SANDBOXED - alone_s, "alone_s": alone_s}

    return work


def _cpu_s_with_children(pid: str) -> float:
    """Return the CPU time of a process and of all its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def first(path: str, number: str) -> Work:
    """Do one analysis in a process that has just begun; its whole CPU time is the figure.

    ``number`` tells one start from another.
    """
    inside = everything(path)

    def work() -> Values:
        inside()
        return {"cpu_s": time.process_time()}

    return work


WORKS = {
    work.__name__: work
    for work in (
        read,
        read_ascii,
        volume,
        outline,
        layers,
        directions,
        standing,
        thickness,
        read_3mf,
        everything,
        sandbox,
        first,
    )
}

if __name__ == "__main__":
    if sys.argv[1] != "first":
        warm_up()
    measured(sys.argv[1], WORKS, sys.argv[2:])
