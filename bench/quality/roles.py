"""Fits the learned opinion on roles and says what it gains where it was not fitted.

usage: python -m bench.quality.roles [REFERENCE.jsonl] [--write]

Without --write only the cross-validation over outlets and over days is printed: every fold is judged by
weights that never saw its outlet, or its day. Needs the extra `fit`.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import TRAIN, Json, MeasureError, Reference, present, table
from takhrij.arabic import Arabic
from takhrij.core.codec import extraction_to_json
from takhrij.core.ids import content_id
from takhrij.core.records import Extraction, Reading
from takhrij.evaluate.guide import Guide, load_guide
from takhrij.evaluate.pairing import agreement, pair
from takhrij.evaluate.score import score
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.claims import actor_ref, to_claims
from takhrij.frame.description import ROLES, Cast, crossed, describe, frequencies
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.frame.opinion import Opinion
from takhrij.resources import Resources

MODEL = Path(__file__).resolve().parents[2] / "takhrij" / "data" / "role_model.json"
# A party added must be likelier than not; one from another sentence nearly sure, for reports name a side in one
# place and another in the next; a filler of the rules is worth more than a doubt.
ADD, BEYOND, KEEP = 0.5, 0.8, 0.05
REGULARITY = 0.1
LEAST_SEEN = 4
LEAST_WEIGHT = 0.05
LEAST_EVENTS = 25
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reference document with what the rules make of it."""

    document: Json
    reading: Reading
    notes: Annotated
    drafts: list[Draft]


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate of one paired claim: its features and the roles that the reference gives it."""

    features: list[str]
    roles: frozenset[str]


def read_by_rules(documents: Sequence[Json]) -> tuple[list[Annotation], Arabic]:
    """Every document read by the rules alone."""
    language, resources = Arabic(), Resources()
    finders, framer = Finders(language, resources), Framer(language, resources)
    found = []
    for document in documents:
        text = document["text"]
        reading = Reading(content_id(document), "jsonl@1", text, published=document.get("published") or None)
        tokens = language.tokenize(text)
        notes, _, drafts = framer.by_rules(tokens, reading, finders.find(tokens, reading))
        found.append(Annotation(document, reading, notes, drafts))
    return found, language


def predicted(annotation: Annotation, language: Arabic, opinion: Opinion | None) -> Json:
    """The document as `extract` prints it, with or without a second opinion."""
    drafts = [copy.copy(draft) for draft in annotation.drafts]
    for draft in drafts:
        draft.roles = dict(draft.roles)
    if opinion is not None:
        opinion.settle(annotation.notes, drafts)
    claims = to_claims(annotation.reading.document, annotation.notes, drafts, language)
    return extraction_to_json(Extraction(annotation.reading, claims), label=annotation.document["id"], url=None)


def examples(annotation: Annotation, language: Arabic, guide: Guide) -> list[Example]:
    """One example a candidate of every claim that answers a reference event."""
    made = predicted(annotation, language, None)
    events = annotation.document["events"]
    named, cast = frequencies(annotation.notes), Cast.of(annotation.drafts)
    found = []
    for at, number, _ in pair(guide, events, made["claims"], made["text"]).pairs:
        draft = annotation.drafts[number]
        for candidate in describe(annotation.notes, cast, number, named):
            ref = actor_ref(candidate.mention, language)
            filler = [{"id": ref.id, "text": ref.span.text}]
            held = agreement(guide, events[at], {"roles": dict.fromkeys(ROLES, filler)}).fields
            roles = frozenset(role for role in ROLES if held[role].right)
            found.append(Example(list(crossed(draft, candidate.features)), roles))
    return found


def fit(found: Sequence[Example], types: frozenset[str]) -> Opinion:
    """Logistic regression with an L2 penalty, a model a role, over features seen often enough."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for example in found for feature in set(example.features))
    rows = [{feature: 1 for feature in example.features if seen[feature] >= LEAST_SEEN} for example in found]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    # The solver takes 32-bit indices only.
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    weights: dict[str, dict[str, float]] = {}
    for role in ROLES:
        model = LogisticRegression(
            C=REGULARITY, fit_intercept=False, max_iter=400, solver="liblinear", random_state=0
        )
        model.fit(matrix, [role in example.roles for example in found])
        pairs = zip(vectorizer.feature_names_, model.coef_[0], strict=True)
        rounded = {feature: round(float(weight), 2) for feature, weight in pairs}
        weights[role] = {
            feature: weight for feature, weight in sorted(rounded.items()) if abs(weight) >= LEAST_WEIGHT
        }
    return Opinion(weights, ADD, BEYOND, KEEP, types)


