"""Fits the learned verdict on which drafts are happenings, and says what it gains where it was not fitted.

usage: python -m bench.quality.happenings [REFERENCE.jsonl] [--write]

Without --write only the cross-validation over outlets and over days is printed: every fold is judged by weights
that never saw its outlet, or its day. Needs the extra `fit`. Fit the opinion on roles first: the verdict sees them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import Json, MeasureError, Reference, table
from bench.quality import fitting
from bench.quality.roles import Annotation, folds, predicted, read_by_rules
from takhrij.arabic import Arabic
from takhrij.evaluate.guide import Guide, load_guide
from takhrij.evaluate.pairing import pair
from takhrij.evaluate.score import score
from takhrij.frame.opinion import Opinion
from takhrij.frame.standing import crossed, describe
from takhrij.frame.verdict import Verdict
from takhrij.resources import Resources

MODEL = Path(__file__).resolve().parents[2] / "takhrij" / "data" / "event_model.json"
# A draft of the rules is worth more than a doubt: it is left out only where it is clearly unlikely.
LEAST = 0.37
REGULARITY = 0.05
LEAST_SEEN = 5
LEAST_WEIGHT = 0.02
LEAST_EVENTS = 25


@dataclass(frozen=True, slots=True)
class Example:
    """One draft: its features and whether it answers a reference event."""

    features: list[str]
    stands: bool


def settled(annotations: Sequence[Annotation], opinion: Opinion) -> None:
    """Lay the opinion on roles over every draft, as the program does before the verdict."""
    for annotation in annotations:
        opinion.settle(annotation.notes, annotation.drafts)


def judged(annotation: Annotation, language: Arabic, verdict: Verdict | None) -> Json:
    """The document as `extract` prints it, with or without the verdict."""
    if verdict is not None:
        kept = verdict.settle(annotation.notes, annotation.drafts)
        annotation = Annotation(annotation.document, annotation.reading, annotation.notes, kept)
    return predicted(annotation, language, None)


def examples(annotation: Annotation, language: Arabic, guide: Guide) -> list[Example]:
    """One example a draft; retellings of an event that was found count neither way."""
    made = predicted(annotation, language, None)
    pairing = pair(guide, annotation.document["events"], made["claims"], made["text"])
    right = {number for _, number, _ in pairing.pairs}
    found = []
    for at, draft in enumerate(annotation.drafts):
        if at not in pairing.retold:
            features = list(crossed(draft, describe(annotation.notes, annotation.drafts, at)))
            found.append(Example(features, at in right))
    return found


def fit(found: Sequence[Example], types: frozenset[str]) -> Verdict:
    """Logistic regression with an L2 penalty over features seen often enough."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for example in found for feature in set(example.features))
    rows = [{feature: 1 for feature in example.features if seen[feature] >= LEAST_SEEN} for example in found]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    # The solver takes 32-bit indices only.
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model = LogisticRegression(C=REGULARITY, fit_intercept=False, max_iter=500, solver="liblinear", random_state=0)
    model.fit(matrix, [example.stands for example in found])
    pairs = zip(vectorizer.feature_names_, model.coef_[0], strict=True)
    rounded = {feature: round(float(weight), 2) for feature, weight in pairs}
    return Verdict({f: w for f, w in sorted(rounded.items()) if abs(w) >= LEAST_WEIGHT}, LEAST, types)


def row(name: str, predictions: Sequence[Json], references: Sequence[Json]) -> dict[str, object]:
    """The figures that the verdict can move."""
    result = score(predictions, references)
    event = result.event
    return {"verdict": name, "P": event.precision, "R": event.recall, "event F1": event.f1, "whole": result.whole.f1}


def judged_types(documents: Sequence[Json]) -> frozenset[str]:
    """Types with enough reference events to learn from."""
    counted = Counter(event["type"] for document in documents for event in document["events"])
    return frozenset(type_ for type_, number in counted.items() if number >= LEAST_EVENTS)


def cross_validated(found: Sequence[Annotation], language: Arabic, key: str, guide: Guide) -> dict[str, object]:
    """Figures where every document is judged by weights that never saw its group."""
    known = {id(annotation): examples(annotation, language, guide) for annotation in found}
    predictions: list[Json] = []
    for fold in folds(found, key):
        inside = {id(annotation) for annotation in fold}
        rest = [annotation for annotation in found if id(annotation) not in inside]
        learned = [example for annotation in rest for example in known[id(annotation)]]
        verdict = fit(learned, judged_types([annotation.document for annotation in rest]))
        predictions += [judged(annotation, language, verdict) for annotation in fold]
    return row(f"learned, other {key}s", predictions, [annotation.document for annotation in found])


def model_json(verdict: Verdict, reference: Reference) -> dict[str, Any]:
    """The frozen model with where it comes from."""
    return {
        "version": 1,
        "made_by": "python -m bench.quality.happenings --write",
        "fitted_on": {"name": reference.name, "sha256": reference.sha256},
        "least": verdict.least,
        "types": sorted(verdict.types),
        "weights": verdict.weights,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = fitting.parser("happenings", "Fits the learned verdict on happenings.", MODEL)
    options = parser.parse_args(arguments)
    try:
        reference = fitting.reference_of(options)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    documents, guide, resources = reference.documents(), load_guide(Resources()), Resources()
    found, language = read_by_rules(documents)
    settled(found, Opinion.load(resources))
    rows = [row("all drafts", [judged(a, language, None) for a in found], documents)]
    rows += [cross_validated(found, language, key, guide) for key in ("source", "published")]
    print(table(rows))
    if options.write:
        learned = [example for annotation in found for example in examples(annotation, language, guide)]
        verdict = fit(learned, judged_types(documents))
        text = json.dumps(model_json(verdict, reference), ensure_ascii=False, indent=0, sort_keys=True)
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.name}: {len(text.encode()) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
