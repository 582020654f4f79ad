"""3MF: every instance in its place, whatever the nesting, mirrored or scaled."""

from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.analysis import analyse
from amcenter.intake.document import analyse_file
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy
from sample_parts.mesh_files import model, package, tetrahedron, uses, zipped
from tests.amcenter.intake.meshes import data

VOLUME = 20**3 / 6


def read(tmp_path: Path, content: bytes) -> Soup:
    path = tmp_path / "part.3mf"
    path.write_bytes(content)
    return read_soup(path, path.name)[1]


def volume(tmp_path: Path, content: bytes) -> float | None:
    path = tmp_path / "part.3mf"
    path.write_bytes(content)
    return analyse_file(path, path.name, None).analysis.volume_mm3


def test_nested_components_ten_by_ten_by_ten_give_a_thousand_bodies(tmp_path: Path) -> None:
    objects = tetrahedron() + "".join(uses(key, *[key - 1] * 10) for key in (2, 3, 4))

    soup = read(tmp_path, package(model(objects, '<item objectid="4"/>')))

    assert soup.solids == 1000
    assert len(soup.faces) == 4000
    assert analyse(tidy(soup, 1.0)).bodies == 1000  # all in the same place, and still apart


def test_transformations_apply_from_the_inside_outwards(tmp_path: Path) -> None:
    # The component moves by (100, 0, 0), then the item turns x to y: (20, 0, 0) -> (0, 120, 0).
    component = '<component objectid="1" transform="1 0 0 0 1 0 0 0 1 100 0 0"/>'
    objects = f'{tetrahedron()}<object id="2"><components>{component}</components></object>'
    item = '<item objectid="2" transform="0 1 0 -1 0 0 0 0 1 0 0 7"/>'

    soup = read(tmp_path, package(model(objects, item)))

    corners = {tuple(point) for point in soup.points.round(9) + 0.0}
    assert corners == {(0, 100, 7), (0, 120, 7), (-20, 100, 7), (0, 100, 27)}


def test_a_mirrored_instance_is_not_inside_out(tmp_path: Path) -> None:
    item = '<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>'
    path = tmp_path / "part.3mf"
    path.write_bytes(package(model(items=item)))

    analysis = analyse_file(path, path.name, None).analysis

    assert analysis.volume_mm3 == pytest.approx(VOLUME)
    assert analysis.turned_shells == 0


@pytest.mark.parametrize(
    ("unit", "mm"), [("micron", 0.001), ("inch", 25.4), ("foot", 304.8), ("meter", 1000.0)]
)
def test_the_unit_of_the_file_counts_and_is_no_question(
    tmp_path: Path, unit: str, mm: float
) -> None:
    path = tmp_path / "part.3mf"
    path.write_bytes(package(model().replace("millimeter", unit)))

    document = analyse_file(path, path.name, "cm")

    assert document.analysis.volume_mm3 == pytest.approx(VOLUME * mm**3)
    assert document.unit.source == "file"
    assert not document.unit.doubtful


def test_bodies_of_two_instances_that_touch_stay_two(tmp_path: Path) -> None:
    items = '<item objectid="1"/><item objectid="1" transform="1 0 0 0 1 0 0 0 1 20 0 0"/>'
    path = tmp_path / "part.3mf"
    path.write_bytes(package(model(items=items)))

    analysis = analyse_file(path, path.name, None).analysis

    assert (analysis.bodies, analysis.watertight, analysis.crowded_edges) == (2, True, 0)


def test_what_shall_not_be_printed_is_left_out(tmp_path: Path) -> None:
    items = '<item objectid="1"/><item objectid="1" printable="0"/>'

    assert read(tmp_path, package(model(items=items))).solids == 1


def test_supports_are_no_part_of_the_part(tmp_path: Path) -> None:
    objects = tetrahedron() + tetrahedron().replace('id="1" type="model"', 'id="2" type="support"')
    items = '<item objectid="1"/><item objectid="2"/>'

    assert read(tmp_path, package(model(objects, items))).solids == 1


def test_the_package_says_where_its_model_is_and_parts_may_refer_to_parts(tmp_path: Path) -> None:
    production = "http://schemas.microsoft.com/3dmanufacturing/production/2015/06"
    content = zipped(
        {
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Target="Shapes/Main.Model" Id="a" Type="http://schemas.'
            'microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>',
            "3D/3dmodel.model": "not the one",
            "shapes/main.model": model(
                "<metadata/>",
                '<item objectid="1" p:path="/Shapes/Other.model"/>',
                attributes=f'xmlns:p="{production}" requiredextensions="p"',
            ),
            "Shapes/other.model": model(items=""),
        }
    )

    assert volume(tmp_path, content) == pytest.approx(VOLUME)


def test_an_encoding_that_does_not_exist_is_damage(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="damaged at line 1"):
        read(tmp_path, package(model().replace("UTF-8", "UT-8")))


def test_deep_nesting_is_refused_before_it_exhausts_the_stack(tmp_path: Path) -> None:
    objects = tetrahedron() + "".join(uses(key, key - 1) for key in range(2, 2000))

    with pytest.raises(UnreadableFile, match="nested more than 50 levels"):
        read(tmp_path, package(model(objects, '<item objectid="1999"/>')))


def test_empty_objects_do_not_multiply_unseen(tmp_path: Path) -> None:
    # Without a mesh below there is nothing to build, but 10^18 visits to make.
    objects = "".join(uses(key, *[key - 1] * 10) for key in range(2, 20))
    objects = f'<object id="1"><components/></object>{objects}{tetrahedron().replace("1", "99", 1)}'

    with pytest.raises(UnreadableFile, match="would become more than"):
        read(tmp_path, package(model(objects, '<item objectid="19"/>')))


def test_the_production_sample_has_its_seventeen_parts() -> None:
    # 3MF Consortium, cube_gears_prod.3mf: seventeen bodies by its own description.
    folder = data("meshes")
    (path,) = folder.glob("*cube_gears_prod.3mf")

    _, soup = read_soup(path, path.name)

    assert soup.solids == 17
    assert np.isfinite(soup.points).all()
