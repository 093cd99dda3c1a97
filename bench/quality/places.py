"""Fits the weights by which the places of an event are chosen, and says how right they are where not fitted.

usage: python -m bench.quality.places [REFERENCE.jsonl] [--skip N] [--write]

Every fold of the cross-validation, over outlets and over days, is judged by weights that never saw its outlet, or
its day. --skip N leaves out documents whose number is a multiple of N, to be measured on. Needs the extra `fit`.
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.corpus import Json, MeasureError, table
from bench.quality import fitting
from bench.quality.fitting import Material, materials_of, origin
from bench.quality.roles import deal
from takhrij.arabic import Arabic
from takhrij.core.codec import extraction_to_json
from takhrij.core.ids import content_id
from takhrij.core.records import Extraction, Reading
from takhrij.evaluate.guide import Guide, load_guide
from takhrij.evaluate.pairing import agreement, pair, sentences_of
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.claims import to_claims
from takhrij.frame.company import companions
from takhrij.frame.drafts import drafts_of, stand_of
from takhrij.frame.marks import annotate
from takhrij.frame.place_model import PlaceModel
from takhrij.frame.relevance import Concern
from takhrij.frame.scene import Candidate, Scene
from takhrij.frame.speech import Telling
from takhrij.frame.triggers import hits
from takhrij.frame.where import choose
from takhrij.resources import Resources

MODEL = Path(__file__).resolve().parents[2] / "takhrij" / "data" / "place_model.json"
LEAST, CARRIED, BESIDE = 0.2, 0.45, 0.5
REGULARITY, COMPANY_REGULARITY = 0.15, 0.1
# What an event type adds is held down twice as hard as what holds for all.
TYPED = 0.5
LEAST_SEEN = 4
LEAST_WEIGHT = 0.04
FOLDS = 5
_ODDS = "odds"


@dataclass(frozen=True, slots=True)
class Example:
    """One telling of a reference event with the places that may be its, which of them the reference names, and how
    many it names."""

    document: Json
    type: str
    candidates: list[Candidate]
    right: list[bool]
    wanted: int


# An event type, features, the log-odds that are known beside them, and whether the place is one.
Row = tuple[str, tuple[str, ...], float, bool]


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
            candidates = scene.candidates(stand)
            right = [bool(guide.same_places(event["places"], [_filler(c)])) for c in candidates]
            found.append(Example(document, draft.type, candidates, right, len(event["places"])))
    return found


def _filler(candidate: Candidate) -> Json:
    value = candidate.spot.value
    return {"text": candidate.spot.mention.span.text, "name": value.name, "name_ar": value.name_ar}


def weighed(rows: Sequence[Row], regularity: float) -> tuple[dict[str, dict[str, float]], float]:
    """Logistic regression with an L2 penalty over features seen often enough, in all types and in each: the weights
    by type and feature, and that of the log-odds known."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen: Counter[tuple[str, str]] = Counter()
    for kind, features, _, _ in rows:
        seen.update((k, f) for f in ("", *features) for k in ("", kind))
    table = []
    for kind, features, odds, _ in rows:
        row = {f"\t{f}": 1.0 for f in ("", *features) if seen["", f] >= LEAST_SEEN}
        row |= {f"{kind}\t{f}": TYPED for f in ("", *features) if seen[kind, f] >= LEAST_SEEN}
        table.append(row | {_ODDS: odds})
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(table)
    # The solver takes 32-bit indices only.
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model = LogisticRegression(C=regularity, fit_intercept=False, max_iter=400, solver="liblinear", random_state=0)
    model.fit(matrix, [right for *_, right in rows])
    weights: dict[str, dict[str, float]] = {}
    slope = 0.0
    for name, weight in sorted(zip(vectorizer.feature_names_, model.coef_[0], strict=True)):
        kind, _, feature = name.partition("\t")
        rounded = round(float(weight) * (TYPED if kind and name != _ODDS else 1.0), 2)
        if name == _ODDS:
            slope = rounded
        elif abs(rounded) >= LEAST_WEIGHT:
            weights.setdefault(kind, {})[feature] = rounded
    return weights, slope


