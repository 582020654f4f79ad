"""Reading XML that a stranger wrote: a stream of events, no entities, no outside world."""

import re
from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from amcenter.errors import UnreadableFile

Attributes = Mapping[str, str]
"""By local name for the element's own vocabulary, by ``namespace name`` for others."""

Table = Callable[[bytes, int, bytes], int | None]
"""Reads what is inside an element, given the document, where that begins and the prefix of the
element's name; returns where the element's end tag begins, None to leave it all to the parser."""

_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_READABLE = {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}
"""What the parser reads by itself; for others it would ask Python's codecs, which are many."""
_TRANSPARENT = {b"utf-8", b"us-ascii"}
"""Encodings in which the bytes of ASCII letters are those letters."""


def parse_xml(
    file: IO[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    prefix: Callable[[str, str], None] | None = None,
) -> None:
    """Tell ``start`` and ``end`` each element by ``namespace name``, ``prefix`` each namespace.

    A document type declaration is refused before anything in it is read: entity bombs and
    references to other files need one.
    """
    parse_xml_with_tables(file.read(), {}, start, end, prefix)


def parse_xml_with_tables(
    content: bytes,
    tables: Mapping[str, Table],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    prefix: Callable[[str, str], None] | None = None,
) -> None:
    """Do as ``parse_xml`` does, but let ``tables`` read what is inside elements of their names."""
    reader = _Reader(content, tables, start)
    reader.parser.EndElementHandler = end
    if prefix is not None:
        told = prefix
        reader.parser.StartNamespaceDeclHandler = lambda short, uri: told(short or "", uri or "")
    try:
        reader.read()
    except ExpatError as error:
        raise UnreadableFile("xml_damaged", line=reader.line(error.lineno)) from None


class _Reader:
    """Feeds a document to the parser, all but the tables in it.

    Whether something that looks like the beginning of a table is one, the parser knows: it has
    just reported it, or it has not because that stands in a comment, say.
    """

    def __init__(
        self,
        content: bytes,
        tables: Mapping[str, Table],
        start: Callable[[str, Attributes], None],
    ) -> None:
        self.parser: XMLParserType = ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._started
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.XmlDeclHandler = _refuse_encoding
        self._content = content
        self._tables = tables if _is_transparent(content) else {}
        self._tell = start
        self._fed = 0
        self._last: tuple[str, int] = ("", -1)
        self._skipped: list[tuple[int, int]] = []

    def read(self) -> None:
        names = {name.rpartition(" ")[2].encode() for name in self._tables}
        position = self._tables_read(names) if names else 0
        self.parser.Parse(memoryview(self._content)[position:], True)

    def _tables_read(self, names: set[bytes]) -> int:
        """Feed everything up to the end of the last table and return where that is."""
        opening = re.compile(rb"<((?:[\w.-]+:)?)(?:" + b"|".join(sorted(names)) + rb")\b[^<>]*+>")
        position = 0
        while found := opening.search(self._content, position):
            self._feed(position, found.end())
            position = found.end()
            name, at = self._last
            if at != self._fed - len(found[0]) or found[0].endswith(b"/>"):
                continue
            table = self._tables.get(name)
            stop = None if table is None else table(self._content, position, found[1])
            if stop is not None:
                self._skipped.append((position, stop))
                position = stop
        return position

    def line(self, parsed: int) -> int:
        """Return the line of the document that is ``parsed`` for the parser."""
        return parsed + sum(self._content.count(b"\n", *span) for span in self._skipped)

    def _feed(self, begin: int, end: int) -> None:
        self.parser.Parse(memoryview(self._content)[begin:end], False)
        self._fed += end - begin

    def _started(self, name: str, attributes: Attributes) -> None:
        self._last = name, self.parser.CurrentByteIndex
        self._tell(name, attributes)


def _is_transparent(content: bytes) -> bool:
    stated = _ENCODING.match(content[:200].removeprefix(b"\xef\xbb\xbf"))
    return stated is None or stated[1].lower() in _TRANSPARENT


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFile("xml_doctype")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _READABLE:
        raise UnreadableFile("xml_damaged", line=1)
