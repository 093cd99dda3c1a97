"""The places that the program knows: countries, governorates, districts, cities, fronts, and Yemen's villages.

Districts and villages come from the dependency yemen-regions-py, read in place; everything else is rows of
`data/places/`. Levels below the district are read only when a text calls for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import babel

from takhrij.core.language import Language
from takhrij.core.phrases import PhraseIndex, expand, folded_words, grouped
from takhrij.core.records import PlaceValue
from takhrij.resources import Resources, Row

# Which of several places of one name is meant when nothing else tells: the smaller rank.
_RANKS = {"country": 0, "governorate": 2, "town": 3, "district": 5}
_OTHER_RANK = 4
# A town that its bare name means before its governorate.
_DEFAULT_RANK = 1
# A case's own place comes before all of the package's places of its name.
_OVERLAY_RANK = -1
_TERRITORY = re.compile(r"[A-Z]{2}")
_NO_TERRITORY = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
_YEMEN = "YE"


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer row: what a mention of it says, its country, and its rank among places of one name."""

    value: PlaceValue
    country: str
    rank: int


@dataclass(frozen=True, slots=True)
class Rule:
    """When a form is a place at all.

    `kind` is ``cue`` (only behind a place word), ``word`` (or behind a preposition of its own), ``locative``
    (or behind «ب», or in a row of places), ``written`` (spelt with just these letters, hamza included),
    ``never`` or empty (always); the word sets bar the reading.
    """

    kind: str = ""
    written: str = ""
    unless_previous: frozenset[str] = frozenset()
    unless_next: frozenset[str] = frozenset()


def slug(name: str) -> str:
    """Lower-case letters and digits of a name joined by hyphens.

    >>> slug("Khawr Maksar (Aden)")
    'khawr-maksar-aden'
    """
    plain = unicodedata.normalize("NFKD", name.lower().replace("'", ""))
    return "-".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


class Gazetteer:
    """Places by folded form, with the rules that say when an everyday word is one of them."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self._resources = resources
        self._parents: dict[str, tuple[str, ...]] = {}
        self.by_id: dict[str, Place] = {}
        entries = [*self._countries(), *self._governorates(), *self._own_rows(), *self._districts()]
        groups = grouped(language, entries)
        self.index: PhraseIndex[tuple[Place, ...]] = PhraseIndex(
            language, ((form, tuple(sorted(places, key=lambda p: p.rank))) for form, places in groups)
        )
        self.rules = dict(self._rules())

    # -- rows ----------------------------------------------------------------------------------------------

    def _place(self, row: Row, identity: str, parents: tuple[str, ...], precision: str) -> Place:
        value = PlaceValue(
            id=identity,
            name=row["name"],
            name_ar=row.get("name_ar") or expand(row["form"])[0],
            precision=precision,
            lat=_degrees(row.get("lat", "")),
            lon=_degrees(row.get("lon", "")),
            within=parents,
        )
        country = parents[-1] if parents else identity
        rank = _DEFAULT_RANK if row.get("first") else _RANKS.get(precision, _OTHER_RANK)
        place = Place(value, country, _OVERLAY_RANK if row["overlay"] else rank)
        self._parents[identity] = parents
        self.by_id[identity] = place
        return place

    def _countries(self) -> Iterator[tuple[str, Place]]:
        own = self._resources.table("places/countries")
        for row in own:
            yield row["form"], self._place(row, row["id"], (), "country")
        known = {row["id"] for row in own}
        arabic, english = babel.Locale(self._language.code).territories, babel.Locale("en").territories
        for code in sorted(set(arabic) - known - _NO_TERRITORY):
            if _TERRITORY.fullmatch(code):
                name = arabic[code].split("(")[0].strip()
                value = PlaceValue(code, english[code], name, "country")
                yield name.replace(" - ", " "), Place(value, code, 0)

    def _governorates(self) -> Iterator[tuple[str, Place]]:
        for row in self._resources.table("places/governorates"):
            yield row["form"], self._place(row, row["id"], (_YEMEN,), "governorate")

    def _own_rows(self) -> Iterator[tuple[str, Place]]:
        for table in ("places/cities", "places/fronts"):
            for row in self._resources.table(table):
                parent = row["parent"]
                parents = (parent, *self._parents.get(parent, ()))
                yield row["form"], self._place(row, f"{parent}.{slug(row['name'])}", parents, row["precision"])

    def _districts(self) -> Iterator[tuple[str, Place]]:
        mine = {(self._language.fold(p.value.name_ar), p.value.within[:1]) for p in self.by_id.values()}
        for governorate, district in self._regions():
            name = district["name_ar"]
            parents = (governorate, *self._parents[governorate])
            identity = f"{governorate}.d{district['id']}"
            self._parents[identity] = parents
            if (self._language.fold(name), (governorate,)) in mine:
                continue
            value = PlaceValue(identity, district["name_en"], name, "district", within=parents)
            self.by_id[identity] = place = Place(value, _YEMEN, _RANKS["district"])
            yield name, place

    def _regions(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(governorate id, district) of the dependency, by the names that `governorates.tsv` gives it."""
        ids = {row["source"]: row["id"] for row in self._resources.table("places/governorates")}
        for governorate in self._resources.package_json("yemen_regions_py", "data/yemen-info.json")["governorates"]:
            identity = ids.get(governorate["name_ar"])
            if identity is not None:
                yield from ((identity, district) for district in governorate["districts"])

    def _rules(self) -> Iterator[tuple[str, Rule]]:
        for row in self._resources.table("places/ambiguous"):
            previous = folded_words(self._language, row.get("unless_previous", ""))
            following = folded_words(self._language, row.get("unless_next", ""))
            for form in expand(row["form"]):
                folded = " ".join(token.form for token in self._language.tokenize(form).tokens)
                yield folded, Rule(row["rule"], form, previous, following)

    # -- villages ------------------------------------------------------------------------------------------

    @cached_property
    def _villages(self) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
        found: dict[str, list[tuple[str, str, str]]] = {}
        fold = self._language.fold
        for governorate, district in self._regions():
            above = f"{governorate}.d{district['id']}"
            for uzlah in district.get("uzaal", ()):
                found.setdefault(fold(uzlah["name_ar"]), []).append(
                    (f"{above}.u{uzlah['id']}", uzlah["name_en"], above)
                )
                for village in uzlah.get("villages", ()):
                    identity = f"{above}.v{village['id']}"
                    found.setdefault(fold(village["name_ar"]), []).append((identity, village["name_en"], above))
        return {form: tuple(rows) for form, rows in found.items()}

    def village(self, name: str, near: frozenset[str]) -> PlaceValue | None:
        """The sub-district or village of a name within the places `near`, where there is just one."""
        rows = self._villages.get(self._language.fold(name), ())
        fitting = [row for row in rows if near & {row[2], *self._parents[row[2]]}]
        # A sub-district often has a village of its own name; the name then means the sub-district.
        wider = [row for row in fitting if row[0].startswith(f"{row[2]}.u")] or fitting
        if len(wider) != 1:
            return None
        identity, english, above = wider[0]
        return PlaceValue(identity, english, name, "village", within=(above, *self._parents[above]))
