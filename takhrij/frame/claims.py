"""Drafts to claims: every value with the words that carry it."""

from __future__ import annotations

from takhrij.core.ids import claim_anchor
from takhrij.core.language import Language
from takhrij.core.records import (
    NARRATOR,
    ActorRef,
    ActorValue,
    AmountRef,
    Claim,
    CountValue,
    Filler,
    Mention,
    PlaceRef,
    PlaceValue,
    Span,
    TextRef,
)
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit
from takhrij.frame.rounds import round_of

_WIDEST = 30
_BEFORE = 12


def evidence_of(notes: Annotated, hit: Hit) -> Span:
    """The predicate's sentence, narrowed to at most 30 words around the predicate."""
    low, high = notes.text.sentences[hit.sentence]
    if high - low > _WIDEST:
        low = max(low, min(hit.first - _BEFORE, high - _WIDEST))
        high = min(high, low + _WIDEST)
    return notes.text.span(low, max(high, hit.end))


def actor_ref(mention: Mention, language: Language) -> ActorRef:
    """An actor or person mention as a role filler; one outside the codebook keeps the words that name it."""
    value = mention.value
    if isinstance(value, ActorValue):
        # «الحركة», «المسلحون»: of a group outside the codebook its naming on the page says more.
        span = value.told if value.told is not None and value.id.startswith("other:") else mention.span
        return ActorRef(value.id, value.name, span, value.unit)
    slug = "_".join(language.fold(mention.span.text).split())
    return ActorRef(f"other:{slug}", mention.span.text, mention.span)


def place_ref(mention: Mention) -> PlaceRef:
    """A place mention as a role filler."""
    value = mention.value
    assert isinstance(value, PlaceValue)
    names = (value.id, value.name, value.name_ar, value.precision, mention.span)
    return PlaceRef(*names, lat=value.lat, lon=value.lon, within=value.within)


def _amount(mention: Mention) -> AmountRef:
    value = mention.value
    assert isinstance(value, CountValue)
    figure = float(value.min) if value.min is not None and value.min == value.max else None
    return AmountRef(figure, None, mention.span)


def _roles(notes: Annotated, draft: Draft, language: Language) -> dict[str, tuple[Filler, ...]]:
    roles: dict[str, tuple[Filler, ...]] = {}
    for role in ("actor", "target", "mediator", "beneficiary"):
        if draft.roles.get(role):
            roles[role] = tuple(actor_ref(m, language) for m in draft.roles[role])
    if draft.roles.get("place"):
        roles["place"] = tuple(place_ref(m) for m in draft.roles["place"])
    if draft.time is not None:
        roles["time"] = (draft.time,)
    for key in sorted(draft.counts):
        roles[key] = (draft.counts[key],)
    number = round_of(notes, draft, language)
    if number is not None:
        roles["round"] = (number,)
    if draft.amount is not None:
        roles["amount"] = (_amount(draft.amount),)
    for role, spans in sorted(draft.texts.items()):
        roles[role] = tuple(dict.fromkeys((*roles.get(role, ()), *(TextRef(span) for span in spans))))
    return roles


def to_claims(document: str, notes: Annotated, drafts: list[Draft], language: Language) -> tuple[Claim, ...]:
    """Claims in text order with unique ids."""
    used: dict[tuple[str, int], int] = {}
    claims = []
    for draft in drafts:
        start = notes.text.tokens[draft.hit.first].start
        rank = used.get((draft.type, start), 0)
        used[(draft.type, start)] = rank + 1
        claims.append(
            Claim(
                id=claim_anchor(document, draft.type, start, rank),
                document=document,
                type=draft.type,
                modality=draft.modality,
                polarity=draft.polarity,
                trigger=notes.text.span(draft.hit.first, draft.hit.end),
                evidence=tuple(draft.evidence),
                roles=_roles(notes, draft, language),
                attribution=draft.speaker or (NARRATOR,),
            )
        )
    return tuple(claims)
