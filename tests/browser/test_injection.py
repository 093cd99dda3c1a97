"""Over a thousand injections in titles, texts, outlets, authors, file names and judgements: none becomes markup."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.core.records import Anchor, Decision
from takhrij.evaluate import adjudication, coding, sampling
from takhrij.pipeline import judging
from takhrij.store import Store, open_case
from takhrij.store.rounds import rounds
from takhrij.web.app import all_pages
from tests.browser.chromium import browsing
from tests.browser.payloads import FOREIGN, payloads
from tests.web.people import fill

AT = "2026-01-02T03:04:05Z"
A_DOCUMENT = 9
DEEP = 40
"""Documents and claims that are each opened; the lists show all of them."""

# Whatever no template of the workbench writes: elements and attributes that only an injection can have made.
STRANGE = """() => {
  const strange = [];
  if (window.ran !== undefined) strange.push(`ran ${window.ran}`);
  const wild = 'iframe,frame,object,embed,base,marquee,audio,video,xss,animate,foreignObject,math,template[shadowrootmode],'
    + 'meta[http-equiv=refresh i],link[rel=prefetch],link[rel=dns-prefetch],script:not([src^="/static/"]):not([type="application/json"])';
  for (const found of document.querySelectorAll(wild)) strange.push(found.outerHTML.slice(0, 200));
  for (const found of document.querySelectorAll('*')) for (const { name, value } of found.attributes) {
    if (/^on/i.test(name)) strange.push(`${found.tagName} ${name}`);
    if (/^(href|src|action|formaction|data|xlink:href)$/i.test(name) && /^\\s*(javascript|vbscript|data:text)/i.test(value)) strange.push(`${name}=${value}`);
    if (/^(href|src|action|formaction|data)$/i.test(name) && new URL(value, location).host === 'FOREIGN') strange.push(`${name}=${value}`);
  }
  return strange;
}""".replace("FOREIGN", FOREIGN)


def test_there_are_enough_and_each_is_its_own() -> None:
    every = payloads()
    assert len(every) >= 300
    assert len(set(every)) == len(every)


def told(number: int, p: list[str]) -> dict[str, str]:
    day = (date(2016, 1, 1) + timedelta(days=9 * number)).isoformat()
    year, month, dom = day.split("-")
    text = (
        f"في {int(dom)}/{int(month)}/{year} أفرجت جماعة الحوثي عن {20 + number} عنصرا من تنظيم القاعدة في صنعاء، وفق {p[3]}.\n"
        f"وقال القيادي {p[4]} إن كتائب {p[5]} قتلت {3 + number} جنود في مدينة {p[6]} بمحافظة أبين.\n"
        f"وأضاف: «{p[7]}». وتشرف المليشيا {p[8]} على جماعة الحوثي في البيضاء."
    )
    return {
        "id": p[0][:180],
        "title": p[0],
        "source": p[1],
        "author": p[2],
        "published": day,
        "url": f"javascript:alert({number})//{p[0][:60]}" if number % 2 else f"https://page.example/{p[1]}",
        "text": text,
    }


def file_name(payload: str) -> str:
    """A payload as a file may be named: without slashes, and not too long."""
    plain = payload.replace("/", "\u2215").replace("\0", "")
    while len(plain.encode()) > 200:
        plain = plain[:-1]
    return f"{plain}.txt"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("injection")
    every = payloads()
    groups = [every[at : at + A_DOCUMENT] for at in range(0, len(every), A_DOCUMENT)]
    groups = [group + every[: A_DOCUMENT - len(group)] for group in groups]
    lines = [json.dumps(told(n, group), ensure_ascii=False) for n, group in enumerate(groups)]
    (folder / "pages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    named = folder / "named"
    named.mkdir()
    for n, payload in enumerate(every[:: len(every) // 40]):
        text = f"خبر\n\nفي {n % 28 + 1} مارس 2019 اعتقلت جماعة الحوثي {n + 2} صحفيين في مدينة ذمار. {payload}\n"
        (named / file_name(payload)).write_text(text, encoding="utf-8")
    pipeline.add([folder / "pages.jsonl", named], str(folder / "case"), Config())
    with open_case(folder / "case") as store:
        judged(store, every)
    return folder / "case"


def judged(store: Store, every: list[str]) -> None:
    """Judgements of every kind with payloads for names and reasons."""
    view = pipeline.view(store)
    claims = list(view.claims.values())[:40]
    for n, claim in enumerate(claims):
        who, why = every[-n - 1][:190], every[(7 * n) % len(every)]
        made = Decision("", "", Anchor(claim.document, "", "", "", claim.type), who, AT, why)
        judging.decide(store, claim, ("accept", "unsure", "reject")[n % 3], made)
        words = {"language": '"><script>', "text": why, "translator": who}
        judging.translate(store, claim.document, claim.evidence[0], words, made)
    names = (every[3][:90], every[40][:90], "amal")
    for name in (every[5][:90], every[6][:90]):
        plan = coding.Plan(name, tuple({c.document for c in claims[:6]}), names, 1)
        round = coding.open_round(store, plan, (every[9][:90], AT, ""))
        for key in round.claims:
            coding.code(store, round, key, coding.Answer("accept"), (names[0], AT, every[10]))
            coding.code(store, round, key, coding.Answer("reject"), (names[1], AT, every[11]))
    coding.close_round(store, rounds(store.decisions())[0], ("amal", AT, every[12]), unfinished=True)
    sampling.draw_sample(store, sampling.Draw(6, 1), (every[13][:90], AT, ""))
    pipeline.link_case(store, Config())


def addresses(case: Path) -> Iterator[str]:
    """Every page, with some of what there is in each place of its address."""
    with open_case(case) as store:
        view = pipeline.view(store)
        closed, opened = rounds(store.decisions())
        units = [unit.key for unit in adjudication.closed_units(store, closed)]
        (sample,) = sampling.samples(store.decisions())
    step = max(1, len(view.documents) // DEEP)
    there: dict[str, list[str]] = {
        "key": list(view.documents)[::step],
        "claim": list(view.claims)[:: max(1, len(view.claims) // DEEP)],
        "event": [e.id for e in view.events][:: max(1, len(view.events) // DEEP)],
        "round": [closed.id],
        "unit": units[:3],
        "sample": [sample.id],
        "a": [c.a for c in view.copies][:3],
        "b": [c.b for c in view.copies][:3],
    }
    yield f"/rounds/{opened.id}"
    yield f"/rounds/{opened.id}/code/{next(iter(opened.claims))}"
    yield f"/samples/{sample.id}/claims/{next(iter(sample.claims))}"
    for page in all_pages():
        if (
            "GET" not in page.methods
            or "." in page.path
            or page.path in ("/open", "/prefer", "/login", "/dossier/file")
        ):
            continue
        if page.path.endswith(("/original", "/propose", "/agreement", "/report")) or page.path.startswith(
            "/samples/{sample}/c"
        ):
            continue
        names = [part[1:-1] for part in page.path.split("/") if part.startswith("{")]
        for turn in range(max([len(there[name]) for name in names], default=1)):
            yield fill(page.path, there, lambda name, values, turn=turn: values[turn % len(values)])
    for listing in ("/events", "/claims", "/documents", "/relations"):
        yield from (f"{listing}?size=250&page={page}" for page in (1, 2))
    yield from ("/sources?size=250", "/problems?size=250", "/decisions?page=2")


def searches() -> Iterator[str]:
    """Payloads in the address itself."""
    from urllib.parse import quote

    for payload in payloads()[::12]:
        yield f"/search?q={quote(payload)}"
    for payload in payloads()[::60]:
        yield from (
            f"/events?type={quote(payload)}",
            f"/claims?{quote(payload)}=1",
            f"/events/{quote(payload, safe='')}",
        )
        yield f"/timeline?actor={quote(payload)}"


def handed_on(page: Any, base: str, language: str) -> list[str]:
    """What a dossier does where it is opened from a file, and no header protects it."""
    told = page.request.get(f"{base}/dossier/file?format=html&language={language}&private=show")
    assert told.ok
    found: list[str] = []
    alone = page.context.browser.new_page()
    alone.on("dialog", lambda d: (found.append(f"dossier dialog {d.message}"), d.dismiss()))
    alone.on("request", lambda r: None if r.url.startswith(("data:", "about:")) else found.append(f"dossier {r.url}"))
    alone.set_content(told.text(), wait_until="load")
    found += [f"dossier: {strange}" for strange in alone.evaluate(STRANGE)]
    alone.close()
    return found


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_no_payload_runs_or_becomes_markup_on_any_page(case: Path) -> None:
    visited, strange = 0, []
    # Leaving `browsing` fails for any dialog, script error, breach of the content policy, or request elsewhere.
    with browsing(case) as (page, base):
        for language in ("en", "ar"):
            page.goto(f"{base}/prefer?language={language}")
            every: list[Any] = [*addresses(case), *searches()] if language == "en" else list(addresses(case))[::6]
            for address in every:
                page.goto(f"{base}{address}", wait_until="load")
                visited += 1
                strange += [f"{address}: {found}" for found in page.evaluate(STRANGE)]
        strange += [fault for language in ("en", "ar") for fault in handed_on(page, base, language)]
    assert strange == [], strange[:40]
    assert visited > 300
