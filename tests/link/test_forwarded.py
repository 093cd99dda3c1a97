"""What channels forward goes back to the one who said it first: two that forward one message are one origin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from takhrij import pipeline
from takhrij.core.config import Config
from takhrij.store import open_case

WORDS = "أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء في 13 نوفمبر 2018."
OTHER = "في 13 نوفمبر 2018 أطلقت جماعة الحوثي في صنعاء سراح 20 عنصرا ينتمون إلى تنظيم القاعدة."


def export(folder: Path, channel: str, number: int, **message: Any) -> Path:
    told = {"id": number, "type": "message", "date": "2018-11-13T20:00:00", "date_unixtime": "1542139200", **message}
    whole = {"name": channel, "type": "public_channel", "id": 1000000000 + number, "messages": [told]}
    path = folder / str(number) / "result.json"
    path.parent.mkdir()
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def origins_of(paths: list[Path], case: Path) -> list[tuple[str, ...]]:
    """The documents' outlets of each origin of the one event."""
    assert pipeline.add(paths, str(case), Config()).refused == 0
    with open_case(str(case)) as store:
        outlets = {reading.document: reading.outlet or "" for reading in store.readings()}
        (event,) = store.links().events
        assert len(event.claims) == len(paths)
        return sorted(tuple(sorted(outlets[d] for d in o.documents)) for o in store.links().origins)


def test_two_channels_that_forward_one_message_are_one_origin(tmp_path: Path) -> None:
    # Other words, so that no copying shows it: only the forward does.
    paths = [
        export(tmp_path, "قناة الوادي", 1, text=WORDS, forwarded_from="منبر السدر"),
        export(tmp_path, "قناة الجبل", 2, text=OTHER, forwarded_from="منبر السدر"),
    ]
    assert origins_of(paths, tmp_path / "case") == [("قناة الجبل", "قناة الوادي")]


def test_two_channels_that_say_it_themselves_are_two(tmp_path: Path) -> None:
    paths = [export(tmp_path, "قناة الوادي", 1, text=WORDS), export(tmp_path, "قناة الجبل", 2, text=OTHER)]
    assert origins_of(paths, tmp_path / "case") == [("قناة الجبل",), ("قناة الوادي",)]


def test_a_forward_leads_to_the_first_speaker_s_own_message(tmp_path: Path) -> None:
    paths = [
        export(tmp_path, "منبر السدر", 1, text=WORDS),
        export(tmp_path, "قناة الجبل", 2, text=OTHER, forwarded_from="منبر السدر"),
    ]
    assert origins_of(paths, tmp_path / "case") == [("قناة الجبل", "منبر السدر")]


def test_a_channel_that_forwards_itself_has_its_own_words(tmp_path: Path) -> None:
    paths = [
        export(tmp_path, "قناة الوادي", 1, text=WORDS, forwarded_from="قناة الوادي"),
        export(tmp_path, "قناة الجبل", 2, text=OTHER),
    ]
    assert len(origins_of(paths, tmp_path / "case")) == 2
