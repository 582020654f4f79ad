"""Changes that a person makes to a schedule: what must give way is pushed later, nothing else."""

from solver.editing.edit import Edited, edited, sketched
from solver.editing.wishes import Edit, MoveBuild, MovePieces, SwapBuilds

__all__ = ["Edit", "Edited", "MoveBuild", "MovePieces", "SwapBuilds", "edited", "sketched"]
