"""The cue tables of `data/reading/` as one index: which words and lines are page furniture, and of what class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from takhrij.core.language import Language
from takhrij.read.dateline import Dateline, Datelines, datelines_of
from takhrij.resources import Resources, Row

_WORD = re.compile(r"[\w#*]+")
_FIGURES = re.compile(r"\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME_PART = re.compile(r"[a-z]+")
# Longer lines are prose; the longest cue of a whole line (the notice on comment spam) has some 110 characters.
LONGEST_CUE = 160
_LONGEST_GLUED = 90
_FEWEST_GLUED = 8
_INITIALS = re.compile(r"[a-z]{1,2}(?![a-z])|(?<![a-z])[a-z]{1,2}")
_ENTRY_BREAK = re.compile(r"\s*[|»«›‹>/•·]\s*|\s{2,}|\t")
_BAR = " | "
# Classes of words that introduce a writer.
INTROS = ("intro", "intro_bare", "intro_by")
_SITE_WORDS = ("menu", "share", "action")


@dataclass(frozen=True, slots=True)
class Word:
    """A menu, section or button word: the form as its row writes it, its class, and the genre it tells of."""

    form: str
    kind: str
    genre: str | None


@dataclass(frozen=True)
class Cues:
    """Looks lines, section names, titles, addresses and element names up in the cue tables."""

    language: Language
    words: Mapping[str, Word]
    whole: Mapping[str, str]
    starts: Mapping[str, tuple[tuple[str, str], ...]]
    contains: Mapping[str, str]
    held: re.Pattern[str]
    bylines: Mapping[str, str]
    outlet_words: tuple[tuple[str, str], ...]
    genres: Mapping[tuple[str, str], str]
    containers: Mapping[str, str]
    platforms: frozenset[str]
    longest_word: int
    dates: Datelines

    def key(self, text: str) -> str:
        """Folded words with one space between, every run of digits as 0: the form in which cues are compared."""
        return _FIGURES.sub("0", " ".join(_WORD.findall(self.language.fold(text))))

    def pieces(self, key: str) -> tuple[Word, ...]:
        """The words of the table that make up a key entirely, glued together or not; empty when they do not.

        >>> # «آراء ومقالاتالرئيسيةكتابات» gives آراء ومقالات + الرئيسية + كتابات
        """
        glued = key.replace(" ", "")
        if not glued or len(glued) > _LONGEST_GLUED:
            return ()
        best: list[tuple[int, tuple[Word, ...]] | None] = [(0, ()), *([None] * len(glued))]
        reached = 0
        for start in range(len(glued)):
            if start > reached:
                return ()
            so_far = best[start]
            if so_far is None:
                continue
            for end in range(start + 1, min(len(glued), start + self.longest_word) + 1):
                word = self.words.get(glued[start:end])
                if word is None:
                    continue
                reached = max(reached, end)
                known = best[end]
                if known is None or so_far[0] + 1 < known[0]:
                    best[end] = (so_far[0] + 1, (*so_far[1], word))
        found = best[-1]
        return found[1] if found else ()

    def line(self, text: str, *, menus: bool = True) -> str | None:
        """The class of a line that is page furniture (``menu``, ``share``, ``comments``, ``related`` …), or None."""
        if len(text) > LONGEST_CUE:
            return None
        return self.line_of_key(self.key(text)) or ("menu" if menus and self.is_menu(text) else None)

    def line_of_key(self, key: str) -> str | None:
        """`line` for a key already made."""
        found = self.whole.get(key)
        if found is not None:
            return found
        for form, kind in self.starts.get(key.partition(" ")[0], ()):
            if key.startswith(form) and (len(key) == len(form) or key[len(form)] == " "):
                return kind
        held = self.held.search(key)
        if held is not None:
            return self.contains[held[0]]
        pieces = self.pieces(key)
        return pieces[0].kind if pieces else None

    def is_menu(self, text: str) -> bool:
        """Whether half of a line's entries are menu words, or it begins with two of them run together.

        >>> # «الرئيسية | أخبار | وادي المثال», «الرئيسيةأخبارإيجاز الأسبوع»
        """
        if len(text) > _LONGEST_GLUED or text.rstrip().endswith((".", "؟", "!")):
            return False
        pieces, whole = _ENTRY_BREAK.split(text), self.key(text)
        entries = [e for e in map(self.key, pieces) if e] if len(pieces) > 1 else [whole]
        known = sum(1 for e in entries if (p := self.pieces(e)) and p[0].kind in _SITE_WORDS)
        if known >= 2 and known * 2 >= len(entries):
            return True
        # Buttons of a letter or two stand for networks: «شارك f t نسخ الرابط».
        bare = self.pieces(_INITIALS.sub(" ", whole))
        if len(bare) >= 2 and bare[0].kind in _SITE_WORDS:
            return True
        # Run together, the place where one entry ends and the next begins is within a word.
        return any(len(w) > _FEWEST_GLUED and len(self._leading(w)) >= 2 for w in whole.split())

    def _leading(self, glued: str) -> list[Word]:
        """The words of the table that a run of letters begins with, the longest first."""
        found: list[Word] = []
        at = 0
        while at < len(glued):
            ends = range(min(len(glued), at + self.longest_word), at + 2, -1)
            end = next((e for e in ends if glued[at:e] in self.words), None)
            if end is None:
                return found
            found.append(self.words[glued[at:end]])
            at = end
        return found

    def section(self, text: str) -> Word | None:
        """The section word that a short line or a metadata value consists of, or None."""
        return next((w for w in self.pieces(self.key(text)) if w.genre), None)

    def genre_of_sections(self, texts: Iterable[str]) -> str | None:
        """The genre that all section words of some texts agree upon, or None."""
        told = {w.genre for text in texts for w in self.pieces(self.key(text)) if w.genre}
        return told.pop() if len(told) == 1 else None

    def genre_of_title(self, title: str) -> str | None:
        """The genre that a title's first words tell («تقرير: …»), or None."""
        first, colon, _ = title.partition(":")
        return self.genres.get(("title", self.key(first))) if colon else None

    def genre_of_url(self, url: str) -> str | None:
        """The genre that a part of an address's path tells (``/opinion/``), or None."""
        try:
            parts = urlsplit(url).path.split("/")
        except ValueError:
            return None
        # The last part is the article's own name.
        for part in parts[1:-1]:
            genre = self.genres.get(("url", self.key(unquote(part)).replace(" ", "-")))
            if genre is not None:
                return genre
        return None

    def genre_of_type(self, name: str) -> str | None:
        """The genre of a schema.org type (``OpinionNewsArticle``), or None."""
        return self.genres.get(("type", self.key(name)))

    def byline(self, text: str) -> str | None:
        """What a part of a byline is: one of `INTROS`, ``place``, ``team``, ``outlet`` or None for anything else."""
        key = self.key(text)
        found = self.bylines.get(key)
        if found is not None:
            return found
        words = key.split()
        for form, where in self.outlet_words:
            if words and len(words) <= 5 and words[0 if where == "outlet_first" else -1] == form:
                return "outlet"
        return None

    def dateline(self, line: str) -> Dateline | None:
        """The day that a line of a page's head tells; a line that begins as a byline tells that of the page."""
        if len(line) > LONGEST_CUE:
            return None
        line = self.without_furniture(line)
        words = line.split()
        openings = (" ".join(words[:length]).rstrip(":/") for length in (2, 1))
        return self.dates.read(line, of_page=any(self.byline(opening) in INTROS for opening in openings))

    def without_furniture(self, line: str) -> str:
        """A line of parts («كتب فلان في 3 أغسطس | لا توجد تعليقات») without those that are furniture."""
        parts = line.split(_BAR)
        return _BAR.join(part for part in parts if self.line(part) is None) if len(parts) > 1 else line

    def is_platform(self, name: str | None) -> bool:
        """Whether a name is that of a site on which others write (Telegram, Facebook)."""
        return name is not None and self.key(name) in self.platforms

    def container(self, names: str) -> str | None:
        """The class of furniture that an element's class and id names tell (``share-buttons``), or None."""
        spaced = _CAMEL.sub(" ", names).lower()
        for part in _NAME_PART.findall(spaced):
            kind = self.containers.get(part)
            if kind is not None:
                return kind
        return None


