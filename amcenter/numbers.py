"""Numbers that people read out to each other: R-2026-0001, P-2026-0001, B-2026-0001."""

from sqlmodel import Session, select

from amcenter.clock import now
from amcenter.tables import CounterRow


def next_number(session: Session, letter: str) -> str:
    """Return the next number of this year's series; a transaction that fails leaves no hole."""
    series = f"{letter}-{now().year}"
    statement = select(CounterRow).where(CounterRow.series == series).with_for_update()
    counter = session.exec(statement).one_or_none() or CounterRow(series=series)
    counter.value += 1
    session.add(counter)
    session.flush()
    return f"{series}-{counter.value:04d}"
