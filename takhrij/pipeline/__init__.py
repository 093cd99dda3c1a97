"""The whole way on one screen: read, find, frame, link, weigh. The only module that names all stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from takhrij import find, frame, read, weigh
from takhrij.core.codec import extraction_to_json
from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.core.ids import sha256
from takhrij.core.records import Copy, Document, Problem, Reading
from takhrij.evaluate.references import load_references
from takhrij.evaluate.score import Score, score
from takhrij.frame.check import check as check_frames
from takhrij.link.copies import copies, judged_none, passages_lifted
from takhrij.link.events import Judgement, Linker
from takhrij.link.origins import Material as Traces
from takhrij.link.origins import origins
from takhrij.link.persons import entities, given_names
from takhrij.link.tables import tables
from takhrij.pipeline import keeping, naming
from takhrij.pipeline.caging import runner, unfolding, unread, untold
from takhrij.pipeline.extracting import Extractor
from takhrij.pipeline.judging import decide
from takhrij.pipeline.tools import LANGUAGE, tools
from takhrij.read.contract import Source
from takhrij.resources import Resources
from takhrij.run import LocalRunner, Runner
from takhrij.run.lasting import undisturbed
from takhrij.show.view import CaseView, case_view
from takhrij.store import Links, Store, custody, erasure, open_case
from takhrij.store.replay import replay

__all__ = [
    "LANGUAGE",
    "Extractor",
    "Summary",
    "add",
    "copies_of",
    "decide",
    "evaluated",
    "explained",
    "extract_inputs",
    "failing_examples",
    "link_case",
    "now",
    "rebuild",
    "sources",
    "take",
    "tools",
    "view",
]
Json = dict[str, Any]
Progress = Callable[[str, int, int | None], None]


def now() -> str:
    """This moment as ISO 8601 UTC seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def silent(_stage: str, _done: int, _total: int | None) -> None:
    """The progress of one who does not look."""


# -- documents without a case ------------------------------------------------------------------------------------


def sources(paths: Sequence[Path], config: Config, runner: Runner) -> Iterator[Source | Problem]:
    """The originals in paths, opened by a runner; what cannot be opened is a Problem in its place."""
    named = read.columns(Resources(config.overlay), dict(config.columns))
    return read.expand(paths, config.max_input_bytes, named, unfolding(runner))


def _labelled(items: Iterable[Source | Problem], label: str | None) -> Iterator[Source | Problem]:
    """Sources under a label that the user gave; it can name one document only."""
    named = 0
    for item in items:
        if label is None or isinstance(item, Problem):
            yield item
            continue
        named += 1
        if named > 1:
            raise UsageError("--id names one document, but the input holds several; leave it out or give one file")
        yield replace(item, label=label)


def extract_inputs(
    paths: Sequence[Path], config: Config, label: str | None = None, mentions: bool = False
) -> Iterator[Json | Problem]:
    """One JSON object a document in input order, and a Problem in the place of an input that was refused."""
    extractor = Extractor(config)
    with runner(config, extractor.prepare) as caged:
        for outcome in caged.map(extractor.whole, _labelled(sources(paths, config, caged), label), unread):
            if isinstance(outcome, Problem):
                yield outcome
            else:
                document, extraction = outcome
                yield extraction_to_json(extraction, label=document.label, url=document.url, mentions=mentions)


def copies_of(paths: Sequence[Path], config: Config) -> tuple[list[Copy], dict[str, str], list[Problem]]:
    """Copied pairs among inputs without a case, the label of each document, and what was refused."""
    documents: dict[str, str] = {}
    readings: list[Reading] = []
    problems: list[Problem] = []
    with runner(config) as caged:
        for outcome in caged.map(Extractor(config).read, sources(paths, config, caged), unread):
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                documents.setdefault(outcome[0].sha256, outcome[0].label)
                readings.append(outcome[1])
    found = copies(readings, config.copy_threshold, LANGUAGE, Resources(config.overlay))
    return found, documents, problems


def evaluated(reference: Path, config: Config) -> Score:
    """The score of this extraction on a reference file's own texts."""
    references = load_references(reference)
    told = [row for row in extract_inputs([reference], config) if not isinstance(row, Problem)]
    return score(told, references)


def explained(text: str, config: Config, published: str | None = None) -> Json:
    """What is made of words: tokens, the way to the claims (`trace`), and the object that `extract` prints."""
    reading = Reading(sha256(text.encode("utf-8", "surrogatepass")), "words", text, published=published)
    trace = frame.Trace()
    told = extraction_to_json(Extractor(config).extract(reading, trace), label="words", url=None, mentions=True)
    tokens = LANGUAGE.tokenize(text).tokens
    words = [{"text": text[t.start : t.end], "form": t.form, "splits": [list(s) for s in t.splits]} for t in tokens]
    return {"tokens": words, "trace": trace.rows(), **told}


