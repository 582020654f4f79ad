"""Bit-parallel search for free places in a powder bed; see ``flat_kernels`` for the idea.

``table[k, z, y]`` is the row (z, y) packed along x. Placed pieces take their cells and everything
nearer than the gap; new ones are compared with their bare cells. ``fronts[axis, 0 or 1, u, v]``
holds where the placed pieces begin and end in each column along an axis, for the way out.
"""
# mypy: disable-error-code="no-untyped-def"

import numpy as np
from numba import njit

ONE = np.uint64(1)
FULL = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(cache=True, nogil=True)
def first_place(table, fronts, room, runs, offsets, columns, column_offsets, sizes, starts, lying):
    """Return (variant, x, y, z) of the lowest free place with a way out, (-1, 0, 0, 0) if none.

    ``runs[offsets[v]:offsets[v + 1]]`` are the (z, y, x, length, level) of variant v, ``sizes[v]``
    its extent in x, y and z, ``room`` that of the bed. ``columns[column_offsets[3 v + axis]:...]``
    are its (u, v, begin, end) along an axis. ``starts[v]`` is the first row, counted through all
    levels, that is not yet known to be hopeless; it is moved on. The lowest place has the least z,
    then the least ``2 y + lying · depth``, y and x.
    """
    taken = np.empty(table.shape[3], np.uint64)
    best, best_z, best_rank, best_y, best_x = -1, 1 << 60, 0, 0, 0
    for v in range(offsets.shape[0] - 1):
        high_x, high_y, high_z = room[0] - sizes[v, 0], room[1] - sizes[v, 1], room[2] - sizes[v, 2]
        if min(high_x, high_y, high_z) < 0:
            continue
        row = starts[v]
        while row < room[1] * (high_z + 1):
            z, y = row // room[1], row % room[1]
            rank = 2 * y + lying * sizes[v, 1]
            if z > best_z or (z == best_z and rank > best_rank):
                break
            if y > high_y:
                row = (z + 1) * room[1]
                continue
            x = -1
            if _free_columns(table, runs, offsets[v], offsets[v + 1], high_x, y, z, taken):
                x = _first_exit(taken, high_x, fronts, columns, column_offsets[3 * v :], y, z)
            if x >= 0:
                if (z, rank, y, x) < (best_z, best_rank, best_y, best_x):
                    best, best_z, best_rank, best_y, best_x = v, z, rank, y, x
                break
            row += 1
        starts[v] = row
    if best < 0:
        return -1, 0, 0, 0
    return best, best_x, best_y, best_z


@njit(cache=True, nogil=True)
def _free_columns(table, runs, begin, end, high_x, y, z, taken):
    """Fill ``taken`` with the columns of a row where some run collides; False if all of them."""
    last = high_x >> 6
    for word in range(last + 1):
        taken[word] = np.uint64(0)
    if high_x & 63 != 63:
        taken[last] |= ~((ONE << np.uint64((high_x & 63) + 1)) - ONE)
    for i in range(begin, end):
        level = runs[i, 4]
        row = table[level, z + runs[i, 0], y + runs[i, 1]]
        near = runs[i, 2]
        far = near + runs[i, 3] - (1 << level)
        near_word, near_bit = near >> 6, np.uint64(near & 63)
        far_word, far_bit = far >> 6, np.uint64(far & 63)
        some_free = False
        for word in range(last + 1):
            if taken[word] != FULL:
                hit = row[word + near_word] >> near_bit
                if near_bit != 0:
                    hit |= row[word + near_word + 1] << (np.uint64(64) - near_bit)
                hit |= row[word + far_word] >> far_bit
                if far_bit != 0:
                    hit |= row[word + far_word + 1] << (np.uint64(64) - far_bit)
                taken[word] |= hit
                some_free |= taken[word] != FULL
        if not some_free:
            return False
    return True


@njit(cache=True, nogil=True)
def _first_exit(taken, high_x, fronts, columns, column_offsets, y, z):
    """Return the first free column from where a piece can leave past all placed ones, else -1."""
    for x in range(high_x + 1):
        if not (taken[x >> 6] >> np.uint64(x & 63)) & ONE and _has_exit(
            fronts, columns, column_offsets, x, y, z
        ):
            return x
    return -1


