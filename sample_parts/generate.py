"""Write every sample part and its independent figures.

``python -m sample_parts.generate`` writes the committed set into this folder;
``python -m sample_parts.generate --variants 3 --seed 1 FOLDER`` so many parts of other sizes.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from sample_parts import doubtful, hostile_files, truth
from sample_parts.families import FAMILIES
from sample_parts.shapes import Exact, SamplePart
from sample_parts.writing import corners_of, write_stl

SUMMED = "exact rational sum over the triangles of the file (sample_parts/truth.py)"
HEAD = """\
# Independent figures of the sample parts; made by `python -m sample_parts.generate`.
# Tolerances are relative: a closed form holds for the body before its corners were rounded to
# the 32 bits of STL, an exact sum for the very file. Box, edges, bodies and genus are counted on
# the numbers of the file by sample_parts/truth.py, which shares nothing with the product.
# Figures of the smooth bodies by another program: sample_parts/opencascade.toml.
"""
FORM_TOLERANCE = 2e-6
"""What rounding corners to 32 bits may do to volume and area."""


def truth_of(part: SamplePart, path: Path) -> str:
    """Return the section of ``truth.toml`` for a part."""
    triangles = truth.triangles_of(path)
    volume = _figure("volume_mm3", truth.volume_mm3(triangles), part.exact)
    area = _figure("area_mm2", truth.area_mm2(triangles), part.exact)
    box = ", ".join(f"{size:.9g}" for size in truth.box_mm(triangles))
    return "\n".join(
        [
            f"[{path.stem}]",
            f"family = {part.family}",
            f"triangles = {len(triangles)}",
            *volume,
            *area,
            f"box_mm = [{box}]",
            f"watertight = {str(truth.is_closed(triangles)).lower()}",
            f"bodies = {truth.bodies(triangles)}",
            f"genus = {truth.genus(triangles)}",
            "",
        ]
    )


def _figure(name: str, summed: float, exact: Exact | None) -> list[str]:
    value, source, tolerance = (summed, SUMMED, 1e-9)
    if exact is not None:
        value, source = getattr(exact, name), f"closed form, {exact.formula}"
        tolerance = FORM_TOLERANCE
    if abs(value - summed) > tolerance * abs(value):
        raise AssertionError(f"{name}: the formula says {value}, the triangles {summed}")
    return [
        f"{name} = {value:.12g}",
        f'{name}_source = "{source}"',
        f"{name}_tolerance = {tolerance:g}",
    ]


def write_parts(folder: Path, parts: Iterable[tuple[str, SamplePart]]) -> None:
    """Write parts under their names, and ``truth.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    sections = [HEAD]
    for name, part in parts:
        path = folder / f"{name}.stl"
        write_stl(path, corners_of(part.body))
        sections.append(truth_of(part, path))
    (folder / "truth.toml").write_text("\n".join(sections), encoding="utf-8")


def main() -> None:
    """Write the committed set, or variants of every family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--variants", type=int, default=0, help="so many of every family")
    parser.add_argument("--seed", type=int, default=0, help="of the first variant")
    asked = parser.parse_args()
    if asked.variants:
        seeds = range(asked.seed, asked.seed + asked.variants)
        others = ((f"{one.name}_{seed}", one.variant(seed)) for one in FAMILIES for seed in seeds)
        write_parts(asked.folder, others)
        return
    write_parts(asked.folder, ((one.name, one.make()) for one in FAMILIES))
    doubtful.write_all(asked.folder / "doubtful")
    hostile_files.write_all(asked.folder / "hostile")


if __name__ == "__main__":
    main()
