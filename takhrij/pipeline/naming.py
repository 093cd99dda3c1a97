"""Judgements of names: of two namings of persons, laid over a case's persons again, and of two names of one source."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from takhrij.core.errors import UsageError
from takhrij.core.ids import content_id
from takhrij.core.records import PERSONAL, Anchor, Decision, Person, PersonJudgement, Problem, Span
from takhrij.pipeline.judging import reading_of
from takhrij.show.reliability import one_source
from takhrij.show.view import CaseView
from takhrij.store import Store
from takhrij.store.anchors import make_anchor
from takhrij.store.decisions import standing
from takhrij.store.replay import PersonVerdict

Persons = Mapping[str, Sequence[Person]]
_TYPE = "person"
_OF_NAMES = (*PERSONAL, "same_source")


def judgements(verdicts: Sequence[PersonVerdict], persons: Persons) -> tuple[list[PersonJudgement], list[Problem]]:
    """The verdicts on namings that are read today, and a Problem for each whose words name nobody any more."""
    found: list[PersonJudgement] = []
    problems: list[Problem] = []
    for verdict in verdicts:
        a, b = (_naming(persons.get(document, ()), place) for document, place in (verdict.a, verdict.b))
        made = verdict.decision
        if a is None or b is None:
            name = f"decision {made.id}"
            told = f"{name} ({made.verb} «{made.anchor.quote}») finds no naming of a person at its words"
            told += "; decide anew or undo it"
            problems.append(Problem("unanchored", told, "decide", name, verdict.a[0], f"takhrij undo {made.id}"))
            continue
        same = made.verb == "same_person"
        why = f"judged {'the same' if same else 'another'} by {made.by} on {made.at[:10]}: {made.why or 'no reason given'}"
        found.append(PersonJudgement((verdict.a[0], a), (verdict.b[0], b), same, why))
    return found, problems


def _naming(persons: Sequence[Person], place: Span) -> int | None:
    """The naming at a place: the one of the very words, else the first that shares some."""
    over = [at for at, one in enumerate(persons) if one.span.start < place.end and place.start < one.span.end]
    exact = (at for at in over if (persons[at].span.start, persons[at].span.end) == (place.start, place.end))
    return next(exact, over[0] if over else None)


def naming_id(document: str, one: Person) -> str:
    """The id of one naming; that of the first is the person's."""
    return f"{document[:12]}-person-{one.span.start}"


def member(view: CaseView, asked: str) -> tuple[str, int]:
    """The naming meant by an id that `people` prints (of a person, or of any mention: ``<document>-person-<start>``),
    or by its beginning. Raises UsageError where none or several begin so."""
    keys = {
        naming_id(document, one): (document, at)
        for document, ones in view.persons.items()
        for at, one in enumerate(ones)
    }
    found = (
        [keys[asked]] if asked in keys else [place for key, place in sorted(keys.items()) if key.startswith(asked)]
    )
    if len(found) != 1 or not asked:
        told = f"'{asked}' begins {len(found)} namings" if found else f"no naming of a person '{asked}' in this case"
        raise UsageError(f"{told}; `takhrij people --case CASE` lists persons with their ids")
    return found[0]


def decide(store: Store, view: CaseView, pair: tuple[str, str], made: Decision) -> Decision:
    """Log that two namings are of one person (``same_person``) or of two (``different_person``), anchored to the words
    of both. Raises UsageError where an earlier judgement that stands says otherwise."""
    one, other = (member(view, asked) for asked in pair)
    if one == other:
        raise UsageError(f"'{pair[0]}' and '{pair[1]}' are one naming; name two to judge them against each other")
    _refuse_opposed(view, one, other, made.verb == "same_person")
    anchors = [
        make_anchor(reading_of(store, document), view.persons[document][at].span, _TYPE)
        for document, at in (one, other)
    ]
    return store.append_decision(replace(made, anchor=anchors[0], other=anchors[1]))


def _refuse_opposed(view: CaseView, one: tuple[str, int], other: tuple[str, int], same: bool) -> None:
    home = {place: entity.id for entity in view.entities for place in entity.members}
    for judged in view.judged_persons:
        pair = {judged.a, judged.b}
        mine = {home.get(place) for place in pair}
        opposed = pair == {one, other} if not same else mine == {home.get(one), home.get(other)} and len(mine) == 2
        if opposed and judged.same != same:
            raise UsageError(f"these two were {judged.why}; `takhrij decisions` lists that decision, undo it first")


def join_sources(store: Store, view: CaseView, pair: tuple[str, str], made: Decision) -> Decision:
    """Log that two names, as `sources` tells them, are one source's (``same_source``): what both tell of a happening goes
    back to one report. Raises UsageError where they are one already."""
    one, other = pair
    if one == other or other in one_source(view).get(one, ()):
        raise UsageError(f"'{one}' and '{other}' are one source already; name two")
    anchors = [Anchor("", name, "", "", "") for name in pair]
    return store.append_decision(replace(made, verb="same_source", anchor=anchors[0], other=anchors[1]))


def fingerprint(decisions: Iterable[Decision], named: Collection[tuple[str, str]]) -> str:
    """What stands judged of names, given as pairs of document (empty for a source) and words: another fingerprint says
    that somebody judged one of them since."""
    made = [
        d.id
        for d in standing(decisions)
        if d.verb in _OF_NAMES and any(a is not None and (a.document, a.quote) in named for a in (d.anchor, d.other))
    ]
    return content_id(made)[:16]
