"""Shells in shells: which are bodies, which cavities, which were inside out."""

from itertools import product

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.analysis import analyse
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.winding import inside_count
from tests.amcenter.intake.meshes import box, inside_out, rotation_of, soup, tidied, turned


def shells_of(count: int, flips: str) -> list[trimesh.Trimesh]:
    """Cubes in each other with the sides 10, 8, 6 ...; ``flips`` has a dash per inverted one."""
    cubes = [box((10 - 2 * n,) * 3, at=(n, n, n)) for n in range(count)]
    return [
        inside_out(cube) if flip == "-" else cube for cube, flip in zip(cubes, flips, strict=True)
    ]


@pytest.mark.parametrize(
    ("given_", "cavities", "turned_shells", "volume"),
    [
        # 10³ = 1000, 8³ = 512, 6³ = 216, 4³ = 64
        ("+-", [False, True], 0, 1000 - 512),
        ("++", [False, False], 0, 1000 + 512),
        ("-+", [False, True], 2, 1000 - 512),
        ("--", [False, True], 1, 1000 - 512),
        ("+-+", [False, True, False], 0, 1000 - 512 + 216),
        ("+--", [False, True, False], 1, 1000 - 512 + 216),
        ("++-", [False, False, True], 0, 1000 + 512 - 216),
        ("-+-", [False, True, False], 3, 1000 - 512 + 216),
        ("---", [False, True, False], 2, 1000 - 512 + 216),
        ("+-+-", [False, True, False, True], 0, 1000 - 512 + 216 - 64),
        ("-+-+", [False, True, False, True], 4, 1000 - 512 + 216 - 64),
    ],
)
def test_shells_in_shells_are_told_apart(
    given_: str, cavities: list[bool], turned_shells: int, volume: float
) -> None:
    found = tidied(*shells_of(len(given_), given_))

    assert found.cavity.tolist() == cavities
    assert found.turned == turned_shells
    assert analyse(found).volume_mm3 == pytest.approx(volume)
    assert found.around.tolist() == [0, *range(len(given_) - 1)]


@settings(max_examples=10)
@given(order=st.permutations(range(4)), quaternion=st.tuples(*[st.floats(0.1, 1)] * 4))
def test_neither_order_nor_direction_matters(
    order: list[int], quaternion: tuple[float, float, float, float]
) -> None:
    shells = shells_of(4, "+-+-")
    rotation = rotation_of(quaternion)

    found = tidied(*(turned(shells[number], rotation) for number in order))

    assert found.cavity.tolist() == [number % 2 == 1 for number in order]
    assert found.turned == 0


def test_one_body_inside_out_beside_a_sound_one_is_turned_with_what_is_in_it() -> None:
    sound = shells_of(2, "+-")
    wrong = [shell.apply_translation([20, 0, 0]) for shell in shells_of(2, "-+")]

    found = tidied(*sound, *wrong)

    assert found.cavity.tolist() == [False, True, False, True]
    assert (found.turned, analyse(found).volume_mm3) == (2, pytest.approx(2 * (1000 - 512)))


def test_a_ball_that_touches_all_walls_of_its_box_is_inside_it_and_not_the_reverse() -> None:
    cube = box((2, 2, 2), at=(-1, -1, -1))
    ball = inside_out(trimesh.creation.icosphere(2))

    found = tidied(ball, cube)

    assert (found.cavity.tolist(), found.around.tolist()) == ([True, False], [1, 1])


def test_a_cavity_that_stands_on_the_inner_side_of_a_wall_is_one() -> None:
    found = tidied(box((10, 10, 10)), inside_out(box((4, 4, 4), at=(3, 3, 6))))

    assert found.cavity.tolist() == [False, True]


def test_a_body_beside_another_with_a_box_around_it_is_not_in_it() -> None:
    # An L with a cube in its notch: the cube lies in the box of the L and not in the L.
    ring = [(0, 0), (10, 0), (10, 2), (2, 2), (2, 10), (0, 10)]
    angle = trimesh.creation.extrude_polygon(trimesh.path.polygons.Polygon(ring), 10.0)

    found = tidied(angle, inside_out(box((3, 3, 3), at=(5, 5, 3))))

    assert (found.cavity.tolist(), found.turned) == ([False, False], 1)


def packed(side: int) -> TidyMesh:
    """A hollow case with side³ tetrahedra in it, every third of them inside out."""
    case = box((10 * side + 20,) * 3, at=(-10,) * 3)
    room = inside_out(box((10 * side + 10,) * 3, at=(-5,) * 3))
    small = trimesh.creation.icosphere(0)
    parts = []
    for number, cell in enumerate(product(range(side), repeat=3)):
        part = small.copy().apply_translation(10.0 * np.array(cell))
        parts.append(inside_out(part) if number % 3 == 0 else part)
    return tidy(soup(case, room, *parts), 1.0)


def test_a_case_with_a_thousand_bodies_is_understood() -> None:
    found = packed(10)

    assert found.cavity.tolist() == [False, True] + [False] * 1000
    assert found.around.tolist() == [0, 0] + [1] * 1000
    assert found.turned == 334


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    probe=st.tuples(*[st.floats(-1.2, 1.2)] * 3),
)
def test_a_small_shell_is_inside_where_the_solid_angle_says_so(
    seed: int, probe: tuple[float, float, float]
) -> None:
    random = np.random.default_rng(seed)
    hull = trimesh.convex.convex_hull(random.normal(size=(15, 3)))
    speck = inside_out(box((1e-3,) * 3, at=probe))
    inside = inside_count(hull.vertices, np.asarray(hull.faces), np.array(probe) + 5e-4)

    found = tidied(hull, speck)

    assert bool(found.cavity[1]) == (inside == 1)
