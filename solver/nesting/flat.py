"""Filling a platform on which nothing lies above anything else."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from solver.builds import Placement
from solver.geometry.outline import placed
from solver.loads import buildable
from solver.machines import Machine, Shape
from solver.nesting.flat_ground import centred
from solver.nesting.flat_kernels import first_place, occupy, occupy_mask
from solver.nesting.prepared import FINEST, prepared
from solver.parts import Orientation, Piece
from solver.problem import Problem


class FlatBuild:
    """A build on one level; see ``OpenBuild``."""

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
        self._ground = prepared(problem).ground(machine, fineness)
        self._table = self._ground.base.copy()
        self._starts: dict[int, NDArray[np.int64]] = {}
        self._placements: list[Placement] = []
        for placement in fixed:
            self._take(placement)

    @property
    def placements(self) -> tuple[Placement, ...]:
        return tuple(self._placements)

    def copy(self) -> Self:
        twin = object.__new__(type(self))
        twin.__dict__ |= self.__dict__
        twin._table = self._table.copy()
        twin._starts = {key: starts.copy() for key, starts in self._starts.items()}
        twin._placements = self._placements.copy()
        return twin

    def add(self, piece: Piece) -> Placement | None:
        for orientation in buildable(self._problem, self._machine, piece):
            placement = self._first_place(piece, orientation)
            if placement is not None:
                self._placements.append(placement)
                return placement
        return None if self._placements else self._add_alone(piece)

    def _first_place(self, piece: Piece, orientation: Orientation) -> Placement | None:
        way = self._ground.way(orientation)
        starts = self._starts.get(id(way))
        if starts is None:
            starts = self._starts[id(way)] = np.zeros(len(way.turns), np.int64)
        turn, column, row = first_place(
            self._table, way.runs, way.offsets, way.limits, way.depths, starts, self._lying
        )
        if turn < 0:
            return None
        occupy(self._table, way.runs, way.offsets[turn], way.offsets[turn + 1], column, row)
        return self._ground.placement(piece.key, way, turn, column, row)

    def _add_alone(self, piece: Piece) -> Placement | None:
        """Put the first piece where only a finer grid, or none at all, finds a place for it."""
        if self._fineness < FINEST:
            finer = FlatBuild(self._problem, self._machine, fineness=self._fineness + 1)
            placement = finer.add(piece)
        else:
            placement = self._in_the_middle(piece)
        if placement is not None:
            self._take(placement)
        return placement

    def _in_the_middle(self, piece: Piece) -> Placement | None:
        platform = self._machine.platform
        if platform.shape is not Shape.ROUND or platform.keep_outs:
            return None
        tries = (
            centred(platform, orientation, piece.key)
            for orientation in buildable(self._problem, self._machine, piece)
        )
        return next((placement for placement in tries if placement is not None), None)

    def _take(self, placement: Placement) -> None:
        """Take the room of a piece that was placed elsewhere, perhaps between the grid lines."""
        orientation = self._problem.orientation[placement.piece, placement.orientation]
        occupy_mask(self._table, self._ground.whole_mask(placed(orientation.outline, placement)))
        self._placements.append(placement)
