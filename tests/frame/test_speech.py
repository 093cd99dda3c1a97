"""Who tells a sentence: the class of a source, and how far its word reaches."""

from __future__ import annotations

from functools import lru_cache

import pytest

from takhrij.arabic import Arabic
from takhrij.core.records import Reading
from takhrij.find import Finders
from takhrij.frame import Framer
from takhrij.frame.marks import Annotated, annotate
from takhrij.frame.speech import Speech, Telling
from takhrij.resources import Resources

ARABIC, RESOURCES = Arabic(), Resources()


@lru_cache(maxsize=1)
def rooms() -> tuple[Finders, Framer]:
    return Finders(ARABIC, RESOURCES), Framer(ARABIC, RESOURCES)


def noted(words: str) -> Annotated:
    finders, framer = rooms()
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    return annotate(text, finders.find(text, reading), framer.lexicon)


def told(words: str) -> list[Speech]:
    """Who tells the last word of each sentence."""
    notes = noted(words)
    held = Telling(notes)
    return [held[high - 1] for _, high in notes.text.sentences]


def turns(words: str) -> list[tuple[str, str]]:
    """The word where the teller changes, and the class of the new one."""
    notes = noted(words)
    held, out = Telling(notes), []
    for at in range(len(notes.text.tokens)):
        if at == 0 or held[at].chain != held[at - 1].chain:
            out.append((notes.text.word(at), held[at].chain[-1].source_class))
    return out


def classes(words: str) -> list[str]:
    return [speech.chain[-1].source_class for speech in told(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("قال مصدر محلي إن الجماعة انسحبت", "anonymous"),
        ("قال مواطنون إن الجماعة انسحبت", "anonymous"),
        ("قالت مصادر في حكومة الرئيس سالم الصلفاني إن الجماعة انسحبت", "anonymous"),
        ("قالت وزارة الدفاع إن الجماعة انسحبت", "official"),
        ("قالت حكومة الرئيس سالم الصلفاني إن الجماعة انسحبت", "official"),
        ("قال متحدث عسكري إن الجماعة انسحبت", "official"),
        ("قال المتحدث الرسمي سالم الصلفاني إن الجماعة انسحبت", "named"),
        ("قال المتحدث الرسمي، الرائد سالم الصلفاني، إن الجماعة انسحبت", "named"),
        ("قال اللواء علي الصلفاني، رئيس اللجنة، إن الجماعة انسحبت", "named"),
        ("قال صلفان الوعلاني إن الجماعة انسحبت", "named"),
        # What somebody condemns is taken as known: the outlet tells it.
        ("أدانت منظمة السلام الدولية قصف الحي", "narrator"),
        ("كان رئيس اللجنة، اللواء سالم الصلفاني، قد أعلن أن الجماعة انسحبت", "named"),
        ("أفادت وكالة الأنباء بأن الجماعة انسحبت", "media"),
        ("انسحبت الجماعة، وفقا لوكالة الأنباء", "media"),
    ],
)
def test_class_of_a_source(words: str, expected: str) -> None:
    assert classes(words) == [expected]


def test_the_head_of_a_source_phrase_decides_over_the_names_behind_it() -> None:
    link = told("قالت قيادة المقاومة التي يقودها سالم الصلفاني إن الجماعة انسحبت")[0].chain[-1]
    assert link.source_class == "official"


def test_a_surname_alone_is_the_man_named_before() -> None:
    words = "قال العميد سالم الصلفاني إن الجماعة انسحبت.\nوأكد الصلفاني أن القصف توقف."
    assert classes(words) == ["named", "named"]


def test_to_whom_a_source_spoke_is_no_source() -> None:
    speech = told("وأوضح لـ«صوت الوادي» مصدر محلي أن الجماعة انسحبت")[0]
    assert speech.chain[-1].source_class == "anonymous"
    assert speech.chain[-1].span is not None and speech.chain[-1].span.text == "مصدر محلي"


def test_the_day_between_verb_and_source_is_passed_over() -> None:
    assert classes("قال أمس مصدر محلي إن الجماعة انسحبت") == ["anonymous"]


@pytest.mark.parametrize("verb", ["أضاف أن", "تابع:", "أردف أن", "بين أن", "أشار إلى أن"])
def test_a_verb_of_telling_without_a_source_keeps_the_speaker(verb: str) -> None:
    words = f"قال مصدر محلي إن الجماعة انسحبت. وصلت الأمطار إلى الوادي. و{verb} القصف توقف."
    assert classes(words) == ["anonymous", "narrator", "anonymous"]


@pytest.mark.parametrize("text", ["قال", "قتل ثلاثة جنود، كما قال", "قتل ثلاثة جنود في المكلا أمس وأعلن"])
def test_a_text_may_end_with_a_verb_of_telling(text: str) -> None:
    assert len(told(text)) == 1


def test_what_a_quotation_holds_is_not_who_speaks() -> None:
    words = "قال مصدر محلي إن الجماعة انسحبت. وأضاف: «الجيش يواصل اليوم قصف المواقع في الوادي»."
    assert classes(words) == ["anonymous", "anonymous"]


