from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from takhrij.core.records import ActorRef, ChainLink, Span
from takhrij.show import words
from takhrij.show.view import CaseView


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        (None, "not told"),
        ("2018-11-13", "13 November 2018"),
        ("2018-11", "November 2018"),
        ("2018~", "about 2018"),
        ("2018-08-01/2018-08-10", "1–10 August 2018"),
        ("2018-08-30/2018-09-02", "30 August – 2 September 2018"),
        ("2018-12-30/2019-01-02", "30 December 2018 – 2 January 2019"),
        ("../2014", "up to 2014"),
        ("2018-04-02/..", "from 2 April 2018"),
        ("2018-08/2018-09", "August 2018 – September 2018"),
    ],
)
def test_a_date_is_said_as_a_reader_says_it(edtf: str | None, told: str) -> None:
    assert words.when(edtf) == told


@pytest.mark.parametrize(
    ("least", "most", "approx", "told"),
    [
        (20, 20, False, "20"),
        (20, 20, True, "about 20"),
        (21, None, False, "at least 21"),
        (None, 79, False, "at most 79"),
        (20, 99, True, "about 20–99"),
        (None, None, False, "a number not told"),
        (0, 0, False, "0"),
    ],
)
def test_a_count_says_its_bounds(least: int | None, most: int | None, approx: bool, told: str) -> None:
    assert words.how_many(least, most, approx) == told


def test_a_statement_names_actors_neutrally_and_leaves_out_what_is_not_told(view: CaseView) -> None:
    release = next(c for c in view.claims.values() if c.type == "release")
    line = words.statement(release, view.actor_names)
    assert line == "Release · Houthis (Ansar Allah) → al-Qaeda · 3 of al-Qaeda released · Sanaa · 21–31 July 2021"
    assert "المليشيا" not in line


def test_names_known_in_arabic_alone_keep_their_place_in_an_english_line(view: CaseView) -> None:
    release = next(c for c in view.claims.values() if c.type == "release")
    renamed = {
        role: tuple(replace(f, name=f.span.text) if isinstance(f, ActorRef) else f for f in fillers)
        for role, fillers in release.roles.items()
    }
    line = words.statement(replace(release, roles=renamed))
    assert line.startswith("Release · \u2068المليشيا الحوثية الإرهابية\u2069 → \u2068القاعدة\u2069 · ")


def test_a_definite_word_alone_names_whoever_was_named_before() -> None:
    def link(words: str, kind: Any = "anonymous", actor: str | None = None) -> ChainLink:
        return ChainLink(kind, Span(0, len(words), words), actor)

    assert words.points_back(link("المصدر")) and words.points_back(link("البيان", "official"))
    assert not words.points_back(link("مصدر قبلي")) and not words.points_back(link("الجيش", "official", "yemen_army"))
    assert not words.points_back(link("المنار", "media"))
