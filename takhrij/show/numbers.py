"""Counts in words, in agreement with what is counted where the language wants that."""

from __future__ import annotations

import re

from takhrij.core.records import CountRef
from takhrij.show.messages import Messages

_COMPARED = re.compile(r"(?P<about>~?)(?P<low>\d+)(?:(?P<least>\+)|(?P<most>-)|-(?P<high>\d+))?")
_OBLIQUE = "of"


def how_many(t: Messages, least: int | None, most: int | None, approx: bool = False) -> str:
    """A count's bounds as words; None is an open end."""

    def about(number: object) -> str:
        return t("number.about", n=number) if approx else str(number)

    if least is None and most is None:
        return t("number.untold")
    if least is None:
        return t("number.most", n=about(most))
    if most is None:
        return t("number.least", n=about(least))
    return about(least if least == most else t("number.range", least=least, most=most))


def counted(t: Messages, role: str, ref: CountRef) -> str:
    """Number and noun of a count, for a language whose messages have the noun: «قتيلان», «نحو 20 قتيلًا»."""
    key, case = f"count.{role}", _OBLIQUE if ref.approx else ""
    least, most = ref.min, ref.max
    last = most if most is not None else least
    if last is None or (least is not None and least != last and last < 3):
        return t("count.field", n=how_many(t, least, most, ref.approx), role=t(f"role.{role}"))
    said = t.many(key, last, case)
    if least is not None and most is not None and least != most:
        said = said.replace(f"{last:,}", t("number.range", least=f"{least:,}", most=f"{last:,}"), 1)
    said = t("number.about", n=said) if ref.approx else said
    if least is None:
        return t("number.most", n=said)
    return t("number.least", n=said) if most is None else said


def compared(t: Messages, value: str) -> str:
    """A range as conflicts write it (``20``, ``~80``, ``21+``, ``79-``, ``20-99``) in words; other text as it is."""
    match = _COMPARED.fullmatch(value)
    if match is None:
        return t("number.untold") if not any(c.isdigit() for c in value) else value
    low = int(match["low"])
    if match["least"]:
        return how_many(t, low, None, bool(match["about"]))
    if match["most"]:
        return how_many(t, None, low, bool(match["about"]))
    return how_many(t, low, int(match["high"] or low), bool(match["about"]))
