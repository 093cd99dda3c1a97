"""What describes somebody who may fill a role of a predicate: shape and place in the text, never words.

Features name event types, distances, order, prepositions, construct heads and classes of actors. Ids, names
and words are not among them, so weights learned on them remember nothing of the texts they came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.holders import BYSTANDERS
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.frame.subjects import Subjects, agrees

ROLES = ("actor", "target")
OPPOSITE = {"actor": "target", "target": "actor"}
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


def _frequencies(notes: Annotated) -> tuple[Counter[str], Counter[frozenset[str]]]:
    """How often each id is named in the Reading, and how often «و» joins two of them."""
    named: Counter[str] = Counter()
    joined: Counter[frozenset[str]] = Counter()
    last: Mention | None = None
    for mention in parties(notes, 0, len(notes.text.tokens)):
        named[identity(mention)] += 1
        if last is not None and 0 <= mention.first - last.end_token <= 1 and notes.coordinated(mention.first):
            joined[frozenset((identity(last), identity(mention)))] += 1
        last = mention
    return named, joined


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
    first mention of each id that plays a part; how often each id is named, and each pair joined by «و»; `allied`
    holds the joined pairs by each of the two, `played` the drafts in which an id has a role, in order."""

    drafts: list[Draft]
    ids: list[dict[str, set[str]]]
    playing: dict[str, Mention]
    named: Counter[str]
    joined: Counter[frozenset[str]]
    allied: dict[str, dict[str, int]]
    played: dict[tuple[str, str], list[int]]

    @staticmethod
    def of(notes: Annotated, drafts: list[Draft]) -> Cast:
        """The cast of some drafts of a Reading."""
        held = [m for draft in drafts for role in ROLES for m in draft.roles.get(role, ())]
        playing = {identity(m): m for m in sorted(held, key=lambda m: m.first, reverse=True)}
        ids = [{role: draft.ids(role) for role in ROLES} for draft in drafts]
        named, joined = _frequencies(notes)
        allied: dict[str, dict[str, int]] = {}
        for pair, times in joined.items():
            for id in pair:
                for other in pair - {id}:
                    allied.setdefault(id, {})[other] = times
        played: dict[tuple[str, str], list[int]] = {}
        for at, own in enumerate(ids):
            for role in ROLES:
                for id in own[role]:
                    played.setdefault((role, id), []).append(at)
        return Cast(drafts, ids, playing, named, joined, allied, played)

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


def _subject_of(notes: Annotated, subjects: Subjects, index: int, mention: Mention) -> str:
    """Whether a mention is the subject of a clause, somebody else is, or nobody."""
    group = subjects.of(index)
    if any(argument.mention.first == mention.first for argument in group):
        return "yes"
    if any(identity(argument.mention) == identity(mention) for argument in group):
        return "same"
    return "other" if group else "nobody"


def _clauses(notes: Annotated, draft: Draft, mention: Mention) -> Iterator[str]:
    """How the clause of a mention stands to the predicate's, and of which of the two it is the subject."""
    syntax, hit = notes.syntax, draft.hit
    subjects = Subjects(notes)
    side = "after" if mention.first >= hit.first else "before"
    own, other = syntax.owner[hit.first], syntax.owner[mention.first]
    relation = syntax.relation(hit.first, mention.first)
    yield f"{side}, clause {relation}"
    yield f"subject {_subject_of(notes, subjects, own, mention)}"
    clause = syntax.clauses[own]
    if clause.parent >= 0:
        yield f"subject above {clause.kind} {_subject_of(notes, subjects, clause.parent, mention)}"
    if own != other:
        yield f"subject of its own {_subject_of(notes, subjects, other, mention)}, {relation}"
    word, argument = syntax.verbs.get(hit.first), draft.arguments.get(mention.first)
    if word is not None and argument is not None:
        yield f"agrees {agrees(notes, word, argument, after=argument.after)} {side} {argument.prep or 'bare'}"


