"""A whole process tree (supervisor, API, worker) on a fresh centre, for tests that go over HTTP."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Serving:
    url: str
    data_dir: Path


@contextmanager
def serving(database_url: str, folder: Path) -> Iterator[Serving]:
    """Run ``amcenter run`` until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    there = Serving(f"http://127.0.0.1:{port}", folder / "data")
    environment = {
        **os.environ,
        "AMCENTER_DATA_DIR": str(there.data_dir),
        "AMCENTER_DATABASE_URL": database_url,
        "AMCENTER_PORT": str(port),
    }
    command = [sys.executable, "-m", "amcenter.cli.main", "run", "--no-demo"]
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, cwd=ROOT)
    try:
        _wait_until_ready(there.url, process, log)
        yield there
    finally:
        process.terminate()
        process.wait(60)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1800):
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server does not get ready:\n{log.read_text()}")
