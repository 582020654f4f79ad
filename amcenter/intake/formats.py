"""Which format a file has, found from its bytes, and the reader of each format."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from amcenter.errors import UnreadableFile
from amcenter.intake.obj import read_obj
from amcenter.intake.off import OPENING as OFF_OPENING
from amcenter.intake.off import read_off
from amcenter.intake.ply import read_ply
from amcenter.intake.soup import Soup, checked
from amcenter.intake.step import read_step
from amcenter.intake.stl_ascii import BEGINNING as STL_BEGINNING
from amcenter.intake.stl_ascii import read_ascii_stl
from amcenter.intake.stl_binary import read_binary_stl, size_matches, size_nearly_matches
from amcenter.intake.threemf import read_3mf

READERS: Mapping[str, Callable[[Path], Soup]] = {
    "stl-binary": read_binary_stl,
    "stl-ascii": read_ascii_stl,
    "3mf": read_3mf,
    "obj": read_obj,
    "ply": read_ply,
    "off": read_off,
    "step": read_step,
}

_HEAD_BYTES = 64 * 1024
_OTHER_CONTENT = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
    (b"glTF", "GLB"),
    (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"version https://git-lfs", "Git LFS"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
    (b"{", "JSON"),
)
_PLY = re.compile(rb"ply[ \t]*[\r\n]")
_OBJ_STATEMENT = re.compile(rb"^\s*(v\s+[-+.\d]|f\s+-?\d)", re.MULTILINE)


def read_soup(path: Path, name: str) -> tuple[str, Soup]:
    """Return the format and the checked triangles of a file; ``name`` is only a hint."""
    kind = found_format(path, name)
    return kind, checked(READERS[kind](path))


def found_format(path: Path, name: str) -> str:
    """Return the key of the reader for a file, judged by its bytes."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if size == 0:
        raise UnreadableFile("empty_file")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "3mf"
    if size_matches(head, size):  # before looking for "solid": binary headers may say so too
        return "stl-binary"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PLY.match(head):
        return "ply"
    _refuse_other_content(text)
    if _is_text(head):
        return _text_format(text, head)
    named = name.lower().endswith(".stl") or head.startswith(b"solid")
    if named or size_nearly_matches(head, size):
        return "stl-binary"  # its reader says what is wrong with the size
    raise UnreadableFile("unknown_format")


def _refuse_other_content(text: bytes) -> None:
    start = text[:32].lower()
    for magic, content in _OTHER_CONTENT:
        if start.startswith(magic.lower()):
            raise UnreadableFile("wrong_content", content=content)


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def _text_format(text: bytes, head: bytes) -> str:
    if text.startswith(b"ISO-10303-21"):
        return "step"
    if OFF_OPENING.match(text):
        return "off"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _begins_stl(text):
        return "stl-ascii"
    if _OBJ_STATEMENT.search(text):
        return "obj"
    raise UnreadableFile("unknown_format")


def _begins_stl(text: bytes) -> bool:
    beginning = STL_BEGINNING.search(text)
    if beginning is None:
        return False
    # A line that begins with "solid" may also stand in some other text.
    return not text[: beginning.start()].strip() or b"facet" in text[beginning.end() :].lower()
