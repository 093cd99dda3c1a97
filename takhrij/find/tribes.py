"""Tribes by name: «قبيلة بني فلان», «قبيلتا فلان وفلان», «آل فلان». Once told, the name alone is enough."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.language import Language, Split, Text, Token
from takhrij.core.phrases import Beginnings, PhraseIndex, joined, name_span
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.find.regions import demonyms
from takhrij.resources import Resources, Row

TABLE = "lexicons/ar/collectives"
_FAMILY, _ARTICLE, _AND = "آل", "ال", "و"
_SHORTEST_NAME, _SHORTEST_RECALLED = 3, 5
_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"})
_WHOLE = Split("", "", "")


class TribeFinder:
    """Finds tribes; every value has an id ``tribes:<name as written>``."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        rows = resources.table(TABLE)
        self._heads: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], row["value"]) for row in rows if row["value"] in ("tribe", "tribes"))
        )
        self._openers, self._stops = self._words(rows, "opener"), self._words(rows, "stop")
        self._locatives = self._words(resources.table("lexicons/ar/place_words"), "locative")
        self._given = self._words(resources.table("lexicons/ar/person_titles"), "given")
        self._demonyms: PhraseIndex[str] = PhraseIndex(language, demonyms(resources))
        # «آل» begins a tribe's name, with a proclitic or without.
        heads = self._heads.heads
        self._starts = Beginnings(
            lambda token: token.form.endswith("ال") or not heads.isdisjoint(split.key for split in token.splits)
        )

    def _words(self, rows: tuple[Row, ...], value: str) -> PhraseIndex[str]:
        return PhraseIndex(self._language, ((row["form"], value) for row in rows if row["value"] == value))

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Tribe mentions in text order."""
        mentions: list[Mention] = []
        for index in self._starts.candidates(text):
            if not mentions or index >= mentions[-1].end_token:
                mentions += self._at(text, index)
        if mentions:
            mentions += self._recalled(text, mentions)
        return sorted(mentions, key=lambda m: m.first)

    def _at(self, text: Text, index: int) -> Iterator[Mention]:
        """The tribes named at a token: one, or two behind a dual."""
        head = self._heads.match(text, index)
        if head is None and not self._family(text, index):
            return
        at = head.end if head is not None else index
        end = self._name_end(text, at)
        if end is None:
            return
        name = text.span(at, end).text
        if head is None:
            name = name[name.index(_FAMILY) :]
        yield self._mention(text, index, end, name, head.split if head is not None else _WHOLE)
        if head is None or head.value != "tribes" or end >= len(text.tokens):
            return
        second = text.word(end)
        last = self._name_end(text, end) if second.startswith(_AND) else None
        if last is not None:
            split = Split(_AND, text.tokens[end].form[1:], "")
            yield self._mention(text, end, last, text.span(end, last).text.removeprefix(_AND), split)

    def _mention(self, text: Text, first: int, end: int, name: str, split: Split) -> Mention:
        value = ActorValue(f"tribes:{name}", name, None, "collective")
        return Mention("actor", name_span(self._language, text, first, end, split), value, first, end)

    def _recalled(self, text: Text, told: list[Mention]) -> Iterator[Mention]:
        """Names with the article that stand elsewhere without «قبيلة»."""
        known: dict[str, ActorValue] = {}
        for mention in told:
            value = mention.value
            if isinstance(value, ActorValue) and value.name.startswith(_ARTICLE) and " " not in value.name:
                form = self._language.fold(value.name)
                if len(form) >= _SHORTEST_RECALLED:
                    known.setdefault(form, value)
        if not known:
            return
        taken = {at for mention in told for at in range(mention.first, mention.end_token)}
        for index, token in enumerate(text.tokens):
            split = None if index in taken else _read_as(token, known)
            if split is not None:
                span = name_span(self._language, text, index, index + 1, split)
                yield Mention("actor", span, known[split.key], index, index + 1)

    def _family(self, text: Text, index: int) -> bool:
        """Whether «آل» opens a tribe's name here: written with its madda, and not after a person's name."""
        word = text.word(index)
        if not word.endswith(_FAMILY) or word.removesuffix(_FAMILY) not in _PREFIXES:
            return False
        return not (index and not text.tokens[index].gap and self._given.match(text, index - 1))

    def _name_end(self, text: Text, at: int) -> int | None:
        tokens = text.tokens
        if at >= len(tokens) or not joined(tokens[at]):
            return None
        opener = self._openers.match(text, at)
        last = at if opener is None or opener.split.prefix else opener.end
        if last >= len(tokens) or not joined(tokens[last]) or len(tokens[last].form) < _SHORTEST_NAME:
            return None
        if self._stops.match(text, last) is not None or not tokens[last].form.isalpha():
            return None
        if last == at and (self._demonyms.match(text, at) or self._locatives.match(text, at)):
            return None
        return last + 1


def _read_as(token: Token, known: dict[str, ActorValue]) -> Split | None:
    return next((s for s in token.splits if s.key in known and s.prefix in _PREFIXES and not s.suffix), None)


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of the table whose example does not yield the tribes it promises."""
    finder = TribeFinder(language, resources)
    for row in resources.table(TABLE):
        found = finder.find(language.tokenize(row["example"]), Reading("", "check", ""))
        ids = "+".join(m.value.id for m in found if isinstance(m.value, ActorValue))
        if ids != row["expected"]:
            yield f"{row['line']}: «{row['example']}» yields {ids}, not {row['expected']}"


FINDER = TribeFinder
