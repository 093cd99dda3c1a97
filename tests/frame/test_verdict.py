"""The learned verdict leaves out what is unlikely, adds nothing, and remembers no words."""

from __future__ import annotations

import re

import pytest

from takhrij.arabic import Arabic
from takhrij.core.errors import DataError
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.model import Draft
from takhrij.frame.notes import Annotated
from takhrij.frame.standing import crossed, describe
from takhrij.frame.verdict import Verdict
from takhrij.resources import Resources

_PAGE = (
    "اشتباكات في البلدة\n\nقصف الحوثيون مواقع المقاومة الشعبية في مدينة تعز أمس.\n"
    "وقال السكان إن المعارك عنيفة.\nوسيطر الجيش السوداني على التلة مساء الخميس."
)

_TYPES = frozenset({"shelling", "seize", "clash"})


@pytest.fixture(scope="module")
def framer() -> Framer:
    return Framer(Arabic(), Resources())


def _drafts(framer: Framer, text: str = _PAGE) -> tuple[Annotated, list[Draft]]:
    language = Arabic()
    tokens = language.tokenize(text)
    reading = Reading("0" * 64, "text@1", text, published="2019-05-02")
    notes, _, drafts = framer.by_rules(tokens, reading, Finders(language, Resources()).find(tokens, reading))
    return notes, drafts


def test_what_is_unlikely_is_left_out_and_the_rest_stays_as_it_was(framer: Framer) -> None:
    notes, drafts = _drafts(framer)
    kinds = [draft.type for draft in drafts]
    assert "shelling" in kinds and "seize" in kinds
    against = Verdict({"shelling | ": -9.0, "": 2.0}, least=0.35, types=_TYPES)
    assert [d.type for d in against.settle(notes, drafts)] == [kind for kind in kinds if kind != "shelling"]
    assert Verdict({}, least=0.5, types=_TYPES).settle(notes, drafts) == drafts


def test_frames_and_features_are_weighed_for_their_type_alone(framer: Framer) -> None:
    notes, drafts = _drafts(framer)
    draft = next(d for d in drafts if d.type == "seize")
    features = describe(notes, drafts, drafts.index(draft))
    name = f"seize | frame {draft.hit.frame.name}"
    assert Verdict({name: 3.0}, 0.0, _TYPES).chance(draft, features) > 0.9
    assert Verdict({name.replace("seize", "clash"): 3.0}, 0.0, _TYPES).chance(draft, features) == 0.5
    assert set(crossed(draft, features)) >= {name, "", "seize | ", features[0], f"seize | {features[0]}"}


def test_a_bare_sentence_is_not_judged(framer: Framer) -> None:
    notes, drafts = _drafts(framer, "قصف الحوثيون مواقع المقاومة الشعبية في مدينة تعز.")
    assert drafts and Verdict({"": -20.0}, least=0.35, types=_TYPES).settle(notes, drafts) == drafts


def test_what_is_not_judged_keeps_what_the_rules_say(framer: Framer) -> None:
    notes, drafts = _drafts(framer, f"{_PAGE}\nولم يقصف الحوثيون المدينة يوم الجمعة.")
    denied = [d for d in drafts if d.polarity != "did"]
    assert denied
    kept = Verdict({"": -20.0}, least=0.35, types=_TYPES - {"seize"}).settle(notes, drafts)
    assert [d.type for d in kept if d.polarity == "did"] == ["seize"] and all(d in kept for d in denied)


def test_weights_hold_no_arabic_and_no_names_of_parties(framer: Framer) -> None:
    raw = Resources().json("event_model")
    ids = {row["id"] for row in Resources().table("actors/actors")}
    assert raw["fitted_on"]["name"] and raw["weights"]
    for name in raw["weights"]:
        assert not re.search("[\u0600-\u06ff]", name)
        # «media» is a class of speakers too.
        assert not (ids - {"media"}) & set(re.split(r"[ |,]+", name.removeprefix(name.partition(" | ")[0])))


def test_a_model_of_another_version_is_refused() -> None:
    class Old(Resources):
        def json(self, name: str) -> dict[str, object]:
            return {"version": 0}

    with pytest.raises(DataError, match="fit the model again"):
        Verdict.load(Old())


def test_a_noun_that_points_back_and_brings_figures_is_judged(framer: Framer) -> None:
    page = (
        "أخبار البلدة\n\nاندلعت اشتباكات بين المقاومة الشعبية والحوثيين في مدينة تعز أمس.\n"
        "وقال السكان إن السوق مغلق.\nوقال طبيب إن الاشتباكات في المدينة أسفرت عن مقتل 28 شخصا."
    )
    notes, drafts = _drafts(framer, page)
    again = next(draft for draft in drafts if draft.retells is not None)
    told = again.retells
    assert told is not None and "retold" in again.doubts and again.counts
    likely = Verdict({"": 2.0}, least=0.35, types=_TYPES)
    assert again in likely.settle(notes, drafts)
    unlikely = Verdict({"": 2.0, "clash | retells True, figures True, more True": -9.0}, least=0.35, types=_TYPES)
    assert again not in unlikely.settle(notes, drafts)
    assert next(iter(again.evidence)) in told.evidence and "killed" in told.counts
