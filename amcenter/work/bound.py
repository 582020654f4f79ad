"""Start a program bound to the life of its parent, within limits.

``python bound.py PARENT [memory_mb=N] [cpu_s=N] [nice=N] -- PROGRAM ARGUMENTS...`` sets all this on
itself and then becomes the program. Doing it between fork and exec in the parent instead could
deadlock, because a worker has threads. It imports nothing of ours: it must start in a moment.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1


def command(program: Sequence[str], **limits: int) -> list[str]:
    """Return the command that starts a program bound to this process."""
    asked = [f"{name}={value}" for name, value in limits.items()]
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *asked, "--", *program]


def become(parent: int, limits: dict[str, int], program: list[str]) -> None:
    """Replace this process by the program."""
    die_with(parent)
    if "memory_mb" in limits:
        # what it may write to; the address space would count libraries and unused stacks as well
        resource.setrlimit(resource.RLIMIT_DATA, (limits["memory_mb"] * 2**20,) * 2)
    if "cpu_s" in limits:
        resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_s"], limits["cpu_s"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(limits.get("nice", 0))
    os.execvp(program[0], program)  # noqa: S606  (no shell is wanted)


def die_with(parent: int) -> None:
    """Have the system kill this process when its parent dies, by whatever cause."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def main(parent: str, *rest: str) -> None:
    end = rest.index("--")
    asked = (pair.split("=") for pair in rest[:end])
    become(int(parent), {name: int(value) for name, value in asked}, list(rest[end + 1 :]))


if __name__ == "__main__":
    main(*sys.argv[1:])
