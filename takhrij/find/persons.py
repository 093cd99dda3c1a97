"""Persons: a title and the name behind it. Conservative: without a title or a known given name, no person."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.language import Language, Text
from takhrij.core.phrases import Match, PhraseIndex, joined
from takhrij.core.records import Mention, PersonValue, Reading
from takhrij.find.actors import bare_word
from takhrij.find.regions import demonyms
from takhrij.resources import Resources, Row

_LONGEST_NAME = 6
_LONGEST_OFFICE = 4
_SHORTEST_WORD = 2
_ARTICLE = "ال"
_AND_THE, _SHORTEST_JOINED = "وال", 5


class PersonFinder:
    """Persons by title («الشيخ», «وزير الخارجية») and name words; private people as well as public ones.

    A name starts at a given name, at «عبد» or «أبو», or, behind a personal title, at any word without the
    article. It goes on over given names and links («بن») and ends with the first word that has the article.
    """

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        rows = resources.table("lexicons/ar/person_titles")
        self._titles: PhraseIndex[str] = PhraseIndex(
            language, ((r["form"], r["value"]) for r in rows if r["value"] in ("personal", "office"))
        )
        self._given = self._index(rows, "given")
        self._links = self._index(rows, "link")
        self._stops = self._index(rows, "stop")
        self._demonyms: PhraseIndex[str] = PhraseIndex(language, demonyms(resources))

    def _index(self, rows: tuple[Row, ...], value: str) -> PhraseIndex[str]:
        return PhraseIndex(self._language, ((row["form"], value) for row in rows if row["value"] == value))

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Person mentions in text order; the span is the name without its title."""
        mentions: list[Mention] = []
        done = 0
        for index in self._titles.candidates(text):
            title = self._titles.match(text, index) if index >= done else None
            if title is None:
                continue
            found = self._titled(text, index, title)
            done = title.end if found is None else found.end_token
            if found is not None:
                mentions.append(found)
        return mentions

    def _titled(self, text: Text, index: int, title: Match[str]) -> Mention | None:
        start = self._name_start(text, title)
        if start is None:
            return None
        end = self._name_end(text, start)
        if end - start < _SHORTEST_WORD and title.value == "office":
            return None
        span = text.span(start, end)
        first = bare_word(self._language, text.word(index), title.split)
        words = " ".join((first, *(text.word(at) for at in range(index + 1, start))))
        return Mention("person", span, PersonValue(span.text, words), start, end)

    def _name_start(self, text: Text, title: Match[str]) -> int | None:
        """First word of the name: beyond the office's own words («وزير الخارجية اليمني»)."""
        tokens = text.tokens
        for at in range(title.end, min(title.end + _LONGEST_OFFICE, len(tokens))):
            if not joined(tokens[at]):
                return None
            nested = self._titles.match(text, at)
            if nested is not None and not nested.split.prefix:
                return None
            if self._starts_name(text, at):
                return at
            form = tokens[at].form
            if form.startswith(_ARTICLE) or self._known(self._demonyms, text, at):
                continue
            behind_title = title.value == "personal" and at == title.end
            return at if behind_title and self._may_name(text, at) else None
        return None

    def _known(self, index: PhraseIndex[str], text: Text, at: int) -> bool:
        match = index.match(text, at)
        return match is not None and not match.split.prefix and not match.split.suffix

    def _starts_name(self, text: Text, at: int) -> bool:
        return self._known(self._given, text, at) or self._known(self._links, text, at)

    def _may_name(self, text: Text, at: int) -> bool:
        form = text.tokens[at].form
        if form.startswith(_AND_THE) and len(form) > _SHORTEST_JOINED:
            return False  # «اللواء والجبهة»: a brigade and a front
        return form.isalpha() and len(form) > _SHORTEST_WORD and self._stops.match(text, at) is None

    def _name_end(self, text: Text, start: int) -> int:
        """One past the last word of a name that starts at a token."""
        tokens, at, limit = text.tokens, start + 1, min(start + _LONGEST_NAME, len(text.tokens))
        if self._known(self._links, text, start) and at < limit:
            at += 1
        while at < limit and joined(tokens[at]) and self._may_name_or_link(text, at):
            if tokens[at].form.startswith(_ARTICLE):
                return at + 1 if not self._known(self._demonyms, text, at) else at
            if self._known(self._links, text, at):
                at += 2
            elif self._known(self._given, text, at) or self._before_family_name(text, at):
                at += 1
            else:
                break
        return min(at, limit)

    def _may_name_or_link(self, text: Text, at: int) -> bool:
        return self._known(self._links, text, at) or self._may_name(text, at)

    def _before_family_name(self, text: Text, at: int) -> bool:
        """Whether the word after an unknown one is a family name with the article («سبيتان العنزي»)."""
        tokens = text.tokens
        if at + 1 >= len(tokens) or tokens[at + 1].gap or self._stops.match(text, at + 1) is not None:
            return False
        return tokens[at + 1].form.startswith(_ARTICLE) and tokens[at + 1].form.endswith("ي")


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of `person_titles` whose example does not yield the name it promises."""
    finder = PersonFinder(language, resources)
    for row in resources.table("lexicons/ar/person_titles"):
        found = finder.find(language.tokenize(row["example"]), Reading("", "check", ""))
        names = [m.span.text for m in found]
        if names != ([row["expected"]] if row["expected"] else []):
            yield f"{row['line']}: «{row['example']}» yields {names}, not «{row['expected']}»"


FINDER = PersonFinder
