"""A consistent copy of a whole database in one file, and back; the centre may work on meanwhile."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, inspect, make_url

from amcenter.db import make_engine
from amcenter.errors import BadInput, Conflict

DEBIAN_BINARIES = Path("/usr/lib/postgresql")


def kind_of(url: str) -> str:
    """Return ``sqlite`` or ``postgresql``: copies of one cannot be loaded into the other."""
    return make_url(url).get_backend_name()


def copy_database(url: str, copy: Path) -> None:
    """Write a copy that holds everything committed so far, and check that it can be read."""
    if kind_of(url) == "sqlite":
        _copy_sqlite(Path(make_url(url).database or ""), copy)
    else:
        _run("pg_dump", make_url(url), "--format=custom", f"--file={copy}")


def load_database(url: str, copy: Path) -> None:
    """Fill an empty database from a copy, whole or not at all."""
    if kind_of(url) == "sqlite":
        target = Path(make_url(url).database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        arriving = target.with_name(target.name + ".arriving")
        shutil.copyfile(copy, arriving)
        arriving.replace(target)
    else:
        _run("pg_restore", make_url(url), "--single-transaction", "--exit-on-error", str(copy))


def is_empty(url: str) -> bool:
    """Return whether a database has no tables; a SQLite file that is not there is not created."""
    path = make_url(url).database or ""
    if kind_of(url) == "sqlite" and not Path(path).exists():
        return True
    engine = make_engine(url)
    try:
        return not inspect(engine).get_table_names()
    finally:
        engine.dispose()


def _copy_sqlite(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as connection:
        (verdict,) = connection.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise BadInput("database_damaged", path=str(database), verdict=verdict)


def _run(tool: str, url: URL, *options: str) -> None:
    """Run a tool of PostgreSQL; the password goes through the environment, which is private."""
    command = [_binary(tool), "--no-owner", "--no-privileges", "--no-password", *options]
    if tool == "pg_restore":
        command.append(f"--dbname={url.database}")
    done = subprocess.run(  # noqa: S603  (our own words only)
        command, env={**os.environ, **_environment(url)}, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise Conflict("database_tool_failed", tool=tool, reason=done.stderr.strip()[-500:])


def _environment(url: URL) -> dict[str, str]:
    host = url.host or url.query.get("host")
    given = {
        "PGHOST": host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": url.query.get("sslmode"),
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def _binary(tool: str) -> str:
    found = shutil.which(tool) or max(DEBIAN_BINARIES.glob(f"*/bin/{tool}"), default=None)
    if found is None:
        raise Conflict("database_tool_missing", tool=tool)
    return str(found)