@njit(cache=True, nogil=True)
def _has_exit(fronts, columns, column_offsets, x, y, z):
    for axis in (2, 1, 0):
        du, dv, along = (y, z, x) if axis == 0 else (x, z, y) if axis == 1 else (x, y, z)
        forward, backward = True, True
        for i in range(column_offsets[axis], column_offsets[axis + 1]):
            u, v = columns[i, 0] + du, columns[i, 1] + dv
            forward &= columns[i, 2] + along >= fronts[axis, 1, u, v]
            backward &= columns[i, 3] + along <= fronts[axis, 0, u, v]
            if not (forward or backward):
                break
        if forward or backward:
            return True
    return False


@njit(cache=True, nogil=True)
def occupy(table, fronts, room, runs, columns, column_offsets, ball, x, y, z):
    """Take the cells of the runs, moved by (x, y, z), and all cells nearer to them than the gap.

    ``ball`` holds (z, y, reach): in rows that far away, cells up to ``reach`` further are taken
    too. What lies outside the bed is ignored.
    """
    low_x, high_x, low_y, high_y, low_z, high_z = room[0], -1, room[1], -1, room[2], -1
    for i in range(runs.shape[0]):
        for j in range(ball.shape[0]):
            row_z, row_y = z + runs[i, 0] + ball[j, 0], y + runs[i, 1] + ball[j, 1]
            begin = max(x + runs[i, 2] - ball[j, 2], 0)
            end = min(x + runs[i, 2] + runs[i, 3] + ball[j, 2], room[0])
            if 0 <= row_z < room[2] and 0 <= row_y < room[1] and begin < end:
                _set_bits(table[0, row_z, row_y], begin, end)
                low_x, high_x = min(low_x, begin), max(high_x, end)
                low_y, high_y = min(low_y, row_y), max(high_y, row_y)
                low_z, high_z = min(low_z, row_z), max(high_z, row_z)
    for row_z in range(low_z, high_z + 1):
        for row_y in range(low_y, high_y + 1):
            _widen(table[:, row_z, row_y], low_x, high_x)
    _advance_fronts(fronts, room, columns, column_offsets, x, y, z)


@njit(cache=True, nogil=True)
def occupy_everywhere(table, room, mask):
    """Take the cells of a mask [y, x] at every height."""
    for y in range(room[1]):
        for x in range(room[0]):
            if mask[y, x]:
                for z in range(room[2]):
                    table[0, z, y, x >> 6] |= ONE << np.uint64(x & 63)
    for z in range(room[2]):
        for y in range(room[1]):
            _widen(table[:, z, y], 0, room[0])


@njit(cache=True, nogil=True)
def _set_bits(row, begin, end):
    for word in range(begin >> 6, ((end - 1) >> 6) + 1):
        bits = FULL
        if word == begin >> 6:
            bits &= ~((ONE << np.uint64(begin & 63)) - ONE)
        if word == (end - 1) >> 6 and end & 63 != 0:
            bits &= (ONE << np.uint64(end & 63)) - ONE
        row[word] |= bits


@njit(cache=True, nogil=True)
def _widen(rows, begin, end):
    """Bring the upper levels of one row up to date after changes between two columns."""
    words = rows.shape[1] - 1
    for level in range(1, rows.shape[0]):
        step = 1 << (level - 1)
        jump, shift = step >> 6, np.uint64(step & 63)
        first, last = max(0, begin - 2 * step) >> 6, min(words - 1, end >> 6)
        for word in range(first, last + 1):
            bits = rows[level - 1, word]
            ahead = word + jump
            if ahead < words:
                bits |= rows[level - 1, ahead] >> shift
                if shift != 0 and ahead + 1 < words:
                    bits |= rows[level - 1, ahead + 1] << (np.uint64(64) - shift)
            rows[level, word] = bits


@njit(cache=True, nogil=True)
def _advance_fronts(fronts, room, columns, column_offsets, x, y, z):
    for axis in range(3):
        du, dv, along = (y, z, x) if axis == 0 else (x, z, y) if axis == 1 else (x, y, z)
        rows_u, rows_v = (
            (room[1], room[2])
            if axis == 0
            else (room[0], room[2])
            if axis == 1
            else (room[0], room[1])
        )
        for i in range(column_offsets[axis], column_offsets[axis + 1]):
            u, v = columns[i, 0] + du, columns[i, 1] + dv
            if 0 <= u < rows_u and 0 <= v < rows_v:
                fronts[axis, 0, u, v] = min(fronts[axis, 0, u, v], columns[i, 2] + along)
                fronts[axis, 1, u, v] = max(fronts[axis, 1, u, v], columns[i, 3] + along)
