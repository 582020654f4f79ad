"""Real files: facets, points and solids are those that another program has counted."""

import json
from hashlib import sha256

import pytest

from amcenter.errors import Refusal
from amcenter.intake.formats import read_soup
from tests.amcenter.intake.meshes import data


def test_every_real_stl_has_the_facets_and_points_of_its_golden_values() -> None:
    golden = {
        entry["sha256"]: entry
        for entry in json.loads(data("meshes", "golden_stl.json").read_text())
        if not entry["snapped"]  # points are counted after the joining of seams there
    }
    met = set()

    for path in data("meshes").glob("*.[sS][tT][lL]"):
        entry = golden.get(sha256(path.read_bytes()).hexdigest())
        if entry is None:
            continue
        kind, soup = read_soup(path, path.name)
        counted = (kind, soup.solids, len(soup.faces), len(soup.points))
        expected = [entry[name] for name in ("format", "solids", "facets", "vertices")]
        assert counted == tuple(expected), path.name
        met.add(entry["sha256"])

    assert met == set(golden)


@pytest.mark.parametrize("folder", ["meshes", "real_parts"])
def test_every_real_file_is_read_or_refused(folder: str) -> None:
    outcomes = dict[str, int]()
    for path in sorted(data(folder).iterdir()):
        if path.suffix.lower() in {".step", ".json"}:  # STEP is for the child process
            continue
        try:
            kind, _ = read_soup(path, path.name)
        except Refusal as refused:
            kind = refused.message.code
        outcomes[kind] = outcomes.get(kind, 0) + 1

    assert "unknown_format" not in outcomes or outcomes["unknown_format"] == 1  # an empty OBJ
    assert sum(outcomes.values()) > 0
