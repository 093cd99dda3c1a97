"""What the program reads in words that a human chose, as values for a field."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from takhrij import find
from takhrij.core.codec import NUMBER_ROLES
from takhrij.core.records import ActorValue, CountValue, DateValue, Mention, PersonValue, PlaceValue, Reading
from takhrij.pipeline.tools import LANGUAGE
from takhrij.resources import Resources
from takhrij.show import words

Json = dict[str, Any]
_PLACES = ("place", "origin_place", "destination")
_ACTORS = ("actor", "target", "mediator", "beneficiary")


@lru_cache(maxsize=1)
def _finders(overlay: Path | None, _digest: str) -> find.Finders:
    return find.Finders(LANGUAGE, Resources(overlay))


def proposals(reading: Reading, place: tuple[int, int], field: str, overlay: Path | None) -> list[Json]:
    """Values for a field out of the mentions that touch a range of a Reading: ``{"value", "told"}``, nearest first.

    `value` is what a decision keeps (an id, an EDTF date, a number), `told` how a reader says it.
    """
    finders = _finders(overlay, Resources(overlay).digest)
    text = LANGUAGE.tokenize(reading.text, sorted({*reading.boilerplate, *reading.hidden}))
    start, end = place
    near = [m for m in finders.find(text, reading) if m.span.start < end and start < m.span.end]
    found = [value for m in near if (value := _value(m, field)) is not None]
    if field in _ACTORS and not found:
        found = [_named(reading.text[start:end].strip())]
    return list({row["value"]: row for row in found}.values())


def _value(mention: Mention, field: str) -> Json | None:
    match mention.value:
        case DateValue(edtf) if field == "time":
            return {"value": edtf, "told": words.when(edtf)}
        case PlaceValue() as told if field in _PLACES:
            row = {"id": told.id, "name": told.name, "name_ar": told.name_ar, "lat": told.lat, "lon": told.lon}
            return {
                "value": _json({**row, "precision": told.precision, "within": list(told.within)}),
                "told": told.name,
            }
        case ActorValue() as told if field in _ACTORS:
            return {"value": told.id, "told": told.name}
        case PersonValue() as told if field in _ACTORS:
            return _named(told.name)
        case CountValue(low, high) if field in NUMBER_ROLES or field == "amount":
            name = words.how_many(low, high)
            if field == "amount":
                return {"value": _json({"value": low, "unit": None}), "told": name}
            return {
                "value": str(low) if low == high and low is not None else _json({"min": low, "max": high}),
                "told": name,
            }
    return None


def _named(name: str) -> Json:
    """Somebody whom the codebook does not know, under the page's own words."""
    return {"value": _json({"id": f"other:{'-'.join(name.split())}", "name": name}), "told": name}


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
