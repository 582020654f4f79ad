"""Estimates of a stored part, as a person may see them; computed when they are read."""

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.errors import BadInput, NotFound
from amcenter.estimates.candidates import every_candidate, unmeasured
from amcenter.estimates.estimate import Estimate, estimate
from amcenter.estimates.prices import load_prices
from amcenter.estimates.visibility import shows_costs
from amcenter.intake.document import AnalysisDocument, from_json
from amcenter.intake.files import FileStore
from amcenter.messages import Message
from amcenter.planning.wanted import WantedPart
from amcenter.processes import PROCESSES
from amcenter.requests.access import part_for
from amcenter.shop.shop import Shop, load_shop
from amcenter.tables import FileRow, PartRow

ANY = "any"
"""Every orientation that fits, instead of the best-ranked one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an estimate is asked for; None: as the part is wanted."""

    quantity: int | None = None
    process: str | None = None
    material_id: UUID | None = None
    orientation: str | None = None
    """The key of one, or ``any``; None: the best-ranked one that fits."""


@dataclass(frozen=True, slots=True)
class PartEstimates:
    """The cheapest or quickest first."""

    part_id: UUID
    number: str
    quantity: int
    currency: str | None
    """None: costs are hidden."""
    estimates: tuple[Estimate, ...] = ()
    refusals: tuple[Message, ...] = ()


def part_estimates(
    session: Session, who: Principal, files: FileStore, part_id: UUID, asked: Asked
) -> PartEstimates:
    """Return the estimates of a part that ``who`` may see, or why there are none."""
    part, _ = part_for(session, who, part_id)
    shop, prices = load_shop(session), load_prices(session)
    costs = shows_costs(who, prices.pricing)
    quantity = asked.quantity or part.quantity
    currency = prices.pricing.currency if costs else None
    empty = PartEstimates(part.id, part.number, quantity, currency)
    document = document_of(files, part)
    if isinstance(document, Message):
        return replace(empty, refusals=(document,))
    _check(shop, asked, document)
    file = mesh_of(session, files, part)
    wanted = _wanted(shop, part, document, file, asked)
    found = every_candidate(shop, prices, wanted, any_orientation=asked.orientation == ANY)
    estimates = (estimate(one, prices, quantity, with_costs=costs) for one in found.candidates)
    ranked = tuple(sorted(estimates, key=_rank))
    return replace(empty, estimates=ranked, refusals=found.refusals)


def document_of(files: FileStore, part: PartRow) -> AnalysisDocument | Message:
    """Return the analysis of a part, or why nothing can be estimated."""
    if part.document_sha256 is None:
        return Message("estimate_not_analysed")
    document = from_json(files.path(part.document_sha256).read_bytes())
    return unmeasured(document) or document


def mesh_of(session: Session, files: FileStore, part: PartRow) -> Path:
    return files.path(session.get_one(FileRow, part.file_id).sha256)


def wanted_part(
    part: PartRow, document: AnalysisDocument, file: Path, material_id: UUID
) -> WantedPart:
    """Return a part as planning sees it."""
    return WantedPart(
        key=part.number,
        document=document,
        material_id=material_id,
        file=file,
        process=part.process,
        quality_class=part.quality_class,
        policy=part.orientation_policy,
        orientation=part.orientation,
    )


def _wanted(
    shop: Shop, part: PartRow, document: AnalysisDocument, file: Path, asked: Asked
) -> list[WantedPart]:
    """Return the part in the material that is asked for or chosen, otherwise in every one."""
    chosen = asked.material_id or part.material_id
    materials = list(shop.material) if chosen is None else [chosen]
    orientation = None if asked.orientation == ANY else asked.orientation
    return [
        replace(
            wanted_part(part, document, file, material_id),
            process=asked.process or part.process,
            orientation=orientation or part.orientation,
        )
        for material_id in materials
    ]


def _check(shop: Shop, asked: Asked, document: AnalysisDocument) -> None:
    if asked.process is not None and asked.process not in PROCESSES:
        raise BadInput("unknown_process", process=asked.process, known=", ".join(PROCESSES))
    if asked.material_id is not None and asked.material_id not in shop.material:
        raise NotFound("not_found", what="material", key=str(asked.material_id))
    known = [one.key for one in document.orientations]
    if asked.orientation not in (None, ANY, *known):
        names = ", ".join((ANY, *known))
        raise BadInput("unknown_orientation", orientation=asked.orientation, known=names)


def _rank(one: Estimate) -> tuple[bool, Decimal, Decimal]:
    cost = one.shared.cost
    return cost is None, cost.total if cost else Decimal(0), one.shared.machine.total
