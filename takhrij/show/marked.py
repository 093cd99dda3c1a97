"""A page's text with what was read in it: cut at every edge, each stretch with its marks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from takhrij.core.records import Claim, ClaimRef, Copy, CountRef, Filler, Reading, RelationRef
from takhrij.show.quotes import Mark


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of text with the classes it is drawn in and the ids of the fields that it fills."""

    start: int
    end: int
    classes: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two edges: its classes and fields, each written with spaces between; empty where nothing is."""

    text: str
    classes: str
    fields: str


def pieces(text: str, stretches: Iterable[Stretch], start: int = 0) -> tuple[Piece, ...]:
    """Text that begins at `start`, cut at every edge of a stretch; stretches may overlap.

    >>> [(p.text, p.classes) for p in pieces("abcd", [Stretch(1, 3, ("x",), "f"), Stretch(2, 4, ("y",))])]
    [('a', ''), ('b', 'x'), ('c', 'x y'), ('d', 'y')]
    """
    end = start + len(text)
    inside = sorted(
        (s for s in stretches if s.start < end and s.end > start and s.start < s.end), key=lambda s: s.start
    )
    edges = sorted({start, end, *(max(s.start, start) for s in inside), *(min(s.end, end) for s in inside)})
    found: list[Piece] = []
    over: list[Stretch] = []
    waiting = iter([*inside, None])
    following = next(waiting)
    for low, high in itertools.pairwise(edges):
        while following is not None and following.start <= low:
            over.append(following)
            following = next(waiting)
        over = [s for s in over if s.end > low]
        classes = dict.fromkeys(c for s in over for c in s.classes)
        fields = dict.fromkeys(s.field for s in over if s.field)
        found.append(Piece(text[low - start : high - start], " ".join(classes), " ".join(fields)))
    return tuple(found)


def of_claim(claim: Claim) -> list[Stretch]:
    """The words of a claim: its evidence, trigger, every filler (``actor-0``) and who speaks (``source-1``)."""
    found = [Stretch(s.start, s.end, ("evidence",)) for s in claim.evidence]
    found.append(Stretch(claim.trigger.start, claim.trigger.end, ("mark", "m-trigger"), "trigger"))
    for role, fillers in claim.roles.items():
        for n, filler in enumerate(fillers):
            found += _of_filler(role, filler, f"{role}-{n}")
    for n, link in enumerate(claim.attribution):
        if link.span is not None:
            found.append(Stretch(link.span.start, link.span.end, ("mark", "m-source"), f"source-{n}"))
    return found


def _of_filler(role: str, filler: Filler, name: str) -> list[Stretch]:
    if isinstance(filler, ClaimRef | RelationRef):
        return []
    classes = ("mark", f"m-{Mark(0, 0, role).family}")
    spans = [filler.span, *(p.span for p in filler.parts)] if isinstance(filler, CountRef) else [filler.span]
    return [Stretch(s.start, s.end, classes, name) for s in spans]


def of_page(reading: Reading, claims: Sequence[Claim], copies: Iterable[Copy]) -> list[Stretch]:
    """What a page shows beside the claim in hand: boilerplate, hidden text, copied passages, other claims' triggers."""
    found = [Stretch(a, b, ("boilerplate",)) for a, b in reading.boilerplate]
    found += [Stretch(a, b, ("hidden-text",)) for a, b in reading.hidden]
    for copy in copies:
        side = 0 if copy.a == reading.document else 1
        found += [Stretch(*passage[side], ("copied",)) for passage in copy.passages]
    found += [Stretch(c.trigger.start, c.trigger.end, ("other",), f"claim:{c.id}") for c in claims]
    return found
