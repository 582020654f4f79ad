"""Whether a part can lie on a platform at all, rounded as the solver will see it."""

import numpy as np
import shapely
from numpy.typing import NDArray

from amcenter.intake.orientation import Orientation
from amcenter.processes import Process, angles_mdeg
from amcenter.tables import OrientationPolicy
from solver.machines import Platform, Shape

SLACK_UM = 10
"""What rounding a shape outwards may add to it; cubes may add one of them more."""
Corners = NDArray[np.float64]


def fits(
    platform: Platform,
    process: Process,
    orientation: Orientation,
    policy: OrientationPolicy,
    pitch_um: int | None,
) -> bool:
    """Return whether the part in this orientation has room on the empty platform, turned or not."""
    height_um = orientation.height_mm * 1000 + SLACK_UM
    if height_um + (pitch_um or 0) > platform.height_um - 2 * platform.floor_um:
        return False
    points = np.array([point for rings in orientation.outline for point in rings[0]])
    corners = shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(points))) * 1000
    slack_um = SLACK_UM + (pitch_um or 0)
    if platform.shape is Shape.ROUND:
        return _fits_circle(platform, corners, slack_um)
    return any(
        _fits_box(platform, corners, angle, slack_um) for angle in angles_mdeg(process, policy)
    )


def _fits_box(platform: Platform, corners: Corners, angle_mdeg: int, slack_um: int) -> bool:
    angle = np.radians(angle_mdeg / 1000)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    width, depth = np.ptp(corners @ turn.T, axis=0) + slack_um
    margins = 2 * platform.margin_um
    return bool(width <= platform.width_um - margins and depth <= platform.depth_um - margins)


def _fits_circle(platform: Platform, corners: Corners, slack_um: int) -> bool:
    radius = shapely.minimum_bounding_radius(shapely.MultiPoint(corners)) + slack_um
    return bool(radius <= min(platform.width_um, platform.depth_um) / 2 - platform.margin_um)
