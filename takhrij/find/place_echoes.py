"""A name that one sentence tells to be a place («بلدة الصلفاء») is one wherever the text repeats it («في الصلفاء»)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from takhrij.core.language import Language, Split, Text
from takhrij.core.phrases import joined, name_span
from takhrij.core.records import Mention, PlaceValue

_CLITICS = frozenset({"", "و", "ف", "ب", "ل", "وب", "ول"})


def echoes(
    language: Language,
    text: Text,
    coined: Sequence[Mention],
    found: Sequence[Mention],
    may_stand: Callable[[Text, int, Split], bool],
) -> Iterator[Mention]:
    """Further mentions of the coined places of a text, where `may_stand` lets the name be a place."""
    names: dict[str, list[tuple[tuple[str, ...], PlaceValue]]] = {}
    for mention in coined:
        if isinstance(mention.value, PlaceValue):
            words = tuple(language.fold(mention.span.text).split())
            if words:
                names.setdefault(words[0], []).append((words, mention.value))
    if not names:
        return
    taken = {at for mention in found for at in range(mention.first, mention.end_token)}
    for index in sorted(text.reading_as(frozenset(names), suffixes=False)):
        if index in taken:
            continue
        for split in text.tokens[index].splits:
            if split.key in names and not split.suffix and split.prefix in _CLITICS and may_stand(text, index, split):
                echo = _echo(language, text, index, split, names[split.key])
                if echo is not None:
                    taken.update(range(index, echo.end_token))
                    yield echo
                    break


def _echo(
    language: Language, text: Text, index: int, split: Split, names: list[tuple[tuple[str, ...], PlaceValue]]
) -> Mention | None:
    for words, value in names:
        end = index + len(words)
        rest = text.tokens[index + 1 : end]
        if len(rest) == len(words) - 1 and all(
            joined(token) and token.form == word for token, word in zip(rest, words[1:], strict=True)
        ):
            return Mention("place", name_span(language, text, index, end, split), value, index, end)
    return None