def test_a_quotation_goes_on_into_the_next_sentence() -> None:
    words = "قال مصدر محلي: “انسحبت الجماعة. وتقدم الجيش”. وصلت الأمطار إلى الوادي."
    assert classes(words) == ["anonymous", "anonymous", "narrator"]


def test_an_adjective_is_no_verb_of_telling() -> None:
    assert classes("قصفت الطائرات مواقع تابعة للجماعة في الوادي") == ["narrator"]


def test_the_outlet_speaks_where_nobody_is_said_to_tell() -> None:
    words = "قال مصدر محلي إن الجماعة انسحبت. يذكر أن الجماعة تحاصر الوادي."
    assert classes(words) == ["anonymous", "narrator"]


def test_a_speaker_of_a_clause_takes_only_that_clause() -> None:
    words = "قال مصدر محلي إن الجماعة قصفت الوادي، حيث أعلن مكتب الصحة مقتل ثلاثة مدنيين"
    assert turns(words) == [("قال", "anonymous"), ("أعلن", "official")]


def test_what_stands_before_the_verb_of_telling_is_the_outlets() -> None:
    words = "دخلت الجماعة الحي ليلا، وقال مصدر عسكري إن القوات تتقدم"
    assert turns(words) == [("دخلت", "narrator"), ("وقال", "anonymous")]


def test_a_citation_holds_for_the_clause_before_it() -> None:
    assert turns("قصفت الطائرات الوادي، وفق مصدر محلي") == [("قصفت", "anonymous")]
    assert turns("قصفت الطائرات الوادي، على ما أفاد مصدر محلي") == [("قصفت", "anonymous")]


def test_a_citation_that_opens_a_clause_holds_from_there() -> None:
    words = "قصفت الطائرات الوادي، وحسب شهود عيان فإن القصف استهدف البلدة"
    assert turns(words) == [("قصفت", "narrator"), ("وحسب", "anonymous")]


def test_what_is_quoted_before_its_speaker_is_his() -> None:
    words = "«سيطرت قواتنا على الوادي»، قال متحدث عسكري"
    assert turns(words) == [("سيطرت", "official")]


@pytest.mark.parametrize("behind", ["بعد معارك عنيفة مع الجماعة", "الذي قصفته الجماعة"])
def test_what_follows_a_quotation_is_the_outlets(behind: str) -> None:
    words = f"صرح متحدث عسكري «إنها بداية العمليات الكبيرة في المطار» {behind}"
    assert turns(words)[-1] == (behind.split()[0], "narrator")


def test_a_participle_beside_a_verb_of_telling_goes_on_with_its_speaker() -> None:
    words = "قال مصدر محلي إن الوزارة أعلنت انسحاب الجماعة، مشيرا إلى أن القصف توقف"
    assert turns(words)[-1] == ("مشيرا", "anonymous")


def test_who_is_cited_behind_it_all_is_the_outer_source() -> None:
    chain = told("أعلنت وزارة الدفاع أن الجماعة انسحبت، حسبما أفاد مصدر محلي")[0].chain
    assert [link.source_class for link in chain] == ["narrator", "anonymous", "official"]


def test_whom_a_medium_passes_on_is_the_inner_source() -> None:
    chain = told("نقلت القناة عن مصدر محلي قوله إن الجماعة انسحبت")[0].chain
    assert [link.source_class for link in chain] == ["narrator", "media", "anonymous"]


def test_one_more_item_stays_with_the_speaker_before_it() -> None:
    words = "قال مصدر محلي إن الجماعة انسحبت. كما قصفت الطائرات الوادي. وصلت الأمطار إلى البلدة."
    assert classes(words) == ["anonymous", "anonymous", "narrator"]


def test_a_sentence_that_only_cites_holds_for_the_one_before() -> None:
    assert classes("قصفت الطائرات الوادي. وفق مصادر محلية") == ["anonymous", "anonymous"]


def test_a_participle_carries_its_sentence_on() -> None:
    words = "قال مصدر محلي إن الجماعة انسحبت. وأشاد بمن طردوها، مبينا أن القصف توقف."
    assert turns(words) == [("قال", "anonymous")]


def test_what_tells_of_the_speaker_is_the_outlets() -> None:
    words = "نفت وزارة الدفاع، التي قصفت الوادي أمس، أن تكون الجماعة انسحبت"
    assert turns(words) == [("نفت", "official"), ("التي", "narrator"), ("أن", "official")]


