"""The files that warm the readers up are read, and leave no kernel to compile for real files."""

from pathlib import Path

import pytest

from amcenter.intake import obj_lexer, off, ply_rows, polygons, threemf_tables, weld
from amcenter.intake.formats import read_soup
from amcenter.intake.tiny_files import tiny_files
from sample_parts.mesh_files import cube, obj_text, off_text, ply, threemf

KERNELS = [
    obj_lexer.walk,
    off._faces,
    off._points,
    ply_rows.binary_rows,
    ply_rows.text_rows,
    polygons._fans,
    threemf_tables._triangles,
    threemf_tables._vertices,
    weld._distinct,
]


def read(path: Path, content: bytes) -> int:
    path.write_bytes(content)
    return len(read_soup(path, path.name)[1].faces)


@pytest.mark.parametrize("name", tiny_files())
def test_every_tiny_file_is_a_pyramid_on_a_square(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / name, tiny_files()[name]) == 6


def test_real_files_compile_nothing_more(tmp_path: Path) -> None:
    from amcenter.intake.warming import warm_up

    warm_up()
    before = [len(kernel.signatures) for kernel in KERNELS]
    assert min(before) > 0

    for content in (
        obj_text(cube()).encode(),
        off_text(cube()).encode(),
        ply(cube()),
        threemf(cube()),
    ):
        read(tmp_path / "cube", content)
    read(tmp_path / "cube", ply(cube(), "binary_big_endian"))

    assert [len(kernel.signatures) for kernel in KERNELS] == before
