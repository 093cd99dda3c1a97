"""Counts: numbers of people and things, with what is counted.

Durations, distances, percentages, ages, clock times, list numbers, years and the numbers of units and
resolutions give none. A number without a noun counts only beside a word of harm, capture or release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from takhrij.core.language import Language, Numeral, Text, Token
from takhrij.core.phrases import Beginnings
from takhrij.core.records import CountValue, Mention, Reading
from takhrij.find.dates_lexicon import Hit, compile_rows
from takhrij.resources import Resources, Row

NOUNS = "lexicons/ar/count_nouns"
CUES = "lexicons/ar/count_cues"
_ARTICLE = "ال"
_UNCOUNTED = frozenset({"time", "measure"})
# Classes of bodies and places, a number of people of one of which may be told.
_BODIES = frozenset({"other", "place"})
_CLOSING = frozenset({"", ")", "»", '"', "”", "]", ")»"})
_OPENING = frozenset({"", "(", "«", '"', "“", "["})
# Cues that count one without a number.
_PRONOUNS = frozenset({"of_two", "one_other"})
_YEARS = range(1900, 2101)
# How many words may stand between a counted noun and «على الأقل», or between «القتلى» and «إلى 15».
_REACH = 3
# «فيما أطلق الجانب الحكومي ستة.»: a number that ends its clause stands so many words behind its verb at most.
_AT_THE_END = 3


class _Noun(NamedTuple):
    """A counted noun: folded singular (the word itself when unknown), class, and the token after it."""

    name: str | None
    of: str | None
    end: int


class CountFinder:
    """Finds counts: `find` gives a Mention of kind ``count`` for each, over the number's own words.

    The value's `noun` is the folded singular where the noun is in the lexicon, else the folded word as
    written; `of` is its class in ``lexicons/ar/count_nouns.tsv``, ``casualties`` for dead and wounded
    told in one number, or None.
    """

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self._nouns = _nouns(resources.table(NOUNS), language.fold)
        self._cues = compile_rows(((row["kind"], "", row) for row in resources.table(CUES)), language.fold)
        told = self._cues.entries.items()
        self._pronouns = frozenset(form for form, found in told if any(e.kind in _PRONOUNS for e in found))

        self._starts = Beginnings(self._may_begin)

    def _may_begin(self, token: Token) -> bool:
        return self._language.begins_number(token.form) or token.form in self._pronouns

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Every count told in a text, in text order, without overlaps."""
        tokens = text.tokens
        numeral = self._language.numeral
        mentions: list[Mention] = []
        done = 0
        for at in self._starts.candidates(text):
            if at < done:
                continue
            number = numeral(tokens, at)
            if number is None:
                value, end = self._pronoun(tokens, at), at + 1
            else:
                percent = self._cue(tokens, number.end, "percent")
                value, end = self._value(tokens, number), number.end
                if percent is not None:
                    done = percent.end
                    continue
            if value is not None:
                mentions.append(Mention("count", text.span(at, end), value, at, end))
            done = end
        return mentions

    def _cue(self, tokens: Sequence[Token], at: int, *kinds: str) -> Hit | None:
        return self._cues.next(tokens, at, *kinds)

    def _pronoun(self, tokens: Sequence[Token], at: int) -> CountValue | None:
        """«أحدهما», and «آخر» right after a word of harm."""
        if self._cues.hit(tokens, at, "of_two"):
            return CountValue(1, 1)
        other = self._cue(tokens, at, "one_other")
        return CountValue(1, 1) if other and not other.entry.prefix and self._harm_before(tokens, at) else None

    def _value(self, tokens: Sequence[Token], number: Numeral) -> CountValue | None:
        first, end = number.first, number.end
        if number.ordinal or _is_label(tokens, first, end) or self._blocked(tokens, first, end):
            return None
        if number.dual is not None:
            noun: _Noun | None = _Noun(number.dual, self._nouns.get(number.dual, (None, None))[1], end)
        else:
            noun = self._noun_after(tokens, number)
            if noun is None or noun.of is None:
                noun = self._noun_before(tokens, number) or noun
        if noun is None or self._names_a_day(tokens, noun, number):
            return self._lone(tokens, number)
        year = noun.of is None and number.min in _YEARS and tokens[first].form.isdigit()
        if noun.of in _UNCOUNTED or year or (noun.name is None and number.min == 1):
            return None
        return self._counted(tokens, number, noun)

    def _names_a_day(self, tokens: Sequence[Token], noun: _Noun, number: Numeral) -> bool:
        """«إصابة 173 يوم الأحد»: a time noun before a definite word dates the number instead of being counted."""
        if noun.of != "time" or noun.end >= len(tokens) or noun.end == number.end:
            return False
        return tokens[noun.end].form.startswith(_ARTICLE) and self._harm_before(tokens, number.first)

    def _counted(self, tokens: Sequence[Token], number: Numeral, noun: _Noun) -> CountValue:
        low, high = number.min, number.max
        if low is not None and low == high:
            for at in range(max(noun.end, number.end), min(noun.end + _REACH, len(tokens))):
                if tokens[at].gap:
                    break
                if self._cues.hit(tokens, at, "at_least"):
                    high = None
                    break
        of = "casualties" if noun.of == "killed" and self._injured_next(tokens, noun.end) else noun.of
        before = self._nouns.get(tokens[number.first - 1].form) if number.first else None
        if of == "killed" and before is not None and before[1] == "bodies":
            of = "bodies"  # «جثث ثلاثين قتيلا»
        return CountValue(low, high, number.approx, noun.name, of)

    def _injured_next(self, tokens: Sequence[Token], at: int) -> bool:
        """«القتلى والجرحى» is one number of both."""
        if at >= len(tokens) or tokens[at].gap or not tokens[at].form.startswith("و"):
            return False
        return self._nouns.get(tokens[at].form[1:], (None, None))[1] == "injured"

    def _lone(self, tokens: Sequence[Token], number: Numeral) -> CountValue | None:
        vague = number.min is not None and number.max is not None and number.min < number.max
        form = tokens[number.first].form
        if vague and not form.isdigit():
            return CountValue(number.min, number.max, number.approx)
        if form.isdigit() and number.min == number.max and number.min in _YEARS:
            return None
        ends = number.end >= len(tokens) or bool(tokens[number.end].gap)
        if number.min == 1 or not self._harm_before(tokens, number.first, over=_AT_THE_END if ends else 1):
            return None
        return CountValue(number.min, number.max, number.approx)

    def _harm_before(self, tokens: Sequence[Token], at: int, *, over: int = 1) -> bool:
        """Whether a word of harm, capture or release stands before, over so many words at most."""
        for back in range(1, over + 3):
            start = at - back
            if start < 0 or tokens[start + 1].gap not in _OPENING:
                return False
            hit = self._cues.hit(tokens, start, "harm")
            if hit is not None and at - over <= hit.end <= at:
                return True
        return False

    def _blocked(self, tokens: Sequence[Token], first: int, end: int) -> bool:
        """Percentages, clock times, numbered units and resolutions, ages."""
        if end < len(tokens) and (tokens[end].gap[:1] in ("%", "٪") or self._cue(tokens, end, "percent")):
            return True
        if not first:
            return False
        before = first - 2 if first > 1 and tokens[first - 1].form == _ARTICLE else first - 1
        if tokens[before + 1].gap not in _OPENING or not tokens[first].form.isdigit():
            hit = self._cues.hit(tokens, before, "block")
            return hit is not None and not tokens[first].gap and tokens[first].form[:2] == _ARTICLE
        return self._cues.hit(tokens, before, "block") is not None

    def _noun_after(self, tokens: Sequence[Token], number: Numeral) -> _Noun | None:
        at = number.end
        if at >= len(tokens) or tokens[at].gap not in _CLOSING:
            return None
        if self._cue(tokens, at, "casualties"):
            return _Noun("قتيل", "casualties", at + 1)
        from_ = self._cues.hit(tokens, at, "from")
        if from_ is not None and not from_.entry.prefix:
            return self._noun_from(tokens, at + 1)
        them = self._cues.hit(tokens, at, "of_them", "other")
        if them is not None and not them.entry.prefix:
            return _Noun(None, None, them.end)
        form = tokens[at].form
        if self._definite(form) and tokens[at - 1].form.isdigit():
            # «عشرات الأسرى», but never «20 الأسرى»: a definite word after digits begins something else.
            return None
        known = self._known(tokens, at)
        if known is not None:
            return known
        strange = form.isascii() or form.startswith(("و", "ف", "ب", "ل")) or len(form) < 3
        if strange or self._cues.hit(tokens, at, "stop") or form in self._cues.entries:
            return None
        vague = number.min is None or number.min != number.max or number.min % 100 == 0
        if form.startswith(_ARTICLE) and not vague:
            return None
        return _Noun(form.removeprefix(_ARTICLE), None, at + 1)

    def _definite(self, form: str) -> bool:
        """Whether a word has the article; «ألغام» and «آليات» only begin like it."""
        if not form.startswith(_ARTICLE):
            return False
        return form not in self._nouns or form.removeprefix(_ARTICLE) in self._nouns

    def _noun_from(self, tokens: Sequence[Token], at: int) -> _Noun | None:
        """What stands behind «من»: a known noun, else people or things without a name of their own."""
        if at >= len(tokens) or tokens[at].gap not in _OPENING:
            return None
        known = self._known(tokens, at)
        form = tokens[at].form
        if known is not None and known.of in _BODIES and form.removeprefix(_ARTICLE) == known.name:
            return _Noun(None, None, at + 1)  # «ثلاثة من لواء السيل»: of one body, its people are counted
        if known is not None and known.of not in _UNCOUNTED:
            return known
        one = self._language.numeral(tokens, at) is not None or self._cues.hit(tokens, at, "stop")
        return None if one or known or form.isascii() else _Noun(None, None, at + 1)

    def _known(self, tokens: Sequence[Token], at: int) -> _Noun | None:
        """The lexicon's noun at a token, two words before one."""
        form = tokens[at].form
        if at + 1 < len(tokens) and not tokens[at + 1].gap:
            pair = self._nouns.get(f"{form} {tokens[at + 1].form}")
            if pair is not None:
                return _Noun(pair[0], pair[1], at + 2)
        found = self._nouns.get(form)
        return None if found is None else _Noun(found[0], found[1], at + 1)

    def _noun_before(self, tokens: Sequence[Token], number: Numeral) -> _Noun | None:
        """«الجنود الثلاثة», «الأسرى الـ24», «جندي واحد», «عدد القتلى إلى 15»."""
        first = number.first
        glued = first > 0 and tokens[first - 1].form == _ARTICLE
        before = first - 2 if glued else first - 1
        if before < 0 or tokens[before + 1].gap not in _OPENING:
            return None
        form = tokens[first].form
        definite = glued or form.startswith(_ARTICLE) or tokens[first].gap == "("
        # «أسر العشرات» takes prisoners, though «أسر» is families as well.
        found = None if self._cues.hit(tokens, before, "harm") else self._nouns.get(tokens[before].form)
        if found is not None and (definite or number.min == number.max == 1):
            return _Noun(found[0], found[1], number.end)
        total = next((h for b in (1, 2) if (h := self._total(tokens, first - b)) and h.end == first), None)
        if total is None:
            return None
        start = first - 1 - len(total.entry.rest)
        for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
            found = self._nouns.get(tokens[at].form)
            if found is not None:
                return _Noun(found[0], found[1], number.end)
        return None

    def _total(self, tokens: Sequence[Token], at: int) -> Hit | None:
        return self._cues.hit(tokens, at, "total") if at >= 0 else None


