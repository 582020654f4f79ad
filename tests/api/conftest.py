"""An API of a small centre on a database of its own, and callers of every role."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from amcenter import clock, db
from amcenter.accounts import tokens
from amcenter.accounts.principal import Principal, principal_of
from amcenter.centre import Centre
from amcenter.config import Settings, read_settings
from amcenter.intake.files import FileStore
from amcenter.tables import CustomerRow, Role, UserRow
from amcenter.work.inline import InlineQueue
from api.main import create_app
from api.stream import Feed
from tests.conftest import CHOSEN


def only_on(database: str) -> pytest.MarkDecorator:
    """Run a test that does not depend on the database on one of them."""
    chosen = [database] if database in CHOSEN else []
    return pytest.mark.parametrize("database_url", chosen, indirect=True)


BASE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Caller:
    """Somebody with a token."""

    who: Principal
    headers: dict[str, str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"AMCENTER_DATA_DIR": str(tmp_path), "AMCENTER_UPLOAD_LIMIT_MB": "1"})


@pytest.fixture
def centre(engine: Engine, settings: Settings) -> Centre:
    return Centre(settings, engine, FileStore(settings.files_dir), InlineQueue())


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """An app that takes half a second to make; the fixture ``app`` gives it the test's centre."""
    folder = tmp_path_factory.mktemp("no centre")
    settings = read_settings({"AMCENTER_DATA_DIR": str(folder)})
    engine = db.make_engine(settings.database_url)
    return create_app(Centre(settings, engine, FileStore(folder), InlineQueue()))


@pytest.fixture
def app(shared_app: FastAPI, centre: Centre) -> FastAPI:
    shared_app.state.centre = centre
    shared_app.state.feed = Feed(centre.engine, poll_s=0.02, life_s=1.0)
    return shared_app


@pytest.fixture
def own_app(centre: Centre) -> FastAPI:
    """An app that a test may change."""
    return create_app(centre)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=BASE_URL, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def customer_ids(engine: Engine) -> tuple[UUID, UUID]:
    """Two customers."""
    rows = [CustomerRow(name="Bureau 1"), CustomerRow(name="Bureau 2")]
    with db.transaction(engine) as session:
        session.add_all(rows)
    return rows[0].id, rows[1].id


@pytest.fixture
def callers(engine: Engine, customer_ids: tuple[UUID, UUID]) -> dict[str, Caller]:
    """One caller of every role, and ``stranger``: an engineer of the second customer."""
    people = {role.value: (role, None) for role in Role if role is not Role.ENGINEER}
    people |= {
        "engineer": (Role.ENGINEER, customer_ids[0]),
        "stranger": (Role.ENGINEER, customer_ids[1]),
    }
    return {name: add_caller(engine, name, *person) for name, person in people.items()}


def add_caller(engine: Engine, name: str, role: Role, customer_id: UUID | None) -> Caller:
    user = UserRow(
        email=f"{name}@example.org", name=name.title(), role=role, customer_id=customer_id
    )
    with db.transaction(engine) as session:
        session.add(user)
        session.flush()
        _, secret = tokens.create(
            session, principal_of(user), name="test", valid=timedelta(days=1), now=clock.now()
        )
    return Caller(principal_of(user), {"Authorization": f"Bearer {secret}"})


@pytest.fixture
def admin(callers: dict[str, Caller]) -> dict[str, str]:
    return callers["admin"].headers


@pytest.fixture
def operator(callers: dict[str, Caller]) -> dict[str, str]:
    return callers["operator"].headers


@pytest.fixture
def engineer(callers: dict[str, Caller]) -> dict[str, str]:
    return callers["engineer"].headers
