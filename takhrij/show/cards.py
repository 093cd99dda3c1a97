"""What the dossier says, as values: every line with the numbers of the quotations behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from takhrij.core.records import Claim, Conflict, Copy, Event, Framing, Reading, Relation, Span, Translation
from takhrij.show.private import Veil
from takhrij.show.quotes import Mark, Quote, Quotes, claim_marks
from takhrij.show.reasons import Reasons
from takhrij.show.view import CaseView
from takhrij.show.wording import Words

PASSAGE = 320
"""Characters of a copied passage that are shown; the rest is a matter for the originals."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, the quotations [n] and the sources [Sn] that carry it; `why` is the reason behind it."""

    text: str
    cites: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A role with its value and the words that tell it; `edited` where a human set the value."""

    role: str
    family: str
    value: str
    words: tuple[str, ...]
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Rendering:
    """A human translation of quoted words: its language, its text, and whose it is in words."""

    language: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """One claim: the line, its stance, the chain of speakers, fields, quotations, and what a human set in it."""

    id: str
    document: str
    line: Line
    stance: str
    modality: str
    chain: tuple[tuple[str, str | None], ...]
    fields: tuple[Field, ...]
    quotes: tuple[Quote, ...]
    edits: tuple[str, ...] = ()
    translations: tuple[Rendering, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One value of a contested field and who tells it."""

    value: str
    tellers: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """A contested field, its values side by side."""

    field: str
    sides: tuple[Side, ...]
    note: str


