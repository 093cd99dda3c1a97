"""Freezes link_model.json from stated assumptions, or fits it with Splink on a file of pairs.

    python bench/link/fit.py --stated                 weights straight from assumptions.toml
    python bench/link/fit.py                          Splink (extra `fit`) on synthetic pairs drawn from them
    python bench/link/fit.py --pairs FILE.jsonl       Splink on own pairs: {"type": 0, "time": 2, ...} a line
    python bench/link/fit.py --case CASE              Splink on the pairs that are compared in a case, unlabelled

Weights are log2(m / u) in hundredths of a bit, ten bits at most. The file says where it comes from. The first line makes
the frozen file, byte for byte; docs/decisions/0004 says why the last one does not.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "takhrij" / "data" / "link_model.json"
FIELDS = ("type", "document", "polarity", "time", "place", "actors", "persons", "counts", "words")
DRAWN = 60_000
SEED = 20180813
MOST = 1000


def drawn_pairs(stated: dict[str, Any], number: int = DRAWN) -> list[dict[str, int]]:
    """Synthetic pairs: each is one happening with the stated share, its levels drawn from m or from u."""
    chance = random.Random(SEED)
    rows = []
    for _ in range(number):
        side = "m" if chance.random() < stated["share"] else "u"
        rows.append(
            {f: chance.choices(range(len(stated["fields"][f][side])), stated["fields"][f][side])[0] for f in FIELDS}
        )
    return rows


def compared_pairs(case: str, number: int = 2 * DRAWN) -> list[dict[str, int]]:
    """The levels of pairs of claims that are compared in a case, at most so many, drawn evenly with a fixed seed."""
    from takhrij.link.blocks import candidates
    from takhrij.link.events import Linker
    from takhrij.link.score import levels
    from takhrij.link.tables import tables
    from takhrij.pipeline import LANGUAGE
    from takhrij.resources import Resources
    from takhrij.store import open_case

    with open_case(case) as store:
        told = list(store.extractions())
    resources = Resources()
    known = tables(LANGUAGE, resources)
    readings = {e.reading.document: e.reading for e in told}
    people = {e.reading.document: e.people for e in told}
    found = Linker(LANGUAGE, resources).prepare((c for e in told for c in e.claims), readings, people)
    pairs = candidates(found, known)
    kept = random.Random(SEED).sample(pairs, min(number, len(pairs)))
    return [levels(found[i], found[j], known) for i, j in sorted(kept)]


def stated_probabilities(stated: dict[str, Any]) -> dict[str, list[tuple[float, float]]]:
    """(m, u) of each level as assumed."""
    return {f: list(zip(stated["fields"][f]["m"], stated["fields"][f]["u"], strict=True)) for f in FIELDS}


def fitted_probabilities(rows: list[dict[str, int]], stated: dict[str, Any]) -> dict[str, list[tuple[float, float]]]:
    """(m, u) of each level by Splink's expectation maximisation, started at the stated values.

    Splink compares two records; here the levels are known already, so each pair is a left record that holds
    its levels and an empty right one, blocked on the number of the pair.
    """
    import pyarrow
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_level_library as cll
    from splink import comparison_library as cl

    def comparison(name: str) -> Any:
        levels = [
            cll.CustomLevel(f"{name}_l = {level}", f"{name} {level}").configure(m_probability=m, u_probability=u)
            for level, (m, u) in enumerate(stated_probabilities(stated)[name])
        ]
        return cl.CustomComparison(output_column_name=name, comparison_levels=levels)

    left = [{"unique_id": i, "pair": i, **row} for i, row in enumerate(rows)]
    right = [{"unique_id": i, "pair": i, **dict.fromkeys(FIELDS, -1)} for i in range(len(rows))]
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[comparison(name) for name in FIELDS],
        blocking_rules_to_generate_predictions=[block_on("pair")],
        probability_two_random_records_match=stated["share"],
        max_iterations=50,
    )
    tables = [api.register(pyarrow.Table.from_pylist(side)) for side in (left, right)]
    linker = Linker(tables, settings)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("pair"), fix_u_probabilities=False, fix_probability_two_random_records_match=True
    )
    trained = linker.misc.save_model_to_json()
    by_name = {c["output_column_name"]: c["comparison_levels"] for c in trained["comparisons"]}
    return {f: [(lv["m_probability"], lv["u_probability"]) for lv in by_name[f]] for f in FIELDS}


def _weight(m: float | None, u: float | None) -> int:
    """Hundredths of a bit, within bounds: a level that no pair of a kind showed is not known to be impossible."""
    if not m or not u:
        return 0 if not m and not u else -MOST if not m else MOST
    return max(-MOST, min(MOST, round(100 * math.log2(m / u))))


def frozen(found: dict[str, list[tuple[float, float]]], stated: dict[str, Any], provenance: str) -> dict[str, Any]:
    """The model as it is written: integers only."""
    share = stated["share"]
    fields = {
        name: [
            {"level": level, "m": round(m or 0, 5), "u": round(u or 0, 5), "weight": _weight(m, u)}
            for level, (m, u) in enumerate(levels)
        ]
        for name, levels in found.items()
    }
    return {
        "version": stated["version"],
        "provenance": provenance,
        "unit": "weights, prior and threshold in hundredths of a bit; m and u are for reading only",
        "prior": round(100 * math.log2(share / (1 - share))),
        "threshold": stated["threshold"],
        "copied": stated["copied"],
        "common_actors": sorted(stated["common_actors"]),
        "fields": fields,
    }


def main() -> None:
    """Write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stated", action="store_true")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--case")
    parser.add_argument("-o", type=Path, default=MODEL)
    told = parser.parse_args()
    stated = tomllib.loads((HERE / "assumptions.toml").read_text(encoding="utf-8"))
    if told.stated:
        found = stated_probabilities(stated)
        provenance = "log2(m/u) of bench/link/assumptions.toml, stated by hand; fitted to no data"
    elif told.pairs:
        rows = [json.loads(line) for line in told.pairs.read_text(encoding="utf-8").splitlines() if line]
        found = fitted_probabilities(rows, stated)
        provenance = f"Splink EM on {len(rows)} pairs of {told.pairs.name}, started at bench/link/assumptions.toml"
    elif told.case:
        # The drawn pairs keep levels alive that the case's few true pairs never show.
        rows = compared_pairs(told.case)
        found = fitted_probabilities(rows + drawn_pairs(stated), stated)
        provenance = (
            f"Splink EM on {len(rows)} unlabelled pairs of a case and {DRAWN} drawn from bench/link/assumptions.toml"
        )
    else:
        found = fitted_probabilities(drawn_pairs(stated), stated)
        provenance = (
            f"Splink EM on {DRAWN} synthetic pairs (seed {SEED}) drawn from bench/link/assumptions.toml, which is"
            " stated by hand: the fit checks the procedure, it brings no knowledge of real reports"
        )
    text = json.dumps(frozen(found, stated, provenance), ensure_ascii=False, indent=1)
    told.o.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
