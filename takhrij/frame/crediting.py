"""What the headline says in the outlet's voice and the body credits to a source is that source's."""

from __future__ import annotations

from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.frame.speech import Telling


def credit(notes: Annotated, speech: Telling, drafts: list[Draft]) -> None:
    """Give the claims that only the headline tells, in the outlet's voice, the speaker who opens the body with a
    happening of their type."""
    if len(notes.text.sentences) < 2:
        return
    low, high = notes.text.sentences[1]
    start = notes.text.tokens[low].start
    source = next((at for at in range(low, high) if speech[at].source), None)
    if source is None:
        return
    told = {p.frame.type for at in range(low, high) if at in notes.predicates for p in notes.predicates[at].value}
    for draft in drafts:
        alone = all(span.start < start for span in draft.evidence)
        if alone and len(draft.speaker) == 1 and draft.type in told:
            draft.speaker = speech[source].chain
