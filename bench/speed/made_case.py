"""A made-up case as large as asked for, in a folder as `takhrij add` leaves one; no page of anybody's is in it.

It has what makes a large case heavy: common words and rare ones, a place in half the claims, one event that thousands
of claims tell, conflicts, named captives and numbered ones, ties between tens of parties that stand on each other
unevenly, loaded words, copies, and problems. All parties, outlets and persons are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from takhrij.core.ids import claim_anchor, sha256
from takhrij.core.records import (
    NARRATOR,
    ActorRef,
    ChainLink,
    Claim,
    ClaimLink,
    Comparison,
    Conflict,
    ConflictValue,
    Copy,
    CountRef,
    Document,
    Event,
    Extraction,
    Filler,
    Framing,
    Grade,
    Origin,
    Person,
    PlaceRef,
    Problem,
    Reading,
    Relation,
    SourceClass,
    Span,
    TimeRef,
    Traced,
)
from takhrij.store import Links, open_case

PER_DOCUMENT = 5
TIES_PER_DOCUMENT = 0.8
BIG_EVENT = 20
"""The largest event holds one claim in so many."""
PARTIES = 40
VERBS = {
    "release": "أفرجت",
    "detain": "احتجزت",
    "exchange": "تبادلت",
    "clash": "اشتبكت",
    "shelling": "قصفت",
    "killing": "قتلت",
    "withdraw": "انسحبت",
    "seize": "سيطرت",
}
COUNTS = {"release": "released", "detain": "captured", "exchange": "exchanged", "killing": "killed"}
TIES = {
    "coordinates_with": "تنسق مع",
    "supports": "تدعم",
    "supervises": "تشرف على",
    "fights": "تقاتل",
    "mediates": "تتوسط لدى",
    "campaigns_against": "تهاجم في إعلامها",
}
PLACES = (
    *("صنعاء", "عدن", "مأرب", "تعز", "البيضاء", "الحديدة", "شبوة", "أبين", "لحج", "حجة", "ذمار", "إب"),
    *("عمران", "صعدة", "الجوف", "المهرة", "ريمة", "الضالع", "المكلا", "سيئون", "الخوخة", "المخا", "رداع", "يافع"),
)
MONTHS = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
FIRST_NAMES = ("رامي", "سالم", "نادر", "وليد", "كريم", "ماجد", "عادل", "فؤاد", "هاني", "جميل", "زياد", "منير")
FAMILIES = ("الخولي", "الدروبي", "البستاني", "السماك", "النحاس", "الوراق", "الحداد", "الصايغ", "الفران", "القطان")
LOADED = ("المرتزقة", "المليشيا", "العصابات", "الغزاة", "المتمردين", "الطغمة")
_LETTERS = "بتجحدرزسشصطعفقكلمنهوي"


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence of a page that tells a claim: where it begins, its words, and its fields' words."""

    start: int
    text: str

    def span(self, words: str) -> Span:
        at = self.text.index(words)
        return Span(self.start + at, self.start + at + len(words), words)

    @property
    def whole(self) -> Span:
        return Span(self.start, self.start + len(self.text), self.text)


