"""Actors: groups, states, forces and collectives, by the ways that sources of every side name them.

A span holds the actor's own words («المليشيا الحوثية الإرهابية»), not the heads before them («عناصر من»).
A form that names two actors gives two mentions over one span. A country's name gives an actor of kind
``state`` beside the place, since only the sentence's frame can tell which is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from takhrij.core.alliances import when
from takhrij.core.language import Language, Split, Text
from takhrij.core.phrases import Match, PhraseIndex, joined, name_span
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.find.codebook import NOBODY, Alias, Codebook
from takhrij.find.regions import Regions, Setting
from takhrij.resources import Resources

_MOST_FILLERS = 2
# Proclitics before an actor's name; «ك» and «س» would read other words as actors.
_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"})
_WHOLE = Split("", "", "")
# In `unless_next`: any word with the article, as a surname has («صالح العقيلي»).
_ANY_DEFINITE = "ال*"


class Found(NamedTuple):
    """Actors named by tokens [first, end)."""

    first: int
    end: int
    values: tuple[ActorValue, ...]
    split: Split


class _Lazy:
    """The Setting of one text, read when the first word needs it."""

    def __init__(self, regions: Regions, text: Text, published: str | None) -> None:
        self.day = when(published[:10] if published else None)
        self._text = text
        self._read = partial(regions.read, text)
        self._setting: Setting | None = None
        self._words: frozenset[str] | None = None

    def says(self, words: frozenset[str]) -> bool:
        """Whether some of these words stands anywhere in the text."""
        if not words:
            return False
        if self._words is None:
            self._words = frozenset(split.key for token in self._text.tokens for split in token.splits)
        return not words.isdisjoint(self._words)

    def countries(self, index: int) -> list[str]:
        """The countries that a token may speak of, likeliest first."""
        if self._setting is None:
            self._setting = self._read()
        return self._setting.countries(index)

    def country(self, index: int) -> str | None:
        """The country that a token's sentence speaks of."""
        return next(iter(self.countries(index)), None)


class ActorFinder:
    """Actor mentions by alias, by force and nationality («الطائرات التركية») and by state."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self.codebook = Codebook(language, resources)
        self._language = language
        self._regions = Regions(language, resources)

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Actor mentions in text order; overlaps with other kinds are left to `resolve`."""
        setting = _Lazy(self._regions, text, reading.published)
        mentions: list[Mention] = []
        done = 0
        for index in self.codebook.openings.candidates(text):
            if index < done:
                continue
            best = self._best(text, index, setting)
            if best is None:
                continue
            first, end, values, split = best
            span = name_span(self._language, text, first, end, split)
            mentions += [Mention("actor", span, value, first, end) for value in values]
            done = end
        return mentions

    def _best(self, text: Text, index: int, setting: _Lazy) -> Found | None:
        """The longest reading of a token; an alias before the others of its length."""
        readings = (
            self._alias(text, index, setting),
            self._force(text, index, setting),
            self._state(text, index),
        )
        return max((found for found in readings if found), key=lambda found: found.end, default=None)

    # -- aliases -------------------------------------------------------------------------------------------

    def _alias(self, text: Text, index: int, setting: _Lazy) -> Found | None:
        for match in self.codebook.aliases.matches(text, index):
            if match.split.prefix not in _PREFIXES:
                continue
            alias = self._reading(text, index, match, setting)
            if alias is None:
                continue
            end, epithets = self._epithets(text, match.end, alias)
            loaded = self._loaded(text, index, match, alias) + epithets
            values = tuple(self.codebook.value(actor, loaded) for actor in alias.actors)
            return Found(index, end, values, match.split)
        return None

    def _reading(self, text: Text, index: int, match: Match[tuple[Alias, ...]], setting: _Lazy) -> Alias | None:
        """The alias row whose country and neighbours fit; a row for a country wins over one for any."""
        fitting = [
            alias
            for alias in match.value
            if _fits(text, index, match.end, alias)
            and alias.of_day(setting.day)
            and not setting.says(alias.unless_text)
        ]
        bound = [alias for alias in fitting if alias.countries]
        if bound:
            for country in setting.countries(index):
                for alias in reversed(bound):
                    if country in alias.countries:
                        return alias
        return next((alias for alias in reversed(fitting) if not alias.countries), None)

    def _loaded(self, text: Text, index: int, match: Match[tuple[Alias, ...]], alias: Alias) -> tuple[str, ...]:
        words = []
        for at in range(index, match.end):
            token = text.tokens[at]
            for split in (match.split,) if at == index else token.splits:
                if split.key in alias.loaded:
                    words.append(bare_word(self._language, text.word(at), split))
                    break
        return tuple(words)

    def _epithets(self, text: Text, end: int, alias: Alias) -> tuple[int, tuple[str, ...]]:
        """Loaded adjectives after a name («… الإرهابية»): they belong to the mention."""
        words: list[str] = []
        while end < len(text.tokens) and joined(text.tokens[end]):
            match = self.codebook.epithets.match(text, end)
            if match is None or match.split.prefix or (match.value and match.value not in alias.actors):
                break
            words.append(" ".join(text.word(at) for at in range(end, match.end)))
            end = match.end
        return end, tuple(words)

    # -- forces and states ---------------------------------------------------------------------------------

    def _force(self, text: Text, index: int, setting: _Lazy) -> Found | None:
        match = self.codebook.forces.match(text, index)
        if match is None or match.split.prefix not in _PREFIXES:
            return None
        end = match.end
        for _ in range(_MOST_FILLERS):
            filler = self._next(text, end, self.codebook.fillers)
            if filler is None:
                break
            end = filler.end
        nation = self._next(text, end, self.codebook.demonyms)
        words = bare_word(self._language, text.word(index), match.split)
        branch, spelt = match.value.branch, _spelt(text, words, index, match.end)
        if nation is not None:
            value = self.codebook.force(nation.value, branch, _spelt(text, words, index, nation.end))
            # «غارات تركية» is a deed: only its adjective names who did it.
            return (
                Found(end, nation.end, (value,), _WHOLE)
                if branch == "deed"
                else Found(index, nation.end, (value,), match.split)
            )
        if not match.value.alone:
            return None
        country = setting.country(index)
        if country in self.codebook.state_actor:
            value = self.codebook.force(country, branch, f"{spelt} {country}", alone=True)
        else:
            value = (
                self.codebook.value("security_forces") if branch == "police" else self.codebook.own(spelt, "force")
            )
        return Found(index, match.end, (value,), match.split)

    def _next(self, text: Text, at: int, index: PhraseIndex[str]) -> Match[str] | None:
        if at >= len(text.tokens) or not joined(text.tokens[at]):
            return None
        match = index.match(text, at)
        return None if match is None or match.split.prefix or match.split.suffix else match

    def _state(self, text: Text, index: int) -> Found | None:
        """A country or a capital that acts: not where a preposition or a place word makes it a place."""
        match = self.codebook.states.match(text, index)
        if match is None or match.value not in self.codebook.state_actor:
            return None
        if match.split.prefix not in {"", "و", "ف", "ل", "ول"}:
            return None
        if index and not text.tokens[index].gap and self.codebook.locatives.match(text, index - 1) is not None:
            return None
        following = text.tokens[match.end] if match.end < len(text.tokens) else None
        if following is not None and following.gap[:1] in {":", "-", "–", "("}:
            return None
        return Found(index, match.end, (self.codebook.state(match.value),), match.split)


