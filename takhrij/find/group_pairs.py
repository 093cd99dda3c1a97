"""Two groups under one dual: «فصيلا الفجر والمرجان» names the faction of Fajr and the faction of Murjan."""

from __future__ import annotations

from collections.abc import Iterator

from takhrij.core.language import Language, Split, Text
from takhrij.core.phrases import PhraseIndex, name_span
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.resources import Resources

TABLE = "actors/group_pairs"
_ARTICLE, _AND = "ال", "و"
_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"})
_SHORTEST_NAME = 5  # with its article


class GroupPairFinder:
    """Finds both groups of a dual; every value has an id ``other:<head>-<name>``, as if each stood alone."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self._duals: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], row["head"]) for row in resources.table(TABLE))
        )

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """The mentions of both groups of each pair, in text order."""
        return [mention for index in self._duals.candidates(text) for mention in self._at(text, index)]

    def _at(self, text: Text, index: int) -> Iterator[Mention]:
        match = self._duals.match(text, index)
        if match is None or match.split.prefix not in _PREFIXES or match.split.suffix:
            return
        first, second = match.end, match.end + 1
        if second >= len(text.tokens) or not text.word(second).startswith(_AND + _ARTICLE):
            return
        if not all(self._is_name(text, at, word) for at, word in self._words(text, first, second)):
            return
        joined = Split(_AND, text.tokens[second].form.removeprefix(_AND), "")
        for (_, name), (start, end, split) in zip(
            self._words(text, first, second),
            ((index, second, match.split), (second, second + 1, joined)),
            strict=True,
        ):
            called = f"{match.value} {name}"
            folded = "-".join(token.form for token in self._language.tokenize(called).tokens)
            span = name_span(self._language, text, start, end, split)
            yield Mention("actor", span, ActorValue(f"other:{folded}", called, None, "group"), start, end)

    @staticmethod
    def _words(text: Text, first: int, second: int) -> tuple[tuple[int, str], tuple[int, str]]:
        return (first, text.word(first)), (second, text.word(second).removeprefix(_AND))

    @staticmethod
    def _is_name(text: Text, at: int, word: str) -> bool:
        """A noun with the article right behind what it hangs on."""
        token = text.tokens[at]
        return not token.gap and word.startswith(_ARTICLE) and len(word) >= _SHORTEST_NAME and token.form.isalpha()


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of the table whose example does not yield the groups it promises."""
    finder = GroupPairFinder(language, resources)
    for row in resources.table(TABLE):
        found = finder.find(language.tokenize(row["example"]), Reading("", "check", ""))
        ids = [m.value.id for m in found if isinstance(m.value, ActorValue)]
        if ids != [f"other:{words}" for words in row["expected"].split("+")]:
            yield f"{row['line']}: «{row['example']}» yields {ids}, not {row['expected']}"


FINDER = GroupPairFinder
