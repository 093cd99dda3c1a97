"""Source phrases: where one ends, whom it names, and of which class its speaker is."""

from __future__ import annotations

from takhrij.core.records import ActorValue, ChainLink, SourceClass, Span
from takhrij.frame.marks import Annotated
from takhrij.frame.speakers import Speakers, names_person, office, plain

LONGEST = 14
_ENDERS = frozenset({"that", "relative", "clause"})
_QUOTES = '"«»“”'
_BREAKS = "،:;؛\n" + _QUOTES
# People told of in the plural speak without a name.
_CROWDS = frozenset({"civilians", "journalists", "aid_workers", "tribes", "unknown_gunmen"})
# An unlisted name has at most so many words.
_NAME_WORDS = 4
_RECIPIENT = 5
_BETWEEN = 3
_LONG_ACTOR = 6
_SHORTEST = 4
# One unlisted word that begins like a participle, a verb or with a clitic, or ends like a plural or a feminine, is
# more likely a noun than a surname.
_NOUN_OR_VERB = ("م", "ب", "ل", "ك", "و", "ت", "ي", "ا")
_NO_NAME = ("ه", "ات", "ون", "ين", "ا")


def _reports(notes: Annotated, at: int) -> bool:
    return reports_at(notes, at) is not None and at not in notes.inside


def edge(notes: Annotated, at: int) -> str | None:
    """What a word at the edge of a source phrase does there, or None."""
    mark = notes.mark(at, "edge") if at >= 0 else None
    return mark[0].value if mark is not None else None


def reports_at(notes: Annotated, at: int) -> str | None:
    """What a verb of reporting at a token does, told of a third person.

    With a pronoun behind it («تابعه») it is another word, unless «ما» stands before it («ما أعلنه الوزير»); what
    nobody said («لم تعلن الجماعة») is no telling.
    """
    found = notes.mark(at, "report")
    if found is None:
        return None
    mark, _, split = found
    if mark.form is not None and mark.form.person != 3:
        return None
    if split.suffix and edge(notes, at - 1) != "as":
        return None
    before = notes.mark(at - 1, "modality") if at else None
    if before is not None and before[0].pos == "negation" and not split.prefix and mark.form is not None:
        return None
    return mark.value


def phrase_end(notes: Annotated, start: int, high: int) -> int:
    """The token after a source phrase that begins at `start`."""
    at = start
    opening = notes.mark(start, "clause")
    if opening is not None and opening[0].value == "responsible":
        at = opening[1]
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
    happens = at in notes.predicates and at not in notes.inside and not _of_a_body(notes, at)
    return dated or _reports(notes, at) or happens


def _of_a_body(notes: Annotated, at: int) -> bool:
    """Whether a word that may tell a happening names what a body is for («لجنة الوساطة», «هيئة التفاوض»)."""
    body = notes.mark(at - 1, "source")
    if body is None or notes.text.tokens[at - 1].form.startswith(("ال", "وال")):
        return False
    return body[0].value == "official" and notes.text.tokens[at].form.startswith("ال")


def with_name(notes: Annotated, start: int, end: int, high: int) -> int:
    """The end of a source phrase with the name that a comma or quotation marks set off from its title."""
    if end <= start or end >= high or not any(mark in notes.text.tokens[end].gap for mark in "،" + _QUOTES):
        return end
    if not office(notes, start) or notes.mark(end, "clause") is not None:
        return end
    titled = notes.mark(end, "name")
    if names_person(notes, end) or (titled is not None and titled[0].value == "personal"):
        return phrase_end(notes, end, high)
    return end


def subject_start(notes: Annotated, start: int, high: int) -> int:
    """Where the source may stand behind a verb of telling: behind the day, the hearer and the occasion that come
    between («لـ«صوت الوادي» مصدر…», «أمس، في بيان، متحدث…»)."""
    at = start
    for _ in range(_BETWEEN):
        after = _past_phrase(notes, at, high)
        if after == at or after >= high:
            return at
        at = after
    return at


