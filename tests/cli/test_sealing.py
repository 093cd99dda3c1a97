"""Nothing that a command prints or writes tells of what is sealed, unless it is asked for with a reason."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from takhrij.store import open_case

Run = Callable[..., Any]
MARK = "زمردانة"
LATIN = "emeraldine"
TOLD = (
    "في 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء، وفق مصدر قبلي.\n"
    "وفي 26 يوليو 2021 تبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة بمحافظة البيضاء."
)
PAGES = (
    {"id": "open", "source": "صحيفة المرفأ", "title": "إفراج عن أسرى في صنعاء", "text": TOLD},
    {
        "id": LATIN,
        "source": f"وكالة {MARK}",
        "author": f"كاتب {MARK}",
        "title": f"مصدر {MARK} يكشف صفقة",
        "text": (
            f"قال القيادي أبو {MARK} إن جماعة الحوثي أفرجت في 14 نوفمبر 2018 عن 25 عنصرا من تنظيم القاعدة في صنعاء.\n"
            f"وتشرف كتائب {MARK} على جماعة الحوثي في صنعاء. وقتل 3 من كتائب {MARK} المرتزقة في 2 مارس 2019 في عدن.\n{TOLD}"
        ),
    },
)
LISTINGS = (
    *("events", "claims", "sources", "actors", "people", "origins", "conflicts", "relations", "captives", "framing"),
    *("problems", "decisions", "copies"),
)
MORE = (
    *(("sources", "--documents"), ("framing", "--each"), ("people", "--public"), ("framing", "--by", "side")),
    *(
        ("search", MARK),
        ("search", LATIN),
        ("search",),
        ("search", MARK, "--exact"),
        ("search", "--kind", "document"),
    ),
    *(
        ("team", "list"),
        ("sample", "list"),
        ("actor", "houthi"),
        ("audit", "verify"),
        ("archive", "verify", "--quick"),
        ("acquisitions",),
        ("acquisitions", "--silence"),
    ),
)


@pytest.fixture
def judged(run: Run, tmp_path: Path) -> Path:
    """A case in which a page with the marks is judged, joined with another and tied to a source's letter; not yet sealed."""
    lines = (json.dumps({"published": "2021-08-01", "url": f"https://{p['id']}.example", **p}) for p in PAGES)
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    case = tmp_path / "case"
    assert run("add", tmp_path / "pages.jsonl", "--case", case).code == 0
    rows = [json.loads(line) for line in run("claims", "--case", case, "--format", "jsonl").out.splitlines()]
    inside = [r["id"] for r in rows if r["document"] == LATIN]
    outside = [r["id"] for r in rows if r["document"] == "open"]
    for claim, verb in zip(inside, ("accept", "reject", "unsure"), strict=False):
        assert run("decide", claim, verb, "--case", case).code == 0
    assert run("decide", outside[0], "not_copy", inside[-1], "--case", case).code == 0
    assert run("decide", f"وكالة {MARK}", "reliability", "--value", "C", "--case", case).code == 0
    assert run("team", "open", "first", "--coder", "amal", "--coder", "basim", "--case", case).code == 0
    assert run("sample", "draw", "--case", case, "--seed", "1").code in (0, 2)
    return case


def answers(run: Run, case: Path, *more: str) -> Iterator[tuple[str, str]]:
    """What each command prints, in each form."""
    for name in LISTINGS:
        for form in ("table", "json", "csv"):
            done = run(name, "--case", case, "--format", form, *more)
            assert done.code in (0, 1), (name, done.err)
            yield f"{name} {form}", done.out + done.err
    for words in MORE:
        done = run(*words, "--case", case, *more)
        assert done.code in (0, 1), (words, done.err)
        yield " ".join(words), done.out + done.err
    for row in json.loads(run("events", "--case", case, "--format", "json", *more).out):
        for words in (("event", row["id"], "--why"), ("compare", row["id"])):
            yield f"{words[0]} {row['id']}", run(*words, "--case", case, *more).out
    for name in ("first",):
        for command in ("claims", "agreement", "differences"):
            done = run("team", command, name, "--case", case, *more)
            yield f"team {command}", done.out + done.err


def leaks(told: Iterator[tuple[str, str]], key: str) -> list[str]:
    return [name for name, text in told if any(mark in text for mark in (MARK, LATIN, key[:12]))]


def key_of(case: Path) -> str:
    with open_case(case) as store:
        return next(d.sha256 for d in store.documents() if d.label == LATIN)


