"""``python -m api``: one serving process."""

import logging

import uvicorn

from amcenter.centre import Centre
from amcenter.config import read_settings
from amcenter.db import make_engine
from amcenter.intake.files import FileStore
from amcenter.work.queue import DbosQueue
from api.main import create_app


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s api %(levelname)s %(message)s")
    settings = read_settings()
    engine = make_engine(settings.database_url, sqlite_sync=settings.sqlite_sync)
    centre = Centre(settings, engine, FileStore(settings.files_dir), DbosQueue(engine))
    uvicorn.run(
        create_app(centre),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,  # listeners of live events never end by themselves
    )


if __name__ == "__main__":
    main()
