"""The dossier as DOCX: right-to-left paragraphs and runs marked as such, citations as links, pictures described."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from takhrij.show.cards import ClaimCard, EventCard, Line, OriginCard
from takhrij.show.dossier.model import Dossier, Row, SourceCard
from takhrij.show.dossier.paper import PLAIN, SOFT, Look, Paper, Writing
from takhrij.show.formats import json_text
from takhrij.show.pictures.drawing import Picture, png
from takhrij.show.quotes import Quote

Fill = Callable[[Writing], None]
_SOFT, _BOLD, _ITALIC, _SMALL = Look(colour=SOFT), Look(bold=True), Look(italic=True), Look(small=True)
_NOTE = Look(small=True, colour=SOFT)


def document(dossiers: Sequence[Dossier]) -> bytes:
    """The DOCX of a dossier's parts, a language each. Equal cases give equal bytes."""
    paper = Paper(max(d.dated for d in dossiers), dossiers[0].title)
    for number, d in enumerate(dossiers):
        if number:
            paper.new_page()
        paper.right = d.words.direction == "rtl"
        _Part(paper, d, f"{d.words.language}-" if number else "").write()
    return paper.bytes()


class _Part:
    """One language of a dossier on paper; names of places to link to begin with `prefix`."""

    def __init__(self, paper: Paper, d: Dossier, prefix: str) -> None:
        self.paper, self.d, self.t, self.prefix = paper, d, d.words.t, prefix

    def write(self) -> None:
        """All sections in order."""
        d, t, paper = self.d, self.t, self.paper
        paper.paragraph().text(t("dossier.kind"), _SOFT)
        paper.heading(d.title, 0)
        paper.paragraph().text(t("dossier.creed"), _ITALIC)
        for number, what, _ in d.figures:
            line = paper.paragraph("List Bullet")
            line.text(number, _BOLD)
            line.text(f" {what}")
        self._overview()
        if d.pictures:
            paper.heading(t("dossier.pictures"), 1)
        for picture in d.pictures:
            self._picture(picture)
        paper.heading(t("dossier.events"), 1)
        for card in d.events:
            self._event(card)
        self._relations()
        self._framing()
        self._copies()
        paper.heading(t("dossier.sources"), 1)
        for source in d.sources:
            self._source(source)
        self._annexes()
        paper.paragraph().text(d.version, _NOTE)

    # -- pieces ----------------------------------------------------------------------------------------------

    def cites(self, paragraph: Writing, line: Line) -> None:
        """The citations of a line as links behind it."""
        for n in line.cites:
            paragraph.text(" ")
            paragraph.link(f"[{n}]", f"{self.prefix}quote-{n}")
        for key in line.sources:
            self.source(paragraph, key)

    def source(self, paragraph: Writing, key: str) -> None:
        """A document as a link to the annex of sources."""
        number = self.d.numbers.get(key)
        if number is not None:
            paragraph.text(" ")
            paragraph.link(f"[S{number}]", f"{self.prefix}source-{number}")

    def line(self, line: Line, style: str = "", head: str = "", look: Look = PLAIN, follows: bool = False) -> None:
        """A paragraph of one line, behind a bold head, with its citations."""
        made = self.paper.paragraph(style, follows=follows)
        if head:
            made.text(f"{head}: ", _BOLD)
        made.text(line.text, look)
        self.cites(made, line)

    def quote(self, quote: Quote) -> None:
        """A quotation and, under it, whose words they are."""
        cut = ("… " * quote.cut_before, " …" * quote.cut_after)
        self.paper.quote(cut[0] + "".join(piece.text for piece in quote.pieces) + cut[1])
        by = self.paper.paragraph()
        if quote.first:
            self.paper.target(by, f"{self.prefix}quote-{quote.number}")
        card = self.d.source(quote.document)
        date = self.t("list.comma") + card.published if card is not None and card.day else ""
        by.text(f"[{quote.number}] ", _NOTE)
        by.text(f"\u2068{self.d.outlet(quote.document)}\u2069{date}", _NOTE)
        self.source(by, quote.document)
        by.text(" " + self.t("dossier.characters", start=quote.start, end=quote.end), _NOTE)

    def _filled(self, text: str, line: Line) -> Fill:
        def fill(paragraph: Writing) -> None:
            paragraph.text(text, _SMALL)
            self.cites(paragraph, line)

        return fill

    # -- sections --------------------------------------------------------------------------------------------

    def _overview(self) -> None:
        d, t = self.d, self.t
        self.paper.heading(t("dossier.overview"), 1)
        if not d.events:
            self.paper.paragraph().text(f"{t('dossier.no_event')} {t('dossier.sources')}.")
            return
        names = ("event", "when", "where", "claims", "origins", "contested", "credibility")
        rows = [
            (
                self._filled(f"{card.number}. {card.label}", card.support),
                card.when,
                card.where,
                str(len(card.claims)),
                str(len(card.origins)),
                t("list.comma").join(d.contested(card)),
                f"{card.event.grade.credibility} {d.words.credibility(card.event.grade.credibility)}",
            )
            for card in d.events
        ]
        self.paper.table([t(f"dossier.th.{n}") for n in names], rows, (34, 16, 12, 8, 8, 12, 14))

    def _picture(self, picture: Picture) -> None:
        described = "\n".join([picture.title, *(line.text for line in picture.lines[:12])])
        self.paper.picture(png(picture), described)
        self.paper.paragraph().text(picture.title, Look(italic=True, small=True))
        for line in picture.lines:
            self.line(line, "List Bullet", look=_SMALL)

    def _event(self, card: EventCard) -> None:
        t, paper = self.t, self.paper
        paper.heading(f"{card.number}. {card.label}", 2, f"{self.prefix}event-{card.number}")
        self.line(Line(card.when), head=t("dossier.th.when"))
        self.line(Line(card.where), head=t("dossier.th.where"))
        grade = f"{card.event.grade.credibility}: {card.grade.text}"
        self.line(Line(grade, card.grade.cites), head=t("dossier.th.credibility"))
        self.line(card.support, head=t("dossier.support"))
        for note in card.notes:
            self.line(note, look=_ITALIC)
        if card.conflicts:
            paper.heading(t("dossier.differ"), 3)
        for conflict in card.conflicts:
            self.line(Line(conflict.note), head=conflict.field)
            for side in conflict.sides:
                made = paper.paragraph("List Bullet")
                made.text(f"{side.value}: ", _BOLD)
                for number, teller in enumerate(side.tellers):
                    made.text((t("list.semicolon") if number else "") + f"\u2068{teller.text}\u2069")
                    self.cites(made, teller)
        if card.checks:
            paper.heading(t("dossier.sums"), 3)
        for holds, line in card.checks:
            self.line(line, head=t("dossier.holds") if holds else t("dossier.fails"))
        paper.heading(self.d.words.many("claim", len(card.claims)), 3)
        for claim in card.claims:
            self._claim(claim)
        paper.heading(self.d.words.many("independent_origin", len(card.origins)), 3)
        for number, origin in enumerate(card.origins, start=1):
            self._origin(number, origin)

    def _claim(self, claim: ClaimCard) -> None:
        paper = self.paper
        self.line(claim.line, look=_BOLD, follows=True)
        teller = paper.paragraph(follows=True)
        teller.text(claim.stance, _ITALIC)
        for what, quoted in claim.chain:
            teller.text(f" · {what}: ", _SOFT)
            teller.text(f"\u2068{quoted or ''}\u2069")
        for edit in claim.edits:
            self.line(Line(edit, claim.line.cites))
        for quote in claim.quotes:
            self.quote(quote)
        for told in claim.translations:
            paper.quote(told.text)
            paper.paragraph().text(f"\u2068{told.by}\u2069", _NOTE)
        mark = f" ({self.t('dossier.by_human')})"
        rows = [(f.role, f.value + mark * f.edited, "، ".join(f.words)) for f in claim.fields]
        if rows:
            paper.table((), rows, (20, 42, 38))

    def _origin(self, number: int, origin: OriginCard) -> None:
        made = self.paper.paragraph()
        made.text(f"{number}. \u2068{origin.label}\u2069")
        for member in origin.members:
            told = self.paper.paragraph("List Bullet 2")
            told.text(f"\u2068{member.text}\u2069")
            self.cites(told, member)
            if member.why:
                told.text(f" — \u2068{member.why}\u2069", _SOFT)

    def _relations(self) -> None:
        if self.d.relations:
            self.paper.heading(self.t("dossier.relations"), 1)
        for tie in self.d.relations:
            self.line(tie.line, look=_BOLD)
            for quote in tie.quotes:
                self.quote(quote)

    def _framing(self) -> None:
        if self.d.framing:
            self.paper.heading(self.t("dossier.framing"), 1)
            self.paper.paragraph().text(self.t("dossier.framing.lead"), _ITALIC)
        for term in self.d.framing:
            made = self.paper.paragraph()
            made.text(self.t("list.comma").join(term.loaded), _BOLD)
            made.text(f" — {self.t('dossier.th.names')}: \u2068{term.names}\u2069")
            made.text(f" · {self.t('dossier.th.used_by')}: \u2068{term.speaker}\u2069")
            self.source(made, term.document)
            self.quote(term.quote)

    def _copies(self) -> None:
        if self.d.copies:
            self.paper.heading(self.t("dossier.copies"), 1)
        for copy in self.d.copies:
            self.line(copy.line, look=_BOLD)
            if copy.reason:
                self.line(Line(copy.reason, copy.line.cites, copy.line.sources))
            for passages in copy.passages:
                for key, text in zip((copy.a, copy.b), passages, strict=True):
                    self.paper.quote(text)
                    by = self.paper.paragraph()
                    by.text(self.d.outlet(key), _NOTE)
                    self.source(by, key)

    def _source(self, s: SourceCard) -> None:
        t, untold = self.t, self.d.words.untold
        head = self.paper.paragraph()
        self.paper.target(head, f"{self.prefix}source-{s.number}")
        head.text(f"[S{s.number}] ", _BOLD)
        head.text(f"\u2068{s.title}\u2069", _BOLD)
        rows = [
            (t("dossier.source.outlet"), s.outlet if s.named else untold),
            (t("dossier.source.author"), s.author or untold),
            (t("dossier.source.published"), s.published),
            (t("dossier.source.retrieved"), s.retrieved or untold),
            (t("dossier.source.genre"), s.genre),
            (t("dossier.source.label"), s.label),
            (t("dossier.source.address"), s.url),
            ("SHA-256", s.key),
        ]
        self.paper.table((), [(name, value) for name, value in rows if value], (25, 75))

    def _annexes(self) -> None:
        d, t = self.d, self.t
        if d.problems:
            self.paper.heading(t("dossier.problems.title"), 1)
            rows = [[str(p[k] or "") for k in ("name", "reason", "message", "retry")] for p in d.problems]
            heads = [t(f"dossier.th.{n}") for n in ("input", "reason", "wrong", "to_do")]
            self.paper.table(heads, rows, (22, 14, 36, 28))
        if d.decisions:
            self.paper.heading(t("dossier.decisions.title"), 1)
            heads = [t(f"dossier.th.{n}") for n in ("when", "who", "decision", "words", "why")]
            self.paper.table(heads, [self._decision(x) for x in d.decisions], (18, 14, 24, 24, 20))

    def _decision(self, x: Row) -> Sequence[str]:
        did = str(x["did"])
        did += f" {json_text(x['value'])}" if x["value"] is not None else ""
        did += f" ({self.t('dossier.undone')})" if x["undone"] else ""
        return x["at"], x["by"], did, f"\u2068{x['quote']}\u2069 \u2068{x['document']}\u2069", x["why"]
