"""Numbers that people read out to each other: R-2026-0001, P-2026-0001, B-2026-0001."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from amcenter.clock import now
from amcenter.ids import new_id
from amcenter.tables import CounterRow


def next_number(session: Session, letter: str) -> str:
    """Return the next number of this year's series; a transaction that fails leaves no hole.

    One statement, so that two people who take the first number of a year both get one.
    """
    series = f"{letter}-{now().year}"
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    first = insert(CounterRow).values(id=new_id(), created_at=now(), series=series, value=1)
    taken = first.on_conflict_do_update(
        index_elements=[col(CounterRow.series)], set_={"value": col(CounterRow.value) + 1}
    )
    value = session.connection().execute(taken.returning(col(CounterRow.value))).scalar_one()
    return f"{series}-{value:04d}"
