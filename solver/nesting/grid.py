"""How fine a platform is cut into cells."""

import math
from dataclasses import dataclass

_CELLS = 288
_FINEST_UM = 250
_COARSEST_UM = 1500
_SPREAD = 0.2
"""How much finer or coarser a pitch may be to divide the room evenly."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Equal steps along one axis."""

    count: int
    pitch_um: int


def even_steps(length_um: int, wanted_um: int) -> Steps:
    """Cut a length into equal steps of whole micrometres near the wanted one.

    As little as possible is lost at the far end: a pitch that does not divide the room would keep
    out pieces that fill it exactly. Even counts come first, so that halves fit too.
    """
    wanted = max(1, length_um // wanted_um)
    first, last = math.ceil(wanted * (1 - _SPREAD)), math.floor(wanted * (1 + _SPREAD))
    best = min(
        range(first, last + 1),
        key=lambda count: (length_um % count, count % 2 != 0, abs(count - wanted)),
    )
    pitch_um = max(1, length_um // best)
    return Steps(length_um // pitch_um, pitch_um)


def wanted_pitch_um(length_um: int, fineness: int) -> int:
    """Return about which pitch suits a room of this length; each fineness halves it."""
    return max(_FINEST_UM, min(_COARSEST_UM, length_um // _CELLS)) // (1 << fineness)
