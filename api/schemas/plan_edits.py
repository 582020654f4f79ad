"""Plans changed by hand, asked about and compared."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from api.schemas.base import In, MessageOut, Moment, Out, RowOut, example
from api.schemas.plans import BarOut, PlanOut, Serial

BuildKey = Annotated[str, StringConstraints(pattern=r"^\S{1,64}$")]


class MoveBuildIn(In):
    """A build on a machine from a moment on; what is in the way is pushed behind it."""

    model_config = example(
        kind="move_build",
        build="lpbf-1-2",
        machine_id="01900000-0000-7000-8000-000000000001",
        start_at="2026-06-20T04:00:00Z",
    )

    kind: Literal["move_build"]
    build: BuildKey
    machine_id: UUID
    start_at: Moment


class SwapBuildsIn(In):
    """Two builds change places."""

    kind: Literal["swap_builds"]
    first: BuildKey
    second: BuildKey


class MovePiecesIn(In):
    """Pieces into another build (`into`), or into a new one on a machine (`machine_id`)."""

    kind: Literal["move_pieces"]
    pieces: list[Serial] = Field(min_length=1, max_length=2000)
    into: BuildKey | None = None
    machine_id: UUID | None = None
    start_at: Moment | None = None


class LockBuildIn(In):
    """A build that stays as it is: machine, start and contents."""

    kind: Literal["lock"]
    build: BuildKey


class UnlockBuildIn(In):
    kind: Literal["unlock"]
    build: BuildKey


EditIn = Annotated[
    MoveBuildIn | SwapBuildsIn | MovePiecesIn | LockBuildIn | UnlockBuildIn,
    Field(discriminator="kind"),
]
QuestionIn = Annotated[
    MoveBuildIn | SwapBuildsIn | MovePiecesIn,
    Field(discriminator="kind"),
]


class EditOut(RowOut):
    """One change by hand; its id takes it back as long as it is the newest one."""

    number: int
    created_by: UUID | None
    wish: dict[str, Any]
    undone: bool


class EditsOut(Out):
    items: list[EditOut]


class ChangeOut(Out):
    """What an edit did."""

    plan: PlanOut
    edit: EditOut
    builds: list[BarOut]
    """The builds that it touched, as they are now."""


class OutlookOut(Out):
    """Whether a change is possible, and what it would do."""

    possible: bool
    sentences: list[MessageOut]


class FiguresOut(Out):
    builds: int
    pieces: int
    late_pieces: int
    late_h: float
    machine_h: float
    changeovers: int
    end_at: AwareDatetime | None


class SpotOut(Out):
    build: str
    machine: str
    start_at: AwareDatetime
    pieces: int


class BuildChangeOut(Out):
    kind: Literal["moved", "new", "dropped", "same"]
    before: SpotOut | None
    after: SpotOut | None


class DateChangeOut(Out):
    serial: str
    before_at: AwareDatetime | None
    after_at: AwareDatetime | None


class ComparisonOut(Out):
    before: FiguresOut
    after: FiguresOut
    builds: list[BuildChangeOut]
    dates: list[DateChangeOut]
    """Pieces that get another date, the latest shifts first."""
