"""Filling a centre with a month of requests, by the services that people use.

Every step looks first what is there already, so that a seeding that was killed is simply repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from amcenter.accounts.principal import Principal
from amcenter.db import transaction
from amcenter.demo.analysed_once import AnalysedOnce
from amcenter.demo.people import DemoPeople, settle_people
from amcenter.demo.samples import samples
from amcenter.demo.scenario import REQUESTS, DemoPart, DemoRequest, customers, demo_requests
from amcenter.intake.files import FileStore
from amcenter.requests import parts, requests, review
from amcenter.requests.analysis import Analysis
from amcenter.requests.choices import PartChoices
from amcenter.shop.seed import seed_shop
from amcenter.tables import MaterialRow, RequestRow, RequestStatus, TaskKind
from amcenter.work.inline import InlineQueue, drain

INBOX = 6
"""So many of the newest requests still wait for the planner."""
SHIPPING = time(18)


@dataclass(frozen=True, slots=True)
class Place:
    """What is filled."""

    engine: Engine
    files: FileStore
    analysis: Analysis


def seed(
    place: Place, now: datetime, *, done: Callable[[], None], count: int = REQUESTS
) -> DemoPeople:
    """Return the people of the filled centre; ``now`` is local, ``done`` counts the requests."""
    wanted = demo_requests(now.date(), count=count)
    with transaction(place.engine) as session:
        seed_shop(session)
        people = settle_people(session, customers(), now)
    bodies = {TaskKind.ANALYSE: AnalysedOnce(place.analysis)}
    for request in wanted:
        with transaction(place.engine) as session:
            _ask(session, place.files, people, request)
        drain(place.engine, bodies)
        done()
    for number, request in enumerate(wanted, start=1):
        with transaction(place.engine) as session:
            _submit(session, people, request)
            if number <= len(wanted) - INBOX:
                _accept(session, people, request, now)
    return people


def _ask(session: Session, files: FileStore, people: DemoPeople, wanted: DemoRequest) -> None:
    """Write a request with its parts, as an engineer of the customer."""
    if _known(session, wanted) is not None:
        return
    engineer, queue = people.engineers[wanted.customer], InlineQueue()
    request = requests.create(
        session, engineer, title=wanted.title, need_by=wanted.need_by, project=wanted.key
    )
    for part in wanted.parts:
        _add(session, files, queue, engineer, request.id, part)


def _add(
    session: Session,
    files: FileStore,
    queue: InlineQueue,
    engineer: Principal,
    request_id: UUID,
    part: DemoPart,
) -> None:
    sample = samples()[part.file]
    choices = PartChoices(
        quantity=part.quantity,
        material_id=_material_id(session, part.material or sample.wishes.material),
        process=part.process or sample.wishes.process,
        quality_class=part.quality_class,
        orientation_policy=sample.wishes.orientation_policy,
        lead_s=part.lead_s,
    )
    stored = files.receive([sample.path.read_bytes()])
    name = sample.path.name
    parts.add(session, engineer, queue, request_id, stored, name, unit="mm", choices=choices)


def _submit(session: Session, people: DemoPeople, wanted: DemoRequest) -> None:
    request = _request(session, wanted)
    if request.status is RequestStatus.DRAFT:
        requests.submit(session, people.engineers[wanted.customer], request.id)


def _accept(session: Session, people: DemoPeople, wanted: DemoRequest, now: datetime) -> None:
    """Review a request as the planner: say how urgent it is and take it into production."""
    request = _request(session, wanted)
    if request.status is not RequestStatus.SUBMITTED:
        return
    review.start_review(session, people.operator, request.id)
    changes: requests.TargetChanges = {"priority": wanted.priority}
    if wanted.target_days is not None:
        day = now.date() + timedelta(days=wanted.target_days)
        changes["internal_target_at"] = datetime.combine(day, SHIPPING, now.tzinfo)
    requests.set_target(session, people.operator, request.id, changes)
    review.accept(session, people.operator, request.id)


def _request(session: Session, wanted: DemoRequest) -> RequestRow:
    request = _known(session, wanted)
    assert request is not None, f"request {wanted.key} was not written"
    return request


def _known(session: Session, wanted: DemoRequest) -> RequestRow | None:
    return session.exec(select(RequestRow).where(RequestRow.project == wanted.key)).one_or_none()


def _material_id(session: Session, key: str | None) -> UUID:
    return session.exec(select(MaterialRow.id).where(MaterialRow.key == key)).one()
