"""The figures of docs/quality.md have a place each, and the words around them stay."""

from __future__ import annotations

import pytest

from bench.corpus import MeasureError
from bench.quality.report import DOCUMENT, laid, markdown

NAMES = ("references", "outlets", "days", "types, train", "types, other wars")


def test_a_table_is_laid_between_its_marks_and_nothing_else_moves() -> None:
    text = "before\n<!-- figures: a -->\nold\n<!-- end -->\nbetween\n<!-- figures: b -->\n<!-- end -->\nafter\n"
    told = laid(text, {"a": markdown([{"x": 0.5, "n": 3}]), "b": ""})
    assert "old" not in told and "| x | n |\n| --- | --- |\n| 0.50 | 3 |\n<!-- end -->" in told
    assert [word for word in ("before", "between", "after") if word in told] == ["before", "between", "after"]
    assert laid(told, {"a": markdown([{"x": 0.5, "n": 3}])}) == told


def test_a_table_without_a_place_is_an_error() -> None:
    with pytest.raises(MeasureError, match="no place for the table 'a'"):
        laid("text", {"a": ""})


def test_the_document_has_a_place_for_every_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert laid(text, dict.fromkeys(NAMES, "here")).count("here") >= len(NAMES)