@pytest.mark.slow
@pytest.mark.parametrize("sealing", [(LATIN,), ("--source", "وكالة زمردانه")])
def test_no_command_tells_of_what_is_sealed(run: Run, judged: Path, tmp_path: Path, sealing: tuple[str, ...]) -> None:
    key = key_of(judged)
    before = leaks(answers(run, judged), key)
    assert len(before) > 25
    assert run("seal", *sealing, "--case", judged, "--why", "a source in danger").code == 0
    assert leaks(answers(run, judged), key) == []
    assert "1 sealed document is not shown" in run("events", "--case", judged).err
    for form in ("md", "html", "docx"):
        file = tmp_path / f"told.{form}"
        assert run("dossier", "--case", judged, "-o", file).code == 0
        data = _opened(file)
        assert not any(mark.encode() in data for mark in (MARK, LATIN, key[:12])), form
    for form in ("bagit", "wacz"):
        file = tmp_path / f"handed.{form}.zip"
        assert run("archive", "export", "--case", judged, "--to", form, "-o", file).code == 0
        assert not any(mark.encode() in _opened(file) for mark in (MARK, LATIN, key[:12])), form
    claim = f"{key[:12]}-release"
    for words in (("decide", claim, "accept"), ("event", claim), ("custody", LATIN), ("compare", claim)):
        done = run(*words, "--case", judged)
        assert done.code in (2, 3) and MARK not in done.out + done.err
    again = run("rebuild", "--case", judged)
    assert not any(mark in again.out + again.err for mark in (MARK, LATIN, key[:12]))
    shown = leaks(answers(run, judged, "--show-sealed", "a hearing"), key)
    assert set(shown) >= set(before) - {"copies table"}


@pytest.mark.slow
def test_looking_past_a_seal_is_noted_with_its_reason(run: Run, judged: Path) -> None:
    assert run("seal", LATIN, "--case", judged, "--why", "in danger").code == 0
    assert run("events", "--case", judged, "--show-sealed").code == 2
    assert run("events", "--case", judged, "--show-sealed", " ").code == 2
    assert MARK in run("claims", "--case", judged, "--show-sealed", "a hearing").out
    with open_case(judged) as store:
        (noted,) = [e for e in store.audit.entries() if e.kind == "sealed_seen"]
    assert noted.payload == {"documents": [key_of(judged)], "reason": "a hearing"}


@pytest.mark.slow
def test_a_sealed_source_seals_later_pages_and_is_opened_again(run: Run, judged: Path, tmp_path: Path) -> None:
    made = run("seal", "--source", f"أبو {MARK}", "--case", judged, "--why", "in danger")
    assert made.code == 0 and "1 page names it now" in made.out
    page = tmp_path / "later.txt"
    page.write_text(f"قتل 5 من جماعة الحوثي في عدن في 3 مارس 2020، بحسب أبو {MARK}.", encoding="utf-8")
    assert run("add", page, "--case", judged).code == 0
    assert "2 sealed documents are not shown" in run("claims", "--case", judged).err
    assert "later" not in run("claims", "--case", judged).out
    assert run("unseal", "--source", f"أبو {MARK}", "--case", judged).code == 0
    assert MARK in run("claims", "--case", judged).out
    assert run("seal", "--source", "أبو", "--case", judged, "--why", "x").code == 2
    assert run("seal", "--case", judged).code == 2
    assert run("seal", LATIN, "--source", "صحيفة المرفأ", "--case", judged).code == 2


def test_judging_goes_on_beside_a_seal(run: Run, judged: Path) -> None:
    assert run("seal", LATIN, "--case", judged, "--why", "in danger").code == 0
    claim = json.loads(run("claims", "--case", judged, "--format", "json").out)[0]["id"]
    assert run("decide", claim, "accept", "--case", judged, "--why", "read").code == 0
    made = json.loads(run("decisions", "--case", judged, "--format", "json").out)
    assert [d["why"] for d in made if d["verb"] == "accept"] == ["read"]
    assert run("undo", made[-1]["id"], "--case", judged).code == 0
    key = key_of(judged)
    with open_case(judged) as store:
        told = [claim for event in store.links().events for claim, _ in event.claims]
    assert any(claim.startswith(key[:12]) for claim in told), "the case itself is linked whole"


def _opened(path: Path) -> bytes:
    """A file's bytes, and those of every member where it is a zip, and of those that are zips."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(path):
        return data
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            inner = path.with_name("inner")
            inner.write_bytes(archive.read(name))
            data += name.encode() + _opened(inner)
    return data
