"""Acts of telling: where a sentence says who tells what it holds, by which word, and where the telling begins."""

from __future__ import annotations

from typing import Literal, NamedTuple

from takhrij.core.records import ChainLink
from takhrij.frame.marks import Annotated
from takhrij.frame.sources import (
    LONGEST,
    edge,
    link,
    phrase_end,
    reports_at,
    subject_start,
    with_name,
)
from takhrij.frame.speakers import Speakers

_OPENS = 2
_BEFORE_VERB = 9
_QUOTED_NAME = 3
_CITED = 5
# Quotation marks are paired over so many tokens at most.
_PARAGRAPH = 120
# The first words of a noun phrase tell whether it is a source.
_HEAD = 2
# What a medium passes on it has from somebody («نقلت عن», «نسبت إلى», «علمت من»).
_PASSED_ON = {"quote": "عن", "quote_to": "إلى", "quote_of": "من"}
_OPENING = '"«“'
_CLOSING = '"»”'

Way = Literal["say", "cite", "from", "continue", "aside", "impersonal"]


class Act(NamedTuple):
    """One word of telling with its source.

    `first`: the first token of the act (source or verb); `opens`: where what is told begins. `link` is None where
    the word carries on with whoever spoke last, or names nobody at all (`impersonal`). `way`: a verb or noun of
    saying, a citation («بحسب»), one within another's telling («نقلا عن»), a verb that carries on, a participle beside another verb («مشيرا إلى»).
    """

    first: int
    at: int
    opens: int
    way: Way
    link: ChainLink | None
    source: range


def opens_quotation(notes: Annotated, at: int) -> bool:
    """Whether quotation marks open before a token that hold more than a name."""
    gap = notes.text.tokens[at].gap if at < len(notes.text.tokens) else ""
    if not gap or not any(mark in gap for mark in _OPENING) or _closes(notes, at):
        return False
    closing = range(at + 1, min(len(notes.text.tokens), at + _QUOTED_NAME + 1))
    return not any(mark in notes.text.tokens[spot].gap for spot in closing for mark in _CLOSING)


def _closes(notes: Annotated, at: int) -> bool:
    """Whether a straight quotation mark before a token closes what another opened in its paragraph."""
    gap = notes.text.tokens[at].gap
    if gap.count('"') != 1 or any(mark in gap for mark in "«“"):
        return False
    opened = False
    for before in range(at - 1, max(-1, at - _PARAGRAPH), -1):
        gap = notes.text.tokens[before].gap
        opened ^= gap.count('"') % 2 == 1
        if "\n" in gap:
            break
    return opened


def acts_in(notes: Annotated, low: int, high: int, known: Speakers) -> list[Act]:
    """The acts of telling of a sentence in text order."""
    acts: list[Act] = []
    phrases = notes.by_kind.get("according", {})
    for at in range(low, high):
        verb, according = reports_at(notes, at), phrases.get(at)
        if (verb is None and according is None) or at in notes.inside:
            continue
        act = _act(notes, low, at, high, known)
        if act is not None:
            acts.append(act)
            inner = cited(notes, act, high, known)
            if inner is not None:
                acts.append(inner)
    return acts or (_headline(notes, low, high, known) if low == 0 else [])


def _act(notes: Annotated, low: int, at: int, high: int, known: Speakers) -> Act | None:
    verb = reports_at(notes, at)
    if verb == "impersonal":
        return Act(at, at, at + 1, "impersonal", None, range(0)) if at - low <= _OPENS else None
    if (verb == "say_that" or verb in _PASSED_ON) and not has_complement(notes, at, high):
        return None
    report = notes.mark(at, "report")
    way: Way = "cite" if verb is None or edge(notes, at - 1) == "as" else "say"
    if (according := notes.mark(at, "according")) is not None and according[0].value == "from":
        way = "from"
    if verb == "aside":
        return Act(at, at, at + 1, "aside", None, range(0))
    fronted = _before(notes, low, at, known) if report is not None else None
    if fronted is not None and report is not None and fronted[1].start == low:
        return Act(low, at, report[1], way, *fronted)
    found = _behind(notes, at, high, known) if not _carries(notes, at) else None
    if found is not None:
        return Act(at, at, found[1].stop, way, *found)
    if report is None:
        return None
    if fronted is not None:
        return Act(fronted[1].start, at, report[1], way, *fronted)
    return Act(at, at, report[1], "continue", None, range(0)) if at - low <= _OPENS else None


def _carries(notes: Annotated, at: int) -> bool:
    """Whether the words of telling hold «أن» and so no source («وبين أن»)."""
    report = notes.mark(at, "report")
    return report is not None and report[0].value == "continue" and report[1] - at > 1


