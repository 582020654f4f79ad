"""Which machines are qualified for which parts."""

from typing import Literal
from uuid import UUID

from amcenter.tables import QualityClass
from api.schemas.base import (
    In,
    PageQuery,
    RowOut,
    example,
)


class EligibilityIn(In):
    model_config = example(
        quality_class="N",
        material_id="01890a5d-ac96-774b-bcce-b302099a8057",
        machine_id="01890a5d-ac96-774b-bcce-b302099a8057",
    )

    quality_class: QualityClass
    material_id: UUID
    machine_id: UUID


class EligibilityOut(RowOut):
    quality_class: QualityClass
    material_id: UUID
    machine_id: UUID


class EligibilitiesQuery(PageQuery):
    sort: Literal["quality_class", "-quality_class", "created_at", "-created_at"] = "created_at"
    quality_class: QualityClass | None = None
    machine_id: UUID | None = None
