"""What describes somebody who may fill a role of a predicate: shape and place in the text, never words.

Features name event types, distances, order, prepositions, construct heads and classes of actors. Ids, names
and words are not among them, so weights learned on them remember nothing of the texts they came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

ROLES = ("actor", "target")
_OPPOSITE = {"actor": "target", "target": "actor"}
_KINDS = ("actor", "person")
_BACK = 2
# So many claims before and behind one are its story: an article has fewer; a book is read in linear time.
_STORY = 40
_STEPS = (0, 1, 2, 4, 7, 12, 20)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who may fill a role of a draft: the mention that would carry it, how many sentences before the
    predicate's it stands (negative after it), and the features that hold of it."""

    mention: Mention
    apart: int
    features: tuple[str, ...]


def identity(mention: Mention) -> str:
    """The id a mention stands for, or its words where the codebook has none."""
    return getattr(mention.value, "id", None) or mention.span.text


def parties(notes: Annotated, low: int, high: int) -> Iterator[Mention]:
    """Mentions of actors and persons that start at tokens [low, high)."""
    for at in range(low, high):
        for mention in notes.mentions.get(at, ()):
            if mention.kind in _KINDS:
                yield mention


def frequencies(notes: Annotated) -> Counter[str]:
    """How often each id is named in the Reading."""
    return Counter(identity(m) for m in parties(notes, 0, len(notes.text.tokens)))


def _pool(notes: Annotated, cast: Cast, at: int) -> dict[str, list[Mention]]:
    """Mentions by id: those the rules took, of the sentence, the two before it and the headline; then all who
    play a part anywhere in the Reading."""
    sentences = notes.text.sentences
    draft = cast.drafts[at]
    here = draft.hit.sentence
    pool: dict[str, list[Mention]] = {}
    for role in ROLES:
        for mention in draft.roles.get(role, ()):
            pool.setdefault(identity(mention), []).append(mention)
    window = range(here, max(-1, here - _BACK - 1), -1)
    for sentence in dict.fromkeys([*window, 0]):
        for mention in parties(notes, *sentences[sentence]):
            held = pool.setdefault(identity(mention), [])
            if mention not in held:
                held.append(mention)
    for near in cast.story(at):
        for role in ROLES:
            for id in sorted(cast.ids[near][role]):
                pool.setdefault(id, [cast.playing[id]])
    return pool


def _closest(notes: Annotated, draft: Draft, held: list[Mention]) -> Mention:
    taken = {m.first for role in ROLES for m in draft.roles.get(role, ())}

    def key(m: Mention) -> tuple[bool, int, int]:
        apart = draft.hit.sentence - notes.text.sentence_of[m.first]
        return (m.first not in taken, apart if apart >= 0 else 99, abs(m.first - draft.hit.first))

    return min(held, key=key)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays what in the drafts of a Reading, as the rules have it: ids by role, draft by draft, and the
    first mention of each id that plays a part."""

    drafts: list[Draft]
    ids: list[dict[str, set[str]]]
    playing: dict[str, Mention]

    @staticmethod
    def of(drafts: list[Draft]) -> Cast:
        """The cast of some drafts."""
        held = [m for draft in drafts for role in ROLES for m in draft.roles.get(role, ())]
        playing = {identity(m): m for m in sorted(held, key=lambda m: m.first, reverse=True)}
        return Cast(drafts, [{role: draft.ids(role) for role in ROLES} for draft in drafts], playing)

    def story(self, at: int) -> range:
        """The drafts that are told around one, itself among them."""
        return range(max(0, at - _STORY), min(len(self.drafts), at + _STORY + 1))


def _bucket(number: int) -> int:
    return max(step for step in _STEPS if step <= abs(number))


def _neighbours(notes: Annotated, draft: Draft, mention: Mention) -> Iterator[str]:
    """What those joined to a mention by «و» are to the predicate."""
    last = len(notes.text.tokens) - 1
    before = [m for m in parties(notes, max(0, mention.first - 4), mention.first) if m.end_token <= mention.first]
    after = list(parties(notes, mention.end_token, min(last, mention.end_token + 1) + 1))
    joined = ("before", before, mention.first), ("after", after, min(last, mention.end_token))
    for name, beside, at in joined:
        if beside and notes.coordinated(at):
            rule = next((role for role in ROLES for m in beside if identity(m) in draft.ids(role)), "none")
            yield f"joined {name} to {rule}"


def _syntax(notes: Annotated, draft: Draft, mention: Mention) -> Iterator[str]:
    """How a mention of the predicate's own sentence stands to it."""
    hit = draft.hit
    side = "after" if mention.first >= hit.first else "before"
    low, high = sorted((hit.first, mention.first))
    tokens = mention.first - hit.end if side == "after" else hit.first - mention.end_token
    yield f"{side} by {_bucket(tokens)}"
    yield f"{side}, between {min(3, sum(1 for _ in parties(notes, low + 1, high)))}"
    yield f"predicates between {min(2, sum(1 for at in range(low + 1, high) if at in notes.predicates))}"
    yield from _neighbours(notes, draft, mention)
    argument = draft.arguments.get(mention.first)
    if argument is None:
        yield f"no argument {notes.prefix_preposition(mention.first)}"
        return
    prep = argument.prep or "bare"
    yield f"{side}, valency {hit.frame.roles.get(argument.prep, 'none') if argument.prep else 'bare'}"
    yield f"{side}, {prep}"
    yield f"head {argument.head or '-'}, {prep}"
    yield f"{side}, rank {min(argument.rank, 3)}, {prep}"
    for name in ("coordinated", "light", "partitive"):
        if getattr(argument, name):
            yield f"{side}, {name}"


