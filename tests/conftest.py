"""Databases for tests: what uses ``engine`` or ``database_url`` runs on SQLite and PostgreSQL.

``AMCENTER_TEST_DATABASES`` is ``both`` (default), ``sqlite`` or ``postgresql``. The PostgreSQL
server is a throw-away one of Debian's binaries; it starts with the first test that needs it and
dies with the tests.
"""

import multiprocessing
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import Engine

from amcenter.db import make_engine
from amcenter.migrate import upgrade

# Processes of tests are forked from one that has everything imported: seconds become a moment.
multiprocessing.set_forkserver_preload(["amcenter.migrate", "amcenter.work.worker"])

# How fast a machine is proves nothing. CI repeats itself; a developer's runs explore.
settings.register_profile(
    "amcenter",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
    print_blob=True,
)
settings.load_profile("amcenter")

CHOICES = {
    "both": ("sqlite", "postgresql"),
    "sqlite": ("sqlite",),
    "postgresql": ("postgresql",),
}
CHOSEN = CHOICES[os.environ.get("AMCENTER_TEST_DATABASES", "both")]
BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)
MISSING = "PostgreSQL is NOT tested: install Debian's package `postgresql`"

LONGEST = {"test_kill.py", "test_plan_published.py", "test_schemathesis.py"}

NUMBERS = count()
THROW_AWAY = (
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on a Unix socket in ``folder``."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, statement: str, *names: str) -> None:
        address = f"host={self.folder} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        name = f"test_{next(NUMBERS)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template)
        yield self.url(name)
        self.run("DROP DATABASE {} WITH (FORCE)", name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # On several cores the longest files begin first, or one core works on them alone at the end.
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_report_header() -> str:
    names = ["postgresql (MISSING)" if n == "postgresql" and not BINARIES else n for n in CHOSEN]
    return f"databases: {', '.join(names)}"


def as_postgres(*command: str) -> list[str]:
    """Return a command that the server's binaries accept: never as root, never outliving us."""
    user = ["--reuid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    return ["setpriv", *user, "--pdeathsig=INT", *command]


@contextmanager
def running_server() -> Iterator[Server]:
    assert BINARIES is not None
    folder = Path(tempfile.mkdtemp(prefix="amcenter-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    initdb = (str(BINARIES), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8")
    quick = ("--no-locale", "--no-sync", "--no-instructions")
    subprocess.run(as_postgres(*initdb, *quick), check=True, capture_output=True, cwd=folder)
    options = [f"-c{option}" for option in THROW_AWAY]
    command = (str(BINARIES.with_name("postgres")), "-D", str(data), "-k", str(folder), "-h", "")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(as_postgres(*command, *options), stderr=log, cwd=folder)
    try:
        wait_for(folder, process)
        yield Server(folder)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(folder: Path, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            psycopg.connect(f"host={folder} user=postgres dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"PostgreSQL does not start:\n{(folder / 'log').read_text()}")


def prepare(url: str) -> None:
    """Bring an empty database to the newest schema."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server with an up-to-date database ``template``."""
    if BINARIES is None:
        pytest.skip(MISSING)
    with running_server() as server:
        server.run("CREATE DATABASE template")
        prepare(server.url("template"))
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "amcenter.db"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(params=CHOSEN)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with the newest schema."""
    with fresh_database(request, tmp_path) as url:
        yield url


@pytest.fixture(params=CHOSEN)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'amcenter.db'}"
    else:
        with request.getfixturevalue("postgresql").database("template0") as url:
            yield url


@pytest.fixture
def empty_twin_url(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> Iterator[str]:
    """The address of a second database, empty and of the same kind as ``database_url``."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'twin.db'}"
    else:
        with request.getfixturevalue("postgresql").database("template0") as url:
            yield url


@pytest.fixture(scope="module", params=CHOSEN)
def module_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with the newest schema that the tests of a module share."""
    with fresh_database(request, tmp_path_factory.mktemp("module")) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a fresh database with the newest schema."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@contextmanager
def fresh_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "amcenter.db")
        yield f"sqlite:///{folder / 'amcenter.db'}"
    else:
        with request.getfixturevalue("postgresql").database("template") as url:
            yield url
