"""Nationality adjectives as parties: «الوساطة القطرية» is Qatar's."""

from __future__ import annotations

from takhrij.core.language import Language
from takhrij.core.phrases import PhraseIndex, name_span
from takhrij.core.records import ActorRef
from takhrij.frame.marks import Annotated
from takhrij.resources import Resources

_ENDINGS = ("", "ة", "ون", "ين", "ا")
_ARTICLES = ("", "ال")


class Nisbas:
    """Adjectives of the countries of `places/countries` by their written forms."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        countries = resources.table("places/countries")
        entries = [
            (f"{article}{word}{ending}", (row["actor"] or f"other:{row['id'].lower()}", row["name"]))
            for row in countries
            for word in row.get("demonym", "").replace("|", " ").split()
            for article in _ARTICLES
            for ending in _ENDINGS
        ]
        names = [(row["form"], (row["actor"] or f"other:{row['id'].lower()}", row["name"])) for row in countries]
        told = resources.document("relations/words")
        peoples, capitals = told["peoples"], told["capitals"]
        actors = {row["id"]: (row["actor"] or f"other:{row['id'].lower()}", row["name"]) for row in countries}
        plurals = [(form, actors[country]) for country, forms in peoples.items() for form in forms]
        names += [(form, actors[country]) for country, forms in capitals.items() for form in forms]
        self._names: PhraseIndex[tuple[str, str]] = PhraseIndex(language, names)
        self._index: PhraseIndex[tuple[str, str]] = PhraseIndex(language, entries + plurals)

    def at(self, notes: Annotated, index: int) -> ActorRef | None:
        """The country whose adjective stands at a token."""
        match = self._index.match(notes.text, index)
        if match is None or match.split.prefix not in ("", "و"):
            return None
        return ActorRef(match.value[0], match.value[1], notes.text.span(index, match.end))

    def named(self, notes: Annotated, index: int) -> ActorRef | None:
        """The country whose name stands at a token, with a preposition written to it or without."""
        match = self._names.match(notes.text, index)
        if match is None:
            return None
        span = name_span(self._language, notes.text, index, match.end, match.split)
        return ActorRef(match.value[0], match.value[1], span)
