"""Retellings by one speaker in one document become one claim with further evidence."""

from __future__ import annotations

from takhrij.core.edtf import bounds
from takhrij.core.records import CountRef, PlaceValue
from takhrij.frame.counting import VIOLENT
from takhrij.frame.model import Draft
from takhrij.frame.where import WIDE, related, same_place

# Two tellings with a place missing are one only this many sentences apart, or when one is the headline.
_REACH = 3
# The lead ends here, and whoever it leaves unnamed is named at most so many sentences further on.
_LEAD = 2
# So near behind a noun that points back a place is the noun's own («المعارك في هذا الحي»).
_BESIDE = 6
_WIDE = frozenset({"country", "region", "sea"})
_COARSE = frozenset({"country", "region", "governorate", "sea"})


def _agree(a: set[str], b: set[str]) -> bool:
    return not a or not b or bool(a & b)


def _places(draft: Draft) -> tuple[PlaceValue, ...]:
    return tuple(m.value for m in draft.roles.get("place", ()) if isinstance(m.value, PlaceValue))


def _finest(draft: Draft) -> PlaceValue | None:
    """The place where a draft happened: its first below a governorate, else its first."""
    places = _places(draft)
    return next((p for p in places if p.precision not in _COARSE), places[0] if places else None)


def _one_place(a: Draft, b: Draft) -> bool:
    """Whether the finest place of one is, or lies in, that of the other; a governorate in common is not enough."""
    first, second = _finest(a), _finest(b)
    return first is not None and second is not None and (related(first, second) or same_place(first, second))


def _in_reach(a: Draft, b: Draft) -> bool:
    """Whether a telling without a place stands near enough to lean on the other for it."""
    told = all(_places(draft) and not draft.carried for draft in (a, b))
    return told or a.heading or b.heading or abs(a.hit.sentence - b.hit.sentence) <= _REACH


def _times_agree(a: Draft, b: Draft) -> bool:
    if a.time is None or b.time is None:
        return True
    first, second = bounds(a.time.edtf), bounds(b.time.edtf)
    return first is None or second is None or first.overlaps(second)


def _counts_agree(a: CountRef | None, b: CountRef | None) -> bool:
    if a is None or b is None:
        return True
    low = max(x for x in (a.min, b.min, 0) if x is not None)
    highs = [x for x in (a.max, b.max) if x is not None]
    return not highs or low <= min(highs)


def _apart(a: Draft, b: Draft) -> bool:
    """Whether two tellings of the body each have a place of their own, and not the same one."""
    if not (a.placed and b.placed) or a.heading or b.heading:
        return False
    first, second = _finest(a), _finest(b)
    return first is not None and second is not None and not same_place(first, second)


def _another_kind(a: Draft, b: Draft) -> bool:
    """Whether one tells a state of months and the other a day («منذ أشهر», «أمس»), or one an advance and the other a
    fight: in the body these are told apart."""
    if a.time and b.time and a.time.edtf.endswith("/..") != b.time.edtf.endswith("/.."):
        return True
    return not (a.heading or b.heading) and a.hit.frame.apart != b.hit.frame.apart


def _fullness(draft: Draft) -> int:
    """How much a telling says: the fullest of several is the one a claim is read off."""
    told = sum(map(bool, (draft.ids("actor"), draft.ids("target"), draft.counts)))
    said = 2 * (draft.hit.predicate.pos == "verb") + 2 * draft.placed + told
    return said - 2 * draft.referring - 3 * draft.backdrop


def same(a: Draft, b: Draft) -> bool:
    """Whether two drafts tell one happening: nothing told by both differs, and something concrete is shared."""
    return a.type == b.type and _agreeing(a, b)


def _agreeing(a: Draft, b: Draft) -> bool:
    if a.polarity != b.polarity or a.modality != b.modality:
        return False
    if a.hit.first == b.hit.first or not _in_reach(a, b) or _apart(a, b) or _another_kind(a, b):
        return False
    keys = set(a.counts) | set(b.counts)
    if not all(_counts_agree(a.counts.get(k), b.counts.get(k)) for k in keys):
        return False
    if not (_agree(a.ids("actor"), b.ids("actor")) and _agree(a.ids("target"), b.ids("target"))):
        return False
    if not (_times_agree(a, b) and (_one_place(a, b) or not _places(a) or not _places(b))):
        return False
    shared = (a.ids("actor") & b.ids("actor")) | (a.ids("target") & b.ids("target"))
    placed = _one_place(a, b)
    bare = not (a.ids("actor") or a.ids("target")) or not (b.ids("actor") or b.ids("target"))
    near = abs(a.hit.sentence - b.hit.sentence) <= 1
    return (bool(shared) and (placed or near or not _places(a) or not _places(b))) or (bare and (placed or near))


def _speaks(draft: Draft) -> bool:
    return bool(draft.speaker) and draft.speaker[-1].source_class != "narrator"


def _can_join(a: Draft, b: Draft) -> bool:
    """Two named speakers stay two; the lead joins the speaker whom it repeats or leaves unnamed."""
    if _speaks(a) and _speaks(b):
        first, second = a.speaker[-1], b.speaker[-1]
        return first == second or first.source_class == second.source_class or _names_speaker(a, b)
    return True


def _names_speaker(lead: Draft, other: Draft) -> bool:
    """Whether a sentence behind the lead names the speaker whom the lead gave by office or not at all."""
    near = lead.hit.sentence <= _LEAD and 0 < other.hit.sentence - lead.hit.sentence <= _LEAD
    return near and _speaks(lead) and other.speaker[-1].source_class == "named" != lead.speaker[-1].source_class


