"""From wanted parts and a shop to the solver's problem."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from amcenter.intake.support import Support
from amcenter.planning.problem import build_problem
from amcenter.planning.wanted import StandingAt, WantedLock, WantedPiece
from amcenter.tables import (
    ChangeoverRow,
    MachineRow,
    MachineStatus,
    MaintenanceRow,
    MaterialRow,
    OrientationPolicy,
    ParameterSetRow,
    QualityClass,
)
from solver.builds import Lock
from solver.machines import Interval
from solver.parts import Standing
from solver.timing import print_s
from tests.amcenter.people import Floor
from tests.amcenter.planning.conftest import MakePart

ORIGIN = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # a Monday
HOUR = 3600


def test_a_piece_stands_in_the_problem_with_the_times_of_its_process(
    floor: Floor, part: MakePart
) -> None:
    wanted = WantedPiece("p-1", part(), due_at=ORIGIN + timedelta(hours=10), weight=7)

    problem, reasons = build_problem(floor.shop, [wanted], origin=ORIGIN)

    (piece,) = problem.pieces
    assert reasons == ()
    assert (piece.key, piece.due_s, piece.weight) == ("p-1", 10 * HOUR, 7)
    (machine,) = problem.machines
    assert piece.eligible == {"small-1"}
    standing = problem.orientation["p-1", "z+"]
    # 30 * 20 * 10 mm3 at 5 mm3/s are 1200 s; 10 mm are 200 layers of 10 s
    assert standing.exposure_ms == {"small-1": 1_200_000}
    mode = machine.modes[piece.build_key]
    assert print_s(mode, "small-1", [standing], standing.height_um) == 1200 + 200 * 10
    assert (mode.setup_s, mode.unload_s) == (3600, 1800)


def test_the_room_of_a_machine_is_not_more_than_it_has(floor: Floor, part: MakePart) -> None:
    machine = floor.machine
    machine.width_mm, machine.margin_mm, machine.gap_mm = 100.0009, 5.0001, 2.0001
    machine.keep_outs = [{"points_mm": [[0.0004, 0], [10, 0], [10, 9.9996], [0, 10]]}]

    problem, _ = build_problem(floor.shop, [WantedPiece("p-1", part())], origin=ORIGIN)

    platform = problem.machines[0].platform
    assert (platform.width_um, platform.margin_um, platform.gap_um) == (100_000, 5_001, 2_001)
    (keep_out,) = platform.keep_outs
    assert min(x for x, _ in keep_out.outer) <= 0
    assert max(x for x, _ in keep_out.outer) >= 10_000


def test_attended_hours_shrink_and_closed_hours_grow_to_whole_seconds(
    floor: Floor, part: MakePart
) -> None:
    floor.calendar.shifts = [{"weekday": 0, "start": "08:00", "end": "16:00"}]
    half = timedelta(microseconds=500_000)
    closed = MaintenanceRow(
        machine_id=floor.machine.id,
        start_at=ORIGIN + timedelta(hours=3) + half,
        end_at=ORIGIN + timedelta(hours=4) + half,
        reason="filter",
    )
    shop = replace(floor.shop, maintenance=(closed,))

    problem, _ = build_problem(shop, [WantedPiece("p-1", part())], origin=ORIGIN + half)

    machine = problem.machines[0]
    # the shift 08:00-16:00 is 2 h to 10 h after 06:00, half a second less from the origin
    assert machine.attended[0] == Interval(2 * HOUR, 10 * HOUR - 1)
    assert machine.blocked == (Interval(3 * HOUR, 4 * HOUR),)
    assert machine.attended[-1].end_s > 390 * 24 * HOUR


@pytest.mark.parametrize("rate", [0.01, 1.0, 90.0])
def test_costs_of_machines_weigh_alike_in_every_currency(
    floor: Floor, part: MakePart, rate: float
) -> None:
    floor.machine.cost_per_h = 60 * rate
    dearer = MachineRow(**floor.machine.model_dump(exclude={"id", "key", "status"}), key="dearer")
    dearer.cost_per_h = 120 * rate
    shop = replace(floor.shop, machines=(floor.machine, dearer))

    problem, _ = build_problem(shop, [WantedPiece("p-1", part())], origin=ORIGIN)

    assert {row.key: row.cost_per_h for row in problem.machines} == {"small-1": 60, "dearer": 120}


def test_supports_fill_a_part_of_the_room_below(floor: Floor, part: MakePart) -> None:
    wanted = part()
    # 10,000 mm3 of room below undersides; supports of laser metal fill a fifth of it
    (sent,) = [one for one in wanted.document.orientations if one.key == "z+"]
    carried = replace(sent, supports=(Support(45.0, 10_000.0, 500.0),))
    wanted = replace(wanted, document=replace(wanted.document, orientations=(carried,)))

    problem, _ = build_problem(floor.shop, [WantedPiece("p-1", wanted)], origin=ORIGIN)

    # 1200 s of the part, 2000 mm3 at 10 mm3/s
    assert problem.orientation["p-1", "z+"].exposure_ms == {"small-1": 1_400_000}


def test_the_calendar_reaches_further_when_there_is_much_to_do(
    floor: Floor, part: MakePart
) -> None:
    # a block of 80 x 80 x 80 mm: 512000 mm3 at 5 mm3/s are 28.4 h; 500 of them are 593 days
    wanted = [WantedPiece(f"p-{index}", part(80, 80, 80)) for index in range(500)]

    problem, _ = build_problem(floor.shop, wanted, origin=ORIGIN)

    assert problem.machines[0].attended[-1].end_s > 593 * 24 * HOUR


def test_an_open_mesh_takes_as_long_as_its_hull(floor: Floor, part: MakePart) -> None:
    wanted = WantedPiece("p-1", part(closed=False))

    problem, _ = build_problem(floor.shop, [wanted], origin=ORIGIN)

    assert wanted.part.document.analysis.volume_mm3 is None
    # one triangle is missing, all eight corners are there: the hull is the box
    assert problem.orientation["p-1", "z+"].exposure_ms == {"small-1": 1_200_000}


@pytest.mark.parametrize(
    ("policy", "angles", "orientations"),
    [
        (OrientationPolicy.FREE, 12, 4),
        (OrientationPolicy.ABOUT_Z, 12, 1),
        (OrientationPolicy.LOCKED, 1, 1),
    ],
)
def test_a_policy_limits_how_a_part_may_stand_and_turn(
    floor: Floor, part: MakePart, policy: OrientationPolicy, angles: int, orientations: int
) -> None:
    # laser metal machines turn parts by three offsets from each quarter, see processes.angles
    problem, _ = build_problem(floor.shop, [WantedPiece("p-1", part(policy=policy))], origin=ORIGIN)

    standing = problem.parts[0].orientations
    assert len(standing) == orientations
    assert {len(one.angles_mdeg) for one in standing} == {angles}


def test_an_orientation_that_fits_no_machine_is_not_offered(floor: Floor, part: MakePart) -> None:
    # turned by 30 degrees 98 x 15 mm are 98 cos 30 + 15 sin 30 = 92.4 mm wide, more than the 90 mm
    # inside the margins; upright 98 mm are less than the 100 mm of height
    problem, reasons = build_problem(
        floor.shop, [WantedPiece("p-1", part(98, 25, 15))], origin=ORIGIN
    )

    assert reasons == ()
    assert {one.key for one in problem.parts[0].orientations} <= {"x+", "x-"}


def test_what_fits_no_machine_is_left_out_with_the_dimension(floor: Floor, part: MakePart) -> None:
    small, large = WantedPiece("p-1", part()), WantedPiece("p-2", part(120, 20, 10))

    problem, (reason,) = build_problem(floor.shop, [small, large], origin=ORIGIN)

    assert [piece.key for piece in problem.pieces] == ["p-1"]
    # upright it needs 120 mm of the 100 mm of height, lying 120 mm of the 90 mm of width
    assert reason.code == "plan_too_large_height"
    assert reason.piece == "p-2"
    assert reason.facts == {
        "part": large.part.key,
        "pieces": 1,
        "machine": "small-1",
        "size": "120.0",
        "limit": "100.0",
    }


def test_a_material_that_no_machine_builds_is_left_out(floor: Floor, part: MakePart) -> None:
    copper = MaterialRow(key="cu", name="Cu", name_ru="Cu", family="copper", density_g_cm3=8.9)
    shop = replace(floor.shop, materials=(floor.material, copper))

    problem, (reason,) = build_problem(
        shop, [WantedPiece("p-1", part(material_id=copper.id))], origin=ORIGIN
    )

    assert problem.pieces == ()
    assert (reason.code, reason.facts["material"]) == ("plan_no_machine", "cu")


def test_nothing_is_planned_on_a_broken_machine(floor: Floor, part: MakePart) -> None:
    floor.machine.status = MachineStatus.FAULT

    _, (reason,) = build_problem(floor.shop, [WantedPiece("p-1", part())], origin=ORIGIN)

    assert reason.code == "plan_no_machine"


def test_nuclear_pieces_and_segregated_customers_have_builds_of_their_own(
    floor: Floor, part: MakePart
) -> None:
    parts = [
        part(key="usual"),
        part(key="prototype", quality_class=QualityClass.PROTOTYPE),
        part(key="nuclear", quality_class=QualityClass.NUCLEAR),
        part(key="secret", segregated=uuid4()),
    ]

    problem, _ = build_problem(
        floor.shop, [WantedPiece(one.key, one) for one in parts], origin=ORIGIN
    )

    key = {piece.key: piece.build_key for piece in problem.pieces}
    assert key["usual"] == key["prototype"]
    assert len({key["usual"], key["nuclear"], key["secret"]}) == 3
    changeover = problem.machines[0].changeover_s
    assert changeover[key["usual"], key["nuclear"]] == 0


def test_changeovers_follow_the_table_and_the_loaded_set(floor: Floor, part: MakePart) -> None:
    nickel = MaterialRow(key="in718", name="718", name_ru="718", family="nickel", density_g_cm3=8.2)
    values = floor.parameter_set.model_dump() | {
        "id": uuid4(),
        "key": "small-in718",
        "family": "in718-50",
        "material_id": nickel.id,
    }
    nickel_set = ParameterSetRow(**values)
    row = ChangeoverRow(group="default", before="family:nickel", after="316l", work_s=7200)
    floor.machine.loaded_set_id = nickel_set.id
    shop = replace(
        floor.shop,
        materials=(floor.material, nickel),
        parameter_sets=(floor.parameter_set, nickel_set),
        changeovers=(row,),
    )
    pieces = [
        WantedPiece("steel", part(key="steel")),
        WantedPiece("nickel", part(key="nickel", material_id=nickel.id)),
    ]

    problem, _ = build_problem(shop, pieces, origin=ORIGIN)

    key = {piece.key: piece.build_key for piece in problem.pieces}
    machine = problem.machines[0]
    assert machine.state == key["nickel"]
    assert machine.changeover_s[key["nickel"], key["steel"]] == 7200
    # no row leads back: that change is forbidden
    assert (key["steel"], key["nickel"]) not in machine.changeover_s


def test_standing_and_locks_are_translated_and_locks_of_gone_pieces_forgotten(
    floor: Floor, part: MakePart
) -> None:
    shared = part()
    standing = StandingAt("small-1", ORIGIN + timedelta(hours=5))
    wanted = [WantedPiece("p-1", shared, standing=standing), WantedPiece("p-2", shared)]
    locks = [
        WantedLock(("p-1", "gone"), machine="small-1", start_at=ORIGIN + timedelta(hours=1)),
        WantedLock(("gone too",)),
    ]

    problem, _ = build_problem(floor.shop, wanted, origin=ORIGIN, locks=locks)

    assert problem.piece["p-1"].standing == Standing("small-1", 5 * HOUR)
    assert problem.locks == (Lock(("p-1",), machine="small-1", start_s=HOUR),)


def test_pieces_of_one_part_share_one_shape(floor: Floor, part: MakePart) -> None:
    shared = part()

    problem, _ = build_problem(
        floor.shop, [WantedPiece("p-1", shared), WantedPiece("p-2", shared)], origin=ORIGIN
    )

    assert len(problem.parts) == 1


def test_a_release_in_the_past_is_now_and_one_in_the_future_is_kept(
    floor: Floor, part: MakePart
) -> None:
    shared = part()
    wanted = [
        WantedPiece("p-1", shared, release_at=ORIGIN - timedelta(days=1)),
        WantedPiece("p-2", shared, release_at=ORIGIN + timedelta(hours=2, microseconds=1)),
    ]

    problem, _ = build_problem(floor.shop, wanted, origin=ORIGIN)

    assert [piece.release_s for piece in problem.pieces] == [0, 2 * HOUR + 1]


def test_rounding_never_makes_a_part_smaller_or_a_build_shorter(
    floor: Floor, part: MakePart
) -> None:
    row = floor.parameter_set
    row.rates = row.rates | {"recoat_s": 10.0001}
    row.cool_s, row.cool_share = 0, 0.3001
    due = ORIGIN + timedelta(seconds=9, microseconds=999_999)

    problem, _ = build_problem(
        floor.shop, [WantedPiece("p-1", part(30.0004, 20.0004, 10.0004), due_at=due)], origin=ORIGIN
    )

    standing = problem.orientation["p-1", "z+"]
    assert standing.outline.width_um >= 30_001
    assert standing.outline.depth_um >= 20_001
    assert standing.height_um == 10_001
    # 30.0004 * 20.0004 * 10.0004 / 5 s, to the next millisecond (STL holds about 7 digits)
    assert standing.exposure_ms["small-1"] == pytest.approx(1_200_088.01, abs=1)
    (mode,) = problem.machines[0].modes.values()
    assert (mode.layer_ms, mode.cool_permille) == (10_001, 301)
    assert problem.pieces[0].due_s == 9


def test_the_family_that_most_machines_have_is_taken_and_then_the_fastest(
    floor: Floor, part: MakePart
) -> None:
    fine = ParameterSetRow(
        **floor.parameter_set.model_dump(exclude={"id", "key", "family", "layer_um"}),
        key="small-316l-20",
        family="316l-20",
        layer_um=20,
    )
    same_speed_alone = replace(floor.shop, parameter_sets=(fine, floor.parameter_set))

    problem, _ = build_problem(same_speed_alone, [WantedPiece("p-1", part())], origin=ORIGIN)
    assert "316l-50" in problem.pieces[0].build_key

    other = type(floor.machine)(
        **floor.machine.model_dump(exclude={"id", "key", "model"}), key="other", model="Other"
    )
    fine_there = ParameterSetRow(
        **fine.model_dump(exclude={"id", "key", "model"}), key="other-316l-20", model="Other"
    )
    shop = replace(
        floor.shop,
        machines=(floor.machine, other),
        parameter_sets=(fine, floor.parameter_set, fine_there),
    )
    problem, _ = build_problem(shop, [WantedPiece("p-1", part())], origin=ORIGIN)
    assert "316l-20" in problem.pieces[0].build_key
    assert problem.pieces[0].eligible == {"small-1", "other"}


def test_a_named_process_is_the_only_one(floor: Floor, part: MakePart) -> None:
    problem, (reason,) = build_problem(
        floor.shop, [WantedPiece("p-1", part(process="mex"))], origin=ORIGIN
    )

    assert problem.pieces == ()
    assert reason.facts["process"] == "mex"
