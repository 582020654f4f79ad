"""CPU seconds and memory of one piece of work; runs in our environment and in that of the peers."""

import gc
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
Values = dict[str, object]
Work = Callable[[], Values]
"""Something to measure; what it returns is compared with others, its time is not counted twice."""

ENOUGH_S = 20.0


def best_cpu_s(work: Callable[[], Result], runs: int) -> tuple[float, Result]:
    """Return the least CPU seconds of some runs, and what the last one gave.

    Fewer runs where each is long: what takes ten seconds is not made quicker by another try.
    """
    spent: list[float] = []
    while True:
        gc.collect()
        begin = time.process_time()
        result = work()
        spent.append(time.process_time() - begin)
        if len(spent) >= runs or sum(spent) > ENOUGH_S:
            return min(spent), result


def peak_growth_mb(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return by how much the memory of this process grew at the highest, and the result."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the high-water mark starts again from here
    before = _status_kb("VmRSS")
    result = work()
    return (_status_kb("VmHWM") - before) / 1024, result


def _status_kb(field: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1])
    raise AssertionError(f"the kernel does not tell {field}")


def measured(name: str, works: Mapping[str, Callable[..., Work]], arguments: list[str]) -> None:
    """Print CPU seconds, peak memory and values of a piece of work as one line of JSON.

    The memory is that of the first run: later ones find their pages there.
    """
    *arguments, runs = arguments
    work = works[name](*arguments)
    peak_mb, values = peak_growth_mb(work)
    cpu_s = 0.0
    if int(runs):
        cpu_s, values = best_cpu_s(work, int(runs))
    print(json.dumps({"cpu_s": cpu_s, "peak_mb": peak_mb, "values": values}))
