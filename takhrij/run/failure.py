"""A failure over one item, in words for a user and in a form that another process can rebuild."""

from __future__ import annotations

import pickle

from takhrij.core.errors import TakhrijError


def failure(item: object, error: Exception) -> TakhrijError:
    """The error itself where it is one of Takhrij, else one that names the item."""
    if isinstance(error, TakhrijError):
        return error
    return TakhrijError(
        f"{name_of(item)} failed ({type(error).__name__}: {error}); run with --verbose and report this"
    )


def portable(item: object, error: Exception) -> TakhrijError:
    """The failure as an error that survives the way to another process."""
    told = failure(item, error)
    try:
        pickle.loads(pickle.dumps(told))
    except (TypeError, AttributeError, pickle.PickleError):
        return TakhrijError(str(told))
    return told


def name_of(item: object) -> str:
    """What an item is called in one line: its name, label or id where it has one, else how it prints."""
    for attribute in ("name", "label", "id"):
        value = getattr(item, attribute, None)
        if isinstance(value, str) and value:
            return value
    shown = item if isinstance(item, str) else repr(item)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