def failing_examples(overlay: Path | None) -> Iterator[str]:
    """Every data row whose example does not hold, over all rooms that check theirs."""
    resources = Resources(overlay)
    yield from find.check(LANGUAGE, resources)
    yield from check_frames(LANGUAGE, resources, find.Finders(LANGUAGE, resources).find)


# -- a case --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Summary:
    """What a run did to a case: inputs by fate, and what the case holds now."""

    read: int = 0
    duplicate: int = 0
    skipped: int = 0
    failed: int = 0
    extracted: int = 0
    claims: int = 0
    events: int = 0
    origins: int = 0
    unsettled: int = 0
    exhibits: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Inputs that are not in the case: skipped, for they hold nothing to read, or failed."""
        return self.skipped + self.failed

    def refuse(self, problem: Problem) -> None:
        """Count an input that is not in the case."""
        self.problems.append(problem)
        self.skipped += problem.reason in read.SKIPPED
        self.failed += problem.reason not in read.SKIPPED

    @property
    def figures(self) -> dict[str, int]:
        """All numbers by name."""
        names = (
            "read",
            "exhibits",
            "duplicate",
            "skipped",
            "failed",
            "extracted",
            "claims",
            "events",
            "origins",
            "unsettled",
        )
        return {name: getattr(self, name) for name in names}


def _case_extractor(store: Store, config: Config) -> Extractor:
    """The recipe with the case's codebook. Raises DataError where that cannot be read, before anything is touched."""
    extractor = Extractor(replace(config, overlay=store.overlay), people=True)
    extractor.prepare()
    return extractor


def add(
    paths: Sequence[Path], case: str, config: Config, progress: Progress = silent, label: str | None = None
) -> Summary:
    """Read inputs into a case (made where there is none), extract, link and weigh.

    Idempotent and resumable: a document of known bytes, name and reader is passed over, and whatever an
    interrupted run or an older model left undone is done now. Where none of the paths is there, no case is made.
    """
    if not any(path.exists() for path in paths):
        gone = Summary()
        for item in sources(paths, config, LocalRunner()):
            if isinstance(item, Problem):
                gone.refuse(item)
        return gone
    with open_case(case, create=True) as store:
        extractor = _case_extractor(store, config)
        watch = _Watch(Summary(), progress, tuple(paths))
        with runner(extractor.config, extractor.prepare) as caged:
            items = _labelled(sources(paths, extractor.config, caged), label)
            _take_in(store, caged, extractor, items, watch)
            return _complete(store, caged, extractor, watch)


def take(
    items: Callable[[Store, Runner], Iterable[Source | Problem]],
    case: str,
    config: Config,
    progress: Progress = silent,
    places: Sequence[Path] = (),
) -> Summary:
    """Like `add`, for Sources that do not all lie under paths: `items` gives them, with the open case and the runner of
    foreign bytes in hand; `places` are the paths among them."""
    with open_case(case, create=True) as store:
        extractor = _case_extractor(store, config)
        watch = _Watch(Summary(), progress, tuple(places))
        with runner(extractor.config, extractor.prepare) as caged:
            _take_in(store, caged, extractor, items(store, caged), watch)
            return _complete(store, caged, extractor, watch)


def rebuild(case: str, config: Config, progress: Progress = silent) -> Summary:
    """Everything but originals and decisions anew, by the readers and data of today."""
    with open_case(case) as store:
        extractor = _case_extractor(store, config)
        watch = _Watch(Summary(), progress)
        # One transaction: whoever interrupts a rebuild has the case as it was.
        with store.transaction(), runner(extractor.config, extractor.prepare) as caged:
            documents = list(store.documents())
            store.clear_derived()
            _take_in(store, caged, extractor, (_original(store, d) for d in documents), watch)
            told = {"documents": len(documents), "model": extractor.model}
            store.audit.append(custody.REBUILT, config.by, told, now())
            return _complete(store, caged, extractor, watch)


def _original(store: Store, document: Document) -> Source:
    by_type = {reader.media_type: name for name, reader in read.readers().items()}
    return read.archived(document, store.original(document.sha256), by_type.get(document.media_type, "text"))


def _known(store: Store, item: Source) -> bool:
    key = sha256(item.data)
    if not store.has(key) or store.reading(key) is None:
        return False
    return any((s.name, s.label) == (item.name, item.label) for s in store.sightings(key))


@dataclass(frozen=True, slots=True)
class _Watch:
    """What a run did so far, who is told of it, and the paths that it was given."""

    summary: Summary
    progress: Progress
    places: tuple[Path, ...] = ()


