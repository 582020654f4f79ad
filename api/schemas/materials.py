"""Materials."""

from typing import Annotated, Literal

from pydantic import Field

from api.schemas.base import (
    In,
    Key,
    Line,
    PageQuery,
    SharedRowOut,
    Url,
    example,
    optional,
)

Density = Annotated[float, Field(gt=0, le=30)]
Money = Annotated[float, Field(ge=0, le=1e9)]


class MaterialIn(In):
    model_config = example(
        key="ti64", name="Ti-6Al-4V", name_ru="ВТ6", family="titanium", density_g_cm3=4.43
    )

    key: Key
    name: Line
    name_ru: Line
    family: Key
    density_g_cm3: Density
    price_per_kg: Money | None = None
    """In the currency of the centre (`/api/pricing`)."""
    price_source_url: Url | None = None
    price_verified: bool = False
    source_url: Url | None = None
    verified: bool = False


class MaterialChangesIn(In):
    model_config = example(price_per_kg=300.0)

    key: Key = optional()
    name: Line = optional()
    name_ru: Line = optional()
    family: Key = optional()
    density_g_cm3: Density = optional()
    price_per_kg: Money | None = optional()
    price_source_url: Url | None = optional()
    price_verified: bool = optional()
    source_url: Url | None = optional()
    verified: bool = optional()


class MaterialOut(SharedRowOut):
    key: str
    name: str
    name_ru: str
    family: str
    density_g_cm3: float
    price_per_kg: float | None
    """In the currency of the centre (`/api/pricing`); null: unknown, no cost is estimated."""
    price_source_url: str | None
    price_verified: bool
    source_url: str | None
    verified: bool


class MaterialsQuery(PageQuery):
    sort: Literal["key", "-key", "name", "-name"] = "key"
    family: Key | None = None
