"""What is wrong or remarkable about a part as it is wanted here, on these machines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from sqlmodel import Session

from amcenter.intake.design_rules import Verdict, verdict_of
from amcenter.intake.document import AnalysisDocument, from_json
from amcenter.intake.files import FileStore
from amcenter.intake.findings import Finding, Room, Severity, size_findings
from amcenter.intake.orientation import Orientation, allowed
from amcenter.intake.rule_measures import Subject
from amcenter.processes import PROCESSES, Process, angles_mdeg
from amcenter.shop.design_rules import rules_for
from amcenter.shop.shop import Shop, load_shop
from amcenter.tables import MachineRow, MaterialRow, OrientationPolicy, PartRow
from amcenter.tables.columns import JsonObject


def findings_of(document: AnalysisDocument, part: PartRow, shop: Shop) -> list[JsonObject]:
    """Return all findings; what a person has waived before stays waived."""
    found = [*document.findings, *_here(document, part, shop)]
    waivers = {one["code"]: one["waived"] for one in part.findings if "waived" in one}
    return [as_json(one, waivers.get(one.code)) for one in found]


def renewed_findings(session: Session, files: FileStore, part: PartRow) -> list[JsonObject]:
    """Return the findings of a part that is wanted in another way now."""
    document = document_of(files, part)
    return [] if document is None else findings_of(document, part, load_shop(session))


def document_of(files: FileStore, part: PartRow) -> AnalysisDocument | None:
    """Return the analysis of a part, None while there is none."""
    if part.document_sha256 is None:
        return None
    return from_json(files.path(part.document_sha256).read_bytes())


def open_blockers(part: PartRow) -> list[str]:
    """Return the codes of the findings that keep the part out of every build."""
    blockers = (one for one in part.findings if one["severity"] == Severity.ERROR)
    return [one["code"] for one in blockers if "waived" not in one]


def waived(findings: Iterable[JsonObject], code: str, *, by: UUID, reason: str) -> list[JsonObject]:
    """Return the findings with those of a code accepted by a person."""
    waiver = {"by": str(by), "reason": reason}
    return [one | {"waived": waiver} if one["code"] == code else one for one in findings]


def ways_to_build(
    part: PartRow, shop: Shop, materials: Iterable[MaterialRow]
) -> dict[tuple[str, UUID], list[MachineRow]]:
    """Return the machines that may build a part's quality class, by process and material."""
    ways: dict[tuple[str, UUID], list[MachineRow]] = {}
    for material in materials:
        for machine in shop.machines:
            if shop.eligible(machine, material.id, part.quality_class):
                ways.setdefault((machine.process, material.id), []).append(machine)
    return ways


def judged(
    document: AnalysisDocument,
    part: PartRow,
    shop: Shop,
    process: Process,
    material: MaterialRow,
    machines: Sequence[MachineRow],
) -> Verdict:
    """Return what a process minds about a part in a material, and whether it fits a machine."""
    standing = allowed(document.orientations, part.orientation_policy, part.orientation)
    subject = Subject(document.analysis, document.features, standing, process.overhang_deg)
    verdict = verdict_of(subject, rules_for(shop.design_rules, process.key, material))
    sizes = _sizes(standing, machines, process, part.orientation_policy)
    return Verdict((*verdict.findings, *sizes), verdict.unknown)


def _here(document: AnalysisDocument, part: PartRow, shop: Shop) -> Sequence[Finding]:
    """Return what the processes and machines that come into question mind."""
    if part.material_id is None:
        return []
    material = shop.material[part.material_id]
    minds = [
        judged(document, part, shop, PROCESSES[process], material, machines).findings
        for (process, _), machines in ways_to_build(part, shop, [material]).items()
        if part.process in (None, process)
    ]
    if not minds:
        facts = {"material": material.key, "process": part.process or "*"}
        return [Finding("no_machine_for_material", Severity.ERROR, facts)]
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


def as_json(finding: Finding, waiver: Mapping[str, str] | None = None) -> JsonObject:
    """Return a finding for the row of its part: without its faces, which may be thousands."""
    plain: JsonObject = {
        "code": finding.code,
        "severity": finding.severity.value,
        "params": dict(finding.params),
    }
    if finding.value is not None:
        plain |= {
            "rule": finding.rule,
            "value": finding.value,
            "limit": finding.limit,
            "unit": finding.unit,
        }
    if finding.place is not None:
        plain["place"] = {name: list(point) for name, point in asdict(finding.place).items()}
    return plain | ({"waived": dict(waiver)} if waiver else {})
