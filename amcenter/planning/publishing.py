"""Publishing: an approved plan becomes what the centre does and what requesters are told."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from amcenter.accounts.principal import Principal
from amcenter.errors import Conflict
from amcenter.intake.files import FileStore
from amcenter.numbers import next_number
from amcenter.planning.access import move, plan_for
from amcenter.planning.answers import view_of
from amcenter.planning.hand.edits import BY_HAND
from amcenter.planning.promises import renew_dates
from amcenter.planning.putting import Puts, drop_old_builds, put_build
from amcenter.planning.reading import free_pieces
from amcenter.planning.view import BuildView, PlanView
from amcenter.requests.pieces import move_piece
from amcenter.tables import MachineRow, MachineStatus, PieceRow, PieceStatus, PlanRow, PlanStatus


def publish(
    session: Session,
    who: Principal,
    files: FileStore,
    plan_id: UUID,
    *,
    comment: str = "",
    version: int | None = None,
) -> PlanRow:
    """Make an approved plan the valid one: its builds, its dates, its promises.

    Refused if facts on which it rests have changed since its run; what was added meanwhile only
    waits for the next plan. A promise that gets later asks for a ``comment``, which its requester
    will read.
    """
    # the counter makes publications wait for each other: two would supersede the same plan
    next_number(session, "PUB")
    plan = plan_for(session, who, plan_id, to_change=True)
    _require_base(session, plan)
    reason = comment.strip()
    move(session, who, plan, "publish", version=version, values={"reason": reason})
    view = view_of(files, plan)
    builds = [build for build in view.builds if not build.fixed]
    free = {one.piece.serial: one.piece for one in free_pieces(session)}
    _require_pieces(plan, builds, free)
    _require_machines(session, plan, builds)
    _supersede_others(session, who, plan)
    _put(session, who, plan, builds, free)
    _expect_fixed(session, view)
    renew_dates(session, who, plan, comment=reason)
    return plan


def _require_base(session: Session, plan: PlanRow) -> None:
    """Raise Conflict if a plan was changed by hand from one that another has replaced since.

    Somebody else's changes would be undone without a word.
    """
    if plan.stop_reason != BY_HAND or plan.parent_id is None:
        return
    parent = session.get_one(PlanRow, plan.parent_id)
    if parent.status is PlanStatus.SUPERSEDED:
        raise Conflict("plan_base_superseded", number=plan.number)


def _require_pieces(plan: PlanRow, builds: Iterable[BuildView], free: Iterable[str]) -> None:
    """Raise Conflict if the plan places pieces that are gone, or released by now."""
    gone = {piece.serial for build in builds for piece in build.pieces} - set(free)
    if gone:
        raise Conflict("plan_pieces_gone", number=plan.number, serials=", ".join(sorted(gone)))


def _require_machines(session: Session, plan: PlanRow, builds: Iterable[BuildView]) -> None:
    """Raise Conflict if the plan uses machines that are broken or retired by now."""
    usable = set(
        session.exec(select(MachineRow.key).where(MachineRow.status == MachineStatus.AVAILABLE))
    )
    gone = {build.machine for build in builds} - usable
    if gone:
        raise Conflict("plan_machines_gone", number=plan.number, machines=", ".join(sorted(gone)))


def _supersede_others(session: Session, who: Principal, plan: PlanRow) -> None:
    published = select(PlanRow).where(PlanRow.status == PlanStatus.PUBLISHED, PlanRow.id != plan.id)
    for earlier in session.exec(published.with_for_update()).all():
        move(session, who, earlier, "supersede", data={"by": plan.number})


def _put(
    session: Session,
    who: Principal,
    plan: PlanRow,
    builds: Sequence[BuildView],
    free: dict[str, PieceRow],
) -> None:
    puts = Puts.of(session)
    for piece in free.values():
        if piece.status is PieceStatus.PLANNED:
            move_piece(piece, "unplan")
    for build in builds:
        put_build(session, plan, build, free, puts)
    drop_old_builds(session, who, plan, puts)


def _expect_fixed(session: Session, view: PlanView) -> None:
    """Tell the pieces of fixed builds when they are expected now."""
    finish = {
        piece.serial: piece.finish_at
        for build in view.builds
        if build.fixed
        for piece in build.pieces
    }
    for piece in session.exec(select(PieceRow).where(col(PieceRow.serial).in_(finish))):
        piece.finish_at = finish[piece.serial]
