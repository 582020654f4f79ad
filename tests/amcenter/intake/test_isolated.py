"""The child process: what a file does to it stays in it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from amcenter.errors import UnreadableFile
from amcenter.intake.document import analyse_file
from amcenter.intake.isolated import analyse_isolated, shared_process
from amcenter.intake.limits import Limits
from sample_parts.mesh_files import binary, cube
from tests.amcenter.intake.meshes import ROOT, SAMPLES

T = TypeVar("T")
PART = SAMPLES / "cable_gland_plate.stl"


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as refused:
        analyse_isolated(path, path.name, None, limits)
    return refused.value.message.code


def in_child(program: str, limits: Limits) -> int:
    """Return the exit code (negative: the signal) of a program that runs under limits."""
    bound = f"Limits(memory_mb={limits.memory_mb}, cpu_s={limits.cpu_s}, wall_s={limits.wall_s})"
    head = f"from amcenter.intake.limits import Limits, apply_limits\napply_limits({bound})\n"
    done = subprocess.run(
        [sys.executable, "-c", head + program], cwd=ROOT, capture_output=True, timeout=60
    )
    return done.returncode


def test_the_child_finds_what_this_process_would_find() -> None:
    here = analyse_file(PART, PART.name, "mm")

    assert analyse_isolated(PART, PART.name, "mm") == here


def test_a_refusal_comes_through_with_its_facts() -> None:
    path = SAMPLES / "hostile" / "truncated.stl"

    with pytest.raises(UnreadableFile, match="12 triangles need 684 bytes, the file has 624"):
        analyse_isolated(path, path.name, None)


def test_several_threads_may_ask_at_once() -> None:
    paths = [PART, SAMPLES / "gripper_finger.stl", SAMPLES / "guide_vane.stl"] * 2

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda path: analyse_isolated(path, path.name, None), paths))

    assert [one.name for one in found] == [path.name for path in paths]


def test_a_part_that_takes_too_long_on_the_clock_is_refused() -> None:
    assert refusal(SAMPLES / "gyroid_core.stl", Limits(wall_s=0.02)) == "analysis_too_slow"


def test_a_part_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.stl"
    path.write_bytes(binary(cube() * 50_000))

    assert refusal(path, Limits(memory_mb=40)) == "analysis_out_of_memory"


def test_an_allocation_beyond_the_limit_fails() -> None:
    program = "try:\n    bytearray(300 << 20)\nexcept MemoryError:\n    raise SystemExit(7)"

    assert in_child(program, Limits(memory_mb=200)) == 7
    assert in_child(program, Limits(memory_mb=600)) == 0


def test_a_sleep_beyond_the_time_on_the_clock_is_ended() -> None:
    assert in_child("import time; time.sleep(30)", Limits(wall_s=0.2)) == -signal.SIGALRM


def test_a_loop_beyond_the_cpu_time_is_ended() -> None:
    assert in_child("while True: pass", Limits(cpu_s=1)) == -signal.SIGXCPU


def test_a_file_that_vanished_is_a_crash_of_the_analysis_and_nothing_worse(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.stl") == "analysis_crashed"
    assert analyse_isolated(PART, PART.name, None).analysis.watertight


def test_a_killed_warm_process_is_started_again() -> None:
    analyse_isolated(PART, PART.name, None)
    process = shared_process()._process
    assert process is not None
    process.kill()

    assert analyse_isolated(PART, PART.name, None).analysis.watertight


def test_the_warm_process_and_its_children_end_with_their_parent(tmp_path: Path) -> None:
    # A named pipe that nobody writes to keeps the child waiting in open().
    fifo = tmp_path / "never.stl"
    os.mkfifo(fifo)
    program = (
        "import sys, threading, time; from pathlib import Path\n"
        "from amcenter.intake.isolated import analyse_isolated, shared_process\n"
        "ask = lambda: analyse_isolated(Path(sys.argv[1]), 'x.stl', None)\n"
        "threading.Thread(target=ask, daemon=True).start()\n"
        "while shared_process()._process is None: time.sleep(0.01)\n"
        "print(shared_process()._process.pid, flush=True); time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(fifo)], cwd=ROOT, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        warm_process = int(parent.stdout.readline())
        children = wait_for(lambda: children_of(warm_process))
        parent.kill()

    for process in (warm_process, *children):
        assert wait_for(lambda process=process: not is_running(process))


def wait_for(probe: Callable[[], T]) -> T:
    """Return the first true answer of a probe; the test fails when none comes."""
    for _ in range(3000):
        if answer := probe():
            return answer
        time.sleep(0.02)
    pytest.fail("nothing happened for a minute")


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
