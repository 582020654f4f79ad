"""``python -m api.cli``: the description of the API, without serving it."""

import json
import sys
from pathlib import Path

from amcenter.centre import Centre
from amcenter.config import read_settings
from amcenter.db import make_engine
from amcenter.intake.files import FileStore
from amcenter.work.inline import InlineQueue
from api import openapi
from api.main import create_app


def main() -> None:
    """Print the OpenAPI document; no database and no file is touched."""
    centre = Centre(
        settings=read_settings({}),
        engine=make_engine("sqlite://"),
        files=FileStore(Path("nowhere")),
        queue=InlineQueue(),
    )
    document = openapi.describe(create_app(centre))
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