def _past_phrase(notes: Annotated, at: int, high: int) -> int:
    """The token after one day, adverb or prepositional phrase that starts at a token; the token itself if none does."""
    if at >= high or notes.mark(at, "clause") is not None:
        return at
    token = notes.text.tokens[at]
    if at in notes.mentions and notes.mentions[at][0].kind == "date":
        return notes.mentions[at][0].end_token
    if edge(notes, at) == "adverb":
        return at + 1
    to = token.form in ("ل", "ب")
    if to or any(mark in token.gap for mark in "«“"):
        for after in range(at + 1 + to, min(high, at + _RECIPIENT + 2)):
            if any(mark in notes.text.tokens[after].gap for mark in '"»”'):
                return after
        return at
    return _past_preposition(notes, at, high)


def _past_preposition(notes: Annotated, at: int, high: int) -> int:
    """The token after a prepositional phrase: a preposition with its pronoun, or with one mention or an occasion."""
    prep = notes.mark(at, "prep")
    if prep is not None and prep[2].suffix:
        return at + 1
    if prep is None or edge(notes, at + 1) != "occasion":
        return at
    after = at + 2
    while after < high and after - at <= _RECIPIENT and not _may_head(notes, after):
        if notes.text.tokens[after].gap or notes.mark(after, "clause") is not None:
            return at
        after += 1
    return after if after < high and _may_head(notes, after) else at


def _may_head(notes: Annotated, at: int) -> bool:
    """Whether a table knows a word as the head of a source phrase."""
    if notes.mark(at, "source") is not None or names_person(notes, at) or office(notes, at):
        return not notes.prefix_preposition(at)
    return any(m.kind == "actor" for m in notes.mentions.get(at, ())) and not notes.prefix_preposition(at)


def _past_quantifier(notes: Annotated, start: int, end: int) -> int:
    """The token after «عدد من», «بعض», «ثلاثة من»: the people counted are the source."""
    found = notes.mark(start, "edge")
    if found is not None and found[0].value == "some":
        rest = range(found[1], min(end, found[1] + 2))
        return next((at + 1 for at in rest if notes.text.word(at) == "من"), found[1])
    counted = any(m.kind == "count" for m in notes.mentions.get(start, ()))
    if start + 2 < end and notes.text.word(start + 1) == "من" and counted:
        return start + 2
    return start


def _unlisted_name(notes: Annotated, start: int, end: int) -> bool:
    """Whether a phrase opens with two to four words that no table knows, the first without an article: a name
    («فرحان الصلفاني»), whatever post follows it («فرحان الصلفاني عضو المجلس»)."""
    stop = start
    while stop < end and (plain(notes, stop) or (stop > start and _only_by_clitic(notes, stop))):
        stop += 1
    if not 2 <= stop - start <= _NAME_WORDS:
        return False
    first = notes.text.tokens[start].form
    plural = len(first) >= _SHORTEST and first.endswith(("ون", "ين", "ات"))
    return not first.startswith("ال") and not plural and not first.endswith("ه") and not _people(notes, start)


def _only_by_clitic(notes: Annotated, at: int) -> bool:
    """Whether a word is known only with its first letter read as a clitic («بادي» is no «ب» with another word)."""
    marks = notes.marks.get(at, ())
    strange = at not in notes.predicates and at not in notes.mentions
    return strange and bool(marks) and all(split.prefix for _, _, split in marks)


def _people(notes: Annotated, at: int) -> bool:
    """Whether an unlisted word is a sound plural of people («غزاويون», «متمردو»)."""
    form = notes.text.tokens[at].form
    if not plain(notes, at) or len(form) <= _SHORTEST:
        return False
    return form.endswith("ون") or (form.startswith("م") and form.endswith("و"))


def _lone_name(notes: Annotated, at: int) -> bool:
    """Whether one unlisted word before what it tells is a surname («وأوضح الدليمي أن», «وقال باديسو في تصريح»)."""
    form = notes.text.tokens[at].form
    if not plain(notes, at) or notes.singular(at) or len(form) < _SHORTEST or _people(notes, at):
        return False
    if form.startswith("ال"):
        return form.endswith("ي") and len(form) > _SHORTEST + 1
    return not form.startswith(_NOUN_OR_VERB) and not form.endswith(_NO_NAME)


def _heads(notes: Annotated, at: int, end: int, known: Speakers, unlisted: bool) -> bool:
    """Whether a word may head a source phrase."""
    if notes.mark(at, "source") is not None or office(notes, at) or names_person(notes, at) or known.knows(notes, at):
        return True
    if at in notes.inside and notes.inside[at].kind in ("actor", "person"):
        return True
    return unlisted and (_unlisted_name(notes, at, end) or _people(notes, at) or _alone(notes, at, end))