def _take_in(
    store: Store, caged: Runner, extractor: Extractor, items: Iterable[Source | Problem], watch: _Watch
) -> None:
    """Archive every source with its Reading; sources that were drawn wait here for their outcome."""
    waiting: list[Source | Problem] = []
    summary, by = watch.summary, extractor.config.by
    gone = {} if extractor.config.allow_erased else erasure.erased(store.audit)

    def fresh() -> Iterator[Source | Problem]:
        for item in (keeping.unerased(item, gone) for item in items):
            if isinstance(item, Source) and _known(store, item):
                summary.duplicate += 1
                continue
            waiting.append(item)
            yield item

    # What is asked of the store while drawing must not meet a half-read listing: all its listings are taken whole.
    for outcome in caged.map(extractor.read, fresh(), unread):
        item = waiting.pop(0)
        if isinstance(outcome, Problem):
            keeping.refuse(store, outcome, (by, now()), watch.places)
            summary.refuse(outcome)
        else:
            assert isinstance(item, Source)
            document, reading = outcome
            new, changed = keeping.keep(store, document, reading, item.data, (by, now()))
            summary.read += changed
            summary.exhibits += changed and read.is_exhibit(reading)
            summary.duplicate += not new and not changed
        watch.progress("read", summary.read + summary.duplicate + summary.refused, None)


def _complete(store: Store, caged: Runner, extractor: Extractor, watch: _Watch) -> Summary:
    """Extract what is not of this model yet, then link and weigh the whole case."""
    model, summary = extractor.model, watch.summary
    missing = [d.sha256 for d in store.documents() if not store.has_extraction(d.sha256, model)]
    readings = (r for key in missing if (r := store.reading(key)) is not None)
    for extraction in caged.map(extractor.extract, readings, untold):
        store.put_extraction(replace(extraction, mentions=()), model)
        summary.extracted += 1
        summary.problems += extraction.problems
        watch.progress("extract", summary.extracted, len(missing))
    watch.progress("link", 0, None)
    return link_case(store, extractor.config, summary)


# -- links and events ----------------------------------------------------------------------------------------


@undisturbed()
def link_case(store: Store, config: Config, summary: Summary | None = None) -> Summary:
    """Copies, happenings, origins and events of a case, in place of all earlier ones."""
    resources = Resources(store.overlay)
    readings = {r.document: r for r in store.readings()}
    told = replay(store, readings, LANGUAGE.fold_map)
    claims = list(told.claims.values())
    judged = [Judgement(*judgement) for judgement in told.judgements]
    found = copies(readings.values(), config.copy_threshold, LANGUAGE, resources)
    found += passages_lifted(claims, readings, found, LANGUAGE, resources)
    people = {e.reading.document: e.people for e in store.extractions()}
    found = [judged_none(copy) if (copy.a, copy.b) in told.no_copies else copy for copy in found]
    linked = Linker(LANGUAGE, resources).link(claims, readings, judged, found, people)
    pages = {key: page.url for page in store.pages() for key in page.versions}
    traced = Traces(readings, claims, found, linked.clusters, pages, told.one_origin, told.one_source)
    sprung = origins(traced, LANGUAGE, resources)
    apart = [(j.a, j.b) for j in judged if j.verdict == "different"]
    known = tables(LANGUAGE, resources)
    weighed = weigh.Material(
        readings,
        claims,
        linked.clusters,
        sprung.of_claim,
        told.grades,
        linked.parts,
        apart,
        copies=found,
        speaks=linked.speaks,
        why=sprung.why,
        parties=known.parties,
        alliances=known.alliances,
    )
    events = weigh.weigh(weighed, resources)
    unsettled = [*told.problems, *naming.judgements(told.persons, people)[1]]
    with store.transaction():
        store.replace_links(Links(tuple(found), sprung.origins, linked.links, events))
        store.replace_problems("decide", unsettled)
    done = summary or Summary()
    done.problems += unsettled
    done.claims, done.events, done.unsettled = len(claims), len(events), len(unsettled)
    done.origins = len(sprung.origins)
    return done


@undisturbed()
def view(store: Store, people: bool = False) -> CaseView:
    """A case as the screens read it, decisions laid over the claims; with `people`, its persons joined to entities."""
    readings = {r.document: r for r in store.readings()}
    extractions = tuple(store.extractions())
    machine = {claim.id: claim for e in extractions for claim in e.claims}
    told = replay(store, readings, LANGUAGE.fold_map, machine)
    seen = replace(
        case_view(store, readings, told.claims.values(), extractions),
        judged=tuple(told.judgements),
        decided={claim: tuple(made) for claim, made in told.decided.items()},
        rejected=told.rejected,
        translations=tuple(told.translations),
    )
    if not people:
        return seen
    persons = {e.reading.document: e.people for e in extractions}
    judged, _ = naming.judgements(told.persons, persons)
    given = given_names(LANGUAGE, Resources(store.overlay))
    return replace(seen, persons=persons, entities=entities(persons, given, judged), judged_persons=tuple(judged))
