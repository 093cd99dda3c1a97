"""Counts of a claim: what the predicate counts, casualties of its sentence, vehicles, strikes, parts."""

from __future__ import annotations

from takhrij.core.records import CountPart, CountRef, CountValue, Mention
from takhrij.frame.figures import chain, counts_between, single, to_count, total, whose
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Hit

VIOLENT = frozenset({"clash", "airstrike", "shelling", "bombing", "killing"})
# What a bare sentence without a page tells of these is taken as told, though it names no party that is known.
DEEDS = VIOLENT | {"detain", "torture", "sexual_violence", "protest", "riot"}
# Classes of counted nouns that can be people.
_PEOPLE = frozenset({None, "person", "captive", "killed", "other"})
_REACH = 12
# Pronouns of one person and of several; what is done to these is told by pronouns.
_ONE = frozenset({"ه", "ها"})
_MANY = frozenset({"هم", "هن", "هما"})
_PAIR = ("هو", "هي")
_BY_PRONOUN = frozenset({"released", "captured", "exchanged"})
# The pronoun behind a predicate stands within this many tokens.
_BEHIND = 4
# The object of a verb stands behind its subject within this many tokens.
_OBJECT = 6
# Words between a deed from the air and the number of strikes that it was done by («خمس غارات قصفت المواقع»).
_STRIKES = 8


def _value(mention: Mention) -> CountValue:
    assert isinstance(mention.value, CountValue)
    return mention.value


def _parts(notes: Annotated, total: Mention, later: list[Mention], stop: int) -> tuple[CountPart, ...]:
    """Later counts that add up to the total («٢٠ … ١٦ … و٤»), longest prefix first; none when none does."""
    wanted = _value(total).min
    if wanted is None or _value(total).max != wanted:
        return ()
    chosen: list[CountPart] = []
    reached = 0
    for mention in later:
        value = _value(mention)
        if value.min is None or value.min != value.max or value.of not in _PEOPLE:
            break
        chosen.append(CountPart(value.min, value.max, whose(notes, mention, stop), mention.span))
        reached += value.min
        if reached == wanted and len(chosen) > 1:
            return tuple(chosen)
        if reached > wanted:
            break
    told = [part for part in chosen if part.of]
    return tuple(told) if len(told) > 1 else ()


def _one(notes: Annotated, hit: Hit, stop: int) -> CountRef | None:
    """«اعتقلت الجماعة صحفيا», «أفرجت عن صحفي», «استسلم قيادي وخمسة»: one told in the singular, before any number."""
    for at in range(hit.end, min(stop, hit.end + _OBJECT)):
        if at > hit.end and (notes.text.tokens[at].gap or notes.mark(at, "clause") is not None):
            return None
        found = single(notes, at, stop)
        if found is not None and _counted_place(notes, hit, at):
            return total(chain(notes, found, notes.text.sentences[hit.sentence][1]))
    return None


def _counted_place(notes: Annotated, hit: Hit, at: int) -> bool:
    """Whether a token stands where a predicate names whom it counts."""
    if hit.predicate.form is None and at == hit.end:
        return True
    if hit.frame.count == "surrendered":
        return at == hit.end
    before = notes.mark(at - 1, "prep")
    if before is not None:
        return hit.frame.roles.get(before[0].value) == "target"
    if notes.text.tokens[at - 1].form in hit.frame.with_ | hit.frame.must:
        return True  # «أطلقت سراح طالب»
    return notes.singular(at, objective=True)


def _pronoun(notes: Annotated, hit: Hit) -> str:
    """The pronoun by which a predicate tells whom it was done to («خطفتهم», «إطلاقهم», «أفرج عنهم», «أطلقوا سراحهم»)."""
    roles = hit.frame.roles
    form = hit.predicate.form
    if hit.split.suffix:
        governed = roles.get("object") if form is not None else roles.get("genitive")
        # «إطلاقها أربعة»: where a number follows the noun, its pronoun is who did it.
        doer = form is None and any(m.kind == "count" for m in notes.mentions.get(hit.end, ()))
        return hit.split.suffix if governed == "target" and not doer else ""
    high = notes.text.sentences[hit.sentence][1]
    for at in range(hit.end, min(high, hit.end + _BEHIND)):
        prep = notes.mark(at, "prep")
        if prep is not None:
            return prep[2].suffix if roles.get(prep[0].value) == "target" else ""
        words = (s for s in notes.text.tokens[at].splits if s.suffix and not s.prefix and at not in notes.inside)
        for split in words:
            if split.key in hit.frame.with_ | hit.frame.must:
                return split.suffix
    return ""


