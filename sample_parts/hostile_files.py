"""Files that a program may choke on, and what must be said about each of them.

``refused`` is the code of the refusal; ``findings`` are those of a file that can be read.
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Point = tuple[float, float, float]
Triangle = tuple[Point, Point, Point]

CORE = "http://schemas.microsoft.com/3dmanufacturing/core/2015/02"
RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Target="/3D/3dmodel.model" Id="r0"
 Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>"""


@dataclass(frozen=True)
class Hostile:
    """A file, why it is here, and the answer that it must get."""

    name: str
    data: bytes
    why: str
    refused: str | None = None
    findings: Sequence[str] = ()


def cube(size: float = 20.0, at: float = 0.0) -> list[Triangle]:
    """Return the twelve triangles of a cube, facing outwards."""
    low, high = at, at + size
    corners: list[Point] = [
        (x, y, z) for z in (low, high) for y in (low, high) for x in (low, high)
    ]
    faces = ["023", "031", "457", "476", "015", "054", "267", "273", "046", "062", "137", "175"]
    return [(corners[int(a)], corners[int(b)], corners[int(c)]) for a, b, c in map(tuple, faces)]


def inside_out(triangles: Sequence[Triangle]) -> list[Triangle]:
    """Return the same triangles facing the other way."""
    return [(c, b, a) for a, b, c in triangles]


def binary(triangles: Sequence[Triangle], count: int | None = None, header: bytes = b"") -> bytes:
    """Return a binary STL; ``count`` may lie."""
    stated = len(triangles) if count is None else count
    rows = b"".join(struct.pack("<12fH", 0, 0, 0, *a, *b, *c, 0) for a, b, c in triangles)
    return header.ljust(80, b"\0")[:80] + struct.pack("<I", stated) + rows


def ascii_text(triangles: Sequence[Triangle], name: str = "cube") -> str:
    """Return an ASCII STL."""
    lines = [f"solid {name}"]
    for triangle in triangles:
        lines += [" facet normal 0 0 0", "  outer loop"]
        lines += [f"   vertex {x} {y} {z}" for x, y, z in triangle]
        lines += ["  endloop", " endfacet"]
    return "\n".join([*lines, f"endsolid {name}", ""])


