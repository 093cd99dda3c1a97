"""How long a happening lasted and how long after another it came."""

from __future__ import annotations

import pytest

from takhrij.core.config import Config
from takhrij.core.records import Claim, Reading, TextRef
from takhrij.pipeline import Extractor


def claims(words: str) -> tuple[Claim, ...]:
    return Extractor(Config()).extract(Reading("0" * 64, "words", words, published="2021-05-20")).claims


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("استمرت المعارك بين حركة الفجر والجيش ثلاثة أيام في وادي الصفا.", (3, 3)),
        ("حاصرت حركة الفجر بلدة الصفا لمدة أسبوعين.", (14, 14)),
        ("هدأت المعارك بين الجيش وحركة الفجر أمس بعد أربعة أيام من القتال.", (4, 4)),
        ("استمر القصف المدفعي لحركة الفجر على بلدة الصفا شهرين.", (56, 62)),
        ("استمرت المعارك بين حركة الفجر والجيش ساعتين.", None),
        ("وقعت الحكومة وحركة الفجر هدنة تستمر ثلاثة أيام.", None),
        ("اندلعت المعارك بين حركة الفجر والجيش قبل ثلاثة أيام.", None),
    ],
)
def test_how_long_it_lasted(words: str, days: tuple[int, int] | None) -> None:
    told = claims(words)
    assert told
    found = [(count.min, count.max) for claim in told for count in claim.counts("duration")]
    assert found == ([days] if days else [])


def test_the_two_days_that_bound_it_are_its_time() -> None:
    (told,) = claims(
        "اندلعت الاشتباكات بين حركة الفجر والجيش في وادي الصفا السبت 8 مايو، واستمرت خمسة أيام قبل أن تتوقف الاثنين 10 مايو."
    )
    assert told.time is not None and told.time.edtf == "2021-05-08/2021-05-10"
    assert [count.min for count in told.counts("duration")] == [5]


def test_how_long_after_what() -> None:
    told = claims("سقطت بلدة الصفا بيد حركة الفجر في 3 مايو 2021 بعد أسبوع من توقيع الهدنة بين الطرفين.")
    (fall,) = [claim for claim in told if claim.type == "seize"]
    assert [count.min for count in fall.counts("elapsed")] == [7]
    since = [filler.span.text for filler in fall.roles["since"] if isinstance(filler, TextRef)]
    assert since == ["توقيع"]
