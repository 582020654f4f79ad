"""The estimates of a whole request: a sum over its parts, and which of them are not in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.estimates.candidates import Found, distinct, plan_candidates
from amcenter.estimates.estimate import estimate
from amcenter.estimates.of_part import document_of, mesh_of, wanted_part
from amcenter.estimates.prices import Prices, load_prices
from amcenter.estimates.ranges import Ranges, best_of, ranges_of, summed
from amcenter.estimates.visibility import shows_costs
from amcenter.intake.files import FileStore
from amcenter.messages import Message
from amcenter.requests.access import request_for
from amcenter.requests.requests import parts_of
from amcenter.shop.shop import Shop, load_shop
from amcenter.tables import PartRow


@dataclass(frozen=True, slots=True)
class PartRanges:
    """What the wanted pieces of a part take, on the best of a plan's machines for them."""

    part_id: UUID
    number: str
    name: str
    quantity: int
    machine: str | None
    ranges: Ranges | None
    """None: see ``reasons``."""
    reasons: tuple[Message, ...]
    """Why there is no range, or no cost in it, or which machines are left out."""


@dataclass(frozen=True, slots=True)
class RequestEstimate:
    request_id: UUID
    number: str
    currency: str | None
    """None: costs are hidden."""
    parts: tuple[PartRanges, ...]
    total: Ranges | None
    """Of the parts that have ranges; None: none has."""

    @property
    def complete(self) -> bool:
        """Whether every part is in the total."""
        return all(one.ranges is not None for one in self.parts)


def request_estimate(
    session: Session, who: Principal, files: FileStore, request_id: UUID
) -> RequestEstimate:
    """Return what a request that ``who`` may see takes."""
    request = request_for(session, who, request_id)
    shop, prices = load_shop(session), load_prices(session)
    costs = shows_costs(who, prices.pricing)
    parts = tuple(
        _part_ranges(session, files, shop, prices, part, with_costs=costs)
        for part in parts_of(session, request.id)
    )
    total = summed([one.ranges for one in parts if one.ranges is not None])
    currency = prices.pricing.currency if costs else None
    return RequestEstimate(request.id, request.number, currency, parts, total)


def _part_ranges(
    session: Session,
    files: FileStore,
    shop: Shop,
    prices: Prices,
    part: PartRow,
    *,
    with_costs: bool,
) -> PartRanges:
    found = _found(session, files, shop, prices, part)
    estimates = [
        estimate(one, prices, part.quantity, with_costs=with_costs) for one in found.candidates
    ]
    best = best_of(estimates) if estimates else None
    unknown = (reason for one in estimates for reason in one.unknown)
    return PartRanges(
        part_id=part.id,
        number=part.number,
        name=part.name,
        quantity=part.quantity,
        machine=best.machine if best else None,
        ranges=ranges_of(best) if best else None,
        reasons=distinct((*found.refusals, *unknown)),
    )


def _found(session: Session, files: FileStore, shop: Shop, prices: Prices, part: PartRow) -> Found:
    document = document_of(files, part)
    if isinstance(document, Message):
        return Found((), (document,))
    if part.material_id is None:
        return Found((), (Message("estimate_no_material"),))
    mesh = mesh_of(session, files, part)
    wanted = wanted_part(part, document, mesh, part.material_id)
    return plan_candidates(shop, prices, wanted)
