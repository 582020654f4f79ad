"""How many pieces a typical build holds."""

import pytest

from amcenter.estimates.filling import Filling, cell_mm2, filling_of, usable_mm2
from amcenter.processes import PROCESSES, Process
from amcenter.tables import MachineRow
from tests.amcenter.estimates.conftest import MakePart, Workshop

FLAT, BED = PROCESSES["pbf_lb_m"], PROCESSES["mjf"]


@pytest.fixture
def machine(workshop: Workshop) -> MachineRow:
    return workshop.floor.machine  # 100 x 100 x 100 mm, margin 5, gap 2


def filled(
    machine: MachineRow, part: MakePart, process: Process, *size: float, fill: float = 0.5
) -> Filling:
    wanted = part(*size)
    one = next(one for one in wanted.document.orientations if one.key == "z+")
    volume_mm3 = size[0] * size[1] * size[2]
    return filling_of(machine, process, one, volume_mm3=volume_mm3, typical_fill=fill)


def test_a_piece_takes_its_shadow_and_half_a_gap_around(part: MakePart) -> None:
    one = next(one for one in part(30, 20, 10).document.orientations if one.key == "z+")

    # (30 + 2) x (20 + 2)
    assert cell_mm2(one, 2.0) == pytest.approx(704)


def test_the_margins_of_a_platform_are_not_usable(machine: MachineRow) -> None:
    assert usable_mm2(machine) == 90 * 90

    machine.round_platform = True
    assert usable_mm2(machine) == pytest.approx(3.14159 * 45**2, rel=1e-5)


def test_pieces_cover_the_typical_share_of_the_platform(
    machine: MachineRow, part: MakePart
) -> None:
    # half of 8100 mm2 over 704 mm2 are 5.75 pieces
    assert filled(machine, part, FLAT, 30, 20, 10) == Filling(5, 1)


def test_a_piece_that_is_larger_than_the_typical_share_is_alone(
    machine: MachineRow, part: MakePart
) -> None:
    assert filled(machine, part, FLAT, 80, 80, 10) == Filling(1, 1)


def test_in_a_bed_there_are_storeys(machine: MachineRow, part: MakePart) -> None:
    # 76 mm between the floors of 12 mm: (76 + 2) / (10 + 2) are 6 storeys of 5 pieces; 12 % of
    # 8100 x 76 mm3 are 73,872 mm3, 12 pieces of 6000 mm3: no more than two whole storeys
    machine.density_limit = None
    assert filled(machine, part, BED, 30, 20, 10) == Filling(5, 2)

    # without a limit of the density the height sets the storeys
    machine.density_limit = 1.0
    assert filled(machine, part, BED, 30, 20, 10) == Filling(5, 6)


def test_massive_pieces_do_not_even_fill_one_storey(machine: MachineRow, part: MakePart) -> None:
    # 73,872 mm3 over 30 x 20 x 40 mm3 are 3.08
    machine.density_limit = 0.12
    assert filled(machine, part, BED, 30, 20, 40) == Filling(3, 1)
