"""Which files to plan: those named, and those in the folders named.

A folder may say more about its files in ``parts.toml``; then exactly the files listed there count::

    [[parts]]
    file = "impeller.stl"
    name = "Closed impeller"     # otherwise the name of the file
    material = "316l"            # otherwise the first one of the machines
    process = "pbf_lb_m"         # otherwise any that has the material
    quantity = 2
    unit = "mm"                  # otherwise found by size, with a warning where it is doubtful
    quality_class = "S"
    orientation_policy = "free"  # about_z, locked
    due_days = 14.0              # from the start of the plan
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from amcenter.errors import BadInput
from amcenter.tables import OrientationPolicy, QualityClass

LIST = "parts.toml"
SUFFIXES = frozenset({".stl", ".3mf", ".obj"})


class Wishes(BaseModel):
    """How the pieces of a file are wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str | None = None
    material: str | None = None
    process: str | None = None
    quantity: int = Field(default=1, ge=1, le=10_000)
    unit: str | None = None
    quality_class: QualityClass = QualityClass.STANDARD
    orientation_policy: OrientationPolicy = OrientationPolicy.FREE
    due_days: float | None = Field(default=None, ge=0)


class _Entry(Wishes):
    file: str


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parts: list[_Entry]


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A file with a key of its own and how its pieces are wanted."""

    key: str
    path: Path
    wishes: Wishes


def wanted_files(paths: Iterable[Path], usual: Wishes) -> list[WantedFile]:
    """Return the files to plan; ``usual`` holds for what no list says otherwise.

    Raises BadInput for a path that is not there, a folder without parts and a wrong list.
    """
    files: list[WantedFile] = []
    taken: set[str] = set()
    for path in paths:
        for file, wishes in _expanded(path, usual):
            key = _free_key(file.stem, taken)
            taken.add(key)
            files.append(WantedFile(key, file, wishes))
    return files


def _expanded(path: Path, usual: Wishes) -> Iterator[tuple[Path, Wishes]]:
    if path.is_file():
        yield path, usual
    elif not path.is_dir():
        raise BadInput("no_such_path", path=str(path))
    elif (path / LIST).is_file():
        yield from _listed(path / LIST, usual)
    else:
        found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
        if not found:
            raise BadInput("folder_without_parts", path=str(path))
        yield from ((file, usual) for file in found)


def _listed(list_path: Path, usual: Wishes) -> Iterator[tuple[Path, Wishes]]:
    try:
        listed = _List.model_validate(tomllib.loads(list_path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("parts_list_syntax", path=str(list_path), detail=str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadInput(
            "parts_list_entry", path=str(list_path), where=where, detail=first["msg"]
        ) from None
    for entry in listed.parts:
        said = entry.model_dump(exclude={"file"}, exclude_unset=True)
        yield list_path.parent / entry.file, usual.model_copy(update=said)


def _free_key(stem: str, taken: set[str]) -> str:
    number = 2
    key = stem
    while key in taken:
        key = f"{stem}~{number}"
        number += 1
    return key
