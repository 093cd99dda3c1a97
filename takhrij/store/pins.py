"""Accepted and edited claims as decisions keep them: whole, and found again in another Reading."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from takhrij.core.codec import NUMBER_ROLES, claim_from_json, claim_to_json, span_to_json
from takhrij.core.edtf import valid
from takhrij.core.errors import DecisionError
from takhrij.core.ids import claim_anchor
from takhrij.core.records import Claim, Decision, Reading, Span

Json = dict[str, Any]
_PLAIN = {
    "type": None,
    "modality": ("asserted", "alleged", "planned", "denied"),
    "polarity": ("did", "did_not", "ended", "refused", "failed"),
}
_ROLES = (
    *("actor", "target", "mediator", "beneficiary", "place", "origin_place", "destination", "time", "amount"),
    *("condition", "purpose", "instrument", *NUMBER_ROLES),
)
CHAIN = "attribution"
"""The field of an edit that sets who told a claim, and from whom."""
CLASSES = ("narrator", "named", "official", "anonymous", "media")
_MOST_LINKS = 20
_BLANK: dict[str, Json] = {
    "actor": {"id": None, "unit": None, "name": None},
    "place": {
        "id": None,
        "name": None,
        "name_ar": "",
        "lat": None,
        "lon": None,
        "precision": "unknown",
        "within": [],
    },
    "time": {"edtf": None},
    "amount": {"value": None, "unit": None},
}


def edited(
    claim: Claim,
    field: str | None,
    value: Any,
    words: Span | None = None,
    names: Mapping[str, str] = MappingProxyType({}),
) -> Json:
    """What a decision keeps of a claim: ``{"claim"}``, and for an edit the value told.

    `field` is type, modality, polarity, attribution (links as `chain` gives them) or a role; None keeps the claim as it
    is. A value is a list of fillers
    as they are printed, one filler, or its short form (an EDTF date, a number, an actor's or place's id); null
    empties the role. A filler without words of its own takes `words`, else those of the role, else of the trigger.
    `names` are the neutral names of actors by id. Raises DecisionError.
    """
    told = claim_to_json(claim)
    if field is None:
        return {"claim": told}
    if field in _PLAIN:
        allowed = _PLAIN[field]
        if not isinstance(value, str) or (allowed is not None and value not in allowed):
            raise DecisionError(f"{field} cannot be {value!r}; give {' or '.join(allowed or ('an event type',))}")
        told[field] = value
    elif field == CHAIN:
        told[CHAIN] = value
    elif field in _ROLES:
        old = told["roles"].get(field, [])
        where = words or next((Span(f["start"], f["end"], f["text"]) for f in old if "start" in f), claim.trigger)
        known = [{"id": key, "name": name} for key, name in names.items()]
        told["roles"] = {**told["roles"], field: _fillers(where, field, [*old, *known], value)}
        told["roles"] = {role: fillers for role, fillers in told["roles"].items() if fillers}
    else:
        raise DecisionError(
            f"a claim has no field '{field}'; give type, modality, polarity, {CHAIN} or one of {', '.join(_ROLES)}"
        )
    try:
        claim_from_json(claim.document, told)
    except (KeyError, TypeError, AttributeError) as error:
        raise DecisionError(
            f"{value!r} cannot stand in '{field}' ({error}); print the claim to see its form"
        ) from error
    return {"value": value, "claim": told}


def quoted(reading: Reading, words: str, near: int) -> Span:
    """Where words stand in a Reading, nearest to a place. Raises DecisionError where they stand nowhere."""
    try:
        at = _nearest(reading.text, words, near)
    except ValueError:
        raise DecisionError(
            f"«{words}» stands nowhere in the page; copy the words exactly as printed there"
        ) from None
    return Span(at, at + len(words), words)


def chain(reading: Reading, value: Any, claim: Claim) -> list[Json]:
    """The links of an attribution as a human tells them, from the outlet inwards, as a claim prints them.

    A link is ``{"class", "text"}`` and, where its words stand more than once, about where: ``"start"``. The page itself
    (narrator) has no words, every other link needs some. A link keeps its actor where its words stay the same. Raises
    DecisionError.
    """
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_LINKS:
        raise DecisionError(
            f"{CHAIN} is a list of 1 to {_MOST_LINKS} links; for the page itself write " + '[{"class": "narrator"}]'
        )
    actors = {link.span.text: link.actor for link in claim.attribution if link.span is not None and link.actor}
    return [_link(reading, item, actors, claim.trigger.start) for item in value]


def _link(reading: Reading, item: Any, actors: Mapping[str, str], near: int) -> Json:
    told = item if isinstance(item, dict) else {}
    kind, words, start = told.get("class"), told.get("text"), told.get("start")
    if kind not in CLASSES:
        raise DecisionError(f"{kind!r} is no class of a speaker; give {', '.join(CLASSES)}")
    if kind == "narrator":
        if words:
            raise DecisionError(
                "the page itself (narrator) has no words of its own; leave them out or choose a class"
            )
        return {"class": kind, "text": None, "start": None, "end": None}
    if not isinstance(words, str) or not words.strip():
        raise DecisionError(f"a link of class {kind} needs the words of the page that name it; mark them there")
    place = start if isinstance(start, int) and not isinstance(start, bool) and 0 <= start <= MOST else near
    link = {"class": kind, **span_to_json(quoted(reading, words.strip(), place))}
    return link | ({"actor": actors[link["text"]]} if link["text"] in actors else {})


def _fillers(words: Span, field: str, old: list[Json], value: Any) -> list[Json]:
    values = [] if value is None else value if isinstance(value, list) else [value]
    return [_sound(field, _filler(field, item, span_to_json(words), old)) for item in values]


def _filler(field: str, item: Any, where: Json, old: list[Json]) -> Json:
    if field in NUMBER_ROLES:
        blank: Json = {"min": None, "max": None, "approx": False, "by": None, "of": [], "parts": []}
        if isinstance(item, int) and not isinstance(item, bool):
            item = {"min": item, "max": item, "of": old[0].get("of", []) if old else []}
        return {**blank, **_mapping(field, item), **_words(item, where)}
    if field == "time":
        item = {"edtf": item} if isinstance(item, str) else item
        if not valid(str(_mapping(field, item).get("edtf"))):
            raise DecisionError(
                f"{item.get('edtf')!r} is not a date; write 2018-11-13, 2018-11 or 2018-08-01/2018-08-10"
            )
        return {**item, **_words(item, where)}
    if field in ("actor", "target", "mediator", "beneficiary", "place", "origin_place", "destination"):
        blank = _BLANK["place" if field in ("place", "origin_place", "destination") else "actor"]
        item = (
            next((f for f in old if f.get("id") == item), {"id": item, "name": item})
            if isinstance(item, str)
            else item
        )
        return {**blank, **_mapping(field, item), **_words(item, where)}
    return {**_BLANK.get(field, {}), **_mapping(field, item), **_words(item, where)}


LONGEST = 300
"""Characters of a name or an id that a human may give."""

MOST = 10**9


def _sound(field: str, item: Json) -> Json:
    """A filler whose numbers are numbers of something and whose names are names. Raises DecisionError."""
    for key in ("min", "max"):
        number = item.get(key)
        if number is not None and (
            isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST
        ):
            raise DecisionError(f"{number!r} is no number of {field}; give a whole number from 0 to {MOST}")
    low, high = item.get("min"), item.get("max")
    if low is not None and high is not None and low > high:
        raise DecisionError(f"{low} to {high} is no range; give the smaller number first")
    for key in ("id", "name", "name_ar", "unit"):
        told = item.get(key)
        if told is not None and (not isinstance(told, str) or len(told) > LONGEST):
            raise DecisionError(f"the {key} in '{field}' is no name; give words of at most {LONGEST} characters")
    return item


def _mapping(field: str, item: Any) -> Json:
    if not isinstance(item, dict):
        raise DecisionError(f"{item!r} cannot stand in '{field}'; print the claim to see the form of its values")
    return item


def _words(item: Any, where: Json) -> Json:
    return {} if isinstance(item, dict) and {"start", "end", "text"} <= set(item) else where


def pinned(decision: Decision) -> Json | None:
    """The claim that an accept or edit keeps, as JSON; None where the decision holds none."""
    value = decision.value
    claim = value.get("claim") if isinstance(value, dict) else None
    return claim if isinstance(claim, dict) else None


def moved(claim: Json, reading: Reading, trigger: Span, id: str | None) -> Claim | None:
    """A kept claim in a Reading where its trigger stands at a place; None where any of its words is gone.

    `id` is the id of the machine's claim whose place it takes; without one it is named by its own place.
    """
    shift = trigger.start - claim["trigger"]["start"]
    try:
        value = _shifted(claim, reading.text, shift)
    except ValueError:
        return None
    _, _, rank = str(claim["id"]).rpartition("-")[2].partition(".")
    value["id"] = id or claim_anchor(reading.document, claim["type"], trigger.start, int(rank) - 1 if rank else 0)
    return claim_from_json(reading.document, value)


def _shifted(value: Any, text: str, shift: int) -> Any:
    if isinstance(value, list):
        return [_shifted(item, text, shift) for item in value]
    if not isinstance(value, dict):
        return value
    out = {key: _shifted(item, text, shift) for key, item in value.items()}
    words, start = value.get("text"), value.get("start")
    if isinstance(words, str) and isinstance(start, int):
        at = _nearest(text, words, start + shift)
        out["start"], out["end"] = at, at + len(words)
    return out


def _nearest(text: str, words: str, near: int) -> int:
    """Where words stand nearest to a place. Raises ValueError where they stand nowhere."""
    if text[max(0, near) : max(0, near) + len(words)] == words:
        return max(0, near)
    places = []
    at = text.find(words)
    while at >= 0 and words:
        places.append(at)
        at = text.find(words, at + 1)
    return min(places, key=lambda place: (abs(place - near), place))
