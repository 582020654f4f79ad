"""The quick benchmarks: a known optimum is reached, and how near instances come to their bound.

Run with ``make bench``. Published instances are read from ``AMCENTER_DATA`` (default
``../shared/data``) and left out where they are not there.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

from solver import (
    Interval,
    Machine,
    MaxRuntime,
    Mode,
    Orientation,
    Outline,
    Part,
    Piece,
    Platform,
    Polygon,
    Problem,
    Result,
    optimise,
    violations,
)
from solver.instances import read_luzedi
from solver.nesting import warm_up
from solver.result import gap

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("AMCENTER_DATA", ROOT.parent / "shared/data"))
SECONDS = 20
HOUR = 3600


def known() -> tuple[Problem, int]:
    """Return four squares of 90 mm for a platform of 200 mm, and the best makespan.

    One build: 1 h set-up, four exposures of 1 h, 400 layers of 9 s (1 h), 1 h unloading = 7 h. Two
    builds on the one machine would pay set-up, layers and unloading twice.
    """
    square = Outline((Polygon(((0, 0), (90_000, 0), (90_000, 90_000), (0, 90_000))),))
    stand = Orientation("up", square, 20_000, 1000.0, {"m": HOUR * 1000})
    machine = Machine(
        key="m",
        platform=Platform(width_um=200_000, depth_um=200_000, height_um=200_000, gap_um=5_000),
        modes={"steel": Mode(setup_s=HOUR, layer_um=50, layer_ms=9_000, unload_s=HOUR)},
        attended=(Interval(0, 1000 * HOUR),),
    )
    pieces = tuple(Piece(f"p{n}", "square", "steel", frozenset({"m"})) for n in range(4))
    parts = (Part("square", (stand,)),)
    return Problem((machine,), parts, pieces, weights={"makespan": 1}), 7 * HOUR


def solved(problem: Problem) -> tuple[Result, float]:
    """Return a judged result and the CPU seconds it took."""
    begin = time.process_time()
    result = optimise(problem, MaxRuntime(SECONDS))
    spent_s = time.process_time() - begin
    assert result.schedule is not None
    assert violations(problem, result.schedule) == []
    return result, spent_s


def rows() -> Iterator[tuple[str, Result, float]]:
    problem, best = known()
    result, spent_s = solved(problem)
    assert result.objective == best, f"the known optimum is {best}, found {result.objective}"
    yield "four squares (optimum 25200)", result, spent_s
    folder = DATA / "luzedi"
    for name in ("P25M2-0", "P50M2-0", "P100M4-0") if folder.exists() else ():
        yield f"LUZEDI {name}", *solved(read_luzedi(folder, name))


def main() -> None:
    warm_up()
    print(f"{'instance':32}{'value':>12}{'bound':>12}{'gap':>8}{'CPU s':>8}")
    for name, result, spent_s in rows():
        assert result.objective is not None
        distance = gap(result.objective, result.lower_bound)
        print(f"{name:32}{result.objective:12}{result.lower_bound:12}{distance:8.1%}{spent_s:8.1f}")


if __name__ == "__main__":
    main()
