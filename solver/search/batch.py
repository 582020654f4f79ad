"""A build of the search: pieces with their places and all that its times depend on."""

from dataclasses import dataclass

from solver.builds import Placement
from solver.machines import Mode
from solver.objectives import Charge
from solver.search.shifts import Need
from solver.search.units import Unit


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Units built together on one machine; ``places`` are exact and keep their distances.

    A sketch (``places`` empty) only estimates what a build of these units would take.
    """

    machine: str
    mode: Mode
    build_key: str
    units: tuple[Unit, ...]
    places: tuple[Placement, ...]
    building_s: int
    exposure_ms: int
    top_um: int
    need: Need
    release_s: int
    start_s: int | None
    share: float
    charges: tuple[Charge, ...]

    @property
    def closed(self) -> bool:
        return self.units[0].closed

    def admits(self, unit: Unit) -> bool:
        """Return whether no decision keeps a unit out."""
        return (
            unit.build_key == self.build_key
            and self.machine in unit.machines
            and not self.closed
            and not unit.closed
            and (self.start_s is None or unit.start_s in (None, self.start_s))
            and (self.start_s is None or unit.release_s <= self.start_s)
        )
