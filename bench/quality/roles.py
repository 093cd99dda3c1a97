"""Fits the learned opinion on roles and says what it gains where it was not fitted.

usage: python -m bench.quality.roles [REFERENCE.jsonl] [--write]

Without --write only the cross-validation over outlets and over days is printed: every fold is judged by
weights that never saw its outlet, or its day. Needs the extra `fit`.
"""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import Json, MeasureError, Reference, table
from bench.quality import fitting
from takhrij.arabic import Arabic
from takhrij.core.codec import extraction_to_json
from takhrij.core.ids import content_id
from takhrij.core.records import Extraction, Mention, Reading
from takhrij.evaluate.guide import Guide, load_guide
from takhrij.evaluate.pairing import Tally, agreement, pair
from takhrij.evaluate.score import score
from takhrij.find import Finders
from takhrij.frame import Framer, choice, description
from takhrij.frame.choice import Board
from takhrij.frame.claims import actor_ref, to_claims
from takhrij.frame.description import ROLES, Cast
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.frame.opinion import Opinion, Table
from takhrij.resources import Resources

MODEL = Path(__file__).resolve().parents[2] / "takhrij" / "data" / "role_model.json"
# Who is less likely than this is not combined with others.
LOW = 0.12
# Strength of the penalty: weights of candidates, weights of sets.
REGULARITY, REGULARITY_OF_SETS = 0.015, 0.03
LEAST_SEEN = 8
LEAST_WEIGHT = 0.05
FOLDS = 5


# A setting and what holds in it.
Feature = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reference document with what the rules make of it."""

    document: Json
    reading: Reading
    notes: Annotated
    drafts: list[Draft]


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate, or one set for one role, of a paired claim: its features by setting and the roles in which the
    reference has it."""

    features: list[Feature]
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


def _crossed(settings: Sequence[str], features: Sequence[str]) -> list[Feature]:
    return [(setting, feature) for setting in settings for feature in features]


def _answers(annotation: Annotation, language: Arabic, guide: Guide) -> list[tuple[int, Json]]:
    """Number and reference event of every claim that answers one."""
    made, events = predicted(annotation, language, None), annotation.document["events"]
    return [(number, events[at]) for at, number, _ in pair(guide, events, made["claims"], made["text"]).pairs]


def _tallies(guide: Guide, event: Json, mentions: Sequence[Mention], language: Arabic) -> dict[str, Tally]:
    """How some mentions agree with each role of an event."""
    refs = [actor_ref(mention, language) for mention in mentions]
    fillers = [{"id": ref.id, "text": ref.span.text} for ref in refs]
    held = agreement(guide, event, {"roles": dict.fromkeys(ROLES, fillers)}).fields
    return {role: held[role] for role in ROLES}


def examples(annotation: Annotation, language: Arabic, guide: Guide) -> list[Example]:
    """One example a candidate of every claim that answers a reference event."""
    cast = Cast.of(annotation.notes, annotation.drafts)
    found = []
    for number, event in _answers(annotation, language, guide):
        settings = description.settings(annotation.drafts[number])
        for candidate in description.describe(annotation.notes, cast, number):
            held = _tallies(guide, event, [candidate.mention], language)
            roles = frozenset(role for role in ROLES if held[role].right)
            found.append(Example(_crossed(settings, ("", *candidate.features)), roles))
    return found


def examples_of_sets(
    annotation: Annotation, language: Arabic, guide: Guide, opinion: Opinion
) -> dict[str, list[Example]]:
    """By role, one example an option of every claim that answers an event, as an opinion on candidates has them."""
    notes, cast = annotation.notes, Cast.of(annotation.notes, annotation.drafts)
    board = Board(cast, [opinion.standing(notes, cast, at) for at in range(len(cast.drafts))], opinion.low)
    found: dict[str, list[Example]] = {role: [] for role in ROLES}
    for number, event in _answers(annotation, language, guide):
        settings = choice.settings(annotation.drafts[number])
        candidates = board.standings[number].candidates
        for role in ROLES:
            for option in board.options(number, role):
                held = _tallies(guide, event, [candidates[id].mention for id in sorted(option)], language)
                right = frozenset((role,) if held[role].full else ())
                found[role].append(Example(_crossed(settings, board.describe(number, role, option)), right))
    return found


def fit(found: Sequence[Example], role: str, regularity: float) -> Table:
    """Logistic regression with an L2 penalty for one role, over features seen often enough."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for example in found for feature in set(example.features))
    rows = [{feature: 1 for feature in example.features if seen[feature] >= LEAST_SEEN} for example in found]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    # The solver takes 32-bit indices only.
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model = LogisticRegression(C=regularity, fit_intercept=False, max_iter=400, solver="liblinear", random_state=0)
    model.fit(matrix, [role in example.roles for example in found])
    table: dict[str, dict[str, float]] = {}
    for (setting, feature), weight in zip(vectorizer.feature_names_, model.coef_[0], strict=True):
        rounded = round(float(weight), 2)
        if abs(rounded) >= LEAST_WEIGHT:
            table.setdefault(setting, {})[feature] = rounded
    return table


def learn(found: Sequence[Annotation], language: Arabic, guide: Guide) -> Opinion:
    """Fit candidates, then sets by what candidates look like where they were not fitted."""
    known = [examples(annotation, language, guide) for annotation in found]

    def of_candidates(numbers: Sequence[int], sets: Mapping[str, Table], types: frozenset[str]) -> Opinion:
        pooled = [example for number in numbers for example in known[number]]
        return Opinion({role: fit(pooled, role, REGULARITY) for role in ROLES}, sets, LOW, types)

    sets: dict[str, list[Example]] = {role: [] for role in ROLES}
    for part in range(FOLDS):
        outside = of_candidates([n for n in range(len(found)) if n % FOLDS != part], {}, frozenset())
        for annotation in found[part::FOLDS]:
            for role, made in examples_of_sets(annotation, language, guide, outside).items():
                sets[role] += made
    types = frozenset(event["type"] for annotation in found for event in annotation.document["events"])
    fitted = {role: fit(sets[role], role, REGULARITY_OF_SETS) for role in ROLES}
    return of_candidates(range(len(found)), fitted, types)


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
    predictions: list[Json] = []
    for fold in folds(found, key):
        inside = {id(annotation) for annotation in fold}
        opinion = learn([a for a in found if id(a) not in inside], language, guide)
        predictions += [predicted(annotation, language, opinion) for annotation in fold]
    return row(f"learned, other {key}s", predictions, [annotation.document for annotation in found])


def model_json(opinion: Opinion, reference: Reference) -> dict[str, Any]:
    """The frozen model with where it comes from."""
    return {
        "version": 2,
        "made_by": "python -m bench.quality.roles --write",
        "fitted_on": {"name": reference.name, "sha256": reference.sha256},
        "low": opinion.low,
        "types": sorted(opinion.types),
        "candidates": opinion.candidates,
        "sets": opinion.sets,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = fitting.parser("roles", "Fits the learned opinion on roles.", MODEL)
    options = parser.parse_args(arguments)
    try:
        reference = fitting.reference_of(options)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    documents, guide = reference.documents(), load_guide(Resources())
    found, language = read_by_rules(documents)
    rows = [row("rules alone", [predicted(a, language, None) for a in found], documents)]
    rows += [cross_validated(found, language, key, guide) for key in ("source", "published")]
    print(table(rows))
    if options.write:
        opinion = learn(found, language, guide)
        text = json.dumps(model_json(opinion, reference), ensure_ascii=False, indent=0, sort_keys=True)
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.name}: {len(text.encode()) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
