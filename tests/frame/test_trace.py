"""What was made of words on the way to their claims."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer, Trace
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


@lru_cache(maxsize=1)
def rooms() -> tuple[Finders, Framer]:
    return Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def traced(words: str) -> dict[str, Any]:
    finders, framer = rooms()
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    trace = Trace()
    mentions = finders.find(text, reading)
    assert framer.frame(text, reading, mentions, trace) == framer.frame(text, reading, mentions)
    return trace.rows()


def test_every_word_tells_its_rows_its_frames_and_its_teller() -> None:
    words = traced("قال مصدر محلي إن جماعة الحوثي أفرجت عن 20 أسيرا في صنعاء")["words"]
    assert "report say" in words[0]["rows"]
    assert next(w for w in words if w["text"] == "أفرجت")["frames"][-1] == "release/free"
    assert next(w for w in words if w["text"] == "الحوثي")["mention"] == "actor"
    assert {w["teller"] for w in words} == {"anonymous"}


def test_each_turn_of_the_teller_has_its_reason() -> None:
    told = traced("دخلت جماعة الحوثي صنعاء ليلا، وقال مصدر محلي إن القوات تتقدم")["tellers"]
    assert [t["chain"][-1]["class"] for t in told] == ["narrator", "anonymous"]
    assert told[0]["reason"] == "the outlet's own words"
    assert "وقال" in told[1]["reason"]


def test_a_filler_says_how_it_stands_to_its_predicate() -> None:
    (predicate,) = traced("أفرجت جماعة الحوثي عن 20 أسيرا في صنعاء")["predicates"]
    assert predicate["fate"] == "a claim"
    assert predicate["roles"]["actor"] == [{"text": "جماعة الحوثي", "why": "behind it, bare noun phrase 1"}]


def test_what_is_rejected_says_why() -> None:
    words = "هدنة في تعز.\nشن الحوثيون هجوما على المقاومة الشعبية في تعز من أجل السيطرة على المدينة."
    fates = {p["type"]: p["fate"] for p in traced(words)["predicates"]}
    assert fates["seize"] == "only the aim of another deed"
    assert fates["clash"] == "a claim"


def test_a_retelling_is_said_to_be_joined() -> None:
    words = "غارات على مواقع الحوثيين في صعدة.\nشنت طائرات التحالف العربي غارات على مواقع الحوثيين في صعدة."
    fates = [p["fate"] for p in traced(words)["predicates"]]
    assert sorted(fates) == ["a claim", "joined to another telling of the same"]


def test_an_empty_trace_has_no_rows() -> None:
    assert Trace().rows() == {"words": [], "tellers": [], "predicates": [], "unread": []}
