"""Drawing a surface without a graphics card: the nearest triangle of each pixel, lit from above."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

LIGHT = (-0.35, 0.80, 0.49)
"""Towards the key light, seen from the eye: from the upper left and in front (unit length)."""
AMBIENT, KEY, HEAD = 0.25, 0.55, 0.25
"""What a surface gets from everywhere, from the key light and from where the eye is."""
CREASE_COS = 0.8
"""Neighbouring pixels on triangles that meet at more than 37 degrees are an edge of the part."""
STEP_PX = 6.0
"""So are pixels of which one lies so much behind the other."""
EDGE = 0.55
FRONT = ((66.0, 82.0, 104.0), (216.0, 226.0, 238.0))
"""Colours in the dark and in full light; both differ from a white and from a dark page."""
BACK = ((120.0, 66.0, 34.0), (236.0, 178.0, 128.0))
"""Inner sides are seen through holes only, and tell that the surface is not closed."""


@njit(cache=True)
def nearest_faces(
    seen: NDArray[np.float64], faces: NDArray[np.int32], size: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return for each pixel (row, column) the face whose middle is nearest there, and how near.

    ``seen`` (n, 3) are the points as seen: x to the right and y down in pixels, z towards the eye.
    Without a face: -1.
    """
    owner = np.full((size, size), -1, np.int32)
    near = np.full((size, size), -np.inf, np.float32)
    for number in range(len(faces)):
        a, b, c = seen[faces[number, 0]], seen[faces[number, 1]], seen[faces[number, 2]]
        left = max(0, int(np.ceil(min(a[0], b[0], c[0]) - 0.5)))
        right = min(size - 1, int(np.floor(max(a[0], b[0], c[0]) - 0.5)))
        top = max(0, int(np.ceil(min(a[1], b[1], c[1]) - 0.5)))
        bottom = min(size - 1, int(np.floor(max(a[1], b[1], c[1]) - 0.5)))
        if left > right or top > bottom:  # between the middles of pixels
            continue
        twice = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if twice == 0.0:
            continue
        # shares of b and c at a pixel, both linear in x and y
        b_x, b_y = (c[1] - a[1]) / twice, -(c[0] - a[0]) / twice
        c_x, c_y = -(b[1] - a[1]) / twice, (b[0] - a[0]) / twice
        for row in range(top, bottom + 1):
            y = row + 0.5 - a[1]
            for column in range(left, right + 1):
                x = column + 0.5 - a[0]
                of_b = b_x * x + b_y * y
                of_c = c_x * x + c_y * y
                if of_b < 0.0 or of_c < 0.0 or of_b + of_c > 1.0:
                    continue
                z = np.float32(a[2] + of_b * (b[2] - a[2]) + of_c * (c[2] - a[2]))
                if z > near[row, column]:
                    near[row, column] = z
                    owner[row, column] = number
    return owner, near


@njit(cache=True)
def normals_seen(
    seen: NDArray[np.float64], faces: NDArray[np.int32], owner: NDArray[np.int32]
) -> NDArray[np.float32]:
    """Return the unit normal of each pixel's face, towards the eye when its outside is seen."""
    normals = np.zeros((*owner.shape, 3), np.float32)
    for row in range(owner.shape[0]):
        for column in range(owner.shape[1]):
            number = owner[row, column]
            if number < 0:
                continue
            a, b, c = seen[faces[number, 0]], seen[faces[number, 1]], seen[faces[number, 2]]
            # y points down in a picture, so the product has the other sense
            x = (c[1] - a[1]) * (b[2] - a[2]) - (c[2] - a[2]) * (b[1] - a[1])
            y = (c[2] - a[2]) * (b[0] - a[0]) - (c[0] - a[0]) * (b[2] - a[2])
            z = (c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])
            length = np.sqrt(x * x + y * y + z * z)
            normals[row, column, 0] = x / length
            normals[row, column, 1] = -y / length
            normals[row, column, 2] = z / length
    return normals


@njit(cache=True)
def edges_seen(
    owner: NDArray[np.int32], near: NDArray[np.float32], normals: NDArray[np.float32]
) -> NDArray[np.bool_]:
    """Return which pixels lie on an edge of the part, or where it covers what is behind."""
    edge = np.zeros(owner.shape, np.bool_)
    for row in range(owner.shape[0] - 1):
        for column in range(owner.shape[1] - 1):
            here = owner[row, column]
            if here < 0:
                continue
            for down, across in ((0, 1), (1, 0)):
                there = owner[row + down, column + across]
                if there < 0 or there == here:
                    continue
                m, n = normals[row, column], normals[row + down, column + across]
                if m[0] * n[0] + m[1] * n[1] + m[2] * n[2] < CREASE_COS:
                    edge[row, column] = True
                step = near[row, column] - near[row + down, column + across]
                # a slope is no step: allow what the flatter of the two falls within a pixel
                slope = 2.0 / max(0.1, min(abs(m[2]), abs(n[2])))
                if abs(step) > STEP_PX + slope:
                    edge[row, column] = True
    return edge


@njit(cache=True)
def lit(
    owner: NDArray[np.int32], normals: NDArray[np.float32], edge: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Return the picture (height, width, RGBA) at half the size; where no part is, it is clear."""
    size = owner.shape[0] // 2
    picture = np.zeros((size, size, 4), np.uint8)
    for row in range(size):
        for column in range(size):
            red, green, blue, covered = 0.0, 0.0, 0.0, 0
            for y in range(2 * row, 2 * row + 2):
                for x in range(2 * column, 2 * column + 2):
                    if owner[y, x] < 0:
                        continue
                    covered += 1
                    normal = normals[y, x]
                    sense = 1.0 if normal[2] >= 0.0 else -1.0
                    towards = 0.0
                    for axis in range(3):
                        towards += sense * normal[axis] * LIGHT[axis]
                    light = AMBIENT + KEY * max(0.0, towards) + HEAD * sense * normal[2]
                    light = min(1.0, light) * (EDGE if edge[y, x] else 1.0)
                    dark, bright = FRONT if sense > 0.0 else BACK
                    red += dark[0] + light * (bright[0] - dark[0])
                    green += dark[1] + light * (bright[1] - dark[1])
                    blue += dark[2] + light * (bright[2] - dark[2])
            if covered > 0:
                picture[row, column, 0] = np.uint8(red / covered + 0.5)
                picture[row, column, 1] = np.uint8(green / covered + 0.5)
                picture[row, column, 2] = np.uint8(blue / covered + 0.5)
                picture[row, column, 3] = np.uint8(covered * 63.75)
    return picture
