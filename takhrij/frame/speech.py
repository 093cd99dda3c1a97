"""Who tells each sentence: reporting verbs, «بحسب» phrases, headlines with a colon, and their scope."""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.records import NARRATOR, ChainLink
from takhrij.frame.marks import Annotated
from takhrij.frame.sources import LONGEST, Speakers, link, past_recipient, phrase_end, reports_at, with_name

_OPENS = 2
_BEFORE_VERB = 9
_QUOTED_NAME = 3
# The first words of a noun phrase tell whether it is a source.
_HEAD = 2
# Types whose announcement is the deed itself: «أعلن التحالف هدنة».
_PERFORMED = frozenset({"agreement", "negotiation", "payment"})


@dataclass(frozen=True, slots=True)
class Speech:
    """The chain that holds for a sentence and the tokens of its source phrase (they hold no event place).

    `clausal`: what is told stands in a clause («أن…») or a quotation, or is no deed of announcing; an
    announcement without one («أعلن التحالف هدنة») is the announcer's own act, told by the outlet.
    """

    chain: tuple[ChainLink, ...]
    source: range
    clausal: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """Sources found in a sentence; `continues`: it opens with a verb of telling and names nobody."""

    links: list[tuple[ChainLink, range]]
    continues: bool = False
    impersonal: bool = False


def _reported(notes: Annotated, low: int, high: int, known: Speakers) -> _Told:
    links: list[tuple[ChainLink, range]] = []
    continues = impersonal = False
    phrases = notes.by_kind.get("according", {})
    for at in range(low, high):
        verb, according = reports_at(notes, at), phrases.get(at)
        if (verb is None and according is None) or at in notes.inside:
            continue
        if verb == "impersonal":
            impersonal = impersonal or at - low <= _OPENS
            continue
        if verb in ("say_that", "quote") and not _has_complement(notes, at, high):
            continue
        found = _source_at(notes, low, at, high, known)
        if found is not None:
            links.append(found)
        elif verb is not None and at - low <= _OPENS:
            continues = True
    return _Told(links, continues, impersonal)


def _source_at(notes: Annotated, low: int, at: int, high: int, known: Speakers) -> tuple[ChainLink, range] | None:
    """The source behind a verb of telling or a «بحسب», else the noun phrase before the verb."""
    report, according = notes.mark(at, "report"), notes.mark(at, "according")
    behind = report[1] if report is not None else according[1]  # type: ignore[index]
    start = past_recipient(notes, behind, high)
    end = with_name(notes, start, phrase_end(notes, start, high), high)
    told = _has_complement(notes, at, high)
    made = link(notes, start, end, known, told) if not _quotes_next(notes, start, high) else None
    if made is not None:
        return made, range(start, end)
    if report is None:
        return None
    start = _phrase_before(notes, low, at)
    made = link(notes, start, at, known) if start < at else None
    if made is None or link(notes, start, min(at, start + _HEAD), known) is None:
        return None
    return made, range(start, at)


def _quotes_next(notes: Annotated, start: int, high: int) -> bool:
    """Whether what was said stands right behind the verb («وأضاف: …», «وقال «قصفنا الحي…»»); a name in
    quotation marks is short."""
    if start >= high:
        return False
    gap = notes.text.tokens[start].gap
    if ":" in gap:
        return True
    if not any(mark in gap for mark in '"«“'):
        return False
    closing = range(start + 1, min(high, start + _QUOTED_NAME + 1))
    return not any(mark in notes.text.tokens[at].gap for at in closing for mark in '"»”')


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


def _has_complement(notes: Annotated, at: int, high: int) -> bool:
    """Whether «أن», «عن», a colon or a quotation follows a verb that also means other things than telling."""
    behind = phrase_end(notes, at + 1, high)
    for after in range(at + 1, min(high, at + LONGEST)):
        clause = notes.mark(after, "clause")
        if clause is not None and clause[0].value == "that":
            return True
        gap = notes.text.tokens[after].gap
        if notes.text.word(after) == "عن" or ":" in gap:
            return True
        if after in (at + 1, behind) and any(mark in gap for mark in '«"“'):
            return True
        if after in notes.predicates and after not in notes.inside:
            return False
    return False


def _clausal(notes: Annotated, source: range, high: int) -> bool:
    """Whether what follows a source stands in a clause, or is another deed than the announcing."""
    for at in range(source.stop, high):
        clause = notes.mark(at, "clause")
        if clause is not None and clause[0].value == "that":
            return True
        if any(mark in notes.text.tokens[at].gap for mark in '«"“'):
            return True
        if at in notes.predicates and at not in notes.inside:
            return not any(p.frame.type in _PERFORMED for p in notes.predicates[at].value)
    return True


def accused(notes: Annotated, low: int, high: int) -> bool:
    """Whether a verb of claiming or accusing stands in tokens [low, high)."""
    return any(reports_at(notes, at) in ("allege", "accuse") for at in range(low, high))


def _headline(notes: Annotated, low: int, high: int, known: Speakers) -> list[tuple[ChainLink, range]]:
    """«وسيط قبلي: إتمام الصفقة»: what stands before a colon speaks."""
    for at in range(low + 1, min(high, low + 8)):
        if ":" in notes.text.tokens[at].gap:
            made = link(notes, low, at, known)
            return [(made, range(low, at))] if made is not None else []
    return []


def speeches(notes: Annotated) -> list[Speech]:
    """One Speech a sentence, in order. A sentence that only carries on («وأضاف أن…») keeps the speaker."""
    out: list[Speech] = []
    known = Speakers(notes)
    last: tuple[ChainLink, ...] = (NARRATOR,)
    quoted = False
    for low, high in notes.text.sentences:
        told = _reported(notes, low, high, known)
        links = told.links or (_headline(notes, low, high, known) if low == 0 else [])
        if links:
            order = sorted(_governing(notes, links), key=lambda pair: pair[0].source_class != "media")
            last = (NARRATOR, *(made for made, _ in order))
            used = [i for _, tokens in links for i in tokens]
            source = range(min(used), max(used) + 1)
            out.append(Speech(last, source, _clausal(notes, source, high)))
        elif (told.continues and not told.impersonal) or quoted:
            out.append(Speech(last, range(0)))
        else:
            out.append(Speech((NARRATOR,), range(0)))
        quoted = _open_quote(notes, low, high, quoted)
    return out


def _governing(notes: Annotated, links: list[tuple[ChainLink, range]]) -> list[tuple[ChainLink, range]]:
    """The sources that govern a sentence: the first, and one that it cites before telling anything
    («وكالة نقلا عن مصدر»); a speaker further on («…حيث أعلن مكتب الصحة») has only a clause of it."""
    kept = links[:1]
    for made, tokens in links[1:]:
        if not any(at in notes.predicates for at in range(kept[-1][1].stop, tokens.start)):
            kept.append((made, tokens))
    return kept


def _open_quote(notes: Annotated, low: int, high: int, quoted: bool) -> bool:
    """Whether a «…» quotation is still open after a sentence."""
    depth = 1 if quoted else 0
    for at in range(low, high):
        gap = notes.text.tokens[at].gap
        if not gap:
            continue
        depth += sum(gap.count(mark) for mark in "«“") - sum(gap.count(mark) for mark in "»”")
        depth = max(0, min(1, depth))
    closing = notes.text.tokens[high].gap if high < len(notes.text.tokens) else ""
    return depth > 0 and "»" not in closing and "”" not in closing
