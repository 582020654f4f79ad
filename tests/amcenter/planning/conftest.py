"""Documents of small parts, measured once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine

from amcenter.intake.document import AnalysisDocument, analyse_file
from amcenter.planning.wanted import WantedPart
from tests.amcenter.centre import TestCentre, open_centre
from tests.amcenter.people import Floor, small_floor
from tests.amcenter.shapes import box, stl

MakePart = Callable[..., WantedPart]


@pytest.fixture
def floor() -> Floor:
    return small_floor()


@pytest.fixture(scope="session")
def document(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., tuple[Path, AnalysisDocument]]:
    """Return a function that measures a box: (width, depth, height, closed)."""
    folder = tmp_path_factory.mktemp("boxes")

    @cache
    def measured(
        width: float, depth: float, height: float, closed: bool
    ) -> tuple[Path, AnalysisDocument]:
        path = folder / f"{width}x{depth}x{height}-{closed}.stl"
        path.write_bytes(stl(box(width, depth, height)[: 12 if closed else 11]))
        return path, analyse_file(path, path.name, "mm")

    return measured


@pytest.fixture
def part(floor: Floor, document: Callable[..., tuple[Path, AnalysisDocument]]) -> MakePart:
    """Return a function that makes a wanted box of the floor's material."""

    def make(
        width: float = 30,
        depth: float = 20,
        height: float = 10,
        *,
        closed: bool = True,
        **more: object,
    ) -> WantedPart:
        path, measured = document(width, depth, height, closed)
        usual = {
            "key": path.stem,
            "document": measured,
            "file": path,
            "material_id": floor.material.id,
        }
        return WantedPart(**(usual | more))  # type: ignore[arg-type]

    return make


@pytest.fixture
def centre(engine: Engine, tmp_path: Path) -> TestCentre:
    return open_centre(engine, tmp_path)
