"""Who tells each sentence: reporting verbs, «بحسب» phrases, headlines with a colon, and their scope."""

from __future__ import annotations

from dataclasses import dataclass

from takhrij.core.records import NARRATOR, ActorValue, ChainLink, SourceClass, Span
from takhrij.frame.marks import Annotated

_LONGEST = 14
_ENDERS = frozenset({"that", "relative", "clause"})


@dataclass(frozen=True, slots=True)
class Speech:
    """The chain that holds for a sentence and the tokens of its source phrase (they hold no event place).

    `clausal`: what is told stands in a clause («أن…») or a quotation; an announcement without one («أعلن
    التحالف هدنة») is the announcer's own act, told by the outlet.
    """

    chain: tuple[ChainLink, ...]
    source: range
    stance: str = "say"
    clausal: bool = True


def _phrase_end(notes: Annotated, start: int, high: int) -> int:
    """The token after a source phrase that begins at `start`."""
    at = start
    while at < high and at - start < _LONGEST:
        gap = notes.text.tokens[at].gap
        if at > start and any(mark in gap for mark in "،:\"«»“”;؛\n"):
            break
        clause = notes.mark(at, "clause")
        if at > start and clause is not None and clause[0].value in _ENDERS:
            break
        if at > start and notes.mark(at, "report") is not None:
            break
        prep = notes.mark(at, "prep")
        if at > start and prep is not None and prep[0].value in ("الى", "عن", "على"):
            break
        if at > start and at in notes.mentions and notes.mentions[at][0].kind == "date":
            break
        predicate = notes.predicates.get(at)
        if at > start and predicate is not None and at not in notes.inside:
            break
        at += 1
    return at


def _names_person(notes: Annotated, at: int) -> bool:
    """Whether a token is a given name; «على» folds like «علي» and is none."""
    mark = notes.mark(at, "name")
    return mark is not None and mark[0].value == "given" and notes.text.word(at).removeprefix("و") != "على"


def _classify(notes: Annotated, start: int, end: int) -> tuple[SourceClass | None, str | None]:
    """Class of the source phrase at tokens [start, end) and the actor it speaks for."""
    source: SourceClass | None = None
    actor: str | None = None
    named = False
    for at in range(start, end):
        for mention in notes.mentions.get(at, ()):
            named = named or mention.kind == "person"
            if isinstance(mention.value, ActorValue):
                actor = actor or mention.value.id
                named = named or mention.value.kind == "person"
        named = named or _names_person(notes, at)
        mark = notes.mark(at, "source")
        if mark is not None and source is None:
            source = mark[0].value  # type: ignore[assignment]
    if named:
        return "named", actor
    if source is None and actor is not None and end - start <= 6:
        return "official", actor
    return source, actor


def _link(notes: Annotated, start: int, end: int) -> ChainLink | None:
    if end <= start or notes.mark(start, "prep") is not None:
        return None
    source, actor = _classify(notes, start, end)
    if source is None:
        return None
    span = notes.text.span(start, end)
    if notes.prefix_preposition(start) and len(span.text) > 1:
        span = Span(span.start + 1, span.end, span.text[1:])
    return ChainLink(source, span, actor)


def _reported(notes: Annotated, low: int, high: int) -> tuple[list[tuple[ChainLink, range]], bool]:
    """Links told in a sentence, innermost last, and whether it carries on the speaker before."""
    links: list[tuple[ChainLink, range]] = []
    continues = False
    reports, phrases = notes.by_kind.get("report", {}), notes.by_kind.get("according", {})
    for at in range(low, high):
        if (at not in reports and at not in phrases) or at in notes.inside:
            continue
        report, according = reports.get(at), phrases.get(at)
        start = report[1] if report is not None else according[1]  # type: ignore[index]
        end = _phrase_end(notes, start, high)
        if report is not None and report[0].value == "say_that" and not _has_complement(notes, at, high):
            continue
        end = _with_name(notes, start, end, high)
        link = _link(notes, start, end)
        if link is None and report is not None:
            link = _link(notes, low, at) if 1 <= at - low <= 9 and _opens_phrase(notes, low, at) else None
            start, end = low, at
        if link is not None:
            links.append((link, range(start, end)))
        elif report is not None and at - low <= 2:
            continues = True
    return links, continues


def _with_name(notes: Annotated, start: int, end: int, high: int) -> int:
    """The end of a source phrase with the name set off by a comma («المتحدث الرسمي، الرائد فلان»)."""
    if end >= high or "،" not in notes.text.tokens[end].gap:
        return end
    person = any(m.kind == "person" for m in notes.mentions.get(end, ()))
    if person or _names_person(notes, end):
        return _phrase_end(notes, end, high)
    return end


def _opens_phrase(notes: Annotated, low: int, at: int) -> bool:
    """Whether tokens [low, at) are a noun phrase: no verb, predicate or clause opener among them."""
    for token in range(low, at):
        inner = token in notes.inside
        if notes.mark(token, "clause") is not None:
            return False
        if not inner and (notes.mark(token, "light") is not None or token in notes.predicates):
            return False
    return True


def _has_complement(notes: Annotated, at: int, high: int) -> bool:
    """Whether «أن», a colon or a quotation follows a verb that also means other things than telling."""
    for after in range(at + 1, min(high, at + _LONGEST)):
        clause = notes.mark(after, "clause")
        if clause is not None and clause[0].value == "that":
            return True
        if any(mark in notes.text.tokens[after].gap for mark in ":«\"“"):
            return True
    return False


def _stance(notes: Annotated, low: int, high: int) -> str:
    for at in range(low, high):
        report = notes.mark(at, "report")
        if report is not None and report[0].value in ("allege", "accuse", "deny"):
            return report[0].value
    return "say"


def _headline(notes: Annotated, low: int, high: int) -> list[tuple[ChainLink, range]]:
    """«وسيط قبلي: إتمام الصفقة»: what stands before a colon speaks."""
    for at in range(low + 1, min(high, low + 8)):
        if ":" in notes.text.tokens[at].gap:
            link = _link(notes, low, at)
            return [(link, range(low, at))] if link is not None else []
    return []


def speeches(notes: Annotated) -> list[Speech]:
    """One Speech a sentence, in order. A sentence that only carries on («وأضاف أن…») keeps the speaker."""
    out: list[Speech] = []
    current: tuple[ChainLink, ...] = (NARRATOR,)
    quoted = False
    for low, high in notes.text.sentences:
        links, continues = _reported(notes, low, high)
        if not links and low == 0:
            links = _headline(notes, low, high)
        if links:
            order = sorted(links, key=lambda pair: pair[0].source_class != "media")
            current = (NARRATOR, *(link for link, _ in order))
            used = [i for _, tokens in links for i in tokens]
            source = range(min(used), max(used) + 1)
            clausal = _has_complement(notes, source.start, high)
            out.append(Speech(current, source, _stance(notes, low, high), clausal))
        elif continues or quoted:
            out.append(Speech(current, range(0), _stance(notes, low, high)))
        else:
            current = (NARRATOR,)
            out.append(Speech(current, range(0)))
        quoted = _open_quote(notes, low, high, quoted)
    return out


def _open_quote(notes: Annotated, low: int, high: int, quoted: bool) -> bool:
    """Whether a «…» quotation is still open after a sentence."""
    depth = 1 if quoted else 0
    for at in range(low, high):
        gap = notes.text.tokens[at].gap
        if not gap:
            continue
        depth += gap.count("«") - gap.count("»")
        depth = max(0, min(1, depth))
    closing = notes.text.tokens[high].gap if high < len(notes.text.tokens) else ""
    return depth > 0 and "»" not in closing
