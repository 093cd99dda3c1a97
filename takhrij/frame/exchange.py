"""The two sides of an exchange: whose men were freed tells who freed them."""

from __future__ import annotations

from takhrij.core.records import ActorValue, CountValue, Mention
from takhrij.frame.figures import counts_between, to_count, whose
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

_FOR = "مقابل"
_SPAN_AHEAD = 2


def _ahead(notes: Annotated, draft: Draft) -> tuple[int, int]:
    """Tokens of the predicate's sentence and, within its paragraph, of the next one."""
    low, high = notes.text.sentences[draft.hit.sentence]
    return low, high


def _swap_point(notes: Annotated, low: int, high: int) -> int | None:
    for at in range(low, high):
        mark = notes.mark(at, "prep")
        if mark is not None and mark[0].value == _FOR:
            return at
    return None


def _people(mentions: list[Mention]) -> list[Mention]:
    kinds = ("money", "vehicle", "strike", "weapon")
    return [m for m in mentions if isinstance(m.value, CountValue) and m.value.of not in kinds]


def settle(notes: Annotated, draft: Draft) -> None:
    """Order the parties and lay `released` and `exchanged` of an exchange.

    `released` are those freed by the party listed first, `exchanged` those freed in return; a lone total is
    `exchanged`.
    """
    low, high = _ahead(notes, draft)
    point = _swap_point(notes, low, high)
    draft.roles.pop("captive_of", None)
    if point is None:
        return
    first = _people(counts_between(notes, low, point))
    second = _people(counts_between(notes, point, high))
    if not first or not second:
        return
    given, returned = first[-1], second[0]
    freed, back = whose(notes, given, point), whose(notes, returned, high)
    draft.counts["released"] = to_count(given, of=freed)
    draft.counts["exchanged"] = to_count(returned, of=back)
    if freed and back:
        held = draft.roles.setdefault("actor", [])
        known = {m.value.id: m for m in held if isinstance(m.value, ActorValue)}
        for at in range(low, high):
            for mention in notes.mentions.get(at, ()):
                if isinstance(mention.value, ActorValue) and mention.value.id in (*freed, *back):
                    known.setdefault(mention.value.id, mention)
        order = [known[i] for i in (*back, *freed) if i in known]
        draft.roles["actor"] = list(dict.fromkeys(order))
