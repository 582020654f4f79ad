"""What is shown is what was calculated: every formula, with its inputs, gives its value."""

import pytest

from amcenter.estimates.candidates import every_candidate
from amcenter.estimates.estimate import Breakdown, Estimate, estimate
from amcenter.estimates.machine_time import LAYERS
from amcenter.estimates.prices import Prices
from amcenter.estimates.terms import Sum, Term, labels
from amcenter.messages import LANGUAGES
from amcenter.migrations import first_prices
from amcenter.shop.catalogue import shipped
from amcenter.shop.shop import shop_from
from amcenter.tables import AssumptionRow, PostStepRow, PricingRow
from tests.amcenter.estimates.conftest import MakePart
from tests.amcenter.estimates.formulas import evaluate, recalculated

SHOP = shop_from(shipped())
PRICES = Prices(
    PricingRow(**first_prices.PRICING),
    tuple(AssumptionRow(**row) for row in first_prices.ASSUMPTIONS),
    tuple(PostStepRow(**row) for row in first_prices.STEPS),
)


def everything(part: MakePart, quantity: int) -> list[Estimate]:
    """Return the estimates of one part in every material on every machine of the catalogue."""
    parts = [
        part(40.5, 20.25, 30.125, material_id=row.id, orientation=None) for row in SHOP.materials
    ]
    found = every_candidate(SHOP, PRICES, parts, any_orientation=True)
    return [estimate(one, PRICES, quantity, with_costs=True) for one in found.candidates]


def sums_of(found: Breakdown) -> list[Sum]:
    assert found.cost is not None
    return [found.machine, found.work, found.wait, found.material, found.powder, found.cost]


@pytest.mark.parametrize("quantity", [1, 7, 500])
def test_every_formula_gives_the_value_beside_it(part: MakePart, quantity: int) -> None:
    found = everything(part, quantity)
    terms = [
        term
        for one in found
        for breakdown in (one.own, one.shared)
        for sums in sums_of(breakdown)
        for term in sums.terms
    ]

    wrong = [
        (term.code, term.formula, term.value, recalculated(term))
        for term in terms
        if abs(float(term.value) - recalculated(term)) > _slack(term)
    ]

    assert {one.process for one in found} >= {"pbf_lb_m", "pbf_lb_p", "mjf", "ded", "mex", "vpp"}
    assert wrong == []


def _slack(term: Term) -> float:
    """Return the rounding of a term; plans round every exposure and every layer up to 1 ms."""
    values = {one.name: one.value for one in term.inputs}
    rounded_up = {"exposure": "pieces", "layers": LAYERS}.get(term.code, "0")
    return 0.0101 + 0.001 * evaluate(rounded_up, values)


def test_everything_that_is_shown_has_a_name_in_every_language(part: MakePart) -> None:
    terms = [
        term for one in everything(part, 7) for sums in sums_of(one.own) for term in sums.terms
    ]

    assert {tuple(term.label) for term in terms} == {LANGUAGES}
    assert {tuple(one.label) for term in terms for one in term.inputs} == {LANGUAGES}
    assert labels("estimate_term_setup")["ru"] == "Подготовка установки"


def test_every_term_says_where_its_figures_are_from(part: MakePart) -> None:
    for one in everything(part, 7):
        for sums in sums_of(one.shared):
            assert all(term.sources for term in sums.terms)
