"""Predicates to drafts: arguments, counts, time and place, modality and speaker of each, and what is no claim."""

from __future__ import annotations

from takhrij.core.records import ActorValue, CountRef, CountValue, Mention, PersonValue
from takhrij.frame import (
    casualties,
    context,
    counting,
    deaths,
    exchange,
    figures,
    modality,
    near,
    story,
    tolls,
    when,
    where,
)
from takhrij.frame.acceptance import doubts, without_weak
from takhrij.frame.arguments import arguments
from takhrij.frame.claims import evidence_of
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit
from takhrij.frame.objects import Beside
from takhrij.frame.relevance import Concern
from takhrij.frame.roles import assign
from takhrij.frame.scene import Scene, Stand
from takhrij.frame.speech import Telling
from takhrij.frame.telling import accused
from takhrij.frame.trace import Trace
from takhrij.frame.triggers import hits

# «بدأ الطرفان الانسحاب»: how far before a verbal noun its light verb stands.
_CARRIED = 4
_BACKDROPS = frozenset({"بسبب", "منذ", "بعد", "قبل", "رغم"})
_DEMONSTRATIVES = frozenset({"هذا", "هذه", "ذلك", "تلك", "ذات", "نفس"})
# «انتهت الهدنة», «فشلت الوساطة»: that a dealing ended or failed is news, however known the dealing is.
_UNDONE = frozenset({"agreement", "negotiation", "exchange", "release"})
# Dealings whose place is told in their own clause or not at all.
_PLACELESS = frozenset({"payment", "agreement"})


def _amount(notes: Annotated, hit: Hit) -> Mention | None:
    low, high = notes.text.sentences[hit.sentence]
    for mention in figures.counts_between(notes, low, high):
        if isinstance(mention.value, CountValue) and mention.value.of == "money":
            return mention
    return None


def _counted_party(notes: Annotated, draft: Draft) -> None:
    """«عن 25 سجينا، منهم 14 من القاعدة»: whose men are counted is whom the deed was done to."""
    key = draft.hit.frame.count
    if key not in ("released", "captured", "killed") or key not in draft.counts:
        return
    count, held = draft.counts[key], draft.roles.get("target", [])
    ids = list(dict.fromkeys([*count.of, *(i for part in count.parts for i in part.of)]))
    acting = draft.ids("actor")
    low, high = notes.text.sentences[draft.hit.sentence]
    found: dict[str, Mention] = {}
    for at in range(low, high):
        for mention in notes.mentions.get(at, ()):
            if isinstance(mention.value, ActorValue) and mention.value.id in ids:
                found.setdefault(mention.value.id, mention)
    named = [found[i] for i in ids if i in found and i not in acting]
    # A target told already is one of those counted, or the figure is of others.
    if named and draft.ids("target") <= set(ids):
        draft.roles["target"] = held + [m for m in named if getattr(m.value, "id", "") not in draft.ids("target")]


def _one_person(draft: Draft) -> None:
    """«اغتيال الدبلوماسي فلان»: one person named is one."""
    key = draft.hit.frame.count
    target = draft.roles.get("target", ())
    if key not in ("released", "captured", "killed") or key in draft.counts or len(target) != 1:
        return
    if isinstance(target[0].value, PersonValue):
        draft.counts[key] = CountRef(1, 1, target[0].span)


def stand_of(scene: Scene, hit: Hit, others: list[Hit], speech: Telling) -> Stand:
    """How a predicate stands to the places around it."""
    return _stand(scene, hit, assign(scene.notes, hit, *arguments(scene.notes, hit)), others, speech)


_FOR_THE_VERDICT = frozenset({"incomplete"})


def _stand(scene: Scene, hit: Hit, roles: dict[str, list[Mention]], others: list[Hit], speech: Telling) -> Stand:
    used = frozenset(i for held in roles.values() for m in held for i in range(m.first, m.end_token))
    return Stand(hit, near.clause_bounds(scene.notes, hit, others), used, speech.sources, hit.frame.type)


