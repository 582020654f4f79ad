"""What is wrong or remarkable about a part as it is wanted here, on these machines."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from amcenter.intake.document import AnalysisDocument, from_json
from amcenter.intake.files import FileStore
from amcenter.intake.findings import (
    Finding,
    ProcessRules,
    Room,
    Severity,
    process_findings,
    size_findings,
)
from amcenter.intake.orientation import Orientation, allowed
from amcenter.processes import PROCESSES, Process, angles_mdeg
from amcenter.shop.shop import Shop, load_shop
from amcenter.tables import MachineRow, OrientationPolicy, PartRow
from amcenter.tables.columns import JsonObject

KEEPS_NOTHING_INSIDE = frozenset({"mex", "ded"})
"""Processes that leave only air in a closed cavity."""


def findings_of(document: AnalysisDocument, part: PartRow, shop: Shop) -> list[JsonObject]:
    """Return all findings; what a person has waived before stays waived."""
    found = [*document.findings, *_here(document, part, shop)]
    waivers = {one["code"]: one["waived"] for one in part.findings if "waived" in one}
    return [_as_json(one, waivers.get(one.code)) for one in found]


def renewed_findings(session: Session, files: FileStore, part: PartRow) -> list[JsonObject]:
    """Return the findings of a part that is wanted in another way now."""
    if part.document_sha256 is None:
        return []
    document = from_json(files.path(part.document_sha256).read_bytes())
    return findings_of(document, part, load_shop(session))


def open_blockers(part: PartRow) -> list[str]:
    """Return the codes of the findings that keep the part out of every build."""
    blockers = (one for one in part.findings if one["severity"] == Severity.ERROR)
    return [one["code"] for one in blockers if "waived" not in one]


def waived(findings: Iterable[JsonObject], code: str, *, by: UUID, reason: str) -> list[JsonObject]:
    """Return the findings with those of a code accepted by a person."""
    waiver = {"by": str(by), "reason": reason}
    return [one | {"waived": waiver} if one["code"] == code else one for one in findings]


def _here(document: AnalysisDocument, part: PartRow, shop: Shop) -> list[Finding]:
    """Return what the processes and machines that come into question mind."""
    if part.material_id is None:
        return []
    machines: dict[str, list[MachineRow]] = {}
    for machine in shop.machines:
        named = part.process in (None, machine.process)
        if named and shop.eligible(machine, part.material_id, part.quality_class):
            machines.setdefault(machine.process, []).append(machine)
    if not machines:
        material = shop.material[part.material_id].key
        facts = {"material": material, "process": part.process or "*"}
        return [Finding("no_machine_for_material", Severity.ERROR, facts)]
    standing = allowed(document.orientations, part.orientation_policy, part.orientation)
    minds = [
        [
            *process_findings(document.analysis, standing, _rules(PROCESSES[key])),
            *_sizes(standing, rows, PROCESSES[key], part.orientation_policy),
        ]
        for key, rows in machines.items()
    ]
    return min(minds, key=_weight)


def _weight(findings: Sequence[Finding]) -> tuple[int, int]:
    """Return how bad findings are: the process that minds least is the one that builds the part."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return errors, len(findings)


def _sizes(
    standing: Sequence[Orientation],
    machines: Sequence[MachineRow],
    process: Process,
    policy: OrientationPolicy,
) -> list[Finding]:
    angles_deg = [angle / 1000 for angle in angles_mdeg(process, policy)]
    return size_findings(standing, [room_of(machine) for machine in machines], angles_deg)


def room_of(machine: MachineRow) -> Room:
    """Return what a machine can hold, its margins taken off."""
    process = PROCESSES[machine.process]
    floors_mm = 2 * process.floor_mm if process.stacked else 0.0
    return Room(
        machine=machine.key,
        width_mm=machine.width_mm - 2 * machine.margin_mm,
        depth_mm=machine.depth_mm - 2 * machine.margin_mm,
        height_mm=machine.height_mm - floors_mm,
    )


def _rules(process: Process) -> ProcessRules:
    harmless = process.key in KEEPS_NOTHING_INSIDE
    cavity = Severity.WARNING if harmless else Severity.ERROR
    return ProcessRules(needs_supports=process.needs_supports, closed_cavity=cavity)


def _as_json(finding: Finding, waiver: Mapping[str, str] | None) -> JsonObject:
    plain: JsonObject = {
        "code": finding.code,
        "severity": finding.severity.value,
        "params": dict(finding.params),
    }
    return plain | ({"waived": dict(waiver)} if waiver else {})
