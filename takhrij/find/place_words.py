"""Words that tell a place: what may stand before a name that no gazetteer holds, and what is no name there."""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.language import Language, Split, Text
from takhrij.core.phrases import PhraseIndex
from takhrij.find.regions import demonyms
from takhrij.resources import Resources, Row

_TABLE = "lexicons/ar/place_words"
_OPENING = frozenset('«"“')
_CLOSING = frozenset('»"”')
_LONGEST_NAME = 4
_SHORTEST_NAME = 3
_TWO = "two"


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A row of `place_words`: the precision it gives, whether it belongs to the name, whether a name that
    the gazetteer lacks may follow it, whether it announces several, and whether those are two."""

    precision: str
    keep: bool
    coins: bool
    several: bool
    dual: bool


def _place_word(row: Row) -> PlaceWord:
    several = row["several"]
    return PlaceWord(row["precision"], bool(row["keep"]), bool(row["coins"]), bool(several), several == _TWO)


class PlaceWords:
    """The rows of `place_words` by what they do: `words` announce a place, `heads` take a nationality, `sides` are
    quarters of the sky, `firsts` begin a name, `openers` are the first of its two words, `stops` never are a name,
    `locatives` tell a place."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self._rows = resources.table(_TABLE)
        self.words: PhraseIndex[PlaceWord] = PhraseIndex(
            language,
            ((row["form"], _place_word(row)) for row in self._rows if row["value"] == "word"),
        )
        self.heads = self.of("territory", "border", "capital")
        self.sides = self.of("side")
        self.firsts = self.of("first")
        self.openers = self.of("opener")
        self.stops = self.of("stop", "locative")
        self.locatives = self.of("locative")
        self.means = self.of("means")
        self.demonyms: PhraseIndex[str] = PhraseIndex(language, demonyms(resources))
        self._endings, self._beginnings = self._affixes("ending"), self._affixes("beginning")

    @property
    def beginning(self) -> tuple[PhraseIndex[PlaceWord], PhraseIndex[str], PhraseIndex[str], PhraseIndex[str]]:
        """The indexes with whose words a place may begin."""
        return self.words, self.heads, self.sides, self.firsts

    def of(self, *values: str) -> PhraseIndex[str]:
        """The rows that do one of some things."""
        rows = ((row["form"], row["value"]) for row in self._rows if row["value"] in values)
        return PhraseIndex(self._language, rows)

    def _affixes(self, value: str) -> tuple[str, ...]:
        return tuple(self._language.fold(row["form"]) for row in self._rows if row["value"] == value)

    def name_end(self, text: Text, at: int) -> int | None:
        """End of a proper name that starts at a token, or None where the words look like none."""
        tokens = text.tokens
        if set(tokens[at].gap) & _OPENING:
            closing = range(at + 1, min(at + 1 + _LONGEST_NAME, len(tokens)))
            return next((k for k in closing if set(tokens[k].gap) & _CLOSING), None)
        if not self.may_begin(text, at):
            return None
        if self.openers.match(text, at) is None:
            return at + 1
        last = at + 1
        if last + 1 < len(tokens) and not tokens[last].gap and self.openers.knows(tokens[last].form):
            # «دير سانت مارينا»: one opener behind another.
            last += not tokens[last + 1].gap and not self.is_stop(text, last + 1)
        follows = last < len(tokens) and not tokens[last].gap and not self.is_stop(text, last)
        return last + 1 if follows else None

    def goes_on(self, text: Text, at: int, before: str) -> bool:
        """Whether a word only begins the name that a token goes on with: «عين» in «عين الصلفاء»."""
        if at >= len(text.tokens) or text.tokens[at].gap or not self.openers.knows(before):
            return False
        return text.tokens[at].form.startswith("ال") and self.may_begin(text, at)

    def is_stop(self, text: Text, at: int) -> bool:
        """Whether a word is never a name behind a place word."""
        return self.stops.match(text, at) is not None or self.demonyms.match(text, at) is not None

    def is_word(self, form: str) -> bool:
        """Whether a form is a place word itself and begins no name («صحراء محافظة»)."""
        return self.words.knows(form) and not self.openers.knows(form)

    def by_means(self, text: Text, index: int) -> bool:
        """«عن طريق» tells a means, no road."""
        return index > 0 and self.means.match(text, index - 1) is not None

    def may_begin(self, text: Text, at: int) -> bool:
        """Whether a proper name may begin at a token."""
        form = text.tokens[at].form
        opens = self.openers.match(text, at) is not None
        if (len(form) < _SHORTEST_NAME and not opens) or not form.isalpha():
            return False
        if self.is_stop(text, at) or self.is_word(form):
            return False
        if form.startswith("ال") or opens:
            return True
        # An indefinite word after a place word is as often its adjective («منطقة جبلية») or a verb.
        return not form.endswith(self._endings) and not form.startswith(self._beginnings)

    def leads(self, split: Split) -> bool:
        """Whether a word read with a proclitic is a place word, or a name that «و» joins to a row."""
        joins = split.prefix == "و" and (split.key.startswith("ال") or self.firsts.knows(split.key))
        return not split.suffix and (joins or self.words.knows(split.key))
