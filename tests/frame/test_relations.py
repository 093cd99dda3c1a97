"""Every row of the tables of ties reads its example; wordings beyond them; what only looks like a tie."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import ActorRef, Reading, Relation
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.lexicon import FrameLexicon
from takhrij.frame.marks import annotate
from takhrij.frame.relations.reader import TABLE
from takhrij.frame.relations.table import rules
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


@lru_cache(maxsize=1)
def rooms() -> tuple[Finders, Framer]:
    return Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def relations(words: str) -> tuple[Relation, ...]:
    finders, framer = rooms()
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2019-05-01")
    text = ARABIC.tokenize(words)
    return framer.frame(text, reading, finders.find(text, reading)).relations


def ids(side: tuple[Any, ...]) -> list[str]:
    return [ref.id for ref in side if isinstance(ref, ActorRef)]


ROWS = list(rules(ARABIC, RESOURCES))


@pytest.mark.parametrize(("rule", "row"), ROWS, ids=[f"{r.type}-{r.number}" for r, _ in ROWS])
def test_every_row_reads_its_example(rule: Any, row: dict[str, Any]) -> None:
    found = [r for r in relations(row["example"]) if r.type == rule.type and not r.derived_from]
    told = [{side: ids(getattr(r, side)) for side in row["expect"]} for r in found]
    assert row["expect"] in told


@pytest.mark.parametrize("row", RESOURCES.table(TABLE), ids=lambda row: row["line"])
def test_every_noun_of_a_party_reads_its_example(row: dict[str, str]) -> None:
    finders, framer = rooms()
    text = ARABIC.tokenize(row["example"])
    reading = Reading(document="0" * 64, reader="test@1", text=row["example"])
    notes = annotate(text, finders.find(text, reading), FrameLexicon(ARABIC, RESOURCES))
    parties = framer.relations.parties.read(notes)
    read = []
    for party in (p for p in parties.order if not p.weak):
        refs = party.refs or parties.pair(party.first)
        read += [ref.span.text for ref in refs]
    assert "+".join(read) == row["expected"]


TOLD = [
    # Whoever is known is put first, and whoever is new comes last.
    (
        "انتشرت جبهة السنديان، ويمد الجبهة بالوقود تاجر من الميناء.",
        "supports",
        ["other:تاجر"],
        ["other:جبهه-السنديان"],
    ),
    # A phrase with its preposition between the verb and its object.
    ("تحارب جبهة السنديان في المحافظة نفسها تنظيم داعش.", "fights", ["other:جبهه-السنديان"], ["isis"]),
    # An army and a police by the names of what they serve, told again by the noun alone.
    ("يقاتل جيش لوران تنظيم داعش.", "fights", ["other:جيش-لوران"], ["isis"]),
    ("تدعم تركيا شرطة الجبل. ويقاتل تنظيم داعش الشرطة.", "fights", ["isis"], ["other:شرطه-الجبل"]),
    ("تمول المديرية الرابعة جبهة السنديان.", "supports", ["other:المديريه-الرابعه"], ["other:جبهه-السنديان"]),
    ("لدى الحكومة السورية عشرون معتقلا من حزب الله.", "holds_prisoners_of", ["syria_regime"], ["hezbollah"]),
    ("اختتم مدربون من تركيا دورة لعناصر شرطة الجبل.", "supports", ["turkey"], ["other:شرطه-الجبل"]),
    ("وصلت إلى جبهة السنديان شحنة أسلحة من إيران.", "supports", ["iran"], ["other:جبهه-السنديان"]),
    ("تدفع تركيا رواتب مقاتلي جبهة السنديان منذ عام 2014.", "supports", ["turkey"], ["other:جبهه-السنديان"]),
    ("انسحب لواء السيل الذي تدعمه تركيا من البلدة.", "supports", ["turkey"], ["other:لواء-السيل"]),
    ("كان لواء السيل جزءا من جبهة السنديان.", "part_of", ["other:لواء-السيل"], ["other:جبهه-السنديان"]),
    ("بايع لواء السيل تنظيم داعش في حزيران 2014.", "part_of", ["other:لواء-السيل"], ["isis"]),
    ("يتلقى لواء السيل أوامره من الحرس الثوري.", "supervises", ["irgc"], ["other:لواء-السيل"]),
    ("يقبع عشرون من عناصر لواء السيل في سجون حزب الله.", "holds_prisoners_of", ["hezbollah"], ["other:لواء-السيل"]),
    ("يشتبك لواء السيل كل أسبوع مع جبهة السنديان.", "fights", ["other:لواء-السيل"], ["other:جبهه-السنديان"]),
]


@pytest.mark.parametrize(("words", "kind", "subject", "target"), TOLD, ids=[row[0] for row in TOLD])
def test_ties_told_in_other_wordings(words: str, kind: str, subject: list[str], target: list[str]) -> None:
    assert (subject, target) in [(ids(r.subject), ids(r.object)) for r in relations(words) if r.type == kind]


NOT_TOLD = [
    "نفت جبهة السنديان أنها تدعم لواء السيل.",
    "لا تنسيق بين جبهة السنديان ولواء السيل.",
    "هل تدعم إيران جبهة السنديان؟",
    "لو تحالف لواء السيل مع جبهة السنديان لتغير الحال.",
    "تدعم وزارة الزراعة المزارعين بالبذور.",
    "تأخرت الرحلات في البلدات التي تديرها جبهة السنديان.",
]


@pytest.mark.parametrize("words", NOT_TOLD)
def test_denials_suppositions_and_other_matters_are_no_ties(words: str) -> None:
    assert not [r for r in relations(words) if not r.derived_from]


def test_a_pair_told_before_is_meant_by_the_two_sides() -> None:
    found = relations("تتقاتل جبهة السنديان ولواء السيل. وتتوسط قطر بين الطرفين.")
    tie = next(r for r in found if r.type == "mediates")
    assert ids(tie.subject) == ["qatar"]
    assert ids(tie.between) == ["other:جبهه-السنديان", "other:لواء-السيل"]


def test_people_of_a_party_and_those_whom_it_accuses() -> None:
    found = relations("وقال إن لجنة من قبيلة الرفاضة تتوسط بين لواء السيل وجبهة السنديان.")
    assert [ids(r.subject) for r in found if r.type == "mediates"] == [["tribes:الرفاضة"]]
    found = relations("تتهم جبهة السنديان لواء السيل بشن حملة إعلامية ضدها.")
    told = [(ids(r.subject), ids(r.object)) for r in found if r.type == "campaigns_against"]
    assert (["other:لواء-السيل"], ["other:جبهه-السنديان"]) in told


def test_a_tie_retold_is_one_relation_with_two_quotations() -> None:
    found = [
        r
        for r in relations("تدعم إيران حزب الله منذ سنوات طويلة. ويتلقى حزب الله سلاحا من إيران.")
        if r.type == "supports"
    ]
    assert len(found) == 1
    assert len(found[0].evidence) == 2


def test_a_derived_tie_names_its_claim_and_yields_to_a_told_one() -> None:
    derived = [r for r in relations("هاجم مقاتلو حزب الله مواقع تنظيم داعش أمس.") if r.type == "fights"]
    assert [r.derived_from != () for r in derived] == [True]
    told = [r for r in relations("يقاتل حزب الله تنظيم داعش منذ عام 2014.") if r.type == "fights"]
    assert [(r.derived_from, [t.edtf for t in r.time]) for r in told] == [((), ["2014/.."])]


def test_a_tie_that_was_left_ends_with_the_day() -> None:
    found = [r for r in relations("انشق لواء السيل عن جبهة السنديان في كانون الأول 2018.") if r.type == "part_of"]
    assert [t.edtf for r in found for t in r.time] == ["../2018-12"]


def test_a_time_stands_between_a_verb_and_whom_it_is_done_to() -> None:
    found = [r for r in relations("تقاتل كتيبة السنديان منذ عام حركة الوادي في التلال.") if r.type == "fights"]
    assert [(ids(r.subject), ids(r.object)) for r in found] == [(["other:كتيبه-السنديان"], ["other:حركه-الوادي"])]


def test_captives_of_each_other_are_two_ties() -> None:
    words = "يقاتل حزب الله تنظيم داعش، ويحتجز كل من الطرفين أسرى من الطرف الآخر"
    held = [r for r in relations(words) if r.type == "holds_prisoners_of"]
    assert {(*ids(r.subject), *ids(r.object)) for r in held} == {("hezbollah", "isis"), ("isis", "hezbollah")}


def test_responsibility_is_nobodys_official() -> None:
    words = "هاجم حزب الله القرية. وحمل التقرير الحزب مسؤولية قتل ثلاثة من الرعاة."
    assert not any("مسوول" in ref for r in relations(words) for ref in ids(r.subject))
