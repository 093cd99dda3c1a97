"""The learned opinion changes roles only where it is asked to, and never beyond the words of the page."""

from __future__ import annotations

import importlib.resources
import json
import re

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.description import Cast, describe, identity
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft
from takhrij.frame.opinion import Opinion
from takhrij.resources import Resources

_PAGE = (
    "اشتباكات في البلدة\n\nقصف الحوثيون مواقع المقاومة الشعبية في مدينة تعز أمس. "
    "وقالت وكالة المثال إن الجيش السوداني سيطر على التلة. واعتقل الحوثيون الضابط سالم عبد الله المثالي في صنعاء."
)


@pytest.fixture(scope="module")
def framer() -> Framer:
    return Framer(Arabic(), Resources())


def _drafts(framer: Framer, text: str = _PAGE) -> tuple[Annotated, list[Draft]]:
    language = Arabic()
    tokens = language.tokenize(text)
    reading = Reading("0" * 64, "text@1", text, published="2019-05-02")
    notes, _, drafts = framer.by_rules(tokens, reading, Finders(language, Resources()).find(tokens, reading))
    return notes, drafts


def _roles(drafts: list[Draft]) -> list[dict[str, set[str]]]:
    return [{role: draft.ids(role) for role in ("actor", "target")} for draft in drafts]


def _opinion(score: float, types: frozenset[str]) -> Opinion:
    """An opinion by which everybody does everything (above 0), or nobody anything; larger sets are likelier."""
    candidates = {"actor": {"": {"": score}}, "target": {"": {"": score / 2}}}
    sizes = {f"size {size}": score * size / 20 for size in range(4)}
    return Opinion(candidates, {"actor": {"": sizes}, "target": {"": {}}}, low=0.1, types=types)


def test_types_not_judged_keep_what_the_rules_say(framer: Framer) -> None:
    notes, drafts = _drafts(framer)
    before = _roles(drafts)
    assert any(roles["actor"] and roles["target"] for roles in before)
    _opinion(9.0, frozenset()).settle(notes, drafts)
    assert _roles(drafts) == before


def test_a_sure_no_empties_a_role_but_leaves_people_named(framer: Framer) -> None:
    notes, drafts = _drafts(framer)
    judged = frozenset(draft.type for draft in drafts)
    person = next(draft for draft in drafts if draft.type == "detain")
    assert any(mention.kind == "person" for mention in person.roles["target"])
    _opinion(-20.0, judged).settle(notes, drafts)
    kept = [m for draft in drafts for role in ("actor", "target") for m in draft.roles.get(role, ())]
    assert kept and all(mention.kind == "person" for mention in kept)


def test_who_is_added_is_named_on_the_page(framer: Framer) -> None:
    notes, drafts = _drafts(framer)
    _opinion(9.0, frozenset(draft.type for draft in drafts)).settle(notes, drafts)
    filled = [m for draft in drafts for role in ("actor", "target") for m in draft.roles.get(role, ())]
    assert {"houthi", "popular_resistance", "sudan"} <= {identity(m) for m in filled}
    assert any(len(draft.roles["actor"]) > 1 for draft in drafts)
    assert all(_PAGE[m.span.start : m.span.end] == m.span.text for m in filled)
    assert all(not (draft.ids("actor") & draft.ids("target")) for draft in drafts)


def test_a_candidate_is_described_without_its_name(framer: Framer) -> None:
    """Another group in the same place of the same sentences has the same features."""
    described = []
    for name in ("الحوثيون", "داعش"):
        notes, drafts = _drafts(framer, _PAGE.replace("الحوثيون", name))
        at = next(n for n, draft in enumerate(drafts) if draft.type == "shelling")
        described.append([candidate.features for candidate in describe(notes, Cast.of(notes, drafts), at)])
        assert any("rule actor" in feature for feature in described[-1][0])
    assert described[0] == described[1]


def test_the_frozen_weights_are_small_and_remember_no_actor() -> None:
    raw = (importlib.resources.files("takhrij") / "data" / "role_model.json").read_bytes()
    assert len(raw) <= 200_000
    model = json.loads(raw)
    ids = {row["id"] for row in Resources().table("actors/actors")} - {"media", "civilians"}
    assert model["types"] and model["fitted_on"]["sha256"]
    for step in ("candidates", "sets"):
        for role in ("actor", "target"):
            tables = model[step][role]
            assert tables
            words = {
                word for weights in tables.values() for feature in weights for word in re.findall(r"[\w:]+", feature)
            }
            assert not words & ids


def test_whose_men_are_counted_stay_targets(framer: Framer) -> None:
    """«عن عشرين من القاعدة وداعش»: both are told in so many words, whatever the weights make of the second."""
    page = "إفراج\n\nأفرجت جماعة الحوثي عن عشرين عنصرا، عدد 16 من القاعدة و4 من تنظيم داعش في صنعاء أمس.\nولم تعلق الجماعة."
    notes, drafts = _drafts(framer, page)
    at = next(n for n, draft in enumerate(drafts) if draft.type == "release")
    assert drafts[at].ids("target") == {"alqaeda", "isis"}
    framer.opinion.settle(notes, drafts)
    assert drafts[at].ids("target") == {"alqaeda", "isis"}


def test_whose_men_are_counted_in_both_roles_is_no_dead_end(framer: Framer) -> None:
    notes, drafts = _drafts(framer, "[واعتقال ضابط أوحت اقتاد")
    framer.opinion.settle(notes, drafts)
    for draft in drafts:
        assert not draft.ids("actor") & draft.ids("target")
