"""The process tree of one machine: an API process and a worker, started again when they die."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from threading import Event

from amcenter import migrate
from amcenter.accounts.invitations import first_run
from amcenter.clock import now
from amcenter.config import Settings
from amcenter.db import make_engine
from amcenter.errors import Conflict
from amcenter.work import bound

log = logging.getLogger(__name__)

PROGRAMS = {
    "api": (sys.executable, "-m", "api"),
    "worker": (sys.executable, "-m", "amcenter.worker"),
}
LOOK_S = 0.2
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
HEALTHY_S = 10.0
"""Who has lived for so long may be started again at once."""
GRACE_S = 15.0


def serve(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Serve until a signal asks for the end; this process dies together with its children."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    require_free_port(settings)
    prepare(settings, say)
    environment = {**os.environ, **as_environment(settings)}
    parts = [Part(name, program, environment) for name, program in PROGRAMS.items()]
    say(f"amcenter serves at {settings.public_url} (Ctrl-C ends it)")
    try:
        while not stop.wait(LOOK_S):
            for part in parts:
                part.keep_alive()
    finally:
        end(parts)


def prepare(settings: Settings, say: Callable[[str], None]) -> None:
    """Make the data folder and the database ready, and invite the first administrator."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url, sqlite_sync=settings.sqlite_sync)
    try:
        if settings.auto_migrate:
            migrate.upgrade(engine)
        else:
            migrate.require_newest(engine)
        link = first_run(engine, settings, now())
    finally:
        engine.dispose()
    if link is not None:
        say(f"Nobody has an account yet. Make yours, as the administrator: {link}")


def require_free_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise Conflict(
                "address_not_free",
                host=settings.host,
                port=settings.port,
                reason=error.strerror or "",
            ) from error


def as_environment(settings: Settings) -> dict[str, str]:
    """Return the environment in which ``read_settings`` finds these settings."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {
        f"AMCENTER_{name.upper()}": str(int(value)) if isinstance(value, bool) else str(value)
        for name, value in values.items()
    }


@dataclass
class Part:
    """A process of the tree; it is started again after a pause that grows while it keeps dying."""

    name: str
    program: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    pause_s: float = field(default=FIRST_PAUSE_S)

    def keep_alive(self) -> None:
        moment = time.monotonic()
        if self.process is None and moment >= self.start_at:
            self._start(moment)
        elif self.process is not None and self.process.poll() is not None:
            self._mourn(moment, self.process.returncode)

    def _start(self, moment: float) -> None:
        self.started_at = moment
        self.process = subprocess.Popen(  # noqa: S603  (a program of ours)
            bound.command(self.program),
            env=dict(self.environment),
            start_new_session=True,  # Ctrl-C is for the supervisor, which tells the others
        )

    def _mourn(self, moment: float, status: int) -> None:
        if moment - self.started_at > HEALTHY_S:
            self.pause_s = FIRST_PAUSE_S
        log.error("%s ended (%d); it starts again in %.1f s", self.name, status, self.pause_s)
        self.process = None
        self.start_at = moment + self.pause_s
        self.pause_s = min(2 * self.pause_s, LONGEST_PAUSE_S)


def end(parts: Sequence[Part]) -> None:
    """Ask all processes to end, and kill those that do not in time."""
    processes = [part.process for part in parts if part.process is not None]
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE_S
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
