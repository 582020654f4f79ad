"""All ways to build a part, as candidates for estimates, and why there are none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amcenter.estimates.candidate import Candidate, candidate
from amcenter.estimates.prices import Prices
from amcenter.intake.document import AnalysisDocument
from amcenter.messages import Message
from amcenter.planning.problem.impossible import too_large
from amcenter.planning.problem.ways import Way, every_way, rooms, ways
from amcenter.planning.wanted import WantedPart
from amcenter.shop.shop import Shop
from amcenter.tables import MachineRow


@dataclass(frozen=True, slots=True)
class Found:
    candidates: tuple[Candidate, ...]
    refusals: tuple[Message, ...]
    """What keeps some ways out; why there is none."""


def unmeasured(document: AnalysisDocument) -> Message | None:
    """Return why nothing can be estimated from an analysis; None if it can.

    Without a closed surface nobody knows the volume, and no other number stands in for it.
    """
    volume_mm3 = document.analysis.volume_mm3
    if volume_mm3 is None:
        return Message("estimate_volume_unknown")
    return Message("estimate_no_volume") if volume_mm3 <= 0 else None


def every_candidate(
    shop: Shop, prices: Prices, parts: Sequence[WantedPart], *, any_orientation: bool = False
) -> Found:
    """Return the ways of all machines and parameter sets.

    ``parts`` is one part, wanted in each material that comes into question. Of the orientations
    that fit a machine the best-ranked one is taken, or ``any_orientation``.
    """
    tried = [
        one
        for part in parts
        for same_key in every_way(shop, part)
        for way in same_key
        for one in _of_way(shop, prices, part, way, any_orientation=any_orientation)
    ]
    return _sorted(tried) if tried else Found((), _why_none(shop, parts))


def plan_candidates(shop: Shop, prices: Prices, part: WantedPart) -> Found:
    """Return the machines among which a plan chooses for a part."""
    tried = [
        one
        for way in ways(shop, part)
        for one in _of_way(shop, prices, part, way, any_orientation=False)
    ]
    return _sorted(tried) if tried else Found((), _why_none(shop, [part]))


def _of_way(
    shop: Shop, prices: Prices, part: WantedPart, way: Way, *, any_orientation: bool
) -> Iterator[Candidate | Message]:
    material = shop.material[part.material_id]
    assumed = prices.assumption(way.process.key, material)
    if assumed is None:
        facts = {"process": way.process.key, "material": material.key}
        yield Message("estimate_no_assumption", facts)
        return
    for orientation in way.standing if any_orientation else way.standing[:1]:
        yield candidate(part, way, orientation, material, assumed)


def _sorted(tried: Sequence[Candidate | Message]) -> Found:
    return Found(
        tuple(one for one in tried if isinstance(one, Candidate)),
        distinct(one for one in tried if isinstance(one, Message)),
    )


def distinct(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Return messages in their order, each once."""
    found: list[Message] = []
    for message in messages:
        if message not in found:
            found.append(message)
    return tuple(found)


def _why_none(shop: Shop, parts: Sequence[WantedPart]) -> tuple[Message, ...]:
    """Return what every machine lacks; with any material that would be too much to read."""
    if len(parts) != 1:
        return (Message("estimate_no_way"),)
    machines = rooms(shop, parts[0])
    if not machines:
        material = shop.material[parts[0].material_id].key
        facts = {"material": material, "process": parts[0].process or "*"}
        return (Message("no_machine_for_material", facts),)
    return tuple(one for machine in machines for one in _no_room(parts[0], machine))


def _no_room(part: WantedPart, machine: MachineRow) -> list[Message]:
    misses = [Message(f"too_large_{size}", facts) for size, facts in too_large(part, machine)]
    return misses or [Message("estimate_no_room", {"machine": machine.key})]
