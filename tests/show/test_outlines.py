import json
from importlib.resources import files

import pytest

from takhrij.resources import Resources
from takhrij.show.outlines import Outlines, countries

ROWS = Resources().table("show/shapes")
SHAPES = files("takhrij") / "web/static/vendor/shapes"
COUNTRIES = sorted({row["country"] for row in ROWS})


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_shape_of_a_file_is_named_and_no_other(country: str) -> None:
    outlines = Outlines(Resources())
    topology = json.loads((SHAPES / f"{outlines.file(country)}.topo.json").read_text(encoding="utf-8"))
    (shapes,) = topology["objects"].values()
    told = {shape["properties"]["name"] for shape in shapes["geometries"]} - {None}
    assert set(outlines.names(country, "en")) == set(outlines.names(country, "ar")) == told
    assert all(outlines.names(country, "ar").values())


def test_governorates_are_called_as_places_are() -> None:
    told = {row["name"] for row in Resources().table("places/governorates")}
    assert set(Outlines(Resources()).names("YE", "en").values()) <= told


def test_countries_are_named_by_their_number() -> None:
    assert countries("en")["887"] == "Yemen"
    assert countries("ar")["682"] == "المملكة العربية السعودية"


def test_a_country_without_outlines_has_no_file() -> None:
    assert Outlines(Resources()).file("NO") is None
    assert Outlines(Resources()).names("NO", "ar") == {}
