"""One correct schedule; every test breaks one thing, and exactly that is reported."""

from dataclasses import replace

import numpy as np

from solver import (
    Interval,
    Lock,
    Orientation,
    Part,
    Placement,
    Polygon,
    Problem,
    Schedule,
    ScheduledBuild,
    violations,
)
from solver.geometry.voxels import from_cells
from tests.solver.strategies import block_voxels
from tests.solver.workshop import (
    DAY,
    HOUR,
    MODE,
    NICKEL,
    PLAN,
    PLATFORM,
    STEEL,
    machine,
    part,
    piece,
    square,
    workshop,
)


def rules(problem: Problem, schedule: Schedule) -> list[str]:
    return sorted({violation.rule for violation in violations(problem, schedule)})


def plan(*builds: ScheduledBuild) -> Schedule:
    return Schedule(builds)


def shifted(build: ScheduledBuild, moments: str, by_s: int) -> ScheduledBuild:
    """Move some of the moments s(tart), p(rint start), q (print end), c(ool end), e(nd)."""
    return replace(
        build,
        start_s=build.start_s + by_s * ("s" in moments),
        print_start_s=build.print_start_s + by_s * ("p" in moments),
        print_end_s=build.print_end_s + by_s * ("q" in moments),
        cool_end_s=build.cool_end_s + by_s * ("c" in moments),
        end_s=build.end_s + by_s * ("e" in moments),
    )


def test_a_correct_schedule_breaks_nothing() -> None:
    assert violations(workshop(), PLAN) == []


def test_a_piece_that_is_in_no_build_is_missing() -> None:
    assert rules(workshop(), plan(STEEL)) == ["piece_missing"]


def test_a_piece_that_is_in_two_builds_is_there_twice() -> None:
    # The day after: 09:00 set-up, 10:00 heating, 11:00 building 7600 s, cooling until 15:06:40.
    again = replace(
        NICKEL,
        key="b3",
        start_s=DAY + 9 * HOUR,
        print_start_s=DAY + 10 * HOUR,
        print_end_s=DAY + 11 * HOUR + 7_600,
        cool_end_s=DAY + 13 * HOUR + 7_600,
        end_s=DAY + 14 * HOUR + 7_600,
    )

    assert rules(workshop(), plan(STEEL, NICKEL, again)) == ["piece_twice"]


def test_a_piece_that_the_problem_does_not_know_is_reported() -> None:
    stranger = Placement("z", "up", 100_000, 100_000)
    build = replace(NICKEL, placements=(*NICKEL.placements, stranger))

    assert rules(workshop(), plan(STEEL, build)) == ["piece_unknown"]


def test_two_builds_do_not_share_a_key() -> None:
    assert rules(workshop(), plan(STEEL, replace(NICKEL, key="b1"))) == ["build_twice"]


def test_a_build_needs_a_known_machine() -> None:
    assert rules(workshop(), plan(STEEL, replace(NICKEL, machine="x"))) == ["machine_unknown"]


def test_a_piece_goes_onto_eligible_machines_only() -> None:
    picky = piece("a", eligible=frozenset({"other"}))
    problem = workshop(
        machines=(machine(), machine("other")), pieces=(picky, *workshop().pieces[1:])
    )

    assert rules(problem, PLAN) == ["not_eligible"]


def test_a_machine_needs_a_mode_for_the_build_key() -> None:
    problem = workshop(machines=(machine(modes={"steel": MODE}),))

    assert rules(problem, PLAN) == ["no_mode"]


def test_pieces_of_another_build_key_stay_out() -> None:
    problem = workshop(pieces=(piece("a"), piece("b", "nickel"), piece("c", "nickel")))

    assert rules(problem, PLAN) == ["mixed_keys"]


def test_an_orientation_must_be_one_of_the_part() -> None:
    build = replace(NICKEL, placements=(Placement("c", "down", 0, 0),))

    assert rules(workshop(), plan(STEEL, build)) == ["orientation_unknown"]


def test_an_orientation_must_be_allowed_on_the_machine() -> None:
    elsewhere = Orientation("side", square(50_000), 20_000, 1000.0, {"other": 1})
    cube = Part("cube", (*part().orientations, elsewhere))
    build = replace(NICKEL, placements=(Placement("c", "side", 0, 0),))

    assert rules(workshop(parts=(cube,)), plan(STEEL, build)) == ["orientation_forbidden"]


def test_a_piece_is_turned_by_allowed_angles_only() -> None:
    build = replace(NICKEL, placements=(Placement("c", "up", 100_000, 100_000, 0, 45_000),))

    assert rules(workshop(), plan(STEEL, build)) == ["angle_forbidden"]


def test_pieces_keep_the_gap() -> None:
    near = (Placement("a", "up", 0, 0), Placement("b", "up", 54_000, 0))

    assert rules(workshop(), plan(replace(STEEL, placements=near), NICKEL)) == ["gap"]


def test_pieces_do_not_overlap() -> None:
    inside = (Placement("a", "up", 0, 0), Placement("b", "up", 10_000, 0))

    assert rules(workshop(), plan(replace(STEEL, placements=inside), NICKEL)) == ["overlap"]