class _Maker:
    """Makes pages one after another; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.parties = [(f"other:party-{n}", f"Party {n}", f"قوة الفصيل {_word(n * 37 + 5)}") for n in range(PARTIES)]
        self.shares = [1 / (n + 1) for n in range(PARTIES)]
        # A vocabulary in which, as in any language, few words are on every page and most on hardly any.
        self.vocabulary = [_word(n * 7919 + 11) for n in range(30_000)]
        self.weights = [1 / (n + 8) for n in range(len(self.vocabulary))]
        self.people = [f"{a} {b} {c}" for a in FIRST_NAMES for b in FIRST_NAMES for c in FAMILIES]

    def two_parties(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        one, other = self.chance.choices(self.parties, self.shares, k=2)
        while other is one:
            other = self.chance.choice(self.parties)
        return one, other

    def place(self) -> str:
        return PLACES[0] if self.chance.random() < 0.5 else self.chance.choice(PLACES[1:])

    def page(self, number: int) -> tuple[Document, Extraction]:
        chance, text = self.chance, f"خبر رقم {number}\n\n"
        lines: list[tuple[_Line, str, dict[str, tuple[str, ...]]]] = []
        for _ in range(PER_DOCUMENT):
            kind, told = self._sentence()
            lines.append((_Line(len(text), told["line"][0]), kind, told))
            text += told["line"][0] + "\n"
        tie_lines = []
        for _ in range(int(TIES_PER_DOCUMENT + chance.random())):
            (one, other), verb = self.two_parties(), chance.choice(list(TIES))
            line = f"{one[2]} {TIES[verb]} {other[2]} في {self.place()}."
            tie_lines.append((_Line(len(text), line), verb, one, other))
            text += line + "\n"
        loaded = chance.choice(LOADED) if chance.random() < 0.5 else ""
        at = len(text)
        text += f"{loaded}\n" if loaded else ""
        text += " ".join(chance.choices(self.vocabulary, self.weights, k=60)) + ".\n"
        key = sha256(text.encode())
        outlet = f"صحيفة {number % 60}"
        published = f"2022-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        reading = Reading(key, "made@1", text, f"خبر رقم {number}", outlet, published=published, genre="news")
        claims = tuple(_claim(key, line, kind, told) for line, kind, told in lines)
        people = tuple(
            Person(line.span(told["person"][0]), "name", tuple(told["person"][0].split()))
            for line, _, told in lines
            if "person" in told
        )
        ties = tuple(_tie(key, *told) for told in tie_lines)
        framing = (Framing(Span(at, at + len(loaded), loaded), self.parties[number % PARTIES][0], (loaded,)),)
        document = Document(key, f"page-{number}", f"page-{number}.txt", "text/plain", len(text.encode()))
        return document, Extraction(reading, claims, ties, framing if loaded else (), people=people)

    def _sentence(self) -> tuple[str, dict[str, tuple[str, ...]]]:
        chance = self.chance
        kind, (one, other), place = chance.choice(list(VERBS)), self.two_parties(), self.place()
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2012, 2022)
        said, number = f"{day} {MONTHS[month - 1]} {year}", str(chance.randint(2, 40))
        told = {
            "verb": (VERBS[kind],),
            "actor": one,
            "target": other,
            "place": (place,),
            "time": (f"{year}-{month:02}-{day:02}", said),
            "number": (number,),
        }
        source = chance.choice((("", ""), ("anonymous", "مصدر قبلي"), ("official", f"متحدث باسم {one[2]}")))
        if kind in ("detain", "release") and chance.random() < 0.4:
            told["person"] = (chance.choice(self.people),)
        else:
            told["counted"] = (number,)
        whom = f"المواطن {told['person'][0]} من" if "person" in told else f"{number} من"
        end = f"، بحسب {source[1]}" if source[0] else ""
        told["source"] = source
        told["line"] = (f"{VERBS[kind]} {one[2]} ضد {other[2]} {whom} سكان {place} يوم {said}{end}.",)
        return kind, told


def _word(number: int) -> str:
    """A made-up word of four to six letters; another number, nearly always another word."""
    letters = ""
    for _ in range(4 + number % 3):
        number, at = divmod(number * 31 + 7, len(_LETTERS))
        letters += _LETTERS[at]
        number += at * 101
    return letters


def _claim(key: str, line: _Line, kind: str, told: dict[str, tuple[str, ...]]) -> Claim:
    actor, target, place = told["actor"], told["target"], told["place"][0]
    targets: list[Filler] = [ActorRef(target[0], target[1], line.span(target[2]))]
    if "person" in told:
        name = told["person"][0]
        targets.append(ActorRef(f"other:{name.replace(' ', '_')}", name, line.span(name)))
    day, said = told["time"]
    town = PLACES.index(place)
    roles: dict[str, tuple[Filler, ...]] = {
        "actor": (ActorRef(actor[0], actor[1], line.span(actor[2])),),
        "target": tuple(targets),
        "place": (
            PlaceRef(f"made.{town}", f"Town {town}", place, "town", line.span(place), 13 + town / 8, 44 + town / 8),
        ),
        "time": (TimeRef(day, line.span(said)),),
    }
    if "counted" in told:
        number = told["counted"][0]
        roles[COUNTS.get(kind, "other")] = (CountRef(int(number), int(number), line.span(number)),)
    kind_of: SourceClass = "official" if told["source"][0] == "official" else "anonymous"
    chain = (NARRATOR, ChainLink(kind_of, line.span(told["source"][1]))) if told["source"][0] else (NARRATOR,)
    anchor = claim_anchor(key, kind, line.start)
    return Claim(anchor, key, kind, "asserted", "did", line.span(told["verb"][0]), (line.whole,), roles, chain)


def _tie(key: str, line: _Line, verb: str, one: tuple[str, str, str], other: tuple[str, str, str]) -> Relation:
    sides = [(ActorRef(p[0], p[1], line.span(p[2])),) for p in (one, other)]
    return Relation(claim_anchor(key, verb, line.start), key, verb, sides[0], sides[1], (), (line.whole,))


def pages(claims: int, seed: int = 1) -> Iterator[tuple[Document, Extraction]]:
    """So many claims on their pages."""
    maker = _Maker(seed)
    return (maker.page(number) for number in range(claims // PER_DOCUMENT))


def links(extractions: list[Extraction], seed: int = 1) -> Links:
    """Events over the claims of pages: one that one claim in `BIG_EVENT` tells, the others of one to six; every tenth
    page copies another."""
    chance = random.Random(seed)
    order = [claim for e in extractions for claim in e.claims]
    chance.shuffle(order)
    keys = [e.reading.document for e in extractions]
    pairs = list(pairwise(keys))[::10]
    copies = [Copy(a, b, 0.6, b, "made up", (((0, 40), (0, 40)),)) for a, b in pairs]
    home = {b: a for a, b in pairs}
    outlet = {e.reading.document: e.reading.outlet or "" for e in extractions}
    follows = dict(pairs)
    groups = [(key, *filter(None, [follows.get(key)])) for key in keys if key not in home]
    origins = [Origin(group[0], group, outlet[group[0]], dict.fromkeys(group, "made up")) for group in groups]
    events, told, at = [], [], 0
    sizes = [len(order) // BIG_EVENT]
    while at < len(order):
        size = sizes.pop() if sizes else chance.choice((1, 1, 2, 2, 3, 4, 6))
        group = order[at : at + size]
        at += size
        events.append(_event(group, home, chance))
        told += [ClaimLink(group[0].id, c.id, 5.0, (Comparison("time", 1, 5.0, "made up"),)) for c in group[1:]]
    return Links(tuple(copies), tuple(origins), tuple(told), tuple(events))


def _event(group: list[Claim], home: dict[str, str], chance: random.Random) -> Event:
    first, place = group[0], group[0].places[0]
    when = first.time.edtf if first.time else None
    members = tuple((c.id, c.document) for c in group)
    origins: dict[str, list[str]] = {}
    for document in dict.fromkeys(c.document for c in group):
        origins.setdefault(home.get(document, document), []).append(document)
    conflicts = []
    if len(group) > 1 and chance.random() < 0.3:
        for field in chance.choice((("time",), ("place",), ("time", "place"))):
            values: dict[str, list[str]] = {}
            for claim in group:
                value = (claim.time.edtf if claim.time else "") if field == "time" else claim.places[0].name
                values.setdefault(value, []).append(claim.id)
            conflicts.append(Conflict(field, tuple(ConflictValue(v, tuple(c)) for v, c in values.items())))
    return Event(
        first.id,
        first.type,
        f"{first.type}: {place.name}, {when}",
        when,
        (place.id, place.name),
        members,
        tuple(tuple(group) for group in origins.values()),
        (),
        tuple(conflicts),
        Grade(chance.randint(1, 6), "made up"),
        traced=tuple(Traced(c.id, home.get(c.document, c.document), "made up") for c in group),
    )


def stored(folder: str, claims: int, seed: int = 1) -> None:
    """Write a made-up case of so many claims into a folder. Raises CaseError."""
    made, at = list(pages(claims, seed)), "2022-12-31T00:00:00Z"
    with open_case(folder, create=True) as store, store.transaction():
        for document, extraction in made:
            store.put_document(document, extraction.reading, extraction.reading.text.encode(), at)
            store.put_extraction(extraction, "made up")
        for number in range(claims // 40):
            said = f"scan-{number}.pdf has no text; read it by eye"
            store.put_problem(Problem("empty", said, "read", f"scan-{number}.pdf", retry="scan it again"))
        store.replace_links(links([extraction for _, extraction in made], seed))