def cues_of(language: Language, resources: Resources) -> Cues:
    """The cue index of a language; built once for each Resources value of a process."""
    value: Any = language  # a value without state, which the cache may hash
    return _built(value, resources)


@lru_cache(maxsize=8)
def _built(language: Any, resources: Resources) -> Cues:
    table = resources.table

    def key(text: str) -> str:
        return _FIGURES.sub("0", " ".join(_WORD.findall(language.fold(text))))

    def rows_of(name: str, column: str, value: str) -> tuple[tuple[str, str], ...]:
        chosen = [r for r in table(f"reading/{name}") if r[column] == value]
        return tuple({key(r["form"]): r["class"] for r in chosen}.items())

    words = {key(r["form"]).replace(" ", ""): _word(r) for r in table("reading/words")}
    bylines = table("reading/bylines")
    contains = dict(rows_of("lines", "match", "contain"))
    return Cues(
        language=language,
        words=words,
        whole=dict(rows_of("lines", "match", "whole")),
        starts=_by_first_word(rows_of("lines", "match", "start")),
        contains=contains,
        held=re.compile("|".join(map(re.escape, contains)) or r"(?!)"),
        bylines={key(r["form"]): r["class"] for r in bylines if r["class"] not in _OUTLET_WORDS},
        outlet_words=tuple((key(r["form"]), r["class"]) for r in bylines if r["class"] in _OUTLET_WORDS),
        genres={(r["where"], key(r["form"]).replace(" ", _JOIN[r["where"]])): r["genre"] for r in table(_GENRES)},
        containers={r["form"]: r["class"] for r in table("reading/containers")},
        platforms=frozenset(key(r["form"]) for r in table("reading/platforms")),
        longest_word=max(map(len, words), default=0),
        dates=datelines_of(language, resources),
    )


_OUTLET_WORDS = ("outlet_first", "outlet_last")
_GENRES = "reading/genres"
_JOIN = {"url": "-", "title": " ", "type": ""}


def _by_first_word(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for form, kind in rows:
        first = form.partition(" ")[0]
        found[first] = (*found.get(first, ()), (form, kind))
    return found


def _word(row: Row) -> Word:
    return Word(row["form"], row["class"], row["genre"] or None)
