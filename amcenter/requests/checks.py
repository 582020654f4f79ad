"""A part looked at by every process and material of the centre: why this one, and why not that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from amcenter.accounts.principal import Principal
from amcenter.intake.design_rules import Unknown, Verdict
from amcenter.intake.document import AnalysisDocument
from amcenter.intake.files import FileStore
from amcenter.intake.findings import Finding
from amcenter.processes import PROCESSES
from amcenter.requests.access import part_for
from amcenter.requests.findings import as_json, document_of, judged, ways_to_build
from amcenter.shop.design_rules import rules_for
from amcenter.shop.shop import Shop, load_shop
from amcenter.tables import MachineRow, MaterialRow, PartRow
from amcenter.tables.columns import JsonObject

NOT_ANALYSED = "unmeasured_not_analysed"


@dataclass(frozen=True, slots=True)
class ProcessCheck:
    """What one process minds about a part in one material."""

    process: str
    material: str
    material_id: UUID
    wanted: bool
    """Whether this is how the part is to be built, as far as that is decided."""
    machines: tuple[str, ...]
    """Keys of those that may build it."""
    findings: tuple[JsonObject, ...]
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class PartChecks:
    """What is true in every process, and what each minds besides."""

    part_id: UUID
    findings: tuple[JsonObject, ...]
    processes: tuple[ProcessCheck, ...]


def checks_of(
    session: Session,
    who: Principal,
    files: FileStore,
    part_id: UUID,
    *,
    process: str | None = None,
    material_id: UUID | None = None,
    faces: bool = False,
) -> PartChecks:
    """Judge a part by today's rules for every way in which the centre could build it.

    ``process`` and ``material_id`` leave out the other ones; ``faces`` names the faces of each
    finding, which may be thousands.
    """
    part, _ = part_for(session, who, part_id)
    document, shop = document_of(files, part), load_shop(session)
    materials = [one for one in shop.materials if material_id in (None, one.id)]
    ways = ways_to_build(part, shop, sorted(materials, key=lambda one: one.key))
    checks = [
        _check(document, part, shop, key, shop.material[one], machines, faces=faces)
        for (key, one), machines in ways.items()
        if process in (None, key)
    ]
    general = document.findings if document is not None else ()
    return PartChecks(part.id, _plain(general, faces=faces), tuple(sorted(checks, key=_order)))


def _order(check: ProcessCheck) -> tuple[bool, str, str]:
    return not check.wanted, check.process, check.material


def _check(
    document: AnalysisDocument | None,
    part: PartRow,
    shop: Shop,
    process: str,
    material: MaterialRow,
    machines: Sequence[MachineRow],
    *,
    faces: bool,
) -> ProcessCheck:
    if document is None:
        rules = rules_for(shop.design_rules, process, material)
        unknown = tuple(Unknown(one.number, one.measure, NOT_ANALYSED) for one in rules)
        verdict = Verdict((), unknown)
    else:
        verdict = judged(document, part, shop, PROCESSES[process], material, machines)
    return ProcessCheck(
        process=process,
        material=material.key,
        material_id=material.id,
        wanted=part.material_id == material.id and part.process in (None, process),
        machines=tuple(machine.key for machine in machines),
        findings=_plain(verdict.findings, faces=faces),
        unknown=verdict.unknown,
    )


def _plain(findings: Sequence[Finding], *, faces: bool) -> tuple[JsonObject, ...]:
    return tuple(
        as_json(one) | ({"faces": [list(ends) for ends in one.faces]} if faces else {})
        for one in findings
    )
