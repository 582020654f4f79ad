"""Design rules: what breaks them, where, and what is left unknown."""

from dataclasses import replace

import pytest
import trimesh

from amcenter.intake.analysis import analyse
from amcenter.intake.chambers import Chamber
from amcenter.intake.design_rules import DesignRule, Verdict, verdict_of
from amcenter.intake.features import features_of
from amcenter.intake.findings import Finding, Severity
from amcenter.intake.orientation import allowed, orientations
from amcenter.intake.rule_measures import MEASURES, Subject
from amcenter.messages import LANGUAGES, Message, text
from tests.amcenter.intake.hollow import ball, rod, shell_box, together, without
from tests.amcenter.intake.meshes import box, inside_out, tidied

PLATE = box((20, 20, 4))
STEM = box((2, 2, 41), at=(19, 19, 0))
MUSHROOM = together(box((40, 40, 2), at=(0, 0, 40)), STEM)


def subject(*meshes: trimesh.Trimesh, policy: str = "locked") -> Subject:
    part = tidied(*meshes)
    ways = orientations(part)
    standing = allowed(ways, policy, None)
    return Subject(analyse(part), features_of(part, ways), standing, overhang_deg=45.0)


def rule(measure: str, limit: float, severity: Severity = Severity.ERROR) -> DesignRule:
    return DesignRule(f"TEST-{measure}", measure, severity, limit)


def broken(part: Subject, measure: str, limit: float) -> Finding:
    (found,) = verdict_of(part, [rule(measure, limit)]).findings
    return found


DRILLED = without(ball(10), ball(6), rod(1, 12, at=(0, 0, 2)))


@pytest.mark.parametrize(
    ("mesh", "measure", "value", "kept", "missed"),
    [
        (shell_box(), "thin_wall", 1.5, 1.5, 1.6),
        (box((60, 60, 30)), "thick_section", 30, 31, 28),
        (together(PLATE, rod(0.25, 6, at=(13, 12, 3))), "thin_pin", 0.5, 0.48, 0.6),
        (without(PLATE, rod(0.6, 9, at=(6, 12, -3))), "small_hole", 1.2, 1.15, 1.5),
        (without(PLATE, box((0.3, 15, 9), at=(9, 2, -3))), "narrow_gap", 0.3, 0.3, 0.4),
        (shell_box(), "closed_cavity", 1, 1, 0),
        (DRILLED, "narrow_opening", 2.0, 1.9, 2.1),
        # Under its cap 40 · 40 - 2 · 2 = 1596 mm²; all: 2 · 1600 + 4 · 80 + 4 · 80 = 3840 mm².
        (MUSHROOM, "overhang", 41.6, 42, 41),
        (box((90, 70, 5)), "flat_bottom", 6300, 6300, 6299),
        (box((10, 2, 20)), "slender_part", 10, 10, 9),
        # 1596 mm² · 40 mm below the cap, over 1600 · 2 + 2 · 2 · 40 = 3,360 mm³.
        (MUSHROOM, "much_support", 1900, 1950, 1850),
    ],
)
def test_a_limit_is_kept_or_missed_by_what_is_measured(
    mesh: trimesh.Trimesh, measure: str, value: float, kept: float, missed: float
) -> None:
    part = subject(mesh)

    assert verdict_of(part, [rule(measure, kept)]) == Verdict((), ())
    found = broken(part, measure, missed)
    assert found.value == pytest.approx(value, rel=0.02)
    assert (found.code, found.rule, found.limit) == (measure, f"TEST-{measure}", missed)
    assert found.unit == MEASURES[measure].unit


def test_every_measure_has_its_sentences() -> None:
    part = subject(MUSHROOM)
    names = ("value", "limit", "area", "cavities", "volume", "rooms", "orientation", "angle")
    facts = dict.fromkeys((*names, "height", "width", "percent"), 1)

    for measure in MEASURES:
        for code in (measure, f"cure_{measure}"):
            assert all(text(Message(code, facts), language) for language in LANGUAGES)
    found = broken(part, "overhang", 1)
    assert "z+" in text(found.message)


