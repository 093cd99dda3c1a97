"""Fits the weights by which the places of an event are chosen, and says how right they are where not fitted.

usage: python -m bench.quality.places [REFERENCE.jsonl] [--skip N] [--write]

Every fold of the cross-validation, over outlets and over days, is judged by weights that never saw its outlet, or
its day. --skip N leaves out documents whose number is a multiple of N, to be measured on. Needs the extra `fit`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import Json, MeasureError, Reference, table
from bench.quality import fitting
from bench.quality.roles import deal
from takhrij.arabic import Arabic
from takhrij.core.codec import extraction_to_json
from takhrij.core.ids import content_id
from takhrij.core.records import Extraction, PlaceValue, Reading
from takhrij.evaluate.guide import Guide, load_guide
from takhrij.evaluate.pairing import agreement, pair, sentences_of
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.claims import to_claims
from takhrij.frame.drafts import drafts_of, stand_of
from takhrij.frame.marks import annotate
from takhrij.frame.place_model import PlaceModel
from takhrij.frame.relevance import Concern
from takhrij.frame.scene import Scene
from takhrij.frame.speech import Telling
from takhrij.frame.triggers import hits
from takhrij.resources import Resources

MODEL = Path(__file__).resolve().parents[2] / "takhrij" / "data" / "place_model.json"
LEAST, CARRIED, JOINED, MORE = 0.2, 0.45, 0.45, 0.8
REGULARITY = 0.15
# What an event type adds is held down twice as hard as what holds for all.
TYPED = 0.5
LEAST_SEEN = 4
LEAST_WEIGHT = 0.04
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate place of an event: its chain, whether only another sentence tells it, its features, and whether the
    reference names it."""

    group: int
    carried: bool
    features: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One telling of a reference event with the places that may be its, and how many the reference names."""

    document: Json
    type: str
    options: list[Option]
    wanted: int


def answered(guide: Guide, document: Json, claims: Sequence[Json]) -> dict[int, Json]:
    """The reference event that each claim tells: its pair, else the likeliest event of its type told there."""
    events, text = document["events"], document["text"]
    held = {number: events[at] for at, number, _ in pair(guide, events, claims, text).pairs}
    for number, claim in enumerate(claims):
        trigger = claim["trigger"]["start"]
        near = [
            event
            for event in events
            if event["type"] == claim["type"]
            and any(start <= trigger < end for start, end in sentences_of(text, event["evidence"]))
        ]
        if near and number not in held:
            held[number] = max(near, key=lambda event: agreement(guide, event, claim).points)
    return held


def examples(documents: Sequence[Json]) -> list[Example]:
    """Every telling of a reference event that the rules find, with its candidate places."""
    language, resources = Arabic(), Resources()
    finders, framer, guide = Finders(language, resources), Framer(language, resources), load_guide(resources)
    found = []
    for document in documents:
        text = document["text"]
        reading = Reading(content_id(document), "jsonl@1", text, published=document.get("published") or None)
        tokens = language.tokenize(text)
        notes = annotate(tokens, finders.find(tokens, reading), framer.lexicon)
        speech, told = Telling(notes), list(hits(notes))
        scene = Scene.of(notes, told)
        drafts = drafts_of(notes, speech, Concern.of(notes, framer.lexicon))
        claims = to_claims(reading.document, notes, drafts, language)
        made = extraction_to_json(Extraction(reading, claims), label=document["id"], url=None)["claims"]
        for number, event in answered(guide, document, made).items():
            draft = drafts[number]
            stand = stand_of(scene, draft.hit, told, speech)
            options = []
            for candidate in scene.candidates(stand):
                value = candidate.spot.value
                assert isinstance(value, PlaceValue)
                filler = {"text": candidate.spot.mention.span.text, "name": value.name, "name_ar": value.name_ar}
                right = bool(guide.same_places(event["places"], [filler]))
                options.append(Option(candidate.spot.group, candidate.carried, candidate.features, right))
            found.append(Example(document, draft.type, options, len(event["places"])))
    return found


def fit(found: Sequence[Example]) -> PlaceModel:
    """Logistic regression with an L2 penalty over features seen often enough, in all types and in each."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows, right = [], []
    for example in found:
        for option in example.options:
            named = ("", *option.features)
            rows.append({**{("", f): 1.0 for f in named}, **{(example.type, f): TYPED for f in named}})
            right.append(option.right)
    seen = Counter(name for row in rows for name in row)
    kept = [
        {f"{kind}\t{f}": value for (kind, f), value in row.items() if seen[kind, f] >= LEAST_SEEN} for row in rows
    ]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(kept)
    # The solver takes 32-bit indices only.
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model = LogisticRegression(C=REGULARITY, fit_intercept=False, max_iter=400, solver="liblinear", random_state=0)
    model.fit(matrix, right)
    weights: dict[str, dict[str, float]] = {}
    for name, weight in sorted(zip(vectorizer.feature_names_, model.coef_[0], strict=True)):
        kind, _, feature = name.partition("\t")
        rounded = round(float(weight) * (TYPED if kind else 1.0), 2)
        if abs(rounded) >= LEAST_WEIGHT:
            weights.setdefault(kind, {})[feature] = rounded
    return PlaceModel(weights, LEAST, CARRIED, JOINED, MORE)


