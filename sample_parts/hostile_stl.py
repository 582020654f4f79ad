"""STL files with something wrong, or odd but readable."""

from collections.abc import Iterator

from sample_parts.hostile_answer import Hostile
from sample_parts.mesh_files import ascii_text, big_endian, binary, cube, inside_out


def binary_files() -> Iterator[Hostile]:
    """Yield binary STL files whose frame or numbers are wrong."""
    whole = binary(cube())
    nan, inf = float("nan"), float("inf")
    yield Hostile("empty.stl", b"", "no bytes at all", "empty_file")
    yield Hostile("header_cut.stl", whole[:83], "shorter than a header", "stl_truncated")
    yield Hostile("zero_triangles.stl", binary([]), "a header, no triangles", "no_triangles")
    yield Hostile("truncated.stl", whole[:-60], "ends in a facet", "stl_truncated")
    yield Hostile("truncated_on_facet.stl", whole[:-100], "two facets missing", "stl_truncated")
    yield Hostile("count_huge.stl", binary(cube(), 2**32 - 1), "200 GB stated", "stl_truncated")
    yield Hostile("count_small.stl", binary(cube(), 5), "more than stated", "stl_extra_bytes")
    yield Hostile("count_zero.stl", binary(cube(), 0), "twelve, none stated", "stl_extra_bytes")
    yield Hostile("count_negative.stl", binary(cube(), 2**31 + 1), "107 GB", "stl_truncated")
    yield Hostile(
        "second_file.stl", whole + whole[84:], "the triangles of two files", "stl_extra_bytes"
    )
    yield Hostile("one_byte.stl", b"s", "a single byte", "unknown_format")
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


def text_files() -> Iterator[Hostile]:
    """Yield ASCII STL files that break the grammar."""
    text = ascii_text(cube())
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
    yield Hostile(
        "number_cut.stl",
        text[: text.rindex("20.0") + 2].encode(),
        "ends in a number",
        "stl_text_truncated",
    )
    yield Hostile(
        "no_endsolid.stl",
        text.removesuffix("endsolid cube\n").encode(),
        "whole triangles, and no end",
        "stl_text_truncated",
    )
    yield Hostile("one_line.stl", " ".join(text.split()).encode(), "one line", "stl_one_line")
    yield Hostile(
        "fortran.stl", text.replace("20.0", "2.0D+01").encode(), "2.0D+01", "stl_bad_number"
    )
    yield Hostile("words.stl", text.replace("20.0", "twenty").encode(), "letters", "stl_bad_number")
    yield Hostile(
        "two_coordinates.stl",
        text.replace("vertex 0.0 0.0 0.0", "vertex 0.0 0.0").encode(),
        "points of a plane",
        "stl_bad_number",
    )
    yield Hostile(
        "four_coordinates.stl",
        text.replace("vertex 0.0 0.0 0.0", "vertex 0.0 0.0 0.0 1.0").encode(),
        "homogeneous points",
        "stl_syntax",
    )
    yield Hostile("overflow.stl", text.replace("20.0", "1e999").encode(), "1e999", "not_finite")
    yield Hostile("ascii_nan.stl", text.replace("20.0", "nan").encode(), "nan", "not_finite")
    yield Hostile(
        "hole_of_zeros.stl",
        b"solid x\n" + bytes(2000) + text.encode(),
        "a lost block on a disk",
        "stl_extra_bytes",
    )
    yield Hostile(
        "text_then_binary.stl",
        (text + "\n").encode() + bytes(range(1, 128)) * 3,
        "a whole text, then bytes",
        "stl_syntax",
    )


def odd_frames() -> Iterator[Hostile]:
    """Yield STL files that are unusual in how they are written, and can be read."""
    whole, text = binary(cube()), ascii_text(cube())
    yield Hostile("trailing.stl", whole + b"\0", "one byte too many", findings=["tail_ignored"])
    yield Hostile(
        "zeros_behind.stl", whole + bytes(4096), "filled up to a block", findings=["tail_ignored"]
    )
    yield Hostile(
        "big_endian.stl", big_endian(cube()), "all bytes reversed", findings=["stl_big_endian"]
    )
    yield Hostile(
        "coloured.stl",
        b"COLOR=\xff\x80\x00\xff".ljust(80, b" ") + whole[80:].replace(b"\0\0", b"\0\0"),
        "colours in the header",
    )
    yield Hostile(
        "comment_first.stl",
        f"# exported by hand\n{text}".encode(),
        "a comment first",
        findings=["stl_unusual_start"],
    )
    yield Hostile(
        "no_solid.stl",
        text.partition("\n")[2].encode(),
        "no first line",
        findings=["stl_unusual_start"],
    )
    yield Hostile("byte_order_mark.stl", b"\xef\xbb\xbf" + text.encode(), "begins with a mark")
    yield Hostile("carriage_returns.stl", text.replace("\n", "\r").encode(), "lines of a Macintosh")
    yield Hostile("capitals.stl", text.upper().encode(), "all in capitals")
    yield Hostile(
        "words_behind.stl",
        text.replace("endfacet", "endfacet 1").replace("endsolid", "endsolid of the").encode(),
        "more words behind closing ones",
    )
    yield Hostile(
        "html_name.stl",
        ascii_text(cube(), "<script>alert(1)</script>" * 20).encode(),
        "a script for a name",
    )
    yield Hostile(
        "solid_header.stl", binary(cube(), header=b"solid facet normal"), "binary all the same"
    )
    yield Hostile("utf16.stl", ascii_text(cube()).encode("utf-16"), "text of two bytes a letter")
    yield Hostile(
        "name_is_a_trap.stl",
        ascii_text(cube(), "endsolid facet vertex 1 2 3").encode(),
        "the name looks like the grammar",
    )


def odd_shapes() -> Iterator[Hostile]:
    """Yield STL files that can be read, with something to say about the shape."""
    hollow = [*cube(), *inside_out(cube(8.0, 6.0))]
    mixed = [*cube()[:-1], *inside_out(cube()[-1:])]
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
    yield Hostile("cavity.stl", binary(hollow), "a hollow that nothing can leave")
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
