"""A child that works for the asked time, or until SIGTERM; its process number is in a file."""

import json
import os
import signal
import sys
import time
from pathlib import Path


def say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


stop = []
signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
request = json.load(sys.stdin)
Path(sys.argv[1], f"{request['id']}.pid").write_text(str(os.getpid()))
begun = time.monotonic()
while (worked := time.monotonic() - begun) < request["seconds"] and not stop:
    say({"progress": {"share": worked / request["seconds"]}})
    time.sleep(0.05)
say({"outcome": {"kind": request["kind"], "early": bool(stop)}})
