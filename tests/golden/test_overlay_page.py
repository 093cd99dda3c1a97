"""The codebook that docs/overlay.md shows does what the page says when it is laid over the package's data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framed, Framer
from takhrij.resources import Resources

PAGE = Path(__file__).resolve().parents[2] / "docs" / "overlay.md"
FILE = re.compile(r"`codebook/([\w/.]+)`[^\n]*\n\n```\w*\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def codebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codebook")
    for name, text in FILE.findall(PAGE.read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def framed(words: str, overlay: Path | None) -> Framed:
    language, resources = Arabic(), Resources(overlay)
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = language.tokenize(words)
    mentions = Finders(language, resources).find(text, reading)
    return Framer(language, resources).frame(text, reading, mentions)


def test_its_actor_place_and_loaded_word_are_known_with_it_alone(codebook: Path) -> None:
    told = "أطلقت جبهة السنديان سراح أسير في بلدة تل الرمان"
    release = framed(told, codebook).claims[0]
    assert (release.type, release.actors()) == ("release", ("sindyan",))
    assert [p.name for p in release.places] == ["Tell al-Rumman"]
    assert not any("sindyan" in c.actors() for c in framed(told, None).claims)
    framing = framed("هاجمت عصابات السنديان القرية", codebook).framing
    assert [(f.names, f.loaded) for f in framing] == [("sindyan", ("عصابات",))]


def test_its_event_type_is_found_with_it_alone(codebook: Path) -> None:
    told = "فرضت جماعة الحوثي حظر تجول في المدينة"
    assert [c.type for c in framed(told, codebook).claims] == ["curfew"]
    assert "curfew" not in [c.type for c in framed(told, None).claims]
