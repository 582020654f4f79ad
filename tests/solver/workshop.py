"""A hand-sized workshop: one machine with day shifts, square parts, numbers for the head."""

from dataclasses import replace

from solver import (
    Interval,
    Machine,
    Mode,
    Orientation,
    Outline,
    Part,
    Piece,
    Placement,
    Platform,
    Polygon,
    Problem,
    Schedule,
    ScheduledBuild,
)

HOUR = 3600
DAY = 24 * HOUR
SHIFTS = tuple(Interval(day * DAY + 8 * HOUR, day * DAY + 20 * HOUR) for day in range(30))
ALWAYS = (Interval(0, 365 * DAY),)
# Set-up 1 h, heating 1 h, 10 s for every 50 um, cooling 2 h, unloading 1 h.
MODE = Mode(setup_s=HOUR, layer_um=50, layer_ms=10_000, heat_s=HOUR, cool_s=2 * HOUR, unload_s=HOUR)
PLATFORM = Platform(width_um=250_000, depth_um=250_000, height_um=300_000, gap_um=5_000)


def square(side_um: int) -> Outline:
    return Outline((Polygon(((0, 0), (side_um, 0), (side_um, side_um), (0, side_um))),))


def part(
    key: str = "cube",
    *,
    side_um: int = 50_000,
    height_um: int = 20_000,
    exposure_s: int = HOUR,
    machines: tuple[str, ...] = ("m",),
) -> Part:
    exposure_ms = dict.fromkeys(machines, 1000 * exposure_s)
    return Part(key, (Orientation("up", square(side_um), height_um, 1000.0, exposure_ms),))


def machine(key: str = "m", **changes: object) -> Machine:
    base = Machine(
        key=key,
        platform=PLATFORM,
        modes={"steel": MODE, "nickel": MODE},
        attended=SHIFTS,
        changeover_s={("steel", "nickel"): 2 * HOUR, ("nickel", "steel"): 3 * HOUR},
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def piece(key: str, build_key: str = "steel", **changes: object) -> Piece:
    base = Piece(key, "cube", build_key, frozenset({"m"}))
    return replace(base, **changes)  # type: ignore[arg-type]


def workshop(**changes: object) -> Problem:
    """Pieces a and b of steel, c of nickel."""
    base = Problem((machine(),), (part(),), (piece("a"), piece("b"), piece("c", "nickel")))
    return replace(base, **changes)  # type: ignore[arg-type]


# 08:00 set-up, 09:00 heating, 10:00 building: twice 1 h and 400 layers of 10 s = 11200 s until
# 13:06:40, cooling until 15:06:40, unloading until 16:06:40.
STEEL = ScheduledBuild(
    key="b1",
    machine="m",
    build_key="steel",
    placements=(Placement("a", "up", 0, 0), Placement("b", "up", 100_000, 0)),
    start_s=8 * HOUR,
    print_start_s=9 * HOUR,
    print_end_s=10 * HOUR + 11_200,
    cool_end_s=12 * HOUR + 11_200,
    end_s=13 * HOUR + 11_200,
)
# 16:06:40 changeover of 2 h and set-up of 1 h until 19:06:40, heating until 20:06:40, 1 h + 4000 s
# of building until 22:13:20, cooling until 00:13:20; somebody unloads from 08:00 to 09:00.
NICKEL = ScheduledBuild(
    key="b2",
    machine="m",
    build_key="nickel",
    placements=(Placement("c", "up", 0, 0),),
    start_s=13 * HOUR + 11_200,
    print_start_s=16 * HOUR + 11_200,
    print_end_s=18 * HOUR + 15_200,
    cool_end_s=20 * HOUR + 15_200,
    end_s=DAY + 9 * HOUR,
)
PLAN = Schedule((STEEL, NICKEL))
