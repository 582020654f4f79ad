"""Analysing the same file only once, however many requests contain it."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from amcenter.messages import Message
from amcenter.requests.analysis import Analysis
from amcenter.tables.columns import JsonObject
from amcenter.work.body import Control


@dataclass(frozen=True, slots=True)
class AnalysedOnce:
    """``work.body.Body``: an ``Analysis`` that remembers its answers."""

    analysis: Analysis
    answers: dict[tuple[str, ...], JsonObject] = field(default_factory=dict)

    def begin(self, session: Session, subject_id: UUID) -> JsonObject | None:
        return self.analysis.begin(session, subject_id)

    def run(self, request: JsonObject, control: Control) -> JsonObject:
        question = (str(request["sha256"]), str(request["name"]), str(request["unit"]))
        if question not in self.answers:
            self.answers[question] = self.analysis.run(request, control)
        return self.answers[question]

    def commit(self, session: Session, subject_id: UUID, outcome: JsonObject) -> None:
        self.analysis.commit(session, subject_id, outcome)

    def fail(self, session: Session, subject_id: UUID, why: Message) -> None:
        self.analysis.fail(session, subject_id, why)