def _alone(notes: Annotated, start: int, end: int) -> bool:
    """Whether a source phrase is one surname, or one with the occasion behind it."""
    behind = notes.mark(start + 1, "prep") if start + 1 < end else None
    return _lone_name(notes, start) and (end == start + 1 or behind is not None)


def _mentioned(notes: Annotated, at: int, start: int) -> bool:
    """Whether a mention ends with a token («محافظ نينوى»)."""
    if at in notes.inside:
        return True
    return any(m.end_token == at + 1 for first in range(start, at + 1) for m in notes.mentions.get(first, ()))


def _named_behind(notes: Annotated, start: int, end: int) -> bool:
    """Whether an unlisted name follows a post and the body it speaks for («المتحدث باسم الوزارة جيف ديفيس»)."""
    for at in range(start + 2, end):
        before = at - 1
        settled = notes.text.tokens[before].form.startswith("ال") or _mentioned(notes, before, start)
        if settled and _unlisted_name(notes, at, end):
            return True
        title = notes.mark(at, "name")
        if title is not None and title[0].value == "personal" and at + 1 < end and plain(notes, at + 1):
            return True
    return False


def classify(
    notes: Annotated, start: int, end: int, known: Speakers, unlisted: bool
) -> tuple[SourceClass | None, str | None]:
    """Class of the source phrase at tokens [start, end) and the actor it speaks for.

    The first word that tells decides: an organisation, a medium or «مصادر» stays so whoever is named behind it.
    """
    head = _past_quantifier(notes, start, end)
    if head >= end or not _heads(notes, head, end, known, unlisted):
        return None, None
    source, actor, named = _read(notes, head, end, known, unlisted)
    if named or (office(notes, head) and known.holds(notes, head, end)):
        return "named", actor
    mark = notes.mark(head, "source")
    if head > start and (mark is None or mark[0].pos == "office"):
        return "anonymous", actor
    if source is None and actor is not None and end - start <= _LONG_ACTOR:
        return ("anonymous" if actor in _CROWDS else "official"), actor
    if source is None and _people(notes, head):
        return "anonymous", actor
    return source, actor


def _read(
    notes: Annotated, start: int, end: int, known: Speakers, unlisted: bool
) -> tuple[SourceClass | None, str | None, bool]:
    """The class that the first known word tells, the actor named, and whether a person is named at the head."""
    source: SourceClass | None = None
    actor: str | None = None
    title = notes.mark(start, "name")
    titled = title is not None and title[0].value == "personal" and start + 1 < end and plain(notes, start + 1)
    unheard = unlisted and (_unlisted_name(notes, start, end) or _alone(notes, start, end))
    named = titled or known.knows(notes, start) or unheard
    post, open_head = office(notes, start), True
    named = named or (post and unlisted and _named_behind(notes, start, end))
    for at in range(start, end):
        for mention in notes.mentions.get(at, ()):
            if isinstance(mention.value, ActorValue):
                actor = actor or mention.value.id
                named = named or (open_head and mention.value.kind == "person")
        named = named or (open_head and names_person(notes, at))
        mark = notes.mark(at, "source")
        if mark is not None and source is None:
            source = mark[0].value  # type: ignore[assignment]
            open_head = open_head and (post or mark[0].pos == "office" or office(notes, at))
        elif mark is None and source is None and actor is not None and not (named or post):
            open_head = False
    return source, actor, named


def _trimmed(notes: Annotated, start: int, end: int) -> tuple[int, int]:
    """A source phrase without the auxiliaries of its verb and without «رواية» before a medium."""

    while start < end and edge(notes, start) == "auxiliary":
        start += 1
    while start < end and edge(notes, end - 1) == "auxiliary":
        end -= 1
    medium = notes.mark(start + 1, "source") if start + 1 < end and edge(notes, start) == "account" else None
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
        known.heard(notes, start, end)
    span = notes.text.span(start, end)
    if notes.prefix_preposition(start) and len(span.text) > 1:
        span = Span(span.start + 1, span.end, span.text[1:])
    return ChainLink(source, span, actor)
