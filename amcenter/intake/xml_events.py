"""Reading XML that a stranger wrote: a stream of events, no entities, no outside world."""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

from amcenter.errors import UnreadableFile

Attributes = Mapping[str, str]
"""By local name for the element's own vocabulary, by ``namespace name`` for others."""


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
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if end is not None:
        parser.EndElementHandler = end
    if prefix is not None:
        parser.StartNamespaceDeclHandler = lambda short, uri: prefix(short or "", uri or "")
    try:
        parser.ParseFile(file)
    except ExpatError as error:
        raise UnreadableFile("xml_damaged", line=error.lineno) from None
    except LookupError:  # an encoding that does not exist
        raise UnreadableFile("xml_damaged", line=1) from None


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFile("xml_doctype")
