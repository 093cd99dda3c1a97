"""Where something happened is chosen among the places that the report names, by how they stand and never by name."""

from __future__ import annotations

import importlib.resources
import re

import pytest

from takhrij.arabic import Arabic
from takhrij.core.errors import DataError
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.drafts import stand_of
from takhrij.frame.ground import read
from takhrij.frame.marks import Annotated, annotate
from takhrij.frame.place_model import PlaceModel
from takhrij.frame.scene import Candidate, Scene
from takhrij.frame.speech import Telling
from takhrij.frame.triggers import hits
from takhrij.resources import Resources

_LANGUAGE, _RESOURCES = Arabic(), Resources()


@pytest.fixture(scope="module")
def finders() -> Finders:
    return Finders(_LANGUAGE, _RESOURCES)


@pytest.fixture(scope="module")
def framer() -> Framer:
    return Framer(_LANGUAGE, _RESOURCES)


def _notes(finders: Finders, framer: Framer, words: str) -> Annotated:
    text = _LANGUAGE.tokenize(words)
    reading = Reading("0" * 64, "test@1", words, published="2019-05-02")
    return annotate(text, finders.find(text, reading), framer.lexicon)


def _candidates(finders: Finders, framer: Framer, words: str, type_: str) -> list[Candidate]:
    notes = _notes(finders, framer, words)
    told = list(hits(notes))
    scene = Scene.of(notes, told)
    hit = [h for h in told if h.frame.type == type_][-1]
    return scene.candidates(stand_of(scene, hit, told, Telling(notes)))


def _places(finders: Finders, framer: Framer, words: str, type_: str) -> list[list[str]]:
    reading = Reading("0" * 64, "test@1", words, published="2019-05-02")
    text = _LANGUAGE.tokenize(words)
    claims = framer.frame(text, reading, finders.find(text, reading)).claims
    return [[p.span.text for p in claim.roles.get("place", ())] for claim in claims if claim.type == type_]


def test_a_candidate_is_described_without_its_name(finders: Finders, framer: Framer) -> None:
    """Another town in the same place of the same sentences has the same features."""
    page = "{0}: معارك جديدة\n\nاندلعت اشتباكات بين الجيش السوري ومسلحين في مدينة {0} أمس. وقصف الجيش السوري البلدة."
    described = [
        [c.features for c in _candidates(finders, framer, page.format(town), "shelling")] for town in ("حمص", "حماة")
    ]
    assert described[0] and described[0] == described[1]


def test_the_weights_hold_no_word_of_any_text() -> None:
    raw = (importlib.resources.files("takhrij") / "data" / "place_model.json").read_text(encoding="utf-8")
    prepositions = {row["value"] for row in _RESOURCES.table("lexicons/ar/prepositions")} | {
        "ب",
        "ل",
        "ك",
        "و",
        "على",
    }
    words = set(re.findall(r"[\u0600-\u06ff]+", raw))
    assert words <= prepositions | {f"و{word}" for word in prepositions} | {f"ف{word}" for word in prepositions}
    assert len(raw.encode()) < 200_000


def test_fighting_stays_where_the_report_is_but_a_deal_has_its_place_told_with_it(
    finders: Finders, framer: Framer
) -> None:
    place = "سيطرت قوات المعارضة السورية أمس على مدينة إدلب."
    assert _places(finders, framer, f"{place} وقصف الجيش السوري المدينة بالمدفعية.", "shelling") == [["إدلب"]]
    assert _places(finders, framer, f"{place} وأفرجت جبهة النصرة عن عشرة أسرى.", "release") == [[]]


def test_what_only_tells_where_a_place_lies_is_marked(finders: Finders, framer: Framer) -> None:
    ground = read(_notes(finders, framer, "سيطرت القوات على بلدة الحوطة القريبة من عدن في محافظة لحج"))
    assert [(s.key, s.noun, s.governor, s.beside) for s in ground.spots] == [
        ("الحوطة", "بلده", "على", False),
        ("عدن", "", "من", True),
        ("لحج", "محافظه", "في", False),
    ]


def test_a_list_hangs_on_its_first_name_and_people_are_told_from_their_town(finders: Finders, framer: Framer) -> None:
    ground = read(_notes(finders, framer, "غارات على حمص وحماة، واعتقال عدد من أبناء إدلب"))
    assert [spot.mate for spot in ground.spots] == [None, 0, None]
    assert ground.spots[2].governor == "people"


def test_a_word_that_means_a_place_told_before_is_noted_unless_a_name_follows(
    finders: Finders, framer: Framer
) -> None:
    ground = read(_notes(finders, framer, "دخلوا حمص ثم غادروا المدينة. ودخلوا العاصمة دمشق."))
    assert {word for held in ground.anaphors.values() for _, word, _ in held} == {"مدينه"}


def test_a_model_of_another_version_is_refused() -> None:
    class Old(Resources):
        def json(self, name: str) -> dict[str, object]:
            return {"version": 0}

    with pytest.raises(DataError, match="fit the model again"):
        PlaceModel.load(Old())


def test_a_place_that_only_says_where_another_lies_is_none_of_the_event(finders: Finders, framer: Framer) -> None:
    told = "سيطرت قوات المعارضة السورية أمس على بلدة الصلفاء القريبة من حلب."
    assert _places(finders, framer, told, "seize") == [["الصلفاء"]]


def test_a_state_that_acts_is_marked_apart_from_where_it_acts(finders: Finders, framer: Framer) -> None:
    ground = read(_notes(finders, framer, "قصفت تركيا مواقع في إدلب، وقافلة متجهة إلى حلب"))
    assert (ground.spots[0].key, ground.spots[0].acting) == ("تركيا", True)
    assert ground.spots[-1].anchor == "motion" and not ground.spots[1].acting


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("المكلا: قصفت طائرة مسيرة سوقا وقتل ثلاثة مدنيين في مديرية حيس.", ["حيس"]),
        ("المكلا – خاص: قصفت طائرة مسيرة سوقا وقتل ثلاثة مدنيين في مديرية الخوخة.", ["الخوخة"]),
        ("عدن (وكالة السنبلة) - قصفت طائرة مسيرة سوقا وقتل ثلاثة مدنيين في مديرية التحيتا.", ["التحيتا"]),
        ("خاص/ المكلا: قصفت طائرة مسيرة سوقا وقتل ثلاثة مدنيين في مديرية حيس.", ["حيس"]),
        ("المكلا: قصفت طائرة مسيرة سوقا وقتل ثلاثة مدنيين.", ["المكلا"]),
        ("المكلا: قصفت طائرة مسيرة سوقا وقتل ثلاثة مدنيين في محافظة حضرموت.", ["المكلا", "حضرموت"]),
    ],
)
def test_a_dateline_is_a_place_of_the_event_only_where_its_sentence_tells_no_other(
    finders: Finders, framer: Framer, told: str, expected: list[str]
) -> None:
    assert _places(finders, framer, told, "airstrike") == [expected]


def test_a_route_before_a_colon_is_no_dateline(finders: Finders, framer: Framer) -> None:
    told = "طريق عدن – المكلا: قصفت طائرة مسيرة قافلة، وقتل ثلاثة مدنيين في مديرية حيس."
    assert not any(spot.desk for spot in read(_notes(finders, framer, told)).spots)
