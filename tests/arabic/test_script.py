"""Other languages in the same script are not taken for Arabic."""

from __future__ import annotations

import pytest

from takhrij.arabic import Arabic


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("وصل الوفد إلى المدينة صباح اليوم", True),
        ("وصل وفد من گرميان إلى مدينة السليمانية صباح اليوم بعد رحلة طويلة على الطريق الجبلي", True),
        ("گروه‌های کوچکی از گردشگران به پایتخت رسیدند و چند روز ماندند", False),
    ],
)
def test_the_language_of_a_text(text: str, written: bool) -> None:
    assert Arabic().is_written(text) is written
