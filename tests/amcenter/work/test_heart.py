"""The lease of a worker, and what it does when the lease is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from amcenter.db import reading, transaction
from amcenter.tables import WorkerRow
from amcenter.work.heart import FENCED, Heart
from amcenter.work.lease import begin_lease, end_lease, end_silent_leases, living, renew_lease
from amcenter.work.pace import Pace

PACE = Pace(heartbeat_s=5, lease_s=15)


class Ended(BaseException):
    """In the place of the end of the process."""


@pytest.fixture
def heart(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Heart:
    def end(status: int) -> None:
        raise Ended(status)

    monkeypatch.setattr("amcenter.work.heart.os._exit", end)
    with transaction(engine) as session:
        begin_lease(session, "a")
    return Heart(engine, "a", PACE)


def lose(engine: Engine) -> None:
    with transaction(engine) as session:
        end_lease(session, "a")


def test_a_beat_renews_the_lease(engine: Engine, heart: Heart) -> None:
    with transaction(engine) as session:
        before = session.exec(select(WorkerRow.heartbeat_at)).one()

    heart._beat()

    with reading(engine) as session:
        assert session.exec(select(WorkerRow.heartbeat_at)).one() > before


def test_a_worker_whose_lease_is_lost_ends_at_once(engine: Engine, heart: Heart) -> None:
    lose(engine)

    with pytest.raises(Ended) as ended:
        heart._beat()

    assert ended.value.args == (FENCED,)


def test_a_worker_that_leaves_by_itself_is_not_taken_for_dead(engine: Engine, heart: Heart) -> None:
    heart.stop()
    lose(engine)

    heart._beat()


def test_a_worker_that_slept_does_not_judge_others_for_the_time_of_a_lease(
    heart: Heart, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = heart._last_beat
    monkeypatch.setattr("amcenter.work.heart.time.time", lambda: moment)
    assert heart.may_judge()

    moment += 3600  # the lid of the laptop was closed
    assert not heart.may_judge()
    heart._beat()
    assert not heart.may_judge()

    for _ in range(3):  # three beats are a lease
        moment += 5
        heart._beat()
    assert heart.may_judge()


def test_only_silent_leases_end(engine: Engine, heart: Heart) -> None:
    with transaction(engine) as session:
        begin_lease(session, "silent")
        session.flush()
        row = session.exec(select(WorkerRow).where(col(WorkerRow.executor) == "silent")).one()
        row.heartbeat_at -= timedelta(seconds=20)

    with transaction(engine) as session:
        end_silent_leases(session, lease_s=15)

    with transaction(engine) as session:
        assert living(session) == {"a"}
        assert not renew_lease(session, "silent")
