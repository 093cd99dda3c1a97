"""Agreement beyond chance, on published examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takhrij.core.errors import UsageError
from takhrij.evaluate.agreement import Level, cohen_kappa, krippendorff_alpha, krippendorff_alpha_of_numbers, wilson

# Krippendorff (2011), the 12 units of the example with four observers and missing data: nominal alpha 0.743.
FOUR_OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30)


def test_kappa_of_the_grant_proposals() -> None:
    # The usual textbook table: 20 both yes, 5 and 10 divided, 15 both no; 0.7 seen against 0.5 by chance.
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_alpha_of_four_observers() -> None:
    units = list(zip(*FOUR_OBSERVERS, strict=True))
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_two_observers_and_two_labels() -> None:
    # The same paper's example A: ten units, two observers, binary; alpha 0.095.
    first, second = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert krippendorff_alpha(list(zip(first, second, strict=True))) == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_observers_by_level(level: Level, value: float) -> None:
    # The same twelve units as ranks, points and amounts: the values that the paper prints for each level.
    units = list(zip(*FOUR_OBSERVERS, strict=True))
    assert krippendorff_alpha_of_numbers(units, level) == pytest.approx(value, abs=0.0005)


@pytest.mark.parametrize(
    ("wrong", "n", "low", "high"),
    [
        # Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_the_published_interval(wrong: int, n: int, low: float, high: float) -> None:
    assert wilson(wrong, n) == pytest.approx((low, high), abs=0.00006)
    assert wilson(n - wrong, n) == pytest.approx((1 - high, 1 - low), abs=0.00006)


def test_a_sample_of_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


@given(LABELS)
def test_numbers_as_names_are_labels(pairs: list[tuple[str, str]]) -> None:
    numbers = [(float(ord(a)), float(ord(b))) for a, b in pairs]
    expected = krippendorff_alpha(pairs)
    found = krippendorff_alpha_of_numbers(numbers, "nominal")
    assert found == (None if expected is None else pytest.approx(expected))


@given(LABELS)
def test_neither_depends_on_who_is_first_or_on_the_order_of_units(pairs: list[tuple[str, str]]) -> None:
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    assert cohen_kappa(first, second) == cohen_kappa(second, first)
    turned = [(b, a) for a, b in reversed(pairs)]
    assert krippendorff_alpha(turned) == pytest.approx(krippendorff_alpha(pairs))


@given(LABELS)
def test_one_is_full_agreement_and_nothing_else(pairs: list[tuple[str, str]]) -> None:
    alpha = krippendorff_alpha(pairs)
    if alpha is not None:
        assert (alpha == 1) == all(a == b for a, b in pairs)
        assert alpha <= 1


def test_nothing_to_tell_apart_is_not_full_agreement() -> None:
    assert cohen_kappa("aaa", "aaa") is None
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None


@pytest.mark.parametrize("units", [[], [["a", None]], [[None, None]]])
def test_units_of_one_coder_are_refused(units: list[list[str | None]]) -> None:
    with pytest.raises(UsageError, match="two coders"):
        krippendorff_alpha(units)


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(UsageError, match="same units"):
        cohen_kappa("ab", "a")
