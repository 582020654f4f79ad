"""The inside of a child process of background work; ``children`` is the outside.

It finds its request as JSON on standard input and says one line of JSON at a time: any number of
``{"progress": ...}`` and, at the end, one of ``{"outcome": ...}``, ``{"refusal": ...}`` and
``{"out_of_memory": true}``. SIGTERM means "finish now"; it is held back until somebody listens.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from threading import Event
from typing import Any, TextIO

from amcenter.errors import Refusal

JsonObject = dict[str, Any]  # not the one of the tables: their import takes longer than small work
Report = Callable[[JsonObject], None]
Work = Callable[[JsonObject, Report, Event], JsonObject]
"""Takes the request, a way to report progress, and an event that means "finish now"."""


def serve_request(work: Work) -> None:
    """Do the one piece of work that this process was started for."""
    line = _line_to_parent()
    finish_now = Event()
    signal.signal(signal.SIGTERM, lambda *_: finish_now.set())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})

    def say(message: JsonObject) -> None:
        line.write(json.dumps(message) + "\n")
        line.flush()

    try:
        request = json.load(sys.stdin)
        outcome = work(request, lambda progress: say({"progress": progress}), finish_now)
    except Refusal as refusal:
        why = refusal.message
        say({"refusal": {"code": why.code, "params": dict(why.params)}})
    except MemoryError:
        say({"out_of_memory": True})
    else:
        say({"outcome": outcome})


def _line_to_parent() -> TextIO:
    """Return standard output, and send what anybody else prints to standard error instead."""
    line = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return line
