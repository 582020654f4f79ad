"""The usable room of a platform: how far a shape reaches beyond it."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from solver.machines import Platform, Shape

_DIRECTIONS = 2048
"""Directions in which an ellipse is measured; 0.4 µm can hide between two of them at 300 mm."""


def overshoot_um(platform: Platform, geometry: BaseGeometry) -> float:
    """Return how far a shape (µm) reaches over the line that lies the margin inside the edge.

    Zero or less where it stays inside.
    """
    if platform.shape is Shape.RECTANGLE:
        return _over_rectangle_um(platform, geometry)
    return _over_ellipse_um(platform, geometry)


def _over_rectangle_um(platform: Platform, geometry: BaseGeometry) -> float:
    min_x, min_y, max_x, max_y = geometry.bounds
    margin = platform.margin_um
    return float(
        max(
            margin - min_x,
            margin - min_y,
            max_x - (platform.width_um - margin),
            max_y - (platform.depth_um - margin),
        )
    )


def _over_ellipse_um(platform: Platform, geometry: BaseGeometry) -> float:
    half = np.array([platform.width_um, platform.depth_um]) / 2
    points = shapely.get_coordinates(geometry.convex_hull) - half
    if platform.width_um == platform.depth_um:
        return float(np.hypot(*points.T).max() - (half[0] - platform.margin_um))
    # A point is the margin inside a convex curve when it is so in every direction.
    angles = np.linspace(0, 2 * np.pi, _DIRECTIONS, endpoint=False)
    directions = np.stack([np.cos(angles), np.sin(angles)])
    reach = (points @ directions).max(axis=0) - np.hypot(*(half[:, None] * directions))
    return float(reach.max() + platform.margin_um)
