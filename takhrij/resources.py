"""The only reader of `takhrij/data/`, of data inside dependency packages, and of a case's overlay.

Rows of a case overlay come after the package's rows of the same table and carry ``overlay = "yes"``; a form that
they tell anew is left out of the package's rows, so that the case's own wins whoever builds an index of them. A table is a TSV
file with a header line; ``#`` starts a comment line. Reading works from a zip (importlib.resources).
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from takhrij.core.errors import DataError
from takhrij.core.phrases import expand

Row = Mapping[str, str]


def _rows(name: str, text: str, overlay: bool) -> Iterator[dict[str, str]]:
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = [c.strip() for c in cells]
            continue
        if len(cells) > len(header):
            raise DataError(f"{name}, line {number}: {len(cells)} cells, {len(header)} columns; remove a tab")
        row = dict.fromkeys(header, "")
        row.update({k: c.strip() for k, c in zip(header, cells, strict=False)})
        row["overlay"] = "yes" if overlay else ""
        row["line"] = f"{name}:{number}"
        yield row


# Columns that tell apart rows of one form that both stand: where it holds, what part of speech it is, which namesake.
_SCOPE = ("region", "part", "pos", "calendar", "country", "parent", "where")
# Columns that name what a row is of, in tables without forms.
_KEYS = ("id", "side", "key")
_SHOWN = 3


def _restated(packaged: Row, own: Row) -> tuple[str, ...]:
    """The forms (or the id) of a packaged row that a row of an overlay tells anew."""
    if any(packaged.get(column, "") != own.get(column, "") for column in _SCOPE if column in packaged):
        return ()
    if "form" in packaged:
        told = set(expand(own.get("form", "")))
        return tuple(form for form in expand(packaged["form"]) if form in told)
    key = next((column for column in _KEYS if column in packaged), None)
    return (packaged[key],) if key is not None and packaged[key] == own.get(key) else ()


def _without(row: dict[str, str], own: list[dict[str, str]]) -> dict[str, str] | None:
    """A packaged row without the forms that an overlay tells anew; None where none is left."""
    gone = {form for told in own for form in _restated(row, told)}
    if not gone:
        return row
    kept = [form for form in expand(row["form"]) if form not in gone] if "form" in row else []
    return {**row, "form": "|".join(form.replace(" ", "_") for form in kept)} if kept else None


class Resources:
    """Data files of the package, laid under a case's own. Picklable: holds paths, reads on first use."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.overlay = overlay

    def __reduce__(self) -> tuple[type[Resources], tuple[Path | None]]:
        return Resources, (self.overlay,)

    @cached_property
    def _data(self) -> Traversable:
        return importlib.resources.files("takhrij") / "data"

    def _overlay_file(self, name: str) -> Path | None:
        if self.overlay is None:
            return None
        path = self.overlay / name
        return path if path.is_file() else None

    def _read_overlay(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: cannot be read as UTF-8 text ({error}); save it as UTF-8") from error

    def table(self, name: str) -> tuple[Row, ...]:
        """Rows of ``data/<name>.tsv`` and of the overlay's file of that name, package first.

        Every row also has ``overlay`` ("yes" or "") and ``line`` (``file:number``). An absent table is empty.
        Raises DataError for a row with too many cells.
        """
        file = f"{name}.tsv"
        packaged = self._data.joinpath(*file.split("/"))
        rows: list[dict[str, str]] = []
        if packaged.is_file():
            rows += _rows(file, packaged.read_text(encoding="utf-8"), overlay=False)
        own = self._overlay_file(file)
        if own is not None:
            told = list(_rows(str(own), self._read_overlay(own), overlay=True))
            rows = [kept for row in rows if (kept := _without(row, told)) is not None] + told
        return tuple(rows)

    def replaced(self) -> Iterator[str]:
        """A line for every row or document of the overlay that stands in place of the package's, sorted by file."""
        if self.overlay is None or not self.overlay.is_dir():
            return
        for path in sorted(p for p in self.overlay.rglob("*") if p.suffix in (".tsv", ".toml")):
            name = path.relative_to(self.overlay).as_posix()
            packaged = self._data.joinpath(*name.split("/"))
            if not packaged.is_file():
                continue
            if path.suffix == ".toml":
                yield f"{path}: stands in place of the package's data/{name}"
                continue
            own = list(_rows(str(path), self._read_overlay(path), overlay=True))
            for row in _rows(name, packaged.read_text(encoding="utf-8"), overlay=False):
                for mine in own:
                    forms = _restated(row, mine)
                    if forms:
                        shown = "، ".join(f"«{form}»" for form in forms[:_SHOWN])
                        yield f"{mine['line']}: {shown} stands in place of the package's row {row['line']}"

    def model(self, name: str, version: int) -> Mapping[str, Any] | None:
        """A fitted model; None where the package carries none, which everything works without. Raises DataError for
        one of another version."""
        try:
            raw: Mapping[str, Any] = self.json(name)
        except FileNotFoundError:
            return None
        if raw.get("version") != version:
            raise DataError(f"data/{name}.json: version {raw.get('version')} is not {version}; fit the model again")
        return raw

    def tables(self, folder: str) -> dict[str, tuple[Row, ...]]:
        """All tables of a folder by stem, sorted by name, overlay's included."""
        names = {f"{folder}/{stem}" for stem in self._stems(folder, ".tsv")}
        return {name.rsplit("/", 1)[1]: self.table(name) for name in sorted(names)}

    def document(self, name: str) -> Mapping[str, Any]:
        """``data/<name>.toml``; the overlay's file of that name replaces it whole. Raises DataError."""
        file = f"{name}.toml"
        own = self._overlay_file(file)
        packaged = self._data.joinpath(*file.split("/"))
        if own is None and not packaged.is_file():
            raise DataError(f"data/{file} is missing; reinstall Takhrij")
        text = self._read_overlay(own) if own is not None else packaged.read_text(encoding="utf-8")
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise DataError(f"{own or file}: {error}") from error

    def documents(self, folder: str) -> dict[str, Mapping[str, Any]]:
        """All TOML documents of a folder by stem, sorted by name, overlay's included."""
        return {stem: self.document(f"{folder}/{stem}") for stem in sorted(self._stems(folder, ".toml"))}

    def json(self, name: str) -> Any:
        """``data/<name>.json`` of the package (models and built tables; a case does not replace them)."""
        return json.loads(self._data.joinpath(*f"{name}.json".split("/")).read_text(encoding="utf-8"))

    def text(self, name: str) -> str:
        """A file of the package as text (templates, styles)."""
        return self._data.joinpath(*name.split("/")).read_text(encoding="utf-8")

    @staticmethod
    def outlines(name: str) -> Any:
        """Outlines of countries or provinces as TopoJSON, from the vendored shapes; None where there are none."""
        folder = importlib.resources.files("takhrij") / "web" / "static" / "vendor" / "shapes"
        file = folder / f"{name}.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None

    @staticmethod
    def package_json(package: str, name: str) -> Any:
        """A JSON file that a dependency ships, read in place (its licence is named in docs/data.md)."""
        return json.loads((importlib.resources.files(package) / name).read_text(encoding="utf-8"))

    def _stems(self, folder: str, ending: str) -> set[str]:
        stems: set[str] = set()
        packaged = self._data.joinpath(*folder.split("/"))
        if packaged.is_dir():
            stems |= {p.name.removesuffix(ending) for p in packaged.iterdir() if p.name.endswith(ending)}
        if self.overlay is not None and (self.overlay / folder).is_dir():
            own = (self.overlay / folder).iterdir()
            stems |= {p.name.removesuffix(ending) for p in own if p.name.endswith(ending)}
        return stems

    @cached_property
    def digest(self) -> str:
        """SHA-256 over every data file and overlay file: the version of what the program knows."""
        hasher = hashlib.sha256()
        for name, data in sorted(_walk(self._data, "")):
            hasher.update(f"{name}\0{len(data)}\0".encode())
            hasher.update(data)
        if self.overlay is not None and self.overlay.is_dir():
            for path in sorted(self.overlay.rglob("*")):
                if path.is_file():
                    data = path.read_bytes()
                    hasher.update(f"overlay/{path.relative_to(self.overlay)}\0{len(data)}\0".encode())
                    hasher.update(data)
        return hasher.hexdigest()


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        name = f"{prefix}{item.name}"
        if item.is_dir():
            yield from _walk(item, f"{name}/")
        elif not item.name.endswith((".py", ".pyc")):
            yield name, item.read_bytes()
