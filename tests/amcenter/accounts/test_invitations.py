import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from amcenter import db
from amcenter.accounts import invitations, sign_in
from amcenter.config import Settings, read_settings
from amcenter.errors import BadInput
from amcenter.tables import Role, UserRow
from tests.amcenter.accounts.conftest import NOW, PASSWORD

NEW = "a brand new pass phrase"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    read = read_settings({"AMCENTER_DATA_DIR": str(tmp_path / "data")})
    return replace(read, public_url="https://am.example.org")


def secret_of(link: str | None) -> str:
    assert link is not None
    return link.partition("#")[2]


def invited(engine: Engine, user: UserRow) -> str:
    with db.transaction(engine) as session:
        return invitations.invite(session, user.id, NOW)


def test_the_first_start_gives_a_link_that_makes_the_administrator(
    engine: Engine, settings: Settings
) -> None:
    link = invitations.first_run(engine, settings, NOW)
    user, secret = invitations.accept(
        engine,
        secret=secret_of(link),
        password=NEW,
        email="Boss@example.org",
        name="Boss",
        now=NOW,
    )

    assert link is not None
    assert link.startswith("https://am.example.org/invitation#")
    assert (user.role, user.email) == (Role.ADMIN, "boss@example.org")
    assert sign_in.who_signed_in(engine, secret, NOW).role is Role.ADMIN


def test_only_the_owner_can_read_the_file_with_the_link(engine: Engine, settings: Settings) -> None:
    link = invitations.first_run(engine, settings, NOW)

    path = settings.data_dir / "admin-link.txt"
    assert path.read_text() == f"{link}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_start_without_users_makes_the_earlier_link_useless(
    engine: Engine, settings: Settings
) -> None:
    first = invitations.first_run(engine, settings, NOW)
    invitations.first_run(engine, settings, NOW)

    with pytest.raises(BadInput):
        invitations.accept(
            engine, secret=secret_of(first), password=NEW, email="b@c", name="B", now=NOW
        )


def test_with_a_user_there_is_no_link(engine: Engine, settings: Settings, anna: UserRow) -> None:
    assert invitations.first_run(engine, settings, NOW) is None
    assert not (settings.data_dir / "admin-link.txt").exists()


def test_the_first_administrator_must_say_who_it_is(engine: Engine, settings: Settings) -> None:
    link = invitations.first_run(engine, settings, NOW)

    with pytest.raises(BadInput) as refusal:
        invitations.accept(engine, secret=secret_of(link), password=NEW, now=NOW)
    assert refusal.value.message.code == "first_admin_needs_name"


def test_an_invitation_sets_the_password_once(engine: Engine, anna: UserRow) -> None:
    secret = invited(engine, anna)
    invitations.accept(engine, secret=secret, password=NEW, now=NOW)

    assert sign_in.sign_in(engine, email=anna.email, password=NEW, now=NOW)
    with pytest.raises(BadInput):
        invitations.accept(engine, secret=secret, password=PASSWORD, now=NOW)


def test_an_invitation_ends_after_three_days(engine: Engine, anna: UserRow) -> None:
    secret = invited(engine, anna)

    with pytest.raises(BadInput):
        invitations.accept(engine, secret=secret, password=NEW, now=NOW + timedelta(days=3))


def test_a_new_password_signs_out_other_browsers(engine: Engine, anna: UserRow) -> None:
    _, earlier = sign_in.sign_in(engine, email=anna.email, password=PASSWORD, now=NOW)
    invitations.accept(engine, secret=invited(engine, anna), password=NEW, now=NOW)

    with pytest.raises(sign_in.Unauthenticated):
        sign_in.who_signed_in(engine, earlier, NOW)