def draft_of(scene: Scene, hit: Hit, others: list[Hit], speech: Telling) -> Draft:
    """A predicate with all that its sentence tells of it."""
    notes = scene.notes
    left, right = arguments(notes, hit)
    roles = assign(notes, hit, left, right)
    stand = _stand(scene, hit, roles, others, speech)
    told, polarity = modality.judge(notes, hit)
    chain = speech[hit.first].chain
    draft = Draft(hit, hit.frame.type, told, polarity, roles, speaker=chain)
    low = notes.text.sentences[hit.sentence][0]
    if told == "asserted" and len(chain) > 1 and accused(notes, low, hit.first):
        draft.modality = "alleged"
    places = where.places_of(scene, stand)
    if places:
        roles["place"] = places
    draft.time = when.time_of(notes, hit, stand.bounds, ahead=draft.modality == "planned")
    draft.counts = counting.counts_of(notes, hit)
    if told == "denied" and counting.by_pronoun(notes, hit, draft.counts):
        draft.counts = {}  # «رفضوا إطلاقه» tells no number
    _counted_party(notes, draft)
    _one_person(draft)
    if hit.frame.type == "exchange":
        exchange.settle(notes, draft)
    if hit.frame.type == "payment":
        draft.amount = _amount(notes, hit)
    if hit.frame.told == "planned" and draft.modality == "asserted":
        draft.modality = "planned"
    if hit.frame.against_armed and any(deaths.armed(m) for m in roles.get("target", ())):
        draft.type = hit.frame.against_armed
    draft.evidence = {evidence_of(notes, hit): None}
    draft.arguments = {a.mention.first: a for a in (*left, *right)}
    draft.carried = all(notes.text.sentence_of[m.first] != hit.sentence for m in places)
    draft.placed = any(stand.bounds[0] <= m.first < stand.bounds[1] for m in places)
    if hit.frame.type in _PLACELESS and not draft.placed:
        draft.roles.pop("place", None)
    beside = Beside(notes, hit.first, hit.end)
    draft.near = beside.before | beside.after
    draft.heading = hit.sentence in notes.headings
    _refer(notes, draft)
    return draft


def _refer(notes: Annotated, draft: Draft) -> None:
    """Settle whether a noun points back at what was told: «المعارك» without a party of its own, «هذا الهجوم»."""
    hit = draft.hit
    article = hit.split.key.startswith("ال") and "أل" not in notes.text.word(hit.first)
    draft.definite = hit.predicate.pos == "noun" and article
    if not draft.definite:
        return
    before = notes.text.tokens[hit.first - 1] if hit.first else None
    shown = before is not None and any(s.key in _DEMONSTRATIVES for s in before.splits)
    draft.shown = shown
    construct = hit.first > 0 and notes.mark(hit.first - 1, "head") is not None
    bare = not (draft.roles.get("actor") or draft.roles.get("target"))
    preps = [
        m[0].value for at in range(max(0, hit.first - 2), hit.first) if (m := notes.mark(at, "prep")) is not None
    ]
    draft.backdrop = not _BACKDROPS.isdisjoint(preps)
    carried = any(notes.mark(at, "light") is not None for at in range(max(0, hit.first - _CARRIED), hit.first))
    carried = carried or (draft.type in _UNDONE and draft.polarity != "did" == hit.frame.polarity)
    draft.referring = (bare and not carried) or construct or shown


def drafts_of(notes: Annotated, speech: Telling, concern: Concern, trace: Trace | None = None) -> list[Draft]:
    """The drafts of a Reading in text order that its sentences may tell, casualties laid on them."""
    found = list(hits(notes))
    scene = Scene.of(notes, found)
    drafts: list[Draft] = []
    seen: list[Draft] = []
    beside: dict[int, list[Hit]] = {}
    for hit in found:
        beside.setdefault(hit.sentence, []).append(hit)
    for hit in found:
        if trace is None and not concern.may_tell(hit.frame, hit.sentence):
            continue
        draft = draft_of(scene, hit, beside[hit.sentence], speech)
        context.first_person(notes, draft, speech[hit.first].source)
        context.carry_subject(notes, drafts, draft)
        context.carry_object(notes, drafts, draft)
        context.settle_return(seen, draft)
        seen.append(draft)
        draft.doubts = doubts(notes, drafts, draft)
        if trace is not None:
            trace.weighed.append(draft)
        # What lacks its arguments waits for the verdict over the whole story; a bare sentence has none.
        if not draft.doubts - (frozenset() if notes.lone else _FOR_THE_VERDICT):
            drafts.append(draft)
    drafts = context.without_described(notes, without_weak(drafts))
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        told.setdefault(draft.hit.sentence, []).append(draft)
    for toll in tolls.tolls(notes):
        if casualties.lay(notes, told, toll):
            continue
        made = deaths.told_alone(notes, toll, lambda hit: draft_of(scene, hit, [], speech))
        if made is not None:
            here = told.setdefault(made.hit.sentence, [])
            here.append(made)
            here.sort(key=lambda d: d.hit.first)
    drafts = [draft for sentence in sorted(told) for draft in told[sentence]]
    drafts = exchange.pair_sides(notes, context.without_echoes(drafts))
    drafts = context.spread_headings(notes, drafts)
    context.share_captives(drafts)
    story.oppose(notes, drafts)
    return drafts
