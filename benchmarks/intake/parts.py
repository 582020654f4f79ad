"""Real files to compare answers on: sample parts, and public meshes where they are there."""

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.intake.peers import ROOT

DATA = Path(os.environ.get("AMCENTER_DATA", ROOT.parent / "shared/data"))
SAMPLES = ROOT / "sample_parts"
MOST_BYTES = 3_000_000
"""A union of triangles takes a second for each half million bytes."""


def small_parts() -> list[Path]:
    """Return parts as a centre gets them."""
    return list(_stl_files(SAMPLES, DATA / "real_parts", DATA / "luzedi/stl"))


def closed_parts() -> list[Path]:
    """Return these and the public meshes; those that are not closed are left out later."""
    return [*small_parts(), *_stl_files(DATA / "meshes")]


def _stl_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.glob("*.stl")):
            if path.stat().st_size <= MOST_BYTES:
                yield path
