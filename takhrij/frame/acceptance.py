"""What makes a draft a claim: the arguments it needs, and no mere state, aim or absence."""

from __future__ import annotations

from itertools import takewhile

from takhrij.core.records import PersonValue
from takhrij.frame import counting, modality
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit

# What fighting is for: told as an aim it adds nothing to the fight.
_WON = counting.VIOLENT | {"seize", "agreement", "negotiation", "mobilize"}
# What is fought, or gone, to a place for.
_ENDS = frozenset({"seize", "clash", "withdraw"})
# Dealings that are told as ended or refused without a word of who deals.
_DEALT = frozenset(
    {"negotiation", "exchange", "agreement", "siege", "surrender", "withdraw", "release", "handover", "payment"}
)
_CAME_TO_NOTHING = frozenset({"ended", "failed", "refused"})
_NONE = frozenset({"دون", "بدون", "بلا"})
# A party that is told near the predicate by a common noun («احتجزت الميليشيا القافلة»).
_BESIDE = 5
# «التي لا تزال الجماعة تسيطر عليها»: how far the opener of a relative clause and the pronoun it comes back to stand.
_OPENED, _RESUMED = 3, 4
_RESUMING = frozenset({"علي", "في"})
# How far from an imperfect the day stands that makes it a happening.
_DATED_BEFORE, _DATED_AFTER = 5, 12


def _has(notes: Annotated, draft: Draft, need: str) -> bool:
    low, high = notes.text.sentences[draft.hit.sentence]
    if need == "two_actors":
        return len(draft.ids("actor")) > 1
    if need == "both":
        return bool(draft.ids("actor") and draft.ids("target"))
    if need == "speaker":
        form = draft.hit.predicate.form
        return form is not None and form.person == 1
    if need == "plural":
        form = draft.hit.predicate.form
        return form is not None and form.plural
    if need == "placed":
        return draft.placed
    if need in ("count", "amount"):
        return bool(draft.counts if need == "count" else draft.amount)
    if need == "party":
        beside = range(max(low, draft.hit.first - _BESIDE), min(high, draft.hit.end + _BESIDE))
        return any(notes.armed.get(at) in ("force", "civic") for at in beside)
    if need == "undergone":
        return any(m[0].value == "undergo" for at in range(low, draft.hit.first) if (m := notes.mark(at, "light")))
    if need == "person":
        held = [m for role in ("actor", "target") for m in draft.roles.get(role, ())]
        return any(isinstance(m.value, PersonValue) for m in held)
    own = bool(draft.roles.get(need)) and not (need == "place" and draft.carried)
    return own or need in draft.near


def _standing(notes: Annotated, draft: Draft) -> bool:
    """Whether a predicate only tells how things stand: an undated imperfect («يسيطر على البلدة»), or one that
    describes («التي يسيطر عليها»)."""
    hit, form = draft.hit, draft.hit.predicate.form
    if not hit.frame.state or form is None or form.aspect != "imperfect":
        return False
    if draft.modality != "asserted" or hit.split.prefix.endswith("س"):
        return False
    if _since(notes, hit):
        return False
    if _describing(notes, hit):
        return True
    whole = draft.placed and bool(draft.ids("actor") and draft.ids("target"))
    return hit.sentence > 0 and not whole and not _dated(notes, draft)


def _dated(notes: Annotated, draft: Draft) -> bool:
    """Whether the time of a draft stands near its predicate, and not elsewhere in the sentence."""
    hit = draft.hit
    if draft.time is None:
        return False
    tokens, high = notes.text.tokens, notes.text.sentences[hit.sentence][1]
    low = tokens[max(0, hit.first - _DATED_BEFORE)].start
    return low <= draft.time.span.start < tokens[min(high, hit.end + _DATED_AFTER) - 1].end


def _since(notes: Annotated, hit: Hit) -> bool:
    """Whether a state is told with its beginning («تسيطر على البلدة منذ مارس»), which is a happening."""
    high = notes.text.sentences[hit.sentence][1]
    behind = range(hit.end, min(high, hit.end + _DATED_AFTER))
    return any((m := notes.mark(at, "prep")) is not None and m[0].value == "منذ" for at in behind)


