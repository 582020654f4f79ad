"""Reading what plan runs have stored."""

import gzip
import json

from amcenter.intake.files import FileStore
from amcenter.tables.columns import JsonObject


def unpacked(files: FileStore, sha256: str | None) -> JsonObject:
    assert sha256 is not None
    content: JsonObject = json.loads(gzip.decompress(files.path(sha256).read_bytes()))
    return content
