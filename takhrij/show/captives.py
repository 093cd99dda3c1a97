"""Captives of a case: who is held by whom, where and since when, and what became of them, as the claims tell it.

A view over claims: nothing of it is stored. A named captive has a row of his own; numbered ones have a row for each
pair of holder and party; those of whom neither name nor party is told for each page that first tells of them, for
nothing says that those of two pages are the same. A row's steps are its claims by happening: held, promised, refused, exchanged, released,
dead. What does not add up is told in words beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from takhrij.core.edtf import Bounds, bounds
from takhrij.core.records import ActorRef, Claim, CountRef, TimeRef
from takhrij.show import words
from takhrij.show.named import Names, is_person
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

Json = dict[str, Any]
Key = tuple[str, str, str, str]
Lists = Mapping[str, list[tuple[str, frozenset[str]]]]
_FREED = frozenset({"released", "exchanged"})
_OPEN = frozenset({"promised"})
_DEALINGS = frozenset({"detain", "release", "exchange"})
_KINDS = _DEALINGS | {"killing", "torture"}
_OUTSIDE = "other:"


@dataclass(frozen=True, slots=True)
class _Part:
    """What one claim tells of one row: who held, whose they are or who it is, and how many."""

    holder: str
    of: str
    name: str
    stage: str
    count: CountRef | None = None


@dataclass(slots=True)
class _Step:
    """One happening in the course of a row: its claims with what each tells."""

    stage: str
    event: str
    claims: list[Claim] = field(default_factory=list)
    counts: list[CountRef] = field(default_factory=list)

    @property
    def time(self) -> str | None:
        """The first time that a claim of it tells."""
        return next((t for c in self.claims if (t := _time(c)) is not None), None)

    @property
    def range(self) -> tuple[int, int] | None:
        """The smallest and the largest number told, None where none is."""
        told = [(c.min, c.max) for c in self.counts]
        lows = [low if low is not None else high for low, high in told]
        highs = [high if high is not None else low for low, high in told]
        known_low = [n for n in lows if n is not None]
        known_high = [n for n in highs if n is not None]
        return (min(known_low), max(known_high)) if known_low and known_high else None


def _time(claim: Claim) -> str | None:
    return next((t.edtf for t in claim.roles.get("time", ()) if isinstance(t, TimeRef)), None)


def _refs(claim: Claim, role: str) -> tuple[ActorRef, ...]:
    return tuple(f for f in claim.roles.get(role, ()) if isinstance(f, ActorRef))


def _stage(claim: Claim, done: str) -> str:
    if claim.polarity in ("refused", "failed"):
        return "refused"
    if claim.polarity != "did" or claim.modality == "denied":
        return "denied"
    if claim.modality == "planned":
        return "promised" if done in _FREED else "threatened"
    return done


def _parts(claim: Claim, names: Sequence[str]) -> Iterator[_Part]:
    if claim.type == "detain":
        yield from _one_way(claim, names, "held", "captured")
    elif claim.type == "release":
        yield from _one_way(claim, names, "released", "released")
    elif claim.type == "exchange":
        yield from (_Part(_holder(claim), "", name, _stage(claim, "exchanged")) for name in names)
        yield from _two_ways(claim)
    elif claim.type in ("killing", "torture"):
        stage = _stage(claim, "dead" if claim.type == "killing" else "mistreated")
        yield from (_Part(_holder(claim), "", name, stage) for name in names)


def _holder(claim: Claim) -> str:
    return "+".join(dict.fromkeys(ref.id for ref in _refs(claim, "actor")))


def _one_way(claim: Claim, names: Sequence[str], done: str, role: str) -> Iterator[_Part]:
    """A holding or a release: persons by name, the others by party, parts of a number by whose they are."""
    stage, holder = _stage(claim, done), _holder(claim)
    yield from (_Part(holder, "", name, stage) for name in names)
    parties = [ref.id for ref in _refs(claim, "target") if not is_person(ref)]
    counts = claim.counts(role)
    # «أفرجوا عن الجندي رامي الخولي»: the one who is named is the one who is counted.
    if names and len(counts) < 2 and all(count.max == len(names) for count in counts):
        return
    if not parties and not counts:
        if not _refs(claim, "target") and not names and holder:
            yield _Part(holder, "", "", stage)
        return
    yield from _numbered(counts, parties, holder, stage)


def _numbered(counts: Sequence[CountRef], parties: Sequence[str], holder: str, stage: str) -> Iterator[_Part]:
    divided = [p for c in counts for p in c.parts if len(p.of) == 1]
    if divided and len({p.of for p in divided}) > 1:
        for part in divided:
            yield _Part(holder, part.of[0], "", stage, CountRef(part.min, part.max, part.span))
        return
    of = "+".join(dict.fromkeys(parties)) or "+".join(counts[0].of if counts else ())
    yield _Part(holder, of, "", stage, counts[0] if counts else None)


def _two_ways(claim: Claim) -> Iterator[_Part]:
    """An exchange: each side frees the other's."""
    stage = _stage(claim, "exchanged")
    parties = list(dict.fromkeys(ref.id for ref in (*_refs(claim, "actor"), *_refs(claim, "target"))))[:2]
    freed = list(claim.counts("released"))[:1] + list(claim.counts("exchanged"))[:1]
    if len(parties) < 2:
        return
    for number, (holder, of) in enumerate(((parties[0], parties[1]), (parties[1], parties[0]))):
        told = [c for c in freed if (c.by or "") == holder]
        if not told and len(freed) == 2 and not any(c.by for c in freed):
            told = [freed[number]]
        yield _Part(holder, of, "", stage, told[0] if told else None)


