"""STEP: the solids of a CAD file, meshed by OpenCASCADE (through cascadio) finely enough to build.

OpenCASCADE is a million lines that trust their input: it may crash, and may only ever run in the
limited child process.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from trimesh import Scene, Trimesh, load_scene

from amcenter.errors import UnreadableFile
from amcenter.intake.soup import Soup, require_count
from amcenter.intake.weld import weld_exactly

DEFLECTION_MM = 0.005
"""Furthest that a triangle may be from the true surface: a tenth of the thinnest layers."""
DEFLECTION_RAD = 0.2
"""Largest angle between neighbouring triangles on a curve: 32 sides of a full circle at least."""
MAX_INSTANCES = 100_000
_MM_PER_METRE = 1000.0

Instance = tuple[NDArray[np.float64], Trimesh]
"""Where the mesh of a solid is placed (4, 4), in metres, and that mesh."""


def read_step(path: Path) -> Soup:
    """Return the solids of a STEP file in mm, each instance of an assembly in its place."""
    import cascadio  # a second and 130 MB, which only the few STEP files shall cost

    converted = cascadio.load(
        path.read_bytes(),
        file_type="step",
        tol_linear=DEFLECTION_MM,
        tol_angular=DEFLECTION_RAD,
        use_parallel=False,
    )
    if not converted:
        raise UnreadableFile("step_unreadable")
    instances = _instances(load_scene(BytesIO(converted), file_type="glb"))
    if len(instances) > MAX_INSTANCES:
        raise UnreadableFile("step_too_many_instances", limit=MAX_INSTANCES)
    require_count(sum(len(mesh.faces) for _, mesh in instances))
    return _joined(instances)


def _instances(scene: Scene) -> list[Instance]:
    placed = (scene.graph[node] for node in scene.graph.nodes_geometry)
    found = ((matrix, scene.geometry[name]) for matrix, name in placed)
    return [(matrix, mesh) for matrix, mesh in found if isinstance(mesh, Trimesh)]


def _joined(instances: list[Instance]) -> Soup:
    """Return all instances; within each the faces of the solid share their edges exactly."""
    points, faces, groups, first = [], [], [], 0
    for number, (matrix, mesh) in enumerate(instances):
        own = np.asarray(mesh.vertices, np.float64)
        corners, index = weld_exactly(own, np.zeros(len(own), np.int64))
        triangles = index[np.asarray(mesh.faces, np.int64)]
        if (
            np.linalg.det(matrix[:3, :3]) < 0
        ):  # a mirrored mesh is inside out until its corners turn
            triangles = triangles[:, ::-1]
        points.append((corners @ matrix[:3, :3].T + matrix[:3, 3]) * _MM_PER_METRE)
        faces.append(triangles + first)
        groups.append(np.full(len(triangles), number, np.int64))
        first += len(corners)
    return Soup(
        np.concatenate(points), np.concatenate(faces), len(faces), "mm", np.concatenate(groups)
    )
