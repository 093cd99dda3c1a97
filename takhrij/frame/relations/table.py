"""Rows of `data/relations/kinds`: which predicates tell a tie, where its parties stand, what must be near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from takhrij.core.language import Language, VerbForm
from takhrij.core.phrases import PhraseIndex, grouped
from takhrij.frame.lexicon import verb_forms
from takhrij.resources import Resources

KINDS = "relations/kinds"
WORDS = "relations/words"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. A side is a list of places, tried in order; `+` in a place joins two.

    `with_` and `without` are folded words one of which must, none of which may stand near; `of` the nouns whose
    genitive is meant by the place `genitive_of`; `ends`: the tie is over with the deed; `media_subject`: the subject is
    a medium; `optional`: sides that may stay empty.
    """

    type: str
    number: int
    subject: tuple[str, ...]
    object: tuple[str, ...]
    between: tuple[str, ...]
    with_: frozenset[str]
    without: frozenset[str]
    of: frozenset[str]
    ends: bool
    media_subject: bool
    optional: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule reached through one written form; `form` is its conjugation where it is a verb."""

    rule: Rule
    pos: str
    form: VerbForm | None = None


def _classes(language: Language, words: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Words by class, nouns with the article and in the accusative too."""
    return {
        name: frozenset(form for word in listed for form in (language.fold(word), *language.noun_forms(word)))
        for name, listed in words["classes"].items()
    }


def _near(
    language: Language, row: Mapping[str, Any], key: str, classes: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    found: set[str] = set()
    for word in row.get(key, ()):
        found |= classes[word[1:]] if word.startswith("@") else {language.fold(word)}
    return frozenset(found)


def rules(language: Language, resources: Resources) -> Iterator[tuple[Rule, Mapping[str, Any]]]:
    """Every rule with the row it was read from."""
    classes = _classes(language, resources.document(WORDS))
    number = 0
    for kind, document in resources.documents(KINDS).items():
        for row in document["row"]:
            number += 1
            yield (
                Rule(
                    type=kind,
                    number=number,
                    subject=tuple(row.get("subject", ())),
                    object=tuple(row.get("object", ())),
                    between=tuple(row.get("between", ())),
                    with_=_near(language, row, "with", classes),
                    without=_near(language, row, "without", classes),
                    of=_near(language, row, "of", classes),
                    ends=bool(row.get("ends")),
                    media_subject=bool(row.get("media_subject")),
                    optional=frozenset(row.get("optional", ())),
                ),
                row,
            )


def triggers(language: Language, resources: Resources) -> PhraseIndex[tuple[Trigger, ...]]:
    """All predicates of ties by their written forms."""

    def entries() -> Iterator[tuple[str, Trigger]]:
        for rule, row in rules(language, resources):
            for lemma in row.get("verbs", ()):
                forms = (pair for pair in verb_forms(language, lemma) if row.get("aspect") in (None, pair[1].aspect))
                yield from ((text, Trigger(rule, "verb", form)) for text, form in forms)
            for noun in row.get("nouns", ()):
                yield from ((text, Trigger(rule, "noun")) for text in language.noun_forms(noun))
            for phrase in row.get("words", ()):
                yield phrase, Trigger(rule, "word")

    return PhraseIndex(language, grouped(language, entries()), suffixes=True)


def single(language: Language, resources: Resources) -> dict[str, tuple[Trigger, ...]]:
    """Triggers of one word: verbs and verbal nouns, by their folded form."""
    found: dict[str, list[Trigger]] = {}
    for rule, row in rules(language, resources):
        for lemma in row.get("verbs", ()):
            for text, form in verb_forms(language, lemma):
                found.setdefault(text, []).append(Trigger(rule, "verb", form))
        for noun in row.get("nouns", ()):
            for text in language.noun_forms(noun):
                found.setdefault(text, []).append(Trigger(rule, "noun"))
    return {word: tuple(listed) for word, listed in found.items()}
