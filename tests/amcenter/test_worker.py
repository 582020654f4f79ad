"""What a worker looks after besides its tasks."""

import os
import time
from pathlib import Path

from sqlalchemy import Engine

from amcenter.intake.files import STALE_S, FileStore
from amcenter.worker import chores


def test_a_worker_removes_what_was_left_behind_by_uploads_that_ended_halfway(
    engine: Engine, tmp_path: Path
) -> None:
    stored = FileStore(tmp_path).receive([b"finished"])
    left_behind, arriving = tmp_path / "incoming" / "old", tmp_path / "incoming" / "new"
    for path in (left_behind, arriving):
        path.write_bytes(b"half of a fi")
    long_ago = time.time() - STALE_S - 60
    os.utime(left_behind, (long_ago, long_ago))

    for chore in chores(FileStore(tmp_path)):
        chore(engine)

    assert not left_behind.exists()
    assert arriving.exists()
    assert FileStore(tmp_path).exists(stored.sha256)
