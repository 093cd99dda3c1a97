"""Columns of coding rounds, of their agreement and of samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from takhrij.show.columns import Column, Listing, Row


def _plain(key: str, narrow: bool = True) -> Column:
    return Column(key, lambda row: "" if row.get(key) is None else str(row[key]), narrow)


def _figure(key: str) -> Column:
    return Column(key, _figure_of(key), True)


def _figure_of(key: str) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        value: Any = row.get(key)
        return "–" if value is None else f"{value:.3f}"

    return cell


ROUNDS = Listing(
    "Coding rounds",
    (
        _plain("id"),
        _plain("name", narrow=False),
        _plain("state"),
        Column("documents", lambda r: str(len(r["documents"])), True),
        _plain("claims"),
        Column("judged", lambda r: ", ".join(f"{who} {n}" for who, n in r["judged"].items())),
        _plain("settled"),
        _plain("at"),
    ),
    "no coding rounds yet; `takhrij team open NAME --coder ONE --coder TWO --case CASE` opens one",
)
CODING = Listing(
    "Claims to code",
    (_plain("claim"), _plain("document", narrow=False), _plain("verdict"), _plain("statement", narrow=False)),
    "this round has no claims",
)
AGREEMENT = Listing(
    "Agreement",
    (
        *(_plain("field"), _plain("units"), _plain("same"), _figure("kappa"), _figure("alpha")),
        *(_plain("level"), _figure("numeric_alpha"), _plain("numbers")),
    ),
    "nothing to compare yet",
)
UNITS = Listing(
    "Claims to settle",
    (
        _plain("claim"),
        _plain("document", narrow=False),
        Column("verdicts", lambda r: ", ".join(f"{who} {v}" for who, v in r["verdicts"].items())),
        Column("differ", lambda r: ", ".join(r["apart"])),
        _plain("settled"),
    ),
    "nothing is left to settle",
)
SAMPLES = Listing(
    "Samples",
    (_plain("id"), _plain("n"), _plain("population"), _plain("seed"), _plain("judged"), _plain("by"), _plain("at")),
    "no samples yet; `takhrij sample draw 50 --seed 1 --case CASE` draws one",
)
CHECKING = Listing(
    "Claims to check",
    (
        _plain("claim"),
        _plain("document", narrow=False),
        Column("wrong", lambda r: "" if r["wrong"] is None else ", ".join(r["wrong"]) or "nothing"),
        _plain("statement", narrow=False),
    ),
    "this sample has no claims",
)
RATES = Listing(
    "Errors",
    (_plain("field"), _plain("wrong"), _plain("n"), _figure("rate"), _figure("low"), _figure("high")),
    "nothing is judged yet",
)
USERS = Listing(
    "Accounts",
    (
        _plain("name", narrow=False),
        _plain("role"),
        Column("second factor", lambda r: "yes" if r["totp"] else "", True),
        Column("disabled", lambda r: "disabled" if r["disabled"] else "", True),
    ),
    "no accounts yet; `takhrij users add NAME --role admin --case CASE` makes one",
)
