"""Solver values as JSON: an exact round trip, the same bytes for the same value.

The types of the dataclass fields say how a value is read, so a new field needs no line here.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from solver.problem import ProblemError

T = TypeVar("T")
Json = Any
"""What ``json`` knows: dict, list, str, int, float, bool or None."""


def to_json(value: object) -> bytes:
    """Return a solver value (``Problem``, ``Schedule``, ``Result`` ...) as UTF-8 JSON."""
    return json.dumps(encoded(value), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(kind: type[T], content: bytes) -> T:
    """Return the value of ``kind`` that ``to_json`` wrote.

    ProblemError if the content is no such value.
    """
    try:
        return decoded(kind, json.loads(content))
    except (ValueError, TypeError, KeyError) as error:
        if isinstance(error, ProblemError):
            raise
        raise ProblemError(f"not a {kind.__name__}: {error!r}") from error


def encoded(value: object) -> Json:
    """Return a value as plain JSON data."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if is_dataclass(value):
        return {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset):
        return sorted(encoded(item) for item in value)
    if isinstance(value, Mapping):
        pairs = sorted((encoded(key), encoded(item)) for key, item in value.items())
        return dict(pairs) if all(isinstance(key, str) for key, _ in pairs) else pairs
    if isinstance(value, tuple | list):
        return [encoded(item) for item in value]
    return value


def decoded(kind: type[T], data: Json) -> T:
    """Return the value of ``kind`` that ``encoded`` turned into ``data``."""
    anything: Any = kind
    value: T = _reader(anything)(data)
    return value


@cache
def _reader(kind: Any) -> Callable[[Json], Any]:
    """Return the function that reads values of a (possibly generic) type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _optional_reader(arguments)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is frozenset:
        item = _reader(arguments[0])
        return lambda data: frozenset(map(item, data))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping_reader(arguments)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind is bytes:
        return lambda data: base64.b64decode(data, validate=True)
    if kind is float:
        return _float
    return kind if issubclass(kind, Enum) else lambda data: _checked(kind, data)


def _optional_reader(arguments: tuple[Any, ...]) -> Callable[[Json], Any]:
    readers = [_reader(one) for one in arguments if one is not NoneType]
    if len(readers) == 1:
        return lambda data: None if data is None else readers[0](data)
    kinds = tuple(one for one in arguments if one is not NoneType)  # ``str | int`` of facts
    return lambda data: _checked(kinds, data)


def _tuple_reader(arguments: tuple[Any, ...]) -> Callable[[Json], Any]:
    if arguments[-1] is Ellipsis:
        item = _reader(arguments[0])
        return lambda data: tuple(map(item, data))
    readers = [_reader(one) for one in arguments]
    return lambda data: tuple(read(one) for read, one in zip(readers, data, strict=True))


def _mapping_reader(arguments: tuple[Any, ...]) -> Callable[[Json], Any]:
    key, item = map(_reader, arguments)

    def read(data: Json) -> dict[Any, Any]:
        pairs = data.items() if isinstance(data, dict) else data
        return {key(name): item(value) for name, value in pairs}

    return read


def _dataclass_reader(kind: Any) -> Callable[[Json], Any]:
    hints = get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}
    return lambda data: kind(**{name: readers[name](value) for name, value in data.items()})


def _float(data: Json) -> float:
    return float(_checked((int, float), data))


def _checked(kinds: Any, data: Json) -> Any:
    if not isinstance(data, kinds) or isinstance(data, bool) != (kinds is bool):
        raise TypeError(f"{data!r} is no {kinds}")
    return data
