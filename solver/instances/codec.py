"""Frozen dataclasses to JSON and back, driven by their type hints.

Tuples and sets become lists (sets sorted), mappings with composite keys lists of pairs (sorted),
bytes base64. What was written is read back as an equal value; equal values give equal bytes.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from solver.errors import ProblemError

T = TypeVar("T")

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class InstanceError(ProblemError):
    """The JSON does not describe such a value; the message says where."""


def to_json(value: object) -> str:
    """Return a value of dataclasses, tuples, sets, mappings and plain values as JSON text."""
    encoded = _encode(type(value), value)
    return json.dumps(encoded, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def from_json(kind: type[T], text: str | bytes) -> T:
    """Return the value of a type that ``to_json`` wrote."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise InstanceError(f"no JSON: {error}") from error
    return cast(T, _decode(kind, data, "value"))


def _encode(kind: object, value: object) -> Json:
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _encode(hint, getattr(value, name)) for name, hint in _hints(type(value))}
    if isinstance(value, tuple):
        rows = zip(_element_kinds(arguments, len(value)), value, strict=True)
        return [_encode(element, item) for element, item in rows]
    if isinstance(value, frozenset):
        return [_encode(arguments[0], item) for item in sorted(value)]
    if isinstance(value, Mapping):
        return _encode_mapping(arguments, value)
    if origin in (UnionType, Union):
        return _encode(next(k for k in arguments if _may_be(k, value)), value)
    # 100 in a field of floats is the same value as 100.0 and must give the same bytes.
    return float(value) if kind is float else cast(Json, value)  # type: ignore[arg-type]


def _encode_mapping(arguments: tuple[object, ...], value: Mapping[object, object]) -> Json:
    key_kind, item_kind = arguments
    rows = sorted(value.items(), key=lambda row: cast(str, row[0]))
    if key_kind is str:
        return {cast(str, key): _encode(item_kind, item) for key, item in rows}
    return [[_encode(key_kind, key), _encode(item_kind, item)] for key, item in rows]


def _decode(kind: object, data: Json, where: str) -> object:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return _decode_union(arguments, data, where)
    if isinstance(kind, type) and is_dataclass(kind):
        return _decode_dataclass(kind, data, where)
    if origin is tuple:
        rows = _list(data, where)
        kinds = _element_kinds(arguments, len(rows))
        _require(len(kinds) == len(rows), where, f"needs {len(kinds)} entries")
        numbered = enumerate(zip(kinds, rows, strict=True))
        return tuple(_decode(k, row, f"{where}[{n}]") for n, (k, row) in numbered)
    if origin is frozenset:
        return frozenset(_decode(arguments[0], row, where) for row in _list(data, where))
    if origin is Mapping:
        return _decode_mapping(arguments, data, where)
    return _decode_plain(kind, data, where)


def _decode_union(kinds: tuple[object, ...], data: Json, where: str) -> object:
    if data is None and type(None) in kinds:
        return None
    errors = []
    for kind in kinds:
        if kind is not type(None):
            try:
                return _decode(kind, data, where)
            except InstanceError as error:
                errors.append(error)
    raise errors[0]


def _decode_dataclass(kind: type, data: Json, where: str) -> object:
    _require(isinstance(data, dict), where, f"needs a {kind.__name__}")
    given = cast(dict[str, Json], data)
    hints = dict(_hints(kind))
    unknown = sorted(set(given) - set(hints))
    _require(not unknown, where, f"unknown fields {unknown}")
    values = {name: _decode(hints[name], row, f"{where}.{name}") for name, row in given.items()}
    make = cast(Callable[..., object], kind)
    try:
        return make(**values)
    except (TypeError, ValueError) as error:
        raise InstanceError(f"{where}: {error}") from error


def _decode_mapping(arguments: tuple[object, ...], data: Json, where: str) -> dict[object, object]:
    key_kind, item_kind = arguments
    if key_kind is str:
        _require(isinstance(data, dict), where, "needs an object")
        rows = cast(dict[str, Json], data).items()
        return {key: _decode(item_kind, row, f"{where}[{key}]") for key, row in rows}
    pairs = [_list(row, where) for row in _list(data, where)]
    _require(all(len(pair) == 2 for pair in pairs), where, "needs pairs")
    return {_decode(key_kind, key, where): _decode(item_kind, row, where) for key, row in pairs}


def _decode_plain(kind: object, data: Json, where: str) -> object:
    if kind is bytes:
        try:
            return base64.b64decode(cast(str, data), validate=True)
        except (TypeError, binascii.Error) as error:
            raise InstanceError(f"{where}: no base64") from error
    if kind is float and isinstance(data, (int, float)) and not isinstance(data, bool):
        return float(data)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        try:
            return kind(cast(str, data))
        except ValueError as error:
            raise InstanceError(f"{where}: {error}") from error
    _require(_may_be(kind, data), where, f"needs {getattr(kind, '__name__', kind)}")
    return data


def _may_be(kind: object, value: object) -> bool:
    plain = get_origin(kind) or kind
    if isinstance(value, bool):
        return plain is bool
    return isinstance(plain, type) and isinstance(value, plain)


def _element_kinds(arguments: tuple[object, ...], count: int) -> tuple[object, ...]:
    return (arguments[0],) * count if arguments[-1:] == (Ellipsis,) else arguments


@cache
def _hints(kind: type) -> tuple[tuple[str, object], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))


def _list(data: Json, where: str) -> list[Json]:
    _require(isinstance(data, list), where, "needs a list")
    return cast(list[Json], data)


def _require(condition: bool, where: str, message: str) -> None:
    if not condition:
        raise InstanceError(f"{where}: {message}")
