"""Human judgements and where they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from takhrij.core.records.documents import Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a decision holds: quoted words with context in a document, a type and, if one, a field.

    `prefix`/`suffix` are the characters before and after the quotation, so that a new Reading or a new
    model can find the place again.
    """

    document: str
    quote: str
    prefix: str
    suffix: str
    type: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One human judgement.

    `verb` is accept, reject, edit, add, unsure, translate, same, different, part_of, same_origin, not_copy, grade,
    reliability, same_source or undo, one of `ASIDE`, or of two namings of persons one of `PERSONAL`; `value` holds what was decided as JSON; `other` is the second anchor of a
    pairwise judgement.
    """

    id: str
    verb: str
    anchor: Anchor
    by: str
    at: str
    why: str = ""
    value: Any = None
    other: Anchor | None = None
    undoes: str | None = None


ASIDE = frozenset({"unsure", "reliability", "round", "round_closed", "code", "sample", "check", "seal", "unseal"})
"""Verbs that change no claim: a doubt, a source's letter, coding rounds and samples with what is judged in them, and
who may see a document."""


PERSONAL = ("same_person", "different_person")
"""Verbs that judge two namings of persons, and no claim."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A human translation of quoted words, by whom, and the decision that holds it; `language` is a BCP 47 code."""

    decision: str
    document: str
    span: Span
    language: str
    text: str
    translator: str
