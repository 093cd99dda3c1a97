"""Unlisted parties: every row of the table of heads shows what it does, and which names may be one party."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.parties import is_bare, keys, meets, parties
from takhrij.resources import Resources

_KNOWN = parties(Arabic(), Resources().table("linking/heads"))


@pytest.mark.parametrize("row", Resources().table("linking/heads"), ids=lambda row: row["line"])
def test_head_rows(row: dict[str, str]) -> None:
    identity, _, wanted = (part.strip() for part in row["example"].partition("→"))
    assert (_KNOWN.of(Arabic().fold(identity)) or "") == Arabic().fold(wanted)


@pytest.mark.parametrize("row", Resources().table("linking/units"), ids=lambda row: row["line"])
def test_unit_rows(row: dict[str, str], maker: Any, language: Any, resources: Any) -> None:
    from takhrij.core.records import PlaceRef, Span
    from takhrij.link.tables import tables
    from takhrij.link.whereabouts import unit_of

    start = row["example"].index("النجم")
    page = maker.page("unit", row["example"])
    place = PlaceRef("x:النجم", "", "النجم", "town", Span(start, start + 5, "النجم"))
    assert unit_of(place, page, language, tables(language, resources).units) == ("unit:ساحل",)


@pytest.mark.parametrize("row", Resources().table("linking/idle"), ids=lambda row: row["line"])
def test_idle_rows(row: dict[str, str]) -> None:
    assert row["form"] in row["example"]


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("other:جبهه-الهضاب", "other:الجبهه", True),
        ("other:مقاتلو-جبهه-الهضاب", "other:جبهه-الهضاب", True),
        ("other:الهضاب", "other:جبهه-الهضاب", True),
        ("other:السلطات", "other:الحكومه-الواحانيه", True),
        ("other:الجيش-الواحاني", "other:القوات-الواحانيه", True),
        ("other:جبهه-الهضاب", "other:الحكومه", False),
        ("other:جبهه-الهضاب", "other:جبهه-السهل", False),
        ("other:الجيش-الواحاني", "other:الجيش-اللؤاني", False),
        ("other:جبهه-الهضاب", "houthi", False),
        ("houthi", "houthi", True),
    ],
)
def test_which_names_may_be_one_party(a: str, b: str, one: bool) -> None:
    mine, theirs = _KNOWN.of(a), _KNOWN.of(b)
    assert mine is not None and theirs is not None
    assert meets(mine, theirs) is one and meets(theirs, mine) is one
    # What may be one is looked up under a word in common.
    assert not one or set(keys(mine)) & set(keys(theirs))


def test_people_are_no_party_and_a_kind_alone_is_bare() -> None:
    assert _KNOWN.of("other:جنديا") is None
    assert _KNOWN.all(["other:مسلحين", "civilians"]) == {"civilians"}
    assert is_bare(_KNOWN.of("other:السلطات") or "")
    assert _KNOWN.speaking("القياده العامه لجبهه الهضاب") == "other:group:هضاب"
    assert _KNOWN.speaking("سيف بن غالب") is None


@pytest.mark.parametrize("identity", ["other:", "other:-", "other:--الجبهه-", "other:و"])
def test_names_with_nothing_between_dashes(identity: str) -> None:
    assert _KNOWN.of(identity) in (None, "other:group:", "other::و")
    assert _KNOWN.speaking("- -") is None