def test_a_thin_wall_says_where_it_is() -> None:
    # A block with a fin 0.5 thick at x from 3 to 3.5.
    part = subject(together(box((20, 20, 6)), box((0.5, 10, 8), at=(3, 5, 5))))

    found = broken(part, "thin_wall", 0.8)

    assert found.place is not None
    assert found.place.low_mm == pytest.approx((3, 5, 6), abs=0.2)
    assert found.place.high_mm == pytest.approx((3.5, 15, 13), abs=0.2)
    assert found.faces
    # Two sides of 10 · 7 mm² above the block.
    assert found.params["area"] == pytest.approx(140, rel=0.03)


def test_a_closed_cavity_names_its_faces() -> None:
    found = broken(subject(ball(10), inside_out(ball(6))), "closed_cavity", 0)

    assert found.place is not None
    assert (found.place.low_mm, found.place.high_mm) == ((-6, -6, -6), (6, 6, 6))
    assert found.faces == ((5120, 10239),)
    assert found.params["volume"] == pytest.approx(902.8, abs=0.1)


def test_of_two_limits_on_one_measure_the_more_severe_broken_one_is_said() -> None:
    part = subject(shell_box())
    least = replace(rule("thin_wall", 1.0), number="A-01")
    better = DesignRule("A-02", "thin_wall", Severity.WARNING, 2.0)

    (warned,) = verdict_of(part, [better, least]).findings
    (blocked,) = verdict_of(part, [better, replace(least, limit=1.8)]).findings

    assert (warned.rule, warned.severity) == ("A-02", "warning")
    assert (blocked.rule, blocked.severity) == ("A-01", "error")


def test_of_an_open_surface_nothing_is_said_that_needs_an_inside() -> None:
    mesh = box((10, 10, 10))
    part = subject(trimesh.Trimesh(mesh.vertices, mesh.faces[1:], process=False))

    verdict = verdict_of(part, [rule(measure, 0.001) for measure in MEASURES])

    inside = MEASURES.keys() - {"slender_part"}
    assert {one.measure for one in verdict.unknown} == inside
    assert {one.reason for one in verdict.unknown} == {"unmeasured_not_closed"}
    assert [one.code for one in verdict.findings] == ["slender_part"]


def test_an_opening_about_as_wide_as_the_limit_is_unknown_where_it_was_not_measured() -> None:
    part = subject(DRILLED)
    assert part.features is not None
    corner = (0.0, 0.0, 0.0)
    rough = Chamber(2.0, 0.5, 12.0, 900.0, corner, corner, corner)
    vague = replace(part, features=replace(part.features, chambers=(rough,)))

    def outcome(limit_mm: float) -> tuple[int, int]:
        verdict = verdict_of(vague, [rule("narrow_opening", limit_mm)])
        return len(verdict.findings), len(verdict.unknown)

    assert [outcome(limit) for limit in (1.9, 2.2, 2.6)] == [(0, 0), (0, 1), (1, 0)]


def test_pins_that_may_lie_between_the_lines_are_unknown() -> None:
    part = subject(box((400, 400, 20)))

    (unknown,) = verdict_of(part, [rule("thin_pin", 0.5)]).unknown

    assert unknown.reason == "unmeasured_too_coarse"


@pytest.mark.parametrize("measure", ["much_support", "overhang", "slender_part"])
def test_the_best_allowed_orientation_counts(measure: str) -> None:
    limit = {"slender_part": 2.0}.get(measure, 5.0)
    mesh = MUSHROOM if measure != "slender_part" else box((10, 2, 20))

    assert verdict_of(subject(mesh), [rule(measure, limit)]).findings
    assert not verdict_of(subject(mesh, policy="free"), [rule(measure, limit)]).findings


@pytest.mark.parametrize("measure", ["much_support", "overhang"])
def test_a_powder_that_carries_parts_needs_no_support(measure: str) -> None:
    part = replace(subject(MUSHROOM), overhang_deg=None)

    assert verdict_of(part, [rule(measure, 0)]) == Verdict((), ())
