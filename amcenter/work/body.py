"""What background work consists of, seen from the domain; no engine is visible here."""

from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from amcenter.messages import Message
from amcenter.tables import TaskKind, TaskRow
from amcenter.tables.columns import JsonObject


class Cancelled(Exception):
    """Raised out of ``Body.run`` when nobody wants the result any more."""


class Interrupted(Exception):
    """Raised out of ``Body.run`` when a process that did the work was killed: try it again."""


class Control(Protocol):
    """The line between running work and the people who wait for it."""

    def report(self, progress: JsonObject) -> None:
        """Show how far it is; at most a few times a second, and never fails."""

    def cancelled(self) -> bool:
        """Somebody no longer wants the result."""

    def finish_early(self) -> bool:
        """Somebody wants the best result so far, now."""


class Body(Protocol):
    """The work of one kind of task, in three steps; each may be repeated after a crash.

    ``begin`` and ``commit`` run in a transaction; ``run`` holds none, leaves the CPU work to a
    child process and writes results as immutable files. ``commit`` takes effect exactly once; a
    ``Refusal`` that it raises undoes it and ends in ``fail``.
    """

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        """Mark the subject as worked on and return what ``run`` needs; None: nothing to do."""

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        """Do the work; ``Refusal`` and ``Cancelled`` are answers too and end in ``fail``."""

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        """Store the outcome on the subject."""

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        """Say on the subject that the work could not be done (refused, cancelled, poisonous)."""


class Queue(Protocol):
    """Where work is handed over; the task appears with the caller's transaction or not at all."""

    def submit(self, session: Session, kind: TaskKind, subject_id: UUID, *, owner: str) -> TaskRow:
        """Queue work on a subject; ``owner`` names whose fair share it uses."""

    def cancel(self, session: Session, task: TaskRow) -> None:
        """Ask for the end of the work without a result."""

    def finish_early(self, session: Session, task: TaskRow) -> None:
        """Ask for the best result so far."""

    def retry(self, session: Session, task: TaskRow) -> TaskRow:
        """Queue failed or cancelled work again, as a new task."""
