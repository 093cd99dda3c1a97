"""Lengths against dates: «the fighting lasted five days» beside its first and last day, «a week after the truce was signed»
beside the day on which the truce is told to have been signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from takhrij.core.edtf import Bounds, bounds
from takhrij.core.records import Check, Claim, CountRef, Event, TextRef
from takhrij.weigh.values import Range, number_words

# A day is counted or left out at either end: from Saturday to Monday are two days or three.
_ENDS = 1
# About and weeks told round: a tenth more or less.
_LOOSE = 10


def duration_checks(
    events: Sequence[Event], claims: Mapping[str, Claim], rules: Mapping[str, Any]
) -> dict[str, tuple[Check, ...]]:
    """Checks by event id of what its claims tell of its length, and of how long after another event it came.

    A length is held against the days that its own claim tells, else against those of its event; a distance against the
    days of both events, the other one's as its own event has them. Where a day is not known nothing is said.
    """
    event_of = {claim: event for event in events for claim, _ in event.claims}
    triggers: dict[str, list[Claim]] = {}
    for claim in claims.values():
        triggers.setdefault(claim.document, []).append(claim)
    found: dict[str, tuple[Check, ...]] = {}
    for event in events:
        told = [claims[claim] for claim, _ in event.claims if claim in claims]
        made = [check for claim in told for check in _lengths(claim, event, rules)]
        for claim in told:
            made += _distances(claim, event, triggers[claim.document], event_of, rules)
        if made:
            found[event.id] = tuple(made)
    return found


def _lengths(claim: Claim, event: Event, rules: Mapping[str, Any]) -> Iterator[Check]:
    days = _closed(claim.time.edtf if claim.time else None) or _closed(event.time)
    for length in claim.counts("duration"):
        if days is None or days.days is None or days.first is None or days.last is None:
            continue
        holds = _fits(length, days.days - _ENDS, days.days)
        words = {"told": _days(length), "first": days.first, "last": days.last, "n": days.days}
        yield Check(claim.id, holds, rules["lasted"].format(**words))


def _distances(
    claim: Claim, event: Event, beside: Sequence[Claim], event_of: Mapping[str, Event], rules: Mapping[str, Any]
) -> Iterator[Check]:
    origins = [f.span for f in claim.roles.get("since", ()) if isinstance(f, TextRef)]
    for length, span in zip(claim.counts("elapsed"), origins, strict=False):
        before = next((c for c in beside if c.trigger.start == span.start and c.id != claim.id), None)
        other = event_of.get(before.id) if before is not None else None
        mine, theirs = _day(claim, event), _told_of(other)
        if other is None or other is event or mine is None or theirs is None:
            continue
        between = (mine - theirs).days
        words = {"told": _days(length), "what": other.label, "first": theirs, "last": mine, "n": between}
        yield Check(claim.id, _fits(length, between - _ENDS, between + _ENDS), rules["elapsed"].format(**words))


def _day(claim: Claim, event: Event) -> date | None:
    told = bounds(claim.time.edtf) if claim.time else bounds(event.time) if event.time else None
    return told.first if told is not None and told.first == told.last else None


def _told_of(event: Event | None) -> date | None:
    """The one day on which an event is told to have been."""
    told = bounds(event.time) if event is not None and event.time else None
    return told.first if told is not None and told.first == told.last else None


def _closed(edtf: str | None) -> Bounds | None:
    """The bounds of a time of several days of which both ends are told."""
    # A month or a year says in which the length lies, and not from when to when.
    told = bounds(edtf) if edtf and "/" in edtf else None
    if told is None or told.first is None or told.last is None or told.approximate:
        return None
    return told if told.first != told.last else None


def _fits(length: CountRef, low: int, high: int) -> bool:
    least, most = length.min or 0, length.max if length.max is not None else high
    loose = max(1, most // _LOOSE) if length.approx or most > _LOOSE else 0
    return least - loose <= high and low <= most + loose


def _days(length: CountRef) -> str:
    words = number_words(Range(length.min, length.max, length.approx))
    return f"{words} day{'s' * (words != '1')} («{length.span.text}»)"
