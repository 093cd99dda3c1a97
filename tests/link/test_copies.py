"""Copies: equal to exhaustive comparison, deterministic, with spans that are true and honest directions."""

from __future__ import annotations

import json
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takhrij.core.records import Reading
from takhrij.link.copies import copies
from takhrij.link.grams import bodies, words
from takhrij.link.join import frequencies, needed, pairs

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "data" / "saudinewsnet"


def grams(text: str) -> set[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return {tuple(tokens[i : i + 5]) for i in range(len(tokens) - 4)}


def exhaustive(texts: list[str], threshold: float) -> set[tuple[int, int]]:
    made = [grams(t) for t in texts]
    found = set()
    for i, a in enumerate(made):
        for j in range(i + 1, len(made)):
            b = made[j]
            if a and b and len(a & b) and len(a & b) / min(len(a), len(b)) >= threshold:
                found.add((i, j))
    return found


def reading(number: int, text: str, **told: Any) -> Reading:
    return Reading(f"{number:064d}", told.pop("reader", "jsonl/1"), text, **told)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("ابتثجحخد"), min_size=0, max_size=40), min_size=0, max_size=9),
    st.sampled_from([0.1, 0.5, 0.8, 1.0]),
)
def test_join_finds_exactly_what_exhaustive_comparison_finds(texts: list[list[str]], threshold: float) -> None:
    written = [" ".join(t) for t in texts]
    found = bodies(reading(i, t) for i, t in enumerate(written))
    assert {(i, j) for i, j, _ in pairs(found, threshold, frequencies(found))} == exhaustive(written, threshold)


@pytest.mark.parametrize(("size", "threshold", "overlap"), [(9, 0.5, 5), (10, 0.5, 5), (10, 0.0, 1), (3, 1.0, 3)])
def test_needed_overlap(size: int, threshold: float, overlap: int) -> None:
    assert needed(size, threshold) == overlap


def test_corpus_sample_equals_exhaustive() -> None:
    if not CORPUS.is_dir():
        pytest.skip("shared/data/saudinewsnet is not beside the repository")
    with zipfile.ZipFile(CORPUS / "2015-07-21.zip") as archive:
        rows = [r for n in sorted(archive.namelist()) if n.endswith(".json") for r in json.loads(archive.read(n))]
    texts = [f"{r['title']}\n\n{r['content']}" for r in rows[:400]]
    found = bodies(reading(i, t, reader="array/1") for i, t in enumerate(texts))
    matched = {(i, j) for i, j, _ in pairs(found, 0.5, frequencies(found))}
    assert matched == exhaustive(texts, 0.5)
    assert matched


def test_rows_are_measured_whole_and_pages_without_title_and_boilerplate() -> None:
    text = "الرئيسية كتابات\nعنوان الصفحة هنا\nمتن الصفحة كلمات أربع"
    row = reading(1, text, title="عنوان الصفحة هنا", boilerplate=((0, 15),))
    assert len(words(row)) == 9
    page = reading(1, text, title="عنوان الصفحة هنا", boilerplate=((0, 15),), reader="html/1")
    assert [text[s:e] for s, e in words(page)] == ["متن", "الصفحة", "كلمات", "أربع"]


def test_direction_and_passages(swap: Any, language: Any, resources: Any) -> None:
    found = {(swap.names[c.a], swap.names[c.b]): c for c in copies(swap.readings.values(), 0.5, language, resources)}
    named = {frozenset(k): v for k, v in found.items()}
    assert set(named) == {
        frozenset(p) for p in [("agency", "trimmed"), ("agency", "retitled"), ("trimmed", "retitled")]
    }
    same_day = named[frozenset(("agency", "trimmed"))]
    assert same_day.copier is None and same_day.reason.startswith("undetermined")
    later = named[frozenset(("agency", "retitled"))]
    assert later.copier is not None and swap.names[later.copier] == "retitled"
    for copy in named.values():
        for (a0, a1), (b0, b1) in copy.passages:
            mine, theirs = swap.readings[copy.a].text[a0:a1], swap.readings[copy.b].text[b0:b1]
            assert re.findall(r"\w+", mine) == re.findall(r"\w+", theirs) and len(mine.split()) >= 5


def test_attribution_outweighs_the_day(maker: Any, language: Any, resources: Any) -> None:
    story = "وصل الوفد إلى المدينة صباحا والتقى وجهاء القبائل وناقش معهم فتح الطريق أمام القوافل في موعد قريب"
    early = maker.page("early", f"نقلا عن وكالة المثال: {story}", outlet="صحيفة النموذج", published="2021-07-01")
    maker.page("late", f"{story} وعاد مساء", outlet="وكالة المثال", published="2021-07-03")
    (copy,) = copies(maker.readings.values(), 0.5, language, resources)
    assert copy.copier == early.document and "وكالة المثال" in copy.reason


def test_scripture_alone_gives_containment_but_no_passage(maker: Any, language: Any, resources: Any) -> None:
    verse = "هذا دعاء مشهور يتلوه الناس في كل جمعة ويكتبونه في أول كل كتاب وآخره"
    for n in range(10):
        own = " ".join(f"كلمة{n}و{i}" for i in range(12))
        maker.page(f"p{n}", f"{verse} {own}", published="2021-07-01")
    found = copies(maker.readings.values(), 0.4, language, resources)
    assert len(found) == 45 and all(c.containment > 0.4 and not c.passages for c in found)


def test_order_and_repetition_of_input_never_matter(swap: Any, language: Any, resources: Any) -> None:
    told = list(swap.readings.values())
    first = copies(told, 0.3, language, resources)
    for seed in range(4):
        shuffled = told + told[:2]
        random.Random(seed).shuffle(shuffled)
        assert copies(shuffled, 0.3, language, resources) == first


def test_short_and_empty_texts_have_no_copies(maker: Any, language: Any, resources: Any) -> None:
    for n in range(3):
        maker.page(f"short{n}", "أربع كلمات لا غير")
    maker.page("empty", "")
    assert copies(maker.readings.values(), 0.0, language, resources) == []
