"""The dossier as Markdown: one text, every line cited, pictures within it as data, right-to-left parts marked as such."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence

from takhrij.show.cards import ClaimCard, EventCard, Line
from takhrij.show.direction import begins_right_to_left
from takhrij.show.dossier.model import Dossier, Row
from takhrij.show.formats import json_text
from takhrij.show.pictures.drawing import Picture, svg
from takhrij.show.quotes import Quote

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&#])")
_AT_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    r"""Words that no Markdown reader takes for markup, on one line.

    >>> escaped("<b> [x](y) *z*")
    '\\<b\\> \\[x\\](y) \\*z\\*'
    """
    flat = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return _AT_LINE_START.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", flat)


def document(dossiers: Sequence[Dossier]) -> str:
    """The text of a dossier's parts, a language each. Equal cases give equal text."""
    blocks: list[str] = []
    for number, d in enumerate(dossiers):
        blocks += _Part(d, f"{d.words.language}-" if number else "").blocks()
    return "\n\n".join(b for b in blocks if b) + "\n"


class _Part:
    """One language of a dossier; ids of a second part begin with its language."""

    def __init__(self, d: Dossier, prefix: str) -> None:
        self.d, self.t, self.prefix = d, d.words.t, prefix

    def blocks(self) -> Iterator[str]:
        """Paragraphs, tables and lists in order."""
        d, right = self.d, self.d.words.direction == "rtl"
        if right:
            yield f'<div dir="rtl" lang="{d.words.language}">'
        yield f"# {escaped(d.title)}"
        yield f"*{escaped(self.t('dossier.kind'))}*"
        yield f"> {escaped(self.t('dossier.creed'))}"
        yield "\n".join(f"- **{number}** {escaped(what)}" for number, what, _ in d.figures)
        yield from self._overview()
        for picture in d.pictures:
            yield from self._picture(picture)
        yield f"## {self.t('dossier.events')}"
        for card in d.events:
            yield from self._event(card)
        yield from self._rest()
        yield from self._sources()
        yield from self._annexes()
        yield f"---\n\n{escaped(d.version)}"
        if right:
            yield "</div>"
        for picture in d.pictures:
            data = base64.b64encode(svg(picture).encode()).decode()
            yield f"[{self.prefix}{picture.kind}]: data:image/svg+xml;base64,{data}"

    # -- pieces ----------------------------------------------------------------------------------------------

    def cites(self, line: Line) -> str:
        """The citations of a line as links."""
        told = [f"[\\[{n}\\]](#{self.prefix}quote-{n})" for n in line.cites]
        told += [self.source(document) for document in line.sources]
        return " ".join(t for t in told if t)

    def source(self, document: str) -> str:
        """A document as a link to the annex of sources."""
        number = self.d.numbers.get(document)
        return f"[\\[S{number}\\]](#{self.prefix}source-{number})" if number is not None else ""

    def cited(self, line: Line) -> str:
        """A line with its citations."""
        return f"{escaped(line.text)} {self.cites(line)}".strip()

    def quote(self, quote: Quote) -> Iterator[str]:
        """A quotation, marked as right to left; only its first place is the target of citations."""
        anchor = f'<a id="{self.prefix}quote-{quote.number}"></a>' if quote.first else ""
        text = "".join(piece.text for piece in quote.pieces)
        lines = [escaped(line) for line in text.split("\n") if line.strip()]
        told = ("… " if quote.cut_before else "") + "\n>\n> ".join(lines) + (" …" if quote.cut_after else "")
        card = self.d.source(quote.document)
        date = self.t("list.comma") + card.published if card is not None and card.day else ""
        where = self.t("dossier.characters", start=quote.start, end=quote.end)
        direction = "rtl" if begins_right_to_left(text) else "ltr"
        yield f'<div dir="{direction}" lang="ar">'
        yield f"> {told}"
        yield "</div>"
        by = f"{escaped(self.d.outlet(quote.document))}{date}"
        yield f"{anchor}\\[{quote.number}\\] {by} {self.source(quote.document)} — {where}"

    # -- sections --------------------------------------------------------------------------------------------

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
        return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])

    def _overview(self) -> Iterator[str]:
        d, t = self.d, self.t
        yield f"## {t('dossier.overview')}"
        if not d.events:
            yield f"{t('dossier.no_event')} {t('dossier.sources')}."
            return
        names = ("event", "when", "where", "claims", "origins", "contested", "credibility")
        rows = [
            (
                f"[{card.number}. {escaped(card.label)}](#{self.prefix}event-{card.number}) {self.cites(card.support)}",
                escaped(card.when),
                escaped(card.where),
                str(len(card.claims)),
                str(len(card.origins)),
                escaped(t("list.comma").join(d.contested(card))),
                f"{card.event.grade.credibility} {d.words.credibility(card.event.grade.credibility)}",
            )
            for card in d.events
        ]
        yield self._table([t(f"dossier.th.{name}") for name in names], rows)

    def _picture(self, picture: Picture) -> Iterator[str]:
        yield f"![{escaped(picture.title)}][{self.prefix}{picture.kind}]"
        yield f"*{escaped(picture.title)}*"
        yield "\n".join(f"- {self.cited(line)}" for line in picture.lines)

    def _event(self, card: EventCard) -> Iterator[str]:
        t = self.t
        yield f'<a id="{self.prefix}event-{card.number}"></a>'
        yield f"### {card.number}. {escaped(card.label)}"
        grade = f"{card.event.grade.credibility}: {self.cited(card.grade)}"
        told = [
            (t("dossier.th.when"), escaped(card.when)),
            (t("dossier.th.where"), escaped(card.where)),
            (t("dossier.th.credibility"), grade),
            (t("dossier.support"), self.cited(card.support)),
        ]
        yield "\n".join(f"- **{name}**: {value}" for name, value in told)
        yield "\n\n".join(f"> {self.cited(note)}" for note in card.notes)
        if card.conflicts:
            yield f"#### {t('dossier.differ')}"
        for conflict in card.conflicts:
            note = f" — {escaped(conflict.note)}" if conflict.note else ""
            sides = [
                f"- {escaped(side.value)}: {'; '.join(self.cited(teller) for teller in side.tellers)}"
                for side in conflict.sides
            ]
            yield f"**{escaped(conflict.field)}**{note}\n\n" + "\n".join(sides)
        if card.checks:
            yield f"#### {t('dossier.sums')}"
            verdicts = {True: t("dossier.holds"), False: t("dossier.fails")}
            yield "\n".join(f"- {verdicts[holds]}: {self.cited(line)}" for holds, line in card.checks)
        yield f"#### {self.d.words.many('claim', len(card.claims))}"
        for claim in card.claims:
            yield from self._claim(claim)
        yield f"#### {self.d.words.many('independent_origin', len(card.origins))}"
        for number, origin in enumerate(card.origins, start=1):
            members = [f"{self.cited(m)} {escaped(m.why)}".strip() for m in origin.members]
            yield f"{number}. {escaped(origin.label)}\n" + "\n".join(f"   - {m}" for m in members)

    def _claim(self, claim: ClaimCard) -> Iterator[str]:
        yield f"**{escaped(claim.line.text)}** {self.cites(claim.line)}"
        chain = " › ".join(f"{what} {escaped(quoted or '')}" for what, quoted in claim.chain)
        yield f"{escaped(claim.stance)} — {chain}"
        for edit in claim.edits:
            yield f"> {escaped(edit)} {self.cites(claim.line)}"
        for quote in claim.quotes:
            yield from self.quote(quote)
        for told in claim.translations:
            yield f"> {escaped(told.text)}\n>\n> — {escaped(told.by)}"
        mark = f" ({self.t('dossier.by_human')})"
        rows = [
            (f.role, escaped(f.value) + mark * f.edited, "، ".join(escaped(w) for w in f.words)) for f in claim.fields
        ]
        if rows:
            yield self._table((self.t("dossier.fields"), "", ""), rows)

    def _rest(self) -> Iterator[str]:
        d, t = self.d, self.t
        if d.relations:
            yield f"## {t('dossier.relations')}"
        for tie in d.relations:
            yield f"**{escaped(tie.line.text)}** {self.cites(tie.line)}"
            for quote in tie.quotes:
                yield from self.quote(quote)
        if d.framing:
            yield f"## {t('dossier.framing')}"
            yield t("dossier.framing.lead")
        for term in d.framing:
            loaded = t("list.comma").join(escaped(w) for w in term.loaded)
            told = f"- **{loaded}** — {t('dossier.th.names')}: {escaped(term.names)}; {t('dossier.th.used_by')}: "
            yield f"{told}{escaped(term.speaker)} {self.source(term.document)}"
            yield from self.quote(term.quote)
        if d.copies:
            yield f"## {t('dossier.copies')}"
        for copy in d.copies:
            yield f"**{escaped(copy.line.text)}** {self.cites(copy.line)}"
            yield f"{escaped(copy.reason)} {self.cites(copy.line)}" if copy.reason else ""
            for left, right in copy.passages:
                for document, text in ((copy.a, left), (copy.b, right)):
                    yield '<div dir="rtl" lang="ar">'
                    yield f"> {escaped(text)}"
                    yield "</div>"
                    yield f"{escaped(d.outlet(document))} {self.source(document)}"

    def _sources(self) -> Iterator[str]:
        t, untold = self.t, self.d.words.untold
        yield f"## {t('dossier.sources')}"
        for s in self.d.sources:
            rows = [
                (t("dossier.source.outlet"), escaped(s.outlet) if s.named else untold),
                (t("dossier.source.author"), escaped(s.author) if s.author else untold),
                (t("dossier.source.published"), s.published),
                (t("dossier.source.retrieved"), escaped(s.retrieved) if s.retrieved else untold),
                (t("dossier.source.genre"), escaped(s.genre or "")),
                (t("dossier.source.label"), escaped(s.label)),
                (t("dossier.source.address"), escaped(s.url or "")),
                ("SHA-256", f"`{s.key}`"),
            ]
            head = f'<a id="{self.prefix}source-{s.number}"></a>**\\[S{s.number}\\] {escaped(s.title)}**'
            yield head + "\n\n" + "\n".join(f"- {name}: {value}" for name, value in rows if value)

    def _annexes(self) -> Iterator[str]:
        d, t = self.d, self.t
        if d.problems:
            yield f"## {t('dossier.problems.title')}"
            rows = [[escaped(str(p[k] or "")) for k in ("name", "reason", "message", "retry")] for p in d.problems]
            yield self._table([t(f"dossier.th.{n}") for n in ("input", "reason", "wrong", "to_do")], rows)
        if d.decisions:
            yield f"## {t('dossier.decisions.title')}"
            heads = [t(f"dossier.th.{n}") for n in ("when", "who", "decision", "words", "why")]
            yield self._table(heads, [self._decision(x) for x in d.decisions])

    def _decision(self, row: Row) -> list[str]:
        did = escaped(row["did"])
        if row["value"] is not None:
            did += f" {escaped(json_text(row['value']))}"
        if row["undone"]:
            did += f" ({self.t('dossier.undone')})"
        words = f"{escaped(row['quote'])} {escaped(row['document'])}"
        return [escaped(row["at"]), escaped(row["by"]), did, words, escaped(row["why"])]
