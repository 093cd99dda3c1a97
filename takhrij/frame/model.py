"""What the frame room works on between mentions and claims; nothing of it leaves the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from takhrij.core.language import Split, VerbForm
from takhrij.core.records import ChainLink, CountRef, Mention, Modality, Polarity, Span, TimeRef

PartOfSpeech = Literal["verb", "noun", "word"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One valency of an event type, as a `[[frame]]` of `data/events/<type>.toml` states it.

    `roles` maps a syntactic place (subject, object, genitive, after, or a preposition) to a role; `with_`
    and `without` are folded words that must or must not stand near, `must` words one of which has to whatever
    else holds; `classes` are the ``@`` conditions, each as good as a word of `with_`;
    `need` the kinds of argument without which there is no claim; `state`: an undated imperfect tells how
    things stand («يسيطر عليها»), not that something happened; `carry` a role taken from the predicate before;
    `in_return`: the phrase tells what was given for the deed before it;
    `told`: the modality of the predicate itself («طلبوا فدية» is ahead);
    `against_armed`: the type it is of when done to those who bear arms; `echo`: the types of which it may be
    no more than what was heard. A class is one of `data/lexicons/ar/objects.tsv` (or a kind of mention): `barred`
    ones must not stand right behind; a word of `follows` or a class of `things` has to follow in the clause;
    `not_behind` are words that must not stand right before. `weak`: tells a fight by its outcome, which counts only where its sentence tells none otherwise;
    `generic`: the other types that its words («الهجوم») may name; `thing`: it names a thing («تعزيزات»), no purpose;
    `apart`: what it tells is no retelling of the type's other frames.
    """

    type: str
    name: str
    roles: Mapping[str, str]
    count: str | None = None
    with_: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    need: tuple[str, ...] = ()
    cue: str | None = None
    polarity: Polarity = "did"
    symmetric: bool = False
    state: bool = False
    carry: str = ""
    in_return: bool = False
    against_armed: str = ""
    told: str = ""
    echo: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    follows: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    not_behind: frozenset[str] = frozenset()
    weak: bool = False
    generic: frozenset[str] = frozenset()
    thing: bool = False
    apart: bool = False


class Predicate(NamedTuple):
    """A frame reached through one written form."""

    frame: Frame
    pos: PartOfSpeech
    form: VerbForm | None


class Hit(NamedTuple):
    """A predicate found at tokens [first, end) of a sentence."""

    first: int
    end: int
    sentence: int
    predicate: Predicate
    split: Split

    @property
    def frame(self) -> Frame:
        """The frame chosen."""
        return self.predicate.frame


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention as it stands to a predicate.

    `prep` is the governing preposition ("" is none), `head` the class of the noun before it in the construct,
    `rank` its number among the bare noun phrases on its side, `coordinated` whether it hangs on the argument
    before it by «و», `after` whether it follows the predicate, `light` whether a light verb governs it,
    `partitive` whether it tells whose the counted are («سبعة من الحوثيين»).
    """

    mention: Mention
    prep: str
    head: str | None
    rank: int
    after: bool
    distance: int
    coordinated: bool = False
    light: bool = False
    partitive: bool = False
    turned: bool = False


@dataclass(slots=True)
class Draft:
    """A claim in the making: mutable until retellings are joined.

    `referring`: a definite verbal noun with no party of its own («المعارك») points back to something told;
    `shown`: a demonstrative stands before it («هذا الاتفاق»); `doubts`: what speaks against it as a happening (only drafts without any become claims);
    `definite`: the noun has the article; `heading`: it stands in the headline or in a
    line that repeats it; `backdrop`: it only tells why or when something else was («بسبب المعارك»);
    `placed`: a place stands in its own clause; `carried`: its places stand in other sentences; `near`: classes of the
    things told of near the predicate; `arguments`: the clause's arguments by first token; `retells`: what a noun that points back,
    and yet brings something new, points at.
    """

    hit: Hit
    type: str
    modality: Modality
    polarity: Polarity
    roles: dict[str, list[Mention]]
    counts: dict[str, CountRef] = field(default_factory=dict)
    time: TimeRef | None = None
    texts: dict[str, list[Span]] = field(default_factory=dict)
    amount: Mention | None = None
    speaker: tuple[ChainLink, ...] = ()
    evidence: dict[Span, None] = field(default_factory=dict)
    referring: bool = False
    shown: bool = False
    doubts: frozenset[str] = frozenset()
    definite: bool = False
    backdrop: bool = False
    heading: bool = False
    placed: bool = False
    carried: bool = False
    near: frozenset[str] = frozenset()
    arguments: dict[int, Argument] = field(default_factory=dict)
    retells: Draft | None = None

    def ids(self, role: str) -> set[str]:
        """Ids of the actors in a role."""
        return {getattr(m.value, "id", "") or m.span.text for m in self.roles.get(role, ())}
