"""The real process tree under kill -9 at random, while requests are made and plans are run.

What was answered with success is there in the end, and everything has happened exactly once.
``AMCENTER_TEST_KILLS`` says how often to kill (30; 0 for none), ``AMCENTER_TEST_SEED`` when, whom.
"""

import logging
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from amcenter import clock
from amcenter.accounts import tokens
from amcenter.accounts.principal import principal_of
from amcenter.config import Settings, read_settings
from amcenter.db import reading, transaction
from amcenter.intake.files import FileStore
from amcenter.serve import as_environment
from amcenter.shop.seed import seed_shop
from amcenter.tables import (
    CustomerRow,
    EventRow,
    FileRow,
    MaterialRow,
    PartRow,
    PartStatus,
    PieceRow,
    PlanRow,
    PlanStatus,
    Role,
    TaskKind,
    TaskRow,
    TaskStatus,
    UserRow,
)

KILLS = int(os.environ.get("AMCENTER_TEST_KILLS", "30"))
SEED = int(os.environ.get("AMCENTER_TEST_SEED", "1"))
ROOT = Path(__file__).parent.parent
PARTS = tuple(ROOT / "sample_parts" / f"{name}.stl" for name in ("guide_vane", "gripper_finger"))
QUANTITY = 2
PATIENCE_S = 900.0
PHASE_S = 30.0
"""How long a kill waits for the kind of work that it wants to hit."""
SERVE = "from amcenter.config import read_settings; from amcenter.serve import serve;" + (
    "serve(read_settings())"
)

log = logging.getLogger(__name__)
pytestmark = pytest.mark.kill


@dataclass
class Tree:
    """The supervisor and everything below it."""

    settings: Settings
    log: Path
    supervisor: subprocess.Popen[bytes] | None = None

    def keep_alive(self) -> None:
        """Start the supervisor if it is not there, as an init system does."""
        if self.supervisor is not None and self.supervisor.poll() is None:
            return
        environment = {**os.environ, **as_environment(self.settings)}
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-c", SERVE], env=environment, stdout=log, stderr=log
            )

    def victims(self) -> dict[str, list[int]]:
        """Return the processes that may be killed, by what they are."""
        assert self.supervisor is not None
        parts = {kind: [] for kind in ("supervisor", "api", "worker", "child")}
        parts["supervisor"].append(self.supervisor.pid)
        for process in children(self.supervisor.pid):
            kind = "worker" if "amcenter.worker" in command_line(process) else "api"
            parts[kind].append(process)
        for worker in parts["worker"]:
            parts["child"].extend(descendants(worker))
        return parts

    def end(self) -> None:
        if self.supervisor is not None:
            self.supervisor.terminate()
            self.supervisor.wait(60)


def children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has ended in this moment
            found += [int(child) for child in task.read_text().split()]
    return found


def descendants(process: int) -> list[int]:
    below = children(process)
    return below + [deeper for child in below for deeper in descendants(child)]


