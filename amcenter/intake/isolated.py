"""Working on a file in a limited child process: whatever the file does, it does it there."""

import atexit
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock

import amcenter
from amcenter.errors import UnreadableFile
from amcenter.intake.answers import (
    Answer,
    Option,
    Request,
    packed_request,
    split_end,
    unpacked_answer,
)
from amcenter.intake.document import AnalysisDocument, from_json
from amcenter.intake.limits import OUT_OF_MEMORY, Limits

START_S = 180.0
"""The very first start on a machine compiles the kernels."""
_TOO_SLOW = {-signal.SIGALRM, -signal.SIGXCPU}


class AnalysisLost(UnreadableFile):
    """The process was killed before it could answer, and by whom is not known."""


class WarmProcess:
    """The process that forks children; started when first needed, and again if it dies."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def ask(self, request: Request) -> bytes:
        """Return the answer; without an exit status in it, the warm process died."""
        here, there = socket.socketpair()
        with here:
            with there:
                self._send(packed_request(request), there.fileno())
            here.settimeout(START_S + request.limits.wall_s)
            try:
                return _everything(here, request.limits.answer_mb << 20)
            except TimeoutError:
                self.stop()
                return b""

    def start(self) -> None:
        """Let it get warm, so that it is when somebody asks."""
        with self._lock:
            if self._control is None:
                self._control = self._start()

    def stop(self) -> None:
        """End the warm process and all its children."""
        with self._lock:
            self._stop()

    def _send(self, message: bytes, descriptor: int) -> None:
        with self._lock:
            if self._control is None:
                self._control = self._start()
            try:
                socket.send_fds(self._control, [message], [descriptor])
            except ConnectionError:  # it was lost since
                self._control = self._start()
                socket.send_fds(self._control, [message], [descriptor])

    def _start(self) -> socket.socket:
        self._stop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "amcenter.intake.warm"],
                stdin=theirs.fileno(),
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the parent; this ends when the socket does
            )
        return ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def analyse_isolated(
    path: Path, name: str, unit: str | None, limits: Limits | None = None
) -> AnalysisDocument:
    """Read and measure a file in a child process of its own; see ``run_isolated``."""
    return from_json(run_isolated("analyse", path, name, {"unit": unit}, limits).document)


def run_isolated(
    task: str,
    path: Path,
    name: str,
    options: Mapping[str, Option],
    limits: Limits | None = None,
) -> Answer:
    """Do a task of ``tasks.TASKS`` with a file in a child process of its own.

    Raises ``UnreadableFile`` for everything that the file, or what it does to the child, can cause,
    and its kind ``AnalysisLost`` when it may help to try again.
    May be called from several threads at once.
    """
    request = Request(task, path, name, options, limits or Limits())
    lost = AnalysisLost("analysis_crashed")
    for again in (False, True):  # if the warm process itself was lost, or the child was killed
        body, status = split_end(shared_process().ask(request))
        if status is None:
            continue
        answer = unpacked_answer(body)
        killed = status == -signal.SIGKILL
        if answer is not None and (again or not killed):
            return answer
        if not killed:
            raise _why_not(status, request.limits)
        # most often by the kernel, because the whole machine ran out of memory
        lost = AnalysisLost("analysis_out_of_memory", memory_mb=request.limits.memory_mb)
    raise lost


@cache
def shared_process() -> WarmProcess:
    """Return the warm process of this process."""
    process = WarmProcess()
    atexit.register(process.stop)
    return process


def _why_not(status: int, limits: Limits) -> UnreadableFile:
    """Return why a child ended without an answer."""
    if status in _TOO_SLOW:
        seconds = limits.cpu_s if status == -signal.SIGXCPU else limits.wall_s
        return UnreadableFile("analysis_too_slow", seconds=round(seconds, 1))
    if status == OUT_OF_MEMORY:
        return UnreadableFile("analysis_out_of_memory", memory_mb=limits.memory_mb)
    return UnreadableFile("analysis_crashed")


def _everything(here: socket.socket, limit_bytes: int) -> bytes:
    received = bytearray()
    while chunk := here.recv(1 << 18):
        received += chunk
        if len(received) > limit_bytes:
            raise UnreadableFile("analysis_crashed")
    return bytes(received)


def _environment() -> dict[str, str]:
    """Return this environment with one thread per library and our packages to be found."""
    root = str(Path(amcenter.__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join([root, known]) if known else root
    return {**os.environ, **threads, "PYTHONPATH": path}
