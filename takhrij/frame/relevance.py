"""Whether a text, and each sentence of it, is about arms or politics: everything else is crime, sport or business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takhrij.core.records import ActorValue
from takhrij.frame.counting import DEEDS
from takhrij.frame.deaths import TOLD_ALONE
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Frame

# Kinds of actor that bear arms for a cause; police alone do not.
_ARMED = frozenset({"group", "force"})
_POLICE = frozenset({"security_forces"})
# So many sentences with armed words make a text one about a conflict, or so large a part of a shorter one.
_SENTENCES = 4
_SHARE = 3
# What a bare sentence must not hold to be taken as one about a conflict.
_OTHER = frozenset({"sport", "crime", "mishap"})


def _strengths(notes: Annotated) -> dict[int, set[str]]:
    """What stands in each sentence: words of force, of arms, of politics; actors that bear arms."""
    found: dict[int, set[str]] = {}
    text = notes.text
    # «حي الملعب» is a quarter, no match.
    named = {
        at for ms in notes.mentions.values() for m in ms if m.kind == "place" for at in range(m.first, m.end_token)
    }
    for at, word in notes.armed.items():
        if word == "sport" and at in named:
            continue
        found.setdefault(text.sentence_of[at], set()).add(word)
    for at, mentions in notes.mentions.items():
        for mention in mentions:
            value = mention.value
            if isinstance(value, ActorValue) and value.id not in _POLICE:
                kind = "force" if value.kind in _ARMED else value.kind
                found.setdefault(text.sentence_of[at], set()).add(kind)
    return found


@dataclass(frozen=True, slots=True)
class Concern:
    """What a text is about: what stands in each sentence, and whether all of it is about a conflict (`conflict`),
    more of it about a match (`played`), or it is a bare sentence that speaks of nothing else (`bare`)."""

    found: dict[int, set[str]]
    conflict: bool
    played: bool
    bare: bool
    enough: Mapping[str, frozenset[str]]

    @staticmethod
    def of(notes: Annotated, lexicon: FrameLexicon) -> Concern:
        """The concern of a Reading."""
        found = _strengths(notes)
        strong = sum(_strong(kinds) for kinds in found.values())
        conflict = strong >= _SENTENCES or strong * _SHARE >= len(notes.text.sentences)
        played = sum("sport" in kinds for kinds in found.values()) > strong
        bare = notes.lone and all(kinds.isdisjoint(_OTHER) for kinds in found.values())
        return Concern(found, conflict, played, bare, lexicon.enough)

    @property
    def armed(self) -> bool:
        """Whether some sentence speaks of force or arms."""
        return any(_strong(kinds) for kinds in self.found.values())

    def admits(self, type: str, sentence: int) -> bool:
        """Whether a sentence may tell a happening of a type."""
        if self.played and (sentence == 0 or "sport" in self.found.get(sentence, ())):
            return False
        if self.conflict or (self.bare and type in DEEDS):
            return True
        return not self.enough[type].isdisjoint(("any", *self.found.get(sentence, ())))

    def may_tell(self, frame: Frame, sentence: int) -> bool:
        """Whether a sentence may tell what a frame makes of a predicate."""
        other = frame.against_armed
        return self.admits(frame.type, sentence) or bool(other and self.admits(other, sentence))


def _strong(kinds: set[str]) -> bool:
    return "sport" not in kinds and not kinds.isdisjoint(("force", "arm"))


def relevant(concern: Concern, drafts: list[Draft]) -> list[Draft]:
    """Drafts without those of a text, or a sentence, that is about neither arms nor politics."""
    return [draft for draft in drafts if concern.admits(draft.type, draft.hit.sentence)]


def silent(concern: Concern, notes: Annotated) -> bool:
    """Whether no sentence holds a predicate, or a death, of a type that it may tell."""
    sentence_of = notes.text.sentence_of
    for at, readings in notes.readings.items():
        if any(concern.may_tell(p.frame, sentence_of[at]) for match in readings for p in match.value):
            return False
    deaths = notes.by_kind.get("casualty", ())
    return not any(concern.admits(type, sentence_of[at]) for at in deaths for type in TOLD_ALONE)
