"""Which one report each claim goes back to: copied words, cited outlets, one speaker's one statement.

A claim is traced upstream, one step at a time, until nothing leads further:

1. its evidence lies in words copied from another document → that document's telling of them;
2. a named or official speaker is quoted → that speaker's statement on this happening, whoever hands it on;
3. its chain, or its page as a whole, cites an outlet → that outlet's own page on the same happening, else its
   page of those days on the same parties, or, where the case has neither, a latent origin that all who cite it
   for this happening share;
4. its outlet told the happening before in its own voice → that page: who repeats or updates itself is one origin.

Pages that lead back to each other (each cites the other) are one origin, named by the first of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from takhrij.core.alliances import When, both, when
from takhrij.core.language import Language
from takhrij.core.records import Claim, Copy, Origin, Reading, Span
from takhrij.link.citations import Citations
from takhrij.link.near import Near
from takhrij.link.speakers import Speakers
from takhrij.link.upstream import Step, Upstream
from takhrij.resources import Resources


@dataclass(frozen=True, slots=True)
class Material:
    """What origins are read from. `clusters` are claim ids by happening; `pages` give the URL of documents
    whose versions count as one (optional); `judged` are pairs of claims that a human traced to one report, `sources`
    pairs of names that a human judged to be one outlet's or speaker's."""

    readings: Mapping[str, Reading]
    claims: Sequence[Claim]
    copies: Sequence[Copy]
    clusters: Sequence[Sequence[str]]
    pages: Mapping[str, str] = field(default_factory=dict)
    judged: Sequence[tuple[str, str]] = ()
    sources: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins by id, and for each claim its origin's id and the sentence that says why."""

    origins: tuple[Origin, ...]
    of_claim: Mapping[str, str]
    why: Mapping[str, str]


class _Root(NamedTuple):
    id: str
    label: str
    reason: str


class _Node(NamedTuple):
    """Where a walk stands: at a claim, or at a whole document (`claim` None)."""

    document: str
    claim: Claim | None

    @property
    def key(self) -> tuple[str, str]:
        return self.document, self.claim.id if self.claim is not None else ""


class _Step(NamedTuple):
    """One step upstream, to another node or to a latent origin, with why."""

    to: _Node | _Root
    reason: str


def origins(material: Material, language: Language, resources: Resources) -> Origins:
    """The origin of every claim, and of every document that has none by its copies and citations.

    Ids: the SHA-256 of the first document of a report, or ``source:`` and a key for an outlet or speaker
    outside the case. Two claims of one happening with one id are one report; the order of input never matters.
    """
    trace = _Trace(material, language, resources)
    of_claim: dict[str, str] = {}
    why: dict[str, str] = {}
    told: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {}
    ordered = sorted(material.claims, key=lambda c: (c.document, c.trigger.start, c.id))
    for claim in ordered:
        root = trace.root(claim)
        of_claim[claim.id], why[claim.id] = root.id, root.reason
        labels.setdefault(root.id, root.label)
    _as_judged(material, of_claim, why)
    for claim in ordered:
        told.setdefault(of_claim[claim.id], {}).setdefault(claim.document, why[claim.id])
    with_claims = {claim.document for claim in material.claims}
    for document in sorted(set(material.readings) - with_claims):
        root = trace.document_root(document)
        labels.setdefault(root.id, root.label)
        told.setdefault(root.id, {}).setdefault(document, root.reason)
    made = [
        Origin(key, tuple(sorted(reasons, key=lambda d: trace.upstream.order(d))), labels[key], reasons)
        for key, reasons in sorted(told.items())
    ]
    return Origins(tuple(made), of_claim, why)


def _as_judged(material: Material, of_claim: dict[str, str], why: dict[str, str]) -> None:
    """Make one of the origins that a human judged to be one, for the happenings of the claims judged."""
    cluster = {claim: members for members in material.clusters for claim in members}
    for a, b in sorted(material.judged):
        if a not in of_claim or b not in of_claim:
            continue
        kept, left = sorted((of_claim[a], of_claim[b]))
        for claim in {*cluster.get(a, (a,)), *cluster.get(b, (b,))}:
            if kept != left and of_claim.get(claim) == left:
                of_claim[claim] = kept
                why[claim] = "a person judged that it goes back to the same report"


