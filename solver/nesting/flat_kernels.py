"""Bit-parallel search for free places on a platform.

The occupancy of a row is packed along x into 64-bit words. ``table[k, y]`` holds, bit by bit,
whether any of the next 2^k cells is taken; a straight run of cells is free where two such entries
are, so one operation asks for 64 places at once.
"""
# mypy: disable-error-code="no-untyped-def"

import numpy as np
from numba import njit

ONE = np.uint64(1)
FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
WORD = 64


@njit(cache=True, nogil=True)
def first_place(table, runs, offsets, limits, depths, starts, lying):
    """Return (variant, column, row) of the lowest free place, (-1, 0, 0) if there is none.

    ``runs[offsets[v]:offsets[v + 1]]`` are the (row, column, length, level) of variant v, and
    ``limits[v, row]`` are the first and last column it may stand at. ``starts[v]`` is the first row
    that is not yet known to be hopeless; it is moved on. The lowest place has the least
    ``2 row + lying · depth``, then the least row and column.
    """
    taken = np.empty(table.shape[2], np.uint64)
    best, best_x, best_y, best_rank = -1, 0, 0, 1 << 60
    for v in range(offsets.shape[0] - 1):
        y = starts[v]
        last = limits.shape[1]
        while y < last and 2 * y + lying * depths[v] <= best_rank:
            x = _first_column(table, runs, offsets[v], offsets[v + 1], limits[v], y, taken)
            if x >= 0:
                rank = 2 * y + lying * depths[v]
                if rank < best_rank or (y, x) < (best_y, best_x):
                    best, best_x, best_y, best_rank = v, x, y, rank
                break
            y += 1
        starts[v] = y
    return best, best_x, best_y


@njit(cache=True, nogil=True)
def _first_column(table, runs, begin, end, limits, y, taken):
    """Return the first column of row y where all runs are free, -1 if there is none."""
    low, high = limits[y, 0], limits[y, 1]
    if low > high:
        return -1
    first, last = low >> 6, high >> 6
    for word in range(first, last + 1):
        taken[word] = np.uint64(0)
    taken[first] |= (ONE << np.uint64(low & 63)) - ONE
    if high & 63 != 63:
        taken[last] |= ~((ONE << np.uint64((high & 63) + 1)) - ONE)
    for i in range(begin, end):
        level = runs[i, 3]
        row = table[level, y + runs[i, 0]]
        near = runs[i, 1]
        far = near + runs[i, 2] - (1 << level)
        near_word, near_bit = near >> 6, np.uint64(near & 63)
        far_word, far_bit = far >> 6, np.uint64(far & 63)
        some_free = False
        for word in range(first, last + 1):
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
            return -1
    for word in range(first, last + 1):
        if taken[word] != FULL:
            bit = 0
            while (taken[word] >> np.uint64(bit)) & ONE:
                bit += 1
            return word * WORD + bit
    return -1


@njit(cache=True, nogil=True)
def occupy(table, runs, begin, end, x, y):
    """Take the cells of the runs, moved by (x, y)."""
    low, high = 1 << 60, -1
    for i in range(begin, end):
        row = y + runs[i, 0]
        _set_bits(table[0, row], x + runs[i, 1], x + runs[i, 1] + runs[i, 2])
        low, high = min(low, row), max(high, row)
    _widen(table, low, high)


@njit(cache=True, nogil=True)
def occupy_mask(table, mask):
    """Take the cells of a mask [row, column] of the whole grid."""
    for y in range(mask.shape[0]):
        for x in range(mask.shape[1]):
            if mask[y, x]:
                table[0, y, x >> 6] |= ONE << np.uint64(x & 63)
    _widen(table, 0, mask.shape[0] - 1)


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
def _widen(table, low, high):
    """Bring the upper levels of the rows low..high up to date."""
    words = table.shape[2] - 1
    for level in range(1, table.shape[0]):
        step = 1 << (level - 1)
        jump, shift = step >> 6, np.uint64(step & 63)
        for y in range(low, high + 1):
            for word in range(words):
                bits = table[level - 1, y, word]
                ahead = word + jump
                if ahead < words:
                    bits |= table[level - 1, y, ahead] >> shift
                    if shift != 0 and ahead + 1 < words:
                        bits |= table[level - 1, y, ahead + 1] << (np.uint64(64) - shift)
                table[level, y, word] = bits
