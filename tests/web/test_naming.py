"""Sources and persons judged on their pages: previewed, logged, refused when overtaken, and taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Anchor, Decision
from takhrij.store import open_case
from tests.web.browser import csrf, served

PAGES = {
    "one.txt": "خبر أول\n\nقال المتحدث باسم نقابة السنديان إن جماعة الحوثي أفرجت عن 20 سجينا في صنعاء يوم 13 نوفمبر 2018."
    " وشكر صبري الوهيبي من توسط.\n",
    "two.txt": "رواية ثانية\n\nفي 13 نوفمبر 2018 أطلقت جماعة الحوثي في صنعاء سراح عشرين أسيرا كانوا في سجونها منذ أشهر، كما"
    " أكد الناطق الرسمي لرابطة الزيتون بعد لقاء مع ذويهم.\n",
    "three.txt": "وصل صبري الوهيبي إلى مدينة عدن أمس، وكان تنظيم القاعدة قد أفرج عن خمسة جنود.\n",
}


@pytest.fixture
def named(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    for name, text in PAGES.items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    case = tmp_path / "case"
    pipeline.add([tmp_path / "in"], str(case), Config())
    client, _ = served(case)
    with client:
        yield client, case


def seen_of(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def verbs(client: TestClient) -> list[str]:
    return [row["verb"] for row in client.get("/decisions.json").json()]


def test_two_names_of_one_source_are_one_origin_until_undone(named: tuple[TestClient, Path]) -> None:
    client, _ = named
    before = client.get("/events.json").json()
    names = [r["source"] for r in client.get("/sources.json").json() if r["class"] in ("named", "official")]
    assert len(names) == 2
    form = {"csrf": csrf(client.get("/sources").text), "one": names[0], "other": names[1], "why": "one body"}
    page = client.post("/sources/preview", data=form)
    assert page.status_code == 200 and "Changed" in page.text and "2 independent origins" in page.text
    assert verbs(client) == [] and client.get("/events.json").json() == before
    answer = client.post("/sources/judge", data={**form, "seen": seen_of(page.text)})
    assert answer.status_code == 200 and answer.url.path == "/sources"
    (decision,) = client.get("/decisions.json").json()
    assert (decision["verb"], decision["by"], decision["why"]) == ("same_source", "amal", "one body")
    (told,) = [e for e in client.get("/events.json").json() if len(e["claims"]) == 2]
    assert len(told["origins"]) == 1
    assert answer.text.count("one source:") == 2, "each of the two says which other name is its own"
    again = client.post("/sources/preview", data=form)
    assert again.status_code == 400 and "one source already" in again.text
    client.post("/undo", data={"csrf": form["csrf"], "decision": decision["id"], "back": "/sources"})
    assert client.get("/events.json").json() == before


def test_two_persons_are_joined_and_parted_again(named: tuple[TestClient, Path]) -> None:
    client, _ = named
    page = client.get("/people?q=الوهيبى")
    before = client.get("/people.json?q=الوهيبي").json()
    assert [row["id"] in page.text for row in before] == [True, True], (
        "found without regard to how the name is spelled"
    )
    form = {"csrf": csrf(page.text), "verb": "same_person", "why": "one family"}
    form |= {f"n:{row['id']}": "on" for row in before}
    preview = client.post("/people/preview", data=form)
    assert preview.status_code == 200 and "1 naming, then 2 namings" in preview.text and verbs(client) == []
    client.post("/people/judge", data={**form, "seen": seen_of(preview.text)})
    (joined,) = client.get("/people.json?q=الوهيبي").json()
    assert len(joined["documents"]) == 2 and verbs(client) == ["same_person"]
    ids = re.findall(r'name="(n:[^"]+)"', client.get("/people?q=الوهيبي").text)
    assert len(ids) == 2, "the person, and the naming that can be parted"
    apart = {"csrf": form["csrf"], "verb": "different_person", **dict.fromkeys(ids, "on")}
    refused = client.post("/people/preview", data=apart)
    assert refused.status_code == 400 and "undo it first" in refused.text
    (decision,) = client.get("/decisions.json").json()
    client.post("/undo", data={"csrf": form["csrf"], "decision": decision["id"], "back": "/people"})
    assert client.get("/people.json?q=الوهيبي").json() == before


def test_what_was_judged_since_the_preview_is_shown_and_nothing_written(named: tuple[TestClient, Path]) -> None:
    client, case = named
    names = [r["source"] for r in client.get("/sources.json").json() if r["class"] in ("named", "official")]
    form = {"csrf": csrf(client.get("/sources").text), "one": names[0], "other": names[1], "why": "mine"}
    seen = seen_of(client.post("/sources/preview", data=form).text)
    with open_case(case) as store:
        anchors = Anchor("", names[0], "", "", ""), Anchor("", "another name", "", "", "")
        store.append_decision(Decision("", "same_source", anchors[0], "basim", pipeline.now(), "", None, anchors[1]))
    answer = client.post("/sources/judge", data={**form, "seen": seen})
    assert answer.status_code == 409 and 'value="mine"' in answer.text and "nothing was written" in answer.text
    assert len(verbs(client)) == 1
    assert client.post("/sources/judge", data={**form, "seen": seen_of(answer.text)}).status_code == 200
    assert len(verbs(client)) == 2


@pytest.mark.parametrize("chosen", [0, 1, 3])
def test_two_namings_are_chosen_and_no_other_number(named: tuple[TestClient, Path], chosen: int) -> None:
    client, _ = named
    page = client.get("/people").text
    boxes = [*re.findall(r'name="(n:[^"]+)"', page), "n:third"][:chosen]
    assert len(boxes) == chosen
    form = {"csrf": csrf(page), "verb": "same_person", **dict.fromkeys(boxes, "on")}
    answer = client.post("/people/preview", data=form)
    assert answer.status_code == 400 and "tick two boxes" in answer.text
    assert client.post("/people/preview", data={**form, "verb": "accept"}).status_code == 400


def test_sources_and_persons_that_are_not_there_are_told(named: tuple[TestClient, Path]) -> None:
    client, _ = named
    token = csrf(client.get("/sources").text)
    assert client.post("/sources/preview", data={"csrf": token, "one": "x", "other": "y"}).status_code == 404
    form = {"csrf": token, "verb": "same_person", "n:none": "on", "n:nobody": "on"}
    answer = client.post("/people/preview", data=form)
    assert answer.status_code == 400 and "no naming of a person" in answer.text
