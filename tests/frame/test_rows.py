"""Every data row of the frame room does what its example says."""

from __future__ import annotations

from pathlib import Path

from takhrij.arabic import Arabic
from takhrij.find import Finders
from takhrij.frame.check import check
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


def failures(resources: Resources) -> list[str]:
    return list(check(ARABIC, resources, Finders(ARABIC, resources).find))


def test_every_row_does_what_its_example_says() -> None:
    assert failures(RESOURCES) == []


def test_a_row_of_a_case_that_does_not_hold_is_named(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    row = """
id = "parley"
label = { en = "Parley", ar = "مفاوضة" }
mapping = { acled = "", plover = "", stix = "", loss = "" }

[[frame]]
name = "parley"
nouns = ["مجالسة"]
roles = { "بين" = "sides" }
example = "EXAMPLE"
expect = { actor = "houthi" }
"""
    for example, fault in (
        ("جرت مجالسة بين الحوثيين والحكومة", ""),
        ("جرت مجالسة بين الجيش والقبائل", "actor is"),
        ("انسحب الجيش", "no parley"),
    ):
        (tmp_path / "events" / "parley.toml").write_text(row.replace("EXAMPLE", example), encoding="utf-8")
        told = failures(Resources(tmp_path))
        assert [line for line in told if not line.startswith("events/parley, frame parley: ")] == []
        assert (fault in told[0] and example in told[0]) if fault else told == []


def test_every_event_type_is_labelled_and_mapped() -> None:
    for kind, document in RESOURCES.documents("events").items():
        assert document["id"] == kind
        assert document["label"]["en"] and document["label"]["ar"]
        assert {"acled", "plover", "stix", "loss"} <= set(document["mapping"])
