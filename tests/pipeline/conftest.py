"""A small case of two pages, made by somebody with a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from takhrij import pipeline
from takhrij.core.config import Config

ME = Config(by="amal")
FIRST = "إفراج في صنعاء\n\nفي 13 نوفمبر 2018 أفرجت جماعة الحوثي عن 20 عنصرا من تنظيم القاعدة في صنعاء.\n"
SECOND = (
    "تبادل أسرى في البيضاء\n\n"
    "تبادلت جماعة الحوثي وتنظيم القاعدة أربعة أسرى في مديرية الصومعة بمحافظة البيضاء في 26 يوليو 2021، بعد وساطة قبلية.\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "first.txt").write_text(FIRST, encoding="utf-8")
    (pages / "second.txt").write_text(SECOND, encoding="utf-8")
    pipeline.add([pages], str(tmp_path / "case"), ME)
    return tmp_path / "case"
