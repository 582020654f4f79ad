"""Makes batches: asks the nester what really fits, and never twice about the same shapes."""

from collections import Counter, OrderedDict
from collections.abc import Sequence

from solver.builds import Placement
from solver.loads import Load, Loads
from solver.machines import Machine
from solver.nesting import OpenBuild, fits_alone, nest, open_build
from solver.objectives import TERMS, weights_of
from solver.parts import Piece
from solver.problem import Problem
from solver.result import Reason
from solver.search.batch import Batch
from solver.search.shifts import Need
from solver.search.units import Unit
from solver.timing import building_s

Spot = tuple[str, str, int, int, int, int]
"""A placement with the part instead of the piece: copies of a part are interchangeable."""

OPEN_BUILDS = 48
"""How many half-filled builds are kept ready to be filled further."""


class Packer:
    """Batches of one problem; every place in them was found by the nester."""

    def __init__(self, problem: Problem, *, orders: int = 2, seed: int = 0) -> None:
        self.problem = problem
        self.loads = Loads(problem)
        self.terms = [(TERMS[name], weight) for name, weight in weights_of(problem).items()]
        self._orders = orders
        self._seed = seed
        self._kind = _kinds(problem)
        self._fitting: set[tuple[int, str]] = set()
        self._sketches: dict[tuple[str, str], Batch] = {}
        self._open: OrderedDict[tuple[str, tuple[Spot, ...]], OpenBuild] = OrderedDict()
        self._refused: dict[tuple[int, tuple[Spot, ...]], set[str]] = {}
        self._nested: dict[tuple[int, tuple[tuple[str, int], ...]], tuple[Spot, ...] | None] = {}

    def alike(self, machine: str) -> list[str]:
        """Return the machines on which the same places are right, the given one among them."""
        return [key for key, kind in self._kind.items() if kind == self._kind[machine]]

    def fits(self, machine: str, piece: Piece) -> Reason | None:
        """Return why a piece cannot be built alone on a machine; asked once for alike machines."""
        key = (self._kind[machine], piece.part)
        if key in self._fitting:
            return None
        reason = fits_alone(self.problem, self.problem.machine[machine], piece)
        if reason is None:
            self._fitting.add(key)
        return reason

    def load(self, machine: str, piece: Piece) -> Load | None:
        return self.loads.of(self.problem.machine[machine], piece)

    def share(self, machine: str, units: Sequence[Unit]) -> float:
        """Return how much of a build units take at least; more than 1 can never fit."""
        loads = [self.load(machine, piece) for unit in units for piece in unit.pieces]
        return sum(load.share if load else 2.0 for load in loads)

    def sketch(self, machine: str, units: Sequence[Unit]) -> Batch:
        """Return what a build of these units would take at least, without looking for places."""
        loads = [self.load(machine, piece) for unit in units for piece in unit.pieces]
        known = [load for load in loads if load is not None]
        exposure_ms = sum(load.exposure_ms for load in known)
        top_um = max(load.top_um for load in known)
        return self._batch(machine, units, (), exposure_ms, top_um)

    def sketch_joined(self, batch: Batch, unit: Unit) -> Batch:
        """Return what a batch would take at least with one unit more."""
        one = self.sketch_of_one(batch.machine, unit)
        exposure_ms = batch.exposure_ms + one.exposure_ms
        top_um = max(batch.top_um, one.top_um)
        return self._batch(batch.machine, (*batch.units, unit), (), exposure_ms, top_um)

    def sketch_of_one(self, machine: str, unit: Unit) -> Batch:
        """Return the remembered sketch of a single unit."""
        key = (machine, unit.key)
        if key not in self._sketches:
            self._sketches[key] = self.sketch(machine, (unit,))
        return self._sketches[key]

    def may_join(self, batch: Batch, unit: Unit) -> bool:
        """Return False where it is known that the unit cannot be added to the batch."""
        if not batch.admits(unit) or batch.share + self.share(batch.machine, (unit,)) > 1:
            return False
        refused = self._refused.get((self._kind[batch.machine], self._signature(batch.places)))
        return not refused or all(piece.part not in refused for piece in unit.pieces)

    def batch(self, machine: str, units: Sequence[Unit]) -> Batch | None:
        """Return a new build of these units; None if no places were found."""
        if self.share(machine, units) > 1:
            return None
        shop = self.problem.machine[machine]
        given = tuple(place for unit in units for place in unit.placements)
        placed = {place.piece for place in given}
        free = [piece for unit in units for piece in unit.pieces if piece.key not in placed]
        places = self._nest(shop, free) if not given else self._nest_around(shop, free, given)
        return None if places is None else self._with_places(shop.key, units, places)

    def joined(self, batch: Batch, unit: Unit) -> Batch | None:
        """Return the batch with one unit more; the pieces in it keep their places."""
        if unit.placements or batch.share + self.share(batch.machine, (unit,)) > 1:
            return self.batch(batch.machine, (unit, *batch.units)) if unit.placements else None
        shop = self.problem.machine[batch.machine]
        signature = self._signature(batch.places)
        refused = self._refused.setdefault((self._kind[shop.key], signature), set())
        if any(piece.part in refused for piece in unit.pieces):
            return None
        build = self._opened(shop, batch.places, signature).copy()
        places = list(batch.places)
        for piece in unit.pieces:
            place = build.add(piece)
            if place is None:
                if len(unit.pieces) == 1:
                    refused.add(piece.part)
                return None
            places.append(place)
        self._keep(shop.key, self._signature(places), build)
        return self._with_places(shop.key, (*batch.units, unit), places)

    def without(self, batch: Batch, gone: set[Unit]) -> Batch | None:
        """Return the batch without some units; None if nothing is left."""
        units = tuple(unit for unit in batch.units if unit not in gone)
        if not units:
            return None
        keys = {piece.key for unit in units for piece in unit.pieces}
        places = [place for place in batch.places if place.piece in keys]
        return self._with_places(batch.machine, units, places)

    def moved(self, batch: Batch, machine: str) -> Batch | None:
        """Return the same units as a build of another machine."""
        if machine == batch.machine:
            return batch
        if not all(machine in unit.machines for unit in batch.units):
            return None
        if self._kind[machine] == self._kind[batch.machine]:
            return self._with_places(machine, batch.units, batch.places)
        return self.batch(machine, batch.units)

    def _nest(self, shop: Machine, pieces: Sequence[Piece]) -> Sequence[Placement] | None:
        counts = tuple(sorted(Counter(piece.part for piece in pieces).items()))
        key = (self._kind[shop.key], counts)
        if key not in self._nested:
            found = self._nest_around(shop, pieces, ())
            self._nested[key] = None if found is None else self._signature(found)
        spots = self._nested[key]
        return None if spots is None else _assigned(spots, pieces)

    def _nest_around(
        self, shop: Machine, pieces: Sequence[Piece], given: tuple[Placement, ...]
    ) -> Sequence[Placement] | None:
        if not pieces:
            return given
        return nest(self.problem, shop, pieces, placed=given, orders=self._orders, seed=self._seed)

    def _with_places(
        self, machine: str, units: Sequence[Unit], places: Sequence[Placement]
    ) -> Batch:
        stands = [self.problem.orientation[place.piece, place.orientation] for place in places]
        exposure_ms = sum(stand.exposure_ms[machine] for stand in stands)
        tops = (p.z_um + stand.height_um for p, stand in zip(places, stands, strict=True))
        return self._batch(machine, units, tuple(places), exposure_ms, max(tops))

    def _batch(
        self,
        machine: str,
        units: Sequence[Unit],
        places: tuple[Placement, ...],
        exposure_ms: int,
        top_um: int,
    ) -> Batch:
        shop = self.problem.machine[machine]
        mode = shop.modes[units[0].build_key]
        built_s = building_s(mode, exposure_ms, top_um)
        pieces = [piece for unit in units for piece in unit.pieces]
        return Batch(
            machine=machine,
            mode=mode,
            build_key=units[0].build_key,
            units=tuple(units),
            places=places,
            building_s=built_s,
            exposure_ms=exposure_ms,
            top_um=top_um,
            need=Need(mode, built_s),
            release_s=max([unit.release_s for unit in units]),
            start_s=next((unit.start_s for unit in units if unit.start_s is not None), None),
            share=self.share(machine, units),
            charges=tuple([term.charge(shop, pieces, fixed=False) for term, _ in self.terms]),
        )

    def _signature(self, places: Sequence[Placement]) -> tuple[Spot, ...]:
        piece = self.problem.piece
        return tuple(
            (piece[p.piece].part, p.orientation, p.x_um, p.y_um, p.z_um, p.angle_mdeg)
            for p in places
        )

    def _opened(
        self, shop: Machine, places: Sequence[Placement], signature: tuple[Spot, ...]
    ) -> OpenBuild:
        build = self._open.get((shop.key, signature))
        if build is None:
            build = open_build(self.problem, shop, placed=places)
            self._keep(shop.key, signature, build)
        return build

    def _keep(self, machine: str, signature: tuple[Spot, ...], build: OpenBuild) -> None:
        self._open[machine, signature] = build
        self._open.move_to_end((machine, signature))
        if len(self._open) > OPEN_BUILDS:
            self._open.popitem(last=False)


def _kinds(problem: Problem) -> dict[str, int]:
    """Return a number for each machine, equal where the same places are right."""
    numbers: dict[object, int] = {}
    stands = [stand for part in problem.parts for stand in part.orientations]
    return {
        machine.key: numbers.setdefault(
            (machine.platform, tuple(machine.key in stand.exposure_ms for stand in stands)),
            len(numbers),
        )
        for machine in problem.machines
    }


def _assigned(spots: Sequence[Spot], pieces: Sequence[Piece]) -> list[Placement]:
    """Give every piece a spot of its part."""
    waiting: dict[str, list[str]] = {}
    for piece in reversed(pieces):
        waiting.setdefault(piece.part, []).append(piece.key)
    return [
        Placement(waiting[part].pop(), stand, x, y, z, turn) for part, stand, x, y, z, turn in spots
    ]
