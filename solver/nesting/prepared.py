"""What the nester works out once per problem: grids and how parts cover them."""

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field

from solver.machines import Machine, Platform
from solver.nesting.bed_ground import BedGround, lattice_pitch_um, make_bed_ground
from solver.nesting.flat_ground import Ground, make_ground
from solver.problem import Problem

FINEST = 2
_DEFAULT_VOXEL_UM = 1000


@dataclass(frozen=True, slots=True)
class Prepared:
    """Grids by platform and fineness (0: for the search, each further one half the pitch).

    The ones of powder beds are kept by the pitch of their lattice.
    """

    voxel_um: Mapping[str, int]
    """By machine: the pitch of the coarsest voxels that it may have to place."""
    grounds: dict[tuple[Platform, int], Ground] = field(default_factory=dict)
    bed_grounds: dict[tuple[Platform, int], BedGround] = field(default_factory=dict)
    shares: dict[tuple[str, str], float] = field(default_factory=dict)
    """By machine and part: the least share of the room that a piece takes, see ``bounds``."""

    def finenesses(self, machine: Machine) -> tuple[int, ...]:
        """Return the grids on which a search is worth its cost."""
        if not machine.platform.stacked:
            return (0, 1)
        coarse, fine = (self._lattice_um(machine, level) for level in (0, 1))
        return (0,) if coarse == fine else (0, 1)

    def ground(self, machine: Machine, fineness: int) -> Ground:
        key = (machine.platform, fineness)
        known = self.grounds.get(key)
        if known is None:
            known = self.grounds.setdefault(key, make_ground(*key))
        return known

    def bed_ground(self, machine: Machine, fineness: int) -> BedGround:
        key = (machine.platform, self._lattice_um(machine, fineness))
        known = self.bed_grounds.get(key)
        if known is None:
            known = self.bed_grounds.setdefault(key, make_bed_ground(*key))
        return known

    def _lattice_um(self, machine: Machine, fineness: int) -> int:
        return lattice_pitch_um(machine.platform, self.voxel_um[machine.key], fineness)


# A problem holds mappings, so it has no hash; it is known by its identity as long as it lives.
_prepared: dict[int, Prepared] = {}


def prepared(problem: Problem) -> Prepared:
    """Return what is known of a problem; it is forgotten together with the problem."""
    known = _prepared.get(id(problem))
    if known is None:
        voxel_um = {machine.key: _voxel_um(problem, machine) for machine in problem.machines}
        known = _prepared.setdefault(id(problem), Prepared(voxel_um))
        weakref.finalize(problem, _prepared.pop, id(problem), None)
    return known


def _voxel_um(problem: Problem, machine: Machine) -> int:
    pitches = (
        orientation.voxels.pitch_um
        for part in problem.parts
        for orientation in part.orientations
        if orientation.voxels is not None and machine.key in orientation.exposure_ms
    )
    return max(pitches, default=_DEFAULT_VOXEL_UM)