def _meant(notes: Annotated, hit: Hit, suffix: str) -> CountRef | None:
    """How many the pronoun of a predicate means: those counted last before it, here or in the sentence before."""
    if suffix in _ONE:
        return CountRef(1, 1, notes.text.span(hit.first, hit.end))
    low = notes.text.sentences[max(0, hit.sentence - 1)][0]
    two = suffix == "هما"
    for mention in reversed(counts_between(notes, low, hit.first)):
        value = _value(mention)
        if value.of in _PEOPLE and (not two or value.min == value.max == len(_PAIR)):
            return to_count(mention, of=whose(notes, mention, hit.first))
    return CountRef(len(_PAIR), len(_PAIR), notes.text.span(hit.first, hit.end)) if two else None


def _subject_counted(hit: Hit) -> bool:
    """Whether a verb counts who is its subject («استسلم عشرون», «وقع ستة في الأسر»)."""
    verb, key = hit.predicate.form is not None, hit.frame.count
    counted = "actor" if key == "surrendered" else "target"
    return verb and hit.frame.roles.get("subject") == counted


def _led(notes: Annotated, hit: Hit, low: int) -> Mention | None:
    """The number of people before a verb in its own clause («إن أحد عشر عنصرا سلموا أنفسهم بعدما أفرجوا عن أربع نساء»)."""
    owner = notes.syntax.owner
    before = [m for m in counts_between(notes, max(low, hit.first - _REACH), hit.first) if _value(m).of in _PEOPLE]
    return next((m for m in reversed(before) if owner[m.first] == owner[hit.first]), None)


def _own_count(notes: Annotated, hit: Hit) -> CountRef | None:
    """The number of people that the predicate frees, takes, swaps or kills."""
    low, high = notes.text.sentences[hit.sentence]
    suffix = _pronoun(notes, hit) if hit.frame.count in _BY_PRONOUN else ""
    if suffix in _MANY or suffix in _ONE:
        return _meant(notes, hit, suffix)
    later = counts_between(notes, hit.end, min(high, hit.end + 40))
    near = [m for m in later if m.first - hit.end <= _REACH and _value(m).of in _PEOPLE]
    one = _one(notes, hit, near[0].first if near else high)
    if one is not None:
        return one
    if near and _subject_counted(hit) and (led := _led(notes, hit, low)) is not None:
        return to_count(led, of=whose(notes, led, hit.first))
    if near:
        first = near[0]
        parts = _parts(notes, first, [m for m in later if m.first > first.first], high)
        return to_count(first, of=whose(notes, first, high), parts=parts)
    before = [m for m in counts_between(notes, max(low, hit.first - 6), hit.first) if _value(m).of in _PEOPLE]
    return to_count(before[-1], of=whose(notes, before[-1], hit.first)) if before else None


def _strikes(notes: Annotated, hit: Hit) -> CountRef | None:
    for mention in counts_between(notes, max(0, hit.first - 3), hit.end + 1):
        of = _value(mention).of
        fitting = of == "strike" or (of is None and hit.predicate.form is None)
        if mention.first <= hit.first < mention.end_token + 1 and fitting:
            return to_count(mention)
    if hit.frame.type != "airstrike":
        return None
    low, high = notes.text.sentences[hit.sentence]
    for mention in counts_between(notes, max(low, hit.first - _STRIKES), min(high, hit.end + _STRIKES)):
        between = range(min(mention.first, hit.end), max(mention.end_token, hit.first))
        apart = any((m := notes.mark(at, "clause")) is not None and m[0].value == "clause" for at in between)
        if _value(mention).of == "strike" and not apart:
            return to_count(mention)
    return None


def by_pronoun(notes: Annotated, hit: Hit, counts: dict[str, CountRef]) -> bool:
    """Whether the number of a predicate is no more than the pronoun that it carries or governs."""
    here = notes.text.span(hit.first, hit.end)
    return bool(counts) and all(count.span == here for count in counts.values())


def counts_of(notes: Annotated, hit: Hit) -> dict[str, CountRef]:
    """The counts that the predicate itself tells."""
    key = hit.frame.count
    if key is None:
        return {}
    found = _strikes(notes, hit) if key == "strikes" else _own_count(notes, hit)
    return {key: found} if found is not None else {}
