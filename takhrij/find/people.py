"""Every naming of a person in a document, with the titles, offices, kin and other names told beside it.

Claims name persons by a title before them (`persons`); a case wants every naming, in order to tell who is the same:
full names without a title, kunyas, nicknames, and the bare family or given name that a page goes on with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from takhrij.core.language import Language, Text
from takhrij.core.phrases import Match
from takhrij.core.records import ActorValue, Mention, PlaceValue
from takhrij.core.records.persons import Gender, Person
from takhrij.find.people_echo import Echoes, Told
from takhrij.find.people_names import Name, Names
from takhrij.find.people_words import TABLE, PeopleWords, Title
from takhrij.resources import Resources

_OFFICE = 7
_RANK = 3
_QUOTED = 4
_NEAR = 12
_BEFORE = 5
_SHORTEST = 3
_MARKING = 3
_AROUND = 12
_PRONOUNS = ("ه", "ها")
_OWNERS = frozenset({"ه", "ها", "هم", "هما"})


@dataclass(slots=True)
class _Cues:
    """What the words before a name tell of it: titles, and whether it is a relative or another name."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    alias: bool = False
    kin: bool = False
    governed: bool = False
    strange: bool = True
    at: int = -1


class People:
    """Reads the persons of a document. Built once a process."""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self._words = PeopleWords(language, resources)

    def find(self, text: Text, mentions: Sequence[Mention]) -> tuple[Person, ...]:
        """Every naming in text order; `mentions` are what the finders read."""
        told = _Scan(self._language, self._words, text, mentions).run()
        beside = _besides(text, mentions)
        return tuple(
            Person(
                span=one.name.span,
                form=one.name.form,
                parts=one.name.parts,
                titles=tuple(dict.fromkeys(one.titles)),
                trades=tuple(dict.fromkeys(t for t in one.trades if t)),
                office=tuple(dict.fromkeys(one.office)),
                beside=beside.get(text.sentence_of[one.name.first], ()),
                near=self._marking(text, one.name),
                same=one.same,
                kin=one.kin,
                gender=one.gender,
            )
            for one in told
        )

    def _marking(self, text: Text, name: Name) -> tuple[str, ...]:
        """The words around a name that no table knows, without article and what is written together with it."""
        known, given = self._words.known, self._words.given
        found: dict[str, None] = {}
        for at in (*range(max(0, name.first - _AROUND), name.first), *range(name.end, name.end + _AROUND)):
            if at < len(text.tokens):
                token = text.tokens[at]
                word = next((s.key for s in token.splits if s.prefix and s.key.startswith("ال")), token.form)
                bare = word.removeprefix("ال")
                if any(split.prefix and not split.suffix and split.key in known for split in token.splits):
                    continue
                if len(bare) >= _MARKING and not {word, bare, "ال" + bare} & known and bare not in given:
                    found[bare] = None
        return tuple(found)


def _besides(text: Text, mentions: Sequence[Mention]) -> dict[int, tuple[str, ...]]:
    """The parties and places of each sentence, by id."""
    found: dict[int, dict[str, None]] = {}
    for mention in mentions:
        value = mention.value
        # That a page has civilians in it tells nobody apart.
        if isinstance(value, PlaceValue) or (isinstance(value, ActorValue) and value.kind != "collective"):
            found.setdefault(text.sentence_of[mention.first], {})[value.id] = None
    return {sentence: tuple(ids) for sentence, ids in found.items()}


