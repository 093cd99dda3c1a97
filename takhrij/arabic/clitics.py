"""Candidate readings of a written word: proclitics, key, pronoun suffix."""

from __future__ import annotations

from functools import lru_cache

from takhrij.arabic.rules import rules
from takhrij.core.language import Split

# A key shorter than this after a proclitic, or a stem shorter than this before a suffix, is noise.
_SHORTEST_KEY = 2
_SHORTEST_STEM = 2


def _stems(key: str, suffix: str) -> list[str]:
    """Spellings that a stem has without the suffix: ta marbuta, plural waw, alef maqsura and hamza return."""
    stem = key[: -len(suffix)]
    if len(stem) < _SHORTEST_STEM:
        return []
    stems = [stem]
    last = stem[-1]
    if last == "ت":
        stems.append(stem[:-1] + "ه")
    elif last == "و":
        stems.append(stem + "ا")
    elif last == "ا":
        stems.append(stem[:-1] + "ي")
    if last in "وي" and stem[-2:-1] == "ا":
        stems.append(stem[:-1] + "ء")
    return stems


@lru_cache(maxsize=1)
def _clitics() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Proclitics by first letter and enclitics by last, in their order: most words have neither letter."""
    proclitics: dict[str, list[str]] = {}
    enclitics: dict[str, list[str]] = {}
    for proclitic in rules().proclitics:
        proclitics.setdefault(proclitic[0], []).append(proclitic)
    for enclitic in rules().enclitics:
        enclitics.setdefault(enclitic[-1], []).append(enclitic)
    return proclitics, enclitics


@lru_cache(maxsize=1 << 16)
def splits(form: str) -> tuple[Split, ...]:
    """Clitic readings of one folded word, the whole word first.

    >>> Split("ول", "القاعده", "") in splits("وللقاعده")
    True
    >>> Split("و", "سيطره", "هم") in splits("وسيطرتهم")
    True
    """
    if len(form) < 2 or form.isdigit():
        return (Split("", form, ""),)
    proclitics, enclitics = _clitics()
    article = rules().article
    bases = [("", form)]
    for proclitic in proclitics.get(form[0], ()):
        if not form.startswith(proclitic):
            continue
        rest = form[len(proclitic) :]
        if len(rest) >= _SHORTEST_KEY:
            bases.append((proclitic, rest))
        if proclitic.endswith("ل") and rest.startswith("ل") and len(rest) > _SHORTEST_KEY:
            bases.append((proclitic, article + rest[1:]))
    found = [Split(prefix, key, "") for prefix, key in bases]
    suffixes = enclitics.get(form[-1])
    if not suffixes:
        return tuple(found)
    for prefix, key in bases:
        if key.startswith(article):
            continue
        for suffix in suffixes:
            if key.endswith(suffix):
                found += [Split(prefix, stem, suffix) for stem in _stems(key, suffix)]
    return tuple(found)
