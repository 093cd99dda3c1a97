"""Scores of relations against reference pages: right where type, parties and evidence all agree.

A found relation answers a wanted one when the types are equal, every party wanted as subject, as object and between
has a partner by the guide's rules for names and no party is left over, and the quoted words overlap. An object
that is a deed or another tie agrees by its type. Time and speaker are counted over what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from takhrij.core.errors import UsageError
from takhrij.evaluate.guide import Guide, Json, load_guide, time_holds
from takhrij.evaluate.pairing import Tally, occurrences
from takhrij.evaluate.score import Measure, Share
from takhrij.resources import Resources

_DISTINCT_OBJECTS = ("claim", "relation")


@dataclass(frozen=True, slots=True)
class TieError:
    """A wanted relation that nothing answers, or a found one that answers nothing (`wanted` says which)."""

    document: str
    wanted: bool
    relation: Json


@dataclass(slots=True)
class TieScore:
    """All measures of one comparison. `trapped` counts relations found on pages that hold none."""

    all: Tally = field(default_factory=Tally)
    types: dict[str, Tally] = field(default_factory=dict)
    time: Share = field(default_factory=lambda: Share(0, 0))
    speaker: Share = field(default_factory=lambda: Share(0, 0))
    trapped: int = 0
    errors: list[TieError] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The printed form, types in alphabetical order."""
        return {
            "relation": Measure.of(self.all).as_json(),
            "time": {"acc": round(self.time.accuracy, 3), "n": self.time.n},
            "speaker": {"acc": round(self.speaker.accuracy, 3), "n": self.speaker.n},
            "trapped": self.trapped,
            "types": {kind: Measure.of(self.types[kind]).as_json() for kind in sorted(self.types)},
        }


def score_ties(predictions: Iterable[Json], references: Iterable[Json], guide: Guide | None = None) -> TieScore:
    """Score the relations of documents as `extract` prints them against annotated pages of the same ids.

    Raises UsageError when no id of the two agrees.
    """
    guide = guide or load_guide(Resources())
    found = {document["id"]: document for document in predictions}
    pages = list(references)
    if not any(page["id"] in found for page in pages):
        raise UsageError("No document id of the two files agrees; score the extraction of the reference's own texts.")
    out = TieScore()
    for page in pages:
        _page(guide, page, found.get(page["id"], {}), out)
    return out


def _page(guide: Guide, page: Json, document: Json, out: TieScore) -> None:
    wanted, told = list(page["relations"]), list(document.get("relations", ()))
    types = {r["id"]: r["type"] for r in told} | {c["id"]: c["type"] for c in document.get("claims", ())}
    left = list(told)
    for want in wanted:
        spots = occurrences(page["text"], want["evidence"])
        fits = [r for r in left if _answers(guide, want, r, spots, types)]
        _count(out, want["type"], Tally(wanted=1))
        if not fits:
            out.errors.append(TieError(page["id"], True, want))
            continue
        best = max(fits, key=lambda r: _told_time(want, r))
        left.remove(best)
        _count(out, want["type"], Tally(right=1, found=1))
        out.time = Share(out.time.right + _told_time(want, best), out.time.n + 1)
        speaker = "attribution" in want and want["attribution"]["class"] == _speaker(best)
        out.speaker = Share(out.speaker.right + speaker, out.speaker.n + 1)
    for over in left:
        _count(out, over["type"], Tally(found=1))
        out.errors.append(TieError(page["id"], False, over))
    if not wanted:
        out.trapped += len(told)


def _count(out: TieScore, kind: str, tally: Tally) -> None:
    out.all += tally
    out.types[kind] = out.types.get(kind, Tally()) + tally


def _answers(guide: Guide, want: Json, got: Json, spots: Sequence[tuple[int, int]], types: Mapping[str, str]) -> bool:
    if got["type"] != want["type"]:
        return False
    if not any(a < span["end"] and span["start"] < b for a, b in spots for span in got["evidence"]):
        return False
    between = _agree(guide, want.get("between", ()), got["between"])
    subject = _agree(guide, want.get("subject", ()), got["subject"])
    return between and subject and _same_object(guide, want.get("object", ()), got["object"], types)


def _agree(guide: Guide, wanted: Sequence[str], found: Sequence[Json]) -> bool:
    named = [{**f, "text": _fullest(f)} for f in found]
    return guide.same_actors(wanted, named) == len(wanted) == len(found)


def _fullest(filler: Json) -> str:
    """The name of a party outside the codebook: its words may only stand for it («the front»)."""
    name = str(filler.get("name") or "")
    return str(filler.get("text")) if not name or name.isascii() else name


def _same_object(guide: Guide, want: Any, got: Sequence[Json], types: Mapping[str, str]) -> bool:
    if not isinstance(want, Mapping):
        return _agree(guide, want, [o for o in got if "id" in o]) and all("id" in o for o in got)
    for kind in _DISTINCT_OBJECTS:
        if kind in want:
            told = str(want[kind]).split()[0]
            return len(got) == 1 and kind in got[0] and types.get(got[0][kind]) == told
    return False


def _told_time(want: Json, got: Json) -> bool:
    return time_holds(want.get("time"), [time["edtf"] for time in got.get("time", ())])


def _speaker(relation: Json) -> str:
    links = relation.get("attribution") or [{"class": "narrator"}]
    return str(links[-1]["class"])
