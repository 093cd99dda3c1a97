"""What a judgement would change, found by making it and taking the whole transaction back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from takhrij.core.config import Config
from takhrij.core.records import Entity, Event
from takhrij.show.view import CaseView
from takhrij.store import Store


class _TakenBackError(Exception):
    """Ends the transaction of a preview, so that nothing of it is kept."""


def previewed(
    store: Store, judge: Callable[[], object], config: Config, people: bool = False
) -> tuple[CaseView, CaseView]:
    """The case before and after a judgement, its persons too where those are judged; the case itself stays as it is.
    Raises what `judge` raises."""
    from takhrij import pipeline  # the package names this module's callers too

    before = after = pipeline.view(store, people)
    try:
        with store.transaction():
            judge()
            pipeline.link_case(store, config)
            after = pipeline.view(store, people)
            raise _TakenBackError
    except _TakenBackError:
        return before, after


class Changed(NamedTuple):
    """An event before and after a judgement; None where it is new or gone."""

    before: Event | None
    after: Event | None


def events_changed(before: CaseView, after: CaseView) -> list[Changed]:
    """The events that would be gone, then the new ones, then those that would be other."""
    was, now = ({event.id: event for event in view.events} for view in (before, after))
    gone = [Changed(event, None) for key, event in was.items() if key not in now]
    new = [Changed(None, event) for key, event in now.items() if key not in was]
    other = [Changed(event, now[key]) for key, event in was.items() if key in now and now[key] != event]
    return [*gone, *new, *other]


def changes(before: CaseView, after: CaseView) -> Iterator[str]:
    """A line for every event and every claim that would be gone, new or other."""
    for was, now in events_changed(before, after):
        if was is None or now is None:
            yield f"gone     {_told(was)}" if was is not None else f"new      {_told(now)}" if now is not None else ""
        else:
            yield f"changed  {_told(was)}"
            yield f"      to {_told(now)}"
    claims = [key for key in before.claims if key in after.claims and before.claims[key] != after.claims[key]]
    yield from (f"edited   claim {key}" for key in claims)
    yield from (f"left out claim {key}" for key in before.claims if key not in after.claims)
    for entity, had, has in persons_changed(before, after):
        yield f"person   {entity.id}  {entity.name}: {had} namings, then {has}"


def persons_changed(before: CaseView, after: CaseView) -> Iterator[tuple[Entity, int, int]]:
    """Every person who would be gone, new or of other namings, with how many namings are and would be theirs."""
    was, now = ({entity.id: entity for entity in view.entities} for view in (before, after))
    for key, entity in {**was, **now}.items():
        if was.get(key) is None or now.get(key) is None or was[key].members != now[key].members:
            had, has = (len(side[key].members) if key in side else 0 for side in (was, now))
            yield entity, had, has


def _told(event: Event) -> str:
    """An event on a line: its id, what it is, its claims, origins, conflicts and grade."""
    numbers = {"claim": len(event.claims), "origin": len(event.origins), "conflict": len(event.conflicts)}
    told = ", ".join(f"{number} {what}{'s' * (number != 1)}" for what, number in numbers.items())
    return f"{event.id}  {event.label} ({told}, grade {event.grade.credibility})"