def _joined(pairs: Iterable[Sequence[set[str]]]) -> dict[str, str]:
    """The key that stands for each of many keys of which some are one: the first by its letters."""
    groups: list[set[str]] = []
    for pair in pairs:
        whole = set().union(*pair)
        for group in [g for g in groups if not g.isdisjoint(whole)]:
            groups.remove(group)
            whole |= group
        groups.append(whole)
    return {key: min(group) for group in groups for key in group}


class _Trace:
    def __init__(self, material: Material, language: Language, resources: Resources) -> None:
        self._readings = material.readings
        self._language = language
        self._rule: Mapping[str, Any] = resources.document("linking/copies")["origin"]
        outlets = sorted({r.outlet for r in material.readings.values() if r.outlet})
        self._citations = Citations(language, resources, outlets)
        self._one_source = _joined(
            [{self._citations.key(name), language.fold(name)} for name in pair] for pair in material.sources
        )
        self.upstream = Upstream(material.readings, material.copies, material.pages, self._rule)
        self._cluster = {claim: n for n, members in enumerate(material.clusters) for claim in members}
        self._by_document: dict[str, list[Claim]] = {}
        for claim in sorted(material.claims, key=lambda c: (c.document, c.trigger.start, c.id)):
            self._by_document.setdefault(claim.document, []).append(claim)
        self._clusters = material.clusters
        self._claims = {claim.id: claim for claim in material.claims}
        self._of_outlet: dict[str, list[Claim]] = {}
        self._by_outlet = self._claims_by_outlet(material.claims)
        self._near = Near(material.readings, language, resources, self._rule["near"])
        self._speakers = Speakers(self._claims, material.clusters, language, resources)
        self._stated = self._statements()
        self._whole: dict[str, tuple[str, str] | None] = {}
        self._first_told: dict[tuple[int, str], Claim | None] = {}
        self._steps: dict[tuple[str, str], _Step | None] = {}

    def _claims_by_outlet(self, claims: Iterable[Claim]) -> dict[tuple[int, str], list[Claim]]:
        found: dict[tuple[int, str], list[Claim]] = {}
        for claim in claims:
            reading = self._readings.get(claim.document)
            if reading is not None and reading.outlet:
                place = self._cluster.get(claim.id, -1), self._outlet(reading.outlet)
                found.setdefault(place, []).append(claim)
                self._of_outlet.setdefault(place[1], []).append(claim)
        return found

    def _statements(self) -> dict[tuple[int, str], list[tuple[str, Claim]]]:
        """By happening and document, the statements (with their keys) of speakers who are no party to it."""
        found: dict[tuple[int, str], list[tuple[str, Claim]]] = {}
        for place, ids in enumerate(self._clusters):
            members = [self._claims[claim] for claim in ids if claim in self._claims]
            spoken = [(key, c) for c in members if (key := self._speakers.key(c)) is not None]
            parties = self._speakers.parties(members) if spoken else frozenset()
            for key, claim in spoken:
                if not self._speakers.is_party(claim, parties, self._day(claim)):
                    found.setdefault((place, claim.document), []).append((key, claim))
        return found

    def _day(self, claim: Claim) -> When:
        reading = self._readings.get(claim.document)
        return when(claim.time.edtf if claim.time else None, reading.published if reading is not None else None)

    def _two_sides(self, a: Claim, b: Claim) -> bool:
        return self._speakers.two_parties(a, b, both(self._day(a), self._day(b)))

    def root(self, claim: Claim) -> _Root:
        """The origin of a claim, with why."""
        return self._walk(_Node(claim.document, claim))

    def document_root(self, document: str) -> _Root:
        """The origin of a document that makes no claim."""
        return self._walk(_Node(document, None))

    def _walk(self, start: _Node) -> _Root:
        path = [start]
        seen = {start.key: 0}
        step = first = self._step(start)
        while step is not None:
            if isinstance(step.to, _Root):
                return self._reached(step.to, first)
            node = step.to
            if node.key in seen:
                # Whoever of the circle is asked, the same one names it.
                circle = path[seen[node.key] :]
                node = min(circle, key=lambda n: (self.upstream.order(n.document), n.key))
                return self._reached(self._own(node.document), first)
            seen[node.key] = len(path)
            path.append(node)
            step = self._step(node)
        return self._reached(self._own(path[-1].document, path[-1].claim), first)

    @staticmethod
    def _reached(end: _Root, first: _Step | None) -> _Root:
        return _Root(end.id, end.label, first.reason if first is not None else end.reason)

    def _step(self, node: _Node) -> _Step | None:
        if node.key not in self._steps:
            self._steps[node.key] = (
                self._copied(node)
                or self._spoken(node)
                or self._handed_on(node)
                or self._cited(node)
                or self._told_before(node)
            )
        return self._steps[node.key]

    # -- the three kinds of step -----------------------------------------------------------------------------------

    def _copied(self, node: _Node) -> _Step | None:
        up = self.upstream
        found = up.of_document(node.document) if node.claim is None else up.of_claim(node.claim)
        if found is None:
            return None
        twin = self._twin(node.claim, found) if node.claim is not None else None
        if node.claim is not None and twin is not None and self._two_sides(node.claim, twin):
            return None
        return _Step(_Node(found.document, twin), found.reason)

    def _twin(self, claim: Claim, up: Step) -> Claim | None:
        """The claim that the upstream document makes of the same words, else of the same happening."""
        there = self._by_document.get(up.document, [])
        same_words = [c for c in there if c.type == claim.type and up.start <= c.trigger.start < up.end]
        happening = self._cluster.get(claim.id)
        same = [c for c in there if happening is not None and self._cluster.get(c.id) == happening]
        return next(iter([*(c for c in same_words if c in same), *same, *same_words]), None)

    def _cited(self, node: _Node) -> _Step | None:
        chain = self._cited_by_chain(node)
        page = None if chain else self._cited_by_page(node.document)
        for key, named in chain or ([page] if page is not None else []):
            told = self._told_by(key, node)
            if told is not None:
                return _Step(_Node(told.document, told), f"cites «{named}», whose own report is in the case")
        if not chain and page is None:
            return None
        # Of outlets that cite each other, none of them here, the innermost is where it comes from.
        key, named = chain[-1] if chain else page or ("", "")
        reason = f"cites «{named}»; its report is not in the case"
        return _Step(_Root(f"source:{key}", named, reason), reason)

    def _told_by(self, key: str, node: _Node) -> Claim | None:
        """The claim of an outlet's own page that a citation of the outlet leads to."""
        if node.claim is None:
            return None
        happening = self._cluster.get(node.claim.id, -1)
        there = [c for c in self._by_outlet.get((happening, key), ()) if c.document != node.document]
        if there:
            return min(there, key=lambda c: (self.upstream.order(c.document), c.trigger.start, c.id))
        # Asked for the whole happening, so that all who cite the outlet for it are led to one page.
        members = self._clusters[happening] if happening >= 0 else ()
        told = [self._claims[claim] for claim in members if claim in self._claims] or [node.claim]
        near = self._near.of(told, [c for c in self._of_outlet.get(key, ()) if c.document != node.document])
        return near or self._drawn_on(key, node.document)

    def _drawn_on(self, key: str, document: str) -> Claim | None:
        """A claim of the outlet's page that a document shares another happening with: it cites that page."""
        shared = [
            there
            for claim in self._by_document.get(document, ())
            for there in self._by_outlet.get((self._cluster.get(claim.id, -2), key), ())
            if there.document != document
        ]
        return min(shared, key=lambda c: (self.upstream.order(c.document), c.trigger.start, c.id), default=None)

    def _cited_by_chain(self, node: _Node) -> list[tuple[str, str]]:
        """(key, words) of the outlets that a claim's own chain names, from the outermost inwards."""
        reading = self._readings.get(node.document)
        if reading is None or node.claim is None:
            return []
        own = self._outlet(reading.outlet) if reading.outlet else None
        found = []
        for link in node.claim.attribution:
            if link.source_class == "media" and link.span is not None:
                key, named = self._named(reading, link.span)
                if key and key != own:
                    found.append((key, named))
        return found

    def _named(self, reading: Reading, span: Span) -> tuple[str, str]:
        """(key, words) of a name from the beginning of its first word; «الوكالة» is the outlet named before,
        «مواقع إخبارية» is none."""
        start = span.start
        while start > 0 and reading.text[start - 1].isalpha():
            start -= 1
        words = reading.text[start : span.end] if reading.text[span.start : span.end] == span.text else span.text
        if self._citations.names_none(words):
            return "", ""
        if self._citations.is_kind(words):
            before = self._citations.named_before(reading, span.start)
            return (self._source(before.key), before.words) if before is not None else ("", "")
        return self._outlet(words), words

    def _outlet(self, name: str) -> str:
        """The key of an outlet by its name."""
        return self._source(self._citations.key(name))

    def _source(self, key: str) -> str:
        """The key that stands for all names of one source."""
        return self._one_source.get(key, key)

    def _cited_by_page(self, document: str) -> tuple[str, str] | None:
        """(key, words) of the outlet that a page cites as a whole."""
        if document not in self._whole:
            reading = self._readings.get(document)
            found = None
            if reading is not None:
                found = self._citations.speaks_for_whole(reading, self._rule["head"], self._rule["tail"])
            self._whole[document] = (self._source(found.key), found.words) if found is not None else None
        return self._whole[document]

    def _spoken(self, node: _Node) -> _Step | None:
        key = self._speakers.key(node.claim) if node.claim is not None else None
        if node.claim is None or key is None or node.claim.speaker.span is None:
            return None
        words = node.claim.speaker.span.text
        reason = f"goes back to the statement of «{words}»"
        return _Step(_Root(f"source:{self._source(key)}", words, reason), reason)

    def _handed_on(self, node: _Node) -> _Step | None:
        """To the one statement that a page hands on of a happening: what it tells beside it confirms nothing.

        A party's statement is a side, and what the page tells beside it is not the party's.
        """
        if node.claim is None or node.claim.id not in self._cluster:
            return None
        told = node.claim
        keys = {
            key: claim
            for key, claim in self._stated.get((self._cluster[told.id], told.document), ())
            if (claim.polarity, claim.modality) == (told.polarity, told.modality)
        }
        if len(keys) != 1:
            return None
        ((_, stated),) = keys.items()
        assert stated.speaker.span is not None
        reason = f"told beside the statement of «{stated.speaker.span.text}», which its page hands on"
        return _Step(_Node(stated.document, stated), reason)

    def _told_before(self, node: _Node) -> _Step | None:
        """To what the same outlet told of the happening before: who repeats or updates itself stays one origin."""
        reading = self._readings.get(node.document)
        if node.claim is None or reading is None or not reading.outlet or node.claim.id not in self._cluster:
            return None
        place = self._cluster[node.claim.id], self._outlet(reading.outlet)
        if place not in self._first_told:
            own = [c for c in self._by_outlet[place] if self._speakers.key(c) is None]
            self._first_told[place] = min(
                own, key=lambda c: (self.upstream.order(c.document), c.trigger.start, c.id), default=None
            )
        first = self._first_told[place]
        if first is None or self.upstream.order(first.document) >= self.upstream.order(node.document):
            return None
        return _Step(_Node(first.document, first), f"«{reading.outlet}» told it before; its own reports count once")

    def _own(self, document: str, claim: Claim | None = None) -> _Root:
        reading = self._readings.get(document)
        label = (reading.outlet or reading.title if reading is not None else None) or document[:12]
        speaker = claim.speaker.span if claim is not None and claim.speaker.source_class != "narrator" else None
        voice = f"hands on what «{speaker.text}» told it" if speaker is not None else "tells it in its own voice"
        reason = f"{voice}; no earlier report is known"
        return _Root(self.upstream.first_version(document), label, reason)
