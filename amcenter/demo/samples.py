"""The sample parts with what they are made of."""

from functools import cache
from pathlib import Path

import amcenter
from amcenter.errors import NotFound
from amcenter.offline.files import WantedFile, Wishes, wanted_files

PLACES = (
    Path(amcenter.__file__).parents[1] / "sample_parts",  # in the repository
    Path(amcenter.__file__).parent / "sample_parts",  # in an installed wheel
)


@cache
def samples() -> dict[str, WantedFile]:
    """Return the sample parts by the name of their file, without its ending."""
    for place in PLACES:
        if place.is_dir():
            return {file.path.stem: file for file in wanted_files([place], Wishes())}
    raise NotFound("not_found", what="folder", key="sample_parts")
