"""From analysed files to the pieces that a plan must contain, without any database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from amcenter.errors import BadInput
from amcenter.exports.sheet import PieceNames
from amcenter.intake.document import AnalysisDocument
from amcenter.offline.files import WantedFile
from amcenter.planning.wanted import WantedPart, WantedPiece
from amcenter.shop.shop import Shop
from amcenter.tables import MaterialRow


@dataclass(frozen=True, slots=True)
class Analysed:
    """A readable file with its analysis."""

    file: WantedFile
    document: AnalysisDocument


def wanted_pieces(
    shop: Shop, analysed: Sequence[Analysed], *, origin: datetime, due: datetime | None
) -> list[WantedPiece]:
    """Return all pieces, numbered within their part; the date of a list goes before ``due``."""
    return [
        WantedPiece(serial=f"{part.key}-{number:03}", part=part, due_at=_due(one, origin) or due)
        for one in analysed
        for part in [_wanted_part(shop, one)]
        for number in range(1, one.file.wishes.quantity + 1)
    ]


def names_of(
    shop: Shop, analysed: Sequence[Analysed], pieces: Sequence[WantedPiece]
) -> dict[str, PieceNames]:
    """Return what people call the pieces, by serial."""
    called = {one.file.key: one.file.wishes.name or one.file.path.name for one in analysed}
    return {
        piece.serial: PieceNames(
            part=piece.part.key,
            part_name=called[piece.part.key],
            material=shop.material[piece.part.material_id].key,
        )
        for piece in pieces
    }


def material_of(shop: Shop, wished: str | None) -> MaterialRow:
    """Return the material wished for if there is such, else what the first machine is made for."""
    by_key = {row.key.casefold(): row for row in shop.materials}
    return by_key.get((wished or "").casefold()) or _usual_material(shop)


def is_known(shop: Shop, material: str) -> bool:
    return material.casefold() in {row.key.casefold() for row in shop.materials}


def _usual_material(shop: Shop) -> MaterialRow:
    for machine in shop.machines:
        sets = [row for row in shop.parameter_sets if row.model == machine.model]
        loaded = [row for row in sets if row.id == machine.loaded_set_id]
        for row in loaded or sets:
            return shop.material[row.material_id]
    raise BadInput("machines_without_sets")


def _wanted_part(shop: Shop, one: Analysed) -> WantedPart:
    wishes = one.file.wishes
    return WantedPart(
        key=one.file.key,
        document=one.document,
        material_id=material_of(shop, wishes.material).id,
        file=one.file.path,
        process=wishes.process,
        quality_class=wishes.quality_class,
        policy=wishes.orientation_policy,
    )


def _due(one: Analysed, origin: datetime) -> datetime | None:
    days = one.file.wishes.due_days
    return None if days is None else origin + timedelta(days=days)
