from sqlalchemy import Engine
from sqlmodel import func, select

from amcenter.db import reading, transaction
from amcenter.shop.catalogue import shipped
from amcenter.shop.seed import seed_shop
from amcenter.shop.shop import load_shop, shop_from
from amcenter.tables import EventRow, MachineRow


def test_the_demo_centre_is_stored_once(engine: Engine) -> None:
    with transaction(engine) as session:
        assert seed_shop(session)
    with transaction(engine) as session:
        assert not seed_shop(session)

    with reading(engine) as session:
        assert session.exec(select(func.count()).select_from(MachineRow)).one() == 12


def test_what_was_stored_is_what_the_catalogue_says(engine: Engine) -> None:
    with transaction(engine) as session:
        seed_shop(session)
    with reading(engine) as session:
        stored = load_shop(session)

    told = shop_from(shipped())

    for kind in ("machines", "parameter_sets", "materials", "calendars"):
        assert {row.key for row in getattr(stored, kind)} == {
            row.key for row in getattr(told, kind)
        }
    assert {(row.group, row.before, row.after, row.work_s) for row in stored.changeovers} == {
        (row.group, row.before, row.after, row.work_s) for row in told.changeovers
    }
    assert len(stored.eligibilities) == len(told.eligibilities)
    rates = {row.key: (row.rates, row.layer_um, row.setup_s) for row in told.parameter_sets}
    assert {r.key: (r.rates, r.layer_um, r.setup_s) for r in stored.parameter_sets} == rates


def test_the_snapshot_outlives_its_session(engine: Engine) -> None:
    with transaction(engine) as session:
        seed_shop(session)
    with reading(engine) as session:
        shop = load_shop(session)

    machine = shop.machines[0]

    assert shop.calendar_of(machine).zone == "Asia/Omsk"


def test_the_snapshot_does_not_change_with_the_database(engine: Engine) -> None:
    with transaction(engine) as session:
        seed_shop(session)
    with transaction(engine) as session:
        shop = load_shop(session)
        row = session.get_one(MachineRow, shop.machines[0].id)
        row.name = "changed"
        session.flush()

        assert shop.machines[0].name != "changed"


def test_every_row_has_its_event(engine: Engine) -> None:
    with transaction(engine) as session:
        seed_shop(session)

    with reading(engine) as session:
        created = select(func.count()).where(EventRow.kind == "machine.created")
        assert session.exec(created).one() == 12
