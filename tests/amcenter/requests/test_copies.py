"""Files that were seen before: not measured again, and found by their shape."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from amcenter.accounts.principal import Principal
from amcenter.db import reading, transaction
from amcenter.errors import UnreadableFile
from amcenter.intake.answers import Answer
from amcenter.intake.document import from_json
from amcenter.requests import parts, requests
from amcenter.requests.copies import copies_of
from amcenter.tables import PartRow, PartStatus
from tests.amcenter.centre import TestCentre
from tests.amcenter.people import NEED_BY
from tests.amcenter.shapes import Triangle, box, stl

TURN = np.array([[0.36, 0.48, -0.8], [-0.8, 0.6, 0.0], [0.48, 0.64, 0.6]])
"""A rotation with exact squares."""


def wedge() -> list[Triangle]:
    """A box with one corner pulled out: it has no symmetry at all."""
    tip = (30.0, 20.0, 10.0)
    return [
        tuple((47.0, 26.0, 13.0) if corner == tip else corner for corner in face)
        for face in box(30, 20, 10)
    ]


def moved(faces: list[Triangle], *, mirrored: bool = False) -> list[Triangle]:
    """The same shape turned, shifted, its triangles in another order; or its mirror image."""
    corners = np.array(faces)
    if mirrored:
        corners = (corners * [-1, 1, 1])[:, ::-1]
    turned = corners @ TURN.T + [5, -70, 300]
    return [tuple(map(tuple, face)) for face in turned[::-1].tolist()]


def copies_seen(centre: TestCentre, part: PartRow, who: Principal) -> list[tuple[str, str]]:
    with reading(centre.engine) as session:
        found = copies_of(session, who, centre.files, part.id)
        return [(copy.part.number, copy.relation.value) for copy in found]


def test_a_part_finds_its_turned_copies_and_its_mirror_images_and_nothing_else(
    centre: TestCentre,
) -> None:
    request = centre.draft()
    part = centre.add(request, stl(wedge()), unit="mm")
    again = centre.add(request, stl(wedge()), unit="mm")
    turned = centre.add(request, stl(moved(wedge())), unit="mm")
    mirrored = centre.add(request, stl(moved(wedge(), mirrored=True)), unit="mm")
    centre.add(request, stl(box(30, 20, 10)), unit="mm")
    centre.add(request, stl(wedge()), unit="inch")

    assert copies_seen(centre, part, centre.people.engineer) == [
        (mirrored.number, "mirrored"),
        (turned.number, "same"),
        (again.number, "same"),
    ]


def test_the_parts_of_other_customers_are_no_copies_for_an_engineer(centre: TestCentre) -> None:
    part = centre.add(centre.draft(), stl(wedge()), unit="mm")
    theirs = add_for_stranger(centre, stl(wedge()))

    assert copies_seen(centre, part, centre.people.engineer) == []
    assert copies_seen(centre, theirs, centre.people.stranger) == []
    assert copies_seen(centre, part, centre.people.operator) == [(theirs.number, "same")]


def test_a_part_with_a_new_shape_is_no_copy_of_the_old_one(centre: TestCentre) -> None:
    request = centre.draft()
    part = centre.add(request, stl(wedge()), unit="mm")
    other = centre.add(request, stl(wedge()), unit="mm")
    with transaction(centre.engine) as session:
        stored = centre.files.receive([stl(box(1, 2, 3))])
        who = centre.people.engineer
        parts.replace_file(session, who, centre.queue, other.id, stored, "b.stl", unit="mm")

    assert copies_seen(centre, part, centre.people.engineer) == []
    assert copies_seen(centre, other, centre.people.engineer) == []


def test_the_same_bytes_in_the_same_unit_are_analysed_once(
    centre: TestCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = centre.draft()
    first = centre.add(request, stl(wedge()), unit="mm")
    asked = children_of(monkeypatch)

    second = centre.add(request, stl(wedge()), unit="mm")

    assert second.status == PartStatus.ANALYSED
    assert (second.summary, second.findings) == (first.summary, first.findings)
    assert second.preview_sha256 == first.preview_sha256
    assert asked == []


def test_an_analysis_that_is_used_again_bears_the_name_of_its_file(
    centre: TestCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = centre.add(centre.draft(), stl(wedge()), unit="mm")
    asked = children_of(monkeypatch)

    with transaction(centre.engine) as session:
        stored = centre.files.receive([stl(wedge())])
        second = parts.add(
            session,
            centre.people.engineer,
            centre.queue,
            first.request_id,
            stored,
            "other.stl",
            unit="mm",
        ).id
    centre.work()

    assert asked == []
    sha256 = centre.part(second).document_sha256
    assert sha256 is not None
    document = from_json(centre.files.path(sha256).read_bytes())
    before = from_json(centre.files.path(first.document_sha256 or "").read_bytes())
    assert document == replace(before, name="other.stl")


@pytest.mark.parametrize(("before", "after"), [("mm", "inch"), ("mm", None), (None, "mm")])
def test_the_same_bytes_in_another_unit_are_measured_anew(
    centre: TestCentre, monkeypatch: pytest.MonkeyPatch, before: str | None, after: str | None
) -> None:
    request = centre.draft()
    centre.add(request, stl(wedge()), unit=before)
    asked = children_of(monkeypatch)

    centre.add(request, stl(wedge()), unit=after)

    assert asked == ["part.stl"]


def test_what_another_customer_had_analysed_is_analysed_again(
    centre: TestCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre.add(centre.draft(), stl(wedge()), unit="mm")
    asked = children_of(monkeypatch)

    add_for_stranger(centre, stl(wedge()))

    assert asked == ["t.stl"]


def test_an_older_analysis_is_not_used_again(
    centre: TestCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = centre.draft()
    centre.add(request, stl(wedge()), unit="mm")
    asked = children_of(monkeypatch)
    monkeypatch.setattr("amcenter.requests.known.SCHEMA", 1_000)

    centre.add(request, stl(wedge()), unit="mm")

    assert asked == ["part.stl"]


def children_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that child processes were asked to analyse from now on."""
    asked: list[str] = []

    def measured(task: str, path: Path, name: str, *_: object) -> Answer:
        asked.append(name)
        raise UnreadableFile("analysis_crashed")

    monkeypatch.setattr("amcenter.requests.analysis.run_isolated", measured)
    return asked


def add_for_stranger(centre: TestCentre, content: bytes) -> PartRow:
    with transaction(centre.engine) as session:
        who = centre.people.stranger
        request = requests.create(session, who, title="Theirs", need_by=NEED_BY)
        stored = centre.files.receive([content])
        part = parts.add(session, who, centre.queue, request.id, stored, "t.stl", unit="mm").id
    centre.work()
    return centre.part(part)
