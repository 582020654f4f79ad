"""Saving and restoring a centre, on both databases."""

import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from amcenter.backup import back_up, restore
from amcenter.config import Settings, read_settings
from amcenter.db import make_engine, reading, transaction
from amcenter.errors import BadInput, Conflict
from amcenter.events import record
from amcenter.ids import new_id
from amcenter.intake.files import FileStore
from amcenter.migrate import require_newest, upgrade
from amcenter.tables import CustomerRow, EventRow, FileRow, TaskKind
from amcenter.work.queue import DbosQueue


@pytest.fixture
def centre(engine: Engine, tmp_path: Path) -> Settings:
    """A centre with a customer, an event, a file and queued work."""
    settings = read_settings(
        {
            "AMCENTER_DATA_DIR": str(tmp_path / "old"),
            "AMCENTER_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        }
    )
    settings.files_dir.mkdir(parents=True)
    stored = FileStore(settings.files_dir).receive([b"solid", b" cube"])
    with transaction(engine) as session:
        session.add(CustomerRow(name="Reactor works"))
        session.add(FileRow(sha256=stored.sha256, size_bytes=stored.size, name="cube.stl"))
        record(session, "file.stored", who=None, subject_id=new_id())
        DbosQueue(engine).submit(session, TaskKind.ANALYSE, new_id(), owner="a")
    return settings


@pytest.fixture
def empty(empty_twin_url: str, tmp_path: Path) -> Settings:
    return read_settings(
        {"AMCENTER_DATA_DIR": str(tmp_path / "new"), "AMCENTER_DATABASE_URL": empty_twin_url}
    )


def test_a_restored_centre_is_the_one_that_was_saved(
    centre: Settings, empty: Settings, tmp_path: Path
) -> None:
    saved = back_up(centre, tmp_path / "backups" / "a.tar.gz")
    contents = restore(empty, tmp_path / "backups" / "a.tar.gz")

    assert saved.missing == frozenset()
    assert contents == saved.contents
    engine = make_engine(empty.database_url)
    require_newest(engine)
    with reading(engine) as session:
        assert session.exec(select(CustomerRow.name)).all() == ["Reactor works"]
        assert session.exec(select(EventRow.kind)).all() == ["file.stored"]
        sha256 = session.exec(select(FileRow.sha256)).one()
    assert FileStore(empty.files_dir).path(sha256).read_bytes() == b"solid cube"
    with engine.connect() as connection:
        schema = "dbos." if engine.dialect.name == "postgresql" else ""
        queued = connection.exec_driver_sql(f"SELECT status FROM {schema}workflow_status").all()
        assert [tuple(row) for row in queued] == [("ENQUEUED",)]
    engine.dispose()


def test_a_copy_of_the_other_kind_of_database_is_refused(centre: Settings, tmp_path: Path) -> None:
    back_up(centre, tmp_path / "a.tar.gz")
    other = "postgresql+psycopg://b/c" if "sqlite" in centre.database_url else "sqlite:///b"

    with pytest.raises(Conflict) as refusal:
        restore(replace(centre, database_url=other), tmp_path / "a.tar.gz")

    assert refusal.value.message.code == "restore_other_database"


def test_a_database_with_tables_is_not_overwritten(centre: Settings, tmp_path: Path) -> None:
    back_up(centre, tmp_path / "a.tar.gz")

    with pytest.raises(Conflict) as refusal:
        restore(replace(centre, files_dir=tmp_path / "nothing"), tmp_path / "a.tar.gz")

    assert refusal.value.message.code == "restore_not_empty"


def test_a_store_with_files_is_not_overwritten(
    centre: Settings, empty: Settings, tmp_path: Path
) -> None:
    back_up(centre, tmp_path / "a.tar.gz")
    empty.files_dir.mkdir(parents=True)
    FileStore(empty.files_dir).receive([b"something"])

    with pytest.raises(Conflict) as refusal:
        restore(empty, tmp_path / "a.tar.gz")

    assert refusal.value.message.params == {"place": str(empty.files_dir)}


def test_an_existing_archive_is_not_overwritten(centre: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_text("precious")

    with pytest.raises(Conflict):
        back_up(centre, tmp_path / "a.tar.gz")

    assert (tmp_path / "a.tar.gz").read_text() == "precious"


def test_a_file_that_the_store_has_lost_is_told(centre: Settings, tmp_path: Path) -> None:
    (file,) = centre.files_dir.glob("??/??/*")
    file.unlink()

    assert back_up(centre, tmp_path / "a.tar.gz").missing == {file.name}


def test_half_an_archive_is_refused(centre: Settings, tmp_path: Path) -> None:
    back_up(centre, tmp_path / "a.tar.gz")
    whole = (tmp_path / "a.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(BadInput) as refusal:
        restore(centre, tmp_path / "half.tar.gz")

    assert refusal.value.message.code == "backup_not_readable"


def test_an_archive_with_a_changed_file_is_refused(centre: Settings, tmp_path: Path) -> None:
    back_up(centre, tmp_path / "a.tar.gz")
    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    (file,) = (tmp_path / "unpacked" / "files").iterdir()
    file.chmod(0o644)
    file.write_bytes(b"solid cubE")
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as tar:
        for name in ("manifest.json", "database", f"files/{file.name}"):
            tar.add(tmp_path / "unpacked" / name, name)

    with pytest.raises(BadInput) as refusal:
        restore(centre, tmp_path / "b.tar.gz")

    assert refusal.value.message.params["entry"] == file.name


def test_a_centre_is_saved_while_somebody_writes(
    engine: Engine, centre: Settings, tmp_path: Path
) -> None:
    with transaction(engine) as session:
        session.add(CustomerRow(name="Not yet committed"))
        session.flush()

        saved = back_up(centre, tmp_path / "a.tar.gz")

    assert saved.contents.size_bytes > 0
    upgrade(engine)
