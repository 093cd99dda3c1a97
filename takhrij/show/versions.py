"""What a page changed after it was published: its versions one after the other, word by word and claim by claim.

Versions are compared by lines, then by words within what differs. A claim of the later version is the same one where its
trigger stands on words that both have; what then differs of it are its fields.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Literal, TextIO

from takhrij.core.records import ActorRef, Claim, ClaimRef, RelationRef, Span
from takhrij.show.columns import Column, Listing
from takhrij.show.direction import clean
from takhrij.show.view import CaseView
from takhrij.store import Page

Json = dict[str, Any]
Kind = Literal["same", "gone", "new"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_NUMBER = re.compile(r"\d")
_FACTS = ("title", "author", "outlet", "published")
MOST_WORDS = 4_000
"""A stretch with more words than this on either side is shown as replaced whole: finer it would take too long."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both versions, gone from the earlier, or new in the later; offsets where it stands there."""

    kind: Kind
    text: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Change:
    """What one version of a page has otherwise than the one before it (SHA-256 of both).

    `facts` are title, author, outlet and day of publication that differ, as (name, before, after); `pieces` the texts laid
    over each other; `gone`, `new` the claims of one only, `changed` pairs of claims with the names of what differs.
    """

    before: str
    after: str
    facts: tuple[tuple[str, str | None, str | None], ...]
    pieces: tuple[Piece, ...]
    gone: tuple[Claim, ...]
    new: tuple[Claim, ...]
    changed: tuple[tuple[Claim, Claim, tuple[str, ...]], ...]

    @property
    def silent(self) -> bool:
        """Whether the texts differ and the page tells no other day of publication for it."""
        texts = any(piece.kind != "same" and piece.text.strip() for piece in self.pieces)
        return texts and all(name != "published" for name, _, _ in self.facts)

    @property
    def edits(self) -> tuple[str, ...]:
        """Of what kind the changes are: title, numbers, names, claims, words; empty where the texts are the same."""
        differ = [piece for piece in self.pieces if piece.kind != "same" and piece.text.strip()]
        found = [name for name, _, _ in self.facts]
        found += ["numbers"] * any(_NUMBER.search(piece.text) for piece in differ)
        found += ["names"] * bool(self._names())
        found += ["claims"] * bool(self.gone or self.new or self.changed)
        return (*found, *["words"] * bool(differ))

    def _names(self) -> bool:
        return any({"actor", "target", "mediator", "beneficiary"} & set(names) for _, _, names in self.changed)


VERSIONS = Listing(
    "Versions",
    tuple(
        Column(name, lambda row, name=name: _said(row[name]), name in ("after", "published"))  # type: ignore[misc]
        for name in ("url", "before", "after", "at", "published", "edits", "silent", "removed", "added", "claims")
    ),
    "no page of the case has another version",
)


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def page_of(pages: Iterable[Page], name: str, key: str | None) -> Page | None:
    """The page of a URL, or of a document by its SHA-256; of several the one with most versions."""
    found = [page for page in pages if page.url == name or (key is not None and key in page.versions)]
    return max(found, key=lambda page: len(page.versions), default=None)


def in_order(view: CaseView, page: Page, added: Mapping[str, str | None]) -> list[str]:
    """The versions of a page in the order in which they were got: retrieved where that is told, else added."""
    known = [key for key in page.versions if key in view.readings]
    return sorted(known, key=lambda key: (view.documents[key].retrieved or added.get(key) or "", key))


def changes(view: CaseView, page: Page, added: Mapping[str, str | None]) -> Iterator[Change]:
    """Each version of a page against the one before it, as far as both have a Reading."""
    known = in_order(view, page, added)
    for before, after in pairwise(known):
        yield change(view, before, after)


def change(view: CaseView, before: str, after: str) -> Change:
    """What one document has otherwise than another."""
    one, other = view.readings[before], view.readings[after]
    pieces = tuple(compared(one.text, other.text))
    facts = [(name, getattr(one, name), getattr(other, name)) for name in _FACTS]
    claims = _Claims(view.claims_of.get(before, ()), view.claims_of.get(after, ()), pieces)
    differ = tuple((name, a, b) for name, a, b in facts if a != b)
    return Change(before, after, differ, pieces, claims.gone, claims.new, claims.changed)


def change_row(view: CaseView, page: Page, change: Change, added: Mapping[str, str | None]) -> Json:
    """A change as commands and files print it; `added` tells when each document came into the case."""
    later = view.documents[change.after]
    texts = {
        kind: [p.text.strip() for p in change.pieces if p.kind == kind and p.text.strip()] for kind in ("gone", "new")
    }
    return {
        "url": page.url,
        "before": view.label(change.before),
        "after": view.label(change.after),
        "at": later.retrieved or added.get(change.after),
        "published": view.readings[change.after].published,
        "edits": list(change.edits),
        "silent": change.silent,
        "facts": [{"field": name, "before": a, "after": b} for name, a, b in change.facts],
        "removed": texts["gone"],
        "added": texts["new"],
        "claims": [
            *(f"gone: {claim.id}" for claim in change.gone),
            *(f"new: {claim.id}" for claim in change.new),
            *(f"changed: {b.id} ({', '.join(names)})" for _, b, names in change.changed),
        ],
    }


# -- texts ---------------------------------------------------------------------------------------------------


