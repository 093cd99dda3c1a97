"""Any record of core to JSON and back, exactly: the form that stores keep records in.

The printed contract of claims and relations is `takhrij.core.codec`; this one is for everything else. It knows
dataclasses, scalars, Literal, tuples, mappings with string keys, optional values and Any (a value that is
JSON already). Another type is a mistake of the record and raises TypeError when first met.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

R = TypeVar("R")
Convert = Callable[[Any], Any]
_SCALARS = (str, int, float, bool, type(None))


def record_to_json(record: Any) -> dict[str, Any]:
    """A frozen record as a plain dict, fields in the order of the class."""
    result: dict[str, Any] = _converters(type(record))[0](record)
    return result


def record_from_json(kind: type[R], value: Mapping[str, Any]) -> R:
    """The record that `record_to_json` wrote."""
    record: R = _converters(kind)[1](value)
    return record


def dump(value: Any) -> bytes:
    """JSON as UTF-8 bytes, keys in their given order; lone surrogates pass, so that any text can be kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def load(data: bytes) -> Any:
    """The value that `dump` wrote."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _same(value: Any) -> Any:
    return value


def _converters(kind: Any) -> tuple[Convert, Convert]:
    """The way to JSON and the way back for one type."""
    return _build(kind)


@cache
def _build(kind: Hashable) -> tuple[Convert, Convert]:
    if kind in _SCALARS or kind is Any or get_origin(kind) is Literal:
        return _same, _same
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _of_record(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin is Mapping and arguments[0] is str:
        there, back = _converters(arguments[1])
        return (
            lambda value: {key: there(item) for key, item in value.items()},
            lambda value: {key: back(item) for key, item in value.items()},
        )
    if origin in (Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) == 1:
            there, back = _converters(inner[0])
            return (
                lambda value: None if value is None else there(value),
                lambda value: None if value is None else back(value),
            )
    raise TypeError(f"{kind} has no JSON form in the store; use core.codec or a simpler field")


def _of_record(kind: type[Any]) -> tuple[Convert, Convert]:
    hints = get_type_hints(kind)
    fields = [(field.name, *_converters(hints[field.name])) for field in dataclasses.fields(kind)]

    def there(record: Any) -> dict[str, Any]:
        return {name: convert(getattr(record, name)) for name, convert, _ in fields}

    def back(value: Mapping[str, Any]) -> Any:
        # A field that an older version did not write takes the default of its class.
        return kind(**{name: convert(value[name]) for name, _, convert in fields if name in value})

    return there, back


def _of_tuple(arguments: tuple[Any, ...]) -> tuple[Convert, Convert]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        there, back = _converters(arguments[0])
        return (
            lambda value: [there(item) for item in value],
            lambda value: tuple(back(item) for item in value),
        )
    parts = [_converters(argument) for argument in arguments]
    return (
        lambda value: [part[0](item) for part, item in zip(parts, value, strict=True)],
        lambda value: tuple(part[1](item) for part, item in zip(parts, value, strict=True)),
    )
