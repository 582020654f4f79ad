"""Child processes: what they answer, and that nothing of them stays."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from amcenter.errors import Refusal
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Cancelled, Interrupted
from amcenter.work.children import ChildFailed, Limits, run_child

LIMITS = Limits(memory_mb=500, seconds=60, grace_s=5)
PREFACE = """
import json, os, signal, sys, time
from amcenter.errors import BadInput
from amcenter.work.childside import serve_request
"""


@dataclass
class Wishes:
    """A control whose wishes come true with the first progress."""

    cancel: bool = False
    early: bool = False
    progress: list[JsonObject] = field(default_factory=list)

    def report(self, progress: JsonObject) -> None:
        self.progress.append(progress)

    def cancelled(self) -> bool:
        return self.cancel and bool(self.progress)

    def finish_early(self) -> bool:
        return self.early and bool(self.progress)


def child(body: str) -> tuple[str, ...]:
    indented = "\n".join(f"    {line}" for line in body.strip().splitlines())
    work = f"def work(request, report, finish_now):\n{indented}\n"
    return (sys.executable, "-c", PREFACE + work + "serve_request(work)")


def gone(process: int) -> bool:
    """Whether a process is over (a zombie is: only its parent has not asked yet)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_child_answers_with_its_outcome_and_reports_on_the_way() -> None:
    control = Wishes()
    program = child("""
report({"share": 0.5})
print("libraries may print what they like")
return {"sum": request["a"] + request["b"]}
""")

    assert run_child(program, {"a": 2, "b": 3}, control, LIMITS) == {"sum": 5}

    assert control.progress == [{"share": 0.5}]


def test_a_large_request_and_a_large_outcome_pass() -> None:
    text = "x" * 3_000_000  # far more than a pipe holds

    assert run_child(child("return request"), {"text": text}, Wishes(), LIMITS) == {"text": text}


def test_a_refusal_of_the_child_is_a_refusal_here() -> None:
    with pytest.raises(Refusal) as refusal:
        run_child(child('raise BadInput("not_found", what="a", key="b")'), {}, Wishes(), LIMITS)

    assert refusal.value.message.code == "not_found"
    assert refusal.value.message.params == {"what": "a", "key": "b"}


def test_a_child_that_crashes_tells_where() -> None:
    with pytest.raises(ChildFailed, match="ZeroDivisionError"):
        run_child(child("1 / 0"), {}, Wishes(), LIMITS)


def test_a_child_that_is_killed_was_interrupted() -> None:
    with pytest.raises(Interrupted, match="signal 9"):
        run_child(child("os.kill(os.getpid(), signal.SIGKILL)"), {}, Wishes(), LIMITS)


def test_too_much_memory_is_refused_with_the_limit() -> None:
    with pytest.raises(Refusal) as refusal:
        run_child(child("bytearray(800 * 2**20)"), {}, Wishes(), LIMITS)

    assert refusal.value.message.code == "task_out_of_memory"
    assert refusal.value.message.params == {"limit_mb": 500}


def test_a_child_that_takes_too_long_may_finish_with_the_best_so_far() -> None:
    program = child('finish_now.wait(50)\nreturn {"early": finish_now.is_set()}')
    limits = Limits(memory_mb=500, seconds=2, grace_s=30)

    assert run_child(program, {}, Wishes(), limits) == {"early": True}


def test_a_child_that_does_not_finish_in_time_is_killed() -> None:
    control = Wishes()
    program = child('report({"pid": os.getpid()})\ntime.sleep(50)')

    with pytest.raises(Refusal) as refusal:
        run_child(program, {}, control, Limits(memory_mb=500, seconds=2, grace_s=0.2))

    assert refusal.value.message.code == "task_too_long"
    assert gone(control.progress[0]["pid"])


def test_a_child_asked_to_finish_early_answers_with_the_best_so_far() -> None:
    program = child('report({})\nfinish_now.wait(50)\nreturn {"early": finish_now.is_set()}')

    assert run_child(program, {}, Wishes(early=True), LIMITS) == {"early": True}


def test_a_child_hears_even_what_was_said_before_it_could_listen() -> None:
    program = child('finish_now.wait(50)\nreturn {"early": finish_now.is_set()}')
    control = Wishes(early=True, progress=[{}])

    assert run_child(program, {}, control, LIMITS) == {"early": True}


def test_a_cancelled_child_dies_with_what_it_has_started() -> None:
    control = Wishes(cancel=True)
    program = child("""
import subprocess
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(50)"])
report({"pids": [os.getpid(), grandchild.pid]})
time.sleep(50)
""")

    with pytest.raises(Cancelled):
        run_child(program, {}, control, LIMITS)

    assert all(soon(lambda pid=pid: gone(pid)) for pid in control.progress[0]["pids"])


def test_a_child_dies_when_its_worker_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    program = child(f'open("{path}", "w").write(str(os.getpid()))\ntime.sleep(50)')
    script = f"""
from amcenter.work.children import Limits, run_child
class Control:
    def report(self, progress): pass
    def cancelled(self): return False
    def finish_early(self): return False
run_child({program!r}, {{}}, Control(), Limits(memory_mb=500, seconds=60))
"""
    worker = subprocess.Popen([sys.executable, "-c", script])
    assert soon(lambda: path.exists() and path.read_text() != "")

    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()

    assert soon(lambda: gone(int(path.read_text())))


def test_the_temporary_folder_of_a_child_is_cleared_away() -> None:
    program = child("""
import tempfile
handle, path = tempfile.mkstemp()
return {"path": path}
""")

    path = run_child(program, {}, Wishes(), LIMITS)["path"]

    assert not Path(path).exists()
