"""Random small problems with everything: calendars, changeovers, locks, fixed builds, shapes."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from solver.builds import Lock, Placement, ScheduledBuild
from solver.machines import Interval, Machine, Mode, Platform, Shape
from solver.parts import Orientation, Part, Piece, Standing
from solver.problem import Problem
from solver.shapes import Outline, Polygon, Voxels
from solver.timing import earliest_times, print_s

SOLVING = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    # Each example runs the solver: shrinking would take many minutes.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)

HOUR = 3600
DAY = 24 * HOUR
KEYS = ("nickel", "steel")
ROUND_THE_CLOCK = (Interval(0, 60 * DAY),)
DAY_SHIFTS = tuple(Interval(d * DAY + 8 * HOUR, d * DAY + 20 * HOUR) for d in range(60))
WEEKDAYS = tuple(shift for index, shift in enumerate(DAY_SHIFTS) if index % 7 < 5)


def rectangle(width_um: int, depth_um: int) -> Outline:
    return Outline((Polygon(((0, 0), (width_um, 0), (width_um, depth_um), (0, depth_um))),))


def l_shape(side_um: int, wall_um: int) -> Outline:
    ring = (
        (0, 0),
        (side_um, 0),
        (side_um, wall_um),
        (wall_um, wall_um),
        (wall_um, side_um),
        (0, side_um),
    )
    return Outline((Polygon(ring),))


def frame(side_um: int, wall_um: int) -> Outline:
    far = side_um - wall_um
    hole = ((wall_um, wall_um), (far, wall_um), (far, far), (wall_um, far))
    return Outline((Polygon(((0, 0), (side_um, 0), (side_um, side_um), (0, side_um)), (hole,)),))


def outlines() -> st.SearchStrategy[Outline]:
    millimetres = st.integers(5, 60).map(lambda mm: mm * 1000)
    rectangles = st.builds(rectangle, millimetres, millimetres)
    others = st.integers(20, 60).map(lambda mm: mm * 1000)
    return st.one_of(
        rectangles,
        st.builds(l_shape, others, st.integers(3_000, 15_000)),
        st.builds(frame, others, st.integers(2_000, 5_000)),
    )


def block_voxels(outline: Outline, height_um: int, pitch_um: int = 5_000) -> Voxels:
    sizes = (outline.width_um, outline.depth_um, height_um)
    shape = tuple(-(-size // pitch_um) for size in sizes)
    cells = np.ones(shape, np.bool_)
    return Voxels(pitch_um, (shape[0], shape[1], shape[2]), np.packbits(cells).tobytes())


@st.composite
def parts(draw: st.DrawFn, key: str, machines: tuple[str, ...], *, in_bed: bool) -> Part:
    stands = []
    for number in range(draw(st.integers(1, 2))):
        outline = draw(outlines())
        height_um = draw(st.integers(1_000, 90_000))
        volume_mm3 = outline.width_um * outline.depth_um * height_um / 1e9 * 0.3
        exposure_ms = {name: draw(st.integers(0, 5 * HOUR)) * 1000 for name in machines}
        stand = Orientation(
            key=str(number),
            outline=outline,
            height_um=height_um,
            volume_mm3=volume_mm3,
            exposure_ms=exposure_ms,
            angles_mdeg=draw(st.sampled_from(((0,), (0, 90_000), (0, 90_000, 180_000, 270_000)))),
            voxels=block_voxels(outline, height_um) if in_bed else None,
        )
        stands.append(stand)
    return Part(key, tuple(stands))


@st.composite
def modes(draw: st.DrawFn) -> Mode:
    return Mode(
        setup_s=draw(st.sampled_from((0, HOUR, 3 * HOUR))),
        layer_um=draw(st.sampled_from((30, 50, 100))),
        layer_ms=draw(st.integers(0, 20_000)),
        heat_s=draw(st.integers(0, HOUR)),
        cool_s=draw(st.integers(0, 2 * HOUR)),
        cool_permille=draw(st.sampled_from((0, 500))),
        unload_s=draw(st.sampled_from((0, HOUR, 2 * HOUR))),
        after_s=draw(st.integers(0, HOUR)),
    )


@st.composite
def machines(draw: st.DrawFn, key: str, *, in_bed: bool) -> Machine:
    is_round = not in_bed and draw(st.booleans())
    keep_out = Polygon(((0, 0), (10_000, 0), (10_000, 10_000), (0, 10_000)))
    platform = Platform(
        width_um=120_000,
        depth_um=120_000 if is_round else draw(st.sampled_from((100_000, 130_000))),
        height_um=100_000,
        gap_um=draw(st.sampled_from((0, 1_000, 5_000))),
        margin_um=draw(st.sampled_from((0, 3_000))),
        shape=Shape.ROUND if is_round else Shape.RECTANGLE,
        keep_outs=(keep_out,) if draw(st.booleans()) and not in_bed else (),
        stacked=in_bed,
        floor_um=2_000 if in_bed else 0,
        density_permille=draw(st.sampled_from((200, 1000))) if in_bed else 1000,
    )
    blocked = (Interval(30 * HOUR, 40 * HOUR),) if draw(st.booleans()) else ()
    pairs = draw(st.lists(st.sampled_from([KEYS, KEYS[::-1]]), unique=True, max_size=2))
    return Machine(
        key=key,
        platform=platform,
        modes={name: draw(modes()) for name in KEYS},
        attended=draw(st.sampled_from((ROUND_THE_CLOCK, DAY_SHIFTS, WEEKDAYS))),
        blocked=blocked,
        changeover_s={pair: draw(st.integers(0, 5 * HOUR)) for pair in pairs},
        state=draw(st.sampled_from((None, *KEYS))),
        cost_per_h=draw(st.integers(0, 60)),
    )


@st.composite
def pieces(draw: st.DrawFn, key: str, part_keys: tuple[str, ...], names: tuple[str, ...]) -> Piece:
    eligible = draw(st.sets(st.sampled_from(names), min_size=1))
    standing = Standing(draw(st.sampled_from(names)), draw(st.integers(0, 10 * DAY)))
    return Piece(
        key=key,
        part=draw(st.sampled_from(part_keys)),
        build_key=draw(st.sampled_from(KEYS)),
        eligible=frozenset(eligible),
        release_s=draw(st.sampled_from((-HOUR, 0, 0, 20 * HOUR))),
        due_s=draw(st.none() | st.integers(0, 6 * DAY)),
        weight=draw(st.integers(0, 5)),
        lead_s=draw(st.sampled_from((0, DAY))),
        standing=draw(st.none() | st.just(standing)),
    )


WEIGHTS = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {
            "tardiness": st.integers(0, 100),
            "makespan": st.integers(0, 10),
            "machine_cost": st.integers(0, 3),
            "changeover": st.integers(0, 5),
            "stability": st.integers(0, 5),
        }
    ),
)


@st.composite
def problems(draw: st.DrawFn, *, most_pieces: int = 7) -> Problem:
    """Draw a problem that usually, but not always, has a schedule."""
    names = ("m1", "m2", "m3")[: draw(st.integers(1, 3))]
    in_bed = draw(st.sampled_from((False, False, False, True)))
    part_keys = tuple(f"part{n}" for n in range(draw(st.integers(1, 3))))
    problem = Problem(
        machines=tuple(draw(machines(name, in_bed=in_bed)) for name in names),
        parts=tuple(draw(parts(key, names, in_bed=in_bed)) for key in part_keys),
        pieces=tuple(
            draw(pieces(f"p{n}", part_keys, names))
            for n in range(draw(st.integers(1, most_pieces)))
        ),
        weights=draw(WEIGHTS),
    )
    if problem.pieces and draw(st.booleans()):
        problem = draw(with_fixed_build(problem))
    return draw(with_lock(problem)) if draw(st.booleans()) else problem


@st.composite
def with_fixed_build(draw: st.DrawFn, problem: Problem) -> Problem:
    """Let the first piece already be built, running or frozen for later."""
    piece = replace(problem.pieces[0], build_key=draw(st.sampled_from(KEYS)))
    machine = problem.machine[draw(st.sampled_from(sorted(problem.machine)))]
    stand, mode = problem.part[piece.part].orientations[0], machine.modes[piece.build_key]
    place = Placement(piece.key, stand.key, 0, 0)
    times = earliest_times(
        machine,
        mode,
        from_s=draw(st.sampled_from((0, 3 * DAY))),
        change_s=0,
        building_s=print_s(mode, machine.key, [stand], stand.height_um),
    )
    assert times is not None
    shift_s = draw(st.sampled_from((0, -5 * HOUR))) if times.start_s < DAY else 0
    build = ScheduledBuild(
        "fixed",
        machine.key,
        piece.build_key,
        (place,),
        start_s=times.start_s + shift_s,
        print_start_s=times.print_start_s + shift_s,
        print_end_s=times.print_end_s + shift_s,
        cool_end_s=times.cool_end_s + shift_s,
        end_s=times.end_s + shift_s,
    )
    return replace(problem, pieces=(piece, *problem.pieces[1:]), fixed=(build,))


@st.composite
def with_lock(draw: st.DrawFn, problem: Problem) -> Problem:
    """Lock one or two free pieces together, sometimes to a machine and a moment."""
    fixed = {key for build in problem.fixed for key in build.pieces}
    free = [piece for piece in problem.pieces if piece.key not in fixed]
    if not free:
        return problem
    first = free[0]
    group = [piece.key for piece in free[:2] if piece.build_key == first.build_key]
    machine = draw(st.none() | st.sampled_from(sorted(first.eligible)))
    start_s = None
    if machine is not None:
        start_s = draw(st.none() | st.sampled_from((10 * HOUR, 2 * DAY + 9 * HOUR)))
    lock = Lock(tuple(group), machine=machine, start_s=start_s, closed=draw(st.booleans()))
    return replace(problem, locks=(lock,))
