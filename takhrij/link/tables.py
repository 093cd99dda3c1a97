"""The data behind comparisons: compatible types, kindred actors, count families and the frozen weights."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from takhrij.core.alliances import EVER, Alliances, When, alliances
from takhrij.core.errors import DataError
from takhrij.core.language import Language
from takhrij.core.parties import Parties, meets
from takhrij.core.parties import parties as party_table
from takhrij.resources import Resources

FIELDS = ("type", "document", "polarity", "time", "place", "actors", "persons", "counts", "words")


@dataclass(frozen=True, slots=True)
class Model:
    """The frozen weights, in hundredths of a bit, so that sums are exact and their order never matters.

    ``weights[field][level]``; `prior` is added to every pair; a pair links from `threshold` on.
    `common` are the actors too frequent to say much; `copied` is what one copied sentence weighs.
    """

    version: str
    prior: int
    threshold: int
    weights: Mapping[str, tuple[int, ...]]
    common: frozenset[str]
    copied: int = 2000


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that comparisons look up. Picklable."""

    model: Model
    compatible: frozenset[tuple[str, str]]
    place_free: frozenset[tuple[str, str]]
    kin: frozenset[tuple[str, str]]
    two_sided: frozenset[str]
    families: Mapping[str, str]
    wide: frozenset[str] = field(default_factory=frozenset)
    mutual: frozenset[str] = field(default_factory=frozenset)
    parties: Parties = field(default_factory=lambda: Parties({}))
    apart_on_page: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    victims: frozenset[str] = field(default_factory=frozenset)
    tolls: frozenset[str] = field(default_factory=frozenset)
    units: frozenset[str] = field(default_factory=frozenset)
    lasting: frozenset[str] = field(default_factory=frozenset)
    alliances: Alliances = field(default_factory=Alliances)

    def akin(self, a: str, b: str, at: When = EVER) -> bool:
        """Whether two actor ids may name one actor of that time."""
        if a == b or meets(a, b):
            return True
        return (a, b) in self.kin and self.alliances.may_be_named_for(a, b, at)

    def share(self, mine: Collection[str], theirs: Collection[str], at: When = EVER) -> bool:
        """Whether any party of one side may be one of the other's, of that time."""
        for a in mine:
            if a in theirs:
                return True
        for a in mine:
            for b in theirs:
                if self.akin(a, b, at):
                    return True
        return False


def _model(resources: Resources) -> Model:
    raw = resources.json("link_model")
    weights = {name: tuple(row["weight"] for row in raw["fields"][name]) for name in FIELDS}
    for name in FIELDS:
        if [row["level"] for row in raw["fields"][name]] != list(range(len(weights[name]))):
            raise DataError(f"data/link_model.json: levels of «{name}» are not 0, 1, 2 …; fit the model again")
    return Model(
        raw["version"], raw["prior"], raw["threshold"], weights, frozenset(raw["common_actors"]), raw["copied"]
    )


def _both_ways(rows: list[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(rows) | frozenset((b, a) for a, b in rows)


def tables(language: Language, resources: Resources) -> Tables:
    """The tables of the package and of a case's overlay."""
    types = resources.table("linking/types")
    party = party_table(language, resources.table("linking/heads"))
    allied = alliances(resources.table("actors/actors"), resources.table("actors/history"), party.of)
    return Tables(
        model=_model(resources),
        compatible=_both_ways([(r["a"], r["b"]) for r in types]),
        place_free=_both_ways([(r["a"], r["b"]) for r in types if r["place"] == "free"]),
        apart_on_page=_both_ways([(r["a"], r["b"]) for r in types if r["page"] == "two"]),
        two_sided=frozenset(r["a"] for r in types if r["place"] == "free"),
        kin=_both_ways([(r["a"], r["b"]) for r in resources.table("linking/kin")])
        | _both_ways(sorted(allied.parts())),
        families={r["key"]: r["family"] for r in resources.table("linking/counts")},
        wide=frozenset(r["precision"] for r in resources.table("linking/wide")),
        mutual=frozenset(r["type"] for r in resources.table("linking/mutual")),
        victims=frozenset(r["id"] for r in resources.table("linking/victims")),
        tolls=frozenset(r["family"] for r in resources.table("linking/counts") if r["toll"]),
        parties=party,
        alliances=allied,
        lasting=frozenset(r["type"] for r in resources.table("linking/lasting")),
        units=frozenset(language.fold(r["form"]) for r in resources.table("linking/units")),
    )
