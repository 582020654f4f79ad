"""Time on the machine: hand sums, published-rate anchors, and the plan's own duration."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil

import pytest

from amcenter.estimates.builds import own_builds, shared_builds
from amcenter.estimates.candidate import Candidate, candidate
from amcenter.estimates.machine_time import machine_time
from amcenter.intake.support import Support
from amcenter.planning.problem import build_problem
from amcenter.planning.problem.ways import every_way
from amcenter.planning.wanted import WantedPart, WantedPiece
from solver import MaxIterations, optimise
from tests.amcenter.estimates.conftest import MakePart, Workshop, assumption

HOUR = 3600


def seconds(found: Candidate, pieces: int = 1) -> dict[str, float]:
    sums = machine_time(found, own_builds(pieces, found.filling.capacity))
    return {one.code: float(one.value) for one in sums.terms}


def test_a_piece_alone_takes_what_its_terms_say(workshop: Workshop, part: MakePart) -> None:
    # 30 x 20 x 10 mm3 at 5 mm3/s are 1200 s; 10 mm are 200 layers of 10 s; nothing is heated
    assert seconds(workshop.candidate(part())) == {
        "setup": 3600,
        "heat": 0,
        "exposure": 1200,
        "layers": 2000,
        "cool": 0,
        "unload": 1800,
    }


def test_pieces_in_one_build_share_its_layers(workshop: Workshop, part: MakePart) -> None:
    # five of them are a filled build
    found = seconds(workshop.candidate(part()), 5)

    assert (found["exposure"], found["layers"], found["setup"]) == (6000, 2000, 3600)


def test_what_no_longer_fits_takes_a_build_more(workshop: Workshop, part: MakePart) -> None:
    found = seconds(workshop.candidate(part()), 6)

    assert (found["exposure"], found["layers"], found["setup"]) == (7200, 4000, 7200)


def test_in_a_shared_build_a_piece_pays_its_part(workshop: Workshop, part: MakePart) -> None:
    found = workshop.candidate(part())
    sums = machine_time(found, shared_builds(1, found.filling.capacity))

    # a fifth of 3600 + 2000 + 1800, and its own exposure
    assert sums.total == Decimal(1200 + 7400 // 5)


def test_cooling_lasts_its_share_of_the_building_time(workshop: Workshop, part: MakePart) -> None:
    workshop.floor.parameter_set.cool_s = 1500
    workshop.floor.parameter_set.cool_share = 0.3
    found = workshop.candidate(part())

    # one piece builds for 3200 s, and cools at least 1500 s; five build for 8000 s and cool 2400 s
    assert seconds(found)["cool"] == 1500
    assert seconds(found, 5)["cool"] == 2400
    assert seconds(found, 6)["cool"] == 2400 + 1500


def planned_s(workshop: Workshop, part: WantedPart) -> int:
    """Return the duration of a planned build with nothing but one piece."""
    origin = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    problem, reasons = build_problem(workshop.shop, [WantedPiece("p-1", part)], origin=origin)
    assert reasons == ()
    schedule = optimise(problem, MaxIterations(1)).schedule
    assert schedule is not None
    (build,) = schedule.builds
    return build.end_s - build.start_s


@pytest.mark.parametrize(
    "size",
    [(30, 20, 10), (33.3, 20.1, 10.01), (12.34, 56.78, 3.21)],
)
def test_a_piece_alone_takes_as_long_as_its_planned_build(
    workshop: Workshop, part: MakePart, size: tuple[float, float, float]
) -> None:
    row = workshop.floor.parameter_set
    row.heat_s, row.cool_s, row.cool_share = 600, 100, 0.333
    row.rates = row.rates | {"contours": 1.0, "laser_on_share": 0.85, "hatch_mm3_per_s": 3.7}
    wanted = part(*size)

    total = machine_time(workshop.candidate(wanted), own_builds(1, 5)).total

    # the plan rounds every build up to a whole second
    assert ceil(total) == planned_s(workshop, wanted)


@pytest.mark.parametrize(
    ("process", "rates"),
    [("mjf", {"sweep_s": 7.6}), ("pbf_lb_p", {"bed_mm_per_h": 26.0, "scan_mm3_per_s": 300.0})],
)
def test_a_piece_alone_in_a_powder_bed_takes_as_long_as_its_planned_build(
    workshop: Workshop, part: MakePart, process: str, rates: dict[str, float]
) -> None:
    floor = workshop.floor
    floor.machine.process, floor.machine.density_limit = process, 0.12
    floor.parameter_set.rates, floor.parameter_set.layer_um = rates, 80
    floor.parameter_set.cool_share, floor.parameter_set.cool_s = 1.0, 600
    prices = replace(workshop.prices, assumptions=(assumption(process),))
    workshop = replace(workshop, prices=prices)
    wanted = part(30, 20, 13.7)

    total = machine_time(workshop.candidate(wanted), own_builds(1, 5)).total

    assert ceil(total) == planned_s(workshop, wanted)


ANCHORS = {
    # case: V cm3, S cm3, H mm, A_lat cm2, layer µm, q cm3/h, v_c mm/s, recoat s, lasers, balance,
    # other hours -> hatch, contour, recoat, machine hours (supports at 1.5 q, one contour; the
    # arithmetic of the layer-wise model, rounded to 0.1 h)
    "impeller 316L, 40 um": (95, 8, 48, 700, 40, 13.3, 600, 11, 1, 1.0, 5.5, 8.3, 3.7, 17.5),
    "impeller 316L, 20 um": (95, 8, 48, 700, 20, 7.2, 600, 9, 1, 1.0, 5.5, 15.5, 6.0, 27.1),
    "20 brackets AlSi10Mg": (360, 36, 36, 1500, 30, 25, 1000, 10, 2, 0.85, 5.5, 9.8, 3.3, 18.7),
    "gyroid core 316L": (110, 0, 104, 9000, 40, 13.3, 600, 11, 1, 1.0, 5.5, 18.7, 7.9, 32.1),
    "platform of IN718": (900, 90, 180, 5000, 40, 15.1, 800, 12, 4, 0.8, 11.5, 21.3, 15.0, 47.7),
}


@pytest.mark.parametrize("anchor", ANCHORS.values(), ids=ANCHORS.keys())
def test_worked_builds_of_laser_metal_take_the_hours_of_the_layer_wise_model(
    workshop: Workshop, part: MakePart, anchor: tuple[float, ...]
) -> None:
    volume, support, height, lateral, layer, q, speed, recoat, lasers, balance, other = anchor[:11]
    exposure_h, recoat_h, machine_h = anchor[11:]
    rate = q * 1000 / HOUR
    row, machine = workshop.floor.parameter_set, workshop.floor.machine
    row.layer_um, row.setup_s, row.unload_s = int(layer), int(other * HOUR), 0
    row.rates = {
        "hatch_mm3_per_s": rate,
        "support_mm3_per_s": 1.5 * rate,
        "laser_on_share": 1.0,
        "contours": 1.0,
        "contour_mm_per_s": speed,
        "recoat_s": recoat,
        "dwell_s": 0.0,
    }
    machine.lasers, machine.laser_balance, machine.height_mm = int(lasers), balance, 400

    found = seconds(_shaped(workshop, part(), volume, support, height, lateral))

    # the exposure is the sum of two rounded figures
    assert found["exposure"] / HOUR == pytest.approx(exposure_h, abs=0.11)
    assert found["layers"] / HOUR == pytest.approx(recoat_h, abs=0.06)
    assert sum(found.values()) / HOUR == pytest.approx(machine_h, abs=0.06)


def _shaped(
    workshop: Workshop,
    wanted: WantedPart,
    volume_cm3: float,
    support_cm3: float,
    height_mm: float,
    lateral_cm2: float,
) -> Candidate:
    """Return a candidate with the figures of a case, as if it had been measured."""
    density = 0.2  # of supports in this process: what is measured is the room around them
    document = wanted.document
    standing = replace(
        document.orientations[0],
        key="z+",
        size_mm=(80.0, 80.0, height_mm),
        supports=(Support(45.0, support_cm3 * 1000 / density, area_mm2=0.0),),
        lateral_area_mm2=lateral_cm2 * 100,
    )
    analysis = replace(document.analysis, volume_mm3=volume_cm3 * 1000.0)
    shaped = replace(document, analysis=analysis, orientations=(standing,))
    wanted = replace(wanted, document=shaped)
    ((way,),) = every_way(workshop.shop, wanted)
    return candidate(wanted, way, standing, workshop.floor.material, assumption())