def compared(before: str, after: str) -> Iterator[Piece]:
    """Two texts laid over each other; joining all but the new pieces gives the earlier one, all but the gone the later."""
    held: list[Piece] = []
    for piece in _finest(before, after):
        # Words that changed beside each other are one change, the spaces between them with it.
        if piece.kind != "same" or (held and piece.text.isspace() and "\n" not in piece.text):
            held.append(piece)
            continue
        yield from _one_change(held)
        held = []
        yield piece
    yield from _one_change(held)


def _one_change(held: Sequence[Piece]) -> Iterator[Piece]:
    if not held:
        return
    whole = held[: max((i for i, piece in enumerate(held, 1) if piece.kind != "same"), default=0)]
    gone = "".join(piece.text for piece in whole if piece.kind != "new")
    new = "".join(piece.text for piece in whole if piece.kind != "gone")
    first = held[0]
    if gone:
        yield Piece("gone", gone, first.before, first.after)
    if new:
        yield Piece("new", new, first.before + len(gone), first.after)
    yield from held[len(whole) :]


def _finest(before: str, after: str) -> Iterator[Piece]:
    lines, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    place = [0, 0]
    for kind, a, b in _blocks(lines, others):
        finer = kind == "replace" and max(_count(a), _count(b)) <= MOST_WORDS
        parts = _blocks(_WORDS.findall("".join(a)), _WORDS.findall("".join(b))) if finer else [(kind, a, b)]
        for part, left, right in parts:
            yield from _pieces(part, "".join(left), "".join(right), place)


def _pieces(part: str, left: str, right: str, place: list[int]) -> Iterator[Piece]:
    told: tuple[tuple[Kind, str], ...] = (("same", left),) if part == "equal" else (("gone", left), ("new", right))
    for kind, text in told:
        if text:
            yield Piece(kind, text, place[0], place[1])
        place[0] += len(text) if kind != "new" else 0
        place[1] += len(text) if kind != "gone" else 0


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield kind, before[i:j], after[k:m]


def _count(lines: Sequence[str]) -> int:
    return sum(len(_WORDS.findall(line)) for line in lines)


# -- claims --------------------------------------------------------------------------------------------------


class _Claims:
    """The claims of two versions, set against each other."""

    def __init__(self, before: Sequence[Claim], after: Sequence[Claim], pieces: Sequence[Piece]) -> None:
        kept = [piece for piece in pieces if piece.kind == "same"]
        starts = [piece.before for piece in kept]

        def moved(place: int) -> int | None:
            """Where a place of the earlier text stands in the later one."""
            at = bisect_right(starts, place) - 1
            if at < 0 or place >= kept[at].before + len(kept[at].text):
                return None
            return kept[at].after + place - kept[at].before

        left = {(claim.type, claim.trigger.start, _rank(claim)): claim for claim in after}
        gone: list[Claim] = []
        self.changed: tuple[tuple[Claim, Claim, tuple[str, ...]], ...] = ()
        for claim in before:
            there = moved(claim.trigger.start)
            found = left.pop((claim.type, there, _rank(claim)), None) if there is not None else None
            if found is None:
                gone.append(claim)
            elif names := tuple(_differ(claim, found)):
                self.changed += ((claim, found, names),)
        self.gone, self.new = tuple(gone), tuple(left.values())


def _rank(claim: Claim) -> str:
    """What tells claims of one type on one trigger apart: the end of their ids."""
    return claim.id.rpartition("-")[2].partition(".")[2]


def _differ(one: Claim, other: Claim) -> Iterator[str]:
    for name in ("modality", "polarity"):
        if getattr(one, name) != getattr(other, name):
            yield name
    for role in (*one.roles, *(role for role in other.roles if role not in one.roles)):
        if [_value(f) for f in one.roles.get(role, ())] != [_value(f) for f in other.roles.get(role, ())]:
            yield role
    if [_link(link) for link in one.attribution] != [_link(link) for link in other.attribution]:
        yield "attribution"


def _value(filler: Any) -> Any:
    """What a filler tells, wherever its words stand."""
    if isinstance(filler, ActorRef):
        return filler.id, filler.unit
    if isinstance(filler, ClaimRef | RelationRef):
        # It points at a claim of its own document, whose id is another in every version.
        return type(filler).__name__
    told = {told.name: getattr(filler, told.name) for told in fields(filler)}
    parts = [(part.min, part.max, part.of) for part in told.pop("parts", ())]
    kept = [value for value in told.values() if not isinstance(value, Span)] + parts
    return kept if any(value not in (None, ()) for value in kept) else filler.span.text


def _link(link: Any) -> tuple[str, str | None]:
    return link.source_class, link.span.text if link.span else None


def shortened(pieces: Iterable[Piece], around: int = 120) -> Iterator[Piece]:
    """The pieces with long stretches that both versions have cut to what stands around a change."""
    for piece in pieces:
        if piece.kind == "same" and len(piece.text) > 3 * around:
            yield replace(piece, text=f"{piece.text[:around]} … {piece.text[-around:]}")
        else:
            yield piece


def write(pieces: Iterable[Piece], out: TextIO) -> None:
    """The texts laid over each other, as lines: what is gone in [-…-], what is new in {+…+}."""
    marks = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    for piece in shortened(pieces):
        opened, closed = marks[piece.kind]
        told = piece.text.strip()
        lines = "\n".join(clean(line) for line in told.split("\n"))
        head, _, tail = piece.text.partition(told) if told else (piece.text, "", "")
        out.write(f"{head}{opened}{lines}{closed}{tail}" if told else head)
    out.write("\n")
