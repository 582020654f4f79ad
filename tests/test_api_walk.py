"""The walk of docs/api.md works as it is printed there."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WALK = "\n".join(re.findall(r"```bash\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A whole process tree on a fresh centre; what the walk's shell needs to know of it."""
    port = free_port()
    data = tmp_path / "data"
    environment = {
        **os.environ,
        "AMCENTER_DATA_DIR": str(data),
        "AMCENTER_DATABASE_URL": database_url,
        "AMCENTER_PORT": str(port),
    }
    command = [sys.executable, "-m", "amcenter.cli.main", "run", "--no-demo"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process, tmp_path / "log")
        yield {**os.environ, "AMCENTER": address, "DATA": str(data)}
    finally:
        process.terminate()
        process.wait(30)


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(1800):
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=1).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server does not get ready:\n{log.read_text()}")


def test_the_walk_runs_as_printed(server: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", WALK],
        env=server,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    lines = done.stdout.splitlines()
    assert lines[-1] == "403"
    assert "published" in lines
    assert "3D/3dmodel.model" in done.stdout
