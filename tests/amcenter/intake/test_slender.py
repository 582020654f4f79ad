"""Pins and holes: round and square ones, straight and askew, and what is neither."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.features import Features
from tests.amcenter.intake.hollow import ball, features, rod, together, without
from tests.amcenter.intake.meshes import box, inside_out, rotation_of, turned

TURNS = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda turn: sum(t * t for t in turn) > 0.1)
PLATE = box((20, 20, 4))


def least_pin(found: Features) -> float | None:
    return None if found.pins is None else found.pins.least_mm


def least_hole(found: Features) -> float | None:
    return None if found.holes is None else found.holes.least_mm


@settings(max_examples=15)
@given(turn=TURNS)
def test_a_round_pin_has_its_diameter_whichever_way_it_points(
    turn: tuple[float, float, float, float],
) -> None:
    part = together(PLATE, rod(0.25, 6, at=(13.1, 12.3, 3)))

    found = features(turned(part, rotation_of(turn)))

    assert least_pin(found) == pytest.approx(0.5, rel=0.01)


@settings(max_examples=15)
@given(turn=TURNS)
def test_a_round_hole_has_its_diameter_whichever_way_it_points(
    turn: tuple[float, float, float, float],
) -> None:
    part = without(PLATE, rod(0.6, 10, at=(6.1, 12.3, -3)))

    found = features(turned(part, rotation_of(turn)))

    assert least_hole(found) == pytest.approx(1.2, rel=0.01)
    # The plate itself, 4 thick, is narrow two ways between the hole and its side, no pin is.
    assert (least_pin(found) or 4.0) > 3.99


def test_a_rectangular_pin_is_as_thin_as_its_wider_side() -> None:
    # It is narrow two ways where both sides are: its thinner side makes it a thin wall as well.
    found = features(together(PLATE, box((0.4, 0.8, 6), at=(6, 6, 3))))

    assert least_pin(found) == pytest.approx(0.8, abs=1e-3)
    assert found.thickness is not None
    assert found.thickness.min_mm == pytest.approx(0.4, abs=1e-3)


def test_a_pin_says_where_it_is() -> None:
    found = features(together(PLATE, rod(0.25, 6, at=(13.1, 12.3, 3))))

    assert found.pins is not None
    x, y, z = found.pins.at_mm
    assert (x, y) == pytest.approx((13.1, 12.3), abs=0.3)
    assert 4 <= z <= 9


def test_a_thin_wall_is_no_pin() -> None:
    found = features(together(PLATE, box((0.4, 15, 6), at=(6, 2, 3))))

    assert (least_pin(found) or 4.0) > 3.99


def test_a_thin_curved_wall_is_no_pin() -> None:
    # Lines along two axes measure nearly the same direction through it.
    assert least_pin(features(ball(10), inside_out(ball(9.4)))) is None


def test_a_slot_is_no_hole() -> None:
    found = features(without(PLATE, box((0.3, 15, 10), at=(9, 2.5, -3))))

    assert least_hole(found) is None


def test_the_tip_of_a_cone_is_no_pin() -> None:
    cone = trimesh.creation.cone(radius=3, height=8, sections=64)

    assert least_pin(features(cone)) is None


def test_the_edge_of_a_block_is_no_pin() -> None:
    turn = rotation_of((np.cos(np.pi / 8), 0, 0, np.sin(np.pi / 8)))  # 45° about z

    assert least_pin(features(turned(box((20, 20, 20)), turn))) is None


def test_a_lattice_of_struts_is_as_thin_as_its_struts() -> None:
    # Struts of 0.6 mm along the twelve edges of a cube of 10, and through its middle.
    struts = [
        box(np.roll((11, 0.6, 0.6), axis), at=np.roll((0, 5 * i, 5 * j), axis))
        for axis in range(3)
        for i in range(3)
        for j in range(3)
    ]

    assert least_pin(features(together(*struts))) == pytest.approx(0.6, abs=1e-3)
