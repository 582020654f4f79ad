"""Support: closed forms of undersides over the platform, over the part and inside of bodies."""

from math import cos, pi, radians, sin, sqrt

import numpy as np
import pytest
import trimesh
from shapely import Polygon

from amcenter.intake.orientation import Orientation, allowed, orientations
from amcenter.intake.support import ANGLE_SLACK_DEG, LIMITS_DEG
from amcenter.intake.turned import face_sums, turn
from amcenter.processes import PROCESSES
from tests.amcenter.intake.meshes import box, c_shape, rotation_of, tidied, turned


def as_sent(*meshes: trimesh.Trimesh) -> Orientation:
    return allowed(orientations(tidied(*meshes)), "locked", None)[0]


def test_a_table_needs_support_below_its_top() -> None:
    # Top 40 x 40 x 5 on four legs 5 x 5 x 20: (1600 - 100) * 20 = 30000.
    legs = [box((5, 5, 20), at=(x, y, 0)) for x in (0, 35) for y in (0, 35)]
    table = trimesh.boolean.union([box((40, 40, 5), at=(0, 0, 20)), *legs], engine="manifold")

    one = as_sent(table)

    assert one.support_volume_mm3 == pytest.approx(30000)
    assert one.support_area_mm2 == pytest.approx(1500)
    assert one.contact_mm2 == pytest.approx(100)


def test_support_that_lands_on_the_part_ends_there() -> None:
    # Gap 20 wide, 10 deep, 10 high between foot and roof; down to the platform it would be 15 high.
    assert as_sent(c_shape()).support_volume_mm3 == pytest.approx(20 * 10 * 10, rel=1e-6)


def test_support_that_lands_partly_on_the_part_is_right_within_one_percent() -> None:
    # A roof 60 x 40 at 30 over a table 25.3 x 17.9 x 12 on the platform, joined by a column 4 x 4.
    table = box((25.3, 17.9, 12), at=(11.7, 9.1, 0))
    column, roof = box((4, 4, 30), at=(50, 30, 0)), box((60, 40, 3), at=(0, 0, 30))
    solid = trimesh.boolean.union([column, roof], engine="manifold")

    one = as_sent(solid, table)

    exact = (60 * 40 - 16) * 30 - 25.3 * 17.9 * 12
    assert one.support_volume_mm3 == pytest.approx(exact, rel=0.01)


def test_an_underside_inside_another_body_needs_no_support() -> None:
    assert as_sent(box((10, 10, 10)), box((10, 10, 10), at=(0, 0, 5))).support_volume_mm3 == 0


def test_a_sphere_needs_the_support_of_a_sphere() -> None:
    # Area 2 pi r^2 (1 - cos a); volume pi r rho^2 - 2 pi/3 (r^3 - (r^2 - rho^2)^1.5) with
    # rho = r sin a (a cylinder less the cap of the ball); a is the limit less its slack.
    a = radians(45.0 - ANGLE_SLACK_DEG)
    r, rho = 20.0, 20.0 * sin(a)
    volume = pi * r * rho**2 - 2 * pi / 3 * (r**3 - (r**2 - rho**2) ** 1.5)

    one = as_sent(trimesh.creation.icosphere(subdivisions=6, radius=r))

    assert one.support_volume_mm3 == pytest.approx(volume, rel=0.01)
    assert one.support_area_mm2 == pytest.approx(2 * pi * r**2 * (1 - cos(a)), rel=0.01)


def test_without_the_slack_a_sphere_has_the_figures_of_the_textbook() -> None:
    # At exactly 45 degrees and r 20: area 736.12 mm2, room below 1735.05 mm3.
    ball = tidied(trimesh.creation.uv_sphere(radius=20, count=[400, 400]))
    points, faces = np.array(ball.mesh.vertices), np.array(ball.mesh.faces, np.int32)

    sums = face_sums(turn(points, np.eye(3)), faces, [45.0])

    assert sums.area_mm2[0] == pytest.approx(736.12, rel=0.005)
    assert sums.prism_mm3[0] == pytest.approx(1735.05, rel=0.01)


@pytest.mark.parametrize(("limit", "share"), [(45.0, 0.0), (30.0, 0.0), (60.0, 1.0)])
def test_a_face_at_the_limit_carries_itself(limit: float, share: float) -> None:
    # A roof upside down: both undersides at exactly 45 degrees, 2 * 10 sqrt(2) * 30.
    ring = [(0, 10), (10, 0), (20, 10)]
    prism = trimesh.creation.extrude_polygon(Polygon(ring), 30.0)
    keel = turned(prism, np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]]))

    support = as_sent(keel).support(limit)

    assert support.area_mm2 == pytest.approx(share * 600 * sqrt(2))
    # Below each underside lies a wedge, half of 10 x 10 x 30.
    assert support.volume_mm3 == pytest.approx(share * 3000)


def test_a_lattice_is_right_within_one_percent() -> None:
    # Layers of bars across each other: each bar hangs over the gaps between the ones below it.
    bars = [
        box((40, 3, 4), at=(0, 8 * k, 4 * level))
        if level % 2
        else box((3, 40, 4), at=(8 * k, 0, 4 * level))
        for level in range(6)
        for k in range(5)
    ]
    lattice = trimesh.boolean.union(bars, engine="manifold")
    tilted = turned(lattice, rotation_of((1.0, 0.0, 0.0, 0.3)))

    one = as_sent(tilted)

    # The first layer along y stands; each of the others spans its bars of 40 x 3 less five
    # crossings of 3 x 3; what is below its open part is 4 high (the next layer down lies across,
    # the one below that runs alongside), down to the platform for the second layer.
    free = 5 * (40 * 3 - 5 * 9)
    assert one.support_area_mm2 == pytest.approx(5 * free)
    assert one.support_volume_mm3 == pytest.approx(5 * free * 4, rel=0.01)


def test_support_grows_with_the_limit() -> None:
    one = as_sent(trimesh.creation.icosphere(subdivisions=4, radius=20))

    volumes = [support.volume_mm3 for support in one.supports]

    assert [support.overhang_deg for support in one.supports] == list(LIMITS_DEG)
    assert volumes == sorted(volumes, reverse=True)
    assert len(set(volumes)) == 3


def test_a_limit_in_between_is_answered_by_the_next_larger_one() -> None:
    one = as_sent(trimesh.creation.icosphere(subdivisions=3, radius=20))

    assert one.support(40.0) is one.support(45.0)
    assert one.support(45.1) is one.support(60.0)
    assert one.support(89.0) is one.support(60.0)


@pytest.mark.parametrize("key", list(PROCESSES))
def test_the_limit_of_every_process_is_measured(key: str) -> None:
    limit = PROCESSES[key].overhang_deg

    assert limit is None or limit in LIMITS_DEG


def test_support_of_an_open_mesh_is_called_an_estimate() -> None:
    whole = box((10, 20, 30))
    lidless = trimesh.Trimesh(whole.vertices, whole.faces[2:], process=False)

    assert not as_sent(whole).support_estimated
    assert as_sent(lidless).support_estimated
