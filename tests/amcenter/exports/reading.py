"""Reads build files with lib3mf, the consortium's own library, strictly."""

from dataclasses import dataclass
from pathlib import Path

import lib3mf
import numpy as np
import shapely

from solver.builds import ScheduledBuild
from solver.geometry.outline import placed
from solver.problem import Problem

WRAPPER = lib3mf.get_wrapper()  # everything that it made dies with it


@dataclass(frozen=True)
class ReadItem:
    serial: str
    name: str
    points_mm: np.ndarray
    """(n, 3) where the vertices lie on the platform."""
    triangles: np.ndarray
    oriented: bool


@dataclass(frozen=True)
class ReadBuild:
    items: list[ReadItem]
    meshes: int
    facts: dict[str, str]


def read_build_file(path: Path) -> ReadBuild:
    model = WRAPPER.CreateModel()
    reader = model.QueryReader("3mf")
    reader.SetStrictModeActive(True)
    reader.ReadFromFile(str(path))
    assert reader.GetWarningCount() == 0
    iterator, items = model.GetBuildItems(), []
    while iterator.MoveNext():
        items.append(read_item(model, iterator.GetCurrent()))
    return ReadBuild(items, model.GetMeshObjects().Count(), read_facts(model))


def read_item(model: lib3mf.Model, item: lib3mf.BuildItem) -> ReadItem:
    mesh = model.GetMeshObjectByID(item.GetObjectResourceID())
    points = np.array([list(vertex.Coordinates) for vertex in mesh.GetVertices()])
    fields = np.array([list(row) for row in item.GetObjectTransform().Fields])
    return ReadItem(
        serial=item.GetPartNumber(),
        name=mesh.GetName(),
        points_mm=points @ fields[:3] + fields[3],
        triangles=np.array([list(triangle.Indices) for triangle in mesh.GetTriangleIndices()]),
        oriented=mesh.IsManifoldAndOriented(),
    )


def read_facts(model: lib3mf.Model) -> dict[str, str]:
    group = model.GetMetaDataGroup()
    entries = [group.GetMetaData(index) for index in range(group.GetMetaDataCount())]
    return {entry.GetName(): entry.GetValue() for entry in entries}


def assert_in_place(read: ReadBuild, problem: Problem, build: ScheduledBuild) -> None:
    """Check every vertex of every piece against the outline and height that the judge has seen."""
    items = {item.serial: item for item in read.items}
    assert items.keys() == set(build.pieces)
    for place in build.placements:
        stand = problem.orientation[place.piece, place.orientation]
        x_um, y_um, z_um = (items[place.piece].points_mm * 1000).T
        # 1 µm for the 32 bit numbers of the reader; stacked pieces begin at their box
        slack_um = 40 if stand.voxels else 1
        outline = placed(stand.outline, place)
        assert shapely.contains_xy(outline.buffer(slack_um), x_um, y_um).all(), place
        reach_um = np.array([x_um.min(), y_um.min(), x_um.max(), y_um.max()])
        # an outline of many corners lies twice the first tolerance outside of its part (42 µm),
        # then whole micrometres, rounded outwards
        assert np.abs(reach_um - outline.bounds).max() < 48 + slack_um, place
        assert abs(z_um.min() - place.z_um) < 1, place
        assert z_um.max() <= place.z_um + stand.height_um + 1, place
