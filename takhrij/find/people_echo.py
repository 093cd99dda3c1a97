"""The bare words that go on naming whom a page has named in full: family and given names alone, and nicknames."""

from __future__ import annotations

from dataclasses import dataclass, field

from takhrij.core.language import Language, Text
from takhrij.core.phrases import name_span
from takhrij.core.records.persons import Gender
from takhrij.find.people_names import Name
from takhrij.find.people_words import PeopleWords

_SHORTEST = 3
_ACCUSATIVE = "ا"
_PREFIXES = frozenset({"", "و", "ف", "ل", "ب", "ك", "ول", "وب"})


@dataclass(slots=True)
class Told:
    """A naming in the making."""

    name: Name
    titles: list[str] = field(default_factory=list)
    trades: list[str] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    same: int | None = None
    kin: int | None = None
    gender: Gender = ""
    governed: bool = False
    alias: bool = False


class Echoes:
    """The namings of a text, and beside them the bare words that repeat them."""

    def __init__(self, language: Language, words: PeopleWords, text: Text, told: list[Told]) -> None:
        self._language = language
        self._words = words
        self._text = text
        self._tokens = text.tokens
        self._told = told

    def run(self) -> list[Told]:
        """All namings in text order."""
        heads: dict[str, str] = {}
        for one in self._told:
            for part in (one.name.parts[0], one.name.parts[-1]):
                if one.name.form != "kunya" or " " not in part:
                    heads.setdefault(part, one.name.form)
        taken = {at for one in self._told for at in range(one.name.first, one.name.end)}
        order = list(range(len(self._told)))
        found: list[Told] = []
        for at in range(len(self._tokens)):
            if at not in taken:
                echo = self._echoed(at, heads)
                if echo is not None:
                    if found and found[-1].name.end > echo.name.first:
                        found.pop()
                    found.append(echo)
        if not found:
            return self._told
        merged = sorted([*self._told, *found], key=lambda one: one.name.first)
        position = {id(one): at for at, one in enumerate(merged)}
        moved = {old: position[id(self._told[old])] for old in order}
        for one in self._told:
            one.same = None if one.same is None else moved[one.same]
            one.kin = None if one.kin is None else moved[one.kin]
        echoes = {id(one) for one in found}
        for at, one in enumerate(merged):
            # «ويعرف الصلفاني بكنيته «أبو صقر»»: who was named last in the sentence, by a bare name too.
            if one.alias and at and id(merged[at - 1]) in echoes and merged[at - 1].name.form != one.name.form:
                near = self._text.sentence_of[merged[at - 1].name.first] == self._text.sentence_of[one.name.first]
                one.same = at - 1 if near else one.same
        return merged

    def _echoed(self, at: int, heads: dict[str, str]) -> Told | None:
        token = self._tokens[at]
        for split in token.splits:
            key = split.key
            if split.suffix or split.prefix not in _PREFIXES:
                continue
            if key not in heads and key.endswith(_ACCUSATIVE):
                key = key[:-1]
            if key not in heads or len(key) < _SHORTEST or not self._is_naming(at, key):
                continue
            form = "nickname" if heads[key] == "nickname" else "name"
            span = name_span(self._language, self._text, at, at + 1, split)
            one = Told(Name(at, at + 1, (key,), "nickname" if form == "nickname" else "name", span))
            before = self._tokens[at - 1] if at else None
            if (
                before is not None
                and form == "name"
                and not token.gap
                and not split.prefix
                and before.form in self._words.given
            ):
                one.name = Name(at - 1, at + 1, (before.form, key), "name", self._text.span(at - 1, at + 1))
            elif before is not None and before.form == "بن" and not token.gap and not split.prefix:
                # «وأوضح بن يوسف»: the family name «بن يوسف».
                one.name = Name(at - 1, at + 1, (key,), "name", self._text.span(at - 1, at + 1))
            self._title_of_echo(at, one)
            return one
        return None

    def _is_naming(self, at: int, key: str) -> bool:
        """Whether a word that is in a name is one here: a word of the tables may be none."""
        if key == "علي" and self._text.word(at).endswith("ى"):
            return False
        if key in self._words.known:
            before = self._words.titles.match(self._text, at - 1) if at else None
            follows = at + 1 >= len(self._tokens) or bool(self._tokens[at + 1].gap)
            return before is not None or follows or self._tokens[at + 1].form in self._words.known
        return True

    def _title_of_echo(self, at: int, one: Told) -> None:
        """The title or the verb's sex right before a bare name."""
        if not at:
            return
        title = self._words.titles.match(self._text, at - 1)
        word = self._tokens[at - 1].form
        if title is not None and title.end == at and title.value[0] in ("rank", "office", "plain"):
            one.titles.append(self._text.word(at - 1))
            one.trades.append(title.value[1])
            one.gender = "f" if word.endswith("ه") else "m"
        elif any(split.key in self._words.speech for split in self._tokens[at - 1].splits):
            one.gender = "f" if word.endswith("ت") else "m"
