"""The rules of a powder bed, where pieces lie above each other."""

import math
from collections.abc import Iterator, Sequence

from shapely import MultiPolygon, box

from solver.geometry.clearance import (
    TOLERANCE_UM,
    Clash,
    Rule,
    edge_violations,
    keep_out_violations,
)
from solver.geometry.distance import distance_below_um, near_pairs, share_a_cube
from solver.geometry.removal import removal_order
from solver.geometry.voxels import Body, silhouette, usable_mm3
from solver.machines import Platform, Shape


def bed_violations(platform: Platform, bodies: Sequence[Body], volume_mm3: float) -> list[Clash]:
    """Return every broken rule of bodies of cubes; ``volume_mm3`` is what they hold of material."""
    shadows = [(body.key, _shadow(platform, body)) for body in bodies]
    space = list(_space_violations(platform.gap_um, bodies))
    # Pieces that overlap hold each other anyhow.
    overlapping = any(clash.rule is Rule.OVERLAP for clash in space)
    return [
        *edge_violations(platform, shadows),
        *keep_out_violations(platform, shadows),
        *_level_violations(platform, bodies),
        *space,
        *_density_violations(platform, bodies, volume_mm3),
        *(() if overlapping else _stuck(bodies)),
    ]


def _shadow(platform: Platform, body: Body) -> MultiPolygon:
    if platform.shape is Shape.RECTANGLE and not platform.keep_outs:
        # Straight walls only meet the bounding box, which costs nothing.
        return MultiPolygon([box(*body.corner_um[:2], *body.far_um[:2])])
    return silhouette(body, 2)


def _level_violations(platform: Platform, bodies: Sequence[Body]) -> Iterator[Clash]:
    ceiling_um = platform.height_um - platform.floor_um
    for body in bodies:
        low_um, high_um = body.corner_um[2], body.far_um[2]
        if low_um < platform.floor_um:
            yield Clash(Rule.FLOOR, (body.key,), {"under_um": platform.floor_um - low_um})
        if high_um > ceiling_um:
            yield Clash(Rule.HEIGHT, (body.key,), {"over_um": high_um - ceiling_um})


def _space_violations(gap_um: int, bodies: Sequence[Body]) -> Iterator[Clash]:
    for one, other in near_pairs(bodies, gap_um):
        keys = (bodies[one].key, bodies[other].key)
        if share_a_cube(bodies[one], bodies[other]):
            yield Clash(Rule.OVERLAP, keys, {"distance_um": 0, "gap_um": gap_um})
        elif gap_um > TOLERANCE_UM:
            distance_um = distance_below_um(bodies[one], bodies[other], gap_um - TOLERANCE_UM)
            if distance_um is not None:
                yield Clash(Rule.GAP, keys, {"distance_um": round(distance_um), "gap_um": gap_um})


def _density_violations(
    platform: Platform, bodies: Sequence[Body], volume_mm3: float
) -> Iterator[Clash]:
    permille = 1000 * volume_mm3 / usable_mm3(platform)
    if permille > platform.density_permille * (1 + 1e-9):
        facts = {"permille": math.ceil(permille), "most_permille": platform.density_permille}
        yield Clash(Rule.DENSITY, tuple(body.key for body in bodies), facts)


def _stuck(bodies: Sequence[Body]) -> Iterator[Clash]:
    stuck = removal_order(bodies).stuck
    if stuck:
        yield Clash(Rule.INTERLOCKED, stuck)
