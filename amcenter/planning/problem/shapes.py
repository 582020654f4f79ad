"""Parts in the solver's numbers: outlines and cubes that contain the true shape."""

from collections.abc import Mapping, Sequence

import numpy as np

from amcenter.intake.document import load_mesh
from amcenter.intake.orientation import Orientation
from amcenter.intake.solver_outline import to_solver_outline
from amcenter.intake.voxels import voxelise
from amcenter.planning.problem.rounding import um_up
from amcenter.planning.problem.ways import Way, exposure_ms, volume_mm3
from amcenter.planning.wanted import WantedPart
from amcenter.processes import angles_mdeg
from solver.geometry.voxels import from_cells
from solver.parts import Orientation as SolverOrientation
from solver.parts import Part
from solver.shapes import Voxels


def solver_part(part: WantedPart, found: Sequence[Way], *, key: str | None = None) -> Part:
    """Return a part as the ways allow it to stand, the most promising orientation first."""
    chosen = list({one.key: one for way in found for one in way.standing}.values())
    voxels = _voxels(part, chosen, found[0].pitch_um)
    orientations = tuple(
        SolverOrientation(
            key=one.key,
            outline=to_solver_outline(one.outline)[0],
            height_um=um_up(one.height_mm),
            volume_mm3=volume_mm3(part),
            exposure_ms={
                way.machine.key: exposure_ms(part, way, one) for way in found if one in way.standing
            },
            angles_mdeg=angles_mdeg(found[0].process, part.policy),
            voxels=voxels.get(one.key),
        )
        for one in chosen
    )
    return Part(key or part.key, orientations)


def _voxels(
    part: WantedPart, standing: Sequence[Orientation], pitch_um: int | None
) -> Mapping[str, Voxels]:
    if pitch_um is None:
        return {}
    mesh = load_mesh(part.file, part.document)
    return {
        one.key: from_cells(voxelise(mesh, np.array(one.rotation), pitch_um / 1000), pitch_um)
        for one in standing
    }
