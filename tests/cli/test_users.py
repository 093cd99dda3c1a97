from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from takhrij.store import open_case
from takhrij.web.accounts import book as accounts
from takhrij.web.accounts.book import Book
from takhrij.web.accounts.database import open_database

Run = Callable[..., Any]
PASSWORD = "seven blue lanterns"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda line: monkeypatch.setattr("sys.stdin", io.StringIO(line))


def test_accounts_from_the_command_line(run: Run, case: Path, typed: Callable[[str], None]) -> None:
    typed(f"{PASSWORD}\n")
    assert run("users", "add", "amal", "--role", "admin", "--case", case).code == 0
    typed("short\n")
    assert run("users", "add", "basim", "--case", case).code == 2
    typed(f"{PASSWORD}\n")
    assert run("users", "add", "basim", "--case", case).code == 0
    assert run("users", "role", "basim", "editor", "--case", case).code == 0
    assert run("users", "disable", "basim", "--case", case).code == 0
    listed = [json.loads(line) for line in run("users", "list", "--case", case).out.splitlines()]
    assert [(a["name"], a["role"], a["disabled"]) for a in listed] == [
        ("amal", "admin", False),
        ("basim", "editor", True),
    ]
    typed("nine grey herons\n")
    assert run("users", "password", "amal", "--case", case).code == 0
    database = open_database(str(case))
    assert Book(database).check("amal", "nine grey herons", "")
    database.close()
    typed(f"{PASSWORD}\n")
    assert run("users", "password", "carim", "--case", case).code == 2
    with open_case(case) as store:
        logged = [e.payload for e in store.audit.entries() if e.kind == "account"]
    assert [e["change"] for e in logged] == ["added", "added", "role", "disabled", "password"]
    assert "lanterns" not in json.dumps(logged)


def test_a_password_is_no_argument(run: Run, case: Path) -> None:
    assert run("users", "add", "amal", PASSWORD, "extra", "--case", case).code == 2
    assert "--password" not in run("users", "add", "--help").out


def test_a_second_factor_holds_once_a_code_was_given(
    run: Run, case: Path, typed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(f"{PASSWORD}\n")
    run("users", "add", "amal", "--case", case)
    typed("000\n")
    assert run("users", "totp", "amal", "--case", case).code == 2
    assert '"totp": false' in run("users", "list", "--case", case).out
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    monkeypatch.setattr(accounts.pyotp, "random_base32", lambda: secret)
    typed(accounts.pyotp.TOTP(secret).now() + "\n")
    ran = run("users", "totp", "amal", "--case", case)
    assert ran.code == 0, ran.err
    assert f"secret={secret}" in ran.out
    assert '"totp": true' in run("users", "list", "--case", case).out
    assert run("users", "totp", "amal", "--off", "--case", case).code == 0


def test_accounts_are_no_case(run: Run, tmp_path: Path, typed: Callable[[str], None]) -> None:
    typed(f"{PASSWORD}\n")
    assert run("users", "add", "amal", "--case", tmp_path / "nowhere").code == 3


def test_documents_are_sealed_and_unsealed(run: Run, case: Path) -> None:
    assert run("seal", "first", "--role", "editor", "--case", case, "--by", "chief", "--why", "a source").code == 0
    assert run("unseal", "first", "--case", case, "--by", "chief").code == 0
    assert run("seal", "nothing", "--case", case, "--by", "chief").code == 2
    made = [json.loads(line) for line in run("decisions", "--case", case).out.splitlines()]
    assert [(d["verb"], d["document"], d["value"]) for d in made] == [
        ("seal", "first", "editor"),
        ("unseal", "first", None),
    ]
    assert len(run("claims", "--case", case).out.splitlines()) > 1
