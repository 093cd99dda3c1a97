"""Which country a sentence and a text speak of: the reading of «الجيش» or «التحالف» depends on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from takhrij.core.language import Language, Text
from takhrij.core.phrases import PhraseIndex, expand
from takhrij.resources import Resources


def demonym_forms(masculine: str) -> tuple[str, ...]:
    """Forms of a nationality adjective from its masculine singular: feminine, plurals, each with the article.

    >>> demonym_forms("يمني")[:3]
    ('يمني', 'يمنية', 'يمنيين')
    """
    if not masculine.endswith("ي"):
        return (masculine, f"ال{masculine}")
    forms = [masculine + ending for ending in ("", "ة", "ين", "ون", "ان", "تين", "تان", "ات")]
    return (*forms, *(f"ال{form}" for form in forms))


def demonyms(resources: Resources) -> list[tuple[str, str]]:
    """(form, country id) for every nationality adjective of `places/countries`."""
    rows = resources.table("places/countries")
    return [
        (form, row["id"])
        for row in rows
        for masculine in row.get("demonym", "").split()
        for word in expand(masculine)
        for form in demonym_forms(word)
    ]


# For how many sentences a country named once goes on being spoken of.
_CARRIES = 2


@dataclass(slots=True)
class Setting:
    """Countries named in a text: by sentence and in all."""

    text: Text
    by_sentence: dict[int, Counter[str]] = field(default_factory=dict)
    whole: Counter[str] = field(default_factory=Counter)

    def country(self, index: int) -> str | None:
        """The country that the sentence of a token speaks of, else the text's; None when none is named."""
        return next(iter(self.countries(index)), None)

    def countries(self, index: int) -> list[str]:
        """Countries that a token may speak of, likeliest first: the sentence's, those just before, the text's."""
        sentence = self.text.sentence_of[index]
        ranked: list[str] = []
        for back in range(_CARRIES + 1):
            votes = self.by_sentence.get(sentence - back)
            if votes:
                ranked += sorted(votes, key=lambda c: (votes[c], self.whole[c], c), reverse=True)
                break
        ranked += sorted(self.whole, key=lambda c: (self.whole[c], c), reverse=True)[:1]
        return list(dict.fromkeys(ranked))


@lru_cache(maxsize=1)
def _index(language: Language, resources: Resources) -> PhraseIndex[str]:
    """Country ids by the words that tell of them; the finders of one set of data share it."""
    entries = list(demonyms(resources))
    entries += [(row["form"], row["id"]) for row in resources.table("places/countries")]
    entries += [(row["form"], "YE") for row in resources.table("places/governorates") if not row.get("common")]
    entries += [(row["form"], row["parent"][:2]) for row in resources.table("places/cities") if not row.get("common")]
    entries += [(row["form"], row["home"]) for row in resources.table("actors/aliases") if row.get("home")]
    return PhraseIndex(language, entries)


class Regions:
    """Finds the countries a text speaks of by their names, adjectives, towns and the groups at home there."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._index = _index(language, resources)

    def read(self, text: Text) -> Setting:
        """The countries named in a text."""
        setting = Setting(text)
        done = 0
        for index in self._index.candidates(text):
            match = self._index.match(text, index) if index >= done else None
            if match is None:
                continue
            sentence = text.sentence_of[index]
            setting.by_sentence.setdefault(sentence, Counter())[match.value] += 1
            setting.whole[match.value] += 1
            done = match.end
        return setting
