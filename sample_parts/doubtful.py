"""Parts that read well but should not be built as they are: what designers send every week.

``python -m sample_parts.generate`` writes them into ``doubtful/`` with ``doubtful.toml``, which
says which finding each must bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from manifold3d import Manifold
from numpy.typing import NDArray

from sample_parts.families import crossings, general, rotating, workshop
from sample_parts.shapes import block, pillar, revolved, united
from sample_parts.writing import corners_of, write_stl

HEAD = "# What each of these parts must be told; made by `python -m sample_parts.generate`."
INCH_MM = 25.4


@dataclass(frozen=True)
class Doubtful:
    """A part with what is wrong with it."""

    name: str
    corners: NDArray[np.float32]
    why: str
    finding: str
    """Code of the finding that it must bring, or how that begins."""
    material: str
    process: str


def all_parts() -> Sequence[Doubtful]:
    """Return every doubtful part."""
    return (
        Doubtful(
            "thin_cover",
            corners_of(_thin_cover()),
            "a cover whose walls are 0.2 mm thick",
            "thin_wall",
            "316l",
            "pbf_lb_m",
        ),
        Doubtful(
            "hollow_float",
            corners_of(_hollow_float()),
            "a float whose hollow has no way out for powder",
            "closed_cavity",
            "316l",
            "pbf_lb_m",
        ),
        Doubtful(
            "long_beam",
            corners_of(_long_beam()),
            "a beam of 1,150 mm: longer than the diagonal of every machine",
            "too_large",
            "316l",
            "pbf_lb_m",
        ),
        Doubtful(
            "gear_in_inches",
            corners_of(
                rotating.spare_gear(module_mm=1.0, teeth=20, width_mm=8.0).body, 1 / INCH_MM
            ),
            "a small gear drawn in inches: it reads as one of 0.9 mm",
            "unit_doubtful",
            "17-4ph",
            "pbf_lb_m",
        ),
        Doubtful(
            "clamp_inside_out",
            corners_of(crossings.pole_clamp_half().body)[:, ::-1].copy(),
            "a clamp half all of whose normals look inwards",
            "inside_out",
            "pa12",
            "pbf_lb_p",
        ),
        Doubtful(
            "plate_without_lid",
            _open_plate(),
            "a gland plate whose upper face was lost in the export",
            "not_closed",
            "pa12",
            "pbf_lb_p",
        ),
        Doubtful(
            "loose_pin",
            corners_of(_loose_pin()),
            "a finger with a pin that touches it nowhere",
            "several_bodies",
            "petg",
            "mex",
        ),
        Doubtful(
            "lantern",
            corners_of(_lantern()),
            "a thin ball with six openings: much support, whichever way it stands",
            "much_support",
            "316l",
            "pbf_lb_m",
        ),
    )


def write_all(folder: Path) -> None:
    """Write the parts and ``doubtful.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "# What each of these parts must be told; made by `python -m sample_parts.generate`.",
        "",
    ]
    for part in all_parts():
        write_stl(folder / f"{part.name}.stl", part.corners)
        lines += [
            f"[{part.name}]",
            f'why = "{part.why}"',
            f'finding = "{part.finding}"',
            f'material = "{part.material}"',
            f'process = "{part.process}"',
            "",
        ]
    (folder / "doubtful.toml").write_text("\n".join(lines), encoding="utf-8")


def _thin_cover() -> Manifold:
    shell = block((70.0, 50.0, 25.0)) - block((69.6, 49.6, 25.0), (0.2, 0.2, 0.2))
    rim = block((78.0, 58.0, 2.0), (-4.0, -4.0, 23.0)) - block((69.6, 49.6, 4.0), (0.2, 0.2, 22.0))
    return shell + rim


def _hollow_float() -> Manifold:
    outside = [(0.0, 0.0), (12.0, 4.0), (22.0, 16.0), (22.0, 44.0), (12.0, 56.0), (0.0, 60.0)]
    inside = [(0.0, 3.0), (11.0, 6.0), (20.0, 17.0), (20.0, 43.0), (11.0, 54.0), (0.0, 57.0)]
    return revolved(outside, 64) - revolved(inside, 64)


def _long_beam() -> Manifold:
    web = block((1150.0, 6.0, 60.0), (0, -3.0, 0))
    flanges = [block((1150.0, 40.0, 6.0), (0, -20.0, z)) for z in (0.0, 54.0)]
    holes = [
        pillar(14.0, 12.0, corners=32).rotate((-90, 0, 0)).translate((x, -6.0, 30.0))
        for x in range(60, 1150, 70)
    ]
    return united([web, *flanges]) - united(holes)


def _open_plate() -> NDArray[np.float32]:
    corners = corners_of(general.cable_gland_plate().body)
    upper = (corners[:, :, 2] == corners[:, :, 2].max()).all(axis=1)
    return corners[~upper]


def _loose_pin() -> Manifold:
    return workshop.gripper_finger().body + pillar(2.0, 18.0, (22.0, 9.0, 0.0), 24)


def _lantern() -> Manifold:
    shell = Manifold.sphere(30.0, 64) - Manifold.sphere(29.0, 64)
    hole = pillar(7.0, 80.0, (0, 0, -40.0), 32)
    return shell - united([hole, hole.rotate((90, 0, 0)), hole.rotate((0, 90, 0))])
