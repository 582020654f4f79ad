"""Everything that is known about a file after its analysis, as one JSON document."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter
from trimesh import Trimesh

from amcenter.intake.analysis import PartAnalysis, analyse
from amcenter.intake.faults import faults_of
from amcenter.intake.features import Features, features_of
from amcenter.intake.findings import Finding, Severity, shape_findings
from amcenter.intake.fingerprint import Fingerprint, fingerprint_of
from amcenter.intake.formats import READERS, read_soup
from amcenter.intake.kinds import BodyKind, kinds_of
from amcenter.intake.orientation import Orientation, orientations
from amcenter.intake.soup import Soup, checked
from amcenter.intake.tidy import TidyMesh, tidy
from amcenter.intake.units import Unit, mm_per_unit, settle_unit

SCHEMA = 2
"""Raised with every change of meaning, so that older documents are made again and not misread."""


@dataclass(frozen=True, slots=True)
class AnalysisDocument:
    """A file in numbers; sizes count ``unit`` and are in mm."""

    name: str
    format: str
    unit: Unit
    analysis: PartAnalysis
    orientations: tuple[Orientation, ...]
    """See ``orientation.allowed`` for what a policy leaves, ``ranking.ranked`` for the best."""
    findings: tuple[Finding, ...]
    """True in every process; see ``design_rules`` and ``findings.size_findings`` for more."""
    fingerprint: Fingerprint
    """By which other files of the same shape are found."""
    features: Features | None = None
    """What design rules look at; None where the surface is not closed: unknown, not faultless."""
    bodies: tuple[BodyKind, ...] = ()
    """What a file with several bodies consists of; nothing where that is one, or unknown."""
    schema: int = SCHEMA


_ADAPTER = TypeAdapter(AnalysisDocument)


def analyse_file(path: Path, name: str, unit: str | None) -> AnalysisDocument:
    """Read and measure a file; ``unit`` is what a person said, None if nobody did.

    Hostile files may take any time and memory here: see ``isolated`` for a safe way.
    """
    return analysed_mesh(path, name, unit)[0]


def analysed_mesh(path: Path, name: str, unit: str | None) -> tuple[AnalysisDocument, TidyMesh]:
    """Return what ``analyse_file`` returns together with the mesh that was measured."""
    stated = None if unit is None else mm_per_unit(unit)
    kind, soup = read_soup(path, name)
    mm = stated if soup.unit is None else mm_per_unit(soup.unit)
    tidied = tidy(soup, 1.0 if mm is None else mm)
    analysis = analyse(tidied)
    settled = settle_unit(unit, soup.unit, analysis.box_mm)
    found = orientations(tidied)
    document = AnalysisDocument(
        name=name,
        format=kind,
        unit=settled,
        analysis=analysis,
        orientations=found,
        findings=(*remarks(soup), *shape_findings(analysis, settled, faults_of(tidied))),
        fingerprint=fingerprint_of(tidied),
        features=features_of(tidied, found),
        bodies=kinds_of(tidied),
    )
    return document, tidied


def remarks(soup: Soup) -> list[Finding]:
    """Return what its reader found odd about a file."""
    return [Finding(one.code, Severity.WARNING, one.params) for one in soup.remarks]


def to_json(document: AnalysisDocument) -> bytes:
    """Return the document as JSON; equal documents give equal bytes."""
    return _ADAPTER.dump_json(document)


def from_json(data: bytes | str) -> AnalysisDocument:
    """Return the document that ``to_json`` wrote."""
    return _ADAPTER.validate_json(data)


def load_mesh(path: Path, document: AnalysisDocument) -> Trimesh:
    """Return the mesh (mm, axes of the file) that the document describes, to export or voxelise it.

    Only for files that were analysed: reading them again cannot surprise.
    """
    soup = checked(READERS[document.format](path))
    return tidy(soup, mm_per_unit(document.unit.name)).mesh


def placed_mesh(mesh: Trimesh, orientation: Orientation) -> Trimesh:
    """Return a copy of the mesh as it stands in an orientation, its box beginning at (0, 0, 0)."""
    rotation = np.array(orientation.rotation)
    points = np.asarray(mesh.vertices) @ rotation.T + np.array(orientation.shift_mm)
    return Trimesh(points, mesh.faces, process=False, validate=False)
