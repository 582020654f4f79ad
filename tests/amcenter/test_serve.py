"""The supervisor, with small programs in the place of the API and the worker."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amcenter import serve
from amcenter.config import Settings, read_settings
from amcenter.errors import Conflict

STAYS = "import os, sys, time\nopen(sys.argv[1], 'a').write(f'{os.getpid()}\\n')\ntime.sleep(60)"
DEAF = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + STAYS


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"AMCENTER_DATA_DIR": str(tmp_path), "AMCENTER_AUTO_MIGRATE": "0"})


@pytest.fixture
def parts() -> Iterator[list[serve.Part]]:
    parts: list[serve.Part] = []
    yield parts
    serve.end(parts)


def part(code: str, path: Path) -> serve.Part:
    return serve.Part("toy", (sys.executable, "-c", code, str(path)), {})


def starts(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_children_read_the_settings_of_the_supervisor(settings: Settings) -> None:
    assert read_settings(serve.as_environment(settings)) == settings


def test_an_address_in_use_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings = read_settings(
            {"AMCENTER_DATA_DIR": str(tmp_path / "new"), "AMCENTER_PORT": str(port)}
        )

        with pytest.raises(Conflict) as refusal:
            serve.require_free_port(settings)

    assert refusal.value.message.code == "address_not_free"
    assert refusal.value.message.params["port"] == port


def test_a_part_that_was_killed_starts_again(parts: list[serve.Part], tmp_path: Path) -> None:
    parts.append(part(STAYS, tmp_path / "starts"))
    parts[0].keep_alive()
    assert soon(lambda: len(starts(tmp_path / "starts")) == 1)

    assert parts[0].process is not None
    parts[0].process.kill()
    parts[0].process.wait()

    assert soon(lambda: parts[0].keep_alive() is None and len(starts(tmp_path / "starts")) == 2)


def test_the_pause_before_a_new_start_doubles_up_to_a_limit(tmp_path: Path) -> None:
    dying = part("pass", tmp_path / "starts")
    pauses = []
    for _ in range(8):
        pauses.append(dying.pause_s)
        dying._mourn(dying.started_at + 1, 1)

    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_a_part_that_lived_long_starts_again_soon(tmp_path: Path) -> None:
    dying = part("pass", tmp_path / "starts")
    dying.pause_s = 30

    dying._mourn(dying.started_at + serve.HEALTHY_S + 1, 1)

    assert dying.start_at == dying.started_at + serve.HEALTHY_S + 1 + 0.5


def test_the_end_asks_and_then_kills(
    parts: list[serve.Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "GRACE_S", 0.5)
    parts.extend([part(STAYS, tmp_path / "a"), part(DEAF, tmp_path / "b")])
    for one in parts:
        one.keep_alive()
    assert soon(lambda: bool(starts(tmp_path / "a")) and bool(starts(tmp_path / "b")))

    serve.end(parts)

    assert [one.process.returncode for one in parts if one.process] == [
        -signal.SIGTERM,
        -signal.SIGKILL,
    ]


def test_everything_dies_with_the_supervisor(tmp_path: Path) -> None:
    path = tmp_path / "starts"
    code = f"""
import subprocess, sys, time
from amcenter.work import bound
subprocess.Popen(bound.command((sys.executable, "-c", {STAYS!r}, {str(path)!r})))
time.sleep(60)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", code])
    assert soon(lambda: bool(starts(path)))

    supervisor.kill()
    supervisor.wait()

    assert soon(lambda: not alive(starts(path)[0]))
