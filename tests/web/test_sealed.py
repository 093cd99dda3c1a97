"""A sealed document leaks nowhere: a word that stands only in it is looked for in every answer to every role below."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

import pytest
from starlette.testclient import TestClient

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Anchor, Decision
from takhrij.evaluate import coding
from takhrij.pipeline import judging
from takhrij.store.rounds import rounds
from takhrij.store.seals import sealing
from takhrij.web.app import all_pages
from tests.web.browser import csrf
from tests.web.people import AT, House, fill, house, things, work

pytestmark = pytest.mark.slow

MARK = "زمردانة"
LATIN = "emeraldine"
MARKS = (MARK, LATIN)
TOLD = (
    "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء، وفق مصدر قبلي.\n"
    "وفي 26 يوليو 2021 تبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة بمحافظة البيضاء."
)
PAGES = {
    "open": (
        "صحيفة المرفأ",
        "إفراج عن أسرى في صنعاء",
        TOLD,
    ),
    "copy": (
        "موقع الساقية",
        "إفراج عن أسرى في صنعاء",
        TOLD,
    ),
    LATIN: (
        f"وكالة {MARK}",
        f"مصدر {MARK} يكشف صفقة",
        (
            f"قال القيادي أبو {MARK} إن جماعة الحوثي أفرجت في 14 نوفمبر 2018 عن 25 عنصرا من تنظيم القاعدة في صنعاء.\n"
            f"وتشرف كتائب {MARK} على جماعة الحوثي في صنعاء. وقتل 3 من كتائب {MARK} المرتزقة في 2 مارس 2019 في عدن.\n{TOLD}"
        ),
    ),
}


def lines() -> str:
    return "".join(
        json.dumps(
            {
                "id": name,
                "source": outlet,
                "url": f"https://{name}.example/{name}",
                "author": f"كاتب {MARK}" if name == LATIN else "كاتب",
                "title": title,
                "published": "2021-08-01",
                "text": text,
            },
            ensure_ascii=False,
        )
        + "\n"
        for name, (outlet, title, text) in PAGES.items()
    )


def judgements(made: House, sealed: str) -> None:
    """Decisions of every kind that tell of the sealed document, or hold its claims together with others'."""
    view = made.workbench.snapshot().view
    inside = [c for c in view.claims.values() if c.document == sealed]
    outside = [c for c in view.claims.values() if c.document != sealed]

    def new(verb: str, value: Any = None, field: str | None = None) -> Decision:
        return Decision("", verb, Anchor(sealed, "", "", "", "", field), "admin", AT, "", value)

    with made.workbench.store() as store:
        for claim, verb in zip(inside, ("accept", "unsure", "reject"), strict=False):
            judging.decide(store, claim, verb, new(verb))
        value = judging.members(store, view, outside[0], inside[0])
        judging.decide(
            store, outside[0], "same", new("same", value), next(c for c in inside if c.type == outside[0].type)
        )
        judging.decide(store, outside[-1], "not_copy", new("not_copy"), inside[-1])
        words = {"language": "en", "text": f"{LATIN} said so", "translator": "admin"}
        judging.translate(store, sealed, inside[0].evidence[0], words, new("translate"))
        for source in (f"وكالة {MARK}", f"أبو {MARK}", MARK):
            store.append_decision(Decision("", "reliability", Anchor("", source, "", "", ""), "admin", AT, "", "C"))
        work(store, tuple(view.documents))
        (still,) = [r for r in rounds(store.decisions()) if not r.closed]
        for key in still.claims:
            coding.code(store, still, key, coding.Answer("accept"), ("admin", AT, ""))
        pipeline.link_case(store, Config())


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("sealed")
    monkeypatch = pytest.MonkeyPatch()
    # On a busy machine too the pages follow at once.
    monkeypatch.setattr("takhrij.web.workbench.AT_ONCE", 1e9)
    (folder / "pages.jsonl").write_text(lines(), encoding="utf-8")
    pipeline.add([folder / "pages.jsonl"], str(folder / "case"), Config())
    made = house(folder / "case")
    view = made.workbench.snapshot().view
    sealed = next(key for key, d in view.documents.items() if d.label == LATIN)
    judgements(made, sealed)
    everything = things(made)
    with made.workbench.store() as store:
        store.append_decision(sealing(sealed, "editor", ("admin", AT, "a source in danger")))
    made.filled = {"sealed": sealed, "everything": json.dumps(everything)}
    yield made
    made.database.close()
    monkeypatch.undo()


