"""Running CPU-heavy work in a child process with limits; ``childside`` is its inside.

The child has a session of its own, dies with the worker, and is killed when nobody wants its
result. SIGTERM asks it to finish now with the best so far.
"""

import json
import logging
import os
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from amcenter.errors import Refusal
from amcenter.tables.columns import JsonObject
from amcenter.work import bound
from amcenter.work.body import Cancelled, Control, Interrupted

log = logging.getLogger(__name__)

WATCH_S = 0.2
NICENESS = 10
"""The API on the same machine goes first."""
STDERR_TAIL_BYTES = 4000


@dataclass(frozen=True, slots=True)
class Limits:
    memory_mb: int
    seconds: float
    """On the clock; after that the child is asked to finish, and killed after the grace period."""
    grace_s: float = 10.0
    threads: int = 1


class ChildFailed(Exception):
    """The child ended without an answer: a fault of ours."""


def run_child(
    program: Sequence[str], request: JsonObject, control: Control, limits: Limits
) -> JsonObject:
    """Return the outcome that the child answers with.

    Raises
    ------
    Refusal
        what the child refused, or ``task_out_of_memory`` or ``task_too_long``
    Cancelled
        nobody wants the result any more
    Interrupted
        somebody else killed it
    ChildFailed
        it ended without an answer
    """
    with _started(program, request, limits) as child:
        talk = _Talk(child, control, limits)
        try:
            return talk.until_answered()
        finally:
            _kill_family(child.process)


@dataclass(frozen=True, slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    errors: IO[bytes]


@contextmanager
def _started(program: Sequence[str], request: JsonObject, limits: Limits) -> Iterator[_Child]:
    threads = str(limits.threads)
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")
    cpu_s = int((limits.seconds + limits.grace_s) * limits.threads) + 1
    command = bound.command(program, memory_mb=limits.memory_mb, cpu_s=cpu_s, nice=NICENESS)
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as errors,
        tempfile.TemporaryDirectory(prefix="amcenter-task-") as folder,
    ):
        stdin.write(json.dumps(request).encode())
        stdin.seek(0)
        with _sigterm_held_back():
            process = subprocess.Popen(  # noqa: S603  (programs are our own, never a person's)
                command,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                env={**os.environ, **dict.fromkeys(names, threads), "TMPDIR": folder},
            )
        with process:
            yield _Child(process, errors)


@contextmanager
def _sigterm_held_back() -> Iterator[None]:
    """Let a child be born deaf to SIGTERM, which would kill it before it has learnt to listen."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Talk:
    """The conversation with one child, until it has answered or has to die."""

    def __init__(self, child: _Child, control: Control, limits: Limits) -> None:
        self._process = child.process
        self._errors = child.errors
        self._control = control
        self._limits = limits
        self._finish_at = time.monotonic() + limits.seconds
        self._kill_at: float | None = None

    def until_answered(self) -> JsonObject:
        output = self._process.stdout
        assert output is not None
        heard = b""
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while True:
                self._heed_wishes()
                if not selector.select(WATCH_S):
                    continue
                chunk = os.read(output.fileno(), 1 << 16)
                if not chunk:
                    raise self._silent_end()
                *lines, heard = (heard + chunk).split(b"\n")
                for line in lines:
                    answer = self._understand(json.loads(line))
                    if answer is not None:
                        return answer

    def _heed_wishes(self) -> None:
        moment = time.monotonic()
        if self._control.cancelled():
            raise Cancelled
        if self._kill_at is not None and moment > self._kill_at:
            raise Refusal("task_too_long", limit_s=round(self._limits.seconds))
        if self._kill_at is None and (moment > self._finish_at or self._control.finish_early()):
            self._process.terminate()
            self._kill_at = moment + self._limits.grace_s

    def _understand(self, message: JsonObject) -> JsonObject | None:
        if "progress" in message:
            self._control.report(message["progress"])
            return None
        if "refusal" in message:
            raise Refusal(message["refusal"]["code"], **message["refusal"]["params"])
        if "out_of_memory" in message:
            raise Refusal("task_out_of_memory", limit_mb=self._limits.memory_mb)
        outcome: JsonObject = message["outcome"]
        return outcome

    def _silent_end(self) -> Exception:
        status = self._process.wait()
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - STDERR_TAIL_BYTES))
        tail = self._errors.read().decode(errors="replace")
        if status == -signal.SIGXCPU:
            return Refusal("task_too_long", limit_s=round(self._limits.seconds))
        if "MemoryError" in tail or "bad_alloc" in tail:
            return Refusal("task_out_of_memory", limit_mb=self._limits.memory_mb)
        if status < 0:
            return Interrupted(f"the child was killed by signal {-status}: {tail}")
        return ChildFailed(f"the child ended with status {status}:\n{tail}")


def _kill_family(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and what it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
