"""How safely a part stands on the faces that touch the platform."""

import numpy as np
import shapely
from numpy.typing import NDArray


def tipping_mm(touching: NDArray[np.float64], centre_mm: NDArray[np.float64]) -> float | None:
    """Return how far the centre of mass lies inside of the hull of all that stands on z = 0.

    ``touching`` (n, 3) are the points of the faces that stand there. Seen from above; negative
    where the centre lies outside and the part would fall without support, None if nothing stands.
    """
    if len(touching) == 0:
        return None
    hull = shapely.LineString(touching[:, :2]).convex_hull
    middle = shapely.Point(centre_mm[:2])
    if not isinstance(hull, shapely.Polygon):
        return -float(hull.distance(middle))
    inside = float(hull.exterior.distance(middle))
    return inside if hull.covers(middle) else -inside