QUERIES = ("", f"?q={MARK}", f"?q={LATIN}", f"?q={MARK}&exact=1", f"?outlet=وكالة {MARK}", f"?actor=other:{MARK}")


SEARCHED = ("/search", "/events", "/claims", "/documents", "/relations", "/review")


def queries(path: str, ending: str) -> tuple[str, ...]:
    """What is asked of a page: of one that searches for the marks too, of another for nothing."""
    if path.endswith("propose"):
        return ("?start=0&end=30&field=actor",)
    return QUERIES if path in SEARCHED and not ending else QUERIES[:1]


def answers(there: House, client: TestClient) -> Iterator[tuple[str, Any]]:
    """Every page that may be asked for, with every id that there is in each place of its address."""
    everything: dict[str, list[str]] = json.loads(there.filled["everything"])
    for page in all_pages():
        if "GET" not in page.methods or page.path == "/font/noto-sans-arabic.ttf":
            continue
        names = [part.strip("{}") for part in page.path.split("/") if part.startswith("{")]
        names = [name.partition("}")[0] for name in names]
        for values in itertools.product(*(everything[name] for name in names)):
            chosen = dict(zip(names, values, strict=True))
            path = fill(page.path, everything, lambda name, _, chosen=chosen: chosen[name])
            for ending in ("", ".json", ".csv") if page.listing else ("",):
                for query in queries(page.path, ending):
                    yield f"{path}{ending}{query}", client.get(f"{path}{ending}{query}")


def marked(there: House, answer: Any) -> bool:
    """Whether an answer tells of the sealed document, in its body or its head; the address asked for itself aside."""
    body = answer.text.replace(answer.request.url.path, "").replace(quote(answer.request.url.path, safe=""), "")
    told = (*MARKS, there.filled["sealed"][:12])
    return any(mark in body for mark in told) or any(LATIN in value for value in answer.headers.values())


def told_back(address: str) -> bool:
    """Whether the words are in the address, which a page may show again in its search field."""
    return "?" in address and any(mark in address for mark in MARKS)


def test_no_page_tells_of_a_sealed_document_to_a_role_below(there: House) -> None:
    # A reviewer sees all that a reader sees, and more.
    client = there.browser("reviewer")
    leaks, seen = [], 0
    for address, answer in answers(there, client):
        seen += answer.status_code == 200
        assert answer.status_code < 500, address
        if told_back(address):
            # The page may say what was looked for; it must not say more than for a word that stands nowhere.
            other = client.get(address.replace(MARK, "قمرنجية").replace(LATIN, "nowhereish"))
            same = answer.text.replace(MARK, "قمرنجية").replace(LATIN, "nowhereish")
            if _bare(same) != _bare(other.text):
                leaks.append(address)
        elif marked(there, answer):
            leaks.append(address)
    assert leaks == []
    assert seen > 40


def _bare(text: str) -> str:
    """A page without the words that were asked for, however its links write them."""
    text = unquote(unquote(text))
    for word in ("قمرنجية", "nowhereish", MARK, LATIN):
        text = text.replace(word, "")
    return text


def test_whoever_may_see_it_sees_it(there: House) -> None:
    client = there.browser("editor")
    found = [
        address for address, answer in answers(there, client) if marked(there, answer) and not told_back(address)
    ]
    assert len(found) > 20
    for start in ("/events", "/claims", "/documents", "/decisions", "/rounds/", "/samples/", "/review"):
        assert any(address.startswith(start) for address in found), start