def _first(edtf: str | None) -> tuple[bool, str]:
    known: Bounds | None = bounds(edtf) if edtf else None
    day = (known.first or known.last) if known else None
    return day is None, day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class _Courses:
    """The rows of a case before they are worded: each with its steps in time; who is named how, the lists of names by
    happening, and who may be who."""

    rows: tuple[tuple[Key, list[_Step]], ...]
    names: Mapping[str, str]
    lists: Lists
    perhaps: Mapping[str, tuple[str, ...]]


def captives(view: CaseView, said: Words | None = None) -> Iterator[Json]:
    """A row for every named captive and for every pair of holder and party, by holder, party and name; what does not
    add up is told in the words given, in English where none are."""
    said = said or words.english()
    found = view.once(_courses, lasting=True)
    for key, steps in found.rows:
        row = _row(view, key, steps, said, found.names)
        row["does_not_add_up"] += _missing(view, key[2], steps, found.lists, said)
        alike = found.perhaps.get(key[2], ())
        row["does_not_add_up"] += sorted(said.t("odd.perhaps", name=found.names[other]) for other in alike)
        yield row


def _courses(view: CaseView) -> _Courses:
    rows: dict[Key, dict[tuple[str, str], _Step]] = {}
    told = Names(view)
    named = {claim.id: told.of(claim) for claim in view.claims.values() if claim.type in _KINDS}
    # Only who is held, released or exchanged by some claim is a captive.
    held = {name for claim, names in named.items() for name in names if view.claims[claim].type in _DEALINGS}
    pages: dict[str, str] = {}
    for claim in view.claims.values():
        for part in _parts(claim, named.get(claim.id, ())):
            if part.stage in ("dead", "mistreated") and part.name not in held:
                continue
            holder = "" if part.holder == part.of else part.holder  # nobody holds his own
            event = view.event_of.get(claim.id, claim.id)
            unknown = pages.setdefault(event, claim.document) if not part.of else ""
            key = ("", "", part.name, "") if part.name else (holder, part.of, "", unknown)
            step = rows.setdefault(key, {}).setdefault((event, part.stage), _Step(part.stage, event))
            step.claims.append(claim)
            if part.count is not None:
                step.counts.append(part.count)
    order = sorted(rows, key=lambda key: (*key[:2], told.names.get(key[2], key[2]), *key[2:]))
    others = told.by_ends(held)
    return _Courses(
        tuple((key, sorted(rows[key].values(), key=lambda s: (*_first(s.time), s.event))) for key in order),
        {**view.actor_names, **told.names},
        _lists(view, named),
        {key[2]: tuple(told.perhaps(key[2], others)) for key in order if key[2]},
    )


