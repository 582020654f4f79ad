"""What hangs over and what lies on the platform."""

import numpy as np
import pytest

from amcenter.intake.features import features_of
from amcenter.intake.orientation import allowed, orientations
from amcenter.intake.standing import Standing
from tests.amcenter.intake.hollow import ball, together
from tests.amcenter.intake.meshes import box, tidied

LEGS = [box((5, 5, 21), at=(x, y, 0)) for x in (0, 35) for y in (0, 35)]
TABLE = together(box((40, 40, 5), at=(0, 0, 20)), *LEGS)


def as_sent(mesh: object) -> Standing:
    part = tidied(mesh)  # type: ignore[arg-type]  # trimesh calls every mesh a Geometry
    found = features_of(part, allowed(orientations(part), "locked", None))
    assert found is not None
    (standing,) = found.standing
    return standing


def test_a_table_hangs_over_between_its_legs_and_stands_on_them() -> None:
    standing = as_sent(TABLE)

    # 40 · 40 less four legs of 5 · 5, and those legs.
    assert [one.region.area_mm2 for one in standing.overhangs] == pytest.approx([1500] * 3)
    assert standing.overhangs[0].region.low_mm[2] == pytest.approx(20)
    assert standing.footing is not None
    assert standing.footing.area_mm2 == pytest.approx(100)
    assert (standing.footing.low_mm, standing.footing.high_mm) == ((0, 0, 0), (40, 40, 0))


def test_a_ball_hangs_over_with_the_caps_of_the_angles() -> None:
    caps = {one.below_deg: one.region.area_mm2 for one in as_sent(ball(20)).overhangs}

    # The cap below an angle θ of the horizontal has the area 2 π r² (1 - cos θ), and half a degree
    # is left out of doubt.
    expected = {deg: 2 * np.pi * 400 * (1 - np.cos(np.radians(deg - 0.5))) for deg in caps}
    assert caps == pytest.approx(expected, rel=0.05)
    assert list(caps) == [30, 45, 60]


def test_a_block_hangs_over_nowhere() -> None:
    standing = as_sent(box((10, 20, 30)))

    assert standing.overhangs == ()
    assert standing.footing is not None
    assert standing.footing.area_mm2 == pytest.approx(200)
