"""Why pieces cannot be built by any machine, in codes that people get as sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence

from amcenter.intake.findings import size_findings
from amcenter.intake.orientation import allowed
from amcenter.planning.problem.ways import rooms
from amcenter.planning.wanted import WantedPart, WantedPiece
from amcenter.processes import PROCESSES, angles_mdeg
from amcenter.requests.findings import room_of
from amcenter.shop.shop import Shop
from amcenter.tables import MachineRow
from solver.result import Reason


def why_not(shop: Shop, wanted: Sequence[WantedPiece]) -> Iterator[Reason]:
    """Yield the reasons for pieces that no machine can build, part by part."""
    count = Counter(piece.part.key for piece in wanted)
    first = {piece.part.key: piece for piece in reversed(wanted)}
    for key in dict.fromkeys(piece.part.key for piece in wanted):
        piece = first[key]
        facts: dict[str, str | int] = {"part": key, "pieces": count[key]}
        yield from _reasons(shop, piece, facts)


def _reasons(shop: Shop, piece: WantedPiece, facts: dict[str, str | int]) -> Iterator[Reason]:
    part = piece.part
    machines = rooms(shop, part)
    if not machines:
        material = shop.material[part.material_id].key
        more = {"material": material, "process": part.process or "*"}
        yield Reason("plan_no_machine", piece.serial, facts | more)
        return
    for machine in machines:
        misses = too_large(part, machine) or [("shape", {"machine": machine.key})]
        for dimension, sizes in misses:
            yield Reason(f"plan_too_large_{dimension}", piece.serial, facts | sizes)


def too_large(part: WantedPart, machine: MachineRow) -> list[tuple[str, dict[str, str]]]:
    """Return which dimension fails on a machine at the best try, and the sizes; nothing if none."""
    process = PROCESSES[machine.process]
    standing = allowed(part.document.orientations, part.policy, part.orientation)
    angles_deg = [angle / 1000 for angle in angles_mdeg(process, part.policy)]
    return [
        (finding.code.rpartition("_")[2], {key: str(fact) for key, fact in finding.params.items()})
        for finding in size_findings(standing, [room_of(machine)], angles_deg)
    ]
