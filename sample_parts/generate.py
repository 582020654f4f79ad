"""Write every sample part and ``truth.toml``: ``python -m sample_parts.generate [folder]``."""

import sys
from pathlib import Path

import numpy as np
from manifold3d import Manifold
from stl import Mesh

from sample_parts import hostile_files, truth
from sample_parts.families import PARTS
from sample_parts.shapes import Exact, SamplePart

SUMMED = "exact rational sum over the triangles of the file (sample_parts/truth.py)"
HEAD = """\
# Independent figures of the sample parts; made by `python -m sample_parts.generate`.
# Tolerances are relative: a closed form holds for the body before its corners were rounded to
# the 32 bits of STL, an exact sum for the very file.
"""


def write_stl(path: Path, body: Manifold) -> None:
    """Write a body as binary STL, its triangles in a fixed order."""
    mesh = body.to_mesh64()
    points = np.asarray(mesh.vert_properties)[:, :3].astype(np.float32)
    corners = points[np.asarray(mesh.tri_verts)]
    corners = corners[np.lexsort(corners.reshape(-1, 9).round(3).T[::-1])]
    written = Mesh(np.zeros(len(corners), dtype=Mesh.dtype))
    written.vectors[:] = corners
    header = b"amcenter sample part".ljust(80)
    path.write_bytes(header + len(corners).to_bytes(4, "little") + written.data.tobytes())


def truth_of(part: SamplePart, path: Path) -> str:
    """Return the section of ``truth.toml`` for a part."""
    triangles = truth.triangles_of(path)
    volume = _figure("volume_mm3", truth.volume_mm3(triangles), part.exact)
    area = _figure("area_mm2", truth.area_mm2(triangles), part.exact)
    box = ", ".join(f"{size:.9g}" for size in truth.box_mm(triangles))
    return "\n".join(
        [
            f"[{part.name}]",
            f"family = {part.family}",
            f"triangles = {len(triangles)}",
            *volume,
            *area,
            f"box_mm = [{box}]",
            f"watertight = {str(truth.is_closed(triangles)).lower()}",
            f"bodies = {truth.bodies(triangles)}",
            "",
        ]
    )


def _figure(name: str, summed: float, exact: Exact | None) -> list[str]:
    value, source, tolerance = (summed, SUMMED, 1e-9)
    if exact is not None:
        value, source, tolerance = getattr(exact, name), f"closed form, {exact.formula}", 2e-6
    return [
        f"{name} = {value:.12g}",
        f'{name}_source = "{source}"',
        f"{name}_tolerance = {tolerance:g}",
    ]


def main() -> None:
    """Write everything into the folder given, by default the one of this module."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    sections = [HEAD]
    for make in PARTS:
        part = make()
        path = folder / f"{part.name}.stl"
        write_stl(path, part.body)
        sections.append(truth_of(part, path))
    (folder / "truth.toml").write_text("\n".join(sections), encoding="utf-8")
    hostile_files.write_all(folder / "hostile")


if __name__ == "__main__":
    main()
