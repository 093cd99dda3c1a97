"""Who tells each word: a state that moves through the text sentence by sentence, with the reason of every turn.

A sentence is cut at its acts of telling. A verb with its source holds from there on; a citation («بحسب») holds for
the clause before it too; what stands before the first act, and a sentence without one, goes to whoever holds the
word: the last speaker while a quotation is open or a verb carries on, else the outlet itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from takhrij.core.records import NARRATOR, ChainLink
from takhrij.frame.marks import Annotated
from takhrij.frame.sources import edge
from takhrij.frame.speakers import Speakers
from takhrij.frame.telling import Act, acts_in, opens_quotation

# A quotation that is the whole of what is told opens so many tokens behind the source.
_NEAR = 3
_OPENING = 2
_LETTERS = 2
_TIMES = frozenset({"بعد", "منذ", "خلال", "قبل"})
_LONGEST = 20
_CLOSED = ("،", "»", "”", '"', "-", "–")
_OUTLET: tuple[ChainLink, ...] = (NARRATOR,)


@dataclass(frozen=True, slots=True)
class Speech:
    """The chain that holds for a stretch of a sentence, the tokens of its source phrase (they hold no event place)
    and why it holds."""

    chain: tuple[ChainLink, ...]
    source: range
    reason: str


class Telling:
    """The Speech of every token, and the tokens of all source phrases; read when somebody first asks who tells."""

    def __init__(self, notes: Annotated) -> None:
        self._notes = notes

    @cached_property
    def _read(self) -> tuple[list[Speech], frozenset[int]]:
        return _read(self._notes)

    @property
    def sources(self) -> frozenset[int]:
        """The tokens of all source phrases."""
        return self._read[1]

    def __getitem__(self, at: int) -> Speech:
        return self._read[0][at]


@dataclass(slots=True)
class _State:
    """Who spoke last, whether in the sentence before, and whether a quotation is open."""

    last: tuple[ChainLink, ...] = _OUTLET
    quoted: bool = False
    spoke: bool = False


def _read(notes: Annotated) -> tuple[list[Speech], frozenset[int]]:
    """Who tells each word of a Reading, and the tokens of all source phrases."""
    out: list[Speech] = []
    sources: set[int] = set()
    known, state = Speakers(notes), _State()
    for low, high in notes.text.sentences:
        acts = acts_in(notes, low, high, known)
        held = _base(notes, low, state, acts)
        if _bare_citation(notes, low, high, acts) and out and len(out[-1].chain) == 1:
            cited = Speech(
                (NARRATOR, *(act.link for act in acts if act.link)), acts[0].source, "cited behind the sentence"
            )
            _recall(notes, out, cited)
        out += _spread(notes, low, high, acts, held, state)
        _move(notes, low, high, acts, state, out)
        sources.update(at for act in acts for at in act.source)
    return out, frozenset(sources)


def _bare_citation(notes: Annotated, low: int, high: int, acts: list[Act]) -> bool:
    """Whether a sentence is but a citation of the one before it («…؛ وفق مصادر محلية»)."""
    cites = bool(acts) and acts[0].way == "cite" and acts[0].link is not None and acts[0].first == low
    return cites and not _told(notes, low, high)


def _recall(notes: Annotated, out: list[Speech], speech: Speech) -> None:
    """Lay a Speech on what the outlet told in the sentence before."""
    low = notes.text.sentences[notes.text.sentence_of[len(out) - 1]][0]
    for at in range(len(out) - 1, low - 1, -1):
        if len(out[at].chain) > 1:
            return
        out[at] = speech


def _base(notes: Annotated, low: int, state: _State, acts: list[Act]) -> Speech:
    """Who holds the word where a sentence begins."""
    if acts and acts[0].way == "impersonal":
        return Speech(_OUTLET, range(0), "nobody is said to tell")
    if state.quoted:
        return Speech(state.last, range(0), "the quotation goes on")
    if state.spoke and _adds(notes, low, acts):
        return Speech(state.last, range(0), f"«{notes.text.word(low)}» adds to what was told just before")
    return Speech(_OUTLET, range(0), "the outlet's own words")


def _adds(notes: Annotated, low: int, acts: list[Act]) -> bool:
    """Whether a sentence opens as one more item of what the speaker before it told («كما قصفوا…»), or is the rest of his
    sentence («… (د. ب. أ) إن الطيران قصف»)."""
    opening = range(low, min(low + _OPENING, len(notes.text.tokens)))
    if any((m := notes.mark(at, "clause")) is not None and m[0].value == "that" for at in opening):
        return True
    return edge(notes, low) in ("as", "also") and not (acts and acts[0].first < low + _OPENING)


def _spread(notes: Annotated, low: int, high: int, acts: list[Act], base: Speech, state: _State) -> list[Speech]:
    """The Speech of each token of a sentence."""
    held = [base] * (high - low)
    start, main, current = low, None, base
    for act in acts:
        if act.way == "impersonal":
            continue
        made, start = _turn(notes, act, current, start, (state, main))
        for at in range(start, high):
            held[at - low] = made
        main = main or (made if act.way != "aside" else None)
        current = made
    return _past_quotations(notes, high, acts, low, _beside(notes, high, acts, low, held))


def _turn(
    notes: Annotated, act: Act, current: Speech, start: int, before: tuple[_State, Speech | None]
) -> tuple[Speech, int]:
    """The Speech that an act of telling makes, and the token from which it holds."""
    state, main = before
    word = notes.text.word(act.at)
    if act.link is None:
        chain = main.chain if main is not None else state.last
        first = act.first if main is not None or act.way != "aside" else start
        return Speech(chain, range(0), f"«{word}» carries on"), first
    if (
        main is not None
        and current.source
        and (act.way == "from" or not _told(notes, current.source.stop, act.first))
    ):
        return _joined(current, act, word, inner=True), start
    begun = _told(notes, start, act.first)
    high = notes.text.sentences[notes.text.sentence_of[act.at]][1]
    backward = act.way in ("cite", "from") and not (begun and notes.coordinated(act.at))
    postposed = begun and not _told(notes, act.opens, high) and notes.text.tokens[act.first].gap[-1:] in _CLOSED
    if backward or (postposed and not notes.text.tokens[act.first].form.startswith("و")):
        if len(current.chain) > 1 and current.source:
            return _joined(current, act, word, inner=False), start
        return Speech((NARRATOR, act.link), act.source, f"cited by «{word}»"), start
    return Speech((NARRATOR, act.link), act.source, f"«{word}» and its source"), act.first


def _joined(current: Speech, act: Act, word: str, *, inner: bool) -> Speech:
    """Two tellings of the same words: whom a source cites is the inner («وكالة نقلا عن مصدر»), who is cited behind it
    all is the outer («قال الوزير … بحسب الوكالة»); a medium is outside of both."""
    assert act.link is not None
    links = [*current.chain[1:], act.link] if inner else [act.link, *current.chain[1:]]
    links.sort(key=lambda link: link.source_class != "media")
    used = range(min(current.source.start, act.source.start), max(current.source.stop, act.source.stop))
    return Speech((NARRATOR, *links), used, f"«{word}» beside another's telling")


def _told(notes: Annotated, start: int, end: int) -> bool:
    return any(at in notes.predicates for at in range(start, end))


def _beside(notes: Annotated, high: int, acts: list[Act], low: int, held: list[Speech]) -> list[Speech]:
    """What tells of the speaker or the occasion, between him and what he says, is the outlet's («قال الوزير، الذي قصف
    منزله، إن …», «دعا خلال لقائه الوفد إلى …»)."""
    for act in acts:
        if act.way != "say" or act.opens >= high or not _background(notes, act.opens):
            continue
        for at in range(act.opens, _content(notes, act.opens, high)):
            held[at - low] = Speech(_OUTLET, range(0), "tells of the speaker or the occasion")
    return held


def _content(notes: Annotated, start: int, high: int) -> int:
    """The token where what is said begins behind words about the speaker; `start` where none is found."""
    for at in range(start, min(high, start + _LONGEST)):
        clause, prep = notes.mark(at, "clause"), notes.mark(at, "prep")
        if (clause is not None and clause[0].value == "that") or (prep is not None and prep[0].value == "الى"):
            return at
        if ":" in notes.text.tokens[at].gap or opens_quotation(notes, at):
            return at
    return start


def _past_quotations(notes: Annotated, high: int, acts: list[Act], low: int, held: list[Speech]) -> list[Speech]:
    """What follows a whole quotation in its sentence is the outlet's again («… إن «السفينة وصلت» بعد بدء المعارك»)."""
    for number, act in enumerate(acts):
        if act.way != "say":
            continue
        stop = acts[number + 1].first if number + 1 < len(acts) else high
        over = _quotation_end(notes, act.opens, stop)
        for at in range(over, stop):
            held[at - low] = Speech(_OUTLET, range(0), "the quotation is over")
    return held


