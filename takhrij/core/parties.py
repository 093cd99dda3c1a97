"""Parties that no codebook lists, as they can be compared: «جبهة الهضاب», «الجبهة», «مقاتلو الجبهة» are one.

An unlisted actor's id is its folded words. Here it becomes ``other:<kind>:<words>``: the kind that its head tells
(a state's own force, an armed group …) and the words that are its name, without heads, articles and the ending of
the feminine. Words that only say what people are («جنود») name no party and are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from takhrij.core.language import Language

_OTHER = "other:"
_SPEAKER_WORDS = 5
_CROWD = "crowd"
_BOUND = ("ل", "ب", "و")
_ARTICLES = ("وال", "بال", "لل", "ال")


class Parties:
    """Normalises the ids of actors by data/linking/heads.tsv. Picklable."""

    def __init__(self, heads: Mapping[str, str] | None = None) -> None:
        self._heads = heads or {}

    def of(self, identity: str) -> str | None:
        """What an actor's id is compared as; None for words that name no party."""
        if not identity.startswith(_OTHER):
            return identity
        kind, words, crowd = "", [], False
        for told in filter(None, identity.removeprefix(_OTHER).split("-")):
            word = bare(told)
            # «القيادة العامة لجبهة …»: a head may stand behind a preposition.
            found = self._heads.get(word) or (self._heads.get(bare(told[1:])) if told[0] in _BOUND else None)
            if found is None:
                words.append(word)
            elif found == _CROWD:
                crowd = True
            elif not kind:
                kind = found
        if not words and not kind:
            return None
        # «ثلاثة جنود بريطانيين»: what kind of people, not which body sent them.
        if crowd and not kind and len(words) > 2:
            return None
        return f"{_OTHER}{kind}:{'-'.join(sorted(set(words)))}"

    def speaking(self, words: str) -> str | None:
        """The party that a speaker's folded words name by a head («القيادة العامة لجبهة الهضاب»), or None."""
        party = self.of(_OTHER + "-".join(words.split()[:_SPEAKER_WORDS]))
        return party if party is not None and not party.startswith(f"{_OTHER}:") else None

    def all(self, identities: Iterable[str]) -> frozenset[str]:
        """The parties among some ids."""
        return frozenset(party for identity in identities if (party := self.of(identity)) is not None)


def parties(language: Language, heads: Iterable[Mapping[str, str]]) -> Parties:
    """The parties by the rows of a table of heads."""
    return Parties({bare(language.fold(row["form"])): row["kind"] for row in heads})


@lru_cache(maxsize=1 << 16)
def bare(word: str) -> str:
    """A folded word without its article and the ending of the feminine: «الواحانيه» and «الواحاني» are one."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 2:
            word = word[len(article) :]
            break
    return word[:-1] if word.endswith("ه") and len(word) > 3 else word


@lru_cache(maxsize=1 << 16)
def is_bare(party: str) -> bool:
    """Whether a party is told by its kind alone («الجبهة», «السلطات»)."""
    return party.startswith(_OTHER) and party.endswith(":")


@lru_cache(maxsize=1 << 18)
def meets(a: str, b: str) -> bool:
    """Whether two unlisted parties may be one: the words of one are among the other's, or one is a bare kind."""
    if a == b:
        return True
    if not (a.startswith(_OTHER) and b.startswith(_OTHER)):
        return False
    (kind, words), (other, theirs) = _split(a), _split(b)
    if words and theirs:
        return words <= theirs or theirs <= words
    return kind == other


@lru_cache(maxsize=1 << 16)
def keys(party: str) -> tuple[str, ...]:
    """The words under which a party is looked up: each word of its name, and its kind."""
    if not party.startswith(_OTHER):
        return (party,)
    kind, words = _split(party)
    return (*(f"other={word}" for word in sorted(words)), *((f"other:{kind}",) if kind else ()))


def _split(party: str) -> tuple[str, frozenset[str]]:
    kind, _, words = party.removeprefix(_OTHER).partition(":")
    return kind, frozenset(words.split("-")) if words else frozenset()


def share(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether any party of one side may be one of the other's."""
    return any(meets(a, b) for a in mine for b in theirs)
