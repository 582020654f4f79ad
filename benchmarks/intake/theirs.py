"""What other programs need for the same work; runs in the environment of the peers alone.

``python theirs.py NAME FILE ... RUNS`` prints one line of JSON; nothing of this project is used.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from measuring import Values, Work, measured


def trimesh_load(path: str) -> Work:
    """Load and merge points, as ``load_mesh`` does by default."""
    import trimesh

    def work() -> Values:
        mesh = trimesh.load_mesh(path)
        return {"points": len(mesh.vertices), "triangles": len(mesh.faces)}

    return work


def stl_reader(path: str) -> Work:
    """Read and join points."""
    import stl_reader as reader

    def work() -> Values:
        points, faces = reader.read(path)
        return {"points": len(points), "triangles": len(faces)}

    return work


def numpy_stl_ascii(path: str) -> Work:
    """Read ASCII STL, with the compiled reader of ``numpy-stl[fast]``."""
    from stl import Mesh, Mode

    def work() -> Values:
        mesh = Mesh.from_file(path, mode=Mode.ASCII, calculate_normals=False)
        bits = np.ascontiguousarray(mesh.vectors, np.float32).view(np.uint32)
        return {"triangles": len(bits), "sum": int(bits.astype(np.uint64).sum())}

    return work


def trimesh_volume(path: str) -> Work:
    """Load, check and measure."""
    import trimesh

    def work() -> Values:
        mesh = trimesh.load_mesh(path)
        closed = mesh.is_watertight and mesh.is_winding_consistent
        return {"volume_mm3": float(mesh.volume), "closed": bool(closed)}

    return work


def pymeshlab_volume(path: str) -> Work:
    """Load, check and measure."""
    import pymeshlab

    def work() -> Values:
        meshes = pymeshlab.MeshSet()
        meshes.load_new_mesh(path)
        found = meshes.get_geometric_measures()
        topology = meshes.get_topological_measures()
        closed = topology["boundary_edges"] == 0 and topology["is_mesh_two_manifold"]
        return {"volume_mm3": float(found["mesh_volume"]), "closed": bool(closed)}

    return work


def shapely_union(path: str) -> Work:
    """Unite the shadows of all triangles that look up."""
    import shapely
    import trimesh

    mesh = trimesh.load_mesh(path)
    flat = np.asarray(mesh.triangles)[mesh.face_normals[:, 2] > 0, :, :2]

    def work() -> Values:
        shades = shapely.polygons(flat)
        return {"area_mm2": float(shapely.union_all(shades).area)}

    return work


def manifold_slices(path: str, planes: str, every: str) -> Work:
    """Slice at every so-many-th of evenly spaced planes; the time is for those alone."""
    import trimesh
    from manifold3d import Manifold, Mesh64

    mesh = trimesh.load_mesh(path)
    low, high = mesh.bounds[:, 2]
    solid = Manifold(Mesh64(mesh.vertices, mesh.faces.astype(np.uint64)))
    step = (high - low) / int(planes)
    numbers = range(0, int(planes), int(every))

    def work() -> Values:
        sections = [solid.slice(low + (number + 0.5) * step) for number in numbers]
        return {"area_mm2": [one.area() for one in sections], "planes": len(sections)}

    return work


def trimesh_sections(path: str, planes: str, every: str) -> Work:
    """Cut with ``section_multiplane`` at every so-many-th of evenly spaced planes."""
    import trimesh

    mesh = trimesh.load_mesh(path)
    low, high = mesh.bounds[:, 2]
    step = (high - low) / int(planes)
    heights = (np.arange(0, int(planes), int(every)) + 0.5) * step

    def work() -> Values:
        found = mesh.section_multiplane([0, 0, low], [0, 0, 1], heights)
        return {"area_mm2": [one.area if one else 0.0 for one in found], "planes": len(found)}

    return work


def tweaker(folder: str, *paths: str) -> Work:
    """Let Tweaker-3 choose a direction for each file: extended, for the least volume of support."""
    import trimesh

    sys.path.insert(0, folder)
    from MeshTweaker import PARAMETER_VOL, Tweak

    parts = [np.asarray(trimesh.load_mesh(path).triangles).reshape(-1, 3) for path in paths]
    how = {"extended_mode": True, "verbose": False, "min_volume": True}

    def work() -> Values:
        np.random.seed(0)  # noqa: NPY002  (it draws from the global state)
        chosen = [Tweak(corners, **how, **PARAMETER_VOL).alignment for corners in parts]
        return {"up": [[float(value) for value in up] for up in chosen]}

    return work


def embree_thickness(path: str, rays: str) -> Work:
    """Shoot rays inwards from points spread over the surface; opposite walls face each other."""
    import trimesh
    from trimesh.ray.ray_pyembree import RayMeshIntersector

    mesh = trimesh.load_mesh(path)
    normals = np.asarray(mesh.face_normals)

    def work() -> Values:
        points, faces = trimesh.sample.sample_surface(mesh, int(rays), seed=0)
        inwards = -normals[faces]
        shooter = RayMeshIntersector(mesh)
        starts = points + inwards * 1e-4
        struck, ray, hits = shooter.intersects_id(
            starts, inwards, multiple_hits=False, return_locations=True
        )
        facing = (normals[struck] * normals[faces[ray]]).sum(axis=1) < -0.9
        found = np.linalg.norm(hits - starts[ray], axis=1)[facing]
        return {"percentiles_mm": np.percentile(found, [5, 25, 50, 75]).tolist()}

    return work


def lib3mf_read(path: str) -> Work:
    """Read a 3MF and get its points and triangles as buffers."""
    import lib3mf

    def work() -> Values:
        model = lib3mf.get_wrapper().CreateModel()
        model.QueryReader("3mf").ReadFromFile(path)
        triangles = 0
        meshes = model.GetMeshObjects()
        while meshes.MoveNext():
            triangles += meshes.GetCurrentMeshObject().GetTriangleCount()
        return {"triangles": triangles}

    return work


def trimesh_3mf(path: str) -> Work:
    """Load a 3MF as a scene; every node of it with a mesh is an instance."""
    import trimesh

    def work() -> Values:
        scene = trimesh.load_scene(path)
        triangles = sum(
            len(scene.geometry[scene.graph[node][1]].faces) for node in scene.graph.nodes_geometry
        )
        return {"instances": len(scene.graph.nodes_geometry), "triangles": triangles}

    return work


def trimesh_everything(path: str) -> Work:
    """Do with plain calls what an analysis is made of, or nearly: it does less.

    No support volume, six axes only, shadows by ``projected()`` (which may be wrong), 65 layers
    instead of 200 for each direction, 20,000 rays instead of the whole surface, no picture.
    """
    import trimesh

    def work() -> Values:
        mesh = trimesh.load_mesh(path)
        found: Values = {
            "closed": bool(mesh.is_watertight and mesh.is_winding_consistent),
            "bodies": int(mesh.body_count),
            "volume_mm3": float(mesh.volume),
            "area_mm2": float(mesh.area),
            "centre": mesh.center_mass.tolist(),
            "hull_mm3": float(mesh.convex_hull.volume),
            "box_mm": mesh.bounding_box_oriented.primitive.extents.tolist(),
        }
        low, high = mesh.bounds
        for up in np.concatenate([np.eye(3), -np.eye(3)]):
            mesh.projected(up)
            heights = np.linspace(0, float(np.abs((high - low) @ up)), 67)[1:-1]
            start = np.where(up < 0, high, low)
            mesh.section_multiplane(start, up, heights)
            steep = mesh.face_normals @ up < -np.cos(np.radians(45))
            float(mesh.area_faces[steep].sum())
        mesh.compute_stable_poses(n_samples=1)
        found["thickness"] = embree_of(mesh)
        return found

    return work


def embree_of(mesh: object) -> list[float]:
    """Return percentiles of wall thickness by trimesh's own call."""
    import trimesh

    points, faces = trimesh.sample.sample_surface(mesh, 20_000, seed=0)
    found = trimesh.proximity.thickness(
        mesh, points, exterior=False, normals=mesh.face_normals[faces], method="ray"
    )
    return np.percentile(found[np.isfinite(found)], [5, 25, 50, 75]).tolist()


