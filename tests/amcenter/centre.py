"""A whole small centre for tests: requests, plans and production on one database."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import col, select

from amcenter.db import transaction
from amcenter.intake.files import FileStore
from amcenter.intake.limits import Limits
from amcenter.planning import plans, publishing
from amcenter.planning.answers import view_of
from amcenter.planning.body import Planning
from amcenter.planning.child import work
from amcenter.planning.view import PlanView
from amcenter.requests import parts, requests, review
from amcenter.requests.analysis import Analysis
from amcenter.requests.choices import PartChoices
from amcenter.requests.work import part_work
from amcenter.tables import (
    BuildRow,
    PartRow,
    PieceRow,
    PlanRow,
    RequestRow,
    TaskKind,
)
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Body, Control
from amcenter.work.inline import InlineQueue, drain
from tests.amcenter.people import NEED_BY, Floor, People, settle_floor, settle_people
from tests.amcenter.shapes import box, stl

BOX = stl(box(30, 20, 10))


class Unhurried:
    """A control without wishes."""

    def report(self, progress: JsonObject) -> None:
        pass

    def cancelled(self) -> bool:
        return False

    def finish_early(self) -> bool:
        return False


@dataclass(frozen=True)
class QuickPlanning(Planning):
    """The same work without the seconds that a new process takes to load its libraries."""

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        wish = request | {"files": str(self.files.root)}
        finish_now = Event()
        if control.finish_early():
            finish_now.set()
        return work(wish, control.report, finish_now)


@dataclass(frozen=True)
class TestCentre:
    """Everything with which people work, and what they do most."""

    __test__ = False

    engine: Engine
    files: FileStore
    queue: InlineQueue
    people: People
    floor: Floor

    def analysis(self) -> Analysis:
        return Analysis(self.files, Limits(), self.queue)

    def planning(self, kind: type[Planning] = QuickPlanning) -> Planning:
        return kind(self.files, ZoneInfo("Asia/Omsk"), memory_mb=4096)

    def work(self) -> int:
        """Do all waiting background work."""
        return drain(self.engine, {**self.part_work(), TaskKind.PLAN: self.planning()})

    def part_work(self) -> Mapping[TaskKind, Body]:
        return part_work(self.files, Limits(), self.queue)

    def draft(self, *, title: str = "Pump") -> RequestRow:
        with transaction(self.engine) as session:
            return requests.create(session, self.people.engineer, title=title, need_by=NEED_BY)

    def add(
        self,
        request: RequestRow,
        content: bytes = BOX,
        *,
        unit: str | None = None,
        **choices: object,
    ) -> PartRow:
        """Add a part of the floor's material and have it analysed."""
        wanted: PartChoices = {"material_id": self.floor.material.id, **choices}  # type: ignore[typeddict-item]
        with transaction(self.engine) as session:
            part = parts.add(
                session,
                self.people.engineer,
                self.queue,
                request.id,
                self.files.receive([content]),
                "part.stl",
                unit=unit,
                choices=wanted,
            )
        self.work()
        return self.part(part.id)

    def submit(self, request: RequestRow) -> RequestRow:
        with transaction(self.engine) as session:
            return requests.submit(session, self.people.engineer, request.id)

    def accepted(self, *, quantity: int = 1, content: bytes = BOX) -> RequestRow:
        """Return a request that has gone through its review."""
        request = self.draft()
        self.add(request, content, quantity=quantity)
        self.submit(request)
        with transaction(self.engine) as session:
            review.start_review(session, self.people.operator, request.id)
            return review.accept(session, self.people.operator, request.id)

    def planned(self, *, seconds: int = 1) -> PlanRow:
        """Return a plan after its run."""
        with transaction(self.engine) as session:
            plan = plans.create(session, self.people.operator, self.queue, seconds=seconds)
        self.work()
        return self.plan(plan.id)

    def published(self) -> PlanRow:
        """Return a plan that was run, approved and published."""
        return self.publish(self.planned())

    def publish(self, plan: PlanRow, *, comment: str = "") -> PlanRow:
        with transaction(self.engine) as session:
            plans.approve(session, self.people.operator, plan.id)
            return publishing.publish(
                session, self.people.operator, self.files, plan.id, comment=comment
            )

    def view(self, plan: PlanRow) -> PlanView:
        return view_of(self.files, plan)

    def part(self, part_id: UUID) -> PartRow:
        with transaction(self.engine) as session:
            return session.get_one(PartRow, part_id)

    def request(self, request_id: UUID) -> RequestRow:
        with transaction(self.engine) as session:
            return session.get_one(RequestRow, request_id)

    def plan(self, plan_id: UUID) -> PlanRow:
        with transaction(self.engine) as session:
            return session.get_one(PlanRow, plan_id)

    def builds(self) -> list[BuildRow]:
        with transaction(self.engine) as session:
            return list(session.exec(select(BuildRow).order_by(col(BuildRow.number))).all())

    def pieces(self) -> list[PieceRow]:
        with transaction(self.engine) as session:
            return list(session.exec(select(PieceRow).order_by(col(PieceRow.serial))).all())


def open_centre(engine: Engine, folder: Path) -> TestCentre:
    with transaction(engine) as session:
        people, floor = settle_people(session), settle_floor(session)
    root = folder / "files"
    root.mkdir()
    return TestCentre(engine, FileStore(root), InlineQueue(), people, floor)
