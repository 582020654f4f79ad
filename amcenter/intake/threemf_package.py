"""The ZIP package around a 3MF model, opened with limits: nothing in it is believed."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from struct import error as StructError  # noqa: N812
from typing import IO
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from amcenter.errors import UnreadableFile
from amcenter.intake.xml_events import Attributes, parse_xml

MAX_ENTRIES = 10_000
MAX_UNPACKED_BYTES = 1 << 30
"""Of all parts that are read, and of any one of them."""
MAX_RATIO = 200
"""Real meshes shrink 10 to 30 times; a part may do better while it stays small."""
SMALL_PART_BYTES = 16 << 20
MODEL_RELATIONSHIP = "http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Package:
    """The parts of a 3MF by lower-case name without the leading slash."""

    archive: ZipFile
    parts: dict[str, ZipInfo] = field(default_factory=dict)
    unpacked_bytes: int = 0

    def stream(self, name: str, read: Callable[[IO[bytes]], None]) -> None:
        """Let ``read`` have the bytes of a part, unless it is missing, damaged or a bomb."""
        info = self.parts.get(name)
        if info is None:
            raise UnreadableFile("threemf_missing_part", part=name[:100])
        _require_harmless(info)
        self.unpacked_bytes += info.file_size
        if self.unpacked_bytes > MAX_UNPACKED_BYTES:
            raise UnreadableFile("zip_bomb")
        try:
            opened = self.archive.open(info)
        except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, StructError):
            raise UnreadableFile("zip_damaged") from None
        try:
            with opened as file:
                read(file)
        except (BadZipFile, ZlibError, EOFError, OSError):
            raise UnreadableFile("zip_damaged") from None

    def main_model(self) -> str:
        """Return the name of the part that the package calls its 3D model."""
        targets: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            names_model = attributes.get("Type") == MODEL_RELATIONSHIP
            inside = attributes.get("TargetMode") != "External"
            if name.endswith("Relationship") and names_model and inside:
                targets.append(attributes.get("Target", ""))

        if "_rels/.rels" not in self.parts:
            raise UnreadableFile("zip_not_3mf")
        self.stream("_rels/.rels", lambda file: parse_xml(file, start))
        if len(targets) != 1:
            raise UnreadableFile("threemf_no_model")
        return part_name(targets[0])


def open_package(path: Path) -> Package:
    """Return the package in a file; the caller closes its archive."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, NotImplementedError, OSError, ValueError, StructError):
        raise UnreadableFile("zip_damaged") from None
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        archive.close()
        raise UnreadableFile("zip_bomb")
    parts = {part_name(entry.filename): entry for entry in entries}
    if len(parts) < len(entries):  # which of two is meant, every program decides for itself
        archive.close()
        raise UnreadableFile("zip_damaged")
    return Package(archive, parts)


def part_name(name: str) -> str:
    """Return a part's name as the package compares names: no leading slash, case ignored."""
    return posixpath.normpath("/" + unquote(name)).lstrip("/").lower()


def _require_harmless(info: ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableFile("zip_encrypted")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise UnreadableFile("zip_damaged")
    ratio = info.file_size / max(info.compress_size, 1)
    too_dense = info.file_size > SMALL_PART_BYTES and ratio > MAX_RATIO
    # zipfile never inflates more than the stated size, so looking at it is enough.
    if info.file_size > MAX_UNPACKED_BYTES or too_dense:
        raise UnreadableFile("zip_bomb")
