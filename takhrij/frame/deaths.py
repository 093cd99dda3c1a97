"""Deaths that no event of their sentence tells: a claim of their own, and of which type."""

from __future__ import annotations

from collections.abc import Callable

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Frame, Hit, Predicate
from takhrij.frame.tolls import Toll

# Actors that are no armed party: one of these killed is a killing, wherever it was.
_CIVIL = frozenset({"civilians", "journalists", "aid_workers", "media", "security_forces", "palestinians"})
_FIGHTERS = frozenset({"group", "force"})
# «مسلحو», «عناصر من»: words at most between the verb and the name of who killed; titles that open a name.
_HEADS, _TITLES = 2, frozenset({"personal", "office", "role"})
# A victim named this near its casualty word needs no number.
_CLOSE = 3
_BEFORE, _BEHIND = 4, 10
_HANDS = frozenset({"يد", "ايدي", "ايادي"})
_CLASH = Frame(type="clash", name="toll", roles={"subject": "", "object": "target", "يد": "actor"})
_KILLING = Frame(
    type="killing", name="toll", roles={"subject": "", "object": "target", "يد": "actor"}, count="killed"
)
# The types that a toll is told as by itself.
TOLD_ALONE = frozenset({_CLASH.type, _KILLING.type})
Maker = Callable[[Hit], Draft]


def _victims(notes: Annotated, toll: Toll) -> list[Mention]:
    low, high = notes.text.sentences[toll.sentence]
    start = toll.first if toll.pos == "noun" else toll.first - _BEFORE
    around = range(max(low, start), min(high, toll.end + _BEHIND))
    found = (m for at in around for m in notes.mentions.get(at, ()))
    return [m for m in found if isinstance(m.value, ActorValue)]


def _fighter(mention: Mention) -> bool:
    value = mention.value
    return isinstance(value, ActorValue) and value.id not in _CIVIL and value.kind in _FIGHTERS


def armed(mention: Mention) -> bool:
    """Whether a party bears arms: a group, a force, or a state."""
    value = mention.value
    return isinstance(value, ActorValue) and value.id not in _CIVIL and value.kind in (*_FIGHTERS, "state")


def doer_of(notes: Annotated, toll: Toll) -> Mention | None:
    """«قتل التنظيم أربعة مدنيين», «قتل مسلحون قاضيا»: an armed party right behind the verb, and whoever is counted or
    named as the object behind it."""
    if toll.pos != "verb":
        return None
    at = toll.end
    while at < toll.end + _HEADS and (head := notes.mark(at, "head")) is not None and at not in notes.mentions:
        at = head[1]
    party = next((m for m in notes.mentions.get(at, ()) if armed(m) or _gunmen(m)), None)
    return party if party is not None and _object_at(notes, party.end_token) else None


def _gunmen(mention: Mention) -> bool:
    return getattr(mention.value, "id", "") == "unknown_gunmen"


def _named_behind(notes: Annotated, killer: Mention | None) -> list[Mention]:
    """Who is named by a person's name right behind who killed, perhaps behind a title."""
    if killer is None:
        return []
    spots = range(killer.end_token, killer.end_token + _HEADS + 1)
    return [m for at in spots for m in notes.mentions.get(at, ()) if m.kind == "person"][:1]


def _object_at(notes: Annotated, at: int) -> bool:
    """Whether people as an object begin at a token: nothing governs them or joins them to what stands before."""
    if at >= len(notes.text.tokens) or notes.text.tokens[at].gap or notes.coordinated(at):
        return False
    if notes.mark(at, "prep") is not None or notes.prefix_preposition(at):
        return False
    named = any(m.kind in ("count", "person", "actor") for m in notes.mentions.get(at, ()))
    title = notes.mark(at, "name")
    titled = title is not None and title[0].value in _TITLES
    return named or titled or notes.singular(at, objective=True)


def _by_hand(notes: Annotated, mention: Mention) -> bool:
    """«على يد الجماعة»: who did it is no victim."""
    at = mention.first
    while at > max(0, mention.first - _HEADS) and notes.mark(at - 1, "head") is not None:
        at -= 1
    return at > 0 and notes.text.tokens[at - 1].form in _HANDS


def told_alone(notes: Annotated, toll: Toll, make: Maker) -> Draft | None:
    """A claim for a toll that no event tells: fighting when the dead bore arms for a group, else a killing."""
    if toll.key != "killed" or toll.pos == "none":
        return None
    low, high = notes.text.sentences[toll.sentence]
    told = {notes.armed[at] for at in range(low, high) if at in notes.armed}
    if "mishap" in told and not told & {"force", "arm", "gun"}:
        return None
    killer = doer_of(notes, toll)
    near = [m for m in _victims(notes, toll) if m is not killer and not _by_hand(notes, m)]
    if toll.count is None and killer is None and (not near or near[0].first - toll.end > _CLOSE):
        return None
    frame = _CLASH if near and _fighter(near[0]) else _KILLING
    mark = notes.mark(toll.first, "casualty") if toll.pos == "verb" else None
    form = mark[0].form if mark is not None else None
    predicate = Predicate(frame, "verb" if form else "noun", form)
    hit = Hit(toll.first, toll.end, toll.sentence, predicate, notes.text.tokens[toll.first].splits[0])
    draft = make(hit)
    doers = [m for m in draft.roles.pop("actor", ()) if _by_hand(notes, m)] if killer is None else [killer]
    if doers:
        draft.roles["actor"] = doers
    named = _named_behind(notes, killer)
    if near or named:
        draft.roles["target"] = near[:1] or named
    elif draft.carried and not told:
        return None
    if toll.count is not None:
        draft.counts[toll.key] = toll.count
    return draft
