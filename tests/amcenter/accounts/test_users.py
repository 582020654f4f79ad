from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from amcenter import db
from amcenter.accounts import invitations, sign_in, tokens, users
from amcenter.accounts.principal import Principal, principal_of
from amcenter.errors import BadInput, Conflict, NotFound, StaleVersion, Unauthenticated
from amcenter.ids import new_id
from amcenter.tables import Role, UserRow
from tests.amcenter.accounts.conftest import NOW


def create(
    session: Session,
    who: Principal,
    role: Role = Role.OPERATOR,
    customer_id: UUID | None = None,
) -> tuple[UserRow, str]:
    return users.create(
        session,
        who,
        email=" Boris@Example.org",
        name="Boris",
        role=role,
        customer_id=customer_id,
        language="ru",
        now=NOW,
    )


def test_a_new_person_joins_by_invitation(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session:
        _, secret = create(session, admin)

    user, _ = invitations.accept(engine, secret=secret, password="twelve chars or more", now=NOW)

    assert (user.email, user.role) == ("boris@example.org", Role.OPERATOR)


def test_an_address_belongs_to_one_person(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session:
        create(session, admin)
        with pytest.raises(Conflict):
            create(session, admin)


@pytest.mark.parametrize("role", list(Role))
def test_engineers_and_only_they_belong_to_a_customer(
    engine: Engine, admin: Principal, customer_id: UUID, role: Role
) -> None:
    wrong = None if role is Role.ENGINEER else customer_id

    with db.transaction(engine) as session, pytest.raises(BadInput):
        create(session, admin, role, wrong)


def test_an_engineers_customer_exists(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session, pytest.raises(NotFound):
        create(session, admin, Role.ENGINEER, new_id())


def test_a_new_role_asks_the_person_to_sign_in_again(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session:
        user, _ = create(session, admin)
        secret = sign_in.begin(session, user, NOW)
        users.edit(session, admin, user.id, {"role": Role.FLOOR}, version=1, now=NOW)

    with pytest.raises(Unauthenticated):
        sign_in.who_signed_in(engine, secret, NOW)


def test_a_new_name_does_not(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session:
        user, _ = create(session, admin)
        secret = sign_in.begin(session, user, NOW)
        users.edit(session, admin, user.id, {"name": "Boris B."}, version=1, now=NOW)

    assert sign_in.who_signed_in(engine, secret, NOW).user_id == user.id


def test_shutting_out_revokes_tokens(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session:
        user, _ = create(session, admin)
        who = principal_of(user)
        tokens.create(session, who, name="x", valid=sign_in.IDLE, now=NOW)
        users.edit(session, admin, user.id, {"active": False}, version=1, now=NOW)

        assert tokens.listed(session, who) == []


@pytest.mark.parametrize("changes", [{"active": False}, {"role": Role.OPERATOR}])
def test_the_last_administrator_stays(
    engine: Engine, admin: Principal, changes: users.UserChanges
) -> None:
    with db.transaction(engine) as session, pytest.raises(Conflict) as refusal:
        users.edit(session, admin, admin.user_id, changes, version=1, now=NOW)

    assert refusal.value.message.code == "last_admin"


def test_a_change_based_on_an_older_version_is_refused(engine: Engine, admin: Principal) -> None:
    with db.transaction(engine) as session:
        user, _ = create(session, admin)
        users.edit(session, admin, user.id, {"name": "B"}, version=1, now=NOW)
        with pytest.raises(StaleVersion):
            users.edit(session, admin, user.id, {"name": "C"}, version=1, now=NOW)
