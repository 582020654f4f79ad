"""A request service with real intake: files on disk, analyses in child processes."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.amcenter.centre import TestCentre, open_centre


@pytest.fixture
def centre(engine: Engine, tmp_path: Path) -> TestCentre:
    return open_centre(engine, tmp_path)
