"""How the mentions of a clause stand to its predicate: side, governing preposition, construct head, rank."""

from __future__ import annotations

from dataclasses import dataclass, replace

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument, Hit

# Prepositions whose noun stands in for what governs it: «عناصر من القاعدة», «مواقع تابعة للحوثيين».
_PARTITIVE = frozenset({"من", "ل"})
_CLOSING = (":", "؛")
_ROLE_KINDS = frozenset({"actor", "person"})
_NO_SIDE = "unknown_gunmen"
_REACH = 28
_FAR = 40


@dataclass(slots=True)
class _State:
    """What governs the next noun while walking through a clause."""

    prep: str = ""
    head: str | None = None
    rank: int = 0
    fresh: bool = True
    light: bool = False
    last_end: int = -1
    joining: bool = False
    partitive: bool = False

    def settle(self) -> None:
        """A complete noun phrase was passed: what follows is governed by nothing unless «و» joins it."""
        self.fresh = False


@dataclass(slots=True)
class Walk:
    """Arguments of one side and the token where the clause ended."""

    arguments: list[Argument]
    stop: int


def _open_phrase(notes: Annotated, at: int, state: _State, hit: Hit) -> int | None:
    """Handle a preposition at a token; the token after it, or None when there is none."""
    mark = notes.mark(at, "prep")
    if mark is None or (at in notes.mentions and mark[1] == at + 1 and len(notes.text.tokens[at].form) > 4):
        return None
    value, end, _ = mark
    if value.value == "من" and hit.frame.roles.get("من") == "actor":
        state.prep, state.head, state.fresh, state.last_end = "من", None, True, -1
        return end
    if value.value in _PARTITIVE and state.head in ("member", "asset") and state.last_end < 0:
        state.partitive = value.value == "من" and _counted_before(notes, at)
        return end
    if value.value == "من" and (state.head == "member" or _counted_before(notes, at) or _generic(notes, at - 1)):
        state.partitive = True
        return end
    state.prep, state.head, state.fresh, state.last_end = value.value, None, True, -1
    return end


def _generic(notes: Annotated, at: int) -> bool:
    """Whether a token names people without a side («مسلحون»), whom «من» then places."""
    inside = notes.inside.get(at)
    return inside is not None and isinstance(inside.value, ActorValue) and inside.value.id == _NO_SIDE


def _counted_before(notes: Annotated, at: int) -> bool:
    """Whether a number stands right before «من» («سبعة من الحوثيين»)."""
    return any(
        at - 1 <= m.end_token <= at
        for back in range(max(0, at - 4), at)
        for m in notes.mentions.get(back, ())
        if m.kind == "count"
    )


def _enter_noun(notes: Annotated, at: int, state: _State, joined: bool) -> None:
    """Let a prefix preposition or the end of the noun phrase before change what governs a noun."""
    prefix = notes.prefix_preposition(at)
    if prefix:
        if prefix == "ل" and state.head in ("member", "asset") and state.last_end < 0:
            return
        if state.prep == "support" and state.fresh:
            return
        state.prep, state.head, state.fresh, state.last_end = prefix, None, True, -1
    elif not state.fresh and not joined:
        state.prep, state.head, state.fresh = "", None, True


def _argument(mention: Mention, state: _State, at: int, joined: bool, origin: int) -> Argument:
    if not joined and state.prep == "":
        state.rank += 1
    return Argument(
        mention=mention,
        prep=state.prep,
        head=state.head,
        rank=state.rank,
        after=at >= origin,
        distance=abs(at - origin),
        coordinated=joined,
        light=state.light,
        partitive=state.partitive,
    )


def _role_mentions(notes: Annotated, at: int) -> list[Mention]:
    return [m for m in notes.mentions.get(at, ()) if m.kind in _ROLE_KINDS]


def _is_joined(notes: Annotated, at: int, found: list[Argument]) -> bool:
    if not found or not notes.coordinated(at):
        return False
    last = found[-1].mention
    return at - last.end_token <= 3 and "." not in notes.text.tokens[at].gap


