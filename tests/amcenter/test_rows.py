import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from amcenter.db import transaction
from amcenter.errors import NotFound, StaleVersion
from amcenter.ids import new_id
from amcenter.rows import change, get
from amcenter.tables import CustomerRow


@pytest.fixture
def customer(engine: Engine) -> CustomerRow:
    row = CustomerRow(name="Reactor works")
    with transaction(engine) as session:
        session.add(row)
    return row


def test_a_row_is_found_by_its_id(engine: Engine, customer: CustomerRow) -> None:
    with transaction(engine) as session:
        assert get(session, CustomerRow, customer.id).name == "Reactor works"


def test_an_unknown_id_is_not_found(engine: Engine) -> None:
    with transaction(engine) as session, pytest.raises(NotFound):
        get(session, CustomerRow, new_id())


def test_a_change_raises_the_version(engine: Engine, customer: CustomerRow) -> None:
    with transaction(engine) as session:
        row = change(session, get(session, CustomerRow, customer.id), 1, name="Pump works")
        assert (row.name, row.version) == ("Pump works", 2)

    with transaction(engine) as session:
        stored = session.exec(select(CustomerRow)).one()
        assert (stored.name, stored.version) == ("Pump works", 2)


def test_of_two_changes_of_one_version_the_second_is_refused(
    engine: Engine, customer: CustomerRow
) -> None:
    with Session(engine) as late:
        read_before = get(late, CustomerRow, customer.id)
        late.commit()
        with transaction(engine) as session:
            change(session, get(session, CustomerRow, customer.id), 1, name="Pump works")

        with pytest.raises(StaleVersion) as refusal:
            change(late, read_before, 1, name="Valve works")

    assert refusal.value.message.params == {"based_on": 1, "newest": 2}
    with transaction(engine) as session:
        assert get(session, CustomerRow, customer.id).name == "Pump works"
