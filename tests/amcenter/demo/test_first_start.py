"""The demo centre, made by the services that people use; smaller than the real one."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from amcenter.accounts.invitations import first_run
from amcenter.clock import now
from amcenter.config import Settings, read_settings
from amcenter.db import reading
from amcenter.demo import seed as seeding
from amcenter.demo.first_start import make_demo, wants_demo
from amcenter.tables import (
    EventRow,
    MachineRow,
    PartRow,
    PartStatus,
    PieceRow,
    PlanRow,
    PlanStatus,
    RequestRow,
    RequestStatus,
)
from amcenter.work.inline import InlineQueue

FEW = 7


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"AMCENTER_DATA_DIR": str(tmp_path)})


def count(session: Session, table: type[PieceRow | RequestRow | PartRow | PlanRow]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def make(engine: Engine, settings: Settings) -> PlanRow:
    return make_demo(engine, settings, InlineQueue(), lambda: None, count=FEW)


def test_an_empty_centre_becomes_a_planned_month(engine: Engine, settings: Settings) -> None:
    assert wants_demo(engine, settings)

    plan = make(engine, settings)

    assert not wants_demo(engine, settings)
    with reading(engine) as session:
        machines = session.exec(select(MachineRow.key)).all()
        statuses = session.exec(select(RequestRow.status)).all()
        parts = session.exec(select(PartRow.status)).all()
        wanted = session.exec(
            select(func.sum(PartRow.quantity))
            .join(RequestRow)
            .where(col(RequestRow.status) == RequestStatus.ACCEPTED)
        ).one()
        assert len(machines) == 12
        assert set(parts) == {PartStatus.ANALYSED}
        assert count(session, PieceRow) == wanted
        # Some requests wait in the inbox; the others are accepted.
        assert statuses.count(RequestStatus.SUBMITTED) == seeding.INBOX
        assert set(statuses) == {RequestStatus.SUBMITTED, RequestStatus.ACCEPTED}
    assert plan.status is PlanStatus.QUEUED
    # None of the people of the demo is an administrator: the first one is still invited.
    assert first_run(engine, settings, now()) is not None


def test_a_second_making_changes_nothing(engine: Engine, settings: Settings) -> None:
    first = make(engine, settings)
    with reading(engine) as session:
        events = session.exec(select(func.count()).select_from(EventRow)).one()

    second = make(engine, settings)

    assert second.id == first.id
    with reading(engine) as session:
        assert session.exec(select(func.count()).select_from(EventRow)).one() == events


def test_a_making_that_was_killed_is_finished_by_the_next(
    engine: Engine, settings: Settings
) -> None:
    class KilledError(Exception):
        pass

    def kill() -> None:
        raise KilledError

    with pytest.raises(KilledError):
        make_demo(engine, settings, InlineQueue(), kill, count=FEW)

    assert wants_demo(engine, settings)
    make(engine, settings)
    assert not wants_demo(engine, settings)
    with reading(engine) as session:
        assert count(session, PlanRow) == 1
        keys = session.exec(select(RequestRow.project)).all()
        assert len(keys) == len(set(keys))
