"""Which outlet a page says that it has its report from, by data/linking/citations.tsv and outlets.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from takhrij.core.language import Language
from takhrij.core.records import Reading
from takhrij.resources import Resources

_WORD = re.compile(r"\w+")
_NAME_WORDS = 3
# A line of outlets' names over a text: how long, of how many names, and how near the beginning.
_BETWEEN = re.compile(r"[،,/|–—+()-]| و(?=وكال)")
_BYLINE, _BYLINE_PARTS, _BYLINE_LINES, _BYLINE_REACH = 60, 3, 4, 200


@dataclass(frozen=True, slots=True)
class Citation:
    """An outlet cited: its comparison key, its words (folded), where in the folded text, in code points."""

    key: str
    words: str
    start: int


def _alternation(forms: Iterable[str]) -> str:
    # Longest first, so that «وكالة الأنباء» is tried before «وكالة».
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return "|".join(r"\s+".join(map(re.escape, form.split())) for form in ordered) or r"(?!)"


class Citations:
    """Finds citations. `outlets` are the names of the case's own outlets, which need no word for their kind."""

    def __init__(self, language: Language, resources: Resources, outlets: Iterable[str] = ()) -> None:
        self._fold = language.fold
        rows = resources.table("linking/citations")
        self._forms = {
            kind: tuple(sorted({self._fold(row["form"]) for row in rows if row["kind"] == kind}))
            for kind in ("cue", "joined", "head", "tail", "stop", "bound", "definite", "nameless")
        }
        self._generic = {word for kind in ("head", "tail") for form in self._forms[kind] for word in form.split()}
        # «ولوكالة» is a word for a kind of outlet as «وكالة» is; «الوكالة» says no more than the kind.
        self._generic |= {one + word for word in self._generic for one in self._forms["bound"]}
        self._kinds = {one + word for word in self._forms["head"] for one in self._forms["definite"]}
        self._ids = {self._fold(row["form"]): row["id"] for row in resources.table("linking/outlets")}
        self._own = {self.name_words(outlet) for outlet in outlets if outlet.strip()}

    def name_words(self, name: str) -> str:
        """An outlet's name folded, without the words for its kind («وكالة المثال للأنباء» gives «المثال»)."""
        words = _WORD.findall(self._fold(name))
        kept = [word for word in words if word not in self._generic]
        return " ".join(kept or words)

    def is_kind(self, name: str) -> bool:
        """Whether a name says only what kind of outlet it is («الوكالة», the one named before)."""
        return " ".join(_WORD.findall(self._fold(name))) in self._kinds

    def names_none(self, name: str) -> bool:
        """Whether words for media name no outlet at all («مواقع إخبارية»)."""
        return " ".join(_WORD.findall(self._fold(name))) in self._forms["nameless"]

    def key(self, name: str) -> str:
        """The comparison key of an outlet's name: equal for all its names that data/linking/outlets.tsv knows."""
        folded = " ".join(_WORD.findall(self._fold(name)))
        words = self.name_words(name)
        return self._ids.get(folded) or self._ids.get(words) or words

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        cue, head = _alternation(self._forms["cue"]), _alternation(self._forms["head"])
        joined = _alternation(self._forms["joined"])
        known = _alternation([*self._ids, *(name for name in self._own if len(name) > 2)])
        opening = r"[\s:ـ]*[«\"“”(\[]*\s*"
        after_cue = rf"(?<!\w)(?:{cue})(?:{opening})(?:(?P<head>(?:{head})){opening}|(?={opening}(?:{known})(?!\w)))"
        spoken_to = rf"(?<!\w)(?:{joined})(?:(?P<kind>(?:{head})){opening}|{opening}(?=(?:{known})(?!\w)))"
        bracketed = rf"[(\[]\s*(?P<agency>(?:{known}))\s*[)\]]"
        return re.compile(f"{after_cue}|{spoken_to}"), re.compile(bracketed)

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_alternation([*self._ids, *self._own])})(?!\w)")

    def _name_at(self, folded: str, at: int, *, headed: bool) -> str | None:
        known = self._known.match(folded, at)
        if known is not None:
            return known[0]
        if not headed:
            return None
        # A name is the words up to a stop word, a tail word or any punctuation.
        words: list[str] = []
        position = at
        for match in _WORD.finditer(folded, at, at + 80):
            between = folded[position : match.start()]
            if len(words) == _NAME_WORDS or (words and between.strip()):
                break
            if match[0] in self._forms["stop"] or (words and match[0] in self._forms["tail"]):
                break
            words.append(match[0])
            position = match.end()
        return " ".join(words) or None

    def find(self, text: str) -> tuple[Citation, ...]:
        """Citations in a text, in order."""
        folded = self._fold(text)
        spoken, bracketed = self._patterns
        found: list[Citation] = []
        for match in spoken.finditer(folded):
            headed = bool(match["head"] or match["kind"])
            name = self._name_at(folded, match.end(), headed=headed)
            if name is not None:
                found.append(Citation(self.key(name), name, match.start()))
        for match in bracketed.finditer(folded):
            found.append(Citation(self.key(match["agency"]), match["agency"], match.start()))
        return tuple(sorted(found, key=lambda c: (c.start, c.key)))

    def named_before(self, reading: Reading, at: int) -> Citation | None:
        """The last outlet but the page's own that a Reading cites by name before a code point."""
        own = self.key(reading.outlet) if reading.outlet else None
        found = [c for c in self.find(reading.text[:at]) if c.key != own]
        return found[-1] if found else None

    def cited(self, reading: Reading) -> frozenset[str]:
        """Keys of the outlets that a Reading cites anywhere, without its own."""
        own = self.key(reading.outlet) if reading.outlet else None
        byline = self.in_byline(reading)
        found = {c.key for c in self.find(reading.text) if c.key != own}
        return frozenset(found | {c.key for c in (byline, self.handed_on(reading)) if c is not None})

    def handed_on(self, reading: Reading) -> Citation | None:
        """The other outlet whose words a document hands on as a whole: the first speaker of what it forwards."""
        key = self.key(reading.via) if reading.via else None
        return Citation(key, reading.via or "", 0) if key and key != self.key(reading.outlet or "") else None

    def in_byline(self, reading: Reading) -> Citation | None:
        """The other outlet in a line of names over the text: «سارية نيوز، وكالة المثال», «صنعاء - وكالة المثال»."""
        own = self.key(reading.outlet) if reading.outlet else None
        start = _body_start(reading)
        for line in reading.text[start : start + _BYLINE_REACH].splitlines()[:_BYLINE_LINES]:
            parts = [part.strip() for part in _BETWEEN.split(line.strip()) if part.strip()]
            if not 1 < len(parts) <= _BYLINE_PARTS or len(line) > _BYLINE:
                continue
            keys = [self.key(part) for part in parts]
            if own not in keys:
                continue
            for part, key in zip(parts, keys, strict=True):
                if key != own and (key in self._known_keys or self._is_headed(part)):
                    return Citation(key, part, start)
        return None

    @cached_property
    def _known_keys(self) -> frozenset[str]:
        return frozenset({*self._ids.values(), *(self._ids.get(name, name) for name in self._own)})

    def _is_headed(self, name: str) -> bool:
        words = _WORD.findall(self._fold(name))
        return len(words) > 1 and words[0] in self._forms["head"]

    def speaks_for_whole(self, reading: Reading, head: int, tail: int) -> Citation | None:
        """The citation that covers a whole document: whom it forwards, a byline's, the first near its beginning, else the
        last near its end (`head` and `tail` in code points of the text without title)."""
        own = self.key(reading.outlet) if reading.outlet else None
        whole = self.handed_on(reading) or self.in_byline(reading)
        if whole is not None:
            return whole
        start = _body_start(reading)
        for stretch in (reading.text[start : start + head], reading.text[start:][-tail:]):
            for citation in self.find(stretch):
                if citation.key != own:
                    return citation
        return None


def _body_start(reading: Reading) -> int:
    title = reading.title or ""
    at = reading.text.find(title) if title else -1
    return at + len(title) if 0 <= at < len(reading.text) // 2 else 0
