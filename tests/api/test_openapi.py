"""The description of the API is complete: clients are made from it."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.openapi import describe
from tests.api.conftest import Caller, only_on
from tests.api.world import calls_of, nowhere


@pytest.fixture
def document(shared_app: FastAPI) -> dict[str, Any]:
    return describe(shared_app)


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for path in document["paths"].values() for one in path.values()]


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document)]

    assert len(names) == len(set(names))
    assert all(name.isalnum() and name[0].islower() for name in names)


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    silent = [
        operation["operationId"]
        for operation in operations(document)
        if not operation.get("description")
    ]

    assert silent == []


@only_on("sqlite")
def test_every_example_is_accepted(
    app: FastAPI, client: TestClient, callers: dict[str, Caller]
) -> None:
    # an example that is not valid would be answered 422 with the fields that are wrong
    world = nowhere()
    wrong = []
    for call in calls_of(app):
        if call.body is not None:
            options = call.options()
            options["headers"] |= callers["admin"].headers
            answer = client.request(call.method, world.address(call.template), **options)
            if answer.json().get("code") == "input_not_valid":
                wrong.append((call.name, answer.json()["errors"]))

    assert wrong == []


def test_every_field_of_every_input_has_a_limit(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    inputs = {name: schema for name, schema in schemas.items() if name.endswith("In")}
    unlimited = [
        f"{name}.{field}"
        for name, schema in inputs.items()
        for field, value in schema["properties"].items()
        if not _limited(value, schemas)
    ]

    assert len(inputs) > 20
    assert unlimited == []


def _limited(value: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """Return whether a value can only be so long or so large."""
    if "$ref" in value:
        target = schemas[value["$ref"].rpartition("/")[2]]
        return "enum" in target or all(_limited(v, schemas) for v in target["properties"].values())
    if "anyOf" in value:
        return all(_limited(choice, schemas) for choice in value["anyOf"])
    match value.get("type"):
        case "string":
            known = ("maxLength", "pattern", "format", "enum", "const")
            return any(name in value for name in known)
        case "integer" | "number":
            return any(name in value for name in ("maximum", "exclusiveMaximum"))
        case "array":
            return "maxItems" in value and _limited(value["items"], schemas)
        case "object":
            return "maxProperties" in value
    return value.get("type") in {"boolean", "null"} or "const" in value


def test_the_description_is_the_same_every_time(client: TestClient, app: FastAPI) -> None:
    first = client.get("/api/openapi.json").text
    app.openapi_schema = None

    assert client.get("/api/openapi.json").text == first


def test_only_public_operations_need_no_sign_in(document: dict[str, Any]) -> None:
    public = {
        operation["operationId"]
        for operation in operations(document)
        if "security" not in operation
    }

    assert public == {
        *("live", "ready", "signInHere", "acceptInvitation", "listProblems", "getProblem"),
    }