def _describing(notes: Annotated, hit: Hit) -> bool:
    """Whether a verb stands in a relative clause, by its opener before it or by a pronoun that comes back behind."""
    low, high = notes.text.sentences[hit.sentence]
    for at in range(max(low, hit.first - _OPENED), hit.first):
        clause = notes.mark(at, "clause")
        if clause is not None and clause[0].value == "relative":
            return True
    behind = range(hit.end, min(high, hit.end + _RESUMED))
    return any(s.suffix and s.key in _RESUMING for at in behind for s in notes.text.tokens[at].splits)


def _complete(notes: Annotated, draft: Draft) -> bool:
    need = draft.hit.frame.need
    if notes.lone and draft.type in counting.DEEDS:
        return True
    if draft.type in _DEALT and _undone(draft):
        return True
    return not need or any(_has(notes, draft, n) for n in need)


def _undone(draft: Draft) -> bool:
    """Whether a dealing is told as come to nothing; of a verb that is only negated, more must be told."""
    return draft.polarity in _CAME_TO_NOTHING or (draft.polarity == "did_not" and draft.hit.predicate.pos == "noun")


def _to_that_end(notes: Annotated, hit: Hit) -> bool:
    """«… للسيطرة عليها»: a verbal noun with the article under «ل» that no verb of intent carries."""
    if hit.predicate.pos != "noun" or not notes.text.tokens[hit.first].form.startswith("لل") or not hit.first:
        return False
    return not any(notes.mark(hit.first - 1, kind) is not None for kind in ("modality", "light"))


def _mere_aim(notes: Annotated, drafts: list[Draft], draft: Draft) -> bool:
    """Whether a predicate only names what the deed before it was for («حاصروها للسيطرة عليها»)."""
    if (
        (draft.type in _ENDS or draft.polarity == "ended")
        and draft.hit.sentence > 0
        and _to_that_end(notes, draft.hit)
    ):
        return True
    if draft.polarity == "ended" and modality.purpose(notes, draft.hit):
        return True
    if draft.modality != "planned" or draft.hit.sentence == 0:
        return False
    if draft.type in _WON and modality.aim(notes, draft.hit):
        return True
    if not modality.purpose(notes, draft.hit) or modality.demanded(notes, draft.hit):
        return False
    here = draft.hit.sentence
    same = takewhile(lambda d: d.hit.sentence == here, reversed(drafts))
    return any(d.type != draft.type for d in same) or not (
        draft.ids("actor") or (draft.hit.frame.symmetric and "side" in draft.near)
    )


def _without(notes: Annotated, draft: Draft) -> bool:
    """«انسحبوا دون قتال»: violence named to say that there was none."""
    first = draft.hit.first
    if draft.type not in counting.VIOLENT:
        return False
    return draft.hit.split.prefix == "بلا" or (first > 0 and notes.text.tokens[first - 1].form in _NONE)


def doubts(notes: Annotated, drafts: list[Draft], draft: Draft) -> frozenset[str]:
    """What speaks against a draft as a happening, none for a claim; `drafts` are those accepted before it."""
    found = {
        "state": _standing(notes, draft),
        "incomplete": not _complete(notes, draft),
        "aim": _mere_aim(notes, drafts, draft),
        "absent": _without(notes, draft),
    }
    return frozenset(name for name, holds in found.items() if holds)


def without_weak(drafts: list[Draft]) -> list[Draft]:
    """Drafts less those that tell a deed by its outcome («كبدوهم خسائر») where its sentence tells one outright."""
    told = {(d.hit.sentence, _kind(d)) for d in drafts if not d.hit.frame.weak}
    return [d for d in drafts if not d.hit.frame.weak or (d.hit.sentence, _kind(d)) not in told]


def _kind(draft: Draft) -> str:
    return "violent" if draft.type in counting.VIOLENT else draft.type
