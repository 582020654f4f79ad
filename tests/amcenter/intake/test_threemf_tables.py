"""The fast reading of 3MF tables tells exactly what the XML parser tells, or leaves it to that."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amcenter.errors import UnreadableFile
from amcenter.intake import threemf_tables
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from amcenter.intake.threemf_tables import triangles, vertices
from sample_parts.mesh_files import CORE, model, package
from tests.amcenter.intake.meshes import data

MODEL = model()


def read(tmp_path: Path, xml: str | bytes) -> Soup:
    path = tmp_path / "part.3mf"
    path.write_bytes(package(xml))
    return read_soup(path, path.name)[1]


def slowly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, xml: str) -> Soup:
    """Read without the fast tables."""
    with monkeypatch.context() as patch:
        patch.setattr("amcenter.intake.xml_events._is_transparent", lambda _: False)
        return read(tmp_path, xml)


def tables_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, xml: str) -> int:
    """How many tables the fast walk reads to their end."""
    finished = []
    for name in ("vertices", "triangles"):
        table = getattr(threemf_tables, name)

        def counting(content: bytes, at: int, prefix: bytes, table=table):  # type: ignore[no-untyped-def]
            found = table(content, at, prefix)
            finished.append(found is not None)
            return found

        monkeypatch.setattr(f"amcenter.intake.threemf_model.{name}", counting)
    read(tmp_path, xml)
    return sum(finished)


@pytest.mark.parametrize(
    ("old", "new", "fast"),
    [
        ("", "", 2),
        ("/>", "\t/>\r\n", 2),
        ('x="', "x = '", 0),  # mixed quotes below
        ('v1="', 'pid="1" p1="0" v1="', 2),
        ('v1="', 'xmlns:q="http://example.org" v1="', 1),
        ('v1="', 'q="&lt;" v1="', 1),
        ("<vertices>", "<!-- <vertices> --><vertices>", 2),
        ("<vertices>", "<vertices><!-- first -->", 1),
        ("<vertices>", '<vertices note="of the body">', 2),
        ('"20"', '"2e1"', 2),
        ('"20"', '" 20 "', 2),
        ('"20"', '"0.1000000000000000055511151231257827"', 2),
        ('"20"', '"&#50;0"', 1),
        ('v1="0" v2="2" v3="1"', 'v3="1" v1="0" v2="2"', 2),
        ('v1="0"', 'v1="+0"', 1),
        ('<triangle v1="0" v2="2" v3="1"/>', '<triangle v1="0" v2="2" v3="1"></triangle>', 1),
        ("</vertices>", "</vertices\n>", 2),
        ('encoding="UTF-8"', 'encoding="ISO-8859-1"', 0),
    ],
)
def test_both_ways_read_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, fast: int
) -> None:
    xml = MODEL.replace(old, new) if old else MODEL
    if new.endswith("'"):
        xml = MODEL.replace('x="20"', "x = '20'")
        fast = 2

    slow = slowly(monkeypatch, tmp_path, xml)
    soup = read(tmp_path, xml)

    np.testing.assert_array_equal(soup.points, slow.points)
    np.testing.assert_array_equal(soup.faces, slow.faces)
    assert tables_read(monkeypatch, tmp_path, xml) == fast


def test_names_may_have_a_prefix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    xml = MODEL.replace("</", "<//").replace("<", "<c:").replace("<c://", "</c:")
    xml = xml.replace("<c:?", "<?").replace("xmlns=", "xmlns:c=")

    assert len(read(tmp_path, xml).faces) == 4
    assert tables_read(monkeypatch, tmp_path, xml) == 2


def test_a_table_of_another_vocabulary_is_not_the_mesh(tmp_path: Path) -> None:
    foreign = '<z:vertices xmlns:z="http://example.org"><z:vertex x="1" y="1" z="1"/></z:vertices>'
    default = (
        f'<vertices xmlns="http://example.org"><vertex x="1" y="1" z="1"/></vertices>{foreign}'
    )

    soup = read(tmp_path, MODEL.replace("<mesh>", f"<mesh>{default}"))

    assert len(soup.points) == 4


@pytest.mark.parametrize("table", ["vertices", "triangles"])
def test_a_table_in_data_or_comments_is_not_there(tmp_path: Path, table: str) -> None:
    trap = f"<metadata name='x'><![CDATA[<{table}><vertex x='1' y='1' z='1'/>]]></metadata>"
    xml = MODEL.replace("<resources>", f"<!-- <{table}> -->{trap}<resources>")

    assert len(read(tmp_path, xml).points) == 4


def test_the_line_of_damage_counts_the_lines_of_the_tables(tmp_path: Path) -> None:
    xml = MODEL.replace("/>", "/>\n").replace("</build>", "</wrong>")
    line = xml[: xml.index("</wrong>")].count("\n") + 1

    with pytest.raises(UnreadableFile, match=f"damaged at line {line};"):
        read(tmp_path, xml)


@pytest.mark.parametrize(
    "row",
    [
        '<vertex x="1" y="2"/>',
        '<vertex x="1" x="1" y="2" z="3"/>',
        '<vertex x="1"y="2" z="3"/>',
        '<vertex x="1" y="2" z="3">',
        '<vertex x="1" y="2" z="3" / >',
        "<vertex x=1 y=2 z=3/>",
        '<vertex x="1" y="2" z="<"/>',
        '<verte x="1" y="2" z="3"/>',
        "text",
        "",
    ],
)
def test_the_fast_way_gives_up_at_anything_unusual(row: str) -> None:
    assert vertices(f'<vertex x="0" y="0" z="0"/>{row}'.encode(), 0, b"") is None


@pytest.mark.parametrize("corner", ["-1", "1.0", "", "9" * 19, " 1"])
def test_the_fast_way_gives_up_at_unusual_indices(corner: str) -> None:
    assert triangles(f'<triangle v1="0" v2="1" v3="{corner}"/></'.encode(), 0, b"") is None


@given(numbers=st.lists(st.tuples(*[st.floats(-1e7, 1e7)] * 3), min_size=1, max_size=5))
def test_every_coordinate_is_what_python_reads(numbers: list[tuple[float, float, float]]) -> None:
    rows = "".join(f'<vertex x="{x!r}" y="{y:.17e}" z="{z:g}"/>' for x, y, z in numbers)

    found = vertices(f"{rows}</vertices>".encode(), 0, b"")

    assert found is not None
    expected = [(x, float(f"{y:.17e}"), float(f"{z:g}")) for x, y, z in numbers]
    np.testing.assert_array_equal(found[0], expected)
    assert found[1] == len(rows)


def test_more_doubtful_numbers_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threemf_tables, "_MOST_DOUBTFUL", 3)

    found = vertices(b'<vertex x="1e40" y="inf" z="1e-300"/>' * 5 + b"</", 0, b"")

    assert found is not None
    np.testing.assert_array_equal(found[0], [[1e40, np.inf, 1e-300]] * 5)


def test_every_real_package_is_read_the_same_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(data("meshes").glob("*core*.3mf"))
    for path in paths:
        fast = read_soup(path, path.name)[1]
        with monkeypatch.context() as patch:
            patch.setattr("amcenter.intake.xml_events._is_transparent", lambda _: False)
            slow = read_soup(path, path.name)[1]
        np.testing.assert_array_equal(fast.points, slow.points)
        np.testing.assert_array_equal(fast.faces, slow.faces)
    assert paths
    assert CORE in MODEL
