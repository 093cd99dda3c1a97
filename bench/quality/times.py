"""Fits the weights by which a predicate takes its time and says what they gain where they were not fitted.

usage: python -m bench.quality.times [REFERENCE.jsonl] [--write]

Without --write only the cross-validation over outlets and over days is printed: every fold is timed by weights
that never saw its outlet, or its day. Needs the extra `fit`.
"""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import Json, MeasureError, table
from bench.quality import fitting
from bench.quality.fitting import Material, materials_of, origin
from bench.quality.roles import FOLDS
from takhrij.arabic import Arabic
from takhrij.core.codec import extraction_to_json
from takhrij.core.ids import content_id
from takhrij.core.records import Extraction, Reading
from takhrij.evaluate.guide import Guide, load_guide, time_holds
from takhrij.evaluate.pairing import agreement, pair, sentences_of
from takhrij.evaluate.score import score
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.account import Account
from takhrij.frame.claims import to_claims
from takhrij.frame.drafts import drafts_of
from takhrij.frame.marks import Annotated, annotate
from takhrij.frame.merge import merge
from takhrij.frame.modality import settle_days
from takhrij.frame.model import Draft
from takhrij.frame.relevance import Concern, relevant
from takhrij.frame.speech import Telling
from takhrij.frame.timing import Choice, choices
from takhrij.frame.when import Clock
from takhrij.resources import Resources

MODEL = Path(__file__).resolve().parents[2] / "takhrij" / "data" / "time_model.json"
# How strongly weights are held near zero, and how often a feature has to be seen.
PENALTY = 10.0
LEAST_SEEN = 4
LEAST_WEIGHT = 2
# None is one choice against several dates of one value: it wins too easily by so many hundredths.
HANDICAP = 30
_FIELDS = ("actor", "target", "place", "count")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reference document with the drafts that are to be timed."""

    document: Json
    reading: Reading
    notes: Annotated
    drafts: list[Draft]


@dataclass(frozen=True, slots=True)
class Example:
    """What one predicate may take as its time, and which of it the reference bears out."""

    choices: list[Choice]
    right: list[bool]


def read(documents: Sequence[Json]) -> tuple[list[Annotation], Arabic]:
    """Every document up to the point where times are settled."""
    language, resources = Arabic(), Resources()
    finders, framer = Finders(language, resources), Framer(language, resources)
    found = []
    for document in documents:
        text = document["text"]
        reading = Reading(content_id(document), "jsonl@1", text, published=document.get("published") or None)
        tokens = language.tokenize(text)
        notes = annotate(tokens, finders.find(tokens, reading), framer.lexicon)
        concern = Concern.of(notes, framer.lexicon)
        drafts = relevant(concern, drafts_of(notes, Telling(notes), concern))
        found.append(Annotation(document, reading, notes, drafts))
    return found, language


def _copied(drafts: Sequence[Draft]) -> list[Draft]:
    made = []
    for draft in drafts:
        fresh = copy.copy(draft)
        fresh.roles = {role: list(held) for role, held in draft.roles.items()}
        fresh.counts, fresh.evidence = dict(draft.counts), dict(draft.evidence)
        made.append(fresh)
    return made


def predicted(annotation: Annotation, language: Arabic, clock: Clock | None) -> Json:
    """The document as `extract` prints it before the opinion on roles; without a clock as the first guess has it."""
    drafts, published = _copied(annotation.drafts), annotation.reading.published
    if clock is not None:
        clock.settle(annotation.notes, drafts, published)
    settle_days(annotation.notes, drafts, published)
    claims = to_claims(annotation.reading.document, annotation.notes, merge(drafts), language)
    return extraction_to_json(Extraction(annotation.reading, claims), label=annotation.document["id"], url=None)


def _event(guide: Guide, annotation: Annotation, claim: Json, start: int) -> Json | None:
    """The event that a draft tells, by all but its time; None when it tells none."""
    text = annotation.document["text"]
    fitting = [
        event
        for event in annotation.document["events"]
        if event["type"] == claim["type"] and any(a <= start < b for a, b in sentences_of(text, event["evidence"]))
    ]

    def likeness(event: Json) -> float:
        fields = agreement(guide, event, claim).fields
        return sum(fields[name].balance for name in _FIELDS)

    return max(fitting, key=likeness, default=None)


def _told(choice: Choice) -> bool:
    """Whether a choice is a date of the predicate's own sentence."""
    return choice.time is not None and not any(f.startswith("carried") for f in choice.features)


def examples(annotation: Annotation, language: Arabic, guide: Guide) -> list[Example]:
    """One example a draft that tells an event.

    Where an event is told again without its date, to take none is as right as to carry it.
    """
    account = Account.of(annotation.notes, annotation.drafts, annotation.reading.published)
    by_event: dict[int, list[tuple[Draft, Example]]] = defaultdict(list)
    for draft in annotation.drafts:
        claims = to_claims(annotation.reading.document, annotation.notes, [draft], language)
        printed = extraction_to_json(Extraction(annotation.reading, claims), label="", url=None)["claims"][0]
        event = _event(guide, annotation, printed, annotation.notes.text.tokens[draft.hit.first].start)
        if event is None:
            continue
        weighed = choices(account, draft)
        right = [time_holds(event.get("date"), [c.time.edtf] if c.time else []) for c in weighed]
        by_event[id(event)].append((draft, Example(weighed, right)))
    found = []
    for tellings in by_event.values():
        dated = [any(map(lambda c, r: r and _told(c), e.choices, e.right)) for _, e in tellings]
        for (draft, example), own in zip(tellings, dated, strict=True):
            if draft.hit.sentence and not own and any(dated) and example.choices[0].time is None:
                example.right[0] = True
            if not any(example.right) and example.choices[0].time is None:
                example.right[0] = True
            if any(example.right):
                found.append(example)
    return found


