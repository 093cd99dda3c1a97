"""The ``@`` conditions of dealings: captives told of, people freed by a bare verb, people given in return."""

from __future__ import annotations

from takhrij.core.records import ActorValue, CountValue, Mention, PersonValue
from takhrij.frame.marks import Annotated

CONDITIONS = frozenset({"captives_told", "freed", "swapped", "them", "handed"})
# The freed stand behind the verb, or behind its subject, within this many tokens.
_FREED = 9
# «مقابل 27 أسيرا»: whom the other side frees stand this near the word of return.
_RETURN = 6
_PEOPLE = frozenset({None, "person", "captive", "bodies"})
_PRONOUNS = frozenset({"ه", "ها", "هم", "هن", "هما"})
_SEVERAL = frozenset({"هم", "هن", "هما"})
_FOR = "مقابل"


def holds(notes: Annotated, name: str, window: range, first: int, end: int) -> bool:
    """Whether a condition holds for a predicate at tokens [first, end); `window` are the tokens around it."""
    if name == "captives_told":
        return bool(notes.by_kind.get("captive"))
    if name == "them":
        # «كانت قد أسرتهم»: a verb, and no family, does it to several.
        carried = any(split.suffix in _SEVERAL for split in notes.text.tokens[first].splits)
        before = first - 1
        opened = first > 0 and (notes.text.tokens[before].form == "قد" or notes.mark(before, "clause") is not None)
        return carried and (opened or first in notes.syntax.verbs)
    if name == "handed":
        # «سلم الحزب ثمانية موظفين كان يحتجزهم إلى الوفد»: people are handed over whom somebody holds.
        return any(
            _of_people(m) for at in range(end, min(window.stop, end + _FREED)) for m in notes.mentions.get(at, ())
        )
    if name == "freed":
        return _freed(notes, window, first, end)
    return _swapped(notes, range(end, notes.text.sentences[notes.text.sentence_of[first]][1]))


def _counted(notes: Annotated, window: range, of: str) -> bool:
    values = (m.value for at in window for m in notes.mentions.get(at, ()) if m.kind == "count")
    return any(isinstance(v, CountValue) and v.of == of for v in values)


def _of_people(mention: Mention) -> bool:
    return isinstance(mention.value, CountValue) and mention.value.of in _PEOPLE


def _freed(notes: Annotated, window: range, first: int, end: int) -> bool:
    """«أطلقت الجماعة ستة جنود», «أطلقتهم»: people are what the verb is done to, where captives are told of."""
    captives = bool(notes.by_kind.get("captive"))
    if any(split.suffix in _PRONOUNS for split in notes.text.tokens[first].splits if split.suffix):
        return captives or _taken_before(notes, first)
    if not captives:
        return False
    for at in range(end, min(notes.text.sentences[notes.text.sentence_of[first]][1], end + _FREED)):
        if at > end and "،" in notes.text.tokens[at].gap and not _aside(notes, at):
            return False
        mentions = notes.mentions.get(at, ())
        if any(_of_people(m) or isinstance(m.value, PersonValue) for m in mentions):
            return True
        if at > end and any(isinstance(m.value, ActorValue) and m.value.kind == "collective" for m in mentions):
            return True
    return False


def _aside(notes: Annotated, at: int) -> bool:
    """Whether what a comma opens or closes only says when («أطلقت، مطلع فبراير، أربعين مقاتلا»)."""
    dated = any(m.kind == "date" for near in (at, at - 1, at - 2) for m in notes.mentions.get(near, ()))
    return dated or any(notes.inside[i].kind == "date" for i in (at, at - 1) if i in notes.inside)


def _taken_before(notes: Annotated, first: int) -> bool:
    """Whether somebody is told as taken before a predicate («خطفت الجماعة جنديا، ثم أطلقته»)."""
    low = notes.text.sentences[max(0, notes.text.sentence_of[first] - 1)][0]
    told = (p for at in range(low, first) if at in notes.predicates for p in notes.predicates[at].value)
    return any(p.frame.type == "detain" and p.pos == "verb" for p in told)


def _swapped(notes: Annotated, after: range) -> bool:
    """«مقابل سبعة وعشرين من أسرى الجماعة»: people are given in return."""
    for at in after:
        prep = notes.mark(at, "prep")
        if prep is None or prep[0].value != _FOR:
            if at in notes.predicates and at not in notes.inside and not _holding(notes, at):
                return False
            continue
        behind = range(prep[1], min(after.stop, prep[1] + _RETURN))
        if _counted(notes, behind, "money"):
            return False
        return any(_given(notes, at) for at in behind)
    return False


def _holding(notes: Annotated, at: int) -> bool:
    """Whether a predicate only says in whose hands those were who are freed («كانوا في قبضة الجيش»)."""
    return all(p.frame.type == "detain" for p in notes.predicates[at].value)


def _given(notes: Annotated, at: int) -> bool:
    """Whether people or the dead stand at a token."""
    if notes.mark(at, "captive") is not None or "body" in notes.objects.get(at, ()):
        return True
    return any(_of_people(m) for m in notes.mentions.get(at, ()))
