"""``python -m amcenter.demo``: demo data for a centre that is being served already."""

from amcenter.config import read_settings
from amcenter.db import make_engine
from amcenter.demo.first_start import make_demo
from amcenter.messages import Message, text
from amcenter.work.queue import DbosQueue


def main() -> None:
    """Fill the centre and hand its plan over to the worker."""
    settings = read_settings()
    engine = make_engine(settings.database_url, sqlite_sync=settings.sqlite_sync)
    plan = make_demo(engine, settings, DbosQueue(engine), lambda: None)
    print(text(Message("demo_ready", {"number": plan.number})), flush=True)  # noqa: T201  (a program)
    engine.dispose()


if __name__ == "__main__":
    main()