def command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@dataclass
class Customer:
    """Somebody who makes requests and plans, and insists until every call is answered."""

    client: httpx2.Client
    engineer: str
    operator: str
    material_id: UUID
    enough: Event
    parts: dict[UUID, str] = field(default_factory=dict)
    """The parts that were accepted, and the SHA-256 of what was sent."""
    accepted: list[UUID] = field(default_factory=list)
    plans: list[UUID] = field(default_factory=list)
    sending: bool = False

    def work(self) -> None:
        while True:
            request_id = self.request_with_parts()
            self.through_review(request_id)
            self.plan()
            if self.enough.is_set():
                return

    def request_with_parts(self) -> UUID:
        wanted = {"title": "Blades", "need_by": "2030-01-01"}
        answer = self.once(self.engineer, "/api/requests", json=wanted)
        for path in PARTS:
            self.sending = True
            query = {"name": path.name, "quantity": QUANTITY, "material_id": self.material_id}
            part = self.once(
                self.engineer,
                f"/api/requests/{answer['id']}/parts",
                params=query,
                content=lambda path=path: slowly(path.read_bytes()),
                headers={"Content-Type": "application/octet-stream"},
            )
            self.parts[UUID(part["id"])] = sha256(path.read_bytes()).hexdigest()
        self.sending = False
        return UUID(answer["id"])

    def through_review(self, request_id: UUID) -> None:
        parts = f"/api/parts?request_id={request_id}"
        self.until(parts, lambda page: all(p["status"] == "analysed" for p in page["items"]))
        for who, move, status in (
            (self.engineer, "submit", "submitted"),
            (self.operator, "review", "in_review"),
            (self.operator, "accept", "accepted"),
        ):
            # A move whose answer was lost is refused when it is made again: it has happened.
            self.call(who, "POST", f"/api/requests/{request_id}/{move}", fine={200, 409})
            self.until(f"/api/requests/{request_id}", lambda row, s=status: row["status"] == s)
        self.accepted.append(request_id)

    def plan(self) -> None:
        plan = self.once(self.operator, "/api/plans", json={"seconds": 10})
        self.plans.append(UUID(plan["id"]))
        self.until(f"/api/plans/{plan['id']}", lambda row: row["status"] not in UNDECIDED)

    def until(self, path: str, condition: Callable[[Any], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not condition(seen := self.call(self.operator, "GET", path, fine={200})):
            assert time.monotonic() < deadline, f"{path} stays {seen}"
            time.sleep(0.5)

    def once(self, who: str, path: str, **sent: Any) -> Any:
        key = {"Idempotency-Key": str(uuid4())}
        headers = {**sent.pop("headers", {}), **key}
        return self.call(who, "POST", path, fine={201, 202}, headers=headers, **sent)

    def call(self, who: str, method: str, path: str, *, fine: set[int], **sent: Any) -> Any:
        """Call until there is an answer; only a server that is not there is a reason to repeat."""
        headers = {"Authorization": f"Bearer {who}", **sent.pop("headers", {})}
        content = sent.pop("content", None)
        deadline = time.monotonic() + PATIENCE_S
        while True:
            body = {"content": content()} if content else {}
            try:
                answer = self.client.request(method, path, headers=headers, **sent, **body)
            except httpx2.TransportError:
                assert time.monotonic() < deadline, f"no answer to {method} {path}"
                time.sleep(0.2)
                continue
            assert answer.status_code in fine, f"{method} {path}: {answer.text}"
            return answer.json()


FAILED = PlanStatus.FAILED
UNDECIDED = (PlanStatus.QUEUED, PlanStatus.SOLVING)


def slowly(content: bytes) -> Iterator[bytes]:
    """Give the bytes over about a second, so that a kill can hit the upload."""
    for start in range(0, len(content), 1024):
        time.sleep(0.03)
        yield content[start : start + 1024]


@pytest.fixture
def tree(database_url: str, tmp_path: Path) -> Iterator[Tree]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = read_settings(
        {
            "AMCENTER_DATA_DIR": str(tmp_path / "data"),
            "AMCENTER_DATABASE_URL": database_url,
            "AMCENTER_PORT": str(port),
            "AMCENTER_LEASE_SECONDS": "2",
            "AMCENTER_TASK_ATTEMPTS": "1000",
        }
    )
    tree = Tree(settings, tmp_path / "log")
    yield tree
    tree.end()


def open_centre(engine: Engine) -> tuple[str, str, UUID]:
    """Return the tokens of an engineer and an operator, and a material that machines can build."""
    with transaction(engine) as session:
        seed_shop(session)
        material = session.exec(select(MaterialRow).where(MaterialRow.key == "316l")).one()
        customer = CustomerRow(name="Reactor works")
        session.add(customer)
        session.flush()
        secrets = []
        for role, customer_id in ((Role.ENGINEER, customer.id), (Role.OPERATOR, None)):
            email = f"{role.value}@example.org"
            user = UserRow(email=email, name=role.value, role=role, customer_id=customer_id)
            session.add(user)
            session.flush()
            who, valid = principal_of(user), timedelta(days=1)
            secrets.append(tokens.create(session, who, name="a", valid=valid, now=clock.now())[1])
    return secrets[0], secrets[1], material.id


def kill_at_random(
    tree: Tree, engine: Engine, customers: list[Customer], chance: random.Random
) -> Counter[str]:
    """Kill processes while uploads, analyses and plan runs go on; return what was hit by what."""
    killed: Counter[str] = Counter()
    phases: dict[str, Callable[[], bool]] = {
        "upload": lambda: any(customer.sending for customer in customers),
        "analysis": lambda: running(engine, TaskKind.ANALYSE),
        "planning": lambda: running(engine, TaskKind.PLAN),
    }
    while killed.total() < KILLS:
        phase = chance.choice(list(phases))
        wait_for(phases[phase], tree)
        time.sleep(chance.uniform(0, 0.7))
        kind = chance.choices(["api", "worker", "child", "supervisor"], [3, 3, 3, 1])[0]
        for victim in chance.sample(candidates := tree.victims()[kind], len(candidates))[:1]:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                killed[f"{kind} during {phase if phases[phase]() else 'something else'}"] += 1
    return killed


def running(engine: Engine, kind: TaskKind) -> bool:
    with reading(engine) as session:
        wanted = (TaskRow.status == TaskStatus.RUNNING, TaskRow.kind == kind)
        return session.exec(select(TaskRow.id).where(*wanted)).first() is not None


def wait_for(phase: Callable[[], bool], tree: Tree) -> None:
    deadline = time.monotonic() + PHASE_S
    while not phase() and time.monotonic() < deadline:
        tree.keep_alive()
        time.sleep(0.1)


@pytest.mark.skipif(KILLS == 0, reason="AMCENTER_TEST_KILLS is 0")
def test_nothing_accepted_is_lost_and_nothing_happens_twice(tree: Tree, engine: Engine) -> None:
    engineer, operator, material_id = open_centre(engine)
    enough = Event()
    client = httpx2.Client(base_url=tree.settings.public_url, timeout=30)
    customers = [Customer(client, engineer, operator, material_id, enough) for _ in range(2)]

    with client, ThreadPoolExecutor(len(customers)) as pool:
        working = [pool.submit(customer.work) for customer in customers]
        killed = kill_at_random(tree, engine, customers, random.Random(SEED))
        enough.set()
        while not all(one.done() for one in working):
            tree.keep_alive()
            time.sleep(0.2)
    below = descendants(tree.supervisor.pid) if tree.supervisor else []
    tree.end()
    for one in working:
        one.result()

    log.warning("killed: %s; %d plans", dict(killed), sum(len(one.plans) for one in customers))
    sent = {part: sha for customer in customers for part, sha in customer.parts.items()}
    plans = {plan for customer in customers for plan in customer.plans}
    requests = {request for customer in customers for request in customer.accepted}
    require_parts(engine, FileStore(tree.settings.files_dir), sent)
    require_pieces(engine, requests)
    require_plans(engine, FileStore(tree.settings.files_dir), plans)
    with reading(engine) as session:
        assert set(session.exec(select(TaskRow.status))) == {TaskStatus.DONE}
        tasks = Counter(session.exec(select(TaskRow.subject_id)))
    assert tasks == Counter([*sent, *plans])
    assert not any(command_line(process) for process in below)


def require_parts(engine: Engine, files: FileStore, sent: dict[UUID, str]) -> None:
    with reading(engine) as session:
        statement = select(PartRow, FileRow).where(PartRow.file_id == FileRow.id)
        stored = {part.id: (part.status, file.sha256) for part, file in session.exec(statement)}
        analysed = events(session, "part.analysed")
        added = events(session, "part.added")

    assert stored == {part: (PartStatus.ANALYSED, sha) for part, sha in sent.items()}
    assert added == Counter(sent.keys())
    assert analysed == Counter(sent.keys())
    for sha in set(sent.values()):
        assert sha256(files.path(sha).read_bytes()).hexdigest() == sha


def require_pieces(engine: Engine, requests: set[UUID]) -> None:
    with reading(engine) as session:
        pieces = Counter(session.exec(select(PieceRow.part_id)))
        wanted = session.exec(select(PartRow.id, PartRow.request_id)).all()
        accepted = events(session, "request.accepted")

    assert accepted == Counter(requests)
    assert pieces == Counter({part: QUANTITY for part, request in wanted if request in requests})


def require_plans(engine: Engine, files: FileStore, plans: set[UUID]) -> None:
    with reading(engine) as session:
        rows = session.exec(select(PlanRow)).all()
        decided = events(session, "plan.proposed") + events(session, "plan.failed")
        session.expunge_all()

    assert decided == Counter({row.id: 1 for row in rows}) == Counter(plans)
    # On a busy machine a search may end without a schedule; that is an answer, and given once.
    codes = {reason["code"] for row in rows if row.status is FAILED for reason in row.reasons}
    assert codes <= {"plan_no_schedule_yet"}
    proposed = [row for row in rows if row.status is PlanStatus.PROPOSED]
    assert all(row.result_sha256 and files.exists(row.result_sha256) for row in proposed)


def events(session: Any, kind: str) -> Counter[UUID]:
    return Counter(session.exec(select(EventRow.subject_id).where(EventRow.kind == kind)))
