"""The frame room's data, compiled once: predicates of every event type and the words that shape a clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from takhrij.core.errors import DataError
from takhrij.core.language import Language, VerbForm
from takhrij.core.phrases import PhraseIndex, expand, grouped
from takhrij.frame.model import Frame, Predicate
from takhrij.frame.place_model import PlaceModel
from takhrij.frame.verbs import VerbLexicon
from takhrij.resources import Resources, Row

_FOLDER = "lexicons/ar"
# Tables of words that shape a clause: (table, kind of mark). A row with a slash in `form` is a verb.
MARK_TABLES = (
    ("prepositions", "prep"),
    ("heads", "head"),
    ("clauses", "clause"),
    ("light_verbs", "light"),
    ("instruments", "cue"),
    ("weekdays", "weekday"),
    ("casualties", "casualty"),
    ("reporting", "report"),
    ("according", "according"),
    ("source_nouns", "source"),
    ("source_edges", "edge"),
    ("modality", "modality"),
    ("captives", "captive"),
    ("person_titles", "name"),
    ("time_cues", "time"),
    ("place_context", "ground"),
    ("particles", "particle"),
    ("bonds", "bond"),
    ("civil_sites", "civil"),
    ("holding", "holding"),
    ("both_sides", "both"),
    ("rounds", "round"),
)
# Words one of which, in the sentence of a claim, makes it one about a conflict where the text is about something else.
ENOUGH = ("force", "arm", "civic")
# A noun has more letters than this.
_ROOT = 2


# A family is many.
_MANY_IN_ONE = frozenset({"عايله", "اسره"})


class Mark(NamedTuple):
    """What a word does in a clause: its kind, its value, its class within the table and its verb form."""

    kind: str
    value: str
    pos: str
    form: VerbForm | None


def verb_forms(language: Language, lemma: str) -> Iterator[tuple[str, VerbForm]]:
    """Every written form of «perfect/imperfect»; words after the first stand as they are."""
    perfect, slash, imperfect = lemma.partition("/")
    if not slash:
        raise DataError(f"verb «{lemma}» has no imperfect; write it as perfect/imperfect")
    first, _, rest = perfect.partition(" ")
    for form in language.conjugate(first, imperfect.split(" ")[0]):
        yield f"{form.form} {rest}".strip(), form


def _conditions(row: Mapping[str, Any], name: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The folded words of a condition, and the classes that it names with ``@``."""
    told = row.get(name, ())
    words = frozenset(language.fold(w) for w in told if not w.startswith("@"))
    return words, frozenset(w[1:] for w in told if w.startswith("@"))


def _frame(kind: str, row: Mapping[str, Any], language: Language) -> Frame:
    with_, classes = _conditions(row, "with", language)
    follows, things = _conditions(row, "follows", language)
    without, barred = _conditions(row, "without", language)
    return Frame(
        type=kind,
        name=row["name"],
        roles=dict(row.get("roles", {})),
        count=row.get("count"),
        with_=with_,
        classes=classes,
        must=_conditions(row, "must", language)[0],
        without=without,
        need=tuple(row.get("need", ())),
        cue=row.get("cue"),
        polarity=row.get("polarity", "did"),
        symmetric=bool(row.get("symmetric", False)),
        state=bool(row.get("state", False)),
        carry=row.get("carry", ""),
        in_return=bool(row.get("in_return", False)),
        told=row.get("told", ""),
        against_armed=row.get("against_armed", ""),
        echo=frozenset(row.get("echo", ())),
        barred=barred,
        follows=follows,
        things=things,
        not_behind=_conditions(row, "not_behind", language)[0],
        weak=bool(row.get("weak", False)),
        generic=frozenset(row.get("generic", ())),
        thing=bool(row.get("thing", False)),
        apart=bool(row.get("apart", False)),
    )


def _predicates(language: Language, resources: Resources) -> Iterator[tuple[str, Predicate]]:
    for kind, document in resources.documents("events").items():
        for row in document.get("frame", ()):
            frame = _frame(document.get("id", kind), row, language)
            never = {language.fold(word) for word in row.get("never", ())}  # «فجرا» is at dawn
            for lemma in row.get("verbs", ()):
                forms = (pair for pair in verb_forms(language, lemma) if pair[0] not in never)
                yield from ((text, Predicate(frame, "verb", form)) for text, form in forms)
            for noun in row.get("nouns", ()):
                for text in language.noun_forms(noun):
                    yield text, Predicate(frame, "noun", None)
            for phrase in row.get("words", ()):
                yield phrase, Predicate(frame, "word", None)


