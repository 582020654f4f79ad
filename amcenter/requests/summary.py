"""An analysis without its outlines, small enough for the row of its part."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from amcenter.intake.document import AnalysisDocument
from amcenter.intake.orientation import Orientation
from amcenter.tables.columns import JsonObject


def summary_of(document: AnalysisDocument) -> JsonObject:
    """Return what lists and pages show of an analysis."""
    return {
        "format": document.format,
        "unit": asdict(document.unit),
        "analysis": asdict(document.analysis),
        "orientations": [_standing(one) for one in document.orientations],
    }


def orientation_keys(summary: Mapping[str, Any] | None) -> Sequence[str]:
    """Return the keys of the orientations that a summary names."""
    return [] if summary is None else [one["key"] for one in summary["orientations"]]


def _standing(one: Orientation) -> JsonObject:
    return {
        "key": one.key,
        "size_mm": list(one.size_mm),
        "shadow_mm2": one.shadow_mm2,
        "support_volume_mm3": one.support_volume_mm3,
        "lateral_area_mm2": one.lateral_area_mm2,
    }
