"""How single values of a claim are held against a reference annotation: names, places, counts, days."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from takhrij.core.edtf import Bounds, bounds
from takhrij.resources import Resources

Json = Mapping[str, Any]
Limits = tuple[int | None, int | None]
Test = Callable[[str, Json], bool]

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")  # vowel signs and the stretching stroke
_SIGNS = re.compile(r"[^\w\s]")
_SHORTEST_PART = 4  # a shorter name inside a longer one is chance


@dataclass(frozen=True, slots=True)
class Guide:
    """The marked vocabulary and the foldings of the reference annotations (``data/evaluate/guide.toml``)."""

    types: frozenset[str]
    counts: tuple[str, ...]
    open_ids: tuple[str, ...]
    loose_ids: frozenset[str | None]
    same: Mapping[str, str]
    vague: Mapping[str, tuple[int, int]]
    letters: Mapping[int, str]
    place_words: re.Pattern[str]
    article: re.Pattern[str]

    def one_id(self, actor: str | None) -> str | None:
        """The id under which actors that count as one are compared."""
        return actor if actor is None else self.same.get(actor, actor)

    def fold(self, words: str | None) -> str:
        """A name without spelling variants, kind of place, article and punctuation; "" for no name."""
        if not words:
            return ""
        plain = self.place_words.sub(" ", _MARKS.sub("", words).translate(self.letters))
        return " ".join(self.article.sub("", _SIGNS.sub(" ", plain)).split())

    def alike(self, one: str | None, other: str | None) -> bool:
        """Whether two names are equal once folded, or one is a longer form of the other."""
        a, b = self.fold(one), self.fold(other)
        if not a or not b:
            return False
        return a == b or (min(len(a), len(b)) >= _SHORTEST_PART and (a in b or b in a))

    def same_actors(self, wanted: Sequence[str], found: Sequence[Json]) -> int:
        """How many of the reference's actors have a partner of their own among the fillers found."""

        def equal(want: str, filler: Json) -> bool:
            return self.one_id(filler.get("id")) == want

        def some_tribe(want: str, filler: Json) -> bool:
            return want == "tribes" and str(filler.get("id")).startswith("tribes")

        def same_words(want: str, filler: Json) -> bool:
            got = filler.get("id")
            open_id = got in self.loose_ids or str(got).startswith(self.open_ids)
            return open_id and want.startswith(self.open_ids) and self.alike(_free(want), filler.get("text"))

        return _partners([self.same.get(w, w) for w in wanted], found, (equal, some_tribe, same_words))

    def same_places(self, wanted: Sequence[str], found: Sequence[Json]) -> int:
        """How many of the reference's places have a partner of their own, by any name of the filler."""

        def named(want: str, filler: Json) -> bool:
            return any(self.alike(want, filler.get(name)) for name in ("text", "name_ar", "name"))

        return _partners(wanted, found, (named,))

    def limits(self, told: object) -> Limits | None:
        """Smallest and largest number that a reference's count allows, None for one without a number.

        "80+" is more than 80, "80-" less, "3-5" a range, "16+4=20" its total, "20 (16+4)" the number before
        its parts, "~80" eighty.
        """
        words = str(told).partition("(")[0].rpartition("=")[2].strip().replace(",", "")
        if words in self.vague:
            return self.vague[words]
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        if not numbers:
            return None
        first = numbers[0]
        if len(numbers) > 1 and "-" in words:
            return first, numbers[1]
        if words.endswith("+"):
            return first + 1, None
        if words.endswith("-"):
            return None, first - 1
        return first, first

    def count_holds(self, told: object, found: Sequence[Json]) -> bool:
        """Whether every count found under a key is the one value that the reference tells."""
        want = self.limits(told)
        if want is None or not found:
            return False
        vague = told in self.vague
        return all(_count_fits(want, (f.get("min"), f.get("max")), vague) for f in found)


def _free(actor: str) -> str:
    return actor.partition(":")[2]


def _partners(wanted: Sequence[str], found: Sequence[Json], tests: Sequence[Test]) -> int:
    """One-to-one pairs; a stricter test is tried on every filler left before a laxer one."""
    left = list(found)
    for want in wanted:
        fits = ((at, filler) for test in tests for at, filler in enumerate(left) if test(want, filler))
        partner = next(fits, None)
        if partner is not None:
            del left[partner[0]]
    return len(found) - len(left)


def _count_fits(want: Limits, got: Limits, vague: bool) -> bool:
    low, high = want
    if vague:
        assert low is not None and high is not None
        return got[0] is not None and low // 2 <= got[0] <= high
    if low is not None and low == high:
        return got in ((low, low), (low, None), (None, low))
    if low is not None and high is not None:
        return got == want
    return _within_one(low, got[0]) and _within_one(high, got[1])


def _within_one(want: int | None, got: int | None) -> bool:
    """An open bound wants nothing; a told one tolerates one unit ("more than 80" is 80 to some, 81 to others)."""
    return want is None or (got is not None and abs(got - want) <= 1)


@cache
def days(edtf: str) -> Bounds | str:
    """The days that an EDTF value covers, approximation marks ignored; the value itself where it is no EDTF."""
    exact = re.sub("[~?%]", "", edtf).removesuffix("/")
    return bounds(exact) or exact


def time_holds(told: str | None, found: Sequence[str]) -> bool:
    """Whether each time found is one of those that the reference allows ("2018-08|null": or none at all)."""
    allowed = [None if value == "null" else days(value) for value in told.split("|")] if told else [None]
    return all(days(value) in allowed for value in found) if found else None in allowed


def load_guide(resources: Resources) -> Guide:
    """The Guide that the package ships."""
    data = resources.document("evaluate/guide")
    words = "|".join(re.escape(row["word"]) for row in data["place_words"])
    return Guide(
        types=frozenset(data["types"]),
        counts=tuple(data["counts"]),
        open_ids=tuple(data["open_ids"]),
        loose_ids=frozenset([None, *data["loose_ids"]]),
        same=data["same"],
        vague={word: (low, high) for word, (low, high) in data["vague"].items()},
        letters={ord(letter): row["to"] for row in data["letters"] for letter in row["from"]},
        place_words=re.compile(rf"\b(?:{words})\b"),
        article=re.compile(rf"(?<!\S){re.escape(data['article'])}"),
    )
