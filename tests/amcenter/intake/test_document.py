"""The document: written, read again, and the mesh that it describes."""

from pathlib import Path

import pytest

from amcenter.intake.document import analyse_file, from_json, load_mesh, placed_mesh, to_json
from sample_parts.mesh_files import binary, cube, inside_out
from tests.amcenter.intake.meshes import SAMPLES


@pytest.mark.parametrize("name", ["valve_body.stl", "hostile/open.stl", "hostile/cavity.stl"])
def test_a_document_survives_writing_and_reading(name: str) -> None:
    document = analyse_file(SAMPLES / name, name, None)

    again = from_json(to_json(document))

    assert again == document
    assert to_json(again) == to_json(document)


def test_the_mesh_is_loaded_as_it_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "part.stl"
    path.write_bytes(binary(inside_out(cube())))
    document = analyse_file(path, "part.stl", "cm")

    mesh = load_mesh(path, document)

    assert mesh.volume == pytest.approx(200**3)  # turned outwards, centimetres taken as told
    assert mesh.volume == pytest.approx(document.analysis.volume_mm3)
    assert mesh.is_watertight


def test_a_placed_mesh_has_the_size_of_its_orientation() -> None:
    path = SAMPLES / "guide_vane.stl"
    document = analyse_file(path, path.name, "mm")
    mesh = load_mesh(path, document)

    for one in document.orientations:
        assert placed_mesh(mesh, one).extents == pytest.approx(one.size_mm)
        assert placed_mesh(mesh, one).volume == pytest.approx(mesh.volume)
