import json
from collections.abc import Iterator
from threading import Thread
from typing import Any
from uuid import UUID

import anyio
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter import db, events
from amcenter.ids import new_id
from amcenter.tables import TaskKind, TaskRow, TaskStatus
from api.stream import WAITING_AT_MOST, Feed
from tests.api.conftest import Caller


def happen(engine: Engine, *customers: UUID | None) -> list[int]:
    """Record one event per customer and return their numbers."""
    numbers = []
    for customer_id in customers:
        with db.transaction(engine) as session:
            events.record(
                session, "plan.published", who=None, subject_id=new_id(), customer_id=customer_id
            )
            (event,) = session.new
            session.flush()
            numbers.append(event.id)  # type: ignore[attr-defined]  # the only row is an event
    return numbers


def heard(text: str) -> list[dict[str, Any]]:
    """Return the messages of a stream: event, id and data."""
    blocks = [block for block in text.split("\n\n") if "data:" in block]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def follow(client: TestClient, caller: Caller, last: int | None = None) -> list[dict[str, Any]]:
    headers = dict(caller.headers)
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    answer = client.get("/api/events/stream", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    return heard(answer.text)


@pytest.fixture
def meanwhile() -> Iterator[Any]:
    """Start something that happens while a stream is open; it has ended with the test."""
    threads: list[Thread] = []

    def start(action: Any) -> None:
        threads.append(Thread(target=action))
        threads[-1].start()

    yield start
    for thread in threads:
        thread.join()


def test_who_asks_for_a_stream_at_the_address_of_the_list_gets_it(
    client: TestClient, engine: Engine, callers: dict[str, Caller]
) -> None:
    numbers = happen(engine, None)
    headers = {**callers["operator"].headers, "Accept": "text/event-stream", "Last-Event-ID": "0"}

    answer = client.get("/api/events", headers=headers)

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert str(numbers[0]) in [message["id"] for message in heard(answer.text)]


def test_what_happens_is_heard_live(
    client: TestClient, engine: Engine, callers: dict[str, Caller], app: Any, meanwhile: Any
) -> None:
    numbers: list[int] = []

    def later() -> None:
        while not app.state.feed.listeners:
            anyio.run(anyio.sleep, 0.01)
        numbers.extend(happen(engine, None, None))

    meanwhile(later)
    messages = follow(client, callers["operator"])

    # the stream may begin with what happened in the seconds before
    assert [int(message["id"]) for message in messages[-2:]] == numbers
    assert messages[-1]["event"] == "plan.published"
    assert json.loads(messages[-1]["data"])["id"] == numbers[-1]


def test_a_listener_who_comes_back_hears_what_was_missed(
    client: TestClient, engine: Engine, callers: dict[str, Caller]
) -> None:
    first, *others = happen(engine, None, None, None)

    messages = follow(client, callers["operator"], last=first)

    assert [int(message["id"]) for message in messages] == others


def test_an_engineer_hears_the_own_customer_only(
    client: TestClient,
    engine: Engine,
    callers: dict[str, Caller],
    customer_ids: tuple[UUID, UUID],
) -> None:
    own, _, _ = happen(engine, customer_ids[0], customer_ids[1], None)

    messages = follow(client, callers["engineer"], last=0)

    assert [int(message["id"]) for message in messages if message["event"] == "plan.published"] == [
        own
    ]


def test_the_progress_of_a_run_is_heard(
    client: TestClient, engine: Engine, callers: dict[str, Caller]
) -> None:
    task = TaskRow(
        kind=TaskKind.PLAN,
        subject_id=new_id(),
        owner="x",
        status=TaskStatus.RUNNING,
        progress={"objective": 7},
    )
    with db.transaction(engine) as session:
        session.add(task)

    messages = follow(client, callers["operator"])

    (message,) = [message for message in messages if message["event"] == "task.progress"]
    assert "id" not in message
    assert json.loads(message["data"])["progress"] == {"objective": 7}
    assert not [m for m in follow(client, callers["engineer"]) if m["event"] == "task.progress"]


def test_a_listener_who_is_too_slow_is_cut_off(engine: Engine, callers: dict[str, Caller]) -> None:
    feed = Feed(engine, poll_s=0.01, life_s=60)
    happen(engine, *[None] * (WAITING_AT_MOST + 10))

    async def listen_slowly() -> int:
        count = 0
        async with anyio.create_task_group() as tasks:
            async with feed._listening(callers["operator"].who, 0) as (receive, _):
                feed.last_id = 0
                await feed._tell()
                async for _ in receive:
                    count += 1
            tasks.cancel_scope.cancel()
        return count

    assert anyio.run(listen_slowly) == WAITING_AT_MOST
    assert feed.listeners == set()
