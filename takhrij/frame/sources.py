"""Source phrases: where one ends, whom it names, and of which class its speaker is."""

from __future__ import annotations

from takhrij.core.records import ActorValue, ChainLink, SourceClass, Span
from takhrij.frame.marks import Annotated

LONGEST = 14
_ENDERS = frozenset({"that", "relative", "clause"})
_QUOTES = '"«»“”'
_BREAKS = "،:;؛\n" + _QUOTES
# People told of in the plural speak without a name.
_CROWDS = frozenset({"civilians", "journalists", "aid_workers", "tribes", "unknown_gunmen"})
# An unlisted name has at most so many words.
_NAME_WORDS = 4
_RECIPIENT = 5


class Speakers:
    """Words of the names that have spoken so far: «وأكد الصلفاني» is the man named in full before."""

    def __init__(self, notes: Annotated) -> None:
        self._words: set[str] = set()
        for at in range(len(notes.text.tokens) - 1):
            if names_person(notes, at):
                self.learn(notes, at + 1, at + 2)

    def learn(self, notes: Annotated, start: int, end: int) -> None:
        """Keep the words of a named source that no table knows as anything else."""
        for at in range(start, end):
            if _plain(notes, at):
                self._words.add(notes.text.tokens[at].form.removeprefix("و"))

    def knows(self, notes: Annotated, at: int) -> bool:
        """Whether a token repeats a word of a name that spoke before."""
        word = notes.text.tokens[at].form
        bare = f"ال{word[2:]}" if word.startswith("لل") else word
        return bare in self._words


def _plain(notes: Annotated, at: int) -> bool:
    """Whether no table and no mention but a person's claims a token."""
    known = any(mark.kind != "name" or mark.value != "given" for mark, _, _ in notes.marks.get(at, ()))
    return not known and at not in notes.predicates and all(m.kind == "person" for m in notes.mentions.get(at, ()))


def _reports(notes: Annotated, at: int) -> bool:
    return reports_at(notes, at) is not None and at not in notes.inside


def reports_at(notes: Annotated, at: int) -> str | None:
    """What a verb of reporting at a token does, told of a third person.

    With a pronoun behind it («تابعه») it is another word, unless «ما» stands before it («ما أعلنه الوزير»).
    """
    found = notes.mark(at, "report")
    if found is None:
        return None
    mark, _, split = found
    if mark.form is not None and mark.form.person != 3:
        return None
    if split.suffix and not (at and notes.text.word(at - 1) in ("ما", "كما", "حسبما", "وفقما", "مما")):
        return None
    return mark.value


def continues(notes: Annotated, at: int, high: int) -> bool:
    """Whether a verb of telling gives the word to who had it before: «وأضاف أن», «وأوضحت المصادر أن»."""
    found = notes.mark(at, "report")
    if found is None:
        return False
    if found[0].value == "continue" or notes.mark(found[1], "clause") is not None:
        return True
    source = notes.mark(found[1], "source") if found[1] < high else None
    return source is not None and notes.text.tokens[found[1]].form.startswith("ال") and source[0].pos != "office"


def phrase_end(notes: Annotated, start: int, high: int) -> int:
    """The token after a source phrase that begins at `start`."""
    at = start
    while at < high and at - start < LONGEST:
        if at > start and _stops(notes, at):
            break
        clause = notes.mark(at, "clause")
        if clause is not None and clause[0].value in _ENDERS:
            break
        at += 1
    return at


def _stops(notes: Annotated, at: int) -> bool:
    """Whether a source phrase is over before a token behind its first."""
    if any(mark in notes.text.tokens[at].gap for mark in _BREAKS):
        return True
    prep = notes.mark(at, "prep")
    if prep is not None and prep[0].value in ("الى", "عن", "على") and not names_person(notes, at):
        return True
    dated = at in notes.mentions and notes.mentions[at][0].kind == "date"
    return dated or _reports(notes, at) or (at in notes.predicates and at not in notes.inside)


def with_name(notes: Annotated, start: int, end: int, high: int) -> int:
    """The end of a source phrase with the name that a comma or quotation marks set off from its title."""
    if end <= start or end >= high or not any(mark in notes.text.tokens[end].gap for mark in "،" + _QUOTES):
        return end
    if not _office(notes, start) or notes.mark(end, "clause") is not None:
        return end
    titled = notes.mark(end, "name")
    if names_person(notes, end) or (titled is not None and titled[0].value == "personal"):
        return phrase_end(notes, end, high)
    return end


