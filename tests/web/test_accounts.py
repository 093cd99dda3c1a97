"""Accounts, sessions and throttling, with a clock that the test turns."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from takhrij.core.errors import CaseMissing, UsageError
from takhrij.store.layout import ACCOUNTS
from takhrij.web.accounts.book import Book
from takhrij.web.accounts.database import Database, open_database
from takhrij.web.accounts.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from takhrij.web.accounts.throttle import FREE, LONGEST, Throttle

PASSWORD = "seven blue lanterns"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "case.sqlite3").touch()
    opened = open_database(str(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def book(database: Database, clock: Clock) -> Book:
    made = Book(database, clock, CHEAP)
    made.add("Amal", "reviewer", PASSWORD)
    return made


def content(tmp_path: Path) -> bytes:
    return b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.name.startswith(ACCOUNTS))


def test_the_file_is_the_owners_alone(book: Book, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / ACCOUNTS).stat().st_mode) == 0o600


def test_accounts_need_a_case(tmp_path: Path) -> None:
    with pytest.raises(CaseMissing):
        open_database(str(tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_passwords_are_argon2id_and_nowhere_else(book: Book, tmp_path: Path) -> None:
    kept = content(tmp_path)
    assert b"$argon2id$" in kept
    assert PASSWORD.encode() not in kept
    assert book.check("amal", PASSWORD, "") == book.get("AMAL ")
    for name, password in (
        ("amal", "seven blue lantern"),
        ("amal", ""),
        ("basim", PASSWORD),
        ("", ""),
        ("amal", "x" * 10**6),
    ):
        assert book.check(name, password, "") is None


def test_a_hash_of_another_cost_is_made_anew(database: Database, book: Book, clock: Clock) -> None:
    def held() -> str:
        return str(database.row("SELECT password FROM accounts")[0])  # type: ignore[index]

    before = held()
    dearer = Book(database, clock, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert dearer.check("amal", "wrong password", "") is None
    assert held() == before
    assert dearer.check("amal", PASSWORD, "")
    assert "m=16,t=2" in held()
    assert dearer.check("amal", PASSWORD, "")


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("", "reader", PASSWORD),
        ("a\u202eb", "reader", PASSWORD),
        ("<b>", "reader", PASSWORD),
        ("x" * 65, "reader", PASSWORD),
        ("basim", "owner", PASSWORD),
        ("basim", "reader", "short"),
        ("basim", "reader", "x" * 513),
        ("basim", "reader", "aaaaaaaaaaaaaaa"),
        ("basim the patient", "reader", "Basim the Patient"),
        ("ＡＭＡＬ", "reader", PASSWORD),
    ],
)
def test_unfit_accounts_are_refused(book: Book, name: str, role: str, password: str) -> None:
    with pytest.raises(UsageError):
        book.add(name, role, password)
    assert [a.name for a in book.all()] == ["amal"]


def test_a_code_is_good_once(book: Book, clock: Clock) -> None:
    secret = book.begin_totp("amal")
    assert book.check("amal", PASSWORD, ""), "not asked for before it is confirmed"
    totp = pyotp.TOTP(secret)
    with pytest.raises(UsageError, match="not right"):
        book.confirm_totp("amal", "000000" if totp.at(int(clock())) != "000000" else "111111")
    book.confirm_totp("amal", totp.at(int(clock())))
    assert book.check("amal", PASSWORD, totp.at(int(clock()))) is None, "the code that confirmed is used up"
    clock.now += 30
    code = totp.at(int(clock()))
    assert book.check("amal", PASSWORD, "") is None
    assert book.check("amal", "wrong password", code) is None
    assert book.check("amal", PASSWORD, f" {code[:3]} {code[3:]} ")
    assert book.check("amal", PASSWORD, code) is None
    clock.now += 30
    assert book.check("amal", PASSWORD, code) is None, "nor in the next step, where it would still be near enough"
    late = totp.at(int(clock()))
    clock.now += 35
    assert book.check("amal", PASSWORD, late), "one step late is near enough"
    clock.now += 90
    assert book.check("amal", PASSWORD, totp.at(int(clock()) - 61)) is None
    book.drop_totp("amal")
    assert book.check("amal", PASSWORD, "")


def test_disabled_accounts_do_not_sign_in_and_their_sessions_end(
    book: Book, database: Database, clock: Clock
) -> None:
    sessions = Sessions(database, clock)
    token = sessions.begin("amal")
    book.set_disabled("amal", True)
    assert book.check("amal", PASSWORD, "") is None
    assert sessions.find(token) is None
    book.set_disabled("amal", False)
    assert sessions.find(token) is None
    assert book.check("amal", PASSWORD, "")


def test_another_password_ends_all_sessions_and_a_role_holds_at_once(
    book: Book, database: Database, clock: Clock
) -> None:
    sessions = Sessions(database, clock)
    token = sessions.begin("amal")
    book.set_role("amal", "reader")
    found = sessions.find(token)
    assert found is not None
    assert found.role == "reader"
    book.set_password("amal", "nine grey herons")
    assert sessions.find(token) is None
    assert book.check("amal", PASSWORD, "") is None


def test_tokens_are_random_and_kept_as_hashes(book: Book, database: Database, clock: Clock, tmp_path: Path) -> None:
    sessions = Sessions(database, clock)
    tokens = {sessions.begin("amal") for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) >= 43 for token in tokens), "32 bytes in base64"
    kept = content(tmp_path)
    assert not any(token.encode() in kept for token in tokens)
    assert sessions.find("forged") is None
    assert sessions.find("") is None


def test_sessions_end_when_unused_and_after_a_day(book: Book, database: Database, clock: Clock) -> None:
    sessions = Sessions(database, clock)
    idle = sessions.begin("amal")
    clock.now += IDLE_SECONDS + 1
    assert sessions.find(idle) is None
    used, begun = sessions.begin("amal"), clock.now
    while clock.now - begun < LONGEST_SECONDS - 3600:
        clock.now += 3600
        assert sessions.find(used) is not None
    clock.now += 3601
    assert sessions.find(used) is None
    ended = sessions.begin("amal")
    sessions.end(ended)
    assert sessions.find(ended) is None


def test_an_account_waits_longer_after_every_failure(database: Database, clock: Clock) -> None:
    throttle = Throttle(database, clock)
    for _ in range(FREE["account"]):
        assert throttle.admit("amal", "10.0.0.1") == 0
    waits = []
    for _ in range(12):
        wait = throttle.admit("amal", f"10.0.0.{len(waits) + 2}")
        assert wait > 0, "from whatever address"
        waits.append(wait)
        clock.now += wait
        assert throttle.admit("amal", f"10.0.1.{len(waits)}") == 0
    assert waits[:4] == [1, 2, 4, 8]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert throttle.admit("basim", "10.0.9.9") == 0


def test_an_address_waits_whatever_accounts_it_tries(database: Database, clock: Clock) -> None:
    throttle = Throttle(database, clock)
    waits = [throttle.admit(f"user{n}", "10.0.0.1") for n in range(FREE["address"] + 1)]
    assert waits[:-1] == [0] * FREE["address"]
    assert waits[-1] > 0


def test_starting_anew_forgives_nothing(tmp_path: Path, clock: Clock) -> None:
    first = Database(tmp_path / ACCOUNTS)
    throttle = Throttle(first, clock)
    while throttle.admit("amal", "10.0.0.1") == 0:
        pass
    first.close()
    second = Database(tmp_path / ACCOUNTS)
    assert Throttle(second, clock).admit("amal", "10.0.0.1") > 0
    second.close()


def test_signing_in_forgives_the_account_but_not_the_address(database: Database, clock: Clock) -> None:
    throttle = Throttle(database, clock)
    for _ in range(FREE["account"] - 1):
        throttle.admit("amal", "10.0.0.1")
    throttle.forgive("amal", "10.0.0.1")
    tried = 0
    while throttle.admit("basim" + str(tried), "10.0.0.1") == 0:
        tried += 1
    assert tried == FREE["address"] - (FREE["account"] - 2)


def test_failures_are_forgotten_after_a_day(database: Database, clock: Clock) -> None:
    throttle = Throttle(database, clock)
    while throttle.admit("amal", "10.0.0.1") == 0:
        pass
    clock.now += 24 * 3600 + 1
    assert throttle.admit("amal", "10.0.0.1") == 0


def test_names_that_were_tried_are_not_kept(database: Database, clock: Clock, tmp_path: Path) -> None:
    Throttle(database, clock).admit("a password in the wrong field", "10.0.0.1")
    assert b"wrong field" not in content(tmp_path)
