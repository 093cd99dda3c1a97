"""How the place names of a Reading stand: what governs each, what it hangs on, with which others it is listed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from takhrij.core.records import Mention, PlaceValue
from takhrij.frame.marks import Annotated

# Words between a name and what governs it («في شمال مدينة الصلفاء») that are looked over.
_BACK = 6
# From a name to the one before it, where words may tell how the two lie to each other.
_LINKED = 9
_LOOKED_OVER = frozenset({"word", "side", "near"})
# What joins a place to the one right before it that it holds.
_NESTING = frozenset({"ب", "في", "bare", "bracket", "noun"})
# «العاصمة» stands before a name or means one told before.
_CAPITAL = "capital"
# Those who are of a place rather than at it.
_PEOPLE = frozenset({"people", "office"})
# Words before a preposition that say how the place behind it is meant.
_TELLING = _PEOPLE | {"motion"}
# Prepositions that tell of a place that something happened there.
_AT = frozenset({"في", "ب", "وفي"})
# Where a reporter sits: no dateline names a road or a camp.
_SEATS = frozenset({"town", "governorate", "country"})
# What ends a dateline («المكلا – خاص:», «عدن (سبأ) -»), and how many words it may have behind its place.
_ENDS_DATELINE = frozenset(":-–—/")
_DATELINE_WORDS = 4
_PUNCTUATION = {"،": "comma", ",": "comma", "(": "bracket", "؛": "comma", "-": "dash", "–": "dash", ":": "colon"}


@dataclass(slots=True)
class Spot:
    """A place name where it stands.

    `governor`: the preposition, or what else stands right before the name with its place words; `anchor` and
    `anchored`: what the governor hangs on, and the token where that ends; `around`: kinds of place words looked
    over; `noun`: the place word before the name («حي»); `mate`: the number of the spot that this one is listed
    with by «و» or a comma; `group`: the number of the first spot of the chain that it is listed or nested in
    («بئر أحمد والعلم شمال عدن»); `acting`: the name may stand for a state;
    `beside`, `inside`: a word between the spot before and this one tells that it only
    says where that one lies, or that it holds it; `covered`: part of a longer name of something else;
    `desk`: a dateline whose sentence tells another place, so where the reporter sits and nothing happened.
    """

    mention: Mention
    value: PlaceValue
    sentence: int
    governor: str = ""
    anchor: str = ""
    anchored: int = -1
    around: tuple[str, ...] = ()
    noun: str = ""
    mate: int | None = None
    group: int = 0
    acting: bool = False
    beside: bool = False
    inside: bool = False
    covered: bool = False
    desk: bool = False

    @property
    def key(self) -> str:
        """What two mentions of one place share: a town and its governorate often share a name."""
        return self.value.name_ar


@dataclass(slots=True)
class Ground:
    """All place names of a Reading in text order, by sentence, by key, and words that mean one told before."""

    spots: list[Spot] = field(default_factory=list)
    by_sentence: dict[int, list[int]] = field(default_factory=dict)
    named: Counter[str] = field(default_factory=Counter)
    nouns: dict[str, set[str]] = field(default_factory=dict)
    anaphors: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)

    def of(self, sentence: int) -> list[Spot]:
        """The spots of a sentence."""
        return [self.spots[i] for i in self.by_sentence.get(sentence, ())]


def read(notes: Annotated) -> Ground:
    """The place names of a Reading and how they stand."""
    ground = Ground()
    ends: dict[int, int] = {}
    for at in sorted(notes.mentions):
        for mention in notes.mentions[at]:
            value = mention.value
            if mention.kind != "place" or not isinstance(value, PlaceValue):
                continue
            spot = Spot(mention, value, notes.text.sentence_of[at])
            _stand(notes, ground, spot, ends)
            over = notes.inside.get(at)
            spot.group = _group(ground, spot, ends)
            spot.acting = any(m.kind == "actor" for m in notes.mentions[at])
            spot.covered = over is not None and (over.first < at or over.end_token > mention.end_token)
            ends[mention.end_token] = len(ground.spots)
            ground.by_sentence.setdefault(spot.sentence, []).append(len(ground.spots))
            ground.spots.append(spot)
            ground.named[spot.key] += 1
            if spot.noun:
                ground.nouns.setdefault(spot.key, set()).add(spot.noun)
    _anaphors(notes, ground)
    for sentence in ground.by_sentence:
        _desks(notes, ground.of(sentence))
    return ground


def _desks(notes: Annotated, spots: list[Spot]) -> None:
    """Mark the datelines of a sentence that tells where it happened: a place elsewhere, finer than a country."""
    heads: list[Spot] = []
    for spot in spots:
        if not _is_dateline(notes, spot):
            break
        heads.append(spot)
    told = [s for s in spots[len(heads) :] if s.governor in _AT and not s.covered and s.value.precision != "country"]
    for head in heads:
        head.desk = any(head.value.id not in s.value.within and s.value.id not in head.value.within for s in told)


def _is_dateline(notes: Annotated, spot: Spot) -> bool:
    """Whether the bare name of a town, or of what is wider, heads its sentence or follows a mark there («خاص/ المكلا:»),
    and a mark ends the few words behind it before anything is told."""
    tokens, first, end = notes.text.tokens, spot.mention.first, spot.mention.end_token
    low, high = notes.text.sentences[spot.sentence]
    if spot.value.precision not in _SEATS or spot.mention.span.start != tokens[first].start:
        return False
    if first > low and (first - low > _DATELINE_WORDS or _ENDS_DATELINE.isdisjoint(tokens[first].gap)):
        return False
    for at in range(end, min(high, end + _DATELINE_WORDS + 1)):
        if not _ENDS_DATELINE.isdisjoint(tokens[at].gap):
            return not any(word in notes.predicates for word in range(low, at))
    return False


def _group(ground: Ground, spot: Spot, ends: dict[int, int]) -> int:
    """The chain that a spot joins: of the one it is listed with, or of the one that it follows to say where that
    lies; else its own."""
    joined = spot.mate
    nested = spot.governor in _NESTING or "side" in spot.around
    if joined is None and nested and spot.anchor == "place" and not spot.beside:
        joined = ends.get(spot.anchored)
    return len(ground.spots) if joined is None else ground.spots[joined].group


def _anaphors(notes: Annotated, ground: Ground) -> None:
    named = {s.mention.first for s in ground.spots}
    for at, (mark, end, _) in notes.by_kind.get("ground", {}).items():
        if (mark.value == "anaphor" or mark.pos == _CAPITAL) and end not in named and at not in named:
            noun = notes.text.tokens[at].splits
            keys = [s.key for s in noun if s.key.startswith("ال")]
            word = keys[-1][2:] if keys else ""
            ground.anaphors.setdefault(notes.text.sentence_of[at], []).append((at, word, mark.pos))


def _stand(notes: Annotated, ground: Ground, spot: Spot, ends: dict[int, int]) -> None:
    """Fill what governs a spot, looking back over the place words before it; `ends` are the spots by their end."""
    tokens, at = notes.text.tokens, spot.mention.first
    low = notes.text.sentences[spot.sentence][0]
    prefix = tokens[at].form[: max(0, spot.mention.span.start - tokens[at].start)]
    around: list[str] = []
    if spot.mention.end_token - at > 1 and not prefix:
        spot.noun = tokens[at].form
    floor = max(low, at - _BACK)
    while not _closed(notes, spot, at, prefix, ends):
        if at - 1 < floor:
            spot.governor = "start" if at - 1 < low else "far"
            break
        at -= 1
        word = notes.mark(at, "ground")
        if word is None or word[0].value not in _LOOKED_OVER or _preposition(notes, at):
            spot.governor = _governor(notes, at)
            break
        around.append(word[0].value)
        prefix = word[2].prefix
        if word[0].value == "word" and not spot.noun:
            spot.noun = tokens[at].form[len(prefix) :]
    spot.around = tuple(around)
    if spot.governor != "bare":
        spot.anchor, spot.anchored = _anchor(notes, at, low, ends)
    else:
        spot.anchor, spot.anchored = "place", at
    _links(notes, ground, spot, low)


def _closed(notes: Annotated, spot: Spot, at: int, prefix: str, ends: dict[int, int]) -> bool:
    """Whether what is written together with a word, or stands before it, already tells what governs the spot."""
    if prefix and prefix[-1] in "بلك":
        spot.governor = prefix[-1]
        if prefix[0] == "و":
            spot.mate = ends.get(at)
    elif prefix.startswith(("و", "ف")):
        spot.governor, spot.mate = "و", ends.get(at)
    elif (
        mark := next((n for sign, n in _PUNCTUATION.items() if sign in notes.text.tokens[at].gap), None)
    ) is not None:
        spot.governor = mark
        if mark == "comma":
            spot.mate = ends.get(at)
    elif at in ends:
        spot.governor = "bare"
    return bool(spot.governor)


def _preposition(notes: Annotated, at: int) -> bool:
    """Whether a word is a preposition and no word of place («قرب» is both)."""
    word = notes.mark(at, "ground")
    return notes.mark(at, "prep") is not None and (word is None or word[0].value not in ("near", "side"))


def _governor(notes: Annotated, at: int) -> str:
    """What a word that stands before a place and its place words is to it."""
    prep, word, head = notes.mark(at, "prep"), notes.mark(at, "ground"), notes.mark(at, "head")
    if prep is not None and _preposition(notes, at):
        plain = notes.text.tokens[at].form == "علي"
        return "على" if plain else prep[2].prefix + prep[0].value
    if word is not None and word[0].value in _PEOPLE:
        return word[0].value
    if head is not None:
        return f"construct {head[0].value}"
    return f"noun {notes.prefix_preposition(at)}".rstrip()


def _anchor(notes: Annotated, at: int, low: int, ends: dict[int, int]) -> tuple[str, int]:
    """What stands right before a token: a predicate, somebody, a place, a date, or a plain word."""
    before = at - 1
    if before < low:
        return "start", at
    if before in notes.predicates:
        return "predicate", at
    over = notes.inside.get(before)
    if over is not None:
        return over.kind, at
    if at in ends:
        return "place", at
    mark = notes.mark(before, "ground")
    if mark is not None and mark[0].value in _TELLING:
        return mark[0].value, at
    if notes.mark(before, "head") is not None:
        return "head", at
    if notes.mark(before, "source") is not None:
        return "source", at
    if notes.mark(before, "report") is not None:
        return "report", at
    return "word", at


def _links(notes: Annotated, ground: Ground, spot: Spot, low: int) -> None:
    """Whether a word between the spot before and this one tells how they lie to each other."""
    if not ground.spots:
        return
    last = ground.spots[-1].mention.end_token
    start = spot.mention.first
    if last < low or start - last > _LINKED or any(at in notes.predicates for at in range(last, start)):
        return
    words = {mark[0].value for at in range(last, start) if (mark := notes.mark(at, "ground")) is not None}
    spot.inside = "inside" in words
    spot.beside = "beside" in words and spot.value.id not in ground.spots[-1].value.within
