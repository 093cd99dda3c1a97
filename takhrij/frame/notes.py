"""A tokenised Reading with what every token is: its mentions, marks, predicates and clauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from takhrij.core.language import Split, Text
from takhrij.core.phrases import Match
from takhrij.core.records import Mention
from takhrij.frame.lexicon import Mark
from takhrij.frame.model import Predicate
from takhrij.frame.place_model import PlaceModel
from takhrij.frame.syntax import Syntax
from takhrij.frame.verbs import VerbLexicon

# Texts of so many sentences are no pages.
_LONE = 2


@dataclass(slots=True)
class Annotated:
    """A tokenised Reading with its mentions and marks by token index.

    `marks[i]` holds (mark, end token, split) of the phrases that start at token i, `by_kind` the first of each
    kind; `predicates[i]` the
    predicate candidates; `mentions[i]` the mentions that start there; `covered` tokens inside a mention; `armed` what a word tells of
    arms and politics; `objects` the classes of the thing a word names; `readings` every way to read a predicate («وفر»
    is a verb and «و» with another), of which `predicates` holds the likeliest; `headings` are the headline and the
    last lines that repeat it. The clauses are parsed when somebody first asks for them.
    """

    text: Text
    mentions: dict[int, list[Mention]] = field(default_factory=dict)
    marks: dict[int, list[tuple[Mark, int, Split]]] = field(default_factory=dict)
    by_kind: dict[str, dict[int, tuple[Mark, int, Split]]] = field(default_factory=dict)
    predicates: dict[int, Match[tuple[Predicate, ...]]] = field(default_factory=dict)
    inside: dict[int, Mention] = field(default_factory=dict)
    armed: dict[int, str] = field(default_factory=dict)
    singulars: Mapping[str, bool] = field(default_factory=dict)
    place_model: PlaceModel = field(default_factory=PlaceModel)
    verbs: VerbLexicon | None = None
    parser: Callable[[Annotated], Syntax] | None = None
    parsed: Syntax | None = None
    objects: dict[int, tuple[str, ...]] = field(default_factory=dict)
    headings: frozenset[int] = frozenset({0})
    readings: dict[int, list[Match[tuple[Predicate, ...]]]] = field(default_factory=dict)

    @property
    def syntax(self) -> Syntax:
        """The clauses of the Reading, parsed if they are not yet."""
        return self.parsed if self.parsed is not None else self.parse()

    def parse(self) -> Syntax:
        """Parse the clauses, by which the readings of predicates are put in order."""
        self.parsed = Syntax() if self.parser is None else self.parser(self)
        return self.parsed

    @property
    def lone(self) -> bool:
        """Whether this is a bare sentence or two, without a page around them that names the parties."""
        return len(self.text.sentences) <= _LONE

    def mark(self, index: int, kind: str) -> tuple[Mark, int, Split] | None:
        """The mark of a kind at a token, or None."""
        spots = self.by_kind.get(kind)
        return None if spots is None else spots.get(index)

    def prefix_preposition(self, index: int) -> str:
        """The preposition written together with a token («للقاعدة» has ل), or ""."""
        token = self.text.tokens[index]
        mention = self.mentions.get(index)
        if mention and mention[0].span.start > token.start:
            lead = token.form[: mention[0].span.start - token.start]
            return lead[-1] if lead[-1] in "بلك" else ""
        known = self.marks.get(index, ())
        if any(not split.prefix for _, _, split in known):
            return ""
        for mark, _, split in known:
            if split.prefix and mark.kind in ("head", "source", "captive"):
                return split.prefix[-1] if split.prefix[-1] in "بلك" else ""
        for split in token.splits:
            if split.prefix and split.prefix[-1] in "بلك" and split.key.startswith("ال") and not split.suffix:
                return split.prefix[-1]
        return ""

    def singular(self, index: int, *, objective: bool = False) -> bool:
        """Whether a word names one person by a noun in the singular («جندي», «والقيادي»), as an object at that."""
        fitting = (s.key for s in self.text.tokens[index].splits if not s.suffix and s.prefix in ("", "و"))
        return any(self.singulars[key] or not objective for key in fitting if key in self.singulars)

    def coordinated(self, index: int) -> bool:
        """Whether a token is joined to what stands before it by «و»."""
        token = self.text.tokens[index]
        if not token.form.startswith("و"):
            return False
        mention = self.mentions.get(index)
        if mention and mention[0].span.start > token.start:
            return True
        if any(split.prefix.startswith("و") for _, _, split in self.marks.get(index, ())):
            return True
        return any(split.prefix == "و" and split.key.startswith("ال") for split in token.splits) or bool(mention)
