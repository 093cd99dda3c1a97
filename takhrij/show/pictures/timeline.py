"""Events in time: a bar as long as the date is vague, rival dates hollow beside it; many events as a count a month."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from takhrij.core.edtf import Bounds, bounds
from takhrij.show.cards import EventCard, Line
from takhrij.show.pictures.drawing import Picture
from takhrij.show.pictures.sheet import Sheet
from takhrij.show.pictures.style import ACCENT, CLASH, CONFIG, LITE, SOFT, WIDTH
from takhrij.show.timeline import ghosts

Json = dict[str, Any]
MOST_BARS = 40
_MARGIN = 0.03
_LABEL = 46
_ROW = 22
_HEIGHT = 220
_MONTHS_SHOWN = 800
"""Days up to which the axis names months; beyond, it names years."""


def picture(sheet: Sheet) -> Picture | None:
    """The timeline; None where no event has a date."""
    dated = [(card, span) for card in sheet.cards if (span := _span(card.event.time)) is not None]
    if not dated:
        return None
    words = sheet.words
    lines = [_line(sheet, card) for card, _ in dated]
    undated = [card for card in sheet.cards if _span(card.event.time) is None]
    if undated:
        numbers = words.t("list.comma").join(str(card.number) for card in undated)
        lines.append(sheet.line(words.t("picture.undated", numbers=numbers), [c.event.id for c in undated]))
    if len(dated) > MOST_BARS:
        return Picture("timeline", words.t("picture.timeline.many"), sheet.lines(lines), _months(sheet, dated))
    return Picture("timeline", words.t("picture.timeline"), sheet.lines(lines), _bars(sheet, dated))


def _span(edtf: str | None) -> Bounds | None:
    span = bounds(edtf) if edtf else None
    return span if span is not None and (span.first or span.last) else None


def _line(sheet: Sheet, card: EventCard) -> Line:
    rivals = [sheet.words.when(g["edtf"]) for g in ghosts(sheet.view, card.event)]
    told = sheet.words.t("picture.event", number=card.number, label=card.label, when=card.when)
    if rivals:
        told = sheet.words.t("picture.rivals", line=told, times=sheet.words.joined(rivals))
    return sheet.line(told, [card.event.id])


def _bars(sheet: Sheet, dated: list[tuple[EventCard, Bounds]]) -> Json:
    spans = [(card, span, False) for card, span in dated]
    for card, _ in dated:
        rivals = (_span(g["edtf"]) for g in ghosts(sheet.view, card.event))
        spans += [(card, span, True) for span in rivals if span is not None]
    low, high = _domain([span for _, span, _ in spans])
    rows = [_row(sheet, card, span, rival, (low, high)) for card, span, rival in spans]
    side = "right" if sheet.mirrored else "left"
    y = {
        "field": "label",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "orient": side, "labelLimit": 300, "grid": True, "tickSize": 0, "labelPadding": 8},
    }
    x = _x(sheet, low, high)
    colour = {"condition": {"test": "datum.contested", "value": CLASH}, "value": ACCENT}
    bar = {"y": y, "x": {"field": "first", **x}, "x2": {"field": "last"}}
    told, rivals_only = {"filter": "!datum.rival"}, {"filter": "datum.rival"}
    faint = {"condition": {"test": "datum.open", "value": 0.25}, "value": 0.55}
    return {
        "$schema": LITE,
        "config": CONFIG,
        "data": {"values": rows, "format": {"parse": dict.fromkeys(("first", "last", "middle"), "utc:'%Y-%m-%d'")}},
        "width": WIDTH,
        "height": {"step": _ROW},
        "autosize": {"type": "fit-x", "contains": "padding"},
        "layer": [
            {
                "transform": [told],
                "mark": {"type": "bar", "height": 9, "cornerRadius": 2},
                "encoding": bar | {"color": colour, "opacity": faint},
            },
            {
                "transform": [rivals_only],
                "mark": {
                    "type": "bar",
                    "height": 9,
                    "cornerRadius": 2,
                    "fill": None,
                    "stroke": SOFT,
                    "strokeWidth": 1.2,
                },
                "encoding": bar,
            },
            {
                "transform": [told],
                "mark": {"type": "point", "filled": True, "size": 46, "opacity": 1},
                "encoding": {"y": y, "x": {"field": "middle", **x}, "color": colour},
            },
            {
                "transform": [rivals_only],
                "mark": {"type": "point", "filled": False, "size": 46, "opacity": 1, "color": SOFT},
                "encoding": {"y": y, "x": {"field": "middle", **x}},
            },
        ],
    }


def _row(sheet: Sheet, card: EventCard, span: Bounds, rival: bool, domain: tuple[date, date]) -> Json:
    first, last = span.first or domain[0], span.last or domain[1]
    after = last + timedelta(days=1) if last < date.max else last
    return {
        "label": sheet.label(f"{card.number}. {_undated(sheet, card)}", _LABEL),
        "first": first.isoformat(),
        "last": after.isoformat(),
        "middle": (first + (after - first) / 2).isoformat(),
        "rival": rival,
        "open": span.first is None or span.last is None or span.approximate,
        "contested": bool(card.conflicts),
    }


def _undated(sheet: Sheet, card: EventCard) -> str:
    """The label without its date, which the axis tells."""
    told = (card.event.time or "", card.when)
    return next((card.label.removesuffix(end) for t in told if card.label.endswith(end := f", {t}")), "") or next(
        (card.label.removesuffix(end) for t in told if card.label.endswith(end := sheet.words.t("list.comma") + t)),
        card.label,
    )


def _domain(spans: list[Bounds]) -> tuple[date, date]:
    days = [day for span in spans for day in (span.first, span.last) if day is not None]
    low, high = min(days), max(days)
    margin = timedelta(days=max(2, round((high - low).days * _MARGIN)))
    return (
        low - margin if low - date.min > margin else date.min,
        high + margin if date.max - high > margin else date.max,
    )


def _x(sheet: Sheet, low: date, high: date) -> Json:
    months = "[" + ",".join(f"'{m}'" for m in sheet.words.dates.months) + "]"
    day = "utcdate(datum.value) + ' ' + " if (high - low).days < 70 else ""
    named = f"{day}{months}[utcmonth(datum.value)] + ' ' + utcyear(datum.value)"
    axis = {
        "title": None,
        "labelExpr": named if (high - low).days < _MONTHS_SHOWN else "'' + utcyear(datum.value)",
        "tickCount": 6 if (high - low).days < _MONTHS_SHOWN else {"interval": "year", "step": _step(low, high)},
        "labelOverlap": True,
    }
    scale = {"type": "utc", "domain": [low.isoformat(), high.isoformat()], "reverse": sheet.mirrored}
    return {"type": "temporal", "scale": scale, "axis": axis}


def _step(low: date, high: date) -> int:
    return max(1, (high.year - low.year) // 10)


def _months(sheet: Sheet, dated: list[tuple[EventCard, Bounds]]) -> Json:
    """A count for each month in which an event may have begun."""
    begun = Counter(((span.first or span.last) or date.min).strftime("%Y-%m-01") for _, span in dated)
    low, high = _domain([span for _, span in dated])
    return {
        "$schema": LITE,
        "config": CONFIG,
        "data": {
            "values": [{"month": month, "events": n} for month, n in sorted(begun.items())],
            "format": {"parse": {"month": "utc:'%Y-%m-%d'"}},
        },
        "width": WIDTH,
        "height": _HEIGHT,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "mark": {"type": "bar", "color": ACCENT},
        "encoding": {
            "x": {"field": "month", "timeUnit": "utcyearmonth", **_x(sheet, low, high)},
            "y": {
                "field": "events",
                "type": "quantitative",
                "axis": {"title": None, "orient": "right" if sheet.mirrored else "left", "tickMinStep": 1},
            },
        },
    }
