"""The one question of nester and judge: which rules do some placements on a machine break."""

from collections.abc import Iterator, Sequence

from solver.builds import Placement
from solver.geometry.bed import bed_violations
from solver.geometry.clearance import Clash, Rule, platform_violations
from solver.geometry.outline import placed
from solver.geometry.voxels import placed_body
from solver.machines import Machine, Platform
from solver.parts import Orientation
from solver.problem import Problem


def placement_violations(
    problem: Problem, machine: Machine, placements: Sequence[Placement]
) -> list[Clash]:
    """Return every broken rule of geometry; whether an angle is allowed is not asked."""
    stands = [problem.orientation[place.piece, place.orientation] for place in placements]
    if machine.platform.stacked:
        return _in_bed(machine.platform, stands, placements)
    shapes = [
        (place.piece, placed(stand.outline, place))
        for place, stand in zip(placements, stands, strict=True)
    ]
    return [
        *_level_violations(machine.platform, stands, placements),
        *platform_violations(machine.platform, shapes),
    ]


def _in_bed(
    platform: Platform, stands: Sequence[Orientation], placements: Sequence[Placement]
) -> list[Clash]:
    bodies = [placed_body(stand, place) for stand, place in zip(stands, placements, strict=True)]
    without = [
        Clash(Rule.NO_VOXELS, (place.piece,))
        for place, body in zip(placements, bodies, strict=True)
        if body is None
    ]
    known = [body for body in bodies if body is not None]
    volume_mm3 = sum(stand.volume_mm3 for stand in stands)
    return [*without, *bed_violations(platform, known, volume_mm3)]


def _level_violations(
    platform: Platform, stands: Sequence[Orientation], placements: Sequence[Placement]
) -> Iterator[Clash]:
    for place, stand in zip(placements, stands, strict=True):
        if place.z_um != 0:
            yield Clash(Rule.FLOOR, (place.piece,), {"z_um": place.z_um})
        if stand.height_um > platform.height_um:
            over_um = stand.height_um - platform.height_um
            yield Clash(Rule.HEIGHT, (place.piece,), {"over_um": over_um})
