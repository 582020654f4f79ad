"""A small picture of a part, as it stands in its file, from the side that shows most of it."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from amcenter.intake.previews.surface import Surface
from amcenter.intake.previews.zbuffer import edges_seen, lit, nearest_faces, normals_seen

SIZE_PX = 256
"""Of the picture; it is drawn twice as large."""
MARGIN_PX = 12
TRY_PX = 128
"""Size at which views are compared."""
AZIMUTHS_DEG = (-60.0, 30.0, 120.0, 210.0)
"""Where the eye stands around z; -60 is in front and a little to the right."""
ELEVATIONS_DEG = (28.0, -28.0)
CLEARLY = 1.15
"""So many times as much must another view show before it replaces an earlier one."""


def thumbnail_png(surface: Surface, coarse: Surface) -> bytes:
    """Return a picture of a surface as PNG; ``coarse``, the same in rough, finds the view."""
    size = 2 * SIZE_PX
    seen = _seen(surface.points, best_view(coarse), size, 2 * MARGIN_PX)
    owner, near = nearest_faces(seen, surface.faces, size)
    normals = normals_seen(seen, surface.faces, owner)
    picture = lit(owner, normals, edges_seen(owner, near, normals))
    with io.BytesIO() as file:
        Image.fromarray(picture, "RGBA").save(file, "PNG")
        return file.getvalue()


def best_view(coarse: Surface) -> NDArray[np.float64]:
    """Return the axes of the eye (right, down, towards it) that show the most edges of a part.

    The usual view, from above and in front, is kept unless another one shows clearly more.
    """
    best, most = view(AZIMUTHS_DEG[0], ELEVATIONS_DEG[0]), -1.0
    for elevation in ELEVATIONS_DEG:
        for azimuth in AZIMUTHS_DEG:
            axes = view(azimuth, elevation)
            shown = _detail(coarse, axes)
            if shown > CLEARLY * most:
                best, most = axes, float(shown)
    return best


def view(azimuth_deg: float, elevation_deg: float) -> NDArray[np.float64]:
    """Return the axes (rows: right, down, towards the eye) of an eye that looks at the part."""
    around, above = np.radians((azimuth_deg, elevation_deg))
    towards = np.array(
        [np.cos(above) * np.cos(around), np.cos(above) * np.sin(around), np.sin(above)]
    )
    right = np.array([-np.sin(around), np.cos(around), 0.0])
    return np.array([right, np.cross(right, towards), towards])


def _detail(coarse: Surface, axes: NDArray[np.float64]) -> int:
    """Return how many pixels of edges a view shows."""
    seen = _seen(coarse.points, axes, TRY_PX, 0)
    owner, near = nearest_faces(seen, coarse.faces, TRY_PX)
    return int(edges_seen(owner, near, normals_seen(seen, coarse.faces, owner)).sum())


def _seen(
    points: NDArray[np.float64], axes: NDArray[np.float64], size_px: int, margin_px: int
) -> NDArray[np.float64]:
    """Return the points in pixels, filling a square picture but for a margin."""
    turned = points @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    scale = (size_px - 2 * margin_px) / float((high - low)[:2].max())
    shift = size_px / 2 - scale * (low + high) / 2
    fitted: NDArray[np.float64] = turned * scale + shift
    return fitted