def _is_label(tokens: Sequence[Token], first: int, end: int) -> bool:
    """A list number, a clock time, a piece of a name («ميغ-29», «news24», «5+1»)."""
    token = tokens[first]
    after = tokens[end].gap if end < len(tokens) else ""
    if not token.form.isdigit():
        return False
    tight_after = end < len(tokens) and tokens[end].start - tokens[end - 1].end == len(after)
    if (
        (first == 0 or "\n" in token.gap)
        and after[:1] in (".", ")", "-", "–", "،", ":")
        and not token.gap.endswith("(")
    ):
        return True
    if after in (":", "+", "/", "-") and tight_after:
        return True
    if not first:
        return False
    tight = token.start - tokens[first - 1].end == len(token.gap)
    if not token.gap and tight and tokens[first - 1].form.isascii():
        return True
    return token.gap in ("-", ":", "+", "/", "_", ".", "#") and tight


def _nouns(table: Sequence[Row], fold: Callable[[str], str]) -> dict[str, tuple[str, str]]:
    """(singular, class) by every written form: plurals, the accusative, the article; overlay rows win."""
    found: dict[str, tuple[str, str]] = {}
    for row in table:
        singular = fold(row["form"])
        for form in (row["form"], *row["plurals"].split("|")):
            folded = fold(form)
            if not folded:
                continue
            accusative = folded if " " in folded or len(folded) < 3 else folded + "ا"
            for written in (folded, accusative, _ARTICLE + folded, "لل" + folded):
                if row["overlay"] or written not in found:
                    found[written] = (singular, row["class"])
    return found


def _told(value: CountValue) -> str:
    low = "" if value.min is None else value.min
    high = "" if value.max is None else value.max
    number = f"{low}" if low == high else f"{low}..{high}"
    return f"{'~' if value.approx else ''}{number} {value.of or '-'}"


def check(language: Language, resources: Resources) -> Iterator[str]:
    """One line for each row of the count lexicons whose example does not read as expected."""
    finder = CountFinder(language, resources)
    for row in (*resources.table(NOUNS), *resources.table(CUES)):
        text = language.tokenize(row["example"])
        mentions = finder.find(text, Reading("example", "check", row["example"]))
        got = ";".join(_told(m.value) for m in mentions if isinstance(m.value, CountValue)) or "none"
        if got != row["expected"]:
            yield f"{row['line']}: «{row['example']}» reads as {got}, expected {row['expected']}; correct it"


FINDER = CountFinder