def _quotation_end(notes: Annotated, start: int, stop: int) -> int:
    """The token after a quotation that is all that an act of telling tells; `stop` where there is none such."""
    opened = next((at for at in range(start, min(stop, start + _NEAR)) if opens_quotation(notes, at)), None)
    if opened is None:
        return stop
    for at in range(opened + 1, stop):
        gap = notes.text.tokens[at].gap
        if any(mark in gap for mark in '"»”'):
            return at if len(gap) == 1 and _background(notes, at) else stop
    return stop


def _background(notes: Annotated, at: int) -> bool:
    """Whether a word of time or a relative begins what the outlet adds of its own."""
    time, clause = notes.mark(at, "prep"), notes.mark(at, "clause")
    return (time is not None and time[0].value in _TIMES) or (clause is not None and clause[0].value == "relative")


def _move(notes: Annotated, low: int, high: int, acts: list[Act], state: _State, out: list[Speech]) -> None:
    """Carry the state over a sentence; the letters of a name («(د. ب. أ)») are none."""
    state.quoted = _open_quote(notes, low, high, state.quoted)
    if high - low <= _LETTERS and not acts:
        return
    saying = [act for act in acts if act.link is not None]
    state.spoke = bool(acts) and acts[0].way != "impersonal"
    if saying:
        lead = next((act for act in saying if act.way == "say"), saying[0])
        state.last = out[lead.at].chain


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
