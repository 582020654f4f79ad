"""Nesting: places for pieces on platforms and in powder beds.

2D and 3D raster engines with one protocol. Whatever they place keeps every distance exactly
(``solver.geometry.placements``); that no place was found is no proof that there is none, only
``surely_too_full`` and most answers of ``fits_alone`` are.
"""

from solver.nesting.alone import fits_alone
from solver.nesting.bounds import surely_too_full
from solver.nesting.build import OpenBuild
from solver.nesting.opening import open_build
from solver.nesting.search import nest
from solver.nesting.warming import warm_up

__all__ = ["OpenBuild", "fits_alone", "nest", "open_build", "surely_too_full", "warm_up"]
