"""Names of places that no table holds and no place word announces: «في جلوان، ثاني مدن الإقليم», «قرب جلوان».

Written Arabic marks no name, so the words around have to tell it: one that only stands before a place («قرب», «شمالي»),
or a preposition before and behind it what is only said of a place («بمحافظة …», «الواقعة …», «على بعد …»), or the same
name behind prepositions of place twice. A word of the program's own vocabulary is no name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from takhrij.core.language import Language, Text
from takhrij.find.gazetteer import Gazetteer
from takhrij.find.place_words import PlaceWords
from takhrij.resources import Resources

# The tables whose words are everyday words; those of places, persons and tribes hold names.
_NAMES = frozenset({"place_words", "place_context", "people", "person_titles"})
_SHORTEST = 3
# Behind one of these a name of a place needs no more than its end, or a second mention.
_AT = frozenset({"في", "الي", "قرب", "نحو", "صوب", "باتجاه", "عند", "من", "علي"})
_ONCE_MORE = frozenset({"في", "الي", "قرب", "نحو", "صوب", "باتجاه"})
_ARTICLE = "ال"
# What is told behind a place to hold it: «جلوان بولاية …».
_HOLDING = frozenset({"governorate", "district"})
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا", "كم", "ك", "ي")
# Endings of nationality and of plurals, and clitics that a name does not begin with.
_NO_ENDING = ("يه", "ات", "ها", "هم", "نا")
_ATTACHED = ("و", "ل", "لل", "ول")
_NO_BEGINNING = (*_ATTACHED, "ي")


@lru_cache(maxsize=4)
def _vocabulary(language: Language, resources: Resources) -> frozenset[str]:
    """The folded words of the program's own tables and of their examples, bare of the article."""
    words: set[str] = set()
    for name, rows in sorted(resources.tables("lexicons/ar").items()):
        if name.rpartition("/")[2] not in _NAMES:
            for row in rows:
                words.update(f"{row['form']} {row.get('plurals', '')} {row.get('example', '')}".split())
    for document in resources.documents("events").values():
        for frame in document.get("frame", ()):
            words.update(frame.get("example", "").split())
            for key in ("words", "nouns", "without", "not_behind", "never"):
                for entry in frame.get(key, ()):
                    words.update(entry.split())
            for noun in frame.get("nouns", ()):
                words.update(" ".join(language.noun_forms(noun)).split())
    folded = {part for word in words for part in language.fold(word).replace("|", " ").replace("_", " ").split()}
    return frozenset(word.removeprefix(_ARTICLE) for word in folded)


class UnknownNames:
    """Finds names that only the words around them tell to be places."""

    def __init__(self, language: Language, resources: Resources, words: PlaceWords, gazetteer: Gazetteer) -> None:
        self._known = _vocabulary(language, resources)
        self._words, self._gazetteer = words, gazetteer
        self._near, self._after = words.of("near"), words.of("after")
        self._apart, self._lands, self._bounds = words.of("apart"), words.of("land"), words.of("bound")

    def find(self, text: Text, taken: set[int]) -> Iterator[tuple[int, int]]:
        """Token ranges of such names, in text order; `taken` are the tokens that already mean something."""
        likely: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        sure: set[tuple[str, ...]] = set()
        ended: set[tuple[str, ...]] = set()
        for at, strong in self._openings(text):
            end = self._end(text, at, taken)
            if end is None:
                continue
            name, bounded = tuple(token.form for token in text.tokens[at:end]), self._bounded(text, end)
            if (strong and bounded) or self._told(text, end):
                sure.add(name)
            elif strong or not self._may_be_told_again(text, at, end):
                continue
            likely.setdefault(name, []).append((at, end))
            if bounded:
                ended.add(name)
        twice = {name for name in ended if len({text.sentence_of[at] for at, _ in likely[name]}) > 1}
        yield from sorted(spot for name, spots in likely.items() if name in sure | twice for spot in spots)

    def _may_be_told_again(self, text: Text, at: int, end: int) -> bool:
        """Whether a name with no article stands where only a second mention is wanting."""
        form = text.tokens[at].form
        article = f"{_ARTICLE}{form}" in text.spots or form.startswith(_ARTICLE)
        owned = text.word(end - 1).endswith(_PRONOUNS)
        return text.tokens[at - 1].form in _ONCE_MORE and not article and not owned

    def _openings(self, text: Text) -> Iterator[tuple[int, bool]]:
        """Tokens at which a name may begin, and whether the word before each stands before places only."""
        tokens = text.tokens
        for form, spots in text.spots.items():
            near = self._near.starts(tokens[spots[0]]) or self._words.sides.starts(tokens[spots[0]])
            if not near and form not in _AT:
                continue
            for index in spots:
                if index + 1 < len(tokens) and not tokens[index + 1].gap:
                    yield index + 1, bool(near)

    def _end(self, text: Text, at: int, taken: set[int]) -> int | None:
        """The end of a name that may begin at a token."""
        tokens = text.tokens
        opens = self._words.openers.match(text, at) is not None and at + 1 < len(tokens) and not tokens[at + 1].gap
        last = at + 1 if opens else at
        if at in taken or last in taken or not self._name(text, last, second=opens):
            return None
        return last + 1

    def _name(self, text: Text, at: int, *, second: bool) -> bool:
        """Whether a word may be a name, or the second word of one."""
        form = text.tokens[at].form
        bare = form.removeprefix(_ARTICLE)
        if len(form) < _SHORTEST or not form.isalpha() or bare in self._known or self._words.openers.knows(form):
            return False
        splits = text.tokens[at].splits
        if any(s.key in self._known and (s.prefix in _ATTACHED or (s.suffix and not s.prefix)) for s in splits):
            return False
        if self._words.is_stop(text, at) or self._words.is_word(form) or self._words.sides.knows(form):
            return False
        return second or not (form.endswith(_NO_ENDING) or form.startswith(_NO_BEGINNING))

    def _bounded(self, text: Text, end: int) -> bool:
        """Whether a name ends there: nothing that would be its adjective or genitive follows."""
        return end >= len(text.tokens) or bool(text.tokens[end].gap) or self._bounds.match(text, end) is not None

    def _told(self, text: Text, end: int) -> bool:
        """Whether what follows is only said of a place."""
        tokens = text.tokens
        if end >= len(tokens):
            return False
        if self._apart.match(text, end) is not None and tokens[end].gap.strip() in ("،", ","):
            return True
        if tokens[end].gap not in ("", "("):
            return False
        bare = not tokens[end - 1].form.startswith(_ARTICLE)
        if bare and self._after.match(text, end) is not None:
            return True
        word = self._words.words.match(text, end)
        if word is not None and word.split.prefix == "ب" and word.value.precision in _HOLDING and word.value.coins:
            return not word.split.suffix
        side = self._words.sides.match(text, end)
        if side is None or side.split.prefix or side.end >= len(tokens):
            return False
        if tokens[end].gap == "(":
            return True
        lies = any(not m.split.prefix for m in self._gazetteer.index.matches(text, side.end))
        return lies or self._lands.match(text, side.end) is not None
