"""How much a child process may use, and how it comes to an end with its parent."""

import ctypes
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_MAX_FILE_BYTES = 1 << 26
_MAX_OPEN_FILES = 64
OUT_OF_MEMORY = 3
"""Exit status of a child that reached the limit of its memory."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: memory beyond the empty process, CPU time, time on the clock."""

    memory_mb: int = 4096
    cpu_s: int = 120
    wall_s: float = 120.0
    answer_mb: int = 64
    """Of all that it answers together."""


def apply_limits(limits: Limits) -> None:
    """Bind this process: the kernel ends it when it wants more, whatever code is running."""
    memory = _address_space() + (limits.memory_mb << 20)
    _limit(resource.RLIMIT_AS, memory, memory)
    _limit(resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 1)
    _limit(resource.RLIMIT_FSIZE, _MAX_FILE_BYTES, _MAX_FILE_BYTES)
    _limit(resource.RLIMIT_NOFILE, _MAX_OPEN_FILES, _MAX_OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # not a Python handler: native code must end too
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s)


def die_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _limit(kind: int, soft: int, hard: int) -> None:
    _, ceiling = resource.getrlimit(kind)
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def _address_space() -> int:
    """Return how much address space this process has now; libraries reserve a lot of it."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text().split()[0]) * resource.getpagesize()
