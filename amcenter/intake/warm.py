"""A warm process that forks one limited child for each file.

Importing and compiling everything takes seconds, forking a process that has done it takes
milliseconds. ``isolated`` runs ``python -m amcenter.intake.warm`` with a socket as its standard
input. A message there is one request (JSON) with one descriptor to write the answer to: the child
writes one line, this process adds a second one with the child's exit status. When the socket
closes the parent is gone, and everything here ends.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import NoReturn, TypedDict

import numpy as np

from amcenter.errors import Refusal
from amcenter.intake.document import analyse_file, to_json
from amcenter.intake.limits import Limits, apply_limits, die_with_parent
from amcenter.intake.orientation import orientations
from amcenter.intake.soup import Soup
from amcenter.intake.tidy import tidy

OUT_OF_MEMORY = 3
MAX_REQUEST_BYTES = 1 << 16


class Request(TypedDict):
    """One file to analyse, and what that may cost."""

    path: str
    name: str
    unit: str | None
    memory_mb: int
    cpu_s: int
    wall_s: float


def warm_up() -> None:
    """Run every compiled kernel once, on a small pyramid with a hollow in it."""
    points = np.array([[0, 0, 0], [30, 0, 0], [0, 30, 0], [0, 0, 20]], dtype=np.float64)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
    hollow = points * 0.25 + 3.0
    soup = Soup(np.vstack([points, hollow]), np.vstack([faces, faces[:, ::-1] + 4]))
    orientations(tidy(soup, 1.0))


def serve(control: socket.socket) -> None:
    """Fork a child for each request until the other side closes the socket."""
    answers: dict[int, tuple[int, socket.socket]] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is not control:
                    selector.unregister(key.fd)
                    _report_end(key.fd, *answers.pop(key.fd))
                    continue
                message, descriptors, _, _ = socket.recv_fds(control, MAX_REQUEST_BYTES, 1)
                if not message:
                    return
                answer = socket.socket(fileno=descriptors[0])
                watch, child = _forked(json.loads(message), answer, control)
                answers[watch] = child, answer
                selector.register(watch, selectors.EVENT_READ)


def _forked(request: Request, answer: socket.socket, control: socket.socket) -> tuple[int, int]:
    """Start a child; return a descriptor that becomes readable when it ends, and its number."""
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        die_with_parent()
        if os.getppid() != parent:  # it ended before it could be asked to tell
            os._exit(1)
        control.close()
        _answer(request, answer)
    return os.pidfd_open(child), child


def _answer(request: Request, answer: socket.socket) -> NoReturn:
    """Analyse in this process and write the outcome as one line; never returns."""
    status = 0
    try:
        apply_limits(Limits(request["memory_mb"], request["cpu_s"], request["wall_s"]))
        answer.sendall(_outcome(request) + b"\n")
    except MemoryError:
        status = OUT_OF_MEMORY
    except BaseException:  # the end of this process: tell the log, and nothing else may follow
        traceback.print_exc()
        status = 1
    os._exit(status)


def _outcome(request: Request) -> bytes:
    try:
        document = analyse_file(Path(request["path"]), request["name"], request["unit"])
    except Refusal as refusal:
        message = refusal.message
        return json.dumps({"refused": message.code, "params": dict(message.params)}).encode()
    return b'{"document": ' + to_json(document) + b"}"


def _report_end(watch: int, child: int, answer: socket.socket) -> None:
    os.close(watch)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with answer:
        try:
            answer.sendall(json.dumps({"exit": status}).encode() + b"\n")
        except OSError:  # nobody waits for it any more
            return


def main() -> None:
    """Get warm, then serve the socket that is the standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up()
    gc.freeze()  # children shall not copy pages only because the collector touched them
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as control:
        serve(control)


if __name__ == "__main__":
    main()
