from pathlib import Path

import pytest

from amcenter.errors import BadInput
from amcenter.offline.files import Wishes, wanted_files


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(b"")


def test_files_are_taken_as_they_are_named(tmp_path: Path) -> None:
    touch(tmp_path, "b.stl", "a.odd")

    files = wanted_files([tmp_path / "b.stl", tmp_path / "a.odd"], Wishes(quantity=3))

    assert [(file.key, file.wishes.quantity) for file in files] == [("b", 3), ("a", 3)]


def test_a_folder_gives_its_meshes_by_name(tmp_path: Path) -> None:
    touch(tmp_path, "b.STL", "a.3mf", "c.obj", "notes.txt")

    files = wanted_files([tmp_path], Wishes())

    assert [file.path.name for file in files] == ["a.3mf", "b.STL", "c.obj"]


def test_a_list_says_which_files_count_and_how_they_are_wanted(tmp_path: Path) -> None:
    touch(tmp_path, "a.stl", "b.stl")
    (tmp_path / "parts.toml").write_text(
        '[[parts]]\nfile = "b.stl"\nmaterial = "316l"\n', encoding="utf-8"
    )

    (file,) = wanted_files([tmp_path], Wishes(quantity=5, material="pa12"))

    assert (file.path.name, file.wishes.material, file.wishes.quantity) == ("b.stl", "316l", 5)


def test_files_of_one_name_get_keys_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    touch(tmp_path, "a.stl", "a.obj", "x/a.stl")

    files = wanted_files([tmp_path, tmp_path / "x"], Wishes())

    assert [file.key for file in files] == ["a", "a~2", "a~3"]


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no file or folder .*nothing\.stl"):
        wanted_files([tmp_path / "nothing.stl"], Wishes())


def test_a_folder_without_meshes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        wanted_files([tmp_path], Wishes())

    assert refusal.value.message.code == "folder_without_parts"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[[parts]", "parts_list_syntax"),
        ('[[parts]]\nfile = "a.stl"\nquantity = 0', "parts_list_entry"),
        ('[[parts]]\nfile = "a.stl"\ncolour = "red"', "parts_list_entry"),
        ('[[parts]]\nmaterial = "316l"', "parts_list_entry"),
    ],
)
def test_a_wrong_list_is_refused_with_the_place(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "parts.toml").write_text(content, encoding="utf-8")

    with pytest.raises(BadInput, match=r"parts\.toml") as refusal:
        wanted_files([tmp_path], Wishes())

    assert refusal.value.message.code == code