def _vouches(lead: Draft, other: Draft) -> bool:
    """Whether a sentence behind the lead lets a source tell of what the outlet told there («… وقال مصدر إن الهجوم
    أوقع قتلى»)."""
    near = lead.hit.sentence < _LEAD and 0 < other.hit.sentence - lead.hit.sentence <= _LEAD
    return near and not _speaks(lead) and _speaks(other)


def _nest(kept: Draft, other: Draft) -> None:
    """Add the places of a retelling that contain, or lie in, a place already told; a country adds nothing to one."""
    for mention in other.roles["place"]:
        value = mention.value
        if not isinstance(value, PlaceValue) or any(same_place(value, p) for p in _places(kept)):
            continue
        if value.precision in WIDE and _places(kept):
            continue
        if any(value.id in p.within or p.id in value.within for p in _places(kept)):
            kept.roles["place"].append(mention)


def _sharper(count: CountRef, told: CountRef) -> bool:
    """Whether a figure says exactly what another told as «dozens» or «hundreds»."""
    return count.min is not None and count.min == count.max and told.max is not None and told.min != told.max


def absorb(kept: Draft, other: Draft) -> None:
    """Lay a retelling under a claim: its words become evidence, its values fill what was untold."""
    if not kept.heading and _fullness(other) > _fullness(kept):
        kept.hit = other.hit
    for role, mentions in other.roles.items():
        if role not in kept.roles:
            kept.roles[role] = list(mentions)
        elif role == "place":
            _nest(kept, other)
    for key, count in other.counts.items():
        if (
            key not in kept.counts
            or (count.parts and not kept.counts[key].parts)
            or _sharper(count, kept.counts[key])
        ):
            kept.counts[key] = count
    kept.doubts &= other.doubts
    kept.time = kept.time or other.time
    kept.amount = kept.amount or other.amount
    if (not _speaks(kept) and _speaks(other)) or _names_speaker(kept, other):
        kept.speaker = other.speaker
    kept.evidence.update(other.evidence)


def refer(told: Draft, draft: Draft) -> None:
    """Lay a noun that points back under what it points at: its words become evidence, its figures fill."""
    told.evidence.update(draft.evidence)
    for key, count in draft.counts.items():
        told.counts.setdefault(key, count)
    if _vouches(told, draft):
        told.speaker = draft.speaker


def _place_beside(draft: Draft) -> bool:
    """Whether a place of its clause stands right behind a predicate."""
    return draft.placed and any(0 <= m.first - draft.hit.end <= _BESIDE for m in draft.roles.get("place", ()))


def _says_more(draft: Draft) -> bool:
    """Whether a noun that points back brings figures, a day or a place: it may tell a happening of its own, which
    the verdict settles («المعارك في هذا الحي أسفرت عن سقوط 28 قتيلا»)."""
    more = draft.counts or draft.time or _place_beside(draft)
    return not draft.heading and draft.polarity == "did" and bool(more)


def _meant(kept: list[Draft], draft: Draft) -> Draft | None:
    """The telling that a noun points back at: the last of its type, or of any violence for a noun that may name all
    («الهجوم»), from which nothing told by both differs."""
    for told in reversed(kept):
        generic = told.type in draft.hit.frame.generic and told.hit.first < draft.hit.first
        if told.modality != draft.modality or not (told.type == draft.type or generic):
            continue
        if draft.placed and _places(told) and not _one_place(told, draft):
            continue
        keys = set(told.counts) & set(draft.counts)
        if all(_counts_agree(told.counts[k], draft.counts[k]) for k in keys) and _times_agree(told, draft):
            return told
    return None


def _tells(draft: Draft) -> bool:
    """Whether a noun that points back at nothing told tells something by itself: figures, or a place (of violence,
    one below a country, and no mere cause or date of something else)."""
    place = _finest(draft)
    if draft.counts or draft.type not in VIOLENT:
        return bool(draft.counts) or draft.placed
    return not draft.backdrop and _place_beside(draft) and place is not None and place.precision not in _WIDE


def _last_alike(kept: list[Draft], draft: Draft) -> Draft | None:
    """What «this agreement» points at, whatever else its sentence tells: the last of its type before it."""
    before = (k for k in reversed(kept) if k.type == draft.type and not k.heading)
    return next((k for k in before if k.hit.first < draft.hit.first), None)


def merge(drafts: list[Draft]) -> list[Draft]:
    """Drafts with retellings joined, in text order of their first telling in the body.

    Headlines are joined last: they are the shortest tellings and must not swallow two happenings. A noun or verb of
    theirs that may name several types («قصف») is of the type that the body tells.
    """
    kept: list[Draft] = []
    apart: list[Draft] = []
    for draft in [d for d in drafts if not d.heading] + [d for d in drafts if d.heading]:
        if draft.referring:
            match = _meant(kept, draft) or (_last_alike(kept, draft) if draft.shown else None)
            if match is not None and _says_more(draft) and (draft.counts or not draft.shown):
                draft.retells = match
                draft.doubts |= {"retold"}
                apart.append(draft)
                continue
            if match is None and not _tells(draft):
                continue
        else:
            match = next((k for k in kept if same(k, draft) and _can_join(k, draft)), None)
        if match is None and draft.heading:
            told = (k for k in kept if not k.heading and k.type in draft.hit.frame.generic)
            match = next((k for k in told if _agreeing(k, draft) and _can_join(k, draft)), None)
        if match is None:
            kept.append(draft)
        elif draft.referring or match.type != draft.type:
            refer(match, draft)
        else:
            absorb(match, draft)
    return sorted([*kept, *apart], key=lambda d: d.hit.first)
