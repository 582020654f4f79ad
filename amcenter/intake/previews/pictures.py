"""All pictures of a part."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from amcenter.intake.answers import PLATE_PREVIEW, PREVIEW, THUMBNAIL, Blob
from amcenter.intake.previews.glb import quantised_glb
from amcenter.intake.previews.simpler import simpler
from amcenter.intake.previews.surface import Surface
from amcenter.intake.previews.thumbnail import thumbnail_png

PREVIEW_TRIANGLES = 20_000
"""To turn a part around on its page."""
PLATE_TRIANGLES = 3_000
"""To show a platform full of pieces."""


def pictures_of(points: ArrayLike, faces: ArrayLike) -> Iterator[Blob]:
    """Yield the pictures of triangles (m, 3) between points (n, 3) in mm, the most seen first."""
    whole = Surface(np.asarray(points, np.float64), np.ascontiguousarray(faces, np.int32))
    fine = simpler(whole, PREVIEW_TRIANGLES)
    coarse = simpler(fine, PLATE_TRIANGLES)
    yield Blob(THUMBNAIL, thumbnail_png(whole, coarse))
    yield Blob(PREVIEW, quantised_glb(fine))
    yield Blob(PLATE_PREVIEW, quantised_glb(coarse))
