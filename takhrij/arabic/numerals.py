"""Numbers in words and digits: cardinals, ordinals, duals, vague numbers, ranges and their modifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from takhrij.arabic.number_words import Phrase, follows, kind_of, number_words
from takhrij.core.language import Numeral, Token

_AND = "و"
_DASHES = frozenset("-–—")
_LONGEST_DIGITS = 12
_YEARS = range(1900, 2101)
# How far before a range «ارتفع» turns it into a change from one number to another, in tokens.
_RISE_REACH = 6
_UNITS, _TENS, _HUNDREDS = 1, 2, 4
_GROUP = _UNITS | _TENS | _HUNDREDS


class _Core(NamedTuple):
    low: int
    high: int
    end: int
    dual: str | None = None
    ordinal: bool = False


class _Part(NamedTuple):
    value: Fraction
    slots: int
    end: int


@dataclass(slots=True)
class _Sum:
    """A number under construction: finished thousands and the group below them."""

    total: Fraction = Fraction(0)
    group: Fraction | None = None
    slots: int = 0
    limit: Fraction | None = None
    last: Fraction = Fraction(0)
    stable: tuple[Fraction, int] | None = field(default=None)


def _adjacent(tokens: Sequence[Token], at: int) -> bool:
    """Whether exactly one character parts a token from the one before it."""
    return 0 < at < len(tokens) and tokens[at].start - tokens[at - 1].end == 1


def _is_digits(form: str) -> bool:
    return form.isascii() and form.isdigit()


def _digits(tokens: Sequence[Token], at: int) -> _Part | None:
    form = tokens[at].form
    if not _is_digits(form) or len(form) > _LONGEST_DIGITS:
        return None
    if at and tokens[at].gap in (".", "٫", ",") and _adjacent(tokens, at) and _is_digits(tokens[at - 1].form):
        return None
    if not (_adjacent(tokens, at + 1) and tokens[at + 1].gap in (".", "٫", ",")):
        return _Part(Fraction(int(form)), _GROUP, at + 1)
    rest = tokens[at + 1].form
    if not _is_digits(rest) or len(rest) > _LONGEST_DIGITS:
        return _Part(Fraction(int(form)), _GROUP, at + 1)
    scaled = follows(tokens, at + 2) and bool(kind_of(tokens, at + 2, "scale") or kind_of(tokens, at + 2, "scales"))
    if len(rest) == 3 and not scaled and tokens[at + 1].gap != "٫":
        return _Part(Fraction(int(form + rest)), _GROUP, at + 2)
    return _Part(int(form) + Fraction(int(rest), 10 ** len(rest)), _GROUP, at + 2)


def _unit_part(tokens: Sequence[Token], at: int, prefix: str | None) -> _Part | None:
    unit = kind_of(tokens, at, "unit", prefix)
    head = kind_of(tokens, at, "teen_head", prefix)
    after = follows(tokens, at + 1)
    either = unit or head
    if either and after and kind_of(tokens, at + 1, "ten") is not None:
        return _Part(either.low + 10, _UNITS | _TENS, at + 2)
    if unit is None or (unit.article and unit.low == 2):
        # «الاثنين» is a weekday or «the two», never a number of its own.
        return None
    if after and unit.low > 2 and kind_of(tokens, at + 1, "hundred") is not None:
        return _Part(unit.low * 100, _HUNDREDS, at + 2)
    return _Part(unit.low, _UNITS, at + 1)


def _part(tokens: Sequence[Token], at: int, prefix: str | None) -> _Part | None:
    """One addend below a thousand."""
    found = _unit_part(tokens, at, prefix)
    if found is not None:
        return found
    for kind, slots in (("ten", _UNITS | _TENS), ("tens", _TENS), ("hundred", _HUNDREDS), ("hundreds", _HUNDREDS)):
        reading = kind_of(tokens, at, kind, prefix)
        if reading is not None:
            return _Part(reading.low, slots, at + 1)
    fraction = kind_of(tokens, at, "fraction", prefix)
    if fraction is not None and follows(tokens, at + 1) and kind_of(tokens, at + 1, "scale"):
        return _Part(fraction.low, _GROUP, at + 1)
    return None


def _addend(tokens: Sequence[Token], at: int, first: bool) -> _Part | None:
    """A part that opens a number or is joined to it by «و», which may stand apart from digits."""
    if first:
        return _digits(tokens, at) or _part(tokens, at, None)
    if tokens[at].form == _AND and follows(tokens, at + 1):
        return _digits(tokens, at + 1)
    return _part(tokens, at, _AND)


def _may_join(number: _Sum, part: _Part) -> bool:
    if number.limit is not None and number.group is None and part.value >= number.limit:
        return False
    if number.group is None:
        return True
    if part.slots == _GROUP:
        return number.slots == _HUNDREDS and part.value < 100
    if number.slots & part.slots:
        return False
    # «خمسة وعشرون» and «ثمانين ومئة» climb; «عشرين وخمسة» is two numbers.
    return not (part.slots == _UNITS and number.slots & _TENS)


def _scale_alone(number: _Sum, tokens: Sequence[Token], at: int, first: bool) -> bool:
    """Take «ألف» or «ألفين» that nothing multiplies."""
    prefix = None if first else _AND
    reading = kind_of(tokens, at, "scale", prefix) or kind_of(tokens, at, "scale_dual", prefix)
    if reading is None or number.group is not None or (number.limit is not None and reading.low >= number.limit):
        return False
    number.total += reading.low
    number.last = number.limit = reading.low
    return True


def _multiply(number: _Sum, tokens: Sequence[Token], at: int) -> int | None:
    """Multiply the group by a following scale word; the token after it, or None when there is none to take."""
    reading = kind_of(tokens, at, "scale") or kind_of(tokens, at, "scales")
    if reading is None or number.group is None:
        return None
    value = number.group * reading.low
    again = number.limit == reading.low and value < number.last
    if number.limit is not None and reading.low >= number.limit and not again:
        return -1
    number.total += value
    number.last, number.group, number.slots = value, None, 0
    number.limit = reading.low - 1 if again else reading.low
    half = kind_of(tokens, at + 1, "fraction", _AND) if follows(tokens, at + 1) else None
    if half is None:
        return at + 1
    number.total += half.low * reading.low
    same = kind_of(tokens, at + 2, "scale") if follows(tokens, at + 2) else None
    return at + 3 if same is not None and same.low == reading.low else at + 2


def _cardinal(tokens: Sequence[Token], index: int) -> _Part | None:
    number, at = _Sum(), index
    while at < len(tokens) and (at == index or follows(tokens, at)):
        if number.group is not None:
            after = _multiply(number, tokens, at)
            if after == -1:
                # «ألف وعشرين ألفا»: the scale cannot belong, so neither does the group before it.
                assert number.stable is not None
                return _Part(number.stable[0], 0, number.stable[1])
            if after is not None:
                at = after
                number.stable = (number.total, at)
                continue
        if _scale_alone(number, tokens, at, at == index):
            at += 1
            number.stable = (number.total, at)
            continue
        part = _addend(tokens, at, at == index)
        if part is None or not _may_join(number, part):
            break
        number.group = (number.group or Fraction(0)) + part.value
        number.slots |= part.slots
        at = part.end
    if at == index:
        return None
    return _Part(number.total + (number.group or 0), 0, at)


def _ordinal(tokens: Sequence[Token], at: int) -> _Core | None:
    head = kind_of(tokens, at, "ordinal", None)
    compound = head or kind_of(tokens, at, "ordinal_head", None)
    if compound is None:
        return None
    value = int(compound.low)
    if follows(tokens, at + 1):
        if kind_of(tokens, at + 1, "ten") is not None and value < 10:
            return _Core(value + 10, value + 10, at + 2, ordinal=True)
        tens = kind_of(tokens, at + 1, "tens", _AND)
        if tens is not None and tens.article == compound.article and value < 10:
            return _Core(value + int(tens.low), value + int(tens.low), at + 2, ordinal=True)
    return None if head is None else _Core(value, value, at + 1, ordinal=True)


def _vague(tokens: Sequence[Token], at: int) -> _Core | None:
    reading = kind_of(tokens, at, "vague", None)
    if reading is None:
        return None
    scale = kind_of(tokens, at + 1, "scales") if follows(tokens, at + 1) else None
    if scale is None or scale.low <= reading.low:
        return _Core(int(reading.low), int(reading.high), at + 1)
    return _Core(int(reading.low * scale.low), int((reading.high + 1) * scale.low) - 1, at + 2)


def _core(tokens: Sequence[Token], at: int) -> _Core | None:
    """A number without modifiers at a token."""
    if at >= len(tokens):
        return None
    form, known = tokens[at].form, number_words()
    if form not in known.words and form not in known.duals and not form.isdigit():
        return None
    dual = known.duals.get(form)
    if dual is not None:
        two = kind_of(tokens, at + 1, "unit") if follows(tokens, at + 1) else None
        return _Core(2, 2, at + 2 if two is not None and two.low == 2 else at + 1, dual.noun)
    found = _vague(tokens, at) or _ordinal(tokens, at)
    if found is not None:
        return found
    part = _cardinal(tokens, at)
    if part is None or part.value.denominator != 1:
        return None
    return _Core(int(part.value), int(part.value), part.end)


def _phrase(tokens: Sequence[Token], at: int, phrases: tuple[Phrase, ...]) -> tuple[str, int] | None:
    for phrase in phrases:
        end = at + 1 + len(phrase.rest)
        if all(follows(tokens, at + 1 + k) and tokens[at + 1 + k].form == w for k, w in enumerate(phrase.rest)):
            return phrase.kind, end
    return None


def _second(tokens: Sequence[Token], at: int) -> _Core | None:
    """The upper end of «بين … و…»: behind «و» apart or joined, or behind «إلى»."""
    if not follows(tokens, at):
        return None
    form = tokens[at].form
    if form == _AND or _phrase(tokens, at, number_words().modifiers.get(form, ())) == ("to", at + 1):
        return _core(tokens, at + 1) if follows(tokens, at + 1) else None
    return _core(tokens, at) if form.startswith(_AND) else None


def _spread(low: _Core, high: _Core | None) -> _Core | None:
    if high is None or low.ordinal or high.ordinal or low.dual or high.dual:
        return None
    first = low.low
    if first < 1000 <= high.high and high.high % 1000 == 0 and first * 1000 < high.high:
        first *= 1000  # «3 إلى 5 آلاف»
    return _Core(first, high.high, high.end) if first < high.high else None


def _rises(tokens: Sequence[Token], at: int) -> bool:
    rises = number_words().rises
    return any(tokens[k].form in rises for k in range(max(0, at - _RISE_REACH), at))


def _range(tokens: Sequence[Token], low: _Core, index: int) -> _Core | None:
    at = low.end
    if not 0 < at < len(tokens):
        return None
    token = tokens[at]
    if token.gap in _DASHES and _adjacent(tokens, at):
        return _dash_range(tokens, low, index)
    if token.gap or _phrase(tokens, at, number_words().modifiers.get(token.form, ())) != ("to", at + 1):
        return None
    if _rises(tokens, index) or not follows(tokens, at + 1):
        return None
    return _spread(low, _core(tokens, at + 1))


def _dash_range(tokens: Sequence[Token], low: _Core, index: int) -> _Core | None:
    """«3-5», but not a piece of a telephone number, a date, a score of years."""
    joined = _DASHES | {"/"}
    at = low.end
    if tokens[index].gap[-1:] in joined and _adjacent(tokens, index):
        return None
    if not _is_digits(tokens[at].form) or (_adjacent(tokens, at + 1) and tokens[at + 1].gap in joined):
        return None
    high = _core(tokens, at)
    if high is None or (low.low in _YEARS and high.high in _YEARS):
        return None
    return _spread(low, high)


def _bounded(kinds: list[str], core: _Core) -> tuple[int | None, int | None]:
    """Bounds after the modifiers; a vague number keeps its own."""
    kind = next((k for k in reversed(kinds) if k != "about"), None)
    if core.low != core.high or kind is None:
        return core.low, core.high
    n = core.low
    bounds: dict[str, tuple[int | None, int | None]] = {
        "more": (n + 1, None),
        "least": (n, None),
        "less": (None, n - 1),
        "most": (None, n),
    }
    return bounds[kind]


def _modified(tokens: Sequence[Token], index: int) -> tuple[list[str], int]:
    """Modifiers that open at a token («ما لا يقل عن نحو») and the token where the number begins."""
    kinds: list[str] = []
    at = index
    while at < len(tokens) and len(kinds) < 3 and (at == index or follows(tokens, at)):
        phrase = _phrase(tokens, at, number_words().modifiers.get(tokens[at].form, ()))
        if phrase is None or phrase[0] == "to":
            break
        kinds.append(phrase[0])
        at = phrase[1]
    return kinds, at


def _trailers(tokens: Sequence[Token], end: int) -> tuple[list[str], int]:
    if not follows(tokens, end):
        plus = end < len(tokens) and tokens[end].gap[:1] == "+"
        return (["more"] if plus else []), end
    phrase = _phrase(tokens, end, number_words().trailers.get(tokens[end].form, ()))
    return ([phrase[0].removesuffix("_after")], phrase[1]) if phrase else ([], end)


@lru_cache(maxsize=1 << 16)
def begins(form: str) -> bool:
    """Whether a number, or a word that modifies one, may begin with a folded word."""
    words = number_words()
    return form in words.words or form in words.duals or form in words.modifiers or form.isdigit()


@lru_cache(maxsize=1 << 16)
def _only_modifies(form: str) -> bool:
    """Whether a word is a modifier of one word and nothing else («من», «نحو»): a number must stand behind it."""
    words = number_words()
    number = form in words.words or form in words.duals or form.isdigit()
    return not number and not any(phrase.rest for phrase in words.modifiers.get(form, ()))


def numeral(tokens: Sequence[Token], index: int) -> Numeral | None:
    """The longest number that starts at a token, or None.

    Modifiers before («نحو», «أكثر من», «بين … و…») and behind («على الأقل») belong to it. A decimal that no
    scale word makes whole is no number, and neither is a bare «الاثنين».
    """
    form = tokens[index].form
    if not begins(form):
        return None
    if _only_modifies(form) and not (index + 1 < len(tokens) and begins(tokens[index + 1].form)):
        return None
    kinds, at = _modified(tokens, index)
    if at > index and not follows(tokens, at) and not (at < len(tokens) and tokens[at].gap in ("(", "«")):
        return None
    core = _core(tokens, at)
    if core is None:
        return None
    if "between" in kinds[:-1] or "from" in kinds[:-1]:
        return None
    if kinds and kinds[-1] in ("between", "from"):
        core = _range(tokens, core, index) if kinds[-1] == "from" else _spread(core, _second(tokens, core.end))
        kinds = kinds[:-1]
        if core is None or kinds:
            return None
    elif core.low == core.high and not core.ordinal:
        core = _range(tokens, core, at) or core
    if not core.ordinal:
        after, end = _trailers(tokens, core.end)
        kinds += after
        core = core._replace(end=end)
    low, high = _bounded(kinds, core)
    return Numeral(index, core.end, low, high, "about" in kinds, core.dual, core.ordinal)