def test_pieces_keep_the_margin() -> None:
    problem = workshop(machines=(machine(platform=replace(PLATFORM, margin_um=3_000)),))

    assert rules(problem, PLAN) == ["margin"]


def test_pieces_keep_out_of_forbidden_areas() -> None:
    screw = Polygon(((150_000, 50_000), (160_000, 50_000), (160_000, 60_000)))
    problem = workshop(machines=(machine(platform=replace(PLATFORM, keep_outs=(screw,))),))

    assert rules(problem, PLAN) == ["keep_out"]


def test_pieces_fit_below_the_ceiling() -> None:
    problem = workshop(machines=(machine(platform=replace(PLATFORM, height_um=19_999)),))

    assert rules(problem, PLAN) == ["height"]


def bed(**changes: int) -> Problem:
    """The workshop with a powder bed; the places of the plan keep 50 mm in space."""
    up = part().orientations[0]
    cube = Part("cube", (replace(up, voxels=block_voxels(up.outline, up.height_um)),))
    platform = replace(PLATFORM, stacked=True, **changes)  # type: ignore[arg-type]
    return workshop(machines=(machine(platform=platform),), parts=(cube,))


def test_pieces_in_a_bed_keep_the_gap_in_space() -> None:
    assert rules(bed(), PLAN) == []
    assert rules(bed(gap_um=50_100), PLAN) == ["gap"]


def test_pieces_in_a_bed_lie_above_the_floor() -> None:
    assert rules(bed(floor_um=1_000), PLAN) == ["floor"]


def test_a_bed_is_not_too_dense() -> None:
    # Two pieces of 10000 mm3 in 250 x 250 x 300 mm are 1.07 permille.
    heavy = bed(density_permille=1)
    cube = replace(heavy.parts[0].orientations[0], volume_mm3=10_000.0)

    assert rules(replace(heavy, parts=(Part("cube", (cube,)),)), PLAN) == ["density"]


def test_pieces_do_not_overlap_in_a_bed() -> None:
    inside = (Placement("a", "up", 0, 0), Placement("b", "up", 10_000, 0))

    assert rules(bed(), plan(replace(STEEL, placements=inside), NICKEL)) == ["overlap"]


def test_a_piece_in_a_bed_has_voxels() -> None:
    problem = replace(bed(), parts=(part(),))

    assert rules(problem, PLAN) == ["no_voxels"]


def test_a_piece_in_a_bed_can_be_taken_out() -> None:
    # A shell of 50 x 50 x 20 mm, hollow but closed, around a cube of 10 mm.
    up = part().orientations[0]
    cells = np.ones((10, 10, 4), bool)
    cells[1:-1, 1:-1, 1:-1] = False
    shell = Part("cube", (replace(up, voxels=from_cells(cells, 5_000)),))
    core = Part(
        "core",
        (
            replace(
                up,
                outline=square(10_000),
                height_um=10_000,
                voxels=block_voxels(square(10_000), 10_000),
            ),
        ),
    )
    problem = replace(
        bed(gap_um=0),
        parts=(shell, core),
        pieces=(piece("a"), piece("b", part="core"), piece("c", "nickel")),
    )
    around = (Placement("a", "up", 0, 0), Placement("b", "up", 20_000, 20_000, 5_000))

    assert rules(problem, plan(replace(STEEL, placements=around), NICKEL)) == ["interlocked"]


def test_nothing_is_set_up_before_its_release() -> None:
    late = piece("a", release_s=8 * HOUR + 1)

    assert rules(workshop(pieces=(late, piece("b"), piece("c", "nickel"))), PLAN) == ["release"]


def test_nothing_new_begins_in_the_past() -> None:
    yesterday = replace(machine(), attended=(Interval(-16 * HOUR, -4 * HOUR),))
    # The same moments as in the plan, a day earlier; its pieces are the only ones.
    build = shifted(STEEL, "spqce", -DAY)
    problem = workshop(machines=(yesterday,), pieces=(piece("a"), piece("b")))

    assert rules(problem, plan(build)) == ["release"]


def test_a_build_starts_while_somebody_is_there() -> None:
    # From 07:30 to 09:00 there is still exactly one hour of attended work.
    early = replace(STEEL, start_s=8 * HOUR - 1800)

    assert rules(workshop(), plan(early, NICKEL)) == ["start_unattended"]


def test_a_set_up_that_is_too_short_is_reported() -> None:
    assert rules(workshop(), plan(shifted(STEEL, "pqce", -1), NICKEL)) == ["setup_time"]


def test_a_set_up_that_is_too_long_is_reported() -> None:
    build = shifted(NICKEL, "pqc", 1)

    assert rules(workshop(), plan(STEEL, build)) == ["setup_time"]


def test_a_set_up_that_ends_in_an_unattended_hour_is_reported() -> None:
    # The work is done at 20:00; what follows until 20:30 adds nothing to it.
    begin = shifted(NICKEL, "s", 20 * HOUR - NICKEL.print_start_s)
    build = replace(
        begin,
        print_start_s=20 * HOUR + 1800,
        print_end_s=21 * HOUR + 1800 + 7_600,
        cool_end_s=23 * HOUR + 1800 + 7_600,
    )

    assert rules(workshop(), plan(STEEL, build)) == ["setup_time"]


