"""Rooms inside a part and their ways out."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.amcenter.intake.hollow import ball, features, rod, without
from tests.amcenter.intake.meshes import box, inside_out, rotation_of, turned

TURNS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda turn: sum(t * t for t in turn) > 0.1)


def test_a_closed_room_is_known_exactly_and_named_once() -> None:
    found = features(ball(10), inside_out(ball(6)))

    (cavity,) = found.cavities
    # The inner icosphere itself: 4/3 π 6³ = 904.78 less its facets.
    assert cavity.volume_mm3 == pytest.approx(ball(6).volume, rel=1e-9)
    assert (cavity.low_mm, cavity.high_mm) == ((-6, -6, -6), (6, 6, 6))
    assert cavity.faces == ((5120, 10239),)
    assert found.chambers == ()


def drilled_ball(hole: float) -> trimesh.Trimesh:
    return without(ball(10), ball(6), rod(hole / 2, 12, at=(0, 0, 2)))


@pytest.mark.parametrize("hole", [1.5, 2.0, 3.5])
def test_a_drilled_ball_lets_out_what_is_as_narrow_as_its_hole(hole: float) -> None:
    found = features(drilled_ball(hole))

    assert found.cavities == ()
    (room,) = found.chambers
    assert room.opening_mm == pytest.approx(hole, rel=0.01)
    assert room.blur_mm == 0
    # and the way out, as far as it belongs to the room: up to 4 π hole²/4
    sphere = 4 / 3 * np.pi * 6**3
    assert 0.98 * sphere < room.volume_mm3 < 1.01 * sphere + np.pi * hole**2
    assert np.linalg.norm(room.at_mm) < 0.5


@settings(max_examples=5)
@given(turn=TURNS)
def test_a_turned_drilled_ball_has_the_same_way_out(
    turn: tuple[float, float, float, float],
) -> None:
    (room,) = features(turned(drilled_ball(2.0), rotation_of(turn))).chambers

    assert room.opening_mm == pytest.approx(2.0, rel=0.02)


def test_of_two_ways_out_the_wider_one_counts() -> None:
    part = without(ball(10), ball(6), rod(0.8, 12, at=(0, 0, 2)), rod(1.5, 12, at=(0, 0, -14)))

    (room,) = features(part).chambers

    assert room.opening_mm == pytest.approx(3.0, rel=0.01)


def test_a_room_behind_a_room_is_only_as_open_as_the_narrowest_way() -> None:
    block = box((40, 20, 20))
    first, second = box((16, 16, 16), at=(2, 2, 2)), box((16, 16, 16), at=(22, 2, 2))
    between = box((6, 1.0, 1.0), at=(17, 9.5, 9.5))
    outside = box((6, 3.0, 3.0), at=(36, 8.5, 8.5))

    rooms = features(without(block, first, second, between, outside)).chambers

    # From the first room things must come through the gap of 1 mm, whatever the second one has.
    assert [room.opening_mm for room in sorted(rooms, key=lambda room: room.at_mm)] == (
        pytest.approx([1.0, 3.0], rel=0.02)
    )


def test_a_cup_holds_nothing_back() -> None:
    cup = without(box((30, 30, 30)), box((26, 26, 40), at=(2, 2, 2)))

    assert features(cup).chambers == ()


def test_a_bent_channel_is_no_room() -> None:
    channel = [box((4, 4, 18), at=(8, 8, 8)), box((30, 4, 4), at=(8, 8, 8))]

    assert features(without(box((30, 30, 20)), *channel)).chambers == ()


def test_a_wall_inside_of_a_room_does_not_make_it_a_trap() -> None:
    room = without(box((30, 30, 30)), box((26, 26, 40), at=(2, 2, 2)))
    part = trimesh.util.concatenate([room, box((1, 20, 10), at=(14, 5, 10))])

    assert features(part).chambers == ()


def test_the_largest_ball_in_a_block_is_as_wide_as_its_least_side() -> None:
    ball_in = features(box((30, 50, 22))).thickest

    assert ball_in.width_mm == pytest.approx(22, abs=2 * ball_in.blur_mm)
    assert ball_in.at_mm == pytest.approx((15, 25, 11), abs=15)
    assert ball_in.at_mm[2] == pytest.approx(11, abs=1)
