"""A chain of speakers that a human sets: what it goes back to is counted anew, on the page and on the command line alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from tests.web.browser import csrf, served

SPEAKER = "المتحدث باسم نقابة السنديان"
PAGES = {
    "one.txt": f"خبر أول\n\nقال {SPEAKER} إن جماعة الحوثي أفرجت عن 20 سجينا في صنعاء يوم 13 نوفمبر 2018.\n",
    "two.txt": "رواية ثانية\n\nفي 13 نوفمبر 2018 أطلقت جماعة الحوثي في صنعاء سراح عشرين أسيرا كانوا في سجونها منذ أشهر."
    f" وكانت الصحيفة قد زارت مكتب {SPEAKER} في اليوم السابق.\n",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name, text in PAGES.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    pipeline.add([tmp_path / "in"], str(tmp_path / "case"), Config())
    return tmp_path / "case"


def test_origins_follow_the_chain_that_is_set_on_the_page(case: Path) -> None:
    client, _ = served(case)
    (before,) = client.get("/events.json").json()
    assert len(before["claims"]) == 2 and len(before["origins"]) == 2
    claims = client.get("/claims.json").json()
    told = next(c for c in claims if [link["class"] for link in c["attribution"]] == ["narrator"])
    link = next(c for c in claims if c is not told)["attribution"][-1]
    page = client.get(f"/claims/{told['id']}").text
    form = {"csrf": csrf(page), "verb": "edit", "field": "attribution"}
    form |= {"class-0": "narrator", "place-0": "1", "class-1": link["class"], "text-1": link["text"], "place-1": "2"}
    assert client.post(f"/claims/{told['id']}/judge", data=form).status_code == 200
    (after,) = client.get("/events.json").json()
    assert len(after["claims"]) == 2 and len(after["origins"]) == 1
    (made,) = client.get("/decisions.json").json()
    client.post("/undo", data={"csrf": form["csrf"], "decision": made["id"], "back": "/"})
    assert client.get("/events.json").json() == [before]


def test_the_command_line_sets_the_same_chain(run: Callable[..., Any], case: Path) -> None:
    def rows(command: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in run(command, "--case", case, "--format", "jsonl").out.splitlines()]

    claims = rows("claims")
    told = next(c for c in claims if [link["class"] for link in c["attribution"]] == ["narrator"])
    link = next(c for c in claims if c is not told)["attribution"][-1]
    chain = [{"class": "narrator"}, {"class": link["class"], "text": link["text"]}]
    set_so = ("decide", told["id"], "edit", "--case", case, "--field", "attribution", "--value")
    assert run(*set_so, json.dumps(chain, ensure_ascii=False)).code == 0
    (event,) = rows("events")
    assert len(event["origins"]) == 1
    refused = run(*set_so, json.dumps([{"class": "official", "text": "ألفاظ ليست في الصفحة"}], ensure_ascii=False))
    assert refused.code == 2 and len(rows("decisions")) == 1
