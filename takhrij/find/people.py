"""Every naming of a person in a document, with the titles, offices, kin and other names told beside it.

Claims name persons by a title before them (`persons`); a case wants every naming, in order to tell who is the same:
full names without a title, kunyas, nicknames, and the bare family or given name that a page goes on with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from takhrij.core.language import Language, Text
from takhrij.core.phrases import Match, name_span
from takhrij.core.records import ActorValue, Mention, PlaceValue
from takhrij.core.records.persons import Gender, Person
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
_ACCUSATIVE = "ا"
_PREFIXES = frozenset({"", "و", "ف", "ل", "ب", "ك", "ول", "وب"})
_PRONOUNS = ("ه", "ها")


@dataclass(slots=True)
class _Told:
    """A naming in the making."""

    name: Name
    titles: list[str] = field(default_factory=list)
    trades: list[str] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    same: int | None = None
    kin: int | None = None
    gender: Gender = ""
    governed: bool = False


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
                if len(bare) >= _MARKING and not {word, bare, "ال" + bare} & known and bare not in given:
                    found[bare] = None
        return tuple(found)


def _besides(text: Text, mentions: Sequence[Mention]) -> dict[int, tuple[str, ...]]:
    """The parties and places of each sentence, by id."""
    found: dict[int, dict[str, None]] = {}
    for mention in mentions:
        value = mention.value
        if isinstance(value, ActorValue | PlaceValue):
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
        self._told: list[_Told] = []
        self._cues = _Cues()

    def run(self) -> list[_Told]:
        """All namings in text order."""
        at = 0
        while at < len(self._tokens):
            at = self._step(at)
        self._echo()
        return self._told

    def _step(self, at: int) -> int:
        """Read what begins at a token; the token to go on with."""
        cued = self._cues.at == at
        if not cued:
            self._cues = _Cues()
        title = self._words.titles.match(self._text, at)
        if title is not None and not (cued and self._is_name_too(at)):
            return self._cue(at, title, cued)
        if cued and self._tokens[at].gap.strip('«"“:/()'):
            cued, self._cues = False, _Cues()
        called = self._cues.alias or any(not words for words, _ in self._cues.titles)
        quoted = self._quoted(at) if cued and called else None
        name = (
            quoted or self._names.read(at, told=cued and self._cues.strange) or (self._family(at) if cued else None)
        )
        if name is None or (not cued and self._places.issuperset(range(name.first, name.end))):
            return at + 1
        self._take(name)
        return name.end

    def _is_name_too(self, at: int) -> bool:
        return self._tokens[at].form in self._words.given

    def _cue(self, at: int, title: Match[Title], cued: bool) -> int:
        """A title, a relative or another word that introduces a name."""
        kind, trade = title.value
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
            end = self._past_office(end, cues, definite, kind == "rank")
            cues.strange = definite or end > title.end
            self._describe(at, cues)
        elif kind == "plain":
            self._describe(at, cues)
        if kind == "alias" and end < len(self._tokens) and self._tokens[end].form in ("ب", "باسم", "بلقب"):
            end += 1
        cues.at = end
        self._cues = cues
        return end

    def _owns(self, title: Match[Title]) -> bool:
        """«شقيقه»: the relative is told with a pronoun, so the name behind is the relative's."""
        return self._tokens[title.end - 1].form.endswith(_PRONOUNS)

    def _past_office(self, start: int, cues: _Cues, definite: bool, rank: bool) -> int:
        """One past the words that tell an office («اللواء السابع»), where a name or a further title begins."""
        limit = min(start + (_RANK if rank else _OFFICE), len(self._tokens))
        for at in range(start, limit):
            token = self._tokens[at]
            if token.gap.strip("/"):
                return at if at == start and not token.gap.strip('«"“/') else start
            if (
                token.form in self._words.stops
                and not token.form.startswith("ال")
                and token.form not in ("في", "باسم")
            ):
                return start if at == start else at
            governed = at == start and not definite and token.form.startswith("ال")
            if not governed and self._opens(at, definite):
                return at
            definite = token.form.startswith("ال")
            if len(token.form) >= _SHORTEST and token.form not in self._words.stops:
                cues.office.append(token.form)
        return start

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
        """«ناصر الصلفاني، قائد اللواء»: an office told right behind a name is that person's."""
        if self._told and self._told[-1].name.end == at and self._tokens[at].gap in ("", "،", ",", "»", "»،"):
            self._lay(self._told[-1], cues)

    @staticmethod
    def _lay(one: _Told, cues: _Cues) -> None:
        one.titles += [words for words, _ in cues.titles if words]
        one.trades += [trade for _, trade in cues.titles]
        one.office += cues.office

    def _quoted(self, at: int) -> Name | None:
        """A nickname: the words in quotation marks behind a cue, or one word with the article."""
        token = self._tokens[at]
        if any(mark in token.gap for mark in '«"“'):
            end = at + 1
            while end < min(at + _QUOTED, len(self._tokens)) and not self._tokens[end].gap:
                end += 1
        elif token.form.startswith("ال"):
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
        follows = at + 1 >= len(self._tokens) or bool(self._tokens[at + 1].gap)
        if form in self._words.demonyms or not (follows or self._tokens[at + 1].form in self._words.known):
            return None
        return Name(at, at + 1, (form,), "name", self._text.span(at, at + 1))

    def _take(self, name: Name) -> None:
        """Keep a name with what its cues tell."""
        one, cues = _Told(name), self._cues
        before = len(self._told) - 1
        if cues.at == name.first:
            self._lay(one, cues)
            one.gender = "f" if any(w.split()[0].endswith("ة") for w, _ in cues.titles if w) else ""
            near = before >= 0 and self._near(self._told[before], name)
            if cues.kin and near:
                one.kin, one.governed = before, cues.governed
            elif cues.alias and before >= 0:
                one.same = self._another_name(one)
        if one.same is None and before >= 0 and self._apposed(self._told[before].name, name):
            one.same = before
        if not one.gender:
            one.gender = self._gender(name)
        self._told.append(one)

    def _near(self, other: _Told, name: Name) -> bool:
        return name.first - other.name.end <= _NEAR

    def _another_name(self, one: _Told) -> int | None:
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

    # -- the bare words that go on naming

    def _echo(self) -> None:
        """Family or given names alone, and nicknames, wherever the page has them beside the full name."""
        heads: dict[str, str] = {}
        for one in self._told:
            for part in (one.name.parts[0], one.name.parts[-1]):
                if one.name.form != "kunya" or " " not in part:
                    heads.setdefault(part, one.name.form)
        taken = {at for one in self._told for at in range(one.name.first, one.name.end)}
        order = list(range(len(self._told)))
        found: list[_Told] = []
        for at in range(len(self._tokens)):
            if at not in taken:
                echo = self._echoed(at, heads)
                if echo is not None:
                    if found and found[-1].name.end > echo.name.first:
                        found.pop()
                    found.append(echo)
        if not found:
            return
        merged = sorted([*self._told, *found], key=lambda one: one.name.first)
        position = {id(one): at for at, one in enumerate(merged)}
        moved = {old: position[id(self._told[old])] for old in order}
        for one in self._told:
            one.same = None if one.same is None else moved[one.same]
            one.kin = None if one.kin is None else moved[one.kin]
        self._told = merged

    def _echoed(self, at: int, heads: dict[str, str]) -> _Told | None:
        token = self._tokens[at]
        for split in token.splits:
            key = split.key
            if split.suffix or split.prefix not in _PREFIXES:
                continue
            if key not in heads and key.endswith(_ACCUSATIVE):
                key = key[:-1]
            if key not in heads or len(key) < _SHORTEST or not self._is_naming(at, key):
                continue
            form = "nickname" if heads[key] == "nickname" else "name"
            span = name_span(self._language, self._text, at, at + 1, split)
            one = _Told(Name(at, at + 1, (key,), "nickname" if form == "nickname" else "name", span))
            before = self._tokens[at - 1] if at else None
            if (
                before is not None
                and form == "name"
                and not token.gap
                and not split.prefix
                and before.form in self._words.given
            ):
                one.name = Name(at - 1, at + 1, (before.form, key), "name", self._text.span(at - 1, at + 1))
            self._title_of_echo(at, one)
            return one
        return None

    def _is_naming(self, at: int, key: str) -> bool:
        """Whether a word that is in a name is one here: a word of the tables may be none."""
        if key == "علي" and self._text.word(at).endswith("ى"):
            return False
        if key in self._words.known:
            before = self._words.titles.match(self._text, at - 1) if at else None
            follows = at + 1 >= len(self._tokens) or bool(self._tokens[at + 1].gap)
            return before is not None or follows or self._tokens[at + 1].form in self._words.known
        return True

    def _title_of_echo(self, at: int, one: _Told) -> None:
        """The title or the verb's sex right before a bare name."""
        if not at:
            return
        title = self._words.titles.match(self._text, at - 1)
        word = self._tokens[at - 1].form
        if title is not None and title.end == at and title.value[0] in ("rank", "office", "plain"):
            one.titles.append(self._text.word(at - 1))
            one.trades.append(title.value[1])
            one.gender = "f" if word.endswith("ه") else "m"
        elif any(split.key in self._words.speech for split in self._tokens[at - 1].splits):
            one.gender = "f" if word.endswith("ت") else "m"


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of `people` whose example does not yield the names it promises."""
    people = People(language, resources)
    for row in resources.table(TABLE):
        found = [person.span.text for person in people.find(language.tokenize(row["example"]), ())]
        wanted = row["expected"].split(" | ") if row["expected"] else []
        if found != wanted:
            yield f"{row['line']}: «{row['example']}» yields {found}, not {wanted}"
