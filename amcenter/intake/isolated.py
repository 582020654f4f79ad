"""Analysing a file in a limited child process: whatever the file does, it does it there."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Lock

import amcenter
from amcenter.errors import UnreadableFile
from amcenter.intake.document import AnalysisDocument, from_json
from amcenter.intake.limits import Limits
from amcenter.intake.warm import OUT_OF_MEMORY, Request

START_S = 180.0
"""The very first start on a machine compiles the kernels."""
MAX_ANSWER_BYTES = 64 << 20
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
        """Return the lines of the answer; without an exit status in it, the warm process died."""
        here, there = socket.socketpair()
        with here:
            with there:
                self._send(json.dumps(request).encode(), there.fileno())
            here.settimeout(START_S + request["wall_s"])
            try:
                return _everything(here)
            except TimeoutError:
                self.stop()
                return b""

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
    """Read and measure a file in a child process of its own.

    Raises ``UnreadableFile`` for everything that the file, or what it does to the child, can cause,
    and its kind ``AnalysisLost`` when it may help to try again.
    May be called from several threads at once.
    """
    bounds = limits or Limits()
    request = Request(
        path=str(path.absolute()),
        name=name,
        unit=unit,
        memory_mb=bounds.memory_mb,
        cpu_s=bounds.cpu_s,
        wall_s=bounds.wall_s,
    )
    lost = AnalysisLost("analysis_crashed")
    for _ in range(2):  # once more if the warm process itself was lost, or the child was killed
        *answer, last = shared_process().ask(request).split(b"\n")[:-1] or [b""]
        if not last.startswith(b'{"exit"'):
            continue
        status = json.loads(last)["exit"]
        if status != -signal.SIGKILL:
            return _document(answer, status, bounds)
        # most often by the kernel, because the whole machine ran out of memory
        lost = AnalysisLost("analysis_out_of_memory", memory_mb=bounds.memory_mb)
    raise lost


@cache
def shared_process() -> WarmProcess:
    """Return the warm process of this process."""
    process = WarmProcess()
    atexit.register(process.stop)
    return process


def _document(answer: list[bytes], status: int, limits: Limits) -> AnalysisDocument:
    if status in _TOO_SLOW:
        seconds = limits.cpu_s if status == -signal.SIGXCPU else limits.wall_s
        raise UnreadableFile("analysis_too_slow", seconds=round(seconds, 1))
    if status == OUT_OF_MEMORY:
        raise UnreadableFile("analysis_out_of_memory", memory_mb=limits.memory_mb)
    if status != 0 or len(answer) != 1:
        raise UnreadableFile("analysis_crashed")
    outcome = answer[0]
    if outcome.startswith(b'{"refused"'):
        refusal = json.loads(outcome)
        raise UnreadableFile(refusal["refused"], **refusal["params"])
    return from_json(outcome.removeprefix(b'{"document": ').removesuffix(b"}"))


def _everything(here: socket.socket) -> bytes:
    received = bytearray()
    while chunk := here.recv(1 << 16):
        received += chunk
        if len(received) > MAX_ANSWER_BYTES:
            return b""
    return bytes(received)


def _environment() -> dict[str, str]:
    """Return this environment with one thread per library and our packages to be found."""
    root = str(Path(amcenter.__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join([root, known]) if known else root
    return {**os.environ, **threads, "PYTHONPATH": path}
