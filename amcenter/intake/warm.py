"""A warm process that forks one limited child for each file.

Importing and compiling everything takes seconds, forking a process that has done it takes
milliseconds. ``isolated`` runs ``python -m amcenter.intake.warm`` with a socket as its standard
input. A message there is one request with one descriptor to write the answer to: the child writes
its blobs (``answers``), this process adds the child's exit status. When the socket closes the
parent is gone, and everything here ends.
"""

import gc
import os
import selectors
import signal
import socket
import sys
import traceback
from typing import NoReturn

from amcenter.errors import Refusal
from amcenter.intake.answers import (
    Request,
    packed_blob,
    packed_end,
    packed_refusal,
    unpacked_request,
)
from amcenter.intake.limits import OUT_OF_MEMORY, apply_limits, die_with_parent
from amcenter.intake.tasks import TASKS
from amcenter.intake.warming import warm_up

MAX_REQUEST_BYTES = 1 << 16


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
                watch, child = _forked(unpacked_request(message), answer, control)
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
    """Do the task in this process and write what it finds; never returns."""
    status = 0
    try:
        apply_limits(request.limits)
        _perform(request, answer)
    except MemoryError:
        status = OUT_OF_MEMORY
    except BaseException:  # the end of this process: tell the log, and nothing else may follow
        traceback.print_exc()
        status = 1
    os._exit(status)


def _perform(request: Request, answer: socket.socket) -> None:
    try:
        for blob in TASKS[request.task](request):
            answer.sendall(packed_blob(blob))
            answer.sendall(blob.content)
    except Refusal as refusal:
        answer.sendall(packed_refusal(refusal.message))


def _report_end(watch: int, child: int, answer: socket.socket) -> None:
    os.close(watch)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with answer:
        try:
            answer.sendall(packed_end(status))
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
