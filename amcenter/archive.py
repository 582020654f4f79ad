"""The file format of backups: a tar (gzip) of a manifest, a copy of the database, and all files.

The manifest comes first and tells the hash of the copy; a file's name is its own hash. So an
archive can be verified without any other knowledge.
"""

import hashlib
import json
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from amcenter.errors import BadInput

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str
    kind: str
    """``sqlite`` or ``postgresql``: which database the copy is of."""
    database_sha256: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds; every byte of it was compared with its hash."""

    manifest: Manifest
    files: frozenset[str]
    """SHA-256 of each."""
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The copy of the database, or a file under its hash."""

    name: str
    size_bytes: int
    content: IO[bytes]


def pack(archive: Path, *, made_at: str, kind: str, database: Path, files: Iterable[Path]) -> None:
    """Write an archive; the names of ``files`` are their hashes."""
    with database.open("rb") as content:
        manifest = Manifest(made_at, kind, sha256(content))
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as text:
            json.dump(asdict(manifest), text)
            text.flush()
            tar.add(text.name, MANIFEST)
        tar.add(database, DATABASE)
        for file in files:
            tar.add(file, f"{FILES}/{file.name}")


def verify(archive: Path) -> Contents:
    """Read an archive to its end and compare everything in it with its hashes."""
    files: set[str] = set()
    size_bytes = 0
    try:
        with unpacking(archive) as (manifest, entries):
            for entry in entries:
                expected = manifest.database_sha256 if entry.name == DATABASE else entry.name
                if sha256(entry.content) != expected:
                    raise BadInput("backup_damaged", path=str(archive), entry=entry.name)
                size_bytes += entry.size_bytes
                files.add(entry.name)
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, TypeError) as error:
        raise BadInput("backup_not_readable", path=str(archive)) from error
    if DATABASE not in files:
        raise BadInput("backup_not_readable", path=str(archive))
    return Contents(manifest, frozenset(files - {DATABASE}), size_bytes)


@contextmanager
def unpacking(archive: Path) -> Iterator[tuple[Manifest, Iterator[Entry]]]:
    """Give the manifest and, one after another, the entries of an archive."""
    with tarfile.open(archive, "r:gz") as tar:
        first = tar.next()
        content = tar.extractfile(first) if first and first.name == MANIFEST else None
        if content is None:
            raise BadInput("backup_not_readable", path=str(archive))
        manifest = Manifest(**json.load(content))
        if manifest.format != FORMAT:
            raise BadInput("backup_not_readable", path=str(archive))
        yield manifest, _entries(tar)


def _entries(tar: tarfile.TarFile) -> Iterator[Entry]:
    while (member := tar.next()) is not None:
        content = tar.extractfile(member)
        if content is not None:
            yield Entry(member.name.removeprefix(f"{FILES}/"), member.size, content)


def sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