def test_what_nobody_said_is_no_telling() -> None:
    assert classes("لم تعلن الجماعة انسحابها من الوادي") == ["narrator"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("قالت، مساء أمس، وزارة الدفاع إن الجماعة انسحبت", "official"),
        ("وأوضح في تصريح صحفي المتحدث سالم الصلفاني أن الجماعة انسحبت", "named"),
        ("أكدت فيه مصادر محلية أن الجماعة انسحبت", "anonymous"),
        ("قال عدد من سكان الوادي إن الجماعة انسحبت", "anonymous"),
        ("قال عدد من الصحف إن الجماعة انسحبت", "media"),
        ("قال أحد قادة الجماعة إنها انسحبت", "anonymous"),
        ("قال متمردو الوادي إن الجماعة انسحبت", "anonymous"),
        ("قال عم الفتى إن الجماعة انسحبت", "anonymous"),
        ("قال المتحدث باسم الجماعة إنها انسحبت", "official"),
        ("قال المتحدث باسم الوزارة روبن هالدن إن الجماعة انسحبت", "named"),
        ("قال المسؤول عن الطوارئ سالم الصلفاني إن الجماعة انسحبت", "named"),
        ("وأوضح الزلفاوي أن الجماعة انسحبت", "named"),
        ("أفاد مراسلنا بأن الجماعة انسحبت", "narrator"),
    ],
)
def test_more_source_phrases(words: str, expected: str) -> None:
    assert classes(words) == [expected]


def test_a_post_is_he_whom_the_text_names_with_it() -> None:
    words = "قال وزير الدفاع إن الجماعة انسحبت.\nوأكد وزير الدفاع سالم الصلفاني أن القصف توقف."
    assert classes(words) == ["named", "named"]
    words = "قال القيادي في اللجنة سالم الصلفاني إن الجماعة انسحبت.\nوأكد القيادي أن القصف توقف."
    assert classes(words) == ["named", "named"]


def test_a_medium_and_whom_it_cites_are_both_in_the_chain() -> None:
    chain = told("نقلت وكالة الأنباء عن مصدر محلي أن الجماعة انسحبت، بحسب مسؤول قبلي")[0].chain
    assert [link.source_class for link in chain][:2] == ["narrator", "media"]


def test_sources_before_their_verb() -> None:
    words = "ساد الهدوء الوادي، إلا أن مصادر محلية تحدثت عن اشتباكات في الجبل"
    assert classes(words) == ["anonymous"]


def test_a_place_that_looks_like_a_verb_of_the_first_person_tells_nothing() -> None:
    assert classes("لكن المقاومة في محافظة أبين تمكنت من السيطرة على الوادي") == ["narrator"]


def test_a_name_that_no_table_knows_is_read_before_its_post() -> None:
    assert classes("قال صلفان الوعلاني عضو مجلس المحافظة إن الجماعة انسحبت") == ["named"]


def test_words_that_no_table_knows_are_no_name_where_nothing_is_told() -> None:
    assert classes("تبنى بيتا جميلا في الوادي") == ["narrator"]


def test_a_claim_of_responsibility_is_told_by_whom_claims_it() -> None:
    assert classes("تبنت حركة الوادي هجوما بسيارة مفخخة في صنعاء") == ["official"]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("وكانت مواقع إخبارية قد أوردت أن الجماعة انسحبت", "مواقع إخبارية"),
        ("وكانت وكالة الأنباء قد أفادت بأن الجماعة انسحبت", "وكالة الأنباء"),
        ("بحسب رواية الوكالة انسحبت الجماعة", "الوكالة"),
    ],
)
def test_a_source_is_named_without_the_words_at_its_edge(words: str, source: str) -> None:
    assert [speech.chain[-1].span.text for speech in told(words)] == [source]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("قال محافظ نينوى أثيل الراوندي إن الجيش قصف البلدة", "named"),
        ("وقال رئيس لجنة الوساطة الشيخ عمر نصيف إن الجيش قصف البلدة", "named"),
        ("قال قائد ميداني في لواء الصقور إن الجيش قصف البلدة", "anonymous"),
        ("ونسبت الصحيفة إلى مسؤول استخباراتي قوله إن الطائرات ضربت القافلة", "anonymous"),
        ("وعلم موقع «الجسر» من مصادر خاصة أن الجيش قصف البلدة", "anonymous"),
    ],
)
def test_a_post_with_its_body_and_a_medium_with_its_source(words: str, expected: str) -> None:
    assert [speech.chain[-1].source_class for speech in told(words)] == [expected]


def test_the_letters_of_a_name_end_no_telling() -> None:
    assert told("وقال مصدر لوكالة الأنباء (د. ب. أ) إن الطيران قصف البلدة")[-1].chain[-1].source_class == "anonymous"


def test_a_source_that_tells_of_the_event_of_the_lead_tells_the_lead() -> None:
    words = "هاجم مسلحون ثكنة للجيش في بلدة كوديا. وقال مصدر أمني إن الهجوم أسفر عن مقتل أربعة جنود."
    finders, framer = rooms()
    words = f"هجوم على ثكنة\n\n{words}"
    reading = Reading(document="0" * 64, reader="test@1", text=words, published="2021-07-28")
    text = ARABIC.tokenize(words)
    claims = framer.frame(text, reading, finders.find(text, reading)).claims
    assert {claim.attribution[-1].source_class for claim in claims if claim.type == "clash"} == {"anonymous"}
