"""Hostile files and bombs in the child process: an answer for each, inside small limits."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.isolated import analyse_isolated, shared_process
from amcenter.intake.limits import Limits
from sample_parts.hostile_files import all_files
from sample_parts.mesh_files import (
    RELS,
    ascii_text,
    binary,
    cube,
    model,
    package,
    tetrahedron,
    uses,
)

LIMITS = Limits(memory_mb=1024, cpu_s=20, wall_s=60.0)
"""A gigabyte, and more seconds than a quiet machine needs: what counts is that none is used up."""


def answer(path: Path) -> str | None:
    """The code of the refusal, None if the file can be read."""
    try:
        analyse_isolated(path, path.name, None, LIMITS)
    except UnreadableFile as refused:
        return refused.message.code
    return None


def test_every_refusal_comes_from_the_child_and_within_its_limits(tmp_path: Path) -> None:
    # What can be read of the hostile set is analysed elsewhere, and over HTTP.
    shared_process().start()
    server = shared_process()._process
    refused = {file.name: file for file in all_files() if file.refused}
    answers = {}
    for name, file in refused.items():
        path = tmp_path / name
        path.write_bytes(file.data)
        answers[name] = answer(path)

    assert answers == {name: file.refused for name, file in refused.items()}
    assert shared_process()._process is server  # the same one has served them all


def bombs() -> Iterator[tuple[str, str, str]]:
    """Yield the bombs that are too large to keep: their name, their answer, their model."""
    rows = '<triangle v1="0" v2="1" v3="2"/>' * 1_000_000
    yield "many_triangles.3mf", "zip_bomb", model(tetrahedron(rows))
    items = '<item objectid="1"/>' * 200_000
    yield "many_items.3mf", "threemf_too_many_instances", model(items=items)
    yield "long_attribute.3mf", "zip_bomb", model(attributes=f'note="{"x" * 20_000_000}"')
    quadratic = f"<!DOCTYPE m [<!ENTITY a '{'ha' * 50_000}'>]>"
    yield "quadratic.3mf", "xml_doctype", model(head=quadratic)
    wide = tetrahedron() + "".join(uses(key, *[key - 1] * 1000) for key in range(2, 8))
    yield "wide.3mf", "threemf_too_many_instances", model(wide, '<item objectid="7"/>')


@pytest.mark.parametrize(("name", "code", "content"), list(bombs()), ids=lambda value: value[:24])
def test_a_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, name: str, code: str, content: str
) -> None:
    path = tmp_path / name
    path.write_bytes(package(content))

    assert answer(path) == code


def test_an_archive_of_countless_entries_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "entries.3mf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("3D/3dmodel.model", model())
        for number in range(10_000):
            archive.writestr(f"Metadata/{number}", b"")

    assert answer(path) == "zip_bomb"


def test_a_file_of_text_without_end_is_refused(tmp_path: Path) -> None:
    blanks, word = tmp_path / "blanks.stl", tmp_path / "word.stl"
    blanks.write_bytes(b"solid x\n" + b" " * (64 << 20))
    word.write_bytes(b"solid x\nfacet normal " + b"1" * (64 << 20))

    assert answer(blanks) == "stl_text_truncated"
    assert answer(word) == "stl_text_truncated"


@pytest.mark.parametrize("count", [2**31 + 1, 2**32 - 1])
def test_a_count_beyond_all_memory_reserves_none(tmp_path: Path, count: int) -> None:
    path = tmp_path / "count.stl"
    path.write_bytes(binary(cube(), count))

    assert answer(path) == "stl_truncated"


def test_a_sparse_file_of_many_triangles_ends_at_a_limit_or_an_answer(tmp_path: Path) -> None:
    # Eleven million triangles in half a gigabyte that takes no room on the disk.
    path = tmp_path / "sparse.stl"
    with path.open("wb") as file:
        file.write(binary([], 11_000_000))
        file.truncate(84 + 50 * 11_000_000)

    assert answer(path) == "too_many_triangles"


def test_after_all_that_a_friendly_file_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "cube.stl"
    path.write_text(ascii_text(cube()))

    assert answer(path) is None
