import re
from pathlib import Path

import pytest

from takhrij.core.phrases import expand
from takhrij.resources import Resources
from takhrij.show.names import ActorNames
from takhrij.show.view import CaseView

ROWS = Resources().table("actors/actors")
LOADED = {form for row in Resources().table("framing/terms") for form in expand(row["form"])}
# Words of what groups call themselves, and a name that has no other.
OWN = {"تحرير", "التحرير", "شهداء", "الجنجويد"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_every_actor_has_an_arabic_name_that_takes_no_side(row: dict[str, str]) -> None:
    assert re.fullmatch(r"[\u0621-\u064a ()0-9]+", row["name_ar"])
    assert set(re.findall(r"\w+", row["name_ar"])) & LOADED <= OWN


def test_no_two_actors_share_a_name() -> None:
    for column in ("name", "name_ar"):
        names = [row[column] for row in ROWS]
        assert len(names) == len(set(names))


def test_a_name_in_the_language_of_the_screen(view: CaseView) -> None:
    names = ActorNames.of(view, Resources())
    assert names.name("houthi") == "Houthis (Ansar Allah)"
    assert names.name("houthi", "ar") == "الحوثيون (أنصار الله)"
    assert names.both("other:جبهه-السنديان")["name_ar"] == "جبهه-السنديان"
    assert names.name("other:nobody") == "Nobody"


def test_an_overlay_without_arabic_names_is_shown_in_english(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors/actors.tsv").write_text("id\tname\tkind\nfalcons\tFalcons\tgroup\n", encoding="utf-8")
    names = ActorNames(Resources(tmp_path))
    assert names.both("falcons") == {"id": "falcons", "name": "Falcons", "name_ar": "Falcons"}
