"""Proposals for files: figures of the bytes that would replace them, or one reason why not."""

from pathlib import Path

import numpy as np
import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.formats import read_soup
from amcenter.intake.repair.proposal import (
    RepairProposal,
    figures_of,
    from_json,
    propose_repair,
    to_json,
)
from amcenter.intake.stl_writing import binary_stl
from amcenter.intake.tidy import tidy
from tests.amcenter.intake.meshes import SAMPLES, data
from tests.amcenter.intake.repair.broken import Triangles, cube, facing, open_box, soup_of


def written(folder: Path, *bodies: Triangles) -> Path:
    soup = soup_of(*bodies)
    path = folder / "a.stl"
    path.write_bytes(binary_stl(soup.points, soup.faces))
    return path


def refusal(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        propose_repair(path, path.name, "mm")
    return refused.value


def test_the_figures_after_the_repair_are_those_of_the_repaired_file(tmp_path: Path) -> None:
    proposal, content = propose_repair(written(tmp_path, open_box()), "a.stl", "mm")

    repaired = tmp_path / "b.stl"
    repaired.write_bytes(content)
    _, soup = read_soup(repaired, "b.stl")
    assert figures_of(tidy(soup, 1.0)) == proposal.after
    assert proposal.after.volume_mm3 == pytest.approx(1000.0)
    assert proposal.made_up_mm2 == pytest.approx(100.0)


def test_a_proposal_survives_its_storage(tmp_path: Path) -> None:
    proposal, _ = propose_repair(written(tmp_path, open_box()), "a.stl", "mm")

    assert from_json(to_json(proposal)) == proposal
    assert isinstance(from_json(to_json(proposal)), RepairProposal)


def test_a_repaired_file_is_in_millimetres_whatever_the_sent_one_was(tmp_path: Path) -> None:
    proposal, _ = propose_repair(written(tmp_path, open_box()), "a.stl", "inch")

    assert proposal.before.box_mm == pytest.approx((254.0, 254.0, 254.0))
    assert proposal.after.box_mm == pytest.approx((254.0, 254.0, 254.0))


def test_a_sound_file_needs_none(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, cube())).message.code == "repair_not_needed"


def test_a_file_that_nothing_helps_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    sheet = cube()[facing(cube(), (0, 0, 1))]

    message = refusal(written(tmp_path, sheet)).message

    assert message.code == "repair_no_help"
    assert message.params == {"open": 4, "crowded": 0, "twisted": 0}


def test_a_folded_sheet_is_not_taken_for_a_body(tmp_path: Path) -> None:
    # with a repeated triangle taken away the sheet closes with its own back, round no room at all
    sheet = cube()[facing(cube(), (0, 0, 1))]

    folded = written(tmp_path, sheet, sheet[:, ::-1], sheet[:1])

    assert refusal(folded).message.code == "repair_no_help"


def test_what_is_left_open_is_said_after_what_was_done(tmp_path: Path) -> None:
    sheet = cube((30, 0, 0))[facing(cube(), (0, 0, 1))]

    proposal, _ = propose_repair(written(tmp_path, open_box(), open_box(), sheet), "a.stl", "mm")

    assert not proposal.after.watertight
    assert proposal.after.volume_mm3 is None
    last = proposal.actions[-1]
    assert (last.code, last.params) == ("repair_still_open", {"edges": 4})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("open.stl", "repair_holes"),
        ("doubled.stl", "repair_repeated"),
        ("mixed_normals.stl", "repair_winding"),
    ],
)
def test_the_hostile_samples_that_can_be_cured_are(name: str, code: str) -> None:
    proposal, _ = propose_repair(SAMPLES / "hostile" / name, name, "mm")

    assert [action.code for action in proposal.actions] == [code]
    assert proposal.after.volume_mm3 == pytest.approx(8000.0)  # cubes of 20 mm


def test_a_surface_without_a_hole_is_not_opened_to_have_fewer_faults() -> None:
    # 16 triangles are there twice and closed all the same; without the second ones they are not
    assert refusal(data("luzedi", "stl", "42.stl")).message.code == "repair_no_help"


@pytest.mark.parametrize("number", [11, 12, 31, 33, 40, 45, 6, 81, 83, 85, 91, 95, 96])
def test_real_supports_that_cross_each_other_become_closed_without_growing(number: int) -> None:
    path = data("luzedi", "stl", f"{number}.stl")

    proposal, _ = propose_repair(path, path.name, "mm")

    assert not proposal.before.watertight
    assert proposal.after.watertight
    assert proposal.made_up_mm2 == 0.0
    assert np.allclose(proposal.before.box_mm, proposal.after.box_mm, atol=1e-4)