def choice(found: Sequence[Example]) -> PlaceModel:
    """A model that chooses the likeliest place, and lets none stand beside it."""
    rows = [
        (example.type, candidate.features, 0.0, right)
        for example in found
        for candidate, right in zip(example.candidates, example.right, strict=True)
    ]
    return PlaceModel(weighed(rows, REGULARITY)[0], LEAST, CARRIED)


def fit(found: Sequence[Example]) -> PlaceModel:
    """The whole model: what stands beside the likeliest place is learned from chances that were not fitted on it."""
    rows: list[Row] = []
    for model, judged_on in parted(found, "source", choice):
        for example in judged_on:
            rated = [(model.chance(example.type, c.features), c) for c in example.candidates]
            right = {id(c): r for c, r in zip(example.candidates, example.right, strict=True)}
            _, top = max(rated, key=lambda pair: pair[0], default=(0.0, None))
            if top is not None and right[id(top)]:
                mates = companions(rated, top)
                rows += [(example.type, m.features, m.odds, right[id(m.candidate)]) for m in mates]
    company, slope = weighed(rows, COMPANY_REGULARITY)
    return dataclasses.replace(choice(found), company=company, slope=slope, beside=BESIDE)


def parted(
    found: Sequence[Example], key: str, fitting_of: Callable[[Sequence[Example]], PlaceModel]
) -> Iterator[tuple[PlaceModel, list[Example]]]:
    """Models fitted without the documents of some values of a key, each with the tellings of those."""
    sizes = Counter(_group(example, key) for example in found)
    for fold in deal(sizes, FOLDS):
        inside = [example for example in found if _group(example, key) in fold]
        yield fitting_of([example for example in found if _group(example, key) not in fold]), inside


def _group(example: Example, key: str) -> str:
    # Own texts name no outlet: each stands for itself.
    return str(example.document.get("source") and example.document.get(key) or example.document["id"])


def judged(name: str, pairs: Sequence[tuple[Example, PlaceModel]]) -> dict[str, object]:
    """How often the places chosen are right (all of them, and one at least), and precision, recall, F1."""
    whole = right = given = wanted = 0
    for example, model in pairs:
        taken = {id(c) for c in choose(model, example.type, example.candidates)}
        chosen = [r for c, r in zip(example.candidates, example.right, strict=True) if id(c) in taken]
        whole += all(chosen) and (bool(chosen) or not example.wanted)
        right, given, wanted = right + sum(chosen), given + len(chosen), wanted + example.wanted
    precision, recall = right / max(1, given), right / max(1, wanted)
    f1 = 2 * right / max(1, given + wanted)
    figures = {"right": whole / max(1, len(pairs)), "P": precision, "R": recall, "F1": f1}
    return {"weights": name, "events": len(pairs), **{k: round(v, 3) for k, v in figures.items()}}


def cross_validated(found: Sequence[Example], key: str) -> dict[str, object]:
    """Figures where every telling is judged by weights that never saw its group."""
    pairs = [(example, model) for model, inside in parted(found, key, fit) for example in inside]
    return judged(f"fitted on other {key}s", pairs)


def model_json(model: PlaceModel, materials: list[Material], skip: int) -> dict[str, Any]:
    """The frozen model with where it comes from."""
    return {
        "version": 2,
        "made_by": f"python -m bench.quality.places{f' --skip {skip}' if skip else ''} --write",
        "fitted_on": origin(materials),
        "choice": {"least": model.least, "carried": model.carried, "weights": model.weights},
        "company": {"slope": model.slope, "beside": model.beside, "weights": model.company},
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
        materials = materials_of(options)
    except MeasureError as error:
        print(error, file=sys.stderr)
        return 2
    found = [example for material in materials for example in examples(material.documents)]
    seen = [example for example in found if not skipped(example.document, options.skip)]
    rest = [example for example in found if skipped(example.document, options.skip)]
    model = fit(seen)
    rows = [cross_validated(seen, key) for key in ("source", "published")]
    if rest:
        rows.append(judged("fitted on these, judged on the rest", [(example, model) for example in rest]))
    print(table(rows))
    if options.write:
        text = json.dumps(model_json(model, materials, options.skip), ensure_ascii=False, indent=0, sort_keys=True)
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.name}: {len(text.encode()) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
