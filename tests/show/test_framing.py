"""Loaded words counted by outlet and by side, and whether each side's words for another have their mirror."""

from __future__ import annotations

from pathlib import Path

import pytest

from takhrij.core.records import ChainLink, Framing, Reading, Span
from takhrij.resources import Resources
from takhrij.show.framing import SidesOfWar, counted
from takhrij.show.view import CaseView

SPAN = Span(0, 1, "ق")
DATA = Resources()
SIDES = {row["side"]: row for row in DATA.table("framing/sides")}
TERMS = DATA.table("framing/terms")
USES = {(b, o, s) for t in TERMS for b in t["by"].split() for o in t["of"].split() for s in t["sense"].split()}
EXCUSED = {(r["by"], r["of"], r["sense"]) for r in DATA.table("framing/unmirrored")}


def view(*uses: Framing, outlet: str, published: str = "2016-05-01") -> CaseView:
    reading = Reading(document="d", reader="r", text="", outlet=outlet, published=published)
    return CaseView(readings={"d": reading}, framing=tuple(("d", use) for use in uses))


def test_loaded_words_are_counted_by_outlet_side_and_term() -> None:
    uses = tuple(Framing(SPAN, "houthi", (word,)) for word in ("مليشيا", "ميليشيات", "الانقلابية"))
    found = list(counted(view(*uses, outlet="صحيفة الرابية"), DATA))
    assert [(r["outlet"], r["names"]["id"], r["times"], r["own_voice"]) for r in found] == [
        ("صحيفة الرابية", "houthi", 2, 2),
        ("صحيفة الرابية", "houthi", 1, 1),
    ]
    assert found[0]["spellings"] == ["مليشيا", "ميليشيات"] and found[0]["neutral"] == "armed group"


@pytest.mark.parametrize(
    ("outlet", "speaker", "published", "names", "side"),
    [
        ("المسيرة نت", None, "2016-05-01", "coalition", "Houthis"),
        ("صحيفة الرابية", None, "2016-05-01", "coalition", "outlets of no known side"),
        ("صحيفة الرابية", "houthi", "2016-05-01", "coalition", "Houthis"),
        ("صحيفة الرابية", "saleh_forces", "2016-05-01", "coalition", "Houthis"),
        (
            "صحيفة الرابية",
            "saleh_forces",
            "2018-05-01",
            "houthi",
            "Forces loyal to ex-president Saleh and their successors",
        ),
        ("صحيفة الرابية", "saudi", "2016-05-01", "houthi", "Recognised government of Yemen and the coalition"),
        ("صحيفة الرابية", "saudi", "2016-05-01", "iran", "Saudi Arabia and its neighbours"),
        ("صحيفة الرابية", "egypt", "2016-05-01", "other:muslim-brotherhood", "Egyptian government"),
        ("صحيفة الرابية", "tribes", "2016-05-01", "houthi", "quoted speakers of no known side"),
    ],
)
def test_a_word_is_the_side_s_that_speaks(
    outlet: str, speaker: str | None, published: str, names: str, side: str
) -> None:
    chain = ChainLink("official", SPAN, speaker) if speaker else ChainLink("narrator")
    (row,) = counted(
        view(Framing(SPAN, names, ("العدوان",), chain), outlet=outlet, published=published), DATA, "side"
    )
    assert row["side"] == side and row["outlets"] == [outlet]
    assert (row["own_voice"], bool(row["quoted"])) == ((0, True) if speaker else (1, False))


def test_a_case_tells_whose_its_outlets_are(tmp_path: Path) -> None:
    (tmp_path / "framing").mkdir()
    (tmp_path / "framing" / "outlets.tsv").write_text(
        "form\tside\tknown_from\nالرابية\trsf\tnotes\n", encoding="utf-8"
    )
    assert SidesOfWar(Resources(tmp_path)).of_outlet("الرابية") == "rsf"


# -- the table, in both directions ---------------------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES, ids=str)
def test_each_side_has_words_that_name_it_and_words_of_its_own(side: str) -> None:
    assert any(by == side and of not in (side, "*") for by, of, _ in USES), "uses none for another side"
    assert any(of == side and by not in (side, "*") for by, of, _ in USES), "is named by none of another side"


@pytest.mark.parametrize("side", SIDES, ids=str)
def test_who_is_faced_faces_back_and_whoever_is_named_is_known(side: str) -> None:
    row = SIDES[side]
    assert all(side in SIDES[other]["against"].split() for other in row["against"].split())
    assert row["against"]
    actors = {r["id"] for r in DATA.table("actors/actors")}
    assert actors.issuperset(row["members"].split())


def unmirrored() -> set[tuple[str, str, str]]:
    return {
        (by, of, sense)
        for by, of, sense in USES
        if by in SIDES
        and of in SIDES[by]["against"].split()
        and (of, by, sense) not in USES
        and ("*", "*", sense) not in USES
    }


def test_every_word_for_an_opponent_has_its_mirror_or_a_reason() -> None:
    assert unmirrored() == EXCUSED
    assert all(row["why"] for row in DATA.table("framing/unmirrored"))


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row["line"])
def test_a_term_tells_who_uses_it_and_whom_it_means(row: dict[str, str]) -> None:
    known = {*SIDES, "*"}
    assert known.issuperset(row["by"].split()) and known.issuperset(row["of"].split())
    assert row["part"] == "plain" or (row["sense"] and row["neutral"])
    # Whoever a term names for certain is of a side that it is said of.
    sides = {side for side, told in SIDES.items() if row["names"] in told["members"].split()}
    assert not row["names"] or not sides or sides & {*row["of"].split()} or row["of"] == "*"


@pytest.mark.parametrize("row", DATA.table("framing/outlets"), ids=lambda row: row["line"])
def test_an_outlet_s_side_is_known_from_somewhere(row: dict[str, str]) -> None:
    assert row["side"] in SIDES and row["known_from"]
