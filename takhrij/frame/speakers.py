"""Who is named in a text, by which post, and who of them spoke last."""

from __future__ import annotations

from takhrij.core.records import PersonValue
from takhrij.frame.marks import Annotated

_TITLE_WORDS = 5
_SHORT = 2
_DEFINITE = ("ال", "وال", "لل")


class Speakers:
    """The names that speak in a text and the posts of those who are named in it: «وأكد الصلفاني» is the man named in
    full before, and «المتحدث» or «وزير الدفاع» is he whom the text names with that post."""

    def __init__(self, notes: Annotated) -> None:
        self._words: set[str] = set()
        self._posts: list[frozenset[str]] = []
        self._last: frozenset[str] = frozenset()
        persons = (at for at, held in notes.mentions.items() if any(m.kind == "person" for m in held))
        for at in {*notes.by_kind.get("name", ()), *persons}:
            if at + 1 < len(notes.text.tokens) and names_person(notes, at):
                self.learn(notes, at + 1, at + 2)
        for at, held in notes.mentions.items():
            for mention in held:
                if isinstance(mention.value, PersonValue):
                    self._posts.append(_post(notes, *_around(notes, at, mention.end_token)))

    def learn(self, notes: Annotated, start: int, end: int) -> None:
        """Keep the words of a named source that no table knows as anything else."""
        for at in range(start, end):
            if plain(notes, at):
                self._words.add(notes.text.tokens[at].form.removeprefix("و"))

    def heard(self, notes: Annotated, start: int, end: int) -> None:
        """Keep a named source as the last who spoke."""
        self._last = _post(notes, start, end)
        self._posts.append(self._last)

    def knows(self, notes: Annotated, at: int) -> bool:
        """Whether a token repeats a word of a name that spoke before."""
        word = notes.text.tokens[at].form
        bare = f"ال{word[2:]}" if word.startswith("لل") else word
        return bare in self._words

    def holds(self, notes: Annotated, start: int, end: int) -> bool:
        """Whether a post without a name is that of somebody whom the text names: one word is he who spoke
        last («المتحدث»), several of anybody («وزير الدفاع»)."""
        words = _post(notes, start, end)
        if len(words) > 1:
            return any(words <= post for post in self._posts)
        return bool(words) and bool(self._last) and notes.text.tokens[start].form.startswith(_DEFINITE)


def _post(notes: Annotated, start: int, end: int) -> frozenset[str]:
    """The words of a post without articles and prepositions."""
    forms = (notes.text.tokens[at].form for at in range(start, end) if notes.mark(at, "prep") is None)
    bare = (form.removeprefix("و") if at == 0 else form for at, form in enumerate(forms))
    return frozenset(form.removeprefix("ال") for form in bare if len(form) > _SHORT)


def _around(notes: Annotated, first: int, end: int) -> tuple[int, int]:
    """A person's name with the title before it."""
    low = notes.text.sentences[notes.text.sentence_of[first]][0]
    start = first
    while start > max(low, first - _TITLE_WORDS) and not notes.text.tokens[start].gap and not office(notes, start):
        start -= 1
    while start > low and office(notes, start - 1) and not notes.text.tokens[start].gap:
        start -= 1
    return (start if office(notes, start) else first), end


def plain(notes: Annotated, at: int) -> bool:
    """Whether no table and no mention but a person's claims a token."""
    known = any(mark.kind != "name" or mark.value != "given" for mark, _, _ in notes.marks.get(at, ()))
    return not known and at not in notes.predicates and all(m.kind == "person" for m in notes.mentions.get(at, ()))


def names_person(notes: Annotated, at: int) -> bool:
    """Whether a token starts a person's name; «على» folds like «علي» and is none, nor is «باسم الجماعة»."""
    if any(m.kind == "person" for m in notes.mentions.get(at, ())):
        return True
    mark = notes.mark(at, "name")
    if mark is None or notes.mark(at, "edge") is not None:
        return False
    if mark[0].value == "link":
        return at + 1 < len(notes.text.tokens) and not notes.text.tokens[at + 1].gap and plain(notes, at + 1)
    if mark[0].value != "given":
        return False
    return notes.text.word(at).removeprefix("و") != "على"


def office(notes: Annotated, at: int) -> bool:
    """Whether a word is a title or post, whose holder's name may follow."""
    mark = notes.mark(at, "source")
    if mark is not None and mark[0].pos == "office":
        return True
    title, clause = notes.mark(at, "name"), notes.mark(at, "clause")
    if clause is not None and clause[0].value == "responsible":
        return True
    return title is not None and title[0].value in ("office", "personal")