def cited(notes: Annotated, act: Act, high: int, known: Speakers) -> Act | None:
    """The source that a verb of passing on cites («نقلت القناة عن مصدر محلي»)."""
    before = _PASSED_ON.get(reports_at(notes, act.at) or "")
    if before is None:
        return None
    for at in range(act.opens, min(high, act.opens + _CITED)):
        if notes.mark(at, "clause") is not None or at in notes.predicates:
            return None
        if notes.text.word(at) == before:
            end = with_name(notes, at + 1, phrase_end(notes, at + 1, high), high)
            made = link(notes, at + 1, end, known, unlisted=True)
            return Act(at, at, end, "from", made, range(at + 1, end)) if made is not None else None
    return None


def _behind(notes: Annotated, at: int, high: int, known: Speakers) -> tuple[ChainLink, range] | None:
    """The source behind a verb of telling or a «بحسب»."""
    report, according = notes.mark(at, "report"), notes.mark(at, "according")
    behind = report[1] if report is not None else according[1]  # type: ignore[index]
    start = subject_start(notes, behind, high)
    if start >= high or _quotes_next(notes, start, high):
        return None
    if report is not None and notes.prefix_preposition(start) == "ل":
        return None
    end = with_name(notes, start, phrase_end(notes, start, high), high)
    governs = any(spot in notes.predicates for spot in range(end, min(high, end + _HEAD)))
    made = link(notes, start, end, known, governs or has_complement(notes, at, high))
    return (made, range(start, end)) if made is not None else None


def _before(notes: Annotated, low: int, at: int, known: Speakers) -> tuple[ChainLink, range] | None:
    """The noun phrase before a verb, where it is a source."""
    start = _phrase_before(notes, low, at)
    made = link(notes, start, at, known) if start < at else None
    if made is None or link(notes, start, min(at, start + _HEAD), known) is None:
        return None
    return made, range(start, at)


def _quotes_next(notes: Annotated, start: int, high: int) -> bool:
    """Whether what was said stands right behind the verb («وأضاف: …», «وقال «قصفنا الحي…»»); a name in
    quotation marks is short."""
    return start < high and (":" in notes.text.tokens[start].gap or opens_quotation(notes, start))


def _auxiliary(notes: Annotated, start: int, end: int) -> bool:
    """Whether tokens are but auxiliaries: «وكان القائد، فلان الفلاني، قد أعلن» names its speaker before the comma."""
    return all((m := notes.mark(at, "edge")) is not None and m[0].value == "auxiliary" for at in range(start, end))


def _phrase_before(notes: Annotated, low: int, at: int) -> int:
    """Where the noun phrase before a verb starts: behind the opener of its clause, else with the sentence.

    A verb or a predicate within it makes it no noun phrase, and so no source.
    """
    start = at
    while start > low and at - start <= _BEFORE_VERB:
        before = start - 1
        inner = before in notes.inside
        set_off = start < at and "،" in notes.text.tokens[start].gap and not _auxiliary(notes, start, at)
        if notes.mark(before, "clause") is not None or set_off:
            return start
        verbal = any(notes.mark(before, kind) is not None for kind in ("light", "report", "modality"))
        verbal = verbal and notes.mark(before, "edge") is None
        if not inner and (verbal or before in notes.predicates):
            return at
        start = before
    return start if start == low else at


def has_complement(notes: Annotated, at: int, high: int) -> bool:
    """Whether «أن», «عن», a colon or a quotation follows a verb that also means other things than telling."""
    behind = phrase_end(notes, at + 1, high)
    for after in range(at + 1, min(high, at + LONGEST)):
        clause = notes.mark(after, "clause")
        if clause is not None and clause[0].value == "that":
            return True
        gap = notes.text.tokens[after].gap
        if notes.text.word(after) == "عن" or ":" in gap:
            return True
        if after in (at + 1, behind) and any(mark in gap for mark in _OPENING):
            return True
        if after in notes.predicates and after not in notes.inside:
            return False
    return False


def accused(notes: Annotated, low: int, high: int) -> bool:
    """Whether a verb of claiming or accusing stands in tokens [low, high)."""
    return any(reports_at(notes, at) in ("allege", "accuse") for at in range(low, high))


def continues(notes: Annotated, at: int, high: int) -> bool:
    """Whether a verb of telling gives the word to who had it before: «وأضاف أن», «وأوضحت المصادر أن»."""
    found = notes.mark(at, "report")
    if found is None:
        return False
    if found[0].value == "continue" or notes.mark(found[1], "clause") is not None:
        return True
    source = notes.mark(found[1], "source") if found[1] < high else None
    return source is not None and notes.text.tokens[found[1]].form.startswith("ال") and source[0].pos != "office"


def _headline(notes: Annotated, low: int, high: int, known: Speakers) -> list[Act]:
    """«وسيط قبلي: إتمام الصفقة»: what stands before a colon speaks."""
    for at in range(low + 1, min(high, low + 8)):
        if ":" in notes.text.tokens[at].gap:
            made = link(notes, low, at, known)
            return [Act(low, low, at, "say", made, range(low, at))] if made is not None else []
    return []
