"""``amcenter openapi``: the description of the API."""

import os
import sys
from typing import NoReturn


def openapi() -> NoReturn:
    """Print the description of the API (OpenAPI 3.1, JSON)."""
    sys.stdout.flush()
    os.execv(  # noqa: S606  (no shell is wanted)
        sys.executable, [sys.executable, "-m", "api.cli"]
    )
