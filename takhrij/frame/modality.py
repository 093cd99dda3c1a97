"""Whether a predicate is told as done, hedged, ahead, denied, refused, failed or ended."""

from __future__ import annotations

from typing import cast

from takhrij.core.records import Modality, Polarity
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit

_REACH = 6
_PARTICLE_REACH = 2
_DENIAL_REACH = 16
_STOPPERS = frozenset({"that", "clause", "relative", "result"})
_ADJACENT_NOUN = 2


def _denied_by_speaker(notes: Annotated, hit: Hit) -> bool:
    """Whether a verb of denial governs the predicate from further off («نفى المتحدث … مقتل أحد في هجوم»)."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _DENIAL_REACH) - 1, -1):
        clause = notes.mark(at, "clause")
        if clause is not None and clause[0].value in ("clause", "relative"):
            return False
        report = notes.mark(at, "report")
        if report is not None and at not in notes.inside:
            return report[0].value == "deny"
    return False


def _future(hit: Hit) -> bool:
    form = hit.predicate.form
    return form is not None and form.aspect == "imperfect" and "س" in hit.split.prefix


def purpose(notes: Annotated, hit: Hit) -> bool:
    """«لفتح جبهة», «ليسيطر»: an end in view, not a deed."""
    if not hit.split.prefix.endswith("ل") or hit.first == 0:
        return False
    form = hit.predicate.form
    if form is not None:
        return form.aspect == "imperfect"
    before = notes.mark(hit.first - 1, "light")
    return not notes.text.tokens[hit.first].form.startswith("لل") and before is None


def judge(notes: Annotated, hit: Hit) -> tuple[Modality, Polarity]:
    """Modality and polarity of a hit from the cues that govern it."""
    if hit.frame.polarity != "did":
        return "denied", hit.frame.polarity
    if _denied_by_speaker(notes, hit):
        return "denied", "did_not"
    low = notes.text.sentences[hit.sentence][0]
    hedged: Modality = "asserted"
    for at in range(hit.first - 1, max(low, hit.first - _REACH) - 1, -1):
        clause = notes.mark(at, "clause")
        if clause is not None and clause[0].value in _STOPPERS and clause[0].value != "that":
            break
        if "." in notes.text.tokens[at + 1].gap:
            break
        marked = notes.mark(at, "modality")
        if marked is None or at in notes.inside:
            continue
        mark, end, _ = marked
        distance = hit.first - end
        if mark.pos.startswith("negation"):
            near = 0 if mark.pos == "negation_strict" else _PARTICLE_REACH - 1
            if distance <= near and (mark.pos == "negation" or hit.predicate.pos == "verb"):
                return "denied", "did_not"
        elif mark.pos in ("verb", "noun"):
            if mark.pos == "verb" or distance < _ADJACENT_NOUN:
                return "denied", cast(Polarity, mark.value)
        elif mark.pos in ("planned", "verb_planned"):
            return "planned", "did"
        elif mark.pos in ("alleged", "verb_alleged"):
            hedged = "alleged"
    if _future(hit) or purpose(notes, hit):
        return "planned", "did"
    return hedged, "did"
