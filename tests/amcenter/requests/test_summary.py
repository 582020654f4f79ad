"""The summary: small, and with the rank of every way to stand in every process."""

import json
from pathlib import Path

import trimesh

from amcenter.intake.document import analyse_file
from amcenter.intake.ranking import ranked
from amcenter.processes import PROCESSES
from amcenter.requests.summary import orientation_keys, summary_of
from tests.amcenter.intake.meshes import c_shape


def test_every_way_to_stand_has_a_rank_in_every_process(tmp_path: Path) -> None:
    file = tmp_path / "c.stl"
    c_shape().export(file)
    document = analyse_file(file, "c.stl", "mm")

    summary = summary_of(document)

    assert orientation_keys(summary) == [one.key for one in document.orientations]
    by_rank = {one["ranks"]["mex"]: one["key"] for one in summary["orientations"]}
    best_first = [one.key for one in ranked(document.orientations, PROCESSES["mex"])]
    assert [by_rank[rank] for rank in range(1, len(by_rank) + 1)] == best_first
    assert {frozenset(one["ranks"]) for one in summary["orientations"]} == {frozenset(PROCESSES)}


def test_a_summary_is_small(tmp_path: Path) -> None:
    file = tmp_path / "ring.stl"
    trimesh.creation.torus(20, 6, major_sections=300, minor_sections=60).export(file)

    summary = summary_of(analyse_file(file, "ring.stl", "mm"))

    assert len(json.dumps(summary)) < 16_000