def fit(found: Sequence[Example]) -> Clock:
    """Weights under which the right choices are likeliest, held near zero (a conditional logit)."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    seen = Counter(f for example in found for choice in example.choices for f in choice.features)
    names = sorted(feature for feature, times in seen.items() if times >= LEAST_SEEN)
    column = {name: at for at, name in enumerate(names)}
    cells = [
        (row, column[feature])
        for row, choice in enumerate(choice for example in found for choice in example.choices)
        for feature in choice.features
        if feature in column
    ]
    group = np.array([at for at, example in enumerate(found) for _ in example.choices])
    right = np.array([float(r) for example in found for r in example.right])
    matrix = csr_matrix((np.ones(len(cells)), np.array(cells).T), shape=(len(group), len(names)))

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        highest = np.full(len(found), -np.inf)
        np.maximum.at(highest, group, scores)
        raised = np.exp(scores - highest[group])
        every, good = np.bincount(group, raised), np.bincount(group, raised * right)
        slope = matrix.T @ (raised / every[group] - raised * right / good[group])
        return float(np.log(every / good).sum() + PENALTY / 2 * weights @ weights), slope + PENALTY * weights

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    rounded = {name: round(100 * float(solved[at])) for name, at in column.items()}
    rounded["none"] = rounded.get("none", 0) - HANDICAP
    return Clock({name: weight for name, weight in rounded.items() if abs(weight) >= LEAST_WEIGHT})


def folds(found: Sequence[Annotation], key: str) -> list[list[Annotation]]:
    """Groups of one value of a document's key, dealt to folds of about the same number of events."""
    groups: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in found:
        # Own texts name no outlet: each stands for itself.
        document = annotation.document
        groups[str(document.get("source") and document.get(key) or document["id"])].append(annotation)

    def events(members: Sequence[Annotation]) -> int:
        return sum(len(member.document["events"]) for member in members)

    dealt: list[list[Annotation]] = [[] for _ in range(FOLDS)]
    for _, members in sorted(groups.items(), key=lambda pair: (-events(pair[1]), pair[0])):
        min(dealt, key=events).extend(members)
    return [fold for fold in dealt if fold]


def row(name: str, predictions: Sequence[Json], references: Sequence[Json], guide: Guide) -> dict[str, object]:
    """The figures that times can move; `right` is the share of paired claims whose time is."""
    result, pairs, right = score(predictions, references), 0, 0
    for made, reference in zip(predictions, references, strict=True):
        for event, claim, _ in pair(guide, reference["events"], made["claims"], made["text"]).pairs:
            told = [filler["edtf"] for filler in made["claims"][claim]["roles"].get("time", [])]
            right += time_holds(reference["events"][event].get("date"), told)
            pairs += 1
    figures = {"event F1": result.event.f1, "whole F1": result.whole.f1, "time F1": result.fields["time"].f1}
    return {"times": name, **figures, "right": right / max(1, pairs)}


def cross_validated(found: Sequence[Annotation], language: Arabic, key: str, guide: Guide) -> dict[str, object]:
    """Figures where every document is timed by weights that never saw its group."""
    known = {id(annotation): examples(annotation, language, guide) for annotation in found}
    predictions: dict[int, Json] = {}
    for fold in folds(found, key):
        inside = {id(annotation) for annotation in fold}
        clock = fit([e for annotation in found if id(annotation) not in inside for e in known[id(annotation)]])
        predictions |= {id(annotation): predicted(annotation, language, clock) for annotation in fold}
    made = [predictions[id(annotation)] for annotation in found]
    return row(f"weighed, other {key}s", made, [annotation.document for annotation in found], guide)


def model_json(clock: Clock, materials: list[Material]) -> dict[str, Any]:
    """The frozen model with where it comes from."""
    return {
        "version": 1,
        "made_by": "python -m bench.quality.times --write",
        "fitted_on": origin(materials),
        "weights": clock.weights,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = fitting.parser("times", "Fits the weights by which a predicate takes a time.", MODEL)
    options = parser.parse_args(arguments)
    try:
        materials = materials_of(options)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    documents = [document for material in materials for document in material.documents]
    guide = load_guide(Resources())
    found, language = read(documents)
    if options.write:
        clock = fit([example for annotation in found for example in examples(annotation, language, guide)])
        text = json.dumps(model_json(clock, materials), ensure_ascii=False, indent=0, sort_keys=True)
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.name}: {len(clock.weights)} weights")
        return 0
    rows = [row("first guess", [predicted(a, language, None) for a in found], documents, guide)]
    rows += [cross_validated(found, language, key, guide) for key in ("source", "published")]
    print(table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
