"""Every address for every role by every method. A page that the table below does not name fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from takhrij.store.seals import ROLES
from takhrij.web.app import all_pages
from takhrij.web.screen import Page
from tests.web.people import House, fill, house, things, work

pytestmark = pytest.mark.slow

OPEN = "anybody"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# Who may do what, said once more and apart from the pages, so that neither can be changed by a slip.
RULES = {
    "GET /": "reader",
    "GET /search": "reader",
    "GET /events": "reader",
    "GET /claims": "reader",
    "GET /documents": "reader",
    "GET /relations": "reader",
    "GET /review": "reader",
    "GET /decisions": "reader",
    "GET /timeline": "reader",
    "GET /dossier": "reader",
    "GET /dossier/file": "reader",
    "GET /dossier/wait": "reader",
    "GET /map": "reader",
    "GET /network": "reader",
    "GET /captives": "reader",
    "GET /sources": "reader",
    "GET /people": "reader",
    "GET /conflicts": "reader",
    "GET /problems": "reader",
    "GET /acquisitions": "reader",
    "GET /silence": "reader",
    "GET /claims/{claim}": "reader",
    "GET /documents/{key}": "reader",
    "GET /documents/{key}/original": "reader",
    "GET /documents/{key}/custody": "reader",
    "GET /documents/{key}/versions": "reader",
    "GET /documents/{key}/propose": "reader",
    "GET /events/{event}": "reader",
    "GET /events/{event}.json": "reader",
    "GET /events/{event}/graph.json": "reader",
    "GET /compare/{a}/{b}": "reader",
    "GET /account": "reader",
    "GET /shown": "reader",
    "POST /account/password": "reader",
    "POST /account/totp": "reader",
    "POST /account/totp/confirm": "reader",
    "POST /account/totp/drop": "reader",
    "POST /logout": "reader",
    "POST /acquisitions/search": "reviewer",
    "POST /events/preview": "reviewer",
    "POST /events/judge": "reviewer",
    "POST /claims/{claim}/judge": "reviewer",
    "POST /documents/{key}/add": "reviewer",
    "POST /documents/{key}/translate": "reviewer",
    "POST /undo": "reviewer",
    "POST /sources/mark": "reviewer",
    "POST /sources/preview": "reviewer",
    "POST /sources/judge": "reviewer",
    "POST /people/preview": "reviewer",
    "POST /people/judge": "reviewer",
    "GET /rounds": "reviewer",
    "GET /rounds/{round}": "reviewer",
    "GET /rounds/{round}/code/{unit}": "reviewer",
    "POST /rounds/{round}/code/{unit}": "reviewer",
    "POST /rounds/{round}/add": "reviewer",
    "GET /samples": "reviewer",
    "GET /samples/{sample}": "reviewer",
    "GET /samples/{sample}/report": "reviewer",
    "GET /samples/{sample}/claims/{claim}": "reviewer",
    "POST /samples/{sample}/claims/{claim}": "reviewer",
    "POST /rounds": "editor",
    "POST /rounds/{round}/close": "editor",
    "POST /rounds/{round}/agreed": "editor",
    "GET /rounds/{round}/agreement": "editor",
    "GET /rounds/{round}/units/{unit}": "editor",
    "POST /rounds/{round}/units/{unit}": "editor",
    "POST /samples": "editor",
    "POST /acquisitions/fetch": "editor",
    "POST /documents/{key}/seal": "editor",
    "GET /record": "admin",
    "GET /users": "admin",
    "POST /users": "admin",
    "POST /users/fetching": "admin",
    "POST /users/{name}/role": "admin",
    "POST /users/{name}/disabled": "admin",
    "POST /users/{name}/password": "admin",
    "POST /users/{name}/totp/drop": "admin",
    "GET /prefer": OPEN,
    "GET /open": OPEN,
    "GET /login": OPEN,
    "POST /login": OPEN,
    "GET /font/noto-sans-arabic.ttf": OPEN,
}


@pytest.fixture(scope="module")
def there(read_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    import shutil

    case = tmp_path_factory.mktemp("routes") / "case"
    shutil.copytree(read_case, case)
    made = house(case)
    with made.workbench.store() as store:
        work(store, tuple(sorted(e.reading.document for e in store.extractions() if e.claims))[:4])
    everything = things(made)
    unit = everything["unit"][0]
    made.filled = {name: values[0] for name, values in everything.items()} | {"unit": unit}
    with made.workbench.store() as store:
        sampled = things_of_sample(store)
    made.filled = {**made.filled, "sampled": sampled}
    yield made
    made.database.close()


def things_of_sample(store: object) -> str:
    from takhrij.evaluate import sampling

    (sample,) = sampling.samples(store.decisions())  # type: ignore[attr-defined]
    return next(iter(sample.claims))


def rules() -> dict[str, str]:
    return {
        f"{method} {page.path}": OPEN if page.open else page.role for page in all_pages() for method in page.methods
    }


def test_every_page_has_the_rule_that_the_table_says() -> None:
    assert rules() == RULES


def addresses(page: Page, house: House) -> list[str]:
    def choose(name: str, _values: list[str]) -> str:
        if name == "claim" and page.path.startswith("/samples"):
            return house.filled["sampled"]
        return house.filled[name]

    path = fill(page.path, {name: [value] for name, value in house.filled.items()}, choose)
    return [path, *(f"{path}.{ending}" for ending in ("json", "csv") if page.listing)]


def methods_of(path: str) -> set[str]:
    return {method for page in all_pages() if page.path == path for method in page.methods}


QUERY = {"/documents/{key}/propose": "?start=0&end=5&field=time"}


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_each_role_may_do_what_the_table_says_and_no_more(there: House, role: str) -> None:
    client = there.stranger() if role == "nobody" else there.browser(role)
    token = "" if role == "nobody" else client_token(client)
    wrong = []
    for page in all_pages():
        if page.path in ("/logout", "/prefer", "/open", "/login"):
            continue
        least = OPEN if page.open else page.role
        may = least == OPEN or (role != "nobody" and ROLES.index(role) >= ROLES.index(least))
        for method in (*page.methods, *(("HEAD",) if "GET" in page.methods else ())):
            for address in addresses(page, there):
                data = {"csrf": token} if method == "POST" else None
                sent = client.request(method, address + QUERY.get(page.path, ""), data=data, follow_redirects=False)
                if not _fits(sent.status_code, method, role, may):
                    wrong.append((method, address, role, sent.status_code))
    assert wrong == []


def _fits(status: int, method: str, role: str, may: bool) -> bool:
    if not may:
        return status == 403 if role != "nobody" else status in ((303, 401) if method != "POST" else (401,))
    # A form with nothing in it is refused as such, never as a stranger's and never by breaking.
    return status in (200, 303) if method != "POST" else status in (200, 303, 400, 404, 409)


def client_token(client: object) -> str:
    from tests.web.browser import csrf

    return csrf(client.get("/account").text)  # type: ignore[attr-defined]


def test_no_other_method_answers(there: House) -> None:
    client = there.browser("admin")
    wrong = []
    for page in all_pages():
        allowed = methods_of(page.path) | ({"HEAD"} if "GET" in methods_of(page.path) else set())
        for method in METHODS:
            if method in allowed:
                continue
            sent = client.request(method, addresses(page, there)[0], follow_redirects=False)
            # Where another page has this address for that method, it knows nothing by this name.
            if sent.status_code not in (404, 405):
                wrong.append((method, page.path, sent.status_code))
    assert wrong == []


def test_no_form_works_without_its_token_or_from_another_site(there: House) -> None:
    client = there.browser("admin")
    token = client_token(client)
    wrong = []
    for page in (p for p in all_pages() if "POST" in p.methods and p.path != "/login"):
        address = addresses(page, there)[0]
        before = there.workbench.snapshot().view.decisions
        for data, headers in (
            ({}, {}),
            ({"csrf": ""}, {}),
            ({"csrf": "x" * 43}, {}),
            ({"csrf": "كلمة"}, {}),
            ({"csrf": token[:-1]}, {}),
            ({"csrf": token}, {"origin": "https://evil.example"}),
            ({"csrf": token}, {"origin": "null"}),
            ({"csrf": token}, {"sec-fetch-site": "cross-site"}),
            ({"csrf": token}, {"sec-fetch-site": "same-site"}),
        ):
            sent = client.post(address, data=data, headers=headers, follow_redirects=False)
            if sent.status_code != 403:
                wrong.append((address, data, headers, sent.status_code))
        assert there.workbench.snapshot().view.decisions == before
    assert wrong == []
    assert client.get("/account").status_code == 200, "and the session is still there: /logout did not work either"


def test_every_answer_carries_the_headers_of_protection(there: House) -> None:
    client = there.browser("admin")
    for address in (
        "/",
        "/login",
        "/static/css/base.css",
        "/nothing",
        "/events.json",
        "/static/none",
        "/events?colour=x",
    ):
        answer = client.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
    assert client.get("/events").headers["cache-control"] == "no-store"


KNOWN = ("/", "/documents", "/claims", "/events", "/rounds", "/samples", "/users")
TRAVERSALS = (
    *(
        "../accounts.sqlite3",
        "..%2f..%2faccounts.sqlite3",
        "%2e%2e/%2e%2e/app.py",
        "..%5c..%5capp.py",
        "....//app.py",
    ),
    *(
        "%2e%2e%2fapp.py",
        "..%252f..%252fapp.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "css/../../app.py",
        "css/%2e%2e/%2e%2e/app.py",
    ),
    *(
        "..%c0%af..%c0%afapp.py",
        "css/base.css%00.js",
        "file:///etc/passwd",
        "C:%5cwindows%5cwin.ini",
        ".",
        "..",
        "%00",
        "~root",
    ),
)


@pytest.mark.parametrize("tried", TRAVERSALS)
def test_no_address_leads_out_of_what_is_served(there: House, tried: str) -> None:
    client = there.browser("admin")
    for place in (
        "/static/",
        "/documents/",
        "/claims/",
        "/events/",
        "/rounds/",
        "/samples/",
        "/compare/a/",
        "/users/",
    ):
        answer = client.get(f"{place}{tried}", follow_redirects=False)
        assert answer.status_code in (303, 307, 400, 404, 405) or answer.url.path in KNOWN, (
            place,
            tried,
        )
        for secret in ("SQLite format", "root:", "from __future__", "$argon2id$"):
            assert secret not in answer.text
    key = there.filled["key"]
    for address in (f"/documents/{key}/original/../../../{tried}", f"/documents/{tried}/original"):
        answer = client.get(address, follow_redirects=False)
        assert "SQLite format" not in answer.text and "root:" not in answer.text


def test_the_accounts_are_not_served_and_not_in_any_file(there: House) -> None:
    client = there.browser("admin")
    for address in ("/accounts.sqlite3", "/static/accounts.sqlite3", "/documents/accounts.sqlite3/original"):
        assert client.get(address).status_code == 404
    listed = client.get("/users.json").text + client.get("/users.csv").text + client.get("/record.json").text
    assert "$argon2id$" not in listed
    assert "password" not in client.get("/users.json").text