def walk(notes: Annotated, start: int, stop: int, hit: Hit) -> Walk:
    """Arguments among tokens [start, stop), in order.

    Walking right of the predicate ends at a clause opener, another predicate or a verb; walking left starts
    anew after each.
    """
    after = start >= hit.first
    found: list[Argument] = []
    state = _State()
    at = start
    while at < stop:
        if any(mark in notes.text.tokens[at].gap for mark in _CLOSING) and at > start:
            if after:
                break
            found, state = [], _State()
        barrier = _barrier(notes, at, hit)
        if barrier is not None:
            if after:
                resumed = _carried_out(notes, at, hit)
                if resumed is None:
                    break
                at, state = resumed, _State(light=True)
                continue
            if barrier in ("relative", "responsible"):
                bearer = barrier == "responsible"
                found = [replace(found[-1], prep="", rank=1, head=None, light=bearer)] if found else []
                state = _State(light=True)
            elif barrier in ("light", "passive"):
                state = _State(light=barrier == "light")
                found = [replace(a, light=barrier == "light") for a in found if a.prep == ""]
                at += 1
                continue
            else:
                found, state = [], _State()
        at = _step(notes, at, state, found, hit)
    return Walk(found, at)


def _carried_out(notes: Annotated, at: int, hit: Hit) -> int | None:
    """The token after «(التي) شنها» behind a verbal noun, whose subject then carries the noun out, or None."""
    if hit.predicate.pos == "verb":
        return None
    clause = notes.mark(at, "clause")
    verb = clause[1] if clause is not None and clause[0].value == "relative" else at
    light = notes.mark(verb, "light")
    return light[1] if light is not None and light[2].suffix and light[0].value == "subject" else None


def subject_of_sentence(notes: Annotated, hit: Hit) -> list[Argument]:
    """The last ungoverned actor before the predicate in its sentence, whatever clauses lie between."""
    low = notes.text.sentences[hit.sentence][0]
    found: list[Argument] = []
    state = _State()
    at = low
    while at < hit.first:
        if _barrier(notes, at, hit) is not None and notes.mark(at, "head") is None:
            state = _State()
            at += 1
            continue
        at = _step(notes, at, state, found, hit)
    return [a for a in found if a.distance <= _FAR]


def _step(notes: Annotated, at: int, state: _State, found: list[Argument], hit: Hit) -> int:
    """Read one token or mention; the next token to read."""
    origin = hit.end if at >= hit.first else hit.first
    opened = _open_phrase(notes, at, state, hit)
    if opened is not None:
        return opened
    mentions = _role_mentions(notes, at)
    joined = state.joining or _is_joined(notes, at, found)
    if mentions:
        state.joining = False
        if not joined or notes.prefix_preposition(at):
            _enter_noun(notes, at, state, joined)
        if state.partitive and found and _generic(notes, found[-1].mention.first):
            found.pop()
            state.rank = max(0, state.rank - 1)
        for mention in mentions:
            found.append(_argument(mention, state, at, joined or mention is not mentions[0], origin))
        state.settle()
        state.partitive = False
        state.last_end = mentions[0].end_token
        return mentions[0].end_token
    head = notes.mark(at, "head")
    if head is not None and at not in notes.inside:
        state.joining = joined
        _enter_noun(notes, at, state, joined)
        if state.head != "asset" or head[0].value != "member":
            state.head = head[0].value
        state.last_end = -1
        return head[1]
    prefix = notes.prefix_preposition(at)
    if prefix and at not in notes.inside:
        _enter_noun(notes, at, state, False)
    elif "،" in notes.text.tokens[at].gap and not notes.coordinated(at):
        state.prep, state.head, state.fresh = "", None, True
    return at + 1


def _barrier(notes: Annotated, at: int, hit: Hit) -> str | None:
    clause = notes.mark(at, "clause")
    if clause is not None and at not in notes.inside:
        return clause[0].value
    if hit.first <= at < hit.end:
        return None
    light = notes.mark(at, "light")
    if light is not None and at not in notes.inside:
        return "passive" if light[0].value in ("passive", "undergo") else "light"
    report = notes.mark(at, "report")
    if report is not None and at not in notes.inside:
        return "report"
    predicate = notes.predicates.get(at)
    if predicate is not None and at not in notes.inside:
        if any(p.frame.type == hit.frame.type for p in predicate.value) and predicate.value[0].pos != "verb":
            return None
        return "verb" if predicate.value[0].pos == "verb" else "event"
    return None


def arguments(notes: Annotated, hit: Hit) -> tuple[list[Argument], list[Argument]]:
    """(left, right) arguments of a predicate within its sentence."""
    low, high = notes.text.sentences[hit.sentence]
    left = walk(notes, max(low, hit.first - _REACH), hit.first, hit)
    right = walk(notes, hit.end, min(high, hit.end + _REACH), hit)
    return left.arguments, right.arguments
