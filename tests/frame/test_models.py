"""The fitted models: small, with their source named, fitted by one command, and none of them needed."""

from __future__ import annotations

import importlib
import importlib.resources
from collections.abc import Mapping
from typing import Any

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.resources import Resources

MODELS = ("role_model", "event_model", "place_model", "time_model")
MOST_BYTES = 200_000
TEXT = "أفرجت جماعة الحوثي عن خمسة جنود في مدينة تعز يوم 3 مايو 2019. وقصف طيران التحالف موقعا في صنعاء أمس."


class Bare(Resources):
    """The package's data without its fitted models."""

    def model(self, name: str, version: int) -> Mapping[str, Any] | None:
        return None


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_small_and_names_its_source(name: str) -> None:
    data = importlib.resources.files("takhrij") / "data" / f"{name}.json"
    assert len(data.read_bytes()) <= MOST_BYTES
    raw = Resources().json(name)
    sources = raw["fitted_on"] if isinstance(raw["fitted_on"], list) else [raw["fitted_on"]]
    assert sources and all(source["name"] and len(source["sha256"]) == 64 for source in sources)


@pytest.mark.parametrize("name", MODELS)
def test_one_command_fits_it_from_a_reference(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = Resources().json(name)["made_by"].split()
    assert command[:2] == ["python", "-m"]
    with pytest.raises(SystemExit):
        importlib.import_module(command[2]).main(["--help"])
    told = capsys.readouterr().out
    assert "reference" in told and command[-1] in told


def test_everything_is_read_without_them() -> None:
    resources, language = Bare(), Arabic()
    reading = Reading(document="0" * 64, reader="test@1", text=TEXT, published="2019-05-05")
    text = language.tokenize(TEXT)
    told = Framer(language, resources).frame(text, reading, Finders(language, resources).find(text, reading)).claims
    release, strike = (next(c for c in told if c.type == kind) for kind in ("release", "airstrike"))
    assert release.actors() == ("houthi",) and release.time is not None and release.time.edtf == "2019-05-03"
    assert [place.name_ar for place in release.places] == ["تعز"]
    assert strike.actors() == ("coalition",) and strike.time is not None


def test_parts_told_in_a_circle_end() -> None:
    words = "يتبع لواء السيل فرقة المرجان. وتتبع فرقة المرجان فيلق السنديان. ويتبع فيلق السنديان لواء السيل. وشن لواء السيل حملة إعلامية على حزب الله."
    resources, language = Resources(), Arabic()
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2019-05-05")
    text = language.tokenize(words)
    told = (
        Framer(language, resources).frame(text, reading, Finders(language, resources).find(text, reading)).relations
    )
    assert sum(relation.type == "part_of" for relation in told) >= 3
