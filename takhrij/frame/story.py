"""The other side of a deed, told by the document elsewhere: who fights whom runs through a report.

Reports name the other side once and then leave it out («سيطرت المقاومة على المدينة»). Where the document tells
outright who is whose adversary, a one-sided deed takes the side that is missing from the nearest telling; the
words are those of that telling. Nothing is filled from general knowledge.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from takhrij.core.records import ActorValue, CountValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

# Deeds done against somebody even where nobody is named.
_ADVERSARIAL = frozenset({"clash", "seize", "airstrike", "shelling", "siege"})
_TELLING = _ADVERSARIAL | {"killing", "bombing"}
# Deeds whose doer is one arm of a side: only a telling of the same kind says who it is.
_ARMS = frozenset({"airstrike", "bombing"})
_STRIKES = frozenset({"airstrike", "shelling", "bombing"})
_BYSTANDERS = frozenset({"civilians", "journalists", "aid_workers", "media"})
_CIVILIANS = ActorValue("civilians", "Civilians", None, "collective")
_HARM = frozenset({"killed", "injured"})
_REACH = 24
_MUTUAL = frozenset({"clash", "agreement", "exchange", "negotiation"})
_NOBODY = frozenset({"unknown_gunmen", "civilians"})
_TWO = 2


def identity(mention: Mention) -> str:
    """The id a mention stands for, or its words."""
    return getattr(mention.value, "id", None) or mention.span.text


@dataclass(frozen=True, slots=True)
class _Telling:
    """One side against another, told outright in a sentence."""

    type: str
    sentence: int
    first: int
    one: tuple[Mention, ...]
    other: tuple[Mention, ...]
    ids: frozenset[str]
    facing: frozenset[str]


def _armed(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if identity(m) not in _BYSTANDERS)


def _tellings(drafts: list[Draft]) -> list[_Telling]:
    """Every side against side in both directions."""
    found = []
    for draft in drafts:
        if draft.type not in _TELLING:
            continue
        one, other = _armed(draft.roles.get("actor", ())), _armed(draft.roles.get("target", ()))
        ids, facing = frozenset(map(identity, one)), frozenset(map(identity, other))
        if one and other and ids.isdisjoint(facing):
            place = (draft.type, draft.hit.sentence, draft.hit.first)
            found += [_Telling(*place, one, other, ids, facing), _Telling(*place, other, one, facing, ids)]
    return found


def _nearest(tellings: Sequence[_Telling], sentence: int) -> Iterator[_Telling]:
    """Those tellings, out of some in text order, that stand fewest sentences from one: all of one or two sentences."""
    at = bisect_left(tellings, sentence, key=_sentence)
    around = [tellings[k].sentence for k in (at - 1, at) if 0 <= k < len(tellings)]
    apart = min((abs(near - sentence) for near in around), default=0)
    for near in sorted({sentence - apart, sentence + apart}):
        low, high = (cut(tellings, near, key=_sentence) for cut in (bisect_left, bisect_right))
        yield from tellings[low:high]


def _sentence(telling: _Telling) -> int:
    return telling.sentence


class _Sides:
    """The tellings of a document by the side asked for: each side is sought among all but once."""

    def __init__(self, tellings: Sequence[_Telling]) -> None:
        self._tellings = tellings
        self._known: dict[tuple[frozenset[str], str | None], list[_Telling]] = {}

    def facing(self, draft: Draft, held: set[str], *, same_type: bool) -> list[Mention]:
        """The adversary of a side, from the nearest telling that has one; [] where none has."""
        key = frozenset(held), draft.type if same_type else None
        if key not in self._known:
            ids, kind = key
            fitting = (t for t in self._tellings if not ids.isdisjoint(t.ids) and ids.isdisjoint(t.facing))
            self._known[key] = [t for t in fitting if kind in (None, t.type)]
        near = _nearest(self._known[key], draft.hit.sentence)
        best = min(near, key=lambda t: (-len(t.ids & held), abs(t.first - draft.hit.first)), default=None)
        return list(best.other) if best is not None else []


def oppose(notes: Annotated, drafts: list[Draft]) -> None:
    """Fill who is missing from adversarial deeds out of the document itself."""
    tellings = _tellings(drafts)
    both, firsts = _Sides(tellings), _Sides(tellings[::2])
    for draft in drafts:
        if draft.type in _ADVERSARIAL and draft.roles.get("actor") and not draft.roles.get("target"):
            if draft.type in _STRIKES and struck_civilians(notes, draft) is not None:
                continue
            # Who takes back what another took is told as against him; who took it first, as against nobody.
            sides = firsts if draft.type == "seize" else both
            found = sides.facing(draft, draft.ids("actor"), same_type=False)
            if found:
                draft.roles["target"] = found
    for draft in drafts:
        if draft.type in _ADVERSARIAL and draft.roles.get("target") and not draft.roles.get("actor"):
            held = draft.ids("target") - _BYSTANDERS
            found = both.facing(draft, held, same_type=draft.type in _ARMS)
            if found:
                draft.roles["actor"] = found
    _same_arm(drafts)
    _pair(notes, drafts)
    _both(drafts, tellings)


def _pair(notes: Annotated, drafts: list[Draft]) -> None:
    """«بين الطرفين»: the two sides of the nearest telling that names them, those told before first."""
    named = [(d, pair) for d in drafts if (pair := _named_pair(d)) is not None]
    places = [d.hit.first for d, _ in named]
    for draft in drafts:
        if draft.type not in _MUTUAL or not named or draft.ids("actor") - _NOBODY or not _says_both(notes, draft):
            continue
        # The last told before it, else the first behind it.
        one, other = named[max(0, bisect_right(places, draft.hit.first) - 1)][1]
        if draft.type == "clash":
            draft.roles["actor"], draft.roles["target"] = one, other
        else:
            draft.roles["actor"] = [*one, *other]


def _named_pair(draft: Draft) -> tuple[list[Mention], list[Mention]] | None:
    """The two sides that a draft names, or None."""
    acting, facing = list(_armed(draft.roles.get("actor", ()))), list(_armed(draft.roles.get("target", ())))
    if draft.type in _TELLING and acting and facing:
        return acting, facing
    if draft.type in _MUTUAL and draft.type != "clash" and len(acting) == _TWO:
        return acting[:1], acting[1:]
    return None


def _says_both(notes: Annotated, draft: Draft) -> bool:
    """Whether «الطرفان» stands in the clause of a predicate."""
    tokens = notes.syntax.tokens[notes.syntax.owner[draft.hit.first]]
    return any(notes.mark(at, "both") is not None for at in tokens)


def _same_arm(drafts: list[Draft]) -> None:
    """Air strikes of which no doer is told are of those who do all others of the document («استهدفت الغارات»)."""
    doers = {tuple(sorted(d.ids("actor"))): d for d in drafts if d.type == "airstrike" and d.roles.get("actor")}
    if len(doers) != 1:
        return
    ids, teller = next(iter(doers.items()))
    for draft in drafts:
        if draft.type == "airstrike" and not draft.roles.get("actor") and not draft.ids("target") & set(ids):
            draft.roles["actor"] = list(teller.roles["actor"])


def strike_civilians(notes: Annotated, drafts: list[Draft]) -> None:
    """Civilians as the target of strikes on homes and markets that hit nobody else."""
    for draft in drafts:
        harmless = any(count.max == 0 for count in draft.counts.values())
        if draft.type in _STRIKES and not draft.roles.get("target") and not harmless:
            civil = struck_civilians(notes, draft)
            if civil is not None:
                draft.roles["target"] = [civil]


def _both(drafts: list[Draft], tellings: list[_Telling]) -> None:
    """A fight of which neither side is told is between those of the nearest fight that tells them."""
    fights = [t for t in tellings[::2] if t.type == "clash"]
    for draft in drafts:
        if draft.type != "clash" or draft.roles.get("actor") or draft.roles.get("target") or not fights:
            continue
        near = min(_nearest(fights, draft.hit.sentence), key=lambda t: t.first)
        draft.roles["actor"], draft.roles["target"] = list(near.one), list(near.other)


def struck_civilians(notes: Annotated, draft: Draft) -> Mention | None:
    """Civilians whose homes, markets or lives a strike of the draft's sentence hit, or None."""
    hit = draft.hit
    low, high = notes.text.sentences[hit.sentence]
    for at in range(max(low, hit.first - _REACH), min(high, hit.end + _REACH)):
        for mention in notes.mentions.get(at, ()):
            if isinstance(mention.value, ActorValue) and mention.value.id == "civilians":
                return mention
    for at in range(hit.end, min(high, hit.end + _REACH)):
        if at not in notes.inside and notes.mark(at, "civil") is not None:
            mark = notes.mark(at, "civil")
            assert mark is not None
            return Mention("actor", notes.text.span(at, mark[1]), _CIVILIANS, at, mark[1])
    return _nameless(notes, draft, low, high)


def _nameless(notes: Annotated, draft: Draft, low: int, high: int) -> Mention | None:
    """The people counted among the dead of a bombing without a side of theirs («قتل عشرون شخصا في انفجار»)."""
    if draft.type != "bombing" or not _HARM & draft.counts.keys():
        return None
    for at in range(low, high):
        for mention in notes.mentions.get(at, ()):
            if isinstance(mention.value, CountValue) and mention.value.of == "person":
                return Mention("actor", mention.span, _CIVILIANS, mention.first, mention.end_token)
    return None
