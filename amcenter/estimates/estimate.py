"""One estimate: a candidate and a number of pieces, in builds of their own and in shared ones."""

from dataclasses import dataclass
from uuid import UUID

from amcenter.estimates.builds import Builds, own_builds, shared_builds
from amcenter.estimates.candidate import Candidate
from amcenter.estimates.cost import cost_of, unknown_prices
from amcenter.estimates.machine_time import machine_time
from amcenter.estimates.material_use import material_use, powder_at_hand
from amcenter.estimates.post_processing import attended_work, machine_work, steps_of, waiting
from amcenter.estimates.prices import Prices
from amcenter.estimates.terms import Sum
from amcenter.messages import Message


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What a number of pieces takes; each sum is exactly that of its terms."""

    builds: float
    machine: Sum
    """Time on the machine."""
    work: Sum
    """Time of people, at the machine and afterwards."""
    wait: Sum
    """Time in furnaces, baths and transport, when nobody has to be there."""
    material: Sum
    powder: Sum
    """Feedstock that must be at hand to begin."""
    cost: Sum | None
    """None: hidden, or a price is unknown."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """From ``shared`` (others fill the builds, as is typical) up to ``own`` (nobody else does)."""

    candidate: Candidate
    quantity: int
    own: Breakdown
    shared: Breakdown
    unknown: tuple[Message, ...]
    """Prices that nobody has stated."""

    @property
    def process(self) -> str:
        return self.candidate.way.process.key

    @property
    def machine_id(self) -> UUID:
        return self.candidate.way.machine.id

    @property
    def machine(self) -> str:
        return self.candidate.way.machine.key

    @property
    def parameter_set_id(self) -> UUID:
        return self.candidate.way.parameter_set.id

    @property
    def parameter_set(self) -> str:
        return self.candidate.way.parameter_set.key

    @property
    def material_id(self) -> UUID:
        return self.candidate.material.id

    @property
    def material(self) -> str:
        return self.candidate.material.key

    @property
    def orientation(self) -> str:
        return self.candidate.orientation.key

    @property
    def pieces_per_build(self) -> int:
        return self.candidate.filling.capacity

    @property
    def typical_fill(self) -> float:
        return self.candidate.assumption.typical_fill


def estimate(candidate: Candidate, prices: Prices, quantity: int, *, with_costs: bool) -> Estimate:
    """Return what ``quantity`` pieces take; ``with_costs`` False leaves all money out."""
    unknown = unknown_prices(candidate) if with_costs else ()
    capacity = candidate.filling.capacity
    priced = with_costs and not unknown
    return Estimate(
        candidate,
        quantity,
        own=_breakdown(candidate, prices, own_builds(quantity, capacity), priced=priced),
        shared=_breakdown(candidate, prices, shared_builds(quantity, capacity), priced=priced),
        unknown=unknown,
    )


def _breakdown(candidate: Candidate, prices: Prices, builds: Builds, *, priced: bool) -> Breakdown:
    part, process = candidate.part, candidate.way.process
    rows = prices.post_steps(process.key, candidate.material, part.quality_class)
    steps = steps_of(candidate, builds, rows)
    machine, material = machine_time(candidate, builds), material_use(candidate, builds)
    cost = (
        cost_of(
            candidate,
            prices.pricing,
            steps,
            machine=machine,
            attended=machine_work(candidate, builds),
            material=material,
        )
        if priced
        else None
    )
    return Breakdown(
        builds=float(builds.together),
        machine=machine,
        work=attended_work(candidate, builds, steps),
        wait=waiting(candidate, steps),
        material=material,
        powder=powder_at_hand(candidate, builds),
        cost=cost,
    )