def _story(cast: Cast, at: int, id: str) -> Iterator[str]:
    """What part an id plays in the other claims of the Reading, as the rules have them."""
    draft, own = cast.drafts[at], cast.ids[at]
    for role in ROLES:
        mates, facing = own[role] - {id}, own[OPPOSITE[role]]
        playing = [i for i in cast.played.get((role, id), ()) if i != at and abs(i - at) <= _STORY]
        yield f"{role} elsewhere {min(len(playing), 3)}"
        yield f"{role} in the same type {min(sum(cast.drafts[i].type == draft.type for i in playing), 2)}"
        yield f"{role} beside the same {min(sum(not mates.isdisjoint(cast.ids[i][role]) for i in playing), 2)}"
        faced = sum(not facing.isdisjoint(cast.ids[i][OPPOSITE[role]]) for i in playing)
        yield f"{role} facing the same {min(faced, 2)}"
    for name, near in (("last", at - 1), ("next", at + 1)):
        if 0 <= near < len(cast.drafts) and abs(cast.drafts[near].hit.sentence - draft.hit.sentence) <= 1:
            alike = " of the same type" if cast.drafts[near].type == draft.type else ""
            yield from (f"{name} {role}{alike}" for role in ROLES if id in cast.ids[near][role])


def _company(cast: Cast, own: dict[str, set[str]], id: str) -> Iterator[str]:
    """Whether the page pairs an id with those the rules gave a role."""
    allies = cast.allied.get(id, {})
    for role in ROLES:
        if any(other in allies for other in own[role] if other != id):
            yield f"paired with {role}"


def _group(own: dict[str, set[str]], id: str) -> str:
    """How many others the rules gave each role."""
    return "".join(str(min(len(own[role] - {id}), 2)) for role in ROLES)


def _naming(mention: Mention) -> str:
    """Whether words name a party outright, stand for it, or carry framing."""
    value = mention.value
    if not isinstance(value, ActorValue):
        return "person"
    return "by a common noun" if value.told is not None else "loaded" if value.loaded else "outright"


def bystander(mention: Mention) -> bool:
    """Whether a mention names people who bear no arms."""
    return identity(mention) in BYSTANDERS


def kind(mention: Mention) -> str:
    """The class of who is named."""
    value = mention.value
    return value.kind if isinstance(value, ActorValue) else "named person"


def describe(notes: Annotated, cast: Cast, at: int) -> list[Candidate]:
    """All who may fill a role of the draft number `at`, each id once."""
    draft, own, named = cast.drafts[at], cast.ids[at], cast.named
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
            f"kind {kind(mention)}",
            f"speaker {id in spoken}",
            f"headline {id in lead}",
            f"share {round(4 * named[id] / most)}",
            f"rule {rule} of {min(here, 4)}",
            f"rule {rule} beside {_group(own, id)}",
            f"bystander {bystander(mention)}",
            f"named {_naming(mention)}",
            *_story(cast, at, id),
        ]
        if apart == 0:
            features += _syntax(notes, draft, mention)
            features += _clauses(notes, draft, mention)
        else:
            index = notes.syntax.owner[mention.first]
            telling = f"{max(-1, min(apart, 2))} {notes.syntax.clauses[index].kind}"
            features.append(f"subject apart {_subject_of(notes, Subjects(notes), index, mention)} {telling}")
        features += _company(cast, own, id)
        found.append(Candidate(mention, apart, tuple(features)))
    return found


def bent(draft: Draft) -> str:
    """Whether a predicate's valency has a target, two like parties, or a doer alone: what rare types share."""
    if draft.hit.frame.symmetric:
        return "mutual"
    return "aimed" if "target" in draft.hit.frame.roles.values() else "alone"


def settings(draft: Draft) -> tuple[str, str, str]:
    """What features are crossed with: nothing, the event type, the part of speech, voice and bent of the predicate."""
    subject = draft.hit.frame.roles.get("subject", "-")
    voice = f"{draft.hit.predicate.pos} of {subject if subject in ROLES else 'other'}"
    return "", f"{draft.type} | ", f"{voice}, {bent(draft)} | "