def _fits(text: Text, index: int, end: int, alias: Alias) -> bool:
    tokens = text.tokens
    if alias.unless_previous and index and any(s.key in alias.unless_previous for s in tokens[index - 1].splits):
        return False
    if not alias.unless_next or end >= len(tokens) or not joined(tokens[end]):
        return True
    if _ANY_DEFINITE in alias.unless_next and any(
        s.key.startswith("ال") and not s.prefix for s in tokens[end].splits
    ):
        return False
    return not any(s.key in alias.unless_next for s in tokens[end].splits)


def _spelt(text: Text, first: str, index: int, end: int) -> str:
    """Words [index, end) in one line, the first without its proclitic."""
    return " ".join((first, *(text.word(at) for at in range(index + 1, end))))


def bare_word(language: Language, word: str, split: Split) -> str:
    """A source word without its proclitic, as the source spelt it («للشرعية» gives «الشرعية»)."""
    if not split.prefix:
        return word
    folded = language.fold_map(word)
    if split.prefix.endswith("ل") and split.key.startswith("ال") and not folded.text.startswith(split.prefix + "ال"):
        return "ال" + folded.span(len(split.prefix) + 1, len(folded.text)).text
    return folded.span(len(split.prefix), len(folded.text)).text


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Alias and force rows whose example does not yield what it promises."""
    finder = ActorFinder(language, resources)
    reading = Reading("", "check", "")

    def ids(example: str) -> set[str]:
        found = finder.find(language.tokenize(example), reading)
        values = [m.value for m in found if isinstance(m.value, ActorValue)]
        return {v.id for v in values} | {v.unit for v in values if v.unit}

    for row in resources.table("actors/aliases"):
        if row["value"] == NOBODY:
            if finder.find(language.tokenize(row["example"]), reading):
                yield f"{row['line']}: «{row['example']}» yields an actor, which the row should bar"
            continue
        wanted = {row.get("unit") or row["value"]} if row.get("unit") else set(row["value"].split("+"))
        wanted = {finder.codebook.value(w).unit or finder.codebook.value(w).id for w in wanted}
        if not wanted <= ids(row["example"]):
            yield f"{row['line']}: «{row['example']}» yields {sorted(ids(row['example']))}, not {row['value']}"
    for table in ("actors/forces", "actors/branches", "actors/callings"):
        for row in resources.table(table):
            expected = set(row["expected"].split("+")) if row["expected"] else set()
            if ids(row["example"]) != expected:
                yield f"{row['line']}: «{row['example']}» yields {sorted(ids(row['example']))}, not {row['expected']}"
    yield from _check_terms(language, resources)


def _check_terms(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of `framing/terms` whose example does not use the term (an epithet: behind an actor)."""
    finder = ActorFinder(language, resources)
    for row in resources.table("framing/terms"):
        text = language.tokenize(row["example"])
        index: PhraseIndex[str] = PhraseIndex(language, [(row["form"], "")])
        used = any(index.match(text, at) for at in range(len(text.tokens)))
        if used and row["part"] == "epithet":
            values = [m.value for m in finder.find(text, Reading("", "check", ""))]
            used = any(isinstance(v, ActorValue) and v.loaded for v in values)
        if not used:
            yield f"{row['line']}: «{row['example']}» does not use the term; correct the form or the example"


FINDER = ActorFinder
