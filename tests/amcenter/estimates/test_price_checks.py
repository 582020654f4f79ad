"""Values that cannot be are refused by the services themselves, whoever calls them."""

import math

import pytest
from sqlalchemy import Engine

from amcenter.db import reading
from amcenter.errors import BadInput
from amcenter.estimates.assumptions import check_assumption
from amcenter.estimates.post_steps import check_post_step
from amcenter.estimates.pricing import check_pricing
from amcenter.tables import PricingRow
from tests.amcenter.estimates.conftest import assumption, step


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"labour_per_h": -1.0}, "must_not_be_negative"),
        ({"labour_per_h": math.nan}, "must_not_be_negative"),
        ({"currency": "rub"}, "currency_unusable"),
        ({"note": "x" * 501}, "note_too_long"),
        ({"verified": True}, "verified_without_source"),
    ],
)
def test_a_pricing_that_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    usual: dict[str, object] = {"labour_per_h": 1500.0}

    with pytest.raises(BadInput) as refusal:
        check_pricing(PricingRow(**(usual | values)))
    assert refusal.value.message.code == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"work_h": -0.1}, "must_not_be_negative"),
        ({"wait_h": math.inf}, "must_not_be_negative"),
        ({"cost": -5.0}, "must_not_be_negative"),
        ({"name_ru": " "}, "text_length"),
        ({"quality_class": "Q"}, "quality_class_unknown"),
        ({"note": "x" * 501}, "note_too_long"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    engine: Engine, values: dict[str, object], code: str
) -> None:
    with reading(engine) as session, pytest.raises(BadInput) as refusal:
        check_post_step(session, step("x", "piece", **values))
    assert refusal.value.message.code == code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"lost_share": -0.1}, "must_be_part_of"),
        ({"fresh_share": 1.1}, "must_be_part_of"),
        ({"failure_share": math.nan}, "must_be_part_of"),
        ({"failure_share": 0.91}, "failures_too_many"),
        ({"typical_fill": 1.1}, "must_be_share"),
        ({"note": "x" * 501}, "note_too_long"),
    ],
)
def test_an_assumption_that_cannot_be_is_refused(
    engine: Engine, values: dict[str, object], code: str
) -> None:
    with reading(engine) as session, pytest.raises(BadInput) as refusal:
        check_assumption(session, assumption(**values))  # type: ignore[arg-type]
    assert refusal.value.message.code == code
