"""What it costs: machine, people, material, post-processing, and the builds that fail."""

from collections.abc import Iterator

from amcenter.estimates.candidate import Candidate
from amcenter.estimates.post_processing import HOUR_S, Step
from amcenter.estimates.sources import (
    of_assumption,
    of_machine_cost,
    of_price,
    of_pricing,
)
from amcenter.estimates.terms import Sum, Term, term
from amcenter.messages import Message
from amcenter.tables import PricingRow

FAILURES = "(cost_machine + cost_attended + cost_material) · failure_share / (1 - failure_share)"


def unknown_prices(candidate: Candidate) -> tuple[Message, ...]:
    """Return which prices nobody has stated; without them there is no cost."""
    found = []
    if candidate.way.machine.cost_per_h == 0:
        found.append(Message("estimate_no_machine_cost", {"machine": candidate.way.machine.key}))
    if candidate.material.price_per_kg is None:
        found.append(Message("estimate_no_material_price", {"material": candidate.material.key}))
    return tuple(found)


def cost_of(
    candidate: Candidate,
    pricing: PricingRow,
    steps: tuple[Step, ...],
    *,
    machine: Sum,
    attended: Sum,
    material: Sum,
) -> Sum:
    """Return the cost in the centre's currency; all prices must be known.

    ``machine`` is the time of the machine, ``attended`` the work there, ``material`` what is used
    up. A failed build is built again, and that may fail too: ``p + p² + ... = p / (1 - p)``.
    """
    building = (
        _of_machine(candidate, pricing, machine),
        _of_people(pricing, attended),
        _of_material(candidate, pricing, material),
    )
    failures = _failures(candidate, pricing, building)
    return Sum(pricing.currency, (*building, *_post_processing(pricing, steps), failures))


def _of_machine(candidate: Candidate, pricing: PricingRow, time: Sum) -> Term:
    cost_per_h = candidate.way.machine.cost_per_h
    return term(
        "machine",
        "machine_s / 3600 · cost_per_h",
        {"machine_s": float(time.total), "cost_per_h": cost_per_h},
        float(time.total) / HOUR_S * cost_per_h,
        unit=pricing.currency,
        sources=(of_machine_cost(candidate.way.machine),),
    )


def _of_people(pricing: PricingRow, work: Sum) -> Term:
    return term(
        "attended",
        "attended_s / 3600 · labour_per_h",
        {"attended_s": float(work.total), "labour_per_h": pricing.labour_per_h},
        float(work.total) / HOUR_S * pricing.labour_per_h,
        unit=pricing.currency,
        sources=(of_pricing(pricing),),
    )


def _of_material(candidate: Candidate, pricing: PricingRow, used: Sum) -> Term:
    price_per_kg = candidate.material.price_per_kg
    assert price_per_kg is not None
    return term(
        "material",
        "material_g / 1000 · price_per_kg",
        {"material_g": float(used.total), "price_per_kg": price_per_kg},
        float(used.total) / 1000 * price_per_kg,
        unit=pricing.currency,
        sources=(of_price(candidate.material),),
    )


def _post_processing(pricing: PricingRow, steps: tuple[Step, ...]) -> Iterator[Term]:
    for step in steps:
        row = step.row
        yield term(
            step.code,
            f"{step.formula} · (work_h · labour_per_h + cost)",
            {
                **step.values,
                "work_h": row.work_h,
                "labour_per_h": pricing.labour_per_h,
                "cost": row.cost,
            },
            step.amount * (row.work_h * pricing.labour_per_h + row.cost),
            unit=pricing.currency,
            sources=(*step.sources, of_pricing(pricing)),
            names=step.names,
        )


def _failures(candidate: Candidate, pricing: PricingRow, building: tuple[Term, ...]) -> Term:
    share = candidate.assumption.failure_share
    values = {f"cost_{one.code}": float(one.value) for one in building}
    return term(
        "failures",
        FAILURES,
        values | {"failure_share": share},
        sum(values.values()) * share / (1 - share),
        unit=pricing.currency,
        sources=(of_assumption(candidate.assumption),),
    )