class _Scan:
    """One pass over a text for the names that tell themselves, and one for the bare words that repeat them."""

    def __init__(self, language: Language, words: PeopleWords, text: Text, mentions: Sequence[Mention]) -> None:
        self._language = language
        self._words = words
        self._text = text
        self._tokens = text.tokens
        self._names = Names(language, words, text)
        self._places = {at for m in mentions if m.kind in ("place", "date") for at in range(m.first, m.end_token)}
        self._told: list[Told] = []
        self._cues = _Cues()

    def run(self) -> list[Told]:
        """All namings in text order."""
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        return Echoes(self._language, self._words, self._text, self._told).run()

    def _step(self, at: int) -> int:
        """Read what begins at a token; the token to go on with."""
        cued = self._cues.at == at
        if not cued:
            self._cues = _Cues()
        title = self._words.titles.match(self._text, at) or self._owned(at)
        if title is not None and not (cued and self._is_name_too(at)):
            return self._cue(at, title, cued)
        if cued and self._tokens[at].gap.strip('«"“:/()'):
            cued, self._cues = False, _Cues()
        called = self._cues.alias or any(not words for words, _ in self._cues.titles)
        # «المهرب «الصقر»»: one word in quotation marks right behind a person's title.
        called = called or (bool(self._cues.titles) and self._in_quotes(at))
        quoted = self._quoted(at) if cued and called else None
        name = (
            quoted or self._names.read(at, told=cued and self._cues.strange) or (self._family(at) if cued else None)
        )
        if name is None or (not cued and self._places.issuperset(range(name.first, name.end))):
            return at + 1
        self._take(name)
        return name.end

    def _owned(self, at: int) -> Match[Title] | None:
        """«قائدها العسكري», «نائبه»: whose office it is, is told by a pronoun."""
        match = self._words.owned.match(self._text, at)
        return match if match is not None and match.split.suffix in _OWNERS else None

    def _is_name_too(self, at: int) -> bool:
        return self._tokens[at].form in self._words.given

    def _cue(self, at: int, title: Match[Title], cued: bool) -> int:
        """A title, a relative or another word that introduces a name."""
        kind, trade = title.value
        kind = "office" if kind == "owned" else kind
        cues = self._cues if cued else _Cues()
        words = " ".join(self._text.word(i) for i in range(at, title.end))
        if kind == "kin":
            cues = _Cues(kin=True, governed=not self._owns(title))
        elif kind in ("alias", "called"):
            cues = _Cues(alias=True) if kind == "alias" else _Cues(titles=[("", "")])
        else:
            cues.titles.append((words, trade))
        end = title.end
        if kind in ("office", "rank"):
            definite = self._tokens[at].form.startswith("ال") or title.split.key.startswith("ال")
            definite = definite or bool(title.split.suffix)
            end = self._past_office(end, cues, definite, kind == "rank")
            cues.strange = definite or end > title.end
            self._describe(at, cues)
        elif kind == "plain":
            self._describe(at, cues)
            end = self._past_nation(end)
        if kind == "alias" and end < len(self._tokens) and self._tokens[end].form in ("ب", "باسم", "بلقب"):
            end += 1
        cues.at = end
        self._cues = cues
        return end

    def _past_nation(self, at: int) -> int:
        """«الجراح الإيطالي ماركو بيليني»: the nationality between a trade and a name."""
        if at >= len(self._tokens) or self._tokens[at].gap:
            return at
        form = self._tokens[at].form
        return at + 1 if form.startswith("ال") and form in self._words.demonyms and not self._is_name_too(at) else at

    def _owns(self, title: Match[Title]) -> bool:
        """«شقيقه»: the relative is told with a pronoun, so the name behind is the relative's."""
        return self._tokens[title.end - 1].form.endswith(_PRONOUNS)

    def _past_office(self, start: int, cues: _Cues, definite: bool, rank: bool) -> int:
        """One past the words that tell an office («اللواء السابع»), where a name or a further title begins."""
        limit = min(start + (_RANK if rank else _OFFICE), len(self._tokens))
        for at in range(start, limit):
            token = self._tokens[at]
            if token.gap.strip("/"):
                return at if not token.gap.strip('«"“/') and (at == start or self._in_quotes(at)) else start
            if (
                token.form in self._words.stops
                and not token.form.startswith("ال")
                and token.form not in ("في", "باسم")
            ):
                return start if at == start else at
            governed = at == start and not definite and token.form.startswith("ال")
            if not governed and (
                self._opens(at, definite) or (rank and at == start and self._family(at) is not None)
            ):
                return at
            definite = token.form.startswith("ال")
            if len(token.form) >= _SHORTEST and token.form not in self._words.stops:
                cues.office.append(token.form)
        # «القيادي في جماعة النخيل «الصقر»»
        return limit if limit < len(self._tokens) and self._in_quotes(limit) else start

    def _opens(self, at: int, definite: bool) -> bool:
        """Whether a name, or another title of its bearer, begins behind a title's words."""
        token = self._tokens[at]
        titled = self._words.titles.match(self._text, at)
        if titled is not None:
            return (
                titled.value[0] != "office" and not titled.split.prefix and token.form not in self._words.adjectives
            )
        if token.form == "باسم" or token.form in self._words.demonyms and token.form not in self._words.given:
            return False
        if token.form in self._words.given or self._names.read(at) is not None:
            return True
        return definite and self._names.read(at, told=True) is not None

    def _describe(self, at: int, cues: _Cues) -> None:
        """«ناصر الصلفاني، قائد اللواء»: an office told right behind a name is that person's; with «و» before it begins
        another's."""
        match = self._words.titles.match(self._text, at)
        if match is not None and match.split.prefix and not self._tokens[at].gap:
            return
        if self._told and self._told[-1].name.end == at and self._tokens[at].gap in ("", "،", ",", "»", "»،"):
            self._lay(self._told[-1], cues)

    @staticmethod
    def _lay(one: Told, cues: _Cues) -> None:
        one.titles += [words for words, _ in cues.titles if words]
        one.trades += [trade for _, trade in cues.titles]
        one.office += cues.office

    def _in_quotes(self, at: int) -> bool:
        """Whether one word with the article stands in quotation marks by itself."""
        after = (
            self._tokens[at + 1].gap if at + 1 < len(self._tokens) else self._text.source[self._tokens[at].end :][:1]
        )
        opened = any(mark in self._tokens[at].gap for mark in '«"“')
        return opened and any(mark in after for mark in '»"”') and self._tokens[at].form.startswith("ال")

    def _quoted(self, at: int) -> Name | None:
        """A nickname: the words in quotation marks behind a cue, or one word with the article."""
        token = self._tokens[at]
        if any(mark in token.gap for mark in '«"“'):
            end = at + 1
            while end < min(at + _QUOTED, len(self._tokens)) and not self._tokens[end].gap:
                end += 1
        elif token.form.startswith("ال") and not self._cues.titles:
            end = at + 1
        else:
            return None
        whole = self._names.read(at, told=True)
        if whole is not None and whole.form == "kunya":
            return whole
        parts = tuple(self._tokens[i].form for i in range(at, end))
        return Name(at, end, parts, "nickname", self._text.span(at, end))

    def _family(self, at: int) -> Name | None:
        """«الدكتور الصلفاني»: a family name alone, right behind a title."""
        form = self._tokens[at].form
        if not (form.startswith("ال") and form.endswith("ي")) or form in self._words.adjectives | self._words.known:
            return None
        follows = at + 1 >= len(self._tokens) or bool(self._tokens[at + 1].gap) or self._goes_on(at + 1)
        if form in self._words.demonyms or not follows:
            return None
        return Name(at, at + 1, (form,), "name", self._text.span(at, at + 1))

    def _goes_on(self, at: int) -> bool:
        """Whether a word goes on with the sentence and belongs to no name before it."""
        token = self._tokens[at]
        if token.form in self._words.known or (token.form.startswith("ال") and not token.form.endswith(("ي", "يه"))):
            return True
        return any(split.prefix and split.key.startswith("ال") for split in token.splits)

    def _take(self, name: Name) -> None:
        """Keep a name with what its cues tell."""
        one, cues = Told(name), self._cues
        before = len(self._told) - 1
        if cues.at == name.first:
            self._lay(one, cues)
            one.gender = "f" if any(w.split()[0].endswith("ة") for w, _ in cues.titles if w) else ""
            near = before >= 0 and self._near(self._told[before], name)
            if cues.kin and near:
                one.kin, one.governed = before, cues.governed
            elif cues.alias and before >= 0:
                one.same = self._another_name(one)
                one.alias = one.same is not None
        if one.same is None and before >= 0 and self._apposed(self._told[before].name, name):
            one.same = before
        if not one.gender:
            one.gender = self._gender(name)
        self._told.append(one)

    def _near(self, other: Told, name: Name) -> bool:
        return name.first - other.name.end <= _NEAR

    def _another_name(self, one: Told) -> int | None:
        """Whom «الملقب بـ», «واسمه» go on telling of: the last one named who still has no such name."""
        for at in range(len(self._told) - 1, max(-1, len(self._told) - 4), -1):
            other = self._told[at]
            if self._headed(max(other.name.end, one.name.first - _BEFORE), one.name.first):
                return None
            if other.name.form != one.name.form:
                return at
        return None

    def _headed(self, low: int, high: int) -> bool:
        """«نائب الصقر، واسمه»: a noun of office between tells that its holder, not the one named, is meant."""
        titles = (self._words.titles.match(self._text, at) for at in range(low, high))
        return any(title is not None and title.value[0] in ("office", "kin") for title in titles)

    def _apposed(self, other: Name, name: Name) -> bool:
        """«ناصر الصلفاني «أبو صقر»»: a name and a kunya with nothing but quotation marks or brackets between."""
        if {other.form, name.form} != {"name", "kunya"} or other.end != name.first:
            return False
        gap = self._tokens[name.first].gap
        return bool(gap) and all(mark in '«»"“”()' for mark in gap)

    def _gender(self, name: Name) -> Gender:
        """Whether a woman is named, by her name or by the verb before it."""
        if name.parts[0] in self._words.female or name.parts[0].startswith("ام "):
            return "f"
        return "m" if name.parts[0] in self._words.given else ""


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of `people` whose example does not yield the names it promises."""
    people = People(language, resources)
    for row in resources.table(TABLE):
        found = [person.span.text for person in people.find(language.tokenize(row["example"]), ())]
        wanted = row["expected"].split(" | ") if row["expected"] else []
        if found != wanted:
            yield f"{row['line']}: «{row['example']}» yields {found}, not {wanted}"
