"""An analysis without its outlines, small enough for the row of its part."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from amcenter.intake.document import AnalysisDocument
from amcenter.intake.features import Features
from amcenter.intake.orientation import Orientation
from amcenter.intake.ranking import ranked
from amcenter.processes import PROCESSES
from amcenter.tables.columns import JsonObject


def summary_of(document: AnalysisDocument) -> JsonObject:
    """Return what lists and pages show of an analysis."""
    return {
        "schema": document.schema,
        "format": document.format,
        "unit": asdict(document.unit),
        "analysis": asdict(document.analysis),
        "thickness": _thickness(document.features),
        "bodies": [asdict(kind) for kind in document.bodies],
        "orientations": _standing(document.orientations),
    }


def _thickness(features: Features | None) -> JsonObject | None:
    """Return the widths of walls without their places; None: unknown, or there are no walls."""
    if features is None or features.thickness is None:
        return None
    whole = asdict(features.thickness)
    return {name: whole[name] for name in whole.keys() - {"levels", "faces_complete"}}


def orientation_keys(summary: Mapping[str, Any] | None) -> Sequence[str]:
    """Return the keys of the orientations that a summary names."""
    return [] if summary is None else [one["key"] for one in summary["orientations"]]


def _standing(orientations: Sequence[Orientation]) -> list[JsonObject]:
    """Return every way to stand with its rank, from 1, in each process."""
    ranks = {
        key: {one.key: rank for rank, one in enumerate(ranked(orientations, process), start=1)}
        for key, process in PROCESSES.items()
    }
    return [
        {
            "key": one.key,
            "size_mm": list(one.size_mm),
            "shadow_mm2": one.shadow_mm2,
            "support_volume_mm3": one.support_volume_mm3,
            "supports": [asdict(support) for support in one.supports],
            "support_estimated": one.support_estimated,
            "contact_mm2": one.contact_mm2,
            "tipping_mm": one.tipping_mm,
            "lateral_area_mm2": one.lateral_area_mm2,
            "largest_layer_mm2": one.layers.largest_mm2,
            "ranks": {key: rank_of[one.key] for key, rank_of in ranks.items()},
        }
        for one in orientations
    ]
