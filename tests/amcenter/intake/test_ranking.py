"""Ranking: the same measures, another best in each process."""

from dataclasses import replace

import pytest
import trimesh

from amcenter.intake.layers import LayerProfile
from amcenter.intake.orientation import Orientation, orientations
from amcenter.intake.ranking import ranked
from amcenter.intake.support import Support
from amcenter.processes import PROCESSES
from tests.amcenter.intake.meshes import box, c_shape, rotation_of, tidied, turned


def standing(key: str, **more: object) -> Orientation:
    usual = Orientation(
        key=key,
        rotation=((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        shift_mm=(0, 0, 0),
        size_mm=(10, 10, 10),
        outline=(),
        shadow_mm2=100,
        supports=tuple(Support(limit, 0, 0) for limit in (60, 45, 30)),
        support_estimated=False,
        contact_mm2=50,
        tipping_mm=5,
        lateral_area_mm2=400,
        layers=LayerProfile(1, (100,) * 10, (40,) * 10),
    )
    return replace(usual, key=key, **more)  # type: ignore[arg-type]


def order(found: list[Orientation], process: str) -> list[str]:
    return [one.key for one in ranked(found, PROCESSES[process])]


def supports(sixty: float, forty_five: float, thirty: float) -> tuple[Support, ...]:
    volumes = {60: sixty, 45: forty_five, 30: thirty}
    return tuple(Support(limit, volume, volume / 10) for limit, volume in volumes.items())


def test_each_process_counts_the_support_of_its_own_limit() -> None:
    # The first has steep undersides (needed at 60 only), the second flat ones.
    steep = standing("steep", supports=supports(300, 0, 0))
    flat = standing("flat", supports=supports(200, 200, 200))

    assert order([flat, steep], "mex") == ["steep", "flat"]
    assert order([flat, steep], "vpp") == ["steep", "flat"]
    assert order([flat, steep], "ded") == ["flat", "steep"]


def test_powder_carries_what_hangs_over_and_the_lowest_box_wins() -> None:
    hanging = standing("low", supports=supports(900, 900, 900), size_mm=(10, 20, 5))
    upright = standing("high", size_mm=(5, 10, 20))

    assert order([upright, hanging], "pbf_lb_p") == ["low", "high"]
    assert order([upright, hanging], "mjf") == ["low", "high"]
    assert order([upright, hanging], "mex") == ["high", "low"]


def test_a_tight_box_beats_a_roomy_one_in_powder() -> None:
    square, tilted = (
        standing("square", size_mm=(10, 10, 10)),
        standing("tilted", size_mm=(20, 20, 9)),
    )

    assert order([tilted, square], "mjf") == ["square", "tilted"]


@pytest.mark.parametrize(
    "worse",
    [
        {"size_mm": (10, 5, 20)},
        {"contact_mm2": 10},
        {"tipping_mm": -1},
        {"tipping_mm": None},
        {"layers": LayerProfile(1, (200,), (40,))},
    ],
)
def test_height_footing_and_large_layers_tell_equals_apart(worse: dict[str, object]) -> None:
    good, bad = standing("good"), standing("bad", **worse)

    assert order([bad, good], "pbf_lb_m") == ["good", "bad"]


def test_equal_ones_keep_their_order() -> None:
    twins = [standing("first"), standing("second"), standing("third")]

    assert order(twins, "mex") == ["first", "second", "third"]
    assert order(twins[::-1], "mjf") == ["third", "second", "first"]


def test_no_way_to_stand_is_ranked_as_none() -> None:
    assert ranked([], PROCESSES["mex"]) == []


def test_a_table_is_built_on_its_top() -> None:
    legs = [box((5, 5, 20), at=(x, y, 0)) for x in (0, 35) for y in (0, 35)]
    table = trimesh.boolean.union([box((40, 40, 5), at=(0, 0, 20)), *legs], engine="manifold")
    found = list(orientations(tidied(table)))

    assert order(found, "mex")[0] == "z-"
    assert order(found, "pbf_lb_m")[0] == "z-"


def test_a_part_that_was_sent_askew_is_laid_flat_in_every_process() -> None:
    askew = turned(c_shape(), rotation_of((1.0, 0.3, 0.2, 0.1)))
    found = list(orientations(tidied(askew)))

    best = {key: ranked(found, process)[0] for key, process in PROCESSES.items()}

    assert {one.key[:4] for one in best.values()} == {"face"}
    # On its side the C needs nothing to hold its roof, and is only 10 high.
    assert all(one.support_volume_mm3 == pytest.approx(0, abs=1) for one in best.values())
    assert all(one.height_mm == pytest.approx(10) for one in best.values())
