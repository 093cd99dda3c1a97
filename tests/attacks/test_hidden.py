"""What a page hides from its readers is told by no claim, quotation, loaded word or title without a word about it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.attacks.conftest import TELLING, Attempt

SEEN = TELLING
HIDDEN = "أفرجت جماعة الحوثي عن 77 أسيرا من تنظيم القاعدة في مدينة تعز في 13 نوفمبر 2018."
WAYS = {
    "attribute": "<p hidden>{}</p>",
    "display": "<p style='display:none'>{}</p>",
    "display important": "<p style='DISPLAY : none !important'>{}</p>",
    "visibility": "<p style='visibility:hidden'>{}</p>",
    "within what is hidden": "<div style='display:none'><section><p>{}</p></section></div>",
    "no size": "<p style='font-size:0'>{}</p>",
    "letters of a point": "<p style='font-size:1px'>{}</p>",
    "shrunk": "<p style='transform: scale(0)'>{}</p>",
    "see-through": "<p style='opacity:0'>{}</p>",
    "off the screen": "<p style='position:absolute;left:-9999px'>{}</p>",
    "white on white": "<p style='color:#fff;background:#ffffff'>{}</p>",
    "a rule of style": "<style>.off{{display:none}}</style><p class='off'>{}</p>",
    "template": "<template><p>{}</p></template>",
    "noscript comment": "<!-- <p>{}</p> -->",
    "script": "<script>var t = '{}';</script>",
}


def _spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text"} <= value.keys() and value["start"] is not None else []
        return own + [span for inner in value.values() for span in _spans(inner)]
    if isinstance(value, list):
        return [span for inner in value for span in _spans(inner)]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("way", sorted(WAYS))
def test_no_claim_stands_on_hidden_words(attempt: Attempt, way: str) -> None:
    page = f"<html><head><title>خبر عن تبادل أسرى</title></head><body><h1>خبر عن تبادل أسرى</h1><p>{SEEN}</p>{{}}</body></html>"
    attempt.put("page.html", page.replace("{}", WAYS[way].format(HIDDEN)))
    (row,) = attempt.rows()
    assert isinstance(row, dict)
    told = [*row["claims"], *row["relations"], *row["framing"]]
    assert [claim["type"] for claim in row["claims"]] == ["exchange"]
    assert all("77" not in span["text"] and "تعز" not in span["text"] for span in _spans(told))
    assert "77" not in (row["title"] or "")
