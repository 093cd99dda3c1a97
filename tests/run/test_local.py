from __future__ import annotations

import pytest

from takhrij.core.errors import TakhrijError
from takhrij.run import LocalRunner


def test_it_prepares_once_before_its_first_item():
    ready = []
    with LocalRunner(lambda: ready.append(len(ready))) as runner:
        assert ready == []
        assert list(runner.map(str, [1, 2])) + list(runner.map(str, [3])) == ["1", "2", "3"]
    assert ready == [0]


def test_a_preparation_that_fails_is_told():
    def unprepared():
        raise TakhrijError("the data cannot be read; reinstall")

    with pytest.raises(TakhrijError, match="cannot be read; reinstall"):
        list(LocalRunner(unprepared).map(str, [1]))