def judged_types(documents: Sequence[Json]) -> frozenset[str]:
    """Types with enough reference events to learn from."""
    counted = Counter(event["type"] for document in documents for event in document["events"])
    return frozenset(type_ for type_, number in counted.items() if number >= LEAST_EVENTS)


def folds(found: Sequence[Annotation], key: str) -> list[list[Annotation]]:
    """Groups of one value of a document's key, dealt to folds of about the same number of events."""
    groups: dict[str, list[Annotation]] = defaultdict(list)
    for annotation in found:
        groups[str(annotation.document.get(key))].append(annotation)

    def events(members: Sequence[Annotation]) -> int:
        return sum(len(member.document["events"]) for member in members)

    dealt = deal({group: events(members) for group, members in groups.items()}, FOLDS)
    return [[annotation for group in sorted(fold) for annotation in groups[group]] for fold in dealt]


def deal(sizes: Mapping[str, int], number: int) -> list[set[str]]:
    """Groups dealt to folds of about the same size, the largest first."""
    dealt: list[set[str]] = [set() for _ in range(number)]
    for group in sorted(sizes, key=lambda group: (-sizes[group], group)):
        min(dealt, key=lambda fold: sum(sizes[g] for g in fold)).add(group)
    return [fold for fold in dealt if fold]


def row(name: str, predictions: Sequence[Json], references: Sequence[Json]) -> dict[str, object]:
    """The figures that the opinion can move."""
    result = score(predictions, references)
    fields = {role: result.fields[role].f1 for role in ROLES}
    return {"opinion": name, "event F1": result.event.f1, "whole F1": result.whole.f1, **fields}


def cross_validated(found: Sequence[Annotation], language: Arabic, key: str, guide: Guide) -> dict[str, object]:
    """Figures where every document is judged by weights that never saw its group."""
    known = {id(annotation): examples(annotation, language, guide) for annotation in found}
    predictions: list[Json] = []
    for fold in folds(found, key):
        inside = {id(annotation) for annotation in fold}
        rest = [annotation for annotation in found if id(annotation) not in inside]
        learned = [example for annotation in rest for example in known[id(annotation)]]
        opinion = fit(learned, judged_types([annotation.document for annotation in rest]))
        predictions += [predicted(annotation, language, opinion) for annotation in fold]
    return row(f"learned, other {key}s", predictions, [annotation.document for annotation in found])


def model_json(opinion: Opinion, reference: Reference) -> dict[str, Any]:
    """The frozen model with where it comes from."""
    return {
        "version": 1,
        "made_by": "python -m bench.quality.roles --write",
        "fitted_on": {"name": reference.name, "sha256": reference.sha256},
        "add": opinion.add,
        "beyond": opinion.beyond,
        "keep": opinion.keep,
        "types": sorted(opinion.types),
        "weights": opinion.weights,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="roles", description="Fits the learned opinion on roles.")
    parser.add_argument("reference", nargs="?", type=Path, help="annotated documents; the training set unless told")
    parser.add_argument("--write", action="store_true", help=f"freeze the weights in {MODEL.name}")
    options = parser.parse_args(arguments)
    reference = Reference(options.reference.stem, options.reference) if options.reference else TRAIN
    try:
        present([reference])
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    documents, guide = reference.documents(), load_guide(Resources())
    found, language = read_by_rules(documents)
    rows = [row("rules alone", [predicted(a, language, None) for a in found], documents)]
    rows += [cross_validated(found, language, key, guide) for key in ("source", "published")]
    print(table(rows))
    if options.write:
        learned = [example for annotation in found for example in examples(annotation, language, guide)]
        opinion = fit(learned, judged_types(documents))
        text = json.dumps(model_json(opinion, reference), ensure_ascii=False, indent=0, sort_keys=True)
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.name}: {len(text.encode()) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