def identifier_hashes(copies: str, *paths: str) -> Work:
    """Count copies, turned, shifted, shuffled and rounded to 32 bits, with their part's hash."""
    import trimesh

    random = np.random.default_rng(0)
    parts = [trimesh.load_mesh(path) for path in paths]
    moved = [[_moved(mesh, random) for _ in range(int(copies))] for mesh in parts]

    def work() -> Values:
        same = 0
        for mesh, others in zip(parts, moved, strict=True):
            hashes = [trimesh.Trimesh(*one).identifier_hash for one in others]
            same += sum(one == mesh.identifier_hash for one in hashes)
        return {"same": same}

    return work


def _moved(mesh: object, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    import trimesh

    turn = trimesh.transformations.random_rotation_matrix(random.random(3))[:3, :3]
    points = (mesh.vertices @ turn.T + random.uniform(-100, 100, 3)).astype(np.float32)
    return points.astype(np.float64), random.permutation(mesh.faces)


WORKS = {
    work.__name__: work
    for work in (
        trimesh_load,
        stl_reader,
        numpy_stl_ascii,
        trimesh_volume,
        pymeshlab_volume,
        shapely_union,
        manifold_slices,
        trimesh_sections,
        tweaker,
        embree_thickness,
        lib3mf_read,
        trimesh_3mf,
        trimesh_everything,
        identifier_hashes,
    )
}

if __name__ == "__main__":
    measured(sys.argv[1], WORKS, sys.argv[2:])
