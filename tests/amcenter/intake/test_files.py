"""The file store: whole files by their hash, whatever happens in between."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from amcenter.errors import NotFound, TooLarge
from amcenter.intake.files import FileStore, StoredFile

CONTENT = b"solid nothing" * 1000
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def incoming(store: FileStore) -> list[Path]:
    return sorted((store.root / "incoming").glob("*"))


def test_a_stream_is_stored_under_its_hash(store: FileStore) -> None:
    stored = store.receive(CONTENT[i : i + 7] for i in range(0, len(CONTENT), 7))

    assert stored == StoredFile(NAME, len(CONTENT))
    assert store.path(NAME) == store.root / NAME[:2] / NAME[2:4] / NAME
    with store.open(NAME) as file:
        assert file.read() == CONTENT
    assert incoming(store) == []


def test_the_same_bytes_are_stored_once(store: FileStore) -> None:
    store.receive([CONTENT])
    before = store.path(NAME).stat().st_ino

    store.receive([CONTENT])

    assert store.path(NAME).stat().st_ino == before


def test_a_damaged_copy_is_replaced_by_the_whole_one(store: FileStore) -> None:
    store.receive([CONTENT])
    place = store.path(NAME)
    place.chmod(0o644)
    place.write_bytes(CONTENT[:100])

    store.receive([CONTENT])

    assert place.read_bytes() == CONTENT


def test_a_stream_over_the_limit_is_refused_and_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(TooLarge, match="larger than"):
        store.receive([CONTENT, CONTENT], limit_bytes=len(CONTENT) + 1)

    assert incoming(store) == []
    assert not store.exists(NAME)


def test_a_limit_that_is_just_met_is_kept(store: FileStore) -> None:
    assert store.receive([CONTENT], limit_bytes=len(CONTENT)).size == len(CONTENT)


def test_an_upload_that_breaks_off_leaves_nothing(store: FileStore) -> None:
    def broken() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.receive(broken())

    assert incoming(store) == []


def test_a_full_disk_is_refused_before_it_is_full(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amcenter.intake.files.KEEP_FREE_BYTES", 1 << 62)

    with pytest.raises(TooLarge, match="no room left"):
        store.receive([CONTENT])

    assert incoming(store) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", NAME.upper(), NAME[:-1], "", NAME + "/.."])
def test_a_name_that_is_no_hash_is_not_there(store: FileStore, name: str) -> None:
    with pytest.raises(NotFound):
        store.path(name)


def test_a_hash_that_was_never_stored_is_not_there(store: FileStore) -> None:
    assert not store.exists(NAME)
    with pytest.raises(NotFound):
        store.open(NAME)


def test_sweeping_removes_old_remains_only(store: FileStore) -> None:
    store.receive([CONTENT])
    old, new = store.root / "incoming" / "old", store.root / "incoming" / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)

    assert store.sweep(stale_s=3600) == 1

    assert incoming(store) == [new]
    assert store.exists(NAME)


def test_killed_in_the_middle_it_leaves_no_half_file_under_a_name(store: FileStore) -> None:
    program = (
        "import sys; from pathlib import Path; from amcenter.intake.files import FileStore\n"
        "def chunks():\n"
        "    yield b'x' * 100_000\n"
        "    print('half', flush=True); sys.stdin.read()\n"
        "FileStore(Path(sys.argv[1])).receive(chunks())\n"
    )
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        [sys.executable, "-c", program, str(store.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.kill()

    assert len(incoming(store)) == 1
    assert [path for path in store.root.rglob("*") if path.is_file()] == incoming(store)
    assert store.sweep(stale_s=-1) == 1
