"""Live events: one poller per process reads the database, every listener has a bounded queue."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from sqlalchemy import Engine
from sqlmodel import col, select

from amcenter import clock, db, event_log
from amcenter.accounts.permissions import Action, may, may_see_customer
from amcenter.accounts.principal import Principal
from amcenter.tables import EventRow, TaskRow, TaskStatus

WAITING_AT_MOST = 256
"""A listener that is further behind is cut off and resumes with Last-Event-ID."""
REPLAYED_AT_MOST = 10_000

Item = EventRow | TaskRow


@dataclass(eq=False)
class Listener:
    who: Principal
    after: int
    """The last event it knows."""
    queue: MemoryObjectSendStream[Item]

    def offer(self, item: Item) -> None:
        """Queue what is new to the listener and visible; one whose queue is full is cut off."""
        known = isinstance(item, EventRow) and (item.id or 0) <= self.after
        if known or not visible(self.who, item):
            return
        try:
            self.queue.send_nowait(item)
        except anyio.WouldBlock:
            self.queue.close()
        except (anyio.BrokenResourceError, anyio.ClosedResourceError):
            pass  # it has left


def visible(who: Principal, item: Item) -> bool:
    if isinstance(item, TaskRow):
        return may(who, Action.SYSTEM_SEE)
    return may_see_customer(who, item.customer_id)


@dataclass
class Feed:
    """Gives new events, and the progress of background work, to everybody who listens."""

    engine: Engine
    poll_s: float
    life_s: float
    """A stream ends after so long; the browser comes back, its rights are looked at again."""
    listeners: set[Listener] = field(default_factory=set)
    last_id: int = 0
    seen: dict[UUID, str] = field(default_factory=dict)
    """How far each running task was when listeners were last told."""
    lock: anyio.Lock = field(default_factory=anyio.Lock)

    async def run(self) -> None:
        """Poll as long as the process lives; without listeners nothing is read."""
        while True:
            await anyio.sleep(self.poll_s)
            async with self.lock:
                if self.listeners:
                    await self._tell()

    async def listen(self, who: Principal, last_id: int | None) -> AsyncIterator[Item]:
        """Yield what happened after ``last_id`` until the stream's end.

        None: from now on; the first listener may hear of the last seconds too.
        """
        deadline = anyio.current_time() + self.life_s
        async with self._listening(who, last_id or 0) as (receive, upto):
            if last_id is not None:
                for event in await anyio.to_thread.run_sync(self._missed, last_id, upto):
                    if visible(who, event):
                        yield event
            while (item := await _next(receive, deadline)) is not None:
                yield item

    @asynccontextmanager
    async def _listening(
        self, who: Principal, after: int
    ) -> AsyncIterator[tuple[MemoryObjectReceiveStream[Item], int]]:
        """Join the listeners; everything after the number that is given comes by the queue."""
        send, receive = anyio.create_memory_object_stream[Item](WAITING_AT_MOST)
        listener = Listener(who, after, send)
        async with self.lock:
            if not self.listeners:
                self.last_id = await anyio.to_thread.run_sync(self._newest)
            self.listeners.add(listener)
            upto = self.last_id
        try:
            with send, receive:
                yield receive, upto
        finally:
            self.listeners.discard(listener)

    async def _tell(self) -> None:
        events, tasks = await anyio.to_thread.run_sync(self._news)
        news: list[Item] = [*events, *tasks]
        for listener in tuple(self.listeners):
            for item in news:
                listener.offer(item)

    def _newest(self) -> int:
        with db.reading(self.engine) as session:
            return event_log.newest_settled(session, clock.now())

    def _missed(self, last_id: int, upto: int) -> Sequence[EventRow]:
        with db.reading(self.engine) as session:
            events = event_log.settled_after(
                session, last_id, clock.now(), until=upto, limit=REPLAYED_AT_MOST
            )
            session.expunge_all()
        return events

    def _news(self) -> tuple[Sequence[EventRow], list[TaskRow]]:
        with db.reading(self.engine) as session:
            events = event_log.settled_after(session, self.last_id, clock.now())
            running = session.exec(
                select(TaskRow).where(col(TaskRow.status) == TaskStatus.RUNNING)
            ).all()
            session.expunge_all()
        if events:
            self.last_id = events[-1].id or self.last_id
        return events, self._changed(running)

    def _changed(self, running: Sequence[TaskRow]) -> list[TaskRow]:
        """Return the running tasks that are further than they were."""
        now = {task.id: str(task.progress) for task in running}
        changed = [task for task in running if self.seen.get(task.id) != now[task.id]]
        self.seen = now
        return changed


async def _next(receive: MemoryObjectReceiveStream[Item], deadline: float) -> Item | None:
    """Return the next item; None at the deadline, or when the listener was cut off."""
    with anyio.move_on_after(deadline - anyio.current_time()):
        try:
            return await receive.receive()
        except anyio.EndOfStream:
            return None
    return None
