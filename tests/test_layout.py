"""The three import names belong to this project alone (docs/decisions/0001)."""

from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["amcenter", "api", "solver"])
def test_nobody_else_installs_our_import_names(name: str) -> None:
    # An editable install records no packages of its own, so "nobody" is fine too.
    assert set(packages_distributions().get(name, [])) <= {"amcenter"}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_have_hashes_and_no_index_addresses(name: str) -> None:
    lock = (ROOT / name).read_text()

    assert "://" not in lock
    assert all("--hash=sha256:" in entry for entry in lock.split("\n\n") if entry.strip())
