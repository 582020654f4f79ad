"""STEP: solids in mm, every instance of an assembly in its place."""

import pytest

from amcenter.intake.analysis import analyse
from amcenter.intake.formats import read_soup
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy
from tests.amcenter.intake.meshes import data


def read(pattern: str) -> Soup:
    (path,) = data("meshes").glob(pattern)
    kind, soup = read_soup(path, path.name)
    assert kind == "step"
    return soup


def test_a_part_drawn_in_inches_is_closed_and_in_millimetres() -> None:
    # 5 x 2.5 x 1.375 inches; volume by OpenCASCADE from the exact surfaces.
    soup = read("*featuretype.STEP")
    analysis = analyse(tidy(soup, 1.0))

    assert soup.unit == "mm"
    assert analysis.watertight
    assert analysis.box_mm == pytest.approx((127.0, 63.5, 34.925), rel=1e-6)


def test_a_screw_is_as_long_as_its_name_says() -> None:
    analysis = analyse(tidy(read("*M6-1x12-countersunk-screw.step"), 1.0))

    assert analysis.watertight
    assert analysis.box_mm[2] == pytest.approx(12.0, rel=1e-5)


def test_every_solid_of_an_assembly_is_a_body_of_its_own() -> None:
    soup = read("*box_sides.STEP")
    analysis = analyse(tidy(soup, 1.0))

    assert soup.solids == analysis.bodies == 10
    assert analysis.watertight