def _story(cast: Cast, at: int, id: str) -> Iterator[str]:
    """What part an id plays in the other claims of the Reading, as the rules have them."""
    draft, own = cast.drafts[at], cast.ids[at]
    for role in ROLES:
        mates, facing = own[role] - {id}, own[_OPPOSITE[role]]
        playing = [i for i in cast.story(at) if i != at and id in cast.ids[i][role]]
        yield f"{role} elsewhere {min(len(playing), 3)}"
        yield f"{role} in the same type {min(sum(cast.drafts[i].type == draft.type for i in playing), 2)}"
        yield f"{role} beside the same {min(sum(not mates.isdisjoint(cast.ids[i][role]) for i in playing), 2)}"
        faced = sum(not facing.isdisjoint(cast.ids[i][_OPPOSITE[role]]) for i in playing)
        yield f"{role} facing the same {min(faced, 2)}"
    for name, near in (("last", at - 1), ("next", at + 1)):
        if 0 <= near < len(cast.drafts) and abs(cast.drafts[near].hit.sentence - draft.hit.sentence) <= 1:
            alike = " of the same type" if cast.drafts[near].type == draft.type else ""
            yield from (f"{name} {role}{alike}" for role in ROLES if id in cast.ids[near][role])


def _kind(mention: Mention) -> str:
    value = mention.value
    return value.kind if isinstance(value, ActorValue) else "named person"


def describe(notes: Annotated, cast: Cast, at: int, named: Counter[str]) -> list[Candidate]:
    """All who may fill a role of the draft number `at`, each id once; `named` is what `frequencies` gives."""
    draft, own = cast.drafts[at], cast.ids[at]
    pool = _pool(notes, cast, at)
    spoken = {link.actor for link in draft.speaker}
    lead = {identity(m) for m in parties(notes, *notes.text.sentences[0])} if draft.hit.sentence else set()
    most = max(named.values(), default=1)
    filled = "".join("+" if draft.roles.get(role) else "-" for role in ROLES)
    here = sum(any(notes.text.sentence_of[m.first] == draft.hit.sentence for m in held) for held in pool.values())
    found = []
    for id, held in pool.items():
        mention = _closest(notes, draft, held)
        apart = draft.hit.sentence - notes.text.sentence_of[mention.first]
        rule = next((role for role in ROLES if id in own[role]), "none")
        features = [
            f"rule {rule} {filled}",
            f"sentences apart {max(-1, min(apart, 3))}",
            f"kind {_kind(mention)}",
            f"speaker {id in spoken}",
            f"headline {id in lead}",
            f"share {round(4 * named[id] / most)}",
            f"rule {rule} of {min(here, 4)}",
            *_story(cast, at, id),
        ]
        if apart == 0:
            features += _syntax(notes, draft, mention)
        found.append(Candidate(mention, apart, tuple(features)))
    return found


def settings(draft: Draft) -> tuple[str, str, str]:
    """What features are crossed with: nothing, the event type, the part of speech and voice of the predicate."""
    subject = draft.hit.frame.roles.get("subject", "-")
    return "", f"{draft.type} | ", f"{draft.hit.predicate.pos} of {subject if subject in ROLES else 'other'} | "


def crossed(draft: Draft, features: tuple[str, ...]) -> Iterator[str]:
    """Every feature, and the constant "", in each of its settings."""
    for setting in settings(draft):
        for feature in ("", *features):
            yield setting + feature