def judged(name: str, pairs: Sequence[tuple[Example, PlaceModel]]) -> dict[str, object]:
    """How often the places chosen are right (all of them, and one at least), and precision, recall, F1."""
    whole = right = given = wanted = 0
    for example, model in pairs:
        chances = [model.chance(example.type, option.features) for option in example.options]
        best = max(chances, default=0.0)
        top = example.options[chances.index(best)] if chances else None
        chosen = [
            option.right
            for option, chance in zip(example.options, chances, strict=True)
            if top is not None
            and best >= (model.carried if top.carried else model.least)
            and (option is top or chance >= (model.joined if option.group == top.group else model.more))
        ]
        whole += all(chosen) and (bool(chosen) or not example.wanted)
        right, given, wanted = right + sum(chosen), given + len(chosen), wanted + example.wanted
    precision, recall = right / max(1, given), right / max(1, wanted)
    f1 = 2 * right / max(1, given + wanted)
    figures = {"right": whole / max(1, len(pairs)), "P": precision, "R": recall, "F1": f1}
    return {"weights": name, "events": len(pairs), **{k: round(v, 3) for k, v in figures.items()}}


def cross_validated(found: Sequence[Example], key: str) -> dict[str, object]:
    """Figures where every telling is judged by weights that never saw its group."""
    pairs = []
    groups = {str(example.document.get(key)) for example in found}
    sizes = {group: sum(str(e.document.get(key)) == group for e in found) for group in groups}
    for fold in deal(sizes, FOLDS):
        model = fit([example for example in found if str(example.document.get(key)) not in fold])
        pairs += [(example, model) for example in found if str(example.document.get(key)) in fold]
    return judged(f"fitted on other {key}s", pairs)


def model_json(model: PlaceModel, reference: Reference, skip: int) -> dict[str, Any]:
    """The frozen model with where it comes from."""
    return {
        "version": 1,
        "made_by": f"python -m bench.quality.places{f' --skip {skip}' if skip else ''} --write",
        "fitted_on": {"name": reference.name, "sha256": reference.sha256},
        "least": model.least,
        "carried": model.carried,
        "joined": model.joined,
        "more": model.more,
        "weights": model.weights,
    }


def skipped(document: Json, every: int) -> bool:
    """Whether a document is left out: the number at the end of its id is a multiple of `every`."""
    number = re.search(r"(\d+)$", str(document["id"]))
    return bool(every) and number is not None and int(number[1]) % every == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = fitting.parser("places", "Fits the choice among places.", MODEL)
    parser.add_argument("--skip", type=int, default=0, help="leave out every document with such a number")
    options = parser.parse_args(arguments)
    try:
        reference = fitting.reference_of(options)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    found = examples(reference.documents())
    seen = [example for example in found if not skipped(example.document, options.skip)]
    rest = [example for example in found if skipped(example.document, options.skip)]
    model = fit(seen)
    rows = [cross_validated(seen, key) for key in ("source", "published")]
    if rest:
        rows.append(judged("fitted on these, judged on the rest", [(example, model) for example in rest]))
    print(table(rows))
    if options.write:
        text = json.dumps(model_json(model, reference, options.skip), ensure_ascii=False, indent=0, sort_keys=True)
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.name}: {len(text.encode()) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
