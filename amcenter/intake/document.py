"""Everything that is known about a file after its analysis, as one JSON document."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter
from trimesh import Trimesh

from amcenter.intake.analysis import PartAnalysis, analyse
from amcenter.intake.findings import Finding, shape_findings
from amcenter.intake.formats import READERS, read_soup
from amcenter.intake.orientation import Orientation, orientations
from amcenter.intake.soup import checked
from amcenter.intake.tidy import tidy
from amcenter.intake.units import Unit, mm_per_unit, settle_unit

SCHEMA = 1
"""Raised with every change of meaning, so that older documents are made again and not misread."""


@dataclass(frozen=True, slots=True)
class AnalysisDocument:
    """A file in numbers; sizes count ``unit`` and are in mm."""

    name: str
    format: str
    unit: Unit
    analysis: PartAnalysis
    orientations: tuple[Orientation, ...]
    """The most promising first; see ``orientation.allowed`` for what a policy leaves."""
    findings: tuple[Finding, ...]
    """True in every process; see ``findings.process_findings`` and ``size_findings`` for more."""
    schema: int = SCHEMA


_ADAPTER = TypeAdapter(AnalysisDocument)


def analyse_file(path: Path, name: str, unit: str | None) -> AnalysisDocument:
    """Read and measure a file; ``unit`` is what a person said, None if nobody did.

    Hostile files may take any time and memory here: see ``isolated`` for a safe way.
    """
    stated = None if unit is None else mm_per_unit(unit)
    kind, soup = read_soup(path, name)
    mm = stated if soup.unit is None else mm_per_unit(soup.unit)
    tidied = tidy(soup, 1.0 if mm is None else mm)
    analysis = analyse(tidied)
    settled = settle_unit(unit, soup.unit, analysis.box_mm)
    return AnalysisDocument(
        name=name,
        format=kind,
        unit=settled,
        analysis=analysis,
        orientations=orientations(tidied),
        findings=tuple(shape_findings(analysis, settled)),
    )


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