def past_recipient(notes: Annotated, start: int, high: int) -> int:
    """The token after whom a source spoke to («لـ«صوت الوادي» مصدر…», «أمس مصدر…»)."""
    at = start
    if at < high and at in notes.mentions and notes.mentions[at][0].kind == "date":
        at = notes.mentions[at][0].end_token
    if at >= high:
        return start
    to = notes.text.tokens[at].form == "ل"
    if not to and not any(mark in notes.text.tokens[at].gap for mark in "«“"):
        return at
    for after in range(at + 1 + to, min(high, at + _RECIPIENT + 2)):
        if any(mark in notes.text.tokens[after].gap for mark in '"»”'):
            return after if notes.mark(after, "clause") is None else at
    return at


def names_person(notes: Annotated, at: int) -> bool:
    """Whether a token starts a person's name; «على» folds like «علي» and is none."""
    if any(m.kind == "person" for m in notes.mentions.get(at, ())):
        return True
    mark = notes.mark(at, "name")
    return mark is not None and mark[0].value == "given" and notes.text.word(at).removeprefix("و") != "على"


def _office(notes: Annotated, at: int) -> bool:
    """Whether a word is a title or post, whose holder's name may follow."""
    mark = notes.mark(at, "source")
    if mark is not None and mark[0].pos == "office":
        return True
    title = notes.mark(at, "name")
    return title is not None and title[0].value in ("office", "personal")


def _unlisted_name(notes: Annotated, start: int, end: int) -> bool:
    """Whether a phrase opens with two to four words that no table knows, the first without an article: a name
    («فرحان الصلفاني»), whatever post follows it («فرحان الصلفاني عضو المجلس»)."""
    plain = start
    while plain < end and _plain(notes, plain):
        plain += 1
    if not 2 <= plain - start <= _NAME_WORDS:
        return False
    first = notes.text.tokens[start].form
    return not first.startswith("ال") and not first.endswith(("ون", "ين", "ات", "ه"))


def classify(
    notes: Annotated, start: int, end: int, known: Speakers, unlisted: bool
) -> tuple[SourceClass | None, str | None]:
    """Class of the source phrase at tokens [start, end) and the actor it speaks for.

    The first word that tells decides: an organisation, a medium or «مصادر» stays so whoever is named behind it.
    """
    source: SourceClass | None = None
    actor: str | None = None
    title = notes.mark(start, "name")
    titled = title is not None and title[0].value == "personal" and start + 1 < end and _plain(notes, start + 1)
    named = titled or known.knows(notes, start) or (unlisted and _unlisted_name(notes, start, end))
    open_head = True
    for at in range(start, end):
        for mention in notes.mentions.get(at, ()):
            if isinstance(mention.value, ActorValue):
                actor = actor or mention.value.id
                named = named or (open_head and mention.value.kind == "person")
        named = named or (open_head and names_person(notes, at))
        mark = notes.mark(at, "source")
        if mark is not None and source is None:
            source = mark[0].value  # type: ignore[assignment]
            open_head = open_head and (mark[0].pos == "office" or _office(notes, at))
        elif mark is None and source is None and actor is not None and not named:
            open_head = False
    if named:
        return "named", actor
    if source is None and actor is not None and end - start <= 6:
        return ("anonymous" if actor in _CROWDS else "official"), actor
    return source, actor


def _trimmed(notes: Annotated, start: int, end: int) -> tuple[int, int]:
    """A source phrase without the auxiliaries of its verb and without «رواية» before a medium."""

    def edge(at: int) -> str | None:
        mark = notes.mark(at, "edge")
        return mark[0].value if mark is not None else None

    while start < end and edge(start) == "auxiliary":
        start += 1
    while start < end and edge(end - 1) == "auxiliary":
        end -= 1
    medium = notes.mark(start + 1, "source") if start + 1 < end and edge(start) == "account" else None
    if medium is not None and medium[0].value == "media":
        start += 1
    return start, end


def link(notes: Annotated, start: int, end: int, known: Speakers, unlisted: bool = False) -> ChainLink | None:
    """The link of a chain that a source phrase makes, or None where the words name no source.

    `unlisted`: words that no table knows may be a name here.
    """
    start, end = _trimmed(notes, start, end)
    if end <= start or notes.mark(start, "prep") is not None:
        return None
    source, actor = classify(notes, start, end, known, unlisted)
    if source is None:
        return None
    if source == "named":
        known.learn(notes, start, end)
    span = notes.text.span(start, end)
    if notes.prefix_preposition(start) and len(span.text) > 1:
        span = Span(span.start + 1, span.end, span.text[1:])
    return ChainLink(source, span, actor)