def package(model: str | bytes | None, rels: str | None = RELS) -> bytes:
    """Return a 3MF package around a model part."""
    entries: dict[str, str | bytes] = {}
    if rels is not None:
        entries["_rels/.rels"] = rels
    if model is not None:
        entries["3D/3dmodel.model"] = model
    return zipped(entries)


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP whose bytes do not depend on the time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def model(
    objects: str = "", items: str = '<item objectid="1"/>', head: str = "", attributes: str = ""
) -> str:
    """Return a 3MF model with a tetrahedron as object 1, or with other objects."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<model unit="millimeter" xmlns="{CORE}" '
        f"{attributes}><resources>{objects or tetrahedron()}</resources>"
        f"<build>{items}</build></model>"
    )


def tetrahedron(last: str = '<triangle v1="1" v2="2" v3="3"/>') -> str:
    """Return object 1; its last triangle may be another one."""
    return (
        '<object id="1" type="model"><mesh><vertices><vertex x="0" y="0" z="0"/>'
        '<vertex x="20" y="0" z="0"/><vertex x="0" y="20" z="0"/><vertex x="0" y="0" z="20"/>'
        '</vertices><triangles><triangle v1="0" v2="2" v3="1"/><triangle v1="0" v2="1" v3="3"/>'
        f'<triangle v1="0" v2="3" v3="2"/>{last}</triangles></mesh></object>'
    )


def uses(key: int, *others: int) -> str:
    """Return an object made of others."""
    parts = "".join(f'<component objectid="{other}"/>' for other in others)
    return f'<object id="{key}" type="model"><components>{parts}</components></object>'


def stl_files() -> Iterator[Hostile]:
    """Yield STL files whose frame is wrong."""
    whole, text = binary(cube()), ascii_text(cube())
    nan, inf = float("nan"), float("inf")
    yield Hostile("empty.stl", b"", "no bytes at all", "empty_file")
    yield Hostile("header_cut.stl", whole[:83], "shorter than a header", "stl_truncated")
    yield Hostile("zero_triangles.stl", binary([]), "a header, no triangles", "no_triangles")
    yield Hostile("truncated.stl", whole[:-60], "ends in a facet", "stl_truncated")
    yield Hostile("truncated_on_facet.stl", whole[:-100], "two facets missing", "stl_truncated")
    yield Hostile("count_huge.stl", binary(cube(), 2**32 - 1), "200 GB stated", "stl_truncated")
    yield Hostile("count_small.stl", binary(cube(), 5), "more than stated", "stl_extra_bytes")
    yield Hostile("trailing.stl", whole + b"\0", "one byte too many", "stl_extra_bytes")
    yield Hostile("nan.stl", binary([*cube()[:-1], ((nan,) * 3,) * 3]), "NaN", "not_finite")
    yield Hostile(
        "infinity.stl", binary([((inf, 0, 0), (0, 1, 0), (0, 0, 1))]), "Inf", "not_finite"
    )
    yield Hostile("huge.stl", binary(cube(1e38)), "1e38 mm", "coordinates_too_large")
    yield Hostile("one_point.stl", binary([((1.0, 2.0, 3.0),) * 3] * 4), "one point", "no_size")
    yield Hostile(
        "lines.stl",
        binary([((0, 0, 0), (0, 0, 0), (9, 9, 9))] * 4),
        "triangles without area only",
        "only_degenerate",
    )
    yield Hostile("ascii_cut.stl", text[:-80].encode(), "ends in a facet", "stl_text_truncated")
    yield Hostile(
        "second_solid_cut.stl",
        (text + text[:600]).encode(),
        "the second of two solids is cut",
        "stl_text_truncated",
    )
    yield Hostile(
        "decimal_commas.stl", text.replace("20.0", "20,0").encode(), "20,0", "stl_bad_number"
    )
    yield Hostile(
        "quads.stl",
        text.replace("  endloop", "   vertex 1 1 1\n  endloop", 1).encode(),
        "a facet with four corners",
        "stl_syntax",
    )
    yield Hostile(
        "grouped_digits.stl", text.replace("20.0", "2_0.0").encode(), "2_0.0", "stl_bad_number"
    )
    yield Hostile("ascii_empty.stl", b"solid x\nendsolid x\n", "no facets", "no_triangles")
    yield Hostile(
        "ascii_then_binary.stl",
        b"solid x\n" + b"not a facet " * 20 + bytes(range(1, 200)),
        "begins like text",
        "stl_syntax",
    )


def other_content() -> Iterator[Hostile]:
    """Yield files whose name says something else than their bytes."""
    yield Hostile("pdf.stl", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF", "wrong_content")
    yield Hostile("page.stl", b"<!DOCTYPE html><html><p>404</p>", "a web page", "wrong_content")
    yield Hostile("picture.stl", b"\x89PNG\r\n\x1a\n" + bytes(64), "a picture", "wrong_content")
    yield Hostile(
        "pointer.stl", b"version https://git-lfs.github.com/spec/v1\n", "a pointer", "wrong_content"
    )
    yield Hostile("letter.stl", "Здравствуйте!".encode(), "a letter", "unknown_format")
    yield Hostile("archive.stl", zipped({"a.txt": "hello"}), "a plain ZIP", "zip_not_3mf")


def threemf_files() -> Iterator[Hostile]:
    """Yield 3MF packages with a trap."""
    entity = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
    outside = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    fan = tetrahedron() + "".join(uses(k, *[k - 1] * 10) for k in range(2, 11))
    bad = '<item objectid="1" transform="1 0 0 0 1 0 0 0 {} 0 0 0"/>'
    yield Hostile("bomb.3mf", package(b" " * (20 << 20)), "20 MB of blanks", "zip_bomb")
    yield Hostile("entity_bomb.3mf", package(model(head=entity)), "entities", "xml_doctype")
    yield Hostile("outside_entity.3mf", package(model(head=outside)), "reads files", "xml_doctype")
    yield Hostile("cut.3mf", package(model())[:-40], "the ZIP is cut", "zip_damaged")
    yield Hostile(
        "no_model.3mf",
        package(model(), RELS.replace("2013", "x")),
        "the package names no model",
        "threemf_no_model",
    )
    yield Hostile("missing_part.3mf", package(None), "no model part", "threemf_missing_part")
    yield Hostile("broken_xml.3mf", package(model()[:-30]), "XML ends early", "xml_damaged")
    yield Hostile("itself.3mf", package(model(uses(1, 1))), "contains itself", "threemf_cycle")
    yield Hostile(
        "ring.3mf",
        package(model(uses(1, 2) + uses(2, 1))),
        "two contain each other",
        "threemf_cycle",
    )
    yield Hostile(
        "fan_out.3mf",
        package(model(fan, '<item objectid="10"/>')),
        "ten times ten times ... a billion bodies",
        "threemf_too_many_instances",
    )
    yield Hostile(
        "index_high.3mf",
        package(model(tetrahedron('<triangle v1="1" v2="2" v3="9"/>'))),
        "names a tenth point of four",
        "bad_index",
    )
    yield Hostile(
        "index_negative.3mf",
        package(model(tetrahedron('<triangle v1="1" v2="2" v3="-1"/>'))),
        "names point -1",
        "bad_index",
    )
    yield Hostile(
        "word.3mf",
        package(model().replace('x="20"', 'x="twenty"')),
        "a word for a number",
        "threemf_bad_element",
    )
    yield Hostile(
        "flat.3mf", package(model(items=bad.format(0))), "flattens", "threemf_bad_transform"
    )
    yield Hostile(
        "nan.3mf", package(model(items=bad.format("nan"))), "NaN", "threemf_bad_transform"
    )
    yield Hostile(
        "parsec.3mf",
        package(model().replace("millimeter", "parsec")),
        "a unit that 3MF does not have",
        "threemf_unknown_unit",
    )
    yield Hostile(
        "beams.3mf",
        package(model(attributes='xmlns:b="http://example.org/beams" requiredextensions="b"')),
        "requires what is not known",
        "threemf_extension",
    )
    yield Hostile(
        "unknown_object.3mf",
        package(model(items='<item objectid="7"/>')),
        "builds what is not there",
        "threemf_missing_object",
    )
    yield Hostile("no_items.3mf", package(model(items="")), "builds nothing", "no_triangles")


def obj_files() -> Iterator[Hostile]:
    """Yield OBJ files with wrong numbers."""
    points = "v 0 0 0\nv 20 0 0\nv 0 20 0\nv 0 0 20\n"
    faces = "f 1 3 2\nf 1 2 4\nf 1 4 3\n"
    yield Hostile(
        "index_zero.obj", f"{points}{faces}f 0 3 4\n".encode(), "indices begin at 1", "bad_index"
    )
    yield Hostile(
        "index_high.obj", f"{points}{faces}f 2 3 5\n".encode(), "a fifth point of four", "bad_index"
    )
    yield Hostile(
        "index_low.obj",
        f"{points}{faces}f -3 -2 -5\n".encode(),
        "five points back from four",
        "bad_index",
    )
    yield Hostile(
        "word.obj", f"{points}v a b c\n{faces}".encode(), "letters for numbers", "obj_bad_line"
    )
    yield Hostile("no_faces.obj", points.encode(), "points only", "no_triangles")
    yield Hostile("backwards.obj", f"{points}{faces}f -3 -2 -1\n".encode(), "counts backwards")


def odd_shapes() -> Iterator[Hostile]:
    """Yield files that can be read, with something to say about the shape."""
    hollow = [*cube(), *inside_out(cube(8.0, 6.0))]
    mixed = [*cube()[:-1], *inside_out(cube()[-1:])]
    yield Hostile(
        "solid_header.stl", binary(cube(), header=b"solid facet normal"), "binary all the same"
    )
    yield Hostile("utf16.stl", ascii_text(cube()).encode("utf-16"), "text of two bytes a letter")
    yield Hostile(
        "name_is_a_trap.stl",
        ascii_text(cube(), "endsolid facet vertex 1 2 3").encode(),
        "the name looks like the grammar",
    )
    yield Hostile(
        "two_solids.stl",
        (ascii_text(cube()) + ascii_text(cube(5.0, 40.0))).encode(),
        "two solids",
        findings=["several_bodies"],
    )
    yield Hostile("open.stl", binary(cube()[:-1]), "a triangle is missing", findings=["not_closed"])
    yield Hostile(
        "inside_out.stl",
        binary(inside_out(cube())),
        "all triangles face inwards",
        findings=["inside_out"],
    )
    yield Hostile(
        "mixed_normals.stl", binary(mixed), "one triangle faces inwards", findings=["mixed_normals"]
    )
    yield Hostile(
        "doubled.stl",
        binary([*cube(), *cube()]),
        "every triangle twice",
        findings=["repeated_triangles"],
    )
    yield Hostile(
        "cavity.stl", binary(hollow), "a hollow that nothing can leave", findings=["closed_cavity"]
    )
    yield Hostile("inches.stl", binary(cube(0.8)), "0.8 of something", findings=["unit_doubtful"])
    yield Hostile(
        "kilometre.stl",
        binary(cube(2500.0)),
        "2.5 m, if it is millimetres",
        findings=["unit_doubtful"],
    )
    yield Hostile(
        "degenerate.stl",
        binary([*cube(), ((0, 0, 0), (0, 0, 0), (20, 0, 0))]),
        "one triangle without area",
        findings=["degenerate_triangles"],
    )


def all_files() -> list[Hostile]:
    """Return every hostile file."""
    return [*stl_files(), *other_content(), *threemf_files(), *obj_files(), *odd_shapes()]


def write_all(folder: Path) -> None:
    """Write the files and ``hostile.toml``, which says what each of them must get."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["# What each file must get; made by `python -m sample_parts.generate`."]
    for file in all_files():
        (folder / file.name).write_bytes(file.data)
        lines += ["", f'["{file.name}"]', f'why = "{file.why}"']
        if file.refused:
            lines.append(f'refused = "{file.refused}"')
        else:
            codes = ", ".join(f'"{code}"' for code in file.findings)
            lines.append(f"findings = [{codes}]")
    (folder / "hostile.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
