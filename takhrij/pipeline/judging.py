"""What a human judges, logged with all that later runs need to lay it over their claims."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from takhrij.core.codec import claim_to_json
from takhrij.core.errors import DecisionError
from takhrij.core.ids import claim_anchor, content_id
from takhrij.core.records import Claim, Decision, Reading, Span
from takhrij.pipeline.tools import LANGUAGE
from takhrij.resources import Resources
from takhrij.show.view import CaseView
from takhrij.store import Store
from takhrij.store.anchors import make_anchor
from takhrij.store.codec import record_to_json
from takhrij.store.pins import CHAIN, chain, edited, quoted
from takhrij.store.replay import laid

_KEEPS_CLAIM = ("accept", "edit", "add")


def decide(
    store: Store, claim: Claim, verb: str, made: Decision, other: Claim | None = None, words: str | Span | None = None
) -> Decision:
    """Log a decision on a claim, with everything that later runs need to lay it over their claims.

    `made` gives `by`, `at`, `why`, `value` and, as the anchor's field, the field edited; `words` are those of the
    page that an edit stands on: as text, where they stand nearest, or as a Span of the Reading. Raises DecisionError.
    """
    reading = reading_of(store, claim.document)
    field_name = made.anchor.field
    anchor = make_anchor(reading, claim.trigger, claim.type, field_name)
    value = made.value
    if verb in _KEEPS_CLAIM:
        stand = quoted(reading, words, claim.trigger.start) if isinstance(words, str) and words else None
        stand = words if isinstance(words, Span) else stand
        if stand is not None:
            make_anchor(reading, stand, claim.type)  # refuses words that do not stand there
        resources = Resources(store.overlay)
        if field_name == "type" and made.value not in resources.documents("events"):
            raise DecisionError(
                f"'{str(made.value)[:60]}' is no event type of this case; see the files of its codebook"
            )
        names = {row["id"]: row["name"] for row in resources.table("actors/actors")}
        told = chain(reading, made.value, claim) if field_name == CHAIN else made.value
        value = edited(claim, field_name, told, stand, names)
    second = None
    if other is not None:
        second = make_anchor(reading_of(store, other.document), other.trigger, other.type)
    return store.append_decision(replace(made, verb=verb, anchor=anchor, value=value, other=second))


def members(store: Store, view: CaseView, told: Claim, other: Claim) -> dict[str, Any] | None:
    """The further claims that a judgement "same" of two events holds together: all that stand in them now.

    None where neither claim gives its event the name: then the two claims alone are judged.
    """
    events = [view.by_id[c.id] for c in (told, other) if c.id in view.by_id]
    if len(events) < 2:
        return None
    keys = [c for event in events for c, _ in event.claims if c not in (told.id, other.id) and c in view.claims]
    claims = [view.claims[key] for key in keys]
    anchors = [make_anchor(reading_of(store, c.document), c.trigger, c.type) for c in claims]
    return {"members": [record_to_json(anchor) for anchor in anchors]} if anchors else None


def reading_of(store: Store, document: str) -> Reading:
    """The Reading that a decision is anchored in. Raises DecisionError where there is none now."""
    reading = store.reading(document)
    if reading is None:
        raise DecisionError("this document has no reading now; run `takhrij rebuild`, then decide")
    return reading


def quoted_span(reading: Reading, start: int, end: int) -> Span:
    """The words of a range of code points, white space at its ends left out. Raises DecisionError for none."""
    if not 0 <= start < end <= len(reading.text):
        raise DecisionError("no words were chosen; mark some in the page, then decide")
    words = reading.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise DecisionError("no words were chosen; mark some in the page, then decide")
    return Span(start, start + len(words), words)


def missed(store: Store, document: str, trigger: Span, kind: str) -> Claim:
    """A claim that the machine missed: a type and the words that tell it, with its sentence as evidence; no role is
    filled. Raises DecisionError for a type that the codebook does not have."""
    if kind not in Resources(store.overlay).documents("events"):
        raise DecisionError(f"'{kind}' is no event type of this case; the types are the files of its codebook")
    reading = reading_of(store, document)
    there = {c.id for c in store.claims() if c.document == document}
    rank = 0
    while claim_anchor(document, kind, trigger.start, rank) in there:
        rank += 1
    key = claim_anchor(document, kind, trigger.start, rank)
    return Claim(key, document, kind, "asserted", "did", trigger, (_sentence(reading, trigger),), {})


def _sentence(reading: Reading, words: Span) -> Span:
    """The sentence that holds words; the words themselves where no sentence does."""
    text = LANGUAGE.tokenize(reading.text, sorted({*reading.boilerplate, *reading.hidden}))
    for first, end in text.sentences:
        if first < end and text.tokens[first].start <= words.start and words.end <= text.tokens[end - 1].end:
            return text.span(first, end)
    return words


def translate(store: Store, document: str, words: Span, value: dict[str, str], made: Decision) -> Decision:
    """Log a human translation of quoted words: `value` holds `language`, `text` and `translator`.

    Raises DecisionError for an empty translation.
    """
    if not value.get("text", "").strip():
        raise DecisionError("the translation is empty; write it, then save")
    anchor = make_anchor(reading_of(store, document), words, "quotation")
    return store.append_decision(replace(made, verb="translate", anchor=anchor, value=value))


def fingerprint(view: CaseView, claim: str) -> str:
    """What a claim and the decisions on it were when a screen showed them: another one says that they changed since."""
    told = view.claims.get(claim)
    made = [decision.id for decision in view.decided.get(claim, ())]
    state: Any = [claim_to_json(told) if told is not None else None, made]
    return content_id(state)[:16]


def overlaid(view: CaseView, decision: Decision) -> CaseView:
    """A view with one more decision laid over its claims; events and links stay as they were until the next linking."""
    touched = {anchor.document for anchor in (decision.anchor, decision.other) if anchor is not None}
    there = {key: claim for key, claim in view.claims.items() if claim.document in touched}
    told = laid(there, decision, view.readings, LANGUAGE.fold_map)
    claims = {key: claim for key, claim in view.claims.items() if key not in there or key in told.claims}
    decided = {key: (*view.decided.get(key, ()), *made) for key, made in told.decided.items()}
    kept = {key: claim for key, claim in view.rejected.items() if key not in told.claims}
    fresh = replace(
        view,
        claims=claims | told.claims,
        decisions=(*view.decisions, decision),
        decided={**view.decided, **decided},
        rejected=kept | told.rejected,
        translations=(*view.translations, *told.translations),
        judged=(*view.judged, *told.judgements),
    )
    return fresh.like(view)
