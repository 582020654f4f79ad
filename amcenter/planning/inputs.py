"""What a plan run starts from, as one file: rows end here, the geometry follows by its hashes."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from amcenter.intake.document import from_json
from amcenter.intake.files import FileStore
from amcenter.planning.wanted import (
    FixedBuild,
    StandingAt,
    WantedLock,
    WantedPart,
    WantedPiece,
)
from amcenter.shop.shop import Shop
from amcenter.tables import (
    CalendarRow,
    ChangeoverRow,
    EligibilityRow,
    MachineRow,
    MaintenanceRow,
    MaterialRow,
    OrientationPolicy,
    ParameterSetRow,
    QualityClass,
)
from amcenter.tables.columns import JsonObject, Row


@dataclass(frozen=True, slots=True)
class PartInput:
    """A ``WantedPart`` whose document and mesh are still in the file store."""

    key: str
    document_sha256: str
    file_sha256: str
    material_id: UUID
    process: str | None
    quality_class: QualityClass
    policy: OrientationPolicy
    orientation: str | None
    lead_s: int
    segregated: UUID | None


@dataclass(frozen=True, slots=True)
class PieceInput:
    """A ``WantedPiece`` that names its part by the key."""

    serial: str
    part: str
    due_at: datetime | None
    weight: int
    standing: StandingAt | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything but the shop."""

    origin_at: datetime
    parts: tuple[PartInput, ...]
    pieces: tuple[PieceInput, ...]
    fixed: tuple[FixedBuild, ...]
    locks: tuple[WantedLock, ...]
    weights: Mapping[str, int]


_WISHES = TypeAdapter(Wishes)
RowT = TypeVar("RowT", bound=Row)


def to_bytes(wishes: Wishes, shop: Shop) -> bytes:
    """Return the inputs as compressed JSON; equal inputs give equal bytes."""
    content = {"wishes": _WISHES.dump_python(wishes, mode="json"), "shop": _shop_to_json(shop)}
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode(), mtime=0)


def from_bytes(data: bytes) -> tuple[Wishes, Shop]:
    """Return what ``to_bytes`` wrote."""
    content = json.loads(gzip.decompress(data))
    return _WISHES.validate_python(content["wishes"]), _shop_from_json(content["shop"])


def wanted_pieces(wishes: Wishes, files: FileStore) -> tuple[WantedPiece, ...]:
    """Return the pieces with the analysis of their parts."""
    parts = {part.key: _with_document(part, files) for part in wishes.parts}
    return tuple(
        WantedPiece(
            serial=piece.serial,
            part=parts[piece.part],
            due_at=piece.due_at,
            weight=piece.weight,
            standing=piece.standing,
        )
        for piece in wishes.pieces
    )


def _with_document(part: PartInput, files: FileStore) -> WantedPart:
    return WantedPart(
        key=part.key,
        document=from_json(files.path(part.document_sha256).read_bytes()),
        material_id=part.material_id,
        file=files.path(part.file_sha256),
        process=part.process,
        quality_class=part.quality_class,
        policy=part.policy,
        orientation=part.orientation,
        lead_s=part.lead_s,
        segregated=part.segregated,
    )


def _shop_to_json(shop: Shop) -> JsonObject:
    return {
        field.name: [row.model_dump(mode="json") for row in getattr(shop, field.name)]
        for field in fields(Shop)
    }


def _shop_from_json(content: JsonObject) -> Shop:
    def rows(name: str, kind: type[RowT]) -> tuple[RowT, ...]:
        return tuple(kind.model_validate(row) for row in content[name])

    return Shop(
        machines=rows("machines", MachineRow),
        parameter_sets=rows("parameter_sets", ParameterSetRow),
        materials=rows("materials", MaterialRow),
        calendars=rows("calendars", CalendarRow),
        changeovers=rows("changeovers", ChangeoverRow),
        eligibilities=rows("eligibilities", EligibilityRow),
        maintenance=rows("maintenance", MaintenanceRow),
    )
