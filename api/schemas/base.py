"""What every schema shares: strict input with limits, output read from rows."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    computed_field,
    model_validator,
)

from amcenter.messages import Message, sentences
from amcenter.paging import Wanted

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
INT_MAX = 2**31 - 1
"""Of an integer column."""

C = TypeVar("C")
T = TypeVar("T")


def _in_our_time(moment: datetime) -> datetime:
    """Return the moment in UTC; the year 1 has no such thing in some zones."""
    if not EARLIEST < moment < LATEST:
        raise ValueError("must be between the years 2000 and 2200")
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Day = Annotated[date, Field(ge=EARLIEST.date(), le=LATEST.date())]

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
OptionalLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
OptionalReason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S{1,490}$")]
Seconds = Annotated[int, Field(ge=0, le=366 * 24 * 3600)]
Millimetres = Annotated[float, Field(gt=0, le=100_000)]
Share = Annotated[float, Field(ge=0, le=1)]


class In(BaseModel):
    """What a caller sends: nothing unknown, nothing unlimited, no NUL (PostgreSQL refuses it)."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _without_nul(cls, data: Any) -> Any:
        if _has_nul(data):
            raise ValueError("must not contain the character NUL")
        return data

    def given(self, kind: type[C], *, without: frozenset[str] = frozenset()) -> C:
        """Return the fields that the caller named, as a service takes them."""
        return cast(C, self.model_dump(exclude_unset=True, exclude=set(without)))


def _has_nul(data: object) -> bool:
    if isinstance(data, str):
        return "\0" in data
    if isinstance(data, dict):
        return any(_has_nul(key) or _has_nul(value) for key, value in data.items())
    return isinstance(data, list) and any(map(_has_nul, data))


def left_out() -> Any:
    """Return the default of fields that may be left out but not be null; never looked at."""
    return None


def optional() -> Any:
    """Describe a field of a change: it may be left out, then it stays."""
    return Field(default_factory=left_out)


class PageQuery(In):
    """What every list is asked for; ``sort`` with ``-`` in front is descending."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=600)
    sort: str

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.sort, self.limit, self.cursor)

    @property
    def filters(self) -> dict[str, object]:
        """Return the fields by which the list is narrowed."""
        return self.model_dump(exclude={"limit", "cursor", "sort"}, exclude_none=True)


class Out(BaseModel):
    """What a caller gets, read from a row."""

    model_config = ConfigDict(from_attributes=True)


class RowOut(Out):
    id: UUID
    created_at: AwareDatetime


class SharedRowOut(RowOut):
    version: int
    """Send it as ``If-Match: "<version>"`` with a change."""


class PageOut(Out, Generic[T]):
    """A part of a list; ``next_cursor`` null means that it ends here."""

    items: list[T]
    next_cursor: str | None


class MessageOut(Out):
    """A code with its facts, for programs, and the sentence they make in every language."""

    code: str
    params: dict[str, str | int | float | None] = {}

    @computed_field
    def text(self) -> dict[str, str]:
        """Return the sentence by language; empty for a code that this version does not know."""
        return sentences(Message(self.code, self.params))


def example(**fields: Any) -> ConfigDict:
    """Return the settings of an input schema with one complete example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
