"""Numbers as a clause tells them: whose men, which are joined by «و», and one person in the singular."""

from __future__ import annotations

from typing import NamedTuple

from takhrij.core.records import ActorValue, CountPart, CountRef, CountValue, Mention, PersonValue, Span
from takhrij.frame.marks import Annotated
from takhrij.frame.speakers import names_person

# The next figure of «عشرون متمردا وأربعة جنود» stands within this many tokens of the one before.
_JOINED = 6
# «أربعة قتلى سقطوا في صفوف المقاومة»: whose they are is told within this many tokens.
_WHOSE = 6
# Classes of counted nouns that are people of whom nothing is said.
PEOPLE = frozenset({None, "person", "captive", "other"})


class Figure(NamedTuple):
    """How many of one kind: a number's mention, or one person told in the singular."""

    first: int
    end: int
    low: int | None
    high: int | None
    approx: bool
    of: tuple[str, ...]
    span: Span
    noun: str = ""


def counts_between(notes: Annotated, low: int, high: int) -> list[Mention]:
    """Count mentions that start at tokens [low, high), in order."""
    found = (m for at in range(low, high) for m in notes.mentions.get(at, ()))
    return [m for m in found if m.kind == "count"]


def to_count(mention: Mention, *, of: tuple[str, ...] = (), parts: tuple[CountPart, ...] = ()) -> CountRef:
    """A count mention as a role filler."""
    value = mention.value
    assert isinstance(value, CountValue)
    return CountRef(value.min, value.max, mention.span, value.approx, of=of, parts=parts)


def whose(notes: Annotated, mention: Mention, stop: int) -> tuple[str, ...]:
    """Ids of the actors whose men a count counts: the actor that follows within the noun phrase."""
    for at in range(mention.first, min(stop, mention.end_token + _WHOSE)):
        if at > mention.first and "،" in notes.text.tokens[at].gap:
            break
        if at >= mention.end_token and at in notes.predicates and at not in notes.inside:
            break  # «اثنان من مرافقيه في كمين للجماعة»: another's deed
        found = [m for m in notes.mentions.get(at, ()) if isinstance(m.value, ActorValue)]
        if found:
            ids = [m.value.id for m in found if isinstance(m.value, ActorValue)]
            after = found[0].end_token
            if after < stop and notes.coordinated(after):
                more = notes.mentions.get(after, ())
                ids += [m.value.id for m in more if isinstance(m.value, ActorValue)]
            return tuple(dict.fromkeys(ids))
    return ()


def figure_of(notes: Annotated, mention: Mention, stop: int) -> Figure:
    value = mention.value
    assert isinstance(value, CountValue)
    of = whose(notes, mention, stop)
    return Figure(
        mention.first, mention.end_token, value.min, value.max, value.approx, of, mention.span, value.noun or ""
    )


def _named(notes: Annotated, at: int) -> bool:
    """Whether a given name stands at a token as its own word («عليهم» and «والصالح» hold none)."""
    name = notes.mark(at, "name")
    return name is not None and not name[2].suffix and not name[2].prefix and names_person(notes, at)


def single(notes: Annotated, at: int, stop: int) -> Figure | None:
    """One person at a token: a singular noun («جندي»), «أحد» of them, or a name."""
    if at >= stop:
        return None
    held = [m for m in notes.mentions.get(at, ()) if m.kind in ("actor", "person")]
    if any(m.kind in ("count", "place") for m in notes.mentions.get(at, ())):
        return None
    person = next((m for m in held if isinstance(m.value, PersonValue)), None)
    if person is None and not _named(notes, at) and not notes.singular(at):
        return None
    end = person.end_token if person is not None else at + 1
    ids = tuple(dict.fromkeys(i for m in held if (i := getattr(m.value, "id", ""))))
    return Figure(at, end, 1, 1, False, ids, notes.text.span(at, end))


def _breaks(notes: Annotated, at: int) -> bool:
    """Whether a token ends the noun phrase that a figure counts."""
    prep = notes.mark(at, "prep")
    if prep is not None and (prep[0].value != "من" or prep[2].suffix):
        return True
    return any(notes.mark(at, kind) is not None for kind in ("casualty", "clause", "report")) or (
        at in notes.predicates and at not in notes.inside
    )


def _next(notes: Annotated, figure: Figure, stop: int) -> Figure | None:
    """The figure joined to another by «و»: «وأربعة جنود», «وجندي»."""
    for at in range(figure.end, min(stop, figure.end + _JOINED)):
        gap = notes.text.tokens[at].gap
        if gap not in ("", "،", "»", "«", "-", "،"):
            return None
        token = notes.text.tokens[at]
        if token.form.startswith("و"):
            # A particle before digits is a word of its own.
            number = at + 1 if len(token.form) == 1 and at + 1 < stop else at
            counts = [m for m in notes.mentions.get(number, ()) if m.kind == "count"]
            if counts:
                value = counts[0].value
                assert isinstance(value, CountValue)
                if value.of not in PEOPLE or value.min in (None, 1):
                    return None
                after = counts[0].end_token
                if after < stop and notes.mark(after, "casualty") is not None and value.of is None:
                    return None
                return figure_of(notes, counts[0], stop)
            if notes.coordinated(at) or notes.singular(at):
                one = single(notes, at, stop) if not gap and not _of_another(notes, at + 1, stop) else None
                if one is not None:
                    return one
        if _breaks(notes, at):
            return None
    return None


def _of_another(notes: Annotated, at: int, stop: int) -> bool:
    """Whether a noun is in the construct with a definite one: «شقيق الزعيم وقائد الجبهة» are one man."""
    if at >= stop or notes.text.tokens[at].gap or notes.text.tokens[at - 1].form.startswith(("وال", "ال")):
        return False
    return notes.text.tokens[at].form.startswith("ال") or any(m.kind == "actor" for m in notes.mentions.get(at, ()))


def chain(notes: Annotated, first: Figure, stop: int) -> list[Figure]:
    """A figure with those that «و» joins to it."""
    found = [first]
    while (after := _next(notes, found[-1], stop)) is not None:
        found.append(after)
    return found


def total(figures: list[Figure]) -> CountRef:
    """One count of several figures; the figures are its parts."""
    if len(figures) == 1:
        one = figures[0]
        return CountRef(one.low, one.high, one.span, one.approx, of=one.of)
    low = [f.low for f in figures if f.low is not None]
    high = [f.high for f in figures if f.high is not None]
    parts = tuple(CountPart(f.low, f.high, f.of, f.span) for f in figures)
    least = sum(low) if len(low) == len(figures) else None
    most = sum(high) if len(high) == len(figures) else None
    of = tuple(dict.fromkeys(i for f in figures for i in f.of))
    return CountRef(least, most, figures[0].span, any(f.approx for f in figures), of=of, parts=parts)


def added(told: CountRef, more: CountRef) -> CountRef:
    """Two counts of different people as one, with what was told as its parts."""
    parts = tuple(p for c in (told, more) for p in (c.parts or (CountPart(c.min, c.max, c.of, c.span),)))
    least = None if told.min is None or more.min is None else told.min + more.min
    most = None if told.max is None or more.max is None else told.max + more.max
    of = tuple(dict.fromkeys((*told.of, *more.of)))
    return CountRef(least, most, told.span, told.approx or more.approx, of=of, parts=parts)
