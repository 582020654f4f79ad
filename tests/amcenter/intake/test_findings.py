"""Findings: what blocks a part, and what is only worth knowing."""

from dataclasses import replace

import numpy as np
import pytest
import trimesh

from amcenter.intake.analysis import analyse
from amcenter.intake.faults import faults_of
from amcenter.intake.findings import (
    Finding,
    Room,
    blocking,
    shape_findings,
    size_findings,
)
from amcenter.intake.orientation import allowed, orientations
from amcenter.intake.units import Unit, UnitSource, unit_question
from amcenter.messages import LANGUAGES, catalogue, text
from tests.amcenter.intake.meshes import box, tidied

MM = Unit("mm", UnitSource.ASSUMED, doubtful=False)
SOUND = analyse(tidied(box((10, 20, 30))))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_sound_part_has_no_findings() -> None:
    assert shape_findings(SOUND, MM) == []


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [
        ({"watertight": False, "open_edges": 3, "volume_mm3": None}, "not_closed", "error"),
        ({"watertight": False, "twisted_edges": 3, "volume_mm3": None}, "mixed_normals", "error"),
        ({"watertight": False, "crowded_edges": 1, "volume_mm3": None}, "not_closed", "error"),
        ({"watertight": False, "repeated_triangles": 1}, "repeated_triangles", "error"),
        ({"volume_mm3": 0.0}, "no_volume", "error"),
        ({"triangles": 5_000_001}, "triangles_above_limit", "error"),
        ({"crowded_edges": 2}, "touching_edges", "warning"),
        ({"turned_shells": 1}, "inside_out", "warning"),
        ({"degenerate_triangles": 1}, "degenerate_triangles", "warning"),
        ({"bodies": 2}, "several_bodies", "warning"),
    ],
)
def test_each_fault_is_said_once(change: dict[str, int], code: str, severity: str) -> None:
    found = shape_findings(replace(SOUND, **change), MM)  # type: ignore[arg-type]  # table

    assert [(finding.code, finding.severity) for finding in found] == [(code, severity)]
    assert all(text(finding.message, language) for finding in found for language in LANGUAGES)
    assert blocking(found) == (found if severity == "error" else [])


def test_a_fault_of_the_surface_says_where_it_is() -> None:
    mesh = box((10, 20, 30))
    open_top = tidied(trimesh.Trimesh(mesh.vertices, mesh.faces[:-2], process=False))

    (found,) = shape_findings(analyse(open_top), MM, faults_of(open_top))

    # The last two triangles of a trimesh box are a side; the five others remain, all of them at it.
    assert found.code == "not_closed"
    assert found.place is not None
    sizes = np.subtract(found.place.high_mm, found.place.low_mm)
    assert sorted(sizes == 0) == [False, False, True]
    assert found.faces
    assert faults_of(tidied(box((1, 2, 3)))) is None


ROOMS = [Room("small", 100, 100, 50), Room("tall", 60, 60, 300)]


def test_a_part_that_fits_one_machine_has_no_size_finding() -> None:
    ways = orientations(tidied(box((50, 40, 250))))

    assert size_findings(ways, ROOMS) == []
    assert size_findings(ways, []) == []


def test_a_part_that_fits_nowhere_says_what_fails_on_which_machine() -> None:
    ways = orientations(tidied(box((120, 90, 45))))

    small, tall = size_findings(ways, ROOMS)

    # On "small" it lies flat and is 20 too wide; on "tall" it stands and is 90 deep (or wide).
    assert (small.value, small.limit, small.unit) == (small.params["size"], 100, "mm")
    assert (small.code, small.params["machine"]) == ("too_large_width", "small")
    assert small.params["size"] == pytest.approx(120, abs=0.2)
    assert small.params["limit"] == 100
    assert tall.code in {"too_large_width", "too_large_depth"}
    assert tall.params["size"] == pytest.approx(90, abs=0.2)
    assert all(text(one.message, language) for one in (small, tall) for language in LANGUAGES)


def test_a_part_too_high_as_it_must_stand_says_so() -> None:
    ways = allowed(orientations(tidied(box((20, 20, 70)))), "locked", None)

    (finding,) = size_findings(ways, ROOMS[:1])

    assert (finding.code, finding.params["size"]) == ("too_large_height", 70.0)


def test_turning_about_z_may_be_what_makes_it_fit() -> None:
    ways = allowed(orientations(tidied(box((20, 90, 10)))), "about_z", None)
    room = [Room("wide", 100, 30, 50)]

    assert size_findings(ways, room) == []
    assert codes(size_findings(ways, room, angles_deg=[0])) == ["too_large_depth"]
    # Along the diagonal: (90 + 20) / sqrt(2) = 78.
    assert size_findings(ways, [Room("square", 80, 80, 50)], angles_deg=[45]) == []


@pytest.mark.parametrize(
    ("longest", "doubtful"), [(0.99, True), (1.0, False), (2000.0, False), (2000.1, True)]
)
def test_a_size_is_doubtful_below_a_millimetre_and_above_two_metres(
    longest: float, doubtful: bool
) -> None:
    assert unit_question((0.1, longest, 0.2)) is doubtful


def test_both_languages_have_the_same_sentences_with_the_same_facts() -> None:
    english, russian = (catalogue(language) for language in LANGUAGES)

    assert english.keys() == russian.keys()
