"""How machine models build materials."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import (
    In,
    Key,
    Line,
    PageQuery,
    Seconds,
    SharedRowOut,
    Url,
    example,
    optional,
)

Layer = Annotated[int, Field(ge=1, le=20_000)]
Rate = Annotated[float, Field(ge=0, le=1e12)]
Rates = Annotated[dict[Key, Rate], Field(max_length=50)]


class ParameterSetIn(In):
    model_config = example(
        key="m400-ti64-60",
        family="ti64-60",
        model="M400",
        material_id="01890a5d-ac96-774b-bcce-b302099a8057",
        layer_um=60,
        rates={"volume_mm3_s": 10.0},
        setup_s=3600,
        unload_s=3600,
    )

    key: Key
    family: Key
    model: Line
    material_id: UUID
    layer_um: Layer
    rates: Rates = Field(default={})
    setup_s: Seconds
    heat_s: Seconds = 0
    cool_s: Seconds = 0
    cool_share: float = Field(default=0.0, ge=0, le=10)
    unload_s: Seconds
    after_s: Seconds = 0
    gas: Key | None = None
    source_url: Url | None = None
    verified: bool = False


class ParameterSetChangesIn(In):
    model_config = example(setup_s=5400)

    key: Key = optional()
    family: Key = optional()
    model: Line = optional()
    material_id: UUID = optional()
    layer_um: Layer = optional()
    rates: Rates = optional()
    setup_s: Seconds = optional()
    heat_s: Seconds = optional()
    cool_s: Seconds = optional()
    cool_share: Annotated[float, Field(ge=0, le=10)] = optional()
    unload_s: Seconds = optional()
    after_s: Seconds = optional()
    gas: Key | None = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class ParameterSetOut(SharedRowOut):
    key: str
    family: str
    model: str
    material_id: UUID
    layer_um: int
    rates: dict[str, float]
    setup_s: int
    heat_s: int
    cool_s: int
    cool_share: float
    unload_s: int
    after_s: int
    gas: str | None
    source_url: str | None
    verified: bool


class ParameterSetsQuery(PageQuery):
    sort: Literal["key", "-key", "model", "-model"] = "key"
    model: Line | None = None
    material_id: UUID | None = None
