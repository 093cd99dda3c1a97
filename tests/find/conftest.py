from collections.abc import Callable

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Mention, Reading
from takhrij.find import Finders
from takhrij.resources import Resources


@pytest.fixture(scope="session")
def finders() -> Finders:
    return Finders(Arabic(), Resources())


@pytest.fixture(scope="session")
def find(finders: Finders) -> Callable[[str], tuple[Mention, ...]]:
    """Every mention of a text."""

    def run(text: str) -> tuple[Mention, ...]:
        return finders.find(Arabic().tokenize(text), Reading("", "test", text, published="2020-06-14"))

    return run
