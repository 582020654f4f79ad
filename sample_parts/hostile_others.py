"""Files of other formats with something wrong, and files that are no mesh at all."""

from collections.abc import Iterator

from sample_parts.hostile_answer import Hostile
from sample_parts.mesh_files import cube, off_text, ply, ply_head, zipped


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
    yield Hostile(
        "line_only.obj", f"{points}f 1 2\n".encode(), "a face of two corners", "obj_bad_line"
    )
    yield Hostile(
        "outside.obj",
        f"mtllib ../../../etc/passwd\nmtllib http://example.org/x.mtl\n{points}{faces}"
        "f 2 3 4\n".encode(),
        "asks for files that are not ours",
    )


def ply_files() -> Iterator[Hostile]:
    """Yield PLY files that lie about their length, or say too little."""
    text, little = ply(cube()), ply(cube(), "binary_little_endian")
    long_list = little[: -12 * 13] + b"\xff" + little[-12 * 13 + 1 :]
    yield Hostile(
        "four_billion_points.ply",
        ply_head("binary_little_endian", 2**32 - 1, 1).encode() + bytes(100),
        "96 GB of points",
        "ply_truncated",
    )
    yield Hostile(
        "endless_count.ply",
        ply_head("ascii", 10**30, 1).encode() + b"0 0 0\n",
        "a count of thirty digits",
        "ply_bad_header",
    )
    yield Hostile("many_faces.ply", text.replace(b"face 12", b"face 13"), "13", "ply_truncated")
    yield Hostile("cut.ply", little[:-7], "ends in a face", "ply_truncated")
    yield Hostile(
        "endless_list.ply",
        text.replace(b"3 0 2 6", b"4294967295 0 2 6"),
        "a face of four billion corners",
        "ply_truncated",
    )
    yield Hostile("long_list.ply", long_list, "a face of 255 corners", "ply_truncated")
    yield Hostile(
        "short_list.ply", text.replace(b"3 0 2 6", b"2 0 2 6"), "a face of two", "ply_bad_row"
    )
    yield Hostile(
        "few_faces.ply", text.replace(b"face 12", b"face 11"), "11 of 12", "ply_extra_bytes"
    )
    yield Hostile("tail.ply", little + b"\r\n", "a line end behind", findings=["tail_ignored"])
    yield Hostile("index_high.ply", ply_index(8), "a ninth point of eight", "bad_index")
    yield Hostile("index_negative.ply", ply_index(-1), "point -1", "bad_index")
    yield Hostile("no_header_end.ply", text[:100], "the header has no end", "ply_bad_header")
    yield Hostile(
        "bad_type.ply", text.replace(b"double y", b"quad y"), "an unknown type", "ply_bad_header"
    )
    yield Hostile(
        "cloud.ply",
        text.replace(b"element face 12\nproperty list uchar int vertex_indices\n", b""),
        "points only",
        "ply_no_faces",
    )
    yield Hostile("word.ply", text.replace(b"20.0", b"wide", 1), "a word", "ply_bad_row")
    yield Hostile("big_endian.ply", ply(cube(), "binary_big_endian"), "the other byte order")


def ply_index(index: int) -> bytes:
    """Return the cube with a wrong index in its last face."""
    whole = ply(cube(), "binary_little_endian")
    return whole[:-4] + index.to_bytes(4, "little", signed=True)


def off_files() -> Iterator[Hostile]:
    """Yield OFF files that lie about their length."""
    text = off_text(cube())
    yield Hostile(
        "huge.off",
        text.replace("8 12 0", "4294967295 12 0").encode(),
        "8 stated as 4e9",
        "off_truncated",
    )
    yield Hostile("cut.off", text[:-4].encode(), "ends in a face", "off_truncated")
    yield Hostile("word.off", text.replace("20.0", "wide", 1).encode(), "a word", "off_bad_line")
    yield Hostile("plain.off", text.encode(), "nothing wrong with it")


def step_files() -> Iterator[Hostile]:
    """Yield STEP files that hold nothing that could be meshed."""
    head = "ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n"
    yield Hostile(
        "empty.step", f"{head}ENDSEC;\nEND-ISO-10303-21;\n".encode(), "no data", "step_unreadable"
    )
    yield Hostile("cut.step", f"{head}#1=CARTESIAN_POINT('',(0.".encode(), "cut", "step_unreadable")
    yield Hostile(
        "itself.step",
        f"{head}#1=SHAPE_REPRESENTATION('',(#1),#1);\nENDSEC;\nEND-ISO-10303-21;\n".encode(),
        "contains itself",
        "step_unreadable",
    )
