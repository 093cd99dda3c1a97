"""How the claims of a source fared: borne out, contradicted, or told by nobody else."""

from __future__ import annotations

from takhrij.core.records import Claim, Conflict, ConflictValue, Event, Grade, Span
from takhrij.show.reliability import History
from takhrij.show.view import CaseView


def _claim(document: str, n: int) -> Claim:
    span = Span(n, n + 1, "ق")
    return Claim(f"{document}-{n}", document, "airstrike", "asserted", "did", span, (span,), {})


def _event(claims: list[Claim], origins: tuple[tuple[str, ...], ...], *conflicts: Conflict) -> Event:
    told = tuple((c.id, c.document) for c in claims)
    return Event(claims[0].id, "airstrike", "", None, None, told, origins, (), conflicts, Grade(6, ""))


def test_each_happening_counts_once_by_its_fate() -> None:
    claims = [_claim("a", n) for n in range(4)] + [_claim("b", n) for n in range(2)] + [_claim("c", 3)]
    by = {c.id: c for c in claims}
    value = Conflict("killed", (ConflictValue("7", ("a-1",)), ConflictValue("9", ("b-1",))))
    # A reprint's other figure is no independent contradiction.
    inner = Conflict("killed", (ConflictValue("7", ("a-3",)), ConflictValue("9", ("c-3",))))
    events = (
        _event([by["a-0"], by["b-0"]], (("a",), ("b",))),
        _event([by["a-1"], by["b-1"]], (("a",), ("b",)), value),
        _event([by["a-2"]], (("a",),)),
        _event([by["a-3"], by["c-3"]], (("a", "c"),), inner),
    )
    history = History(CaseView(claims=by, events=events))
    assert history.of(c for c in claims if c.document == "a") == {"borne_out": 1, "contradicted": 1, "alone": 2}
    assert history.of(c for c in claims if c.document == "b") == {"borne_out": 1, "contradicted": 1, "alone": 0}
    assert history.of([]) == {"borne_out": 0, "contradicted": 0, "alone": 0}
