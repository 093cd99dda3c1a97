"""People with accounts before a workbench, and the addresses of its pages filled with things that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from takhrij.core.config import Config
from takhrij.evaluate import adjudication, coding, sampling
from takhrij.store import Store
from takhrij.store.rounds import rounds
from takhrij.web.accounts.database import Database, open_database
from takhrij.web.accounts.signing import Accounts
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench
from tests.web.browser import csrf

AT = "2026-01-02T03:04:05Z"
PASSWORD = "seven blue lanterns"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HOST = "testserver"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class House:
    """A workbench with an account of every role, named as the role."""

    case: Path
    app: Starlette
    access: Accounts
    workbench: Workbench
    clock: Clock
    database: Database
    filled: Mapping[str, str] = field(default_factory=dict)

    def stranger(self) -> TestClient:
        """A browser that nobody signed in with."""
        return TestClient(self.app, base_url=f"http://{HOST}", raise_server_exceptions=False)

    def browser(self, role: str) -> TestClient:
        """A browser signed in with the account of a role."""
        client = self.stranger()
        answer = sign_in(client, role)
        assert answer.status_code == 303, answer.text
        return client


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Fill the sign-in form and send it; redirects are not followed."""
    page = client.get("/login")
    data = {"csrf": csrf(page.text), "name": name, "password": password} | more
    return client.post("/login", data=data, follow_redirects=False)


def house(case: Path) -> House:
    """A workbench over a case, with accounts."""
    workbench, clock, database = Workbench(str(case), Config()), Clock(), open_database(str(case))
    access = Accounts(database, workbench.note, clock, CHEAP)
    for role in ("reader", "reviewer", "editor", "admin"):
        if access.book.get(role) is None:
            access.book.add(role, role, PASSWORD)
    app = application(Served(workbench, access, Renderer(workbench.resources, paths()), (HOST,)))
    return House(case, app, access, workbench, clock, database)


def work(store: Store, documents: tuple[str, ...]) -> None:
    """An open round, a closed one with something to settle, and a sample with a judgement, over documents."""
    plan = coding.Plan("first", documents, ("reviewer", "editor", "admin"), 1)
    coding.open_round(store, plan, ("editor", AT, ""))
    second = coding.open_round(
        store, coding.Plan("second", documents, ("reviewer", "editor", "admin"), 1), ("editor", AT, "")
    )
    for n, key in enumerate(second.claims):
        coding.code(store, second, key, coding.Answer("accept"), ("reviewer", AT, ""))
        coding.code(store, second, key, coding.Answer("accept"), ("admin", AT, ""))
        coding.code(store, second, key, coding.Answer("reject" if n % 2 else "accept"), ("editor", AT, ""))
    coding.close_round(store, second, ("editor", AT, ""))
    sample = sampling.draw_sample(store, sampling.Draw(5, 1), ("editor", AT, ""))
    sampling.check(store, sample, next(iter(sample.claims)), ["time"], ("reviewer", AT, ""))


def things(house: House) -> dict[str, list[str]]:
    """What may stand in each place of an address: every id that the case has, sealed or not."""
    view = house.workbench.snapshot().view
    with house.workbench.store() as store:
        opened, closed = sorted(rounds(store.decisions()), key=lambda r: r.closed)
        units = [unit.key for unit in adjudication.closed_units(store, closed)]
        (sample,) = sampling.samples(store.decisions())
    copies = view.copies
    return {
        "key": list(view.documents),
        "claim": list(view.claims),
        "event": [event.id for event in view.events],
        "round": [closed.id, opened.id],
        "unit": units,
        "sample": [sample.id],
        "a": [copy.a for copy in copies],
        "b": [copy.b for copy in copies],
        "name": ["reader"],
    }


def fill(path: str, there: Mapping[str, list[str]], choose: Callable[[str, list[str]], str]) -> str:
    """An address with its places filled. A place that no test knows is a failure: say in `things` what stands there."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: choose(m[1], there[m[1]]), path)
