"""Random calls after the description of the API: no server error, no undocumented answer."""

import os
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine

from amcenter.centre import Centre
from tests.api.conftest import Caller
from tests.api.world import World, populate
from tests.conftest import CHOSEN

EXAMPLES = int(os.environ.get("AMCENTER_TEST_EXAMPLES", "3"))
"""Of every operation, each valid and broken."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize(
    ("database_url", "mode"),
    [
        pair
        for pair in (("sqlite", GenerationMode.POSITIVE), ("postgresql", GenerationMode.NEGATIVE))
        if pair[0] in CHOSEN
    ],
    indirect=["database_url"],
)
def test_no_call_meets_a_server_error_or_an_undocumented_answer(
    app: FastAPI,
    engine: Engine,
    centre: Centre,
    callers: dict[str, Caller],
    mode: GenerationMode,
) -> None:
    app.state.feed.life_s = 0.02
    known = populate(engine, centre, callers["engineer"].who)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]

    headers = callers["admin"].headers
    problems = [explore(operation, mode, known, headers) for operation in operations]

    assert [problem for problem in problems if problem] == []


def explore(
    operation: Any, mode: GenerationMode, world: World, headers: dict[str, str]
) -> list[str]:
    """Return what is wrong with the answers of an operation."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = world.ids.get(name, "x")
        case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        check()
    except (FailureGroup, Failure) as failure:
        return [operation.label, str(failure)]
    except Unsatisfiable:
        pass  # an operation without any input cannot be called in a broken way
    return []
