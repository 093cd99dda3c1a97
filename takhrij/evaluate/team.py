"""A closed coding round: its units side by side, how far the coders agree field by field, what is left to settle."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from takhrij.core.errors import UsageError
from takhrij.core.records import Claim
from takhrij.evaluate.agreement import Level, cohen_kappa, krippendorff_alpha, krippendorff_alpha_of_numbers
from takhrij.evaluate.fields import EXISTS, differing, label, number, told
from takhrij.store.rounds import Coded, Round


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim as each coder has it. `shown` is the program's, None where only coders found one.

    `answers` has one place a coder, in the round's order: None where that coder has not judged it. Of a claim that
    only others added, a coder who judged the whole document is taken to say that there is none.
    """

    key: str
    document: str
    shown: Claim | None
    answers: tuple[Coded | None, ...]

    def claim(self, coder: int) -> Claim | None:
        """The claim as one coder has it."""
        answer = self.answers[coder]
        return None if answer is None else answer.claim

    def verdict(self, coder: int) -> str | None:
        """Whether there is a claim (``yes``, ``no``), or None where the coder has not judged it."""
        answer = self.answers[coder]
        if answer is None:
            return "no" if self.shown is None else None
        return "no" if answer.claim is None else "yes"

    @property
    def whole(self) -> bool:
        """Whether every coder judged it."""
        return all(self.verdict(coder) is not None for coder in range(len(self.answers)))

    @property
    def apart(self) -> tuple[str, ...]:
        """The fields in which any two coders differ; ``claim`` alone where one says that there is none."""
        if len({self.verdict(coder) for coder in range(len(self.answers))} - {None}) > 1:
            return (EXISTS,)
        claims = [answer.claim for answer in self.answers if answer is not None and answer.claim is not None]
        fields = {field for one, two in combinations(claims, 2) for field in differing(one, two)}
        return tuple(sorted(fields))

    @property
    def changed(self) -> bool:
        """Whether any coder wants something else than the program reads."""
        return any(
            (answer.claim is None) != (self.shown is None)
            or (answer.claim is not None and self.shown is not None and bool(differing(answer.claim, self.shown)))
            for answer in self.answers
            if answer is not None
        )


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far coders agree on a field. `units` have answers of two or more; `same` of them are alike in all.

    `kappa` is only for two coders; `numeric` is alpha over numbers at `level`, of `numbers` units. None: not to be
    told, since all units carry one label or too few are answered.
    """

    field: str
    units: int
    same: int
    kappa: float | None
    alpha: float | None
    level: Level | None = None
    numeric: float | None = None
    numbers: int = 0

    def as_json(self) -> dict[str, Any]:
        """The printed form, to three decimals."""

        def short(value: float | None) -> float | None:
            return None if value is None else round(value, 3)

        head = {"field": self.field, "units": self.units, "same": self.same}
        tail = {"level": self.level, "numeric_alpha": short(self.numeric), "numbers": self.numbers}
        return {**head, "kappa": short(self.kappa), "alpha": short(self.alpha), **tail}


def units(round: Round, answers: Iterable[Coded]) -> tuple[Unit, ...]:
    """Every claim of a round with all answers, added ones paired where their words overlap; by document and text."""
    rows: dict[str, dict[str, Coded]] = {unit: {} for unit in round.claims}
    added: list[Coded] = []
    for answer in answers:
        if answer.unit in rows:
            rows[answer.unit][answer.coder] = answer
        elif answer.claim is not None:
            added.append(answer)
    found = [_unit(round, key, claim.document, rows[key]) for key, claim in round.claims.items()]
    found += [_unit(round, first.unit, _claim(first).document, group) for first, group in _paired(added)]
    return tuple(sorted(found, key=_place))


def _unit(round: Round, key: str, document: str, answers: Mapping[str, Coded]) -> Unit:
    return Unit(key, document, round.claims.get(key), tuple(answers.get(coder) for coder in round.coders))


def _place(unit: Unit) -> tuple[str, int, str]:
    claims = [unit.shown, *(answer.claim for answer in unit.answers if answer is not None)]
    return unit.document, min(claim.trigger.start for claim in claims if claim is not None), unit.key


def _claim(answer: Coded) -> Claim:
    assert answer.claim is not None
    return answer.claim


def _paired(added: Sequence[Coded]) -> list[tuple[Coded, dict[str, Coded]]]:
    """Added claims that overlap are one, at most one a coder; those of one type are paired first."""
    groups: list[tuple[Coded, dict[str, Coded]]] = []
    ordered = sorted(added, key=lambda a: (_claim(a).document, _claim(a).trigger.start, _claim(a).type, a.coder))
    for answer in ordered:
        fitting = [g for g in groups if answer.coder not in g[1] and _overlap(_claim(g[0]), _claim(answer))]
        fitting.sort(key=lambda g: _claim(g[0]).type != _claim(answer).type)
        if fitting:
            fitting[0][1][answer.coder] = answer
        else:
            groups.append((answer, {answer.coder: answer}))
    return groups


def _overlap(one: Claim, two: Claim) -> bool:
    a, b = one.trigger, two.trigger
    return one.document == two.document and a.start < b.end and b.start < a.end


def agreement(round: Round, found: Sequence[Unit]) -> tuple[FieldAgreement, ...]:
    """How far the coders agree: whether there is a claim, then each field over the units where they say so.

    Raises UsageError where no unit has two answers.
    """
    places = range(len(round.coders))
    exists = [[unit.verdict(coder) for coder in places] for unit in found]
    if not any(len(_given(row)) > 1 for row in exists):
        raise UsageError("no claim was judged by two coders; there is nothing to compare yet")
    claims = [unit.claim(coder) for unit in found for coder in places]
    rows = [_field(EXISTS, exists)]
    for field in told(claim for claim in claims if claim is not None):
        labels = _each(found, places, lambda claim, field=field: label(claim, field))  # type: ignore[misc]
        numbers = _each(found, places, lambda claim, field=field: number(claim, field))  # type: ignore[misc]
        rows.append(_field(field, labels, numbers))
    return tuple(rows)


def _each(found: Sequence[Unit], places: range, read: Callable[[Claim], Any]) -> list[list[Any]]:
    return [[None if (c := unit.claim(coder)) is None else read(c) for coder in places] for unit in found]


def _given(row: Sequence[Hashable | None]) -> list[Hashable]:
    return [value for value in row if value is not None]


def _field(
    name: str, labels: Sequence[Sequence[Hashable | None]], numbers: Sequence[Sequence[float | None]] = ()
) -> FieldAgreement:
    answered = [_given(row) for row in labels if len(_given(row)) > 1]
    same = sum(len(set(row)) == 1 for row in answered)
    two = bool(labels) and len(labels[0]) == 2
    kappa = cohen_kappa([r[0] for r in answered], [r[1] for r in answered]) if two and answered else None
    alpha = krippendorff_alpha(labels) if answered else None
    measured = [row for row in numbers if sum(value is not None for value in row) > 1]
    level: Level | None = None
    numeric = None
    if measured:
        # Days lie on a line without a zero; a count of none is none.
        level = "interval" if name == "time" else "ratio"
        numeric = krippendorff_alpha_of_numbers(measured, level)
    return FieldAgreement(name, len(answered), same, kappa, alpha, level, numeric, len(measured))
