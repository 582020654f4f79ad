"""The file store: bytes by their SHA-256 on a local disk, whole or not there at all."""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from amcenter.errors import NotFound, TooLarge

KEEP_FREE_BYTES = 256 << 20
"""The disk is never filled to the last byte: the database must go on writing."""
STALE_S = 24 * 3600
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What was stored: the name of the bytes and how many there are."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileStore:
    """Files below ``root``: finished ones at ``ab/cd/<hash>``, arriving ones in ``incoming``."""

    root: Path

    def receive(self, chunks: Iterable[bytes], limit_bytes: int | None = None) -> StoredFile:
        """Store a stream of bytes and return its name; once this returns they survive a power cut.

        Killed at any moment, it leaves at most a file in ``incoming`` that ``sweep`` removes.
        """
        incoming = self._incoming()
        incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as file:
            temporary = Path(file.name)
            try:
                stored = self._written(file, chunks, limit_bytes)
                self._publish(temporary, stored)
            finally:
                temporary.unlink(missing_ok=True)
        return stored

    def path(self, sha256: str) -> Path:
        """Return where a stored file lies."""
        path = self._place(sha256)
        if not path.is_file():
            raise NotFound("file_not_stored", sha256=sha256)
        return path

    def open(self, sha256: str) -> IO[bytes]:
        """Return a stored file, open for reading."""
        return self.path(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        """Return whether a file is stored."""
        return self._place(sha256).is_file()

    def sweep(self, stale_s: float = STALE_S) -> int:
        """Remove what was left behind by uploads that ended halfway; return how many there were."""
        oldest = time.time() - stale_s
        stale = [
            path
            for path in self._incoming().glob("*")
            if (found := _modified(path)) is not None and found < oldest
        ]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _incoming(self) -> Path:
        return self.root / "incoming"

    def _place(self, sha256: str) -> Path:
        if _SHA256.fullmatch(sha256) is None:  # a name from outside never becomes a path
            raise NotFound("file_not_stored", sha256=sha256[:64])
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _written(
        self, file: IO[bytes], chunks: Iterable[bytes], limit_bytes: int | None
    ) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        for chunk in chunks:
            size += len(chunk)
            if limit_bytes is not None and size > limit_bytes:
                raise TooLarge("file_too_large", limit_mb=round(limit_bytes / (1 << 20), 1))
            if shutil.disk_usage(self.root).free < KEEP_FREE_BYTES + len(chunk):
                raise TooLarge("store_full")
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
        return StoredFile(digest.hexdigest(), size)

    def _publish(self, temporary: Path, stored: StoredFile) -> None:
        place = self._place(stored.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_file() or place.stat().st_size != stored.size:
            temporary.chmod(0o444)
            # Atomic: a reader sees the old bytes or the new ones, and they are the same.
            temporary.replace(place)
        for folder in (place.parent, place.parent.parent, self.root):
            _sync_folder(folder)


def _modified(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # finished in this moment
        return None


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut; the bytes alone do not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