def _mark_rows(language: Language, rows: Iterable[Row], kind: str) -> Iterator[tuple[str, Mark]]:
    for row in rows:
        pos = row.get("pos", "")
        if "/" in row["form"]:
            for text, form in verb_forms(language, row["form"]):
                yield text, Mark(kind, row["value"], pos, form)
        else:
            yield row["form"], Mark(kind, row["value"], pos, None)
            if kind == "source" and (written := _accusative(language.fold(row["form"]))):
                yield written, Mark(kind, row["value"], pos, None)


def _accusative(noun: str) -> str | None:
    """An indefinite singular noun as «أن» and «لكن» want it («قياديا», «مصدرا»); None where it is written no otherwise."""
    plain = " " not in noun and not noun.startswith("ال") and len(noun) > _ROOT
    return f"{noun}ا" if plain and not noun.endswith(("ا", "ه", "ي ", "ات", "ون", "ين")) else None


def _verb_rows(language: Language, resources: Resources) -> Iterator[tuple[str, bool]]:
    """All verbs that the frame room knows, by lemma, and whether they take a direct object."""
    for row in resources.table(f"{_FOLDER}/verbs"):
        yield row["form"], row["value"] == "object"
    for table, _ in MARK_TABLES:
        yield from ((row["form"], False) for row in resources.table(f"{_FOLDER}/{table}") if "/" in row["form"])
    for document in resources.documents("events").values():
        for row in document.get("frame", ()):
            takes = "object" in row.get("roles", {})
            yield from ((lemma, takes) for lemma in row.get("verbs", ()))


def _single(rows: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Verbs of one word; «خاض معارك/يخوض معارك» is told by its first."""
    for lemma, takes in rows:
        perfect, _, imperfect = lemma.partition("/")
        yield f"{perfect.split()[0]}/{imperfect.split()[0]}", takes


def _objects(language: Language, resources: Resources) -> Iterator[tuple[str, str]]:
    """Written forms of the things deeds are done with or to, and the class of each."""
    for row in resources.table(f"{_FOLDER}/objects"):
        for noun in expand(row["form"]):
            for form in language.noun_forms(noun):
                yield form, row["class"]


def _singulars(language: Language, resources: Resources) -> Iterator[tuple[str, bool]]:
    """Written forms of the words that name one person, and whether the form can only be an object.

    Nouns with and without the article and in the accusative; «أحد» of many, «آخر».
    """
    for row in resources.table(f"{_FOLDER}/count_cues"):
        if row["kind"] in ("one_of", "one_other"):
            yield language.fold(row["form"]), False
    for row in resources.table(f"{_FOLDER}/count_nouns"):
        if row["class"] in ("person", "captive") and " " not in row["form"]:
            noun = language.fold(row["form"])
            yield from ((noun, False), (f"ال{noun}", False), (f"{noun}ا", True))
    for row in resources.table("actors/callings"):
        noun = language.fold(row["form"])
        if " " not in noun and noun not in _MANY_IN_ONE:
            yield from ((noun, False), (f"ال{noun}", False), (f"{noun}ا", True))


class FrameLexicon:
    """Predicates and marks by phrase. Lookups give all values of the longest phrase at a token."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self.predicates: PhraseIndex[tuple[Predicate, ...]] = PhraseIndex(
            language, grouped(language, _predicates(language, resources)), suffixes=True
        )
        marks: list[tuple[str, Mark]] = []
        for table, kind in MARK_TABLES:
            marks += _mark_rows(language, resources.table(f"{_FOLDER}/{table}"), kind)
        self.marks: PhraseIndex[tuple[Mark, ...]] = PhraseIndex(language, grouped(language, marks), suffixes=True)
        self.verbs = VerbLexicon(language, _single(_verb_rows(language, resources)))
        things = grouped(language, _objects(language, resources))
        self.objects: PhraseIndex[tuple[str, ...]] = PhraseIndex(language, things, suffixes=True)
        self.singulars = dict(_singulars(language, resources))
        self.place_model = PlaceModel.load(resources)
        framing = resources.table("framing/terms")
        self.framing: PhraseIndex[Row] = PhraseIndex(language, ((row["form"], row) for row in framing))
        armed = resources.table(f"{_FOLDER}/armed")
        self.armed: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], row["value"]) for row in armed), suffixes=True
        )
        self.types: Mapping[str, Mapping[str, Any]] = resources.documents("events")
        self.enough = {kind: frozenset(d.get("enough", ENOUGH)) for kind, d in self.types.items()}
