"""Saving and restoring everything that a centre knows: its database and its files.

The database is copied first, then the files: they never change and are always stored before the
row that names them is, so that every file the copy names is in the archive too.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from sqlmodel import Session, select

from amcenter.archive import CHUNK_BYTES, DATABASE, Contents, Entry, pack, unpacking, verify
from amcenter.clock import now
from amcenter.config import Settings
from amcenter.database_copy import copy_database, is_empty, kind_of, load_database
from amcenter.db import make_engine, reading
from amcenter.errors import Conflict
from amcenter.intake.files import FileStore
from amcenter.tables import FileRow, PartRow, PlanRow

SHA256 = re.compile(r"[0-9a-f]{64}")
NAMED = (
    FileRow.sha256,
    PartRow.document_sha256,
    PlanRow.problem_sha256,
    PlanRow.result_sha256,
)


@dataclass(frozen=True, slots=True)
class Saved:
    contents: Contents
    missing: frozenset[str]
    """Files that the database names and the store has lost; the archive is whole without them."""


def back_up(settings: Settings, archive: Path) -> Saved:
    """Write and verify an archive while the centre works on; an existing file is not touched."""
    if archive.exists():
        raise Conflict("backup_exists", path=str(archive))
    archive.parent.mkdir(parents=True, exist_ok=True)
    named = _named_files(settings)
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as folder:
        copy, unfinished = Path(folder, "copy"), Path(folder, "archive")
        copy_database(settings.database_url, copy)
        pack(
            unfinished,
            made_at=now().isoformat(),
            kind=kind_of(settings.database_url),
            database=copy,
            files=stored_files(settings.files_dir),
        )
        contents = verify(unfinished)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.rename(archive)
    return Saved(contents, named - contents.files)


def restore(settings: Settings, archive: Path) -> Contents:
    """Fill an empty centre from an archive; one with any data in it is refused."""
    contents = verify(archive)
    kind = kind_of(settings.database_url)
    if contents.manifest.kind != kind:
        raise Conflict("restore_other_database", saved=contents.manifest.kind, wanted=kind)
    if not is_empty(settings.database_url):
        raise Conflict("restore_not_empty", place=f"{kind} database")
    if next(stored_files(settings.files_dir), None) is not None:
        raise Conflict("restore_not_empty", place=str(settings.files_dir))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    files = FileStore(settings.files_dir)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        copy = Path(folder, "copy")
        with unpacking(archive) as (_, entries):
            for entry in entries:
                if entry.name == DATABASE:
                    with copy.open("wb") as target:
                        copyfileobj(entry.content, target)
                else:
                    files.receive(_chunks(entry))
        load_database(settings.database_url, copy)  # last: with it the centre exists
    return contents


def stored_files(files_dir: Path) -> Iterator[Path]:
    """Return the finished files of a store; what is still arriving has no hash for a name."""
    return (path for path in files_dir.glob("??/??/*") if SHA256.fullmatch(path.name))


def _named_files(settings: Settings) -> frozenset[str]:
    engine = make_engine(settings.database_url)
    try:
        with reading(engine) as session:
            return frozenset(_named(session))
    finally:
        engine.dispose()


def _named(session: Session) -> Iterator[str]:
    for column in NAMED:
        yield from (sha256 for sha256 in session.exec(select(column).distinct()) if sha256)


def _chunks(entry: Entry) -> Iterator[bytes]:
    while chunk := entry.content.read(CHUNK_BYTES):
        yield chunk
