"""Whether a text, and each sentence of it, is about arms or politics: everything else is crime, sport or business."""

from __future__ import annotations

from takhrij.core.records import ActorValue
from takhrij.frame.counting import DEEDS
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

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
    for at, word in notes.armed.items():
        found.setdefault(text.sentence_of[at], set()).add(word)
    for at, mentions in notes.mentions.items():
        for mention in mentions:
            value = mention.value
            if isinstance(value, ActorValue) and value.id not in _POLICE:
                kind = "force" if value.kind in _ARMED else value.kind
                found.setdefault(text.sentence_of[at], set()).add(kind)
    return found


def relevant(notes: Annotated, drafts: list[Draft], lexicon: FrameLexicon) -> list[Draft]:
    """Drafts without those of a text, or a sentence, that is about neither arms nor politics."""
    if not drafts:
        return drafts
    found = _strengths(notes)
    strong = sum(1 for kinds in found.values() if "sport" not in kinds and not kinds.isdisjoint(("force", "arm")))
    played = sum(1 for kinds in found.values() if "sport" in kinds)
    if played > strong:
        drafts = [d for d in drafts if "sport" not in found.get(d.hit.sentence, ()) and d.hit.sentence > 0]
    if strong >= _SENTENCES or strong * _SHARE >= len(notes.text.sentences):
        return drafts
    bare = notes.lone and all(kinds.isdisjoint(_OTHER) for kinds in found.values())

    def told(draft: Draft) -> bool:
        if bare and draft.type in DEEDS:
            return True
        return not lexicon.enough[draft.type].isdisjoint(("any", *found.get(draft.hit.sentence, ())))

    return [d for d in drafts if told(d)]
