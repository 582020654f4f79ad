"""Attended work between two materials."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from api.schemas.base import (
    In,
    Key,
    PageQuery,
    Seconds,
    SharedRowOut,
    example,
    optional,
)

Side = Annotated[str, StringConstraints(pattern=r"^(family:)?[a-z0-9][a-z0-9._-]{0,55}$")]


class ChangeoverIn(In):
    model_config = example(group="default", before="family:steel", after="ti64", work_s=28_800)

    group: Key = "default"
    before: Side
    """A material key, or `family:<name>`."""
    after: Side
    work_s: Seconds


class ChangeoverChangesIn(In):
    model_config = example(work_s=14_400)

    group: Key = optional()
    before: Side = optional()
    after: Side = optional()
    work_s: Seconds = optional()


class ChangeoverOut(SharedRowOut):
    group: str
    before: str
    after: str
    work_s: int


class ChangeoversQuery(PageQuery):
    sort: Literal["group", "-group", "created_at", "-created_at"] = "group"
    group: Key | None = None
