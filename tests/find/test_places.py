from collections.abc import Callable

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Mention, PlaceValue
from takhrij.find import places
from takhrij.resources import Resources

Find = Callable[[str], tuple[Mention, ...]]


def values(mentions: tuple[Mention, ...]) -> list[PlaceValue]:
    return [m.value for m in mentions if isinstance(m.value, PlaceValue)]


def test_every_row_yields_what_its_example_promises() -> None:
    assert list(places.check(Arabic(), Resources())) == []


@pytest.mark.parametrize(
    ("text", "identity", "precision"),
    [
        ("وصلوا إلى محافظة تعز", "YE-TA", "governorate"),
        ("وصلوا إلى مدينة تعز", "YE-TA.taiz-city", "town"),
        ("في العاصمة صنعاء", "YE-SA.sanaa", "town"),
        ("مواجهات في قيفة", "YE-BA.qayfa", "area"),
        ("في مديرية ولد ربيع", "YE-BA.wald-rabi", "district"),
        ("انفجار في العاصمة العراقية", "IQ.baghdad", "town"),
        ("قذائف على الحدود السعودية", "x:SA-border", "border"),
        ("معارك في معسكر الصلفاء", "x:معسكر-الصلفاء", "site"),
    ],
)
def test_places_by_name_and_by_place_word(find: Find, text: str, identity: str, precision: str) -> None:
    assert [(v.id, v.precision) for v in values(find(text))] == [(identity, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "هذا من باب الحكمة",
        "وقع ذلك صباح اليوم",
        "اعتقل بحجة المخالفة",
        "في منطقة جبلية",
        "الجنود اليمنيون",
        "حرض على العنف",
    ],
)
def test_everyday_words_are_no_places(find: Find, text: str) -> None:
    assert values(find(text)) == []


def test_a_shared_name_is_the_place_of_the_country_spoken_of(find: Find) -> None:
    assert [v.id for v in values(find("اشتباكات في مدينة طرابلس اللبنانية"))] == ["LB.tripoli-lebanon"]
    assert [v.id for v in values(find("اشتباكات في مدينة طرابلس الليبية"))] == ["LY.tripoli"]


def test_a_row_of_places_under_one_word_is_read_to_its_end(find: Find) -> None:
    found = [m.span.text for m in find("غارات على مدن الموصل وحديثة ومخمور في العراق") if m.kind == "place"]
    assert found == ["الموصل", "حديثة", "مخمور", "العراق"]


def test_a_place_knows_what_it_lies_in_and_where(find: Find) -> None:
    (qayfa,) = values(find("مواجهات في قيفة"))
    assert qayfa.within == ("YE-BA", "YE")
    assert qayfa.lat is not None and 13 < qayfa.lat < 16


def test_a_village_is_found_behind_its_word_near_its_district() -> None:
    resources, language = Resources(), Arabic()
    gazetteer = places.PlaceFinder(language, resources).gazetteer
    governorates = resources.package_json("yemen_regions_py", "data/yemen-info.json")["governorates"]
    marib = next(g for g in governorates if g["name_ar"] == "مأرب")
    name = marib["districts"][0]["uzaal"][0]["name_ar"]
    above = f"YE-MA.d{marib['districts'][0]['id']}"
    village = gazetteer.village(name, frozenset({above}))
    assert village is not None and village.within[0] == above
    assert gazetteer.village(name, frozenset()) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سيطروا على بلدة الصلفاء، ثم انسحبوا من الصلفاء", ["الصلفاء", "الصلفاء"]),
        ("سيطروا على بلدة الصلفاء. وقال إن الصلفاء صامدة", ["الصلفاء"]),
        ("هاجموا حاجزا غرب الصلفاء", ["الصلفاء"]),
        ("هاجموا حاجزا غرب المدينة", []),
        ("معارك في تل الصلفاء", ["تل الصلفاء"]),
        ("تم ذلك عن طريق الصلفاء", []),
        ("قصف على حي الصلفاء والحمراء في مدينة حلب", ["الصلفاء", "الحمراء", "حلب"]),
        ("سيطروا على حي الصلفاء والقبض على آخرين", ["الصلفاء"]),
        ("غارات على أحياء الصلفاء والحمراء والخضيراء", ["الصلفاء", "الحمراء", "الخضيراء"]),
        ("في صحراء محافظة الأنبار", ["الأنبار"]),
        ("قصف في ريف حلب", ["ريف حلب"]),
        ("معارك بين بلدتي تلبوسة وعرنوس، وقتل اثنان", ["تلبوسة", "عرنوس"]),
        ("معارك في ولاية نوران", ["نوران"]),
        ("معارك في قرية تسيطر عليها المعارضة", []),
        ("صلح في محلية ود البشير", ["ود البشير"]),
        ("انفجار في فندق الصلفاء", ["فندق الصلفاء"]),
        ("بعد جولة محادثات", []),
    ],
)
def test_names_outside_the_gazetteer_are_told_by_the_words_around_them(
    find: Find, text: str, expected: list[str]
) -> None:
    assert [m.span.text for m in find(text) if m.kind == "place"] == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قتل جنديان قرب جلوان أمس", ["جلوان"]),
        ("هجوم في جلوان\n\nقتل جنديان في جلوان خلال الهجوم", ["جلوان", "جلوان"]),
        ("قتل جنديان في جلوان بولاية الصلفاء", ["جلوان", "الصلفاء"]),
        ("على طريق عين الحمراء", ["طريق عين الحمراء"]),
        ("قتل جنديان في هجوم أمس وآخران في هجوم ثان", []),
        ("أصيب في منزله بولاية الصلفاء", ["الصلفاء"]),
        ("شاهدوه عن قرب مرة", []),
        ("كتب في رسالتك ما كتب.\n\nوفي رسالتك ما فيها", []),
    ],
)
def test_a_name_in_no_table_is_told_by_its_neighbours(find: Find, text: str, names: list[str]) -> None:
    assert [m.span.text for m in find(text) if m.kind == "place"] == names
