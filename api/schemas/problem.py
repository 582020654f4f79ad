"""The one shape of every answer that is no success (RFC 9457)."""

from uuid import UUID

from pydantic import BaseModel, Field

Fact = str | int | float | None


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    pointer: str = Field(examples=["/body/need_by"])
    """Where: ``/body/...``, ``/query/...``, ``/path/...`` or ``/header/...``."""
    code: str = Field(examples=["field_missing"])
    params: dict[str, Fact] = {}
    detail: str = Field(examples=["need_by is missing."])


class Problem(BaseModel):
    """Why a call was not carried out."""

    type: str = Field(examples=["/api/problems/not_found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    code: str = Field(examples=["not_found"])
    """Stable; what programs and catalogues of sentences go by."""
    params: dict[str, Fact] = {}
    detail: str = Field(examples=["There is no plan P-2026-0001."])
    """One sentence for a person, English or Russian."""
    instance: str = Field(examples=["/api/plans/P-2026-0001"])
    request_id: UUID
    errors: list[FieldProblem] = []
