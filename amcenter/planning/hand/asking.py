"""What a change would mean, asked while a build is dragged; nothing is stored."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.intake.files import FileStore
from amcenter.messages import Message
from amcenter.planning.access import plan_for
from amcenter.planning.hand import keeping
from amcenter.planning.hand.edits import refusal, schedule_of
from amcenter.planning.hand.loaded import load
from amcenter.planning.hand.wishes import MoveBuildWish, MovePiecesWish, SwapBuildsWish, edit_of
from amcenter.planning.plans import locks_of
from solver.builds import ScheduledBuild
from solver.editing import Edited, sketched
from solver.problem import Problem
from solver.result import Reason
from solver.schedule import Schedule, finishes


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether a change is possible, and what it would do."""

    possible: bool
    sentences: tuple[Message, ...]


def outlook(
    session: Session,
    who: Principal,
    files: FileStore,
    plan_id: UUID,
    wish: MoveBuildWish | SwapBuildsWish | MovePiecesWish,
) -> Outlook:
    """Return what a change would mean, without the exact check that the change itself gets."""
    plan = plan_for(session, who, plan_id)
    loaded = load(files, plan)
    schedule = schedule_of(loaded)
    held = keeping.held(locks_of(session, plan.id), schedule)
    answer = sketched(loaded.problem, schedule, edit_of(loaded, wish), held=held)
    if isinstance(answer, Reason):
        return Outlook(False, (refusal(answer).message,))
    return Outlook(True, tuple(_told(loaded.problem, schedule, answer, wish)))


def _told(
    problem: Problem,
    before: Schedule,
    answer: Edited,
    wish: MoveBuildWish | SwapBuildsWish | MovePiecesWish,
) -> list[Message]:
    own = {wish.build} if isinstance(wish, MoveBuildWish) else set[str]()
    pushed = sorted(_later(before, answer.schedule) - own)
    late_before, late_after = _late(problem, before), _late(problem, answer.schedule)
    told = []
    if pushed:
        named = ", ".join(pushed[:3]) + (" …" if len(pushed) > 3 else "")
        told.append(Message("edit_pushes", {"count": len(pushed), "builds": named}))
    if newly := late_after - late_before:
        told.append(Message("edit_makes_late", {"count": len(newly)}))
    if saved := late_before - late_after:
        told.append(Message("edit_saves", {"count": len(saved)}))
    return told


def _later(before: Schedule, after: Schedule) -> set[str]:
    old = _starts(before.builds)
    return {
        build.key for build in after.builds if build.start_s > old.get(build.key, build.start_s)
    }


def _starts(builds: tuple[ScheduledBuild, ...]) -> dict[str, int]:
    return {build.key: build.start_s for build in builds}


def _late(problem: Problem, schedule: Schedule) -> set[str]:
    due = {piece.key: piece.due_s for piece in problem.pieces}
    return {
        key
        for key, finish_s in finishes(problem, schedule)
        if (due_s := due[key]) is not None and finish_s > due_s
    }
