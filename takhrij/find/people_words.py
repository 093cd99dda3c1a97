"""The words that names, titles and kinship are told by, as folded look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from takhrij.core.language import Language
from takhrij.core.phrases import PhraseIndex, expand
from takhrij.find.regions import demonyms
from takhrij.resources import Resources, Row

Title = tuple[str, str]
"""What a title is (rank, office, plain, kin, alias, called) and the class of trade that it tells."""
TABLE = "lexicons/ar/people"
_ARTICLE = "ال"
_TITLES = ("rank", "office", "plain", "kin", "alias", "called")
# Tables whose words are none of a name; those of persons and places are names themselves.
_NAMES = frozenset({"people", "person_titles", "months"})


class PeopleWords:
    """Look-ups over the tables, built once a process."""

    def __init__(self, language: Language, resources: Resources) -> None:
        rows = resources.table(TABLE)
        older = resources.table("lexicons/ar/person_titles")
        titled = [(r["form"], (r["value"], r["class"])) for r in rows if r["value"] in _TITLES]
        told = {language.fold(form) for pattern, _ in titled for form in expand(pattern)}
        # What people are called by trade stands before a name as a title does: «الطيار», «الحلاق».
        callings = (f"{_ARTICLE}{language.fold(r['form'])}" for r in resources.table("actors/callings"))
        titled += [(form, ("plain", "calling")) for form in callings if form not in told and " " not in form]
        self.titles: PhraseIndex[Title] = PhraseIndex(language, titled)
        # «قائدها», «نائبه»: an office told with whose it is; what goes on without one is a noun of its own.
        owned = ((r["form"], (r["value"], r["class"])) for r in rows if r["value"] in ("office", "owned"))
        self.owned: PhraseIndex[Title] = PhraseIndex(language, owned, suffixes=True)
        self.given = _folded(language, (*rows, *older), "given")
        self.links = _folded(language, rows, "link")
        self.common = _folded(language, rows, "word")
        self.female = _folded(language, [r for r in rows if r.get("class") == "f"], "given")
        self.stops = _folded(language, older, "stop")
        self.known = self.stops | _vocabulary(language, resources)
        self.adjectives = _folded(language, rows, "adjective")
        self.speech = frozenset(_verb_forms(language, resources.table("lexicons/ar/reporting")))
        self.demonyms = {language.fold(form) for form, _ in demonyms(resources)}


def _folded(language: Language, rows: tuple[Row, ...] | list[Row], value: str) -> frozenset[str]:
    forms = (form for row in rows if row["value"] == value for form in expand(row["form"]))
    return frozenset(language.fold(form) for form in forms)


def _verb_forms(language: Language, rows: Iterable[Row]) -> Iterator[str]:
    """Every written form of the verbs of a table."""
    for form in (row.get("form", "") for row in rows):
        if "/" in form:
            past, _, now = next(word for word in form.split() if "/" in word).partition("/")
            if past and now:
                yield from (written.form for written in language.conjugate(past, now))


@lru_cache(maxsize=2)
def _vocabulary(language: Language, resources: Resources) -> frozenset[str]:
    """Every word of the tables of the language and every written form of their verbs: what is no foreign name."""
    words: set[str] = set()
    for name, rows in resources.tables("lexicons/ar").items():
        if name in _NAMES:
            continue
        words.update(_verb_forms(language, rows))
        patterns = (row.get("form", "") for row in rows)
        words.update(language.fold(w) for p in patterns if "/" not in p for one in expand(p) for w in one.split())
    return frozenset(words)
