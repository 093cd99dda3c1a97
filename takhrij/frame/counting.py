"""Counts of a claim: what the predicate counts, casualties of its sentence, vehicles, strikes, parts."""

from __future__ import annotations

from takhrij.core.records import ActorValue, CountPart, CountRef, CountValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit

VIOLENT = frozenset({"clash", "airstrike", "shelling", "bombing", "killing"})
# Classes of counted nouns that can be people.
_PEOPLE = frozenset({None, "person", "captive", "killed", "other"})
_REACH = 12


def _value(mention: Mention) -> CountValue:
    assert isinstance(mention.value, CountValue)
    return mention.value


def counts_between(notes: Annotated, low: int, high: int) -> list[Mention]:
    """Count mentions that start at tokens [low, high), in order."""
    found = (m for at in range(low, high) for m in notes.mentions.get(at, ()))
    return [m for m in found if m.kind == "count"]


def to_count(mention: Mention, *, of: tuple[str, ...] = (), parts: tuple[CountPart, ...] = ()) -> CountRef:
    """A count mention as a role filler."""
    value = _value(mention)
    return CountRef(value.min, value.max, mention.span, value.approx, of=of, parts=parts)


def whose(notes: Annotated, mention: Mention, stop: int) -> tuple[str, ...]:
    """Ids of the actors whose men a count counts: the actor that follows within the noun phrase."""
    for at in range(mention.first, min(stop, mention.end_token + 4)):
        if at > mention.first and "،" in notes.text.tokens[at].gap:
            break
        found = [m for m in notes.mentions.get(at, ()) if isinstance(m.value, ActorValue)]
        if found:
            ids = [m.value.id for m in found if isinstance(m.value, ActorValue)]
            after = found[0].end_token
            if after < stop and notes.coordinated(after):
                more = notes.mentions.get(after, ())
                ids += [m.value.id for m in more if isinstance(m.value, ActorValue)]
            return tuple(dict.fromkeys(ids))
    return ()


def _parts(notes: Annotated, total: Mention, later: list[Mention], stop: int) -> tuple[CountPart, ...]:
    """Later counts that add up to the total («٢٠ … ١٦ … و٤»), longest prefix first; none when none does."""
    wanted = _value(total).min
    if wanted is None or _value(total).max != wanted:
        return ()
    chosen: list[CountPart] = []
    reached = 0
    for mention in later:
        value = _value(mention)
        if value.min is None or value.min != value.max or value.of not in _PEOPLE:
            break
        chosen.append(CountPart(value.min, value.max, whose(notes, mention, stop), mention.span))
        reached += value.min
        if reached == wanted and len(chosen) > 1:
            return tuple(chosen)
        if reached > wanted:
            break
    told = [part for part in chosen if part.of]
    return tuple(told) if len(told) > 1 else ()


def _own_count(notes: Annotated, hit: Hit) -> CountRef | None:
    """The number of people that the predicate frees, takes, swaps or kills."""
    low, high = notes.text.sentences[hit.sentence]
    later = counts_between(notes, hit.end, min(high, hit.end + 40))
    near = [m for m in later if m.first - hit.end <= _REACH and _value(m).of in _PEOPLE]
    if near:
        total = near[0]
        parts = _parts(notes, total, [m for m in later if m.first > total.first], high)
        return to_count(total, of=whose(notes, total, high), parts=parts)
    before = [m for m in counts_between(notes, max(low, hit.first - 6), hit.first) if _value(m).of in _PEOPLE]
    return to_count(before[-1], of=whose(notes, before[-1], hit.first)) if before else None


def _strikes(notes: Annotated, hit: Hit) -> CountRef | None:
    for mention in counts_between(notes, max(0, hit.first - 3), hit.end + 1):
        if mention.first <= hit.first < mention.end_token + 1 and _value(mention).of in ("strike", None):
            return to_count(mention)
    return None


def counts_of(notes: Annotated, hit: Hit) -> dict[str, CountRef]:
    """The counts that the predicate itself tells."""
    key = hit.frame.count
    if key is None:
        return {}
    found = _strikes(notes, hit) if key == "strikes" else _own_count(notes, hit)
    return {key: found} if found is not None else {}


def add_casualties(draft: Draft, key: str, count: CountRef | None) -> None:
    """Lay a casualty count on a claim; the first told stays."""
    if count is not None and key not in draft.counts:
        draft.counts[key] = count

