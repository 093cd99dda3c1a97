"""What every runner must do."""

from __future__ import annotations

from itertools import count, islice

import pytest

from takhrij.core.errors import DataError, InputRefused, TakhrijError


def square(number):
    return number * number


def fails_at_five(number):
    if number == 5:
        raise ValueError("odd thing")
    return number


def refuses(name):
    raise InputRefused("empty", f"{name} is empty; save it again")


def bad_data(name):
    raise DataError(f"{name}: row 3 is wrong")


def test_results_come_in_the_order_of_the_items(runner):
    assert list(runner.map(square, range(100))) == [n * n for n in range(100)]
    assert list(runner.map(square, [])) == []


def test_items_are_drawn_a_bounded_number_ahead(runner):
    drawn = []
    items = (drawn.append(n) or n for n in count())
    results = runner.map(square, items)
    assert list(islice(results, 10)) == [n * n for n in range(10)]
    results.close()
    assert len(drawn) < 200


def test_a_failure_names_its_item_after_the_results_before_it(runner):
    results = runner.map(fails_at_five, range(50))
    assert list(islice(results, 5)) == [0, 1, 2, 3, 4]
    with pytest.raises(TakhrijError, match=r"^5 failed \(ValueError: odd thing\); run with --verbose"):
        next(results)
    assert list(runner.map(square, [3])) == [9]


def test_errors_of_takhrij_keep_their_words(runner):
    with pytest.raises(TakhrijError) as refused:
        list(runner.map(refuses, ["a.txt"]))
    assert str(refused.value) == "a.txt is empty; save it again"
    with pytest.raises(DataError, match="row 3"):
        list(runner.map(bad_data, ["a.tsv"]))


def test_groups_are_sorted_and_keep_the_order_of_values(runner):
    pairs = [("ب", 1), ("a", 2), ("ب", 0), ("أ", 5)]
    assert list(runner.group(pairs)) == [("a", [2]), ("أ", [5]), ("ب", [1, 0])]
    assert list(runner.group([((2, "x"), 1), ((1, "z"), 2)])) == [((1, "z"), [2]), ((2, "x"), [1])]


def upto(number):
    yield from range(number)


def breaks_after(number):
    yield from range(number)
    raise ValueError("odd thing")


def test_many_results_of_one_item_come_as_they_are_taken(runner):
    assert list(runner.flow(upto, 1000)) == list(range(1000))
    assert list(islice(runner.flow(upto, 10**9), 3)) == [0, 1, 2]
    assert list(runner.flow(upto, 0)) == []


def test_a_failure_comes_after_the_results_before_it(runner):
    results = runner.flow(breaks_after, 2)
    assert list(islice(results, 2)) == [0, 1]
    with pytest.raises(TakhrijError, match=r"^2 failed \(ValueError: odd thing\)"):
        next(results)
