"""Groups outside the codebook: a word for an armed or political body with its name («جبهة السنديان»).

The name is one definite noun with its adjectives, quoted words, a person's name or an idafa («كتائب شهداء
الوادي»). Fighters told by their people or their kind («مسلحون بورونديون») are a group too. After a full naming
the bare noun («الجبهة») stands for it. Where the codebook reads the same words, its reading is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from takhrij.core.language import Language, Split, Text
from takhrij.core.phrases import Match, PhraseIndex, expand, folded_words, joined, name_span
from takhrij.core.records import ActorValue, Mention, Reading
from takhrij.find.actors import bare_word
from takhrij.find.regions import demonyms
from takhrij.resources import Resources

TABLE = "actors/group_words"
_ARTICLE = "ال"
_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"})
_PLACE_PREFIXES = frozenset({"ب", "وب", "فب"})
_OPENING = frozenset('«"“„')
_CLOSING = frozenset('»"”')
_MOST_ADJECTIVES = 2
_MOST_QUOTED = 4
_SHORTEST_NAME = 4
# Bodies named after a person; «قوات خالد» are rather the men of one.
_AFTER_PERSONS = frozenset({"battalion", "battalions", "brigade", "brigades", "company", "division", "movement"})
# Bodies told by an adjective of their land, and those told by the land itself.
_NATIONAL = frozenset({"army", "guard", "forces", "government"})
_OF_LANDS = frozenset({"government"})
# Bodies whose next noun tells what they do rather than their name («عصابة تهريب السلاح»).
_MERE_BANDS = frozenset({"gang", "band"})
_PREPOSED = ("ل", "ب")
# «وصلت ألوية إلى الوادي»: a preposition behind a bare head begins no name.
_DIRECTIONS = frozenset({"الي", "علي", "ضد", "نحو", "صوب", "باتجاه", "لدي", "عند", "عبر", "داخل", "خارج", "قرب"})
_NISBA, _SHORTEST_NISBA = ("ي", "يه"), 6
# Oblique plural endings of people, told as the nominative so that one group has one id in every case.
_OBLIQUE, _NOMINATIVE, _SHORTEST_PLURAL = "ين", "ون", 5


class _Word(NamedTuple):
    """A word that opens a group: its part in the table and the class of body it names."""

    part: str
    body: str


class GroupFinder:
    """Finds groups by their head words; every value has an id ``other:<folded-words-with-dashes>``."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        rows = resources.table(TABLE)
        opening = {"head", "definite", "whole", "fighters"}
        self._opens: PhraseIndex[_Word] = PhraseIndex(
            language, [(row["form"], _Word(row["part"], row["body"])) for row in rows if row["part"] in opening]
        )

        def words(part: str, body: str = "") -> frozenset[str]:
            chosen = (row for row in rows if row["part"] == part and row["body"] == body)
            return frozenset(
                language.fold(form) for row in chosen for pattern in row["form"].split() for form in expand(pattern)
            )

        self._naming: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], "") for row in rows if row["part"] == "called")
        )
        self._adjectives, self._links = words("adjective"), words("link")
        self._barred_before, self._barred_after = words("before"), words("after")
        self._stops = {row["body"]: words("stop", row["body"]) for row in rows if row["part"] == "stop"}
        self._place_before = words("place_before", "front")
        self._peoples = folded_words(language, " ".join(f for f, _ in demonyms(resources) if " " not in f))
        given = (row for row in resources.table("lexicons/ar/person_titles") if row["value"] == "given")
        self._given = folded_words(language, " ".join(row["form"].replace("|", " ") for row in given))
        places = ("places/fronts", "places/cities", "places/governorates", "places/countries")
        self._places: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], name) for name in places for row in resources.table(name) if row.get("form"))
        )
        self._states: PhraseIndex[str] = PhraseIndex(
            language, ((row["form"], row["id"]) for row in resources.table("places/countries"))
        )

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Group mentions in text order; what the codebook also reads is left to `resolve`."""
        mentions: list[Mention] = []
        last: dict[str, ActorValue] = {}
        done = 0
        for index in self._opens.candidates(text):
            found = self._at(text, index, last) if index >= done else None
            if found is None:
                continue
            end, value, split = found
            mentions.append(Mention("actor", name_span(self._language, text, index, end, split), value, index, end))
            done = end
        return mentions

    def _at(self, text: Text, index: int, last: dict[str, ActorValue]) -> tuple[int, ActorValue, Split] | None:
        """The group named at a token; `last` keeps the last named group of each class."""
        matches = [m for m in self._opens.matches(text, index) if m.split.prefix in _PREFIXES]
        for match in matches:
            word, split = match.value, match.split
            titled = word.part == "definite" and self._titled(text, match.end) is not None
            if not titled and self._barred(text, index, match.end):
                continue
            if word.body == "front" and not titled and self._is_front(text, index, match.end, split):
                continue
            end = self._name_end(text, word, match.end)
            if end is not None:
                value = self._value(text, index, end, split, people=word.part == "fighters" or word.body == "people")
                if word.body:
                    last[word.body] = replace(value, told=name_span(self._language, text, index, end, split))
                return end, value, split
        for match in matches:
            if self._stands_for_last(text, index, match, last):
                return match.end, last[match.value.body], match.split
        return None

    def _stands_for_last(self, text: Text, index: int, match: Match[_Word], last: dict[str, ActorValue]) -> bool:
        """Whether a definite noun means the last named group of its body."""
        word = match.value
        if word.part != "definite" or word.body not in last or self._barred(text, index, match.end):
            return False
        if word.body == "front" and self._is_front(text, index, match.end, match.split):
            return False
        return not self._is_rank(text, word, match.end)

    def _name_end(self, text: Text, word: _Word, at: int) -> int | None:
        """The token after a group's name, or None where nothing at `at` names one."""
        if word.part == "head":
            return self._quoted(text, self._called_end(text, at)) or self._name(text, word, at)
        titled = self._titled(text, at) if word.part == "definite" else None
        if titled is not None:
            return titled
        end = self._qualities(text, at)
        if word.part == "whole":
            return end
        if word.part == "definite" and end == at and word.body in _NATIONAL and self._is_nisba(text, word, at):
            return at + 1
        if word.part == "definite" and end > at and text.tokens[at].form in self._stop(word.body):
            return None
        return self._purpose(text, end) if end > at else None

    # -- names -------------------------------------------------------------------------------------------

    def _follows(self, text: Text, at: int) -> bool:
        return at < len(text.tokens) and not text.tokens[at].gap

    def _called_end(self, text: Text, at: int) -> int:
        """The token after «تسمى», «تطلق على نفسها اسم»: a name in quotation marks follows."""
        match = self._naming.match(text, at) if self._follows(text, at) else None
        return at if match is None or match.split.prefix else match.end

    def _quoted(self, text: Text, at: int) -> int | None:
        """«جماعة "نور الوادي"»: words between quotation marks."""
        tokens = text.tokens
        if at >= len(tokens) or not tokens[at].gap or tokens[at].gap[-1] not in _OPENING or not joined(tokens[at]):
            return None
        for end in range(at + 1, min(at + _MOST_QUOTED, len(tokens) - 1) + 1):
            if tokens[end].gap:
                return end if tokens[end].gap[0] in _CLOSING else None
        return None

    def _titled(self, text: Text, at: int) -> int | None:
        """«"الجبهة الشرقية الثورية"»: the whole name stands between quotation marks, its noun first."""
        before = text.tokens[at - 1].gap
        if not before or before[-1] not in _OPENING or not self._follows(text, at):
            return None
        for end in range(at + 1, min(at + _MOST_QUOTED, len(text.tokens) - 1) + 1):
            if text.tokens[end].gap:
                return end if text.tokens[end].gap[0] in _CLOSING else None
        return None

    def _name(self, text: Text, word: _Word, at: int) -> int | None:
        if not self._follows(text, at):
            return None
        form = text.tokens[at].form
        if form in self._stop(word.body):
            return None
        if form in self._links:
            return self._linked(text, at)
        if form in self._given:
            return self._given_end(text, at) if word.body in _AFTER_PERSONS else None
        if self._states.match(text, at) is not None:
            return None
        inner = self._nested(text, at)
        if inner is not None:
            return inner
        if self._is_noun(text, at):
            end = at + 1
            return self._qualities(text, end, definite=True) if self._follows(text, end) else end
        end = self._qualities(text, at, definite=False)
        return end if end > at else self._country_of(text, word, at) or self._idafa(text, word, at)

    def _nested(self, text: Text, at: int) -> int | None:
        """«قوات حرس التلال», «مسلحو حركة شباب القاش»: a body named by another whose name follows."""
        match = self._opens.match(text, at) if self._opens.starts(text.tokens[at]) else None
        if match is None or match.split.prefix or match.value.part != "head":
            return None
        inner = self._name(text, match.value, match.end)
        return inner if inner is not None and self._is_noun(text, match.end) else None

    def _idafa(self, text: Text, word: _Word, at: int) -> int | None:
        """«حركة نداء التلال»: a bare noun with a definite one behind it."""
        token = text.tokens[at]
        bare = token.form.isalpha() and len(token.form) >= _SHORTEST_NAME - 1
        if (
            word.body in _MERE_BANDS
            or not bare
            or token.form in _DIRECTIONS
            or token.form.startswith(_PREPOSED)
            or _is_verbal(token.form)
            or _ARTICLE + token.form in self._stop(word.body)
            or self._opens.starts(token)
        ):
            return None
        if not self._follows(text, at + 1) or not self._is_noun(text, at + 1):
            return None
        if text.tokens[at + 1].form in self._stop(word.body):
            return None
        return self._qualities(text, at + 2, definite=True) if self._follows(text, at + 2) else at + 2

    def _country_of(self, text: Text, word: _Word, at: int) -> int | None:
        """«حكومة رازان»: a government by its land, which no table need know."""
        form = text.tokens[at].form
        named = word.body in _OF_LANDS and form.isalpha() and len(form) >= _SHORTEST_NAME
        return at + 1 if named and not self._opens.starts(text.tokens[at]) else None

    def _linked(self, text: Text, at: int) -> int | None:
        """«شهداء الوادي», «أبو صلفان»: one or two linking words with the name behind them."""
        tokens = text.tokens
        end = at
        while self._follows(text, end) and tokens[end].form in self._links and end - at < _MOST_ADJECTIVES:
            end += 1
        if (
            not self._follows(text, end)
            or len(tokens[end].form) < _SHORTEST_NAME - 1
            or not tokens[end].form.isalpha()
        ):
            return None
        if tokens[end].form in self._stop(""):
            return None
        return self._qualities(text, end + 1, definite=True)

    def _given_end(self, text: Text, at: int) -> int:
        linked = self._follows(text, at + 1) and text.tokens[at + 1].form in self._links
        return (self._linked(text, at + 1) if linked else None) or at + 1

    def _is_noun(self, text: Text, at: int) -> bool:
        """A word with the article as the source spells it («ألقت» and «إلى» only look like one when folded)."""
        token = text.tokens[at]
        return (
            text.word(at).startswith(_ARTICLE)
            and len(token.form) >= _SHORTEST_NAME + 1
            and token.form.isalpha()
            and not self._opens.starts(token)
        )

    def _is_nisba(self, text: Text, word: _Word, at: int) -> bool:
        """«الجيش التيرساني»: an adjective of a land that no table need know."""
        if not self._follows(text, at) or not self._is_noun(text, at):
            return False
        form = text.tokens[at].form
        mere = text.word(at).endswith("ئة")  # «التعبئة»: folded it looks like one
        return (
            not mere and form.endswith(_NISBA) and len(form) >= _SHORTEST_NISBA and form not in self._stop(word.body)
        )

    def _qualities(self, text: Text, at: int, definite: bool | None = None) -> int:
        """The token after the adjectives of kind or people that start at a token."""
        end = at
        while end < at + _MOST_ADJECTIVES and self._follows(text, end):
            form = text.tokens[end].form
            has_article = form.startswith(_ARTICLE)
            if definite is not None and definite != has_article:
                break
            bare = form.removeprefix(_ARTICLE) if has_article else form
            if form not in self._peoples and form not in self._adjectives and bare not in self._adjectives:
                break
            end += 1
        return end

    def _purpose(self, text: Text, at: int) -> int:
        """«الجبهة الشعبية لتحرير الوادي»: what a group is for belongs to its name."""
        if not self._follows(text, at):
            return at
        for split in text.tokens[at].splits:
            if split.prefix == "ل" and split.key in self._links:
                return self._linked(text, at + 1) or self._noun_end(text, at + 1) or at
        return at

    def _noun_end(self, text: Text, at: int) -> int | None:
        return at + 1 if self._follows(text, at) and len(text.tokens[at].form) >= _SHORTEST_NAME else None

    # -- what is no group --------------------------------------------------------------------------------

    def _stop(self, body: str) -> frozenset[str]:
        return self._stops.get("", frozenset()) | self._stops.get(body, frozenset())

    def _barred(self, text: Text, index: int, end: int) -> bool:
        """«فريق الكتيبة», «الجبهة الشمالية»: a neighbour makes it something else."""
        tokens = text.tokens
        if index and not tokens[index].gap.strip('«"“') and tokens[index - 1].form in self._barred_before:
            return True
        return self._follows(text, end) and tokens[end].form in self._barred_after

    def _is_front(self, text: Text, index: int, end: int, split: Split) -> bool:
        """Whether «جبهة» is a stretch of battle: behind a preposition of place, or with a place's name."""
        if split.prefix in _PLACE_PREFIXES:
            return True
        if index and not text.tokens[index].gap and text.tokens[index - 1].form in self._place_before:
            return True
        if not self._follows(text, end):
            return False
        place = self._places.match(text, end)
        return place is not None and not place.split.prefix

    def _is_rank(self, text: Text, word: _Word, at: int) -> bool:
        """«اللواء ناصر الصلفاني»: a rank before a person's name."""
        return word.body == "brigade" and self._follows(text, at) and text.tokens[at].form in self._given

    def _value(self, text: Text, index: int, end: int, split: Split, *, people: bool) -> ActorValue:
        source = " ".join((bare_word(self._language, text.word(index), split), text.span(index, end).text))
        first, _, *others = source.split()
        words = ["".join(c for c in word if c not in _OPENING | _CLOSING) for word in (first, *others)]
        if people:
            words = [
                word.removesuffix(_OBLIQUE) + _NOMINATIVE
                if word.endswith(_OBLIQUE) and len(word) >= _SHORTEST_PLURAL
                else word
                for word in words
            ]
        name = " ".join(words)
        folded = "-".join(token.form for token in self._language.tokenize(name).tokens)
        return ActorValue(f"other:{folded}", name, None, "group")


def _is_verbal(form: str) -> bool:
    """«ألقت», «يقاتل»: a verb behind a bare head begins a clause, not a name."""
    return form.startswith("ي") or (form.endswith("ت") and not form.endswith("ات"))


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of `actors/group_words` whose example does not yield the groups it promises."""
    finder = GroupFinder(language, resources)
    for row in resources.table(TABLE):
        found = finder.find(language.tokenize(row["example"]), Reading("", "check", ""))
        ids = [m.value.id for m in found if isinstance(m.value, ActorValue)]
        if ids != [f"other:{words}" for words in row["expected"].split("+") if words]:
            yield f"{row['line']}: «{row['example']}» yields {ids}, not {row['expected']}"


FINDER = GroupFinder
