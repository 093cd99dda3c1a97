"""The codebook of actors as data rows: neutral names, aliases with their loaded words, forces of states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from takhrij.core.alliances import Tie, When, alliances
from takhrij.core.errors import DataError
from takhrij.core.language import Language
from takhrij.core.phrases import Openings, PhraseIndex, expand, folded_words, grouped
from takhrij.core.records import ActorValue
from takhrij.find.regions import demonyms
from takhrij.resources import Resources, Row

# The value of an alias row that says: these words name no actor («لصالح» is «in favour of»).
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Actor:
    """A row of `actors/actors`: neutral English name, kind and, for a part, the actor it belongs to."""

    id: str
    name: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to name actors (none where the row bars a reading), with what must hold around it.

    `countries` are those a text must speak of (empty: any); the word sets bar the reading: as neighbours, or
    anywhere on the page. `ties` are those that the words rest on: of a day on which none of them stood they name
    somebody else.
    """

    actors: tuple[str, ...]
    loaded: frozenset[str]
    countries: frozenset[str]
    unless_previous: frozenset[str]
    unless_next: frozenset[str]
    unless_text: frozenset[str]
    ties: tuple[Tie, ...] = ()

    def of_day(self, day: When) -> bool:
        """Whether a page of a day may mean these actors by the words."""
        return not self.ties or any(tie.stood(day) != "no" for tie in self.ties)


@dataclass(frozen=True, slots=True)
class Force:
    """A word for a state's forces: its class, and whether it stands alone for those of the text's country."""

    branch: str
    alone: bool


_NISBA, _DUAL = ("ي", "يه"), ("ان", "ين")


def _written(language: Language, row: Row) -> Iterator[str]:
    """Every written form of a calling: «مزارع», «المزارع», «مزارعا», «مزارعين», and its plurals with the article."""
    singular = language.fold(row["form"])
    # «إعلامي» is an adjective far more often than a person («ترويج إعلامي»): of such only the dual and the plural.
    adjective = " " not in singular and singular.endswith(_NISBA)
    yield from (form for form in language.noun_forms(row["form"]) if not adjective or form.endswith(_DUAL))
    for plural in filter(None, row["plurals"].split("|")):
        yield from (language.fold(plural), f"ال{language.fold(plural)}", f"{language.fold(plural)}ا")


class Codebook:
    """Every table about actors, indexed once a process."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self.actors = {
            row["id"]: Actor(row["id"], row["name"], row["kind"], row.get("parent", ""))
            for row in resources.table("actors/actors")
        }
        self._alliances = alliances(resources.table("actors/actors"), resources.table("actors/history"))
        aliases = [(row["form"], self._alias(row)) for row in resources.table("actors/aliases")]
        told = {language.fold(form) for pattern, _ in aliases for form in expand(pattern)}
        for row in resources.table("actors/callings"):
            calling = self._alias(row)
            # How sources name a party goes before what people are by trade.
            aliases += [(form, calling) for form in _written(language, row) if form not in told]
        self.aliases: PhraseIndex[tuple[Alias, ...]] = PhraseIndex(language, grouped(language, aliases))
        forces = resources.table("actors/forces")
        self.forces: PhraseIndex[Force] = PhraseIndex(
            language,
            ((r["form"], Force(r["branch"], r.get("alone") == "yes")) for r in forces if r["branch"] != "filler"),
        )
        self.fillers: PhraseIndex[str] = PhraseIndex(
            language, ((r["form"], "") for r in forces if r["branch"] == "filler")
        )
        countries = resources.table("places/countries")
        self.demonyms: PhraseIndex[str] = PhraseIndex(language, demonyms(resources))
        self.states: PhraseIndex[str] = PhraseIndex(
            language,
            [
                *((row["form"], row["id"]) for row in countries),
                *((r["form"], r["capital_of"]) for r in resources.table("places/cities") if r.get("capital_of")),
            ],
        )
        self.state_actor = {row["id"]: row.get("actor", "") for row in countries}
        self.state_name = {row["id"]: row["name"] for row in countries}
        self.branch_actor = {
            (row["country"], row["branch"], row.get("alone") == "yes"): row["value"]
            for row in resources.table("actors/branches")
        }
        places = resources.table("lexicons/ar/place_words")
        self.locatives = self._words(places, "locative")
        terms = resources.table("framing/terms")
        self.epithets: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], row.get("names", "")) for row in terms if row.get("part") == "epithet")
        )
        self.openings = Openings(self.aliases, self.forces, self.states)

    def _words(self, rows: tuple[Row, ...], value: str) -> PhraseIndex[str]:
        return PhraseIndex(self._language, ((row["form"], value) for row in rows if row["value"] == value))

    def _alias(self, row: Row) -> Alias:
        ids = () if row["value"] == NOBODY else tuple(row["value"].split("+"))
        for identity in ids:
            if identity not in self.actors:
                raise DataError(f"{row['line']}: actor {identity} is not in actors/actors; add its row there")
        unit = row.get("unit", "")
        bars = ("unless_previous", "unless_next", "unless_text")
        words = [folded_words(self._language, row.get(column, "")) for column in bars]
        return Alias(
            actors=(unit,) if unit else ids,
            loaded=folded_words(self._language, row.get("loaded", "")),
            countries=frozenset(row.get("region", "").split()),
            unless_previous=words[0],
            unless_next=words[1],
            unless_text=words[2],
            ties=self._ties(row),
        )

    def _ties(self, row: Row) -> tuple[Tie, ...]:
        """The dated ties that a row's words rest on. Raises DataError where the table of histories has none such."""
        told = row.get("while", "").split()
        if not told:
            return ()
        ties = tuple(self._alliances.between(told[0], told[-1], told[1:2]))
        if len(told) != 3 or not ties:
            raise DataError(f"{row['line']}: no tie «{row['while']}» is in actors/history; write: actor tie other")
        return ties

    def value(self, identity: str, loaded: tuple[str, ...] = ()) -> ActorValue:
        """The ActorValue of a codebook id; a part gives its parent's id with itself as the unit."""
        actor = self.actors[identity]
        if actor.parent:
            return ActorValue(actor.parent, actor.name, actor.id, actor.kind, loaded)
        return ActorValue(actor.id, actor.name, None, actor.kind, loaded)

    def own(self, words: str, kind: str = "group") -> ActorValue:
        """An actor outside the codebook, known by its words alone."""
        folded = "-".join(token.form for token in self._language.tokenize(words).tokens)
        return ActorValue(f"other:{folded}", words, None, kind)

    def state(self, country: str) -> ActorValue:
        """A country as an actor."""
        actor = self.state_actor[country]
        if actor in self.actors:
            return ActorValue(actor, self.actors[actor].name, None, "state")
        return ActorValue(f"other:{country.lower()}", self.state_name[country], None, "state")

    def force(self, country: str, branch: str, words: str, *, alone: bool = False) -> ActorValue:
        """The forces of a country: its own row in `branches`, else the state; of any other one id a branch."""
        own = (self.branch_actor.get((country, branch, told)) for told in ((True, False) if alone else (False,)))
        identity = next(filter(None, own), None) or self.state_actor.get(country, "")
        if identity in self.actors:
            return self.value(identity)
        if branch == "police":
            return self.value("security_forces")
        if country not in self.state_name:
            return self.own(words, "force")
        if branch in ("government", "deed"):
            return self.state(country)
        return ActorValue(f"other:{country.lower()}-forces", f"Forces of {self.state_name[country]}", None, "force")