def _lists(view: CaseView, named: Mapping[str, Sequence[str]]) -> Lists:
    """By happening, the lists of at least two names that name as many as their claim counts, with their documents."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for claim in view.claims.values():
        names = named.get(claim.id, ())
        counted = {count.max for role in ("captured", "released") for count in claim.counts(role)}
        if len(names) > 1 and counted == {len(names)}:
            event = view.event_of.get(claim.id, claim.id)
            found.setdefault(event, []).append((claim.document, frozenset(names)))
    return found


def _missing(view: CaseView, name: str, steps: Sequence[_Step], lists: Lists, said: Words) -> list[str]:
    """Lists of one happening that are complete by their own count: one names a captive and the other does not."""
    found = []
    for event in dict.fromkeys(step.event for step in steps) if name else ():
        told = {document for document, names in lists.get(event, ()) if name in names}
        left = {document for document, names in lists.get(event, ()) if name not in names} - told
        if told and left:
            one, other = (said.t("list.comma").join(sorted(view.label(d) for d in group)) for group in (told, left))
            found.append(said.t("odd.missing", one=one, other=other))
    return found


def _row(view: CaseView, key: Key, steps: list[_Step], said: Words, names: Mapping[str, str]) -> Json:
    holders = [key[0]] if key[0] else [h for s in steps for c in s.claims if (h := _holder(c))]
    holder_ids = list(dict.fromkeys(i for h in holders for i in h.split("+") if i))
    of_ids = [i for i in key[1].split("+") if i]
    places = [p.name_ar or p.name for s in steps for c in s.claims for p in c.places]
    return {
        "captive": names.get(key[2], key[2]) if key[2] else None,
        "of": [{"id": i, "name": names.get(i, i.removeprefix(_OUTSIDE))} for i in of_ids],
        "held_by": [{"id": i, "name": names.get(i, i.removeprefix(_OUTSIDE))} for i in holder_ids],
        "places": list(dict.fromkeys(places)),
        "since": next((s.time for s in steps if s.stage == "held" and s.time), None),
        "steps": [_step_json(view, step) for step in steps],
        "last": next((s.stage for s in reversed(steps)), None),
        "does_not_add_up": odd(steps, said, named=bool(key[2])),
    }


def _step_json(view: CaseView, step: _Step) -> Json:
    count = step.range
    return {
        "stage": step.stage,
        "time": step.time,
        "count": {"min": count[0], "max": count[1]} if count else None,
        "event": step.event,
        "claims": [c.id for c in step.claims],
        "documents": list(dict.fromkeys(view.label(c.document) for c in step.claims)),
    }


def odd(steps: list[_Step], said: Words, *, named: bool) -> list[str]:
    """What does not add up in a row's course, in plain words."""
    found = [*_numbers(steps, said), *_sums(steps, said), *_order(steps, said), *_open_promises(steps, said)]
    freed = [s for s in steps if s.stage in _FREED]
    if named and len(freed) > 1:
        days = said.t("list.comma").join(said.when(s.time) for s in freed)
        found.append(said.t.many("odd.freed", len(freed), days=days))
    dead = [s for s in steps if s.stage == "dead"]
    if dead and any(_before(d, f) for d in dead for f in freed):
        found.append(said.t("odd.dead"))
    return found


def _stage_said(step: _Step, said: Words) -> str:
    return step.stage if said.language == "en" else said.t(f"step.{step.stage}")


def _numbers(steps: list[_Step], said: Words) -> Iterator[str]:
    """Accounts of one happening that tell different numbers, or of which one denies it."""
    for step in steps:
        count = step.range
        if count and count[0] != count[1] and len(step.counts) > 1:
            told = {"stage": _stage_said(step, said), "when": said.when(step.time)}
            yield said.t("odd.numbers", **told, low=count[0], high=count[1])
    done = {s.event for s in steps if s.stage in _FREED}
    for step in steps:
        if step.stage in ("denied", "refused") and step.event in done:
            claims = said.many("claim", len(step.claims))
            yield said.t("odd.denied", stage=_stage_said(step, said), claims=claims)


def _sums(steps: list[_Step], said: Words) -> Iterator[str]:
    """More set free than were told as held."""
    held = [c[1] for s in steps if s.stage == "held" and (c := s.range)]
    freed = [c[0] for s in steps if s.stage in _FREED and (c := s.range)]
    if held and freed and sum(freed) > sum(held):
        yield said.t("odd.sum", freed=sum(freed), held=sum(held))


def _order(steps: list[_Step], said: Words) -> Iterator[str]:
    """Set free before the only telling of their capture."""
    held = [s for s in steps if s.stage == "held" and s.time]
    freed = [s for s in steps if s.stage in _FREED and s.time]
    if held and freed and all(_before(f, h) for f in freed for h in held):
        yield said.t("odd.order", when=said.when(held[0].time))


def _open_promises(steps: list[_Step], said: Words) -> Iterator[str]:
    """Promised, and nothing told of it since."""
    freed = [s for s in steps if s.stage in _FREED]
    for step in steps:
        if step.stage in _OPEN and not any(not _before(f, step) for f in freed):
            yield said.t("odd.promise", when=said.when(step.time))


def _before(one: _Step, other: _Step) -> bool:
    """Whether the last possible day of one is before the first of another."""
    a = bounds(one.time) if one.time else None
    b = bounds(other.time) if other.time else None
    return bool(a and b and a.last is not None and b.first is not None and a.last < b.first)
