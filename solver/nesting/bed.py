"""Filling a powder bed: lowest place first, and every piece can leave past those before it.

So a full bed can always be taken apart, the last piece first; no two pieces are interlocked.
"""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from solver.builds import Placement
from solver.errors import ProblemError
from solver.geometry.voxels import placed_body, usable_mm3
from solver.loads import buildable
from solver.machines import Machine
from solver.nesting.bed_kernels import first_place, occupy
from solver.nesting.prepared import FINEST, prepared
from solver.nesting.solids import Point, Solid, on_lattice, solid
from solver.parts import Orientation, Piece
from solver.problem import Problem


class BedBuild:
    """A build in space; see ``OpenBuild``."""

    def __init__(
        self,
        problem: Problem,
        machine: Machine,
        fixed: Sequence[Placement] = (),
        *,
        fineness: int = 0,
        lying: int = 1,
    ) -> None:
        self._problem = problem
        self._machine = machine
        self._fineness = fineness
        self._lying = lying
        self._ground = prepared(problem).bed_ground(machine, fineness)
        self._table = self._ground.empty_table()
        self._levels = 0
        self._fronts = self._ground.empty_fronts()
        self._starts: dict[int, NDArray[np.int64]] = {}
        self._placements: list[Placement] = []
        share = machine.platform.density_permille / 1000
        self._free_mm3 = usable_mm3(machine.platform) * share
        for placement in fixed:
            self._take(placement)

    @property
    def placements(self) -> tuple[Placement, ...]:
        return tuple(self._placements)

    def copy(self) -> Self:
        twin = object.__new__(type(self))
        twin.__dict__ |= self.__dict__
        # What lies above all pieces is still empty; memory nobody wrote to is not really taken.
        twin._table = self._ground.empty_table()
        twin._table[:, : self._levels] = self._table[:, : self._levels]
        twin._fronts = self._fronts.copy()
        twin._starts = {key: starts.copy() for key, starts in self._starts.items()}
        twin._placements = self._placements.copy()
        return twin

    def add(self, piece: Piece) -> Placement | None:
        for orientation in buildable(self._problem, self._machine, piece):
            if orientation.volume_mm3 <= self._free_mm3:
                placement = self._first_place(piece, orientation)
                if placement is not None:
                    self._placements.append(placement)
                    self._free_mm3 -= orientation.volume_mm3
                    return placement
        return None if self._placements else self._add_alone(piece)

    def _add_alone(self, piece: Piece) -> Placement | None:
        """Put the first piece where only a finer lattice finds a place for it."""
        if self._fineness == FINEST:
            return None
        finer = BedBuild(self._problem, self._machine, fineness=self._fineness + 1)
        placement = finer.add(piece)
        if placement is not None:
            self._take(placement)
        return placement

    def _first_place(self, piece: Piece, orientation: Orientation) -> Placement | None:
        ground, way = self._ground, self._ground.way(orientation)
        starts = self._starts.get(id(way))
        if starts is None:
            starts = self._starts[id(way)] = np.zeros(len(way.solids), np.int64)
        variants = way.variants
        turn, x, y, z = first_place(
            self._table,
            self._fronts,
            ground.room,
            variants.runs,
            variants.offsets,
            variants.columns,
            variants.column_offsets,
            variants.sizes,
            starts,
            self._lying,
        )
        if turn < 0:
            return None
        self._occupy(way.solids[turn], (x, y, z))
        return ground.placement(piece.key, way, turn, (x, y, z))

    def _occupy(self, body: Solid, cell: Point) -> None:
        reach = int(self._ground.ball[:, 0].max())
        self._levels = max(self._levels, cell[2] + body.size[2] + reach)
        occupy(
            self._table,
            self._fronts,
            self._ground.room,
            body.runs,
            body.columns,
            body.column_offsets,
            self._ground.ball,
            *cell,
        )

    def _take(self, placement: Placement) -> None:
        """Take the room of a piece that was placed elsewhere, perhaps between the lattice lines."""
        orientation = self._problem.orientation[placement.piece, placement.orientation]
        body = placed_body(orientation, placement)
        if body is None:
            raise ProblemError(f"piece {placement.piece!r}: placed in a powder bed without voxels")
        x, y, z = (a - b for a, b in zip(body.corner_um, self._ground.corner_um, strict=True))
        cells, cell = on_lattice(body.cells, body.pitch_um, (x, y, z), self._ground.pitch_um)
        self._occupy(solid(cells), cell)
        self._placements.append(placement)
        self._free_mm3 -= orientation.volume_mm3
