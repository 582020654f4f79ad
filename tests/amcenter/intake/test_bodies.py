"""Bodies of a file: whole with their cavities, alike ones counted, linked ones kept together."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from amcenter.intake.bodies import bodies_of
from amcenter.intake.kinds import BodyKind, specimens_of
from amcenter.intake.linked import groups_of
from tests.amcenter.intake.meshes import box, inside_out, tidied


def kinds(*meshes: trimesh.Trimesh) -> list[BodyKind]:
    bodies = bodies_of(tidied(*meshes))
    assert bodies is not None
    found = specimens_of(bodies)
    assert found is not None
    return [one.kind for one in found]


def groups(*meshes: trimesh.Trimesh) -> int:
    bodies = bodies_of(tidied(*meshes))
    assert bodies is not None
    return int(groups_of(bodies).max()) + 1


def ring(at: tuple[float, float, float], *, upright: bool = False) -> trimesh.Trimesh:
    mesh = trimesh.creation.torus(10.0, 2.0)
    if upright:
        mesh.apply_transform(trimesh.transformations.rotation_matrix(np.pi / 2, (1, 0, 0)))
    mesh.apply_translation(at)
    return mesh


def angle_bracket(x: float, y: float) -> trimesh.Trimesh:
    """An L of 20 x 20 x 5 with arms of 5."""
    mesh = trimesh.boolean.difference([box((20, 20, 5)), box((20, 20, 5), (5, 5, 0))])
    mesh.apply_translation((x, y, 0))
    return mesh


def test_a_cavity_stays_with_the_body_around_it() -> None:
    hollow = box((10, 10, 10)), inside_out(box((4, 4, 4), (3, 3, 3)))

    (whole, other) = kinds(*hollow, box((5, 5, 5), (20, 0, 0)))

    assert (whole.count, whole.volume_mm3) == (1, pytest.approx(1000.0 - 64.0))
    assert (other.count, other.volume_mm3) == (1, pytest.approx(125.0))


def test_of_bodies_in_a_cavity_each_keeps_its_own_cavity() -> None:
    # a ball of 20 with a room of 16, in it a ball of 10 with a room of 4
    sizes = (10.0, 8.0, 5.0, 2.0)
    balls = [trimesh.creation.icosphere(2, size) for size in sizes]
    bodies = bodies_of(tidied(balls[0], inside_out(balls[1]), balls[2], inside_out(balls[3])))

    assert bodies is not None
    volumes = [float(ball.volume) for ball in balls]
    assert bodies.volume_mm3 == pytest.approx([volumes[0] - volumes[1], volumes[2] - volumes[3]])


def test_bodies_of_an_open_mesh_cannot_be_told() -> None:
    lid_less = box((10, 10, 10))
    lid_less.update_faces(np.arange(len(lid_less.faces)) > 1)

    assert bodies_of(tidied(lid_less, box((5, 5, 5), (20, 0, 0)))) is None


def test_alike_bodies_are_counted_together() -> None:
    pins = [box((2, 2, 20), (10 * x, 10 * y, 0)) for x in range(3) for y in range(2)]

    pin, plate = kinds(*pins, box((30, 30, 2), (50, 0, 0)))

    assert (pin.count, pin.box_mm) == (6, (2.0, 2.0, 20.0))
    assert (plate.count, plate.volume_mm3) == (1, pytest.approx(1800.0))


def test_bodies_of_equal_volume_but_other_shape_are_different() -> None:
    assert len(kinds(box((2, 2, 20)), box((4, 1, 20), (10, 0, 0)))) == 2


def test_a_body_that_lies_another_way_is_the_same_and_its_mirror_image_is_not() -> None:
    one = angle_bracket(0, 0)
    one.apply_transform(np.diag([1.0, 1.0, 2.0, 1.0]))
    foot = box((3, 2, 1), (20, 3, 2))
    whole = trimesh.boolean.union([one, foot])
    turned = whole.copy()
    turned.apply_transform(trimesh.transformations.rotation_matrix(1.0, (1, 2, 3)))
    turned.apply_translation((60, 0, 0))
    mirror = whole.copy()
    mirror.apply_transform(np.diag([-1.0, 1.0, 1.0, 1.0]))
    mirror.apply_translation((-30, 0, 0))

    assert [kind.count for kind in kinds(whole, turned)] == [2]
    assert [kind.count for kind in kinds(whole, mirror)] == [1, 1]


def test_thousands_of_alike_bodies_are_one_kind() -> None:
    pin = box((2, 2, 2))
    places = np.array([(3.0 * x, 3.0 * y, 0.0) for x in range(71) for y in range(71)])[:5000]
    points = (pin.vertices[None] + places[:, None]).reshape(-1, 3)
    faces = (pin.faces[None] + 8 * np.arange(5000)[:, None, None]).reshape(-1, 3)

    (kind,) = kinds(trimesh.Trimesh(points, faces, process=False))

    assert kind.count == 5000


def test_a_hundred_different_bodies_are_the_limit() -> None:
    blocks = [box((1, 1, 1 + number / 10), (3 * number, 0, 0)) for number in range(101)]
    bodies = bodies_of(tidied(*blocks))

    assert bodies is not None
    assert specimens_of(bodies) is None
    assert len(kinds(*blocks[:100])) == 100


def test_chain_links_stay_together_and_rings_side_by_side_do_not() -> None:
    assert groups(ring((0, 0, 0)), ring((10, 0, 0), upright=True)) == 1
    assert groups(ring((0, 0, 0)), ring((30, 0, 0), upright=True)) == 2


def test_a_ball_in_a_cage_stays_with_it() -> None:
    cage = trimesh.creation.icosphere(2, 10.0), inside_out(trimesh.creation.icosphere(2, 8.0))

    assert groups(*cage, trimesh.creation.icosphere(2, 3.0)) == 1


def test_brackets_laid_into_each_other_come_apart_upwards() -> None:
    # their boxes and hulls share room, their shadows from above do not
    assert groups(angle_bracket(0, 0), angle_bracket(6, 6)) == 2


def test_plates_face_to_face_come_apart_however_they_lie() -> None:
    # seen along any axis they cover each other, yet a plane fits between them
    plates = [box((20, 20, 1), (0, 0, 0)), box((20, 20, 1), (0, 0, 2))]
    slope = trimesh.geometry.align_vectors((0, 0, 1), (1, 1, 1))
    for plate in plates:
        plate.apply_transform(slope)

    assert groups(*plates) == 2


def test_bodies_that_touch_are_built_as_one() -> None:
    assert groups(box((10, 10, 10)), box((4, 4, 4), (2, 2, 10))) == 1
    assert groups(box((10, 10, 10)), box((4, 4, 4), (2, 2, 10.1))) == 2


def test_linked_bodies_count_as_one_with_their_number() -> None:
    (chain,) = kinds(ring((0, 0, 0)), ring((10, 0, 0), upright=True))

    assert (chain.count, chain.bodies) == (1, 2)


@settings(max_examples=20)
@given(
    sizes=st.lists(st.tuples(*[st.floats(1, 9)] * 3), min_size=1, max_size=8),
    hollow=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_the_volumes_of_the_bodies_add_up_to_the_whole(
    sizes: list[tuple[float, float, float]], hollow: list[bool]
) -> None:
    meshes = []
    for number, size in enumerate(sizes):
        meshes.append(box(size, (10.0 * number, 0, 0)))
        if hollow[number]:
            inner = tuple(side / 2 for side in size)
            meshes.append(inside_out(box(inner, (10.0 * number + size[0] / 4, *_quarter(size)))))
    whole = tidied(*meshes)

    bodies = bodies_of(whole)

    assert bodies is not None
    specimens = specimens_of(bodies)
    assert specimens is not None
    parts = [trimesh.Trimesh(one.points, one.faces, process=False) for one in specimens]
    total = sum(
        one.kind.count * float(part.volume) for one, part in zip(specimens, parts, strict=True)
    )
    assert total == pytest.approx(float(whole.shells.volume_mm3.sum()), rel=1e-3)
    assert all(part.is_watertight for part in parts)


def _quarter(size: tuple[float, float, float]) -> tuple[float, float]:
    return size[1] / 4, size[2] / 4
