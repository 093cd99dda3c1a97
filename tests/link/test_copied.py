"""One telling printed twice: joined at its words, told by one printing, whatever was read around it."""

from __future__ import annotations

from typing import Any

import pytest

from takhrij.link.cluster import Given, cluster
from takhrij.link.copies import copies, passages_lifted
from takhrij.link.events import Judgement, Linker

_LEAD = (
    "أفرجت جبهة الهضاب صباح الأربعاء عن اثني عشر جنديا كانت تحتجزهم منذ الخريف في سجن قديم عند سفح الجبل وسلمتهم إلى"
    " شيوخ القبيلة في بلدة سوق الجرار"
)
_ELSE = (
    "وقالت صاحبة دكان في البلدة إن السوق أقفل باكرا في ذلك اليوم وإن الأولاد ركضوا وراء الشاحنتين حتى الجسر القديم ثم"
    " عادوا متعبين إلى بيوتهم قبل أن يحل المساء على الوادي كله"
)
_LONG = " ".join(
    f"وكتب المراسل في الفقرة رقم {n} عن أحوال الناس في القرية {n} وعن أسعار الخبز فيها" for n in range(30)
)


@pytest.fixture
def linker(language: Any, resources: Any) -> Linker:
    return Linker(language, resources)


def _pages(maker: Any) -> tuple[Any, Any]:
    first = maker.page("first", f"{_LEAD}. {_ELSE}.", outlet="وكالة المثال", published="2021-03-03")
    second = maker.page(
        "second", f"خبر\n\n{_LEAD}. {_ELSE}.", outlet="موقع العينة", published="2021-03-12", title="خبر"
    )
    return first, second


def test_printings_join_though_their_times_were_read_apart(
    maker: Any, linker: Linker, language: Any, resources: Any
) -> None:
    first, second = _pages(maker)
    # «الأربعاء» counted from a reprint of the week after is another Wednesday.
    a = maker.claim(first, "أفرجت", "release", actor=["other:جبهه-الهضاب"], time="2021-03-03")
    b = maker.claim(second, "أفرجت", "release", actor=["other:السلطات"], time="2021-03-10")
    assert len(linker.link([a, b], maker.readings).clusters) == 2
    found = copies(maker.readings.values(), 0.5, language, resources)
    linked = linker.link([a, b], maker.readings, (), found)
    assert linked.clusters == ((a.id, b.id),)
    assert linked.links[0].comparisons[-1].field == "copied"
    assert linked.links[0].weight == pytest.approx(sum(c.weight for c in linked.links[0].comparisons))
    apart = linker.link([b, a], maker.readings, [Judgement(a.id, b.id, "different")], found)
    assert len(apart.clusters) == 2


def test_a_headline_that_tells_it_first_is_found_by_its_evidence(
    maker: Any, linker: Linker, language: Any, resources: Any
) -> None:
    from dataclasses import replace

    first, second = _pages(maker)
    a = maker.claim(first, "أفرجت", "release", time="2021-03-03")
    title = maker.claim(second, "خبر", "release", time="2021-03-10")
    start = second.text.index("أفرجت")
    lead = replace(title.evidence[0], start=start, end=start + len(_LEAD), text=_LEAD)
    b = replace(title, evidence=(*title.evidence, lead))
    found = copies(maker.readings.values(), 0.5, language, resources)
    assert linker.link([a, b], maker.readings, (), found).clusters == ((a.id, b.id),)


def test_a_paragraph_lifted_into_a_round_up_is_found(maker: Any, language: Any, resources: Any) -> None:
    wire = maker.page("wire", f"{_LEAD}. {_ELSE}.", outlet="وكالة المثال", published="2021-03-03")
    round_up = maker.page("round", f"{_LONG}. {_LEAD}. {_LONG[::-1]}", outlet="موقع العينة", published="2021-03-05")
    claims = [maker.claim(page, _LEAD, "release") for page in (wire, round_up)]
    known = copies(maker.readings.values(), 0.9, language, resources)
    assert known == []
    (found,) = passages_lifted(claims, maker.readings, known, language, resources)
    assert found.copier == round_up.document and 0 < found.containment < 0.9
    ((in_a, in_b),) = found.passages
    texts = {maker.readings[found.a].text[slice(*in_a)], maker.readings[found.b].text[slice(*in_b)]}
    assert texts == {_LEAD}
    assert passages_lifted(claims, maker.readings, [found], language, resources) == []


def test_a_hundred_printings_weigh_as_much_as_one() -> None:
    def score(i: int, j: int) -> int:
        # Item 9 fits the first printing alone; what was read of the others does not fit it.
        return 400 if {i, j} == {0, 9} else -900

    copied = [(0, k) for k in range(1, 9)]
    assert cluster(10, [(400, 0, 9)], score, 0).bridges == ()
    made = cluster(10, [(400, 0, 9)], score, 0, Given(copied=copied))
    assert made.members == (tuple(range(10)),)
    # The fullest printing speaks, so that an emptier first one keeps nothing apart.
    made = cluster(10, [(400, 0, 9)], score, 0, Given(copied=copied, untold=[5, *[0] * 9]))
    assert made.members == (tuple(range(9)), (9,)) and made.bridges == ((0, 9),)