def test_a_changeover_of_another_length_makes_the_set_up_wrong() -> None:
    problem = workshop(machines=(machine(changeover_s={("steel", "nickel"): HOUR}),))

    assert rules(problem, PLAN) == ["setup_time"]


def test_the_state_of_the_machine_is_what_the_first_build_follows() -> None:
    assert rules(workshop(machines=(machine(state="nickel"),)), PLAN) == ["setup_time"]


def test_a_forbidden_changeover_is_reported() -> None:
    assert rules(workshop(machines=(machine(changeover_s={}),)), PLAN) == ["changeover_forbidden"]


def test_a_building_time_that_is_too_short_or_too_long_is_reported() -> None:
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "qc", -1))) == ["building_time"]
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "qc", 1))) == ["building_time"]


def test_a_cooling_time_that_is_too_short_or_too_long_is_reported() -> None:
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "c", -1))) == ["cooling_time"]
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "c", 1))) == ["cooling_time"]


def test_cooling_takes_its_share_of_building() -> None:
    # 700 permille of 11200 s are more than 2 h, of 7600 s less.
    mode = replace(MODE, cool_permille=700)
    problem = workshop(machines=(machine(modes={"steel": mode, "nickel": mode}),))

    assert [v.build for v in violations(problem, PLAN) if v.rule == "cooling_time"] == ["b1"]


def test_unloading_that_is_too_short_or_too_long_is_reported() -> None:
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "e", -1))) == ["unloading_time"]
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "e", 1))) == ["unloading_time"]


def test_two_builds_do_not_share_a_machine_at_one_time() -> None:
    assert rules(workshop(), plan(STEEL, shifted(NICKEL, "spqc", -1))) == ["machine_occupied"]


def test_nothing_runs_while_a_machine_is_blocked() -> None:
    maintenance = Interval(DAY + 2 * HOUR, DAY + 3 * HOUR)

    assert rules(workshop(machines=(machine(blocked=(maintenance,)),)), PLAN) == ["blocked"]


def test_a_fixed_build_stays_as_it_is() -> None:
    problem = workshop(fixed=(STEEL,))

    assert rules(problem, PLAN) == []
    assert rules(problem, plan(shifted(STEEL, "e", -1), NICKEL)) == ["fixed_changed"]


def test_a_fixed_build_must_not_be_left_out() -> None:
    problem = workshop(fixed=(STEEL,))
    other = replace(STEEL, key="mine")

    assert rules(problem, plan(other, NICKEL)) == ["fixed_changed"]


def test_a_fixed_build_may_break_the_rules() -> None:
    # It began before the shift, lasts too long, and its pieces were released later.
    odd = replace(STEEL, start_s=-HOUR, print_start_s=0)
    pieces = (piece("a", release_s=DAY), piece("b"), piece("c", "nickel"))
    problem = workshop(fixed=(odd,), pieces=pieces)

    assert rules(problem, plan(odd, NICKEL)) == []


def test_a_fixed_build_occupies_its_machine() -> None:
    longer = shifted(STEEL, "e", 1)

    assert rules(workshop(fixed=(longer,)), plan(longer, NICKEL)) == ["machine_occupied"]


def test_a_build_before_a_fixed_one_leaves_it_time_for_its_changeover() -> None:
    # The fixed build begins with 1 h of set-up, as after nickel; after steel it needs 3 h.
    fixed = replace(NICKEL, start_s=NICKEL.start_s + 2 * HOUR)
    calm = workshop(fixed=(fixed,), machines=(machine(state="nickel", changeover_s={}),))
    free = {("nickel", "steel"): 0, ("steel", "nickel"): 2 * HOUR}
    disturbed = replace(calm, machines=(machine(state="nickel", changeover_s=free),))

    assert rules(disturbed, plan(STEEL, fixed)) == ["fixed_disturbed"]


def test_locked_pieces_share_a_build() -> None:
    problem = workshop(locks=(Lock(("a", "c")),))

    assert rules(problem, PLAN) == ["lock_split"]


def test_a_lock_keeps_its_machine() -> None:
    lock = Lock(("c",), machine="other")
    problem = workshop(machines=(machine(), machine("other")), locks=(lock,))

    assert rules(problem, PLAN) == ["lock_machine"]


def test_a_lock_keeps_its_start() -> None:
    problem = workshop(locks=(Lock(("c",), machine="m", start_s=NICKEL.start_s + 1),))

    assert rules(problem, PLAN) == ["lock_start"]


def test_a_lock_keeps_its_places() -> None:
    wanted = Placement("a", "up", 1, 0)
    problem = workshop(locks=(Lock(("a",), machine="m", placements=(wanted,)),))

    assert rules(problem, PLAN) == ["lock_placement"]


def test_nothing_joins_a_closed_lock() -> None:
    assert rules(workshop(locks=(Lock(("a",), closed=True),)), PLAN) == ["lock_closed"]
    assert rules(workshop(locks=(Lock(("a", "b"), closed=True),)), PLAN) == []