@dataclass(frozen=True, slots=True)
class OriginCard:
    """Documents of one origin that tell an event, each with the reason why it belongs there."""

    label: str
    members: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class EventCard:
    """All that the dossier says of one event."""

    number: int
    event: Event
    label: str
    when: str
    where: str
    support: Line
    grade: Line
    claims: tuple[ClaimCard, ...]
    origins: tuple[OriginCard, ...]
    conflicts: tuple[ConflictCard, ...]
    checks: tuple[tuple[bool, Line], ...]
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TieCard:
    """A relation with its quotations."""

    line: Line
    chain: tuple[tuple[str, str | None], ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class TermCard:
    """A loaded term in its context, whom it names and who used it."""

    term: str
    names: str
    loaded: tuple[str, ...]
    speaker: str
    document: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class CopyCard:
    """Two documents of which one repeats the other, with the longest equal passages side by side."""

    line: Line
    a: str
    b: str
    reason: str
    passages: tuple[tuple[str, str], ...]


class Cards:
    """Builds cards out of a case and numbers their quotations as it goes."""

    def __init__(self, view: CaseView, words: Words, veil: Veil | None = None) -> None:
        self.view = view
        self.words = words
        self.veil = veil
        self.reasons = Reasons(words, view.events)
        self.quotes = Quotes(veil.hidden, veil.instead) if veil is not None else Quotes()
        self.cites: dict[str, tuple[int, ...]] = {}

    def _quoted(self, document: str, evidence: Sequence[Span], marks: Sequence[Mark]) -> tuple[Quote, ...]:
        reading = self.view.readings.get(document)
        return self.quotes.quote(reading, evidence, marks) if reading is not None else ()

    def claim(self, claim: Claim) -> ClaimCard:
        """The card of one claim; its citations are then known to `cites`."""
        quotes = self._quoted(claim.document, claim.evidence, claim_marks(claim))
        self.cites[claim.id] = tuple(q.number for q in quotes)
        return ClaimCard(
            claim.id,
            claim.document,
            Line(self.words.statement(claim), self.cites[claim.id]),
            self.words.stance(claim),
            claim.modality,
            self._chain(claim.document, claim),
            tuple(self._fields(claim)),
            quotes,
            tuple(self.words.edited(claim, edit) for edit in claim.edits),
            tuple(self._translations(claim)),
        )

    def _translations(self, claim: Claim) -> Iterator[Rendering]:
        """Human translations of words that the claim is quoted with; left out where the words name who is hidden."""
        told = self.view.once(_translations_by_document).get(claim.document, ())
        for one in told:
            if any(one.span.start < s.end and s.start < one.span.end for s in claim.evidence):
                reading = self.view.readings.get(claim.document)
                quoted = reading.text[one.span.start : one.span.end] if reading is not None else one.span.text
                hidden = self.veil is not None and self.veil.hidden(quoted)
                text = self.words.t("translation.hidden") if hidden else one.text
                yield Rendering(one.language, text, self.words.t("translated_by", who=one.translator))

    def _chain(self, document: str, told: Claim | Relation) -> tuple[tuple[str, str | None], ...]:
        reading = self.view.readings.get(document)
        inner = [(what, quoted) for what, quoted in self.words.chain(told.attribution) if quoted is not None]
        return ((self.words.speaker("outlet"), self.words.outlet(reading)), *inner)

    def _fields(self, claim: Claim) -> list[Field]:
        found = []
        for role, fillers in claim.roles.items():
            if not fillers:
                continue
            told = [f.span.text for f in fillers if hasattr(f, "span")]
            value = self.words.role(claim, role)
            family, said = Mark(0, 0, role).family, tuple(dict.fromkeys(told))
            found.append(Field(self.words.role_name(role), family, value, said, claim.edit(role) is not None))
        return found

    def event(self, number: int, event: Event) -> EventCard:
        """The card of one event and all its claims."""
        words = self.words
        claims = tuple(self.claim(self.view.claims[c]) for c, _ in event.claims if c in self.view.claims)
        cites = tuple(dict.fromkeys(n for card in claims for n in card.line.cites))
        documents = tuple(dict.fromkeys(document for _, document in event.claims))
        origins = tuple(self._origin(group) for group in event.origins)
        support = words.t(
            "support",
            claims=words.many("claim", len(claims), "of"),
            documents=words.many("document", len(documents), "of"),
            origins=words.many("independent_origin", len(origins), "of"),
        )
        return EventCard(
            number,
            event,
            words.label(event),
            words.when(event.time),
            words.event_place(event),
            Line(support, cites, documents),
            Line(self.reasons.said(event.grade.reason), cites),
            claims,
            origins,
            tuple(self._conflict(c) for c in event.conflicts),
            tuple((c.holds, Line(self.reasons.said(c.statement), self.cites.get(c.claim, ()))) for c in event.checks),
            tuple(Line(self.reasons.said(note), cites) for note in event.notes),
        )

    def _origin(self, documents: tuple[str, ...]) -> OriginCard:
        origin = next((self.view.origin_of[d] for d in documents if d in self.view.origin_of), None)
        members = []
        for document in documents:
            reason = origin.reasons.get(document, "") if origin is not None else ""
            name = self.words.outlet(self.view.readings.get(document))
            members.append(Line(name, (), (document,), self.reasons.said(reason)))
        return OriginCard(origin.label if origin is not None else "", tuple(members))

    def _conflict(self, conflict: Conflict) -> ConflictCard:
        sides = []
        for value in conflict.values:
            tellers = []
            for claim in value.claims:
                told = self.view.claims.get(claim)
                if told is not None:
                    name = self.words.outlet(self.view.readings.get(told.document))
                    edit = told.edit(conflict.field)
                    name = self.words.t("edited.by", name=name, by=edit.by) if edit is not None else name
                    tellers.append(Line(name, self.cites.get(claim, ()), (told.document,)))
            sides.append(Side(self.words.contested(conflict.field, value.value), tuple(tellers)))
        return ConflictCard(self.words.role_name(conflict.field), tuple(sides), self.reasons.said(conflict.note))

    def tie(self, relation: Relation, told: dict[str, str]) -> TieCard:
        """The card of one relation."""
        refs = [("subject", s.span) for s in (*relation.subject, *relation.between)]
        refs += [("object", o.span) for o in relation.object if hasattr(o, "span")]
        refs += [("time", t.span) for t in relation.time]
        refs += [("source", x.span) for x in relation.attribution if x.span is not None]
        marks = [Mark(span.start, span.end, role) for role, span in refs]
        quotes = self._quoted(relation.document, relation.evidence, marks)
        line = Line(self.words.tie(relation, told), tuple(q.number for q in quotes), (relation.document,))
        return TieCard(line, self._chain(relation.document, relation), quotes)

    def term(self, document: str, framing: Framing) -> TermCard | None:
        """The card of one loaded term; None where its Reading is not in the case."""
        quotes = self._quoted(document, (), [Mark(framing.span.start, framing.span.end, "loaded")])
        if not quotes:
            return None
        names = self.words.named(framing.names) if framing.names else self.words.untold
        said = framing.speaker
        speaker = said.span.text if said.span else self.words.speaker(said.source_class)
        return TermCard(framing.span.text, names, framing.loaded, speaker, document, quotes[0])

    def copy(self, copy: Copy) -> CopyCard:
        """The card of two documents that share passages."""
        words = self.words
        a, b = (words.isolated(words.outlet(self.view.readings.get(d))) for d in (copy.a, copy.b))
        share = f"{copy.containment:.0%}"
        if copy.copier is None:
            told = words.t("copy.undirected", a=a, b=b, share=share)
        else:
            copied, copier = (a, b) if copy.copier == copy.b else (b, a)
            told = words.t("copy.directed", copier=copier, copied=copied, share=share)
        line = Line(told, (), (copy.a, copy.b))
        longest = sorted(copy.passages, key=lambda p: (p[0][0] - p[0][1], p[0][0]))[:2]
        shown = tuple((self._passage(copy.a, p[0]), self._passage(copy.b, p[1])) for p in sorted(longest))
        return CopyCard(line, copy.a, copy.b, self.reasons.said(copy.reason), shown)

    def _passage(self, document: str, place: tuple[int, int]) -> str:
        reading: Reading | None = self.view.readings.get(document)
        text = reading.text[place[0] : place[1]] if reading is not None else ""
        # Before it is cut: half a name would not be known again.
        text = self.veil.text(text) if self.veil is not None else text
        return text if len(text) <= PASSAGE else text[:PASSAGE].rsplit(" ", 1)[0] + " …"


def _translations_by_document(view: CaseView) -> Mapping[str, list[Translation]]:
    found: dict[str, list[Translation]] = {}
    for one in view.translations:
        found.setdefault(one.document, []).append(one)
    return found
