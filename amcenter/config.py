"""Settings, read once from the environment at the start of a process."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from amcenter.errors import BadInput


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how much is allowed. Each field is ``AMCENTER_<NAME>`` outside."""

    data_dir: Path
    """Database, files and one-time links (embedded defaults)."""
    database_url: str
    """``sqlite:///...`` or ``postgresql+psycopg://...``; default: SQLite in the data folder."""
    files_dir: Path
    """Content-addressed file store; default: in the data folder."""
    host: str
    port: int
    public_url: str
    """How browsers reach the server (links, cookies, cross-site checks)."""
    zone: str
    """Time zone of the centre."""
    sqlite_sync: str
    """NORMAL survives a killed process; FULL also a power cut, at a price."""
    auto_migrate: bool
    """Upgrade the database at start."""
    cores: int
    """How many CPU-bound children a worker runs at once."""
    lease_seconds: int
    """A worker that has been silent for so long is taken for dead; others take its work up."""
    task_attempts: int
    """Work whose process was killed so often is given up."""
    upload_limit_mb: int
    analysis_memory_mb: int
    analysis_seconds: int
    solver_memory_mb: int


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that the environment describes; what is not set has its default."""

    def value(name: str, default: str) -> str:
        return environment.get(f"AMCENTER_{name}") or default

    def number(name: str, default: int) -> int:
        given = value(name, str(default))
        if not given.isdecimal():
            raise BadInput("setting_not_a_number", name=f"AMCENTER_{name}", value=given)
        return int(given)

    data_dir = Path(value("DATA_DIR", ".amcenter")).absolute()
    host = value("HOST", "127.0.0.1")
    port = number("PORT", 8000)
    return Settings(
        data_dir=data_dir,
        database_url=value("DATABASE_URL", f"sqlite:///{data_dir / 'amcenter.db'}"),
        files_dir=Path(value("FILES_DIR", str(data_dir / "files"))).absolute(),
        host=host,
        port=port,
        public_url=value("PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        zone=value("ZONE", "Asia/Omsk"),
        sqlite_sync=value("SQLITE_SYNC", "NORMAL").upper(),
        auto_migrate=value("AUTO_MIGRATE", "1") == "1",
        cores=number("CORES", os.cpu_count() or 1),
        lease_seconds=number("LEASE_SECONDS", 15),
        task_attempts=number("TASK_ATTEMPTS", 3),
        upload_limit_mb=number("UPLOAD_LIMIT_MB", 512),
        analysis_memory_mb=number("ANALYSIS_MEMORY_MB", 4096),
        analysis_seconds=number("ANALYSIS_SECONDS", 120),
        solver_memory_mb=number("SOLVER_MEMORY_MB", 4096),
    )
