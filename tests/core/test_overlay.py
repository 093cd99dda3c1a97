"""An overlay that contradicts the package's data wins in every table, and says so."""

from __future__ import annotations

import importlib.resources
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from takhrij.core.phrases import expand
from takhrij.resources import Resources


def _tables(folder: Traversable, prefix: str = "") -> list[str]:
    found: list[str] = []
    for item in folder.iterdir():
        if item.is_dir():
            found += _tables(item, f"{prefix}{item.name}/")
        elif item.name.endswith(".tsv"):
            found.append(f"{prefix}{item.name.removesuffix('.tsv')}")
    return sorted(found)


_DATA = importlib.resources.files("takhrij") / "data"
FORMS = [name for name in _tables(_DATA) if Resources().table(name) and "form" in Resources().table(name)[0]]


def _lay(folder: Path, name: str, *rows: dict[str, str]) -> Resources:
    path = folder / f"{name}.tsv"
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [column for column in Resources().table(name)[0] if column not in ("overlay", "line")]
    lines = ["\t".join(columns), *("\t".join(row.get(column, "") for column in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Resources(folder)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_told_anew_is_the_case_s_alone(tmp_path: Path, name: str) -> None:
    packaged = next(row for row in Resources().table(name) if expand(row["form"]))
    form = expand(packaged["form"])[0]
    laid = _lay(tmp_path, name, {**packaged, "form": form.replace(" ", "_"), "example": "another"})
    scope = ("region", "part", "pos", "calendar", "country", "parent", "where")

    def same(row: dict[str, str]) -> bool:
        return form in expand(row["form"]) and all(row.get(c, "") == packaged.get(c, "") for c in scope)

    assert [row["overlay"] for row in laid.table(name) if same(dict(row))] == ["yes"]
    # Nothing else of the table is lost.
    before = {f for row in Resources().table(name) for f in expand(row["form"])}
    assert {f for row in laid.table(name) for f in expand(row["form"])} == before
    told = list(laid.replaced())
    assert any(f"«{form}»" in line and packaged["line"] in line for line in told)


def test_an_actor_told_anew_and_a_type_replaced_are_said(tmp_path: Path) -> None:
    laid = _lay(tmp_path, "actors/actors", {"id": "houthi", "name": "Ansar Allah", "kind": "group"})
    assert [row["name"] for row in laid.table("actors/actors") if row["id"] == "houthi"] == ["Ansar Allah"]
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "release.toml").write_text('id = "release"\n', encoding="utf-8")
    told = list(laid.replaced())
    assert len(told) == 2 and "houthi" in told[0] and "in place of the package's data/events/release.toml" in told[1]


def test_a_new_form_and_another_region_replace_nothing(tmp_path: Path) -> None:
    told = next(row for row in Resources().table("actors/aliases") if row["region"])
    laid = _lay(tmp_path, "actors/aliases", {**told, "region": "XX"}, {**told, "form": "سنديانة"})
    assert list(laid.replaced()) == [] and list(Resources().replaced()) == []
