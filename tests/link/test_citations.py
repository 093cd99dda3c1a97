"""Every row of the citation tables shows what it does."""

from __future__ import annotations

import pytest

from takhrij.arabic import Arabic
from takhrij.link.citations import Citations
from takhrij.resources import Resources

_KNOWN = Citations(Arabic(), Resources())


@pytest.mark.parametrize("row", Resources().table("linking/citations"), ids=lambda row: row["line"])
def test_citation_rows(row: dict[str, str]) -> None:
    if row["kind"] == "definite":
        assert _KNOWN.is_kind(row["example"])
        return
    if row["kind"] == "nameless":
        assert _KNOWN.names_none(row["example"])
        return
    if row["kind"] == "bound":
        assert _KNOWN.key(row["example"]) == _KNOWN.key(row["cites"])
        return
    found = _KNOWN.find(row["example"])
    assert found and found[0].key == _KNOWN.key(row["cites"])


@pytest.mark.parametrize("row", Resources().table("linking/outlets"), ids=lambda row: row["line"])
def test_outlet_rows(row: dict[str, str]) -> None:
    assert _KNOWN.key(row["form"]) == row["id"]
    if row["example"] != row["form"]:
        assert [c.key for c in _KNOWN.find(row["example"])][:1] == [row["id"]]


@pytest.mark.parametrize("text", ["قالت الوكالة إن الطريق فتح", "تحدث عن الحرب في المدينة", "بحسب مصادر محلية", ""])
def test_nothing_is_cited(text: str) -> None:
    assert _KNOWN.find(text) == ()


def test_names_of_one_outlet_share_a_key() -> None:
    assert len({_KNOWN.key(n) for n in ("وكالة المثال", "المثال", "وكالة المثال للأنباء")}) == 1
