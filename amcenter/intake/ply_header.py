"""The header of a PLY: which elements follow, and what each of them is made of."""

import re
from dataclasses import dataclass
from typing import Literal

from amcenter.errors import UnreadableFile

MAX_HEADER_BYTES = 64 * 1024
MAX_PROPERTIES = 256
"""Of one element."""

Encoding = Literal["ascii", "binary_little_endian", "binary_big_endian"]

_TYPES = {
    **dict.fromkeys(("char", "int8"), "i1"),
    **dict.fromkeys(("uchar", "uint8"), "u1"),
    **dict.fromkeys(("short", "int16"), "i2"),
    **dict.fromkeys(("ushort", "uint16"), "u2"),
    **dict.fromkeys(("int", "int32"), "i4"),
    **dict.fromkeys(("uint", "uint32"), "u4"),
    **dict.fromkeys(("float", "float32"), "f4"),
    **dict.fromkeys(("double", "float64"), "f8"),
}
_COUNT = re.compile(r"[0-9]{1,18}")
_END = re.compile(rb"(?:\A|\r\n|[\r\n])end_header[ \t]*+(\r\n|[\r\n])")


@dataclass(frozen=True, slots=True)
class Property:
    """A number of an element, or (with ``length_type``) a list of them; types as numpy has them."""

    name: str
    type: str
    length_type: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """A table: ``count`` rows of the properties."""

    name: str
    count: int
    properties: tuple[Property, ...]

    @property
    def least_row_bytes(self) -> int:
        """What a binary row takes whose lists are empty."""
        return sum(int((one.length_type or one.type)[1]) for one in self.properties)


@dataclass(frozen=True, slots=True)
class Header:
    encoding: Encoding
    elements: tuple[Element, ...]
    bytes: int


def read_header(head: bytes) -> Header:
    """Return the header that a file begins with."""
    end = _END.search(head[:MAX_HEADER_BYTES])
    if end is None or not head.startswith(b"ply"):
        raise UnreadableFile("ply_bad_header", line=1)
    encoding: Encoding | None = None
    elements: list[Element] = []
    lines = head[: end.start()].decode("ascii", "replace").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        match line.split():
            case [] | ["comment" | "obj_info", *_]:
                pass
            case ["format", "ascii" | "binary_little_endian" | "binary_big_endian" as named, "1.0"]:
                encoding = named
            case ["element", name, count] if _COUNT.fullmatch(count):
                elements.append(Element(name, int(count), ()))
            case ["property", *words] if elements and (found := _property(words)):
                last = elements[-1]
                elements[-1] = Element(last.name, last.count, (*last.properties, found))
            case _:
                raise UnreadableFile("ply_bad_header", line=number)
    widths = [len(one.properties) for one in elements]
    if encoding is None or not all(0 < width <= MAX_PROPERTIES for width in widths):
        raise UnreadableFile("ply_bad_header", line=len(lines))
    return Header(encoding, tuple(elements), end.end())


def _property(words: list[str]) -> Property | None:
    match words:
        case ["list", length, kind, name] if length in _TYPES and kind in _TYPES:
            length_type = _TYPES[length]
            return None if length_type[0] == "f" else Property(name, _TYPES[kind], length_type)
        case [kind, name] if kind in _TYPES:
            return Property(name, _TYPES[kind])
        case _:
            return None