def test_no_form_reaches_a_sealed_document(there: House) -> None:
    client = there.browser("reviewer")
    token = csrf(client.get("/account").text)
    sealed = there.filled["sealed"]
    view = there.workbench.snapshot().view
    inside = [c.id for c in (*view.claims.values(), *view.rejected.values()) if c.document == sealed]
    outside = next(c.id for c in view.claims.values() if c.document != sealed)
    made = [d.id for d in view.decisions if d.anchor.document == sealed or d.verb == "seal"]
    with there.workbench.store() as store:
        still = next(r.id for r in rounds(store.decisions()) if not r.closed)
    words = {"start": "0", "end": "20", "type": "release", "text": "x"}
    tried = [
        (f"/claims/{key}/judge", {"verb": verb, "value": "3", "field": "time", "seen": "x"})
        for key in inside
        for verb in ("accept", "reject", "edit", "grade")
    ]
    tried += [
        (f"/events/{act}", {"claim": a, "other": b, "verb": "same"})
        for act in ("preview", "judge")
        for key in inside
        for a, b in ((key, outside), (outside, key))
    ]
    tried += [(f"/documents/{sealed}/{act}", words) for act in ("add", "translate", "seal")]
    tried += [("/undo", {"decision": decision}) for decision in made]
    tried += [(f"/rounds/{still}/code/{key}", {"verb": "accept"}) for key in inside]
    tried += [(f"/rounds/{still}/add", {"document": sealed, **words})]
    for address, data in tried:
        answer = client.post(address, data={"csrf": token, **data})
        assert answer.status_code in (400, 403, 404, 409), (address, data, answer.status_code)
        # What was sent may come back on the page; the document's words may not.
        assert not any(mark in answer.text for mark in MARKS), address
    with there.workbench.store() as store:
        assert store.decisions()[-1].verb == "seal", "nothing was logged"


def test_a_preview_tells_nothing_of_it(there: House) -> None:
    client = there.browser("reviewer")
    token = csrf(client.get("/account").text)
    mine = [c["id"] for c in client.get("/claims.json").json()]
    for other in mine[1:]:
        for verb in ("same", "different", "part_of", "same_origin"):
            data = {"csrf": token, "claim": mine[0], "other": other, "verb": verb}
            answer = client.post("/events/preview", data=data)
            assert answer.status_code in (200, 400)
            assert not marked(there, answer)


def test_judging_goes_on_behind_the_curtain(there: House) -> None:
    client = there.browser("reviewer")
    token = csrf(client.get("/account").text)
    claim = client.get("/claims.json").json()[0]["id"]
    assert (
        client.post(f"/claims/{claim}/judge", data={"csrf": token, "verb": "accept", "why": "read"}).status_code
        == 200
    )
    assert client.get("/decisions.json").json()[-1]["why"] == "read"
    assert there.browser("admin").get("/decisions.json").json()[-1]["why"] == "read"


def test_seals_are_set_and_opened_by_editors_and_hold_at_once(there: House) -> None:
    editor, reader = there.browser("editor"), there.browser("reader")
    token = csrf(editor.get("/account").text)
    key = next(d["sha256"] for d in reader.get("/documents.json").json() if d["outlet"] == "صحيفة المرفأ")
    assert reader.get(f"/documents/{key}").status_code == 200
    editor.post(f"/documents/{key}/seal", data={"csrf": token, "role": "reviewer"})
    assert reader.get(f"/documents/{key}").status_code == 404
    assert key not in reader.get("/documents.json").text
    editor.post(f"/documents/{key}/seal", data={"csrf": token, "role": "admin"})
    assert editor.get(f"/documents/{key}").status_code == 404
    assert editor.post(f"/documents/{key}/seal", data={"csrf": token, "role": ""}).status_code == 404
    admin = there.browser("admin")
    token = csrf(admin.get("/account").text)
    assert admin.post(f"/documents/{key}/seal", data={"csrf": token, "role": "emperor"}).status_code == 400
    admin.post(f"/documents/{key}/seal", data={"csrf": token, "role": ""})
    assert reader.get(f"/documents/{key}").status_code == 200
