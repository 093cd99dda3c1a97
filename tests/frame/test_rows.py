"""Every data row of the frame room does what its example says."""

from __future__ import annotations

from functools import lru_cache

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framed, Framer
from takhrij.frame.lexicon import MARK_TABLES, FrameLexicon
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


@lru_cache(maxsize=1)
def rooms() -> tuple[Finders, Framer]:
    return Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def framed(words: str) -> Framed:
    finders, framer = rooms()
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return framer.frame(text, reading, finders.find(text, reading))


FRAMES = [
    (kind, row) for kind, document in RESOURCES.documents("events").items() for row in document.get("frame", ())
]


@pytest.mark.parametrize(("kind", "row"), FRAMES, ids=[f"{k}-{r['name']}" for k, r in FRAMES])
def test_every_frame_reads_its_example(kind: str, row: dict[str, object]) -> None:
    claims = [c for c in framed(str(row["example"])).claims if c.type == kind]
    assert claims, f"no {kind} claim in «{row['example']}»"
    claim = claims[0]
    expect = row["expect"]
    assert isinstance(expect, dict)
    for role, value in expect.items():
        if role in ("actor", "target", "mediator"):
            assert value in claim.actors(role), (role, claim.roles)
        else:
            counts = claim.counts(role)
            assert [(c.min, c.max) for c in counts] == [(int(value), int(value))], (role, claim.roles)


MARKS = [(table, row) for table, _ in MARK_TABLES for row in RESOURCES.table(f"lexicons/ar/{table}")]


@pytest.mark.parametrize(("table", "row"), MARKS, ids=[f"{t}-{r['line']}" for t, r in MARKS])
def test_every_mark_is_found_in_its_example(table: str, row: dict[str, str]) -> None:
    lexicon = _lexicon()
    kind = dict(MARK_TABLES)[table]
    text = ARABIC.tokenize(row["example"])
    found = {
        (mark.kind, mark.value)
        for at in range(len(text.tokens))
        for match in lexicon.marks.matches(text, at)
        for mark in match.value
    }
    assert (kind, row["value"]) in found


@lru_cache(maxsize=1)
def _lexicon() -> FrameLexicon:
    return FrameLexicon(ARABIC, RESOURCES)


OBJECTS = RESOURCES.table("lexicons/ar/objects")


@pytest.mark.parametrize("row", OBJECTS, ids=[row["line"] for row in OBJECTS])
def test_every_thing_is_of_its_class_in_its_example(row: dict[str, str]) -> None:
    text = ARABIC.tokenize(row["example"])
    found = (_lexicon().objects.match(text, at) for at in range(len(text.tokens)))
    assert any(match is not None and row["class"] in match.value for match in found)


def test_every_event_type_is_labelled_and_mapped() -> None:
    for kind, document in RESOURCES.documents("events").items():
        assert document["id"] == kind
        assert document["label"]["en"] and document["label"]["ar"]
        assert {"acled", "plover", "stix", "loss"} <= set(document["mapping"])


@pytest.mark.parametrize("row", RESOURCES.table("lexicons/ar/armed"), ids=lambda row: row["line"])
def test_every_word_of_arms_and_politics_is_found_in_its_example(row: dict[str, str]) -> None:
    text = ARABIC.tokenize(row["example"])
    index = _lexicon().armed
    assert row["value"] in {m.value for at in range(len(text.tokens)) for m in index.matches(text, at)}
