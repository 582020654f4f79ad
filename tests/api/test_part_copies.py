"""Parts of equal shape over HTTP."""

from uuid import UUID

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter import db
from amcenter.centre import Centre
from amcenter.tables import PartRow, PartStatus
from tests.api.conftest import Caller
from tests.api.world import box_document, populate


def test_the_copies_of_a_part_are_told_with_their_relation(
    client: TestClient, engine: Engine, centre: Centre, callers: dict[str, Caller]
) -> None:
    world = populate(engine, centre, callers["engineer"].who)
    key = box_document().fingerprint.shape_key
    with db.transaction(engine) as session:
        part = session.get_one(PartRow, UUID(world.ids["part_id"]))
        part.shape_key = key
        again = PartRow(
            request_id=part.request_id,
            number="P-2",
            name="again.stl",
            file_id=part.file_id,
            status=PartStatus.ANALYSED,
            document_sha256=part.document_sha256,
            shape_key=key,
        )
        session.add_all([part, again])

    def asked(name: str) -> tuple[int, list[tuple[str, str]]]:
        address = world.address("/api/parts/{part_id}/copies")
        answer = client.get(address, headers=callers[name].headers)
        items = answer.json().get("items", [])
        return answer.status_code, [(one["part"]["number"], one["relation"]) for one in items]

    assert asked("engineer") == (200, [("P-2", "same")])
    assert asked("operator") == (200, [("P-2", "same")])
    assert asked("stranger") == (404, [])
    assert asked("floor") == (403, [])
