"""Whether a predicate is told as done, hedged, ahead, denied, refused, failed or ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from takhrij.core.edtf import bounds
from takhrij.core.records import Modality, Polarity
from takhrij.frame.lexicon import Mark
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit

_REACH = 6
_PARENTHESIS = 8
_ANY = 2
_NEGATED_REACH = 9
_PARTICLE_REACH = 2
_DENIAL_REACH = 16
_STOPPERS = frozenset({"clause", "relative", "result"})
_ADJACENT_NOUN = 2
# «تطهير البلدة سوف يستغرق شهرا»: how far behind a verbal noun its own verb may tell that it is ahead.
_AFTER = 10
_CONDITION = 3
# «رفضت الشركة دفع الفدية»: how many words a verb of will may stand before what was refused.
_SUBJECT = 3
# An imperfect has at least so many letters.
_SHORTEST = 4
# Whoever tries these does something, and who foils them meets them.
_TRIED = frozenset({"clash", "airstrike", "shelling", "mobilize", "negotiation"})
# A word of time or cause right before a verbal noun cuts it off from the verbs further back.
_CIRCUMSTANCES = frozenset({"خلال", "بعد", "منذ", "بسبب"})
# What is done by speaking is not ahead because its terms, or efforts, are told.
_SPOKEN = frozenset({"agreement", "negotiation"})
# What ends only some dealings: a siege is lifted, talks are walked out of, a truce runs out.
_ENDS = {
    "lift": frozenset({"siege"}),
    "walkout": frozenset({"negotiation"}),
    "verb_over": frozenset({"agreement", "siege", "negotiation"}),
    "noun_over": frozenset({"agreement", "siege", "negotiation"}),
}
_WHATEVER = frozenset({"أي", "أية", "أيّ", "اي"})
_AIMS = ("aim", "aim_attempt")
_PROCLITICS = frozenset({"", "و", "ف"})

Told = tuple[Modality, Polarity]


def _back(notes: Annotated, hit: Hit, reach: int) -> Iterator[int]:
    """Tokens before a predicate, nearest first, as far as a reach in words: a name counts once, what stands between
    two commas («طالبوا، في بيان، بالإفراج») not at all."""
    low = notes.text.sentences[hit.sentence][0]
    at, left = hit.first - 1, reach
    while at >= low and left > 0:
        skipped = _past_parenthesis(notes, at, low)
        if skipped < at:
            at = skipped
            continue
        yield at
        mention = notes.inside.get(at)
        at = mention.first - 1 if mention is not None and mention.first < at else at - 1
        left -= 1


def _past_parenthesis(notes: Annotated, at: int, low: int) -> int:
    """The token before what stands between two commas right behind a token; the token itself where nothing does."""
    if at + 1 >= len(notes.text.tokens) or "،" not in notes.text.tokens[at + 1].gap:
        return at
    for start in range(at, max(low, at - _PARENTHESIS), -1):
        if "،" in notes.text.tokens[start].gap:
            return (
                start - 1
                if notes.mark(start, "prep") is not None or notes.mark(start, "according") is not None
                else at
            )
    return at


def _denied_by_speaker(notes: Annotated, hit: Hit) -> bool:
    """Whether a verb of denial governs the predicate from further off («نفى المتحدث … مقتل أحد في هجوم»)."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _DENIAL_REACH) - 1, -1):
        clause = notes.mark(at, "clause")
        if clause is not None and clause[0].value in ("clause", "relative"):
            return False
        report = notes.mark(at, "report")
        if report is not None and at not in notes.inside:
            return report[0].value == "deny"
    return False


def _ahead(notes: Annotated, at: int) -> bool:
    """Whether a token is a verb of the future that carries a verbal noun («سيتم», «ستواصل»)."""
    marked = notes.mark(at, "modality")
    if marked is not None and marked[0].pos == "ahead":
        return True
    light = notes.mark(at, "light")
    if light is not None and light[0].form is not None:
        return light[0].form.aspect == "imperfect" and "س" in light[2].prefix
    if at in notes.predicates or at in notes.inside or at in notes.mentions:
        return False
    return any(s.prefix.endswith("س") and _imperfect_like(s.key) for s in notes.text.tokens[at].splits)


def _imperfect_like(key: str) -> bool:
    """Whether what follows the particle of the future looks like an imperfect («تكثف») and not like the rest of
    another word («سيارة», «سياسة», «سيطرة»)."""
    return len(key) >= _SHORTEST and key[0] in "يت" and (key[1] not in "اط" or key[:3] in ("يات", "تات"))


def _future(hit: Hit) -> bool:
    form = hit.predicate.form
    return form is not None and form.aspect == "imperfect" and "س" in hit.split.prefix


def _undergone(notes: Annotated, hit: Hit) -> bool:
    """«تعرضت البلدة لقصف»: what somebody underwent was no aim."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _REACH) - 1, -1):
        light = notes.mark(at, "light")
        if light is not None:
            return light[0].value == "undergo" or at == hit.first - 1
    return False


def purpose(notes: Annotated, hit: Hit) -> bool:
    """«لفتح جبهة», «ليسيطر»: an end in view, not a deed."""
    if not hit.split.prefix.endswith("ل") or hit.first == 0 or hit.frame.thing:
        return False
    form = hit.predicate.form
    if form is not None:
        return form.aspect == "imperfect"
    word = notes.text.tokens[hit.first].form
    return not word.startswith("لل") and not word.endswith("ات") and not _undergone(notes, hit)


def aim(notes: Annotated, hit: Hit) -> bool:
    """Whether a planned verbal noun is only the end of another deed («هاجموها من أجل السيطرة عليها»)."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _REACH) - 1, -1):
        marked = notes.mark(at, "modality")
        if (
            marked is not None
            and hit.predicate.form is None
            and _governs(notes, marked[0], hit, hit.first - marked[1])
        ):
            return marked[0].pos in _AIMS
    return False


def demanded(notes: Annotated, hit: Hit) -> bool:
    """«تمهل المسلحين حتى الجمعة لتسليم أنفسهم»: what a verb of demand or promise governs is no mere aim."""
    for at in () if hit.frame.type in _SPOKEN else _back(notes, hit, _REACH):
        if notes.mark(at, "clause") is not None:
            return False
        marked = notes.mark(at, "modality")
        if marked is not None and marked[0].pos == "verb_planned":
            return True
    return False


def _aimed(notes: Annotated, hit: Hit) -> bool:
    """«لاستعادة السيطرة», «لشن هجمات»: the aim is told by the noun that governs this one."""
    if hit.predicate.form is not None or hit.first == notes.text.sentences[hit.sentence][0]:
        return False
    before = hit.first - 1
    light, match = notes.mark(before, "light"), notes.predicates.get(before)
    prefix = light[2].prefix if light is not None else match.split.prefix if match is not None else ""
    return prefix.endswith("ل") and not notes.text.tokens[before].form.startswith("لل") and not _undergone(notes, hit)


def _told_after(notes: Annotated, hit: Hit) -> Modality | None:
    """«السيطرة على البلدة مسألة وقت», «هجمات نسبت إلى الجماعة»: what follows a verbal noun in its clause says of it."""
    if hit.predicate.form is not None:
        return None
    high = notes.text.sentences[hit.sentence][1]
    for at in range(hit.end, min(high, hit.end + _AFTER)):
        clause = notes.mark(at, "clause")
        if clause is not None or notes.text.tokens[at].gap[:1] in ("،", ".", ":"):
            return None
        marked = notes.mark(at, "modality")
        if marked is not None and _undone_after(marked[0], hit):
            return "denied"
        beside = marked is not None and marked[0].pos == "next" and at == hit.end
        if beside or _ahead(notes, at) or (marked is not None and marked[0].pos in ("after", "condition")):
            return "planned"
        if marked is not None and marked[0].pos == "alleged_after":
            return "alleged"
    return None


def _undone_after(mark: Mark, hit: Hit) -> bool:
    """«هدنتين فاشلتين», «المحادثات التي أجلت»: what follows a verbal noun tells that it came to nothing."""
    if hit.frame.type in _TRIED - {"negotiation"}:
        return False
    finite = mark.pos == "verb" and mark.value == "failed" and mark.form is not None and mark.form.aspect == "perfect"
    return mark.pos == "failed_after" or finite


def _unseen(notes: Annotated, hit: Hit) -> bool:
    """«لم تشهد المدينة أي قصف», «لم تكن الجماعة قد أفرجت عنهم»: a negation further off denies what «أي» or «قد» precedes."""
    low = notes.text.sentences[hit.sentence][0]
    near = range(max(low, hit.first - _ANY), hit.first)
    whatever = any(notes.text.word(at) in _WHATEVER for at in near)
    already = _finite(notes, hit) and hit.first > low and notes.text.tokens[hit.first - 1].form == "قد"
    if not whatever and not already:
        return False
    for at in _back(notes, hit, _NEGATED_REACH):
        clause = notes.mark(at, "clause")
        if clause is not None:
            return False
        if (m := notes.mark(at, "modality")) is not None and m[0].pos == "negation":
            edge = notes.mark(at + 1, "edge")
            return whatever or (edge is not None and edge[0].value == "auxiliary")
    return False


def _conditional(notes: Annotated, at: int, low: int) -> bool:
    """Whether a condition opens right before a token («إذا لم ينسحبوا»)."""
    spots = range(max(low, at - _CONDITION), at)
    return any((m := notes.mark(spot, "modality")) is not None and m[0].pos == "condition" for spot in spots)


def _negated(notes: Annotated, at: int, low: int) -> bool:
    marked = notes.mark(at - 1, "modality") if at > low else None
    return marked is not None and marked[0].pos == "negation"


def _finite(notes: Annotated, hit: Hit) -> bool:
    """Whether a predicate is a perfect, which nothing before it governs.

    «قصف» is read as a verb and is a noun behind a verb that carries it («ستكثف قصف البلدة») or a preposition.
    """
    form = hit.predicate.form
    if form is None or form.aspect != "perfect":
        return False
    bare = form.person == 3 and not form.plural and not form.feminine and not hit.split.prefix
    if not bare or not hit.first:
        return True
    if any(notes.mark(hit.first - 1, kind) is not None for kind in ("light", "prep", "modality")):
        return False
    return not _behind_subject(notes, hit)


def _behind_subject(notes: Annotated, hit: Hit) -> bool:
    """«رفضت الشركة دفع الفدية»: behind a verb of will and its subject, no word of a clause between, stands a noun."""
    for at in _back(notes, hit, _SUBJECT):
        if notes.mark(at, "clause") is not None or notes.text.tokens[at + 1].gap.strip():
            return False
        marked = notes.mark(at, "modality")
        if marked is not None and marked[0].form is not None and not marked[2].suffix and at not in notes.inside:
            return marked[0].pos in ("verb", "verb_planned")
    return False


def _governs(notes: Annotated, mark: Mark, hit: Hit, distance: int) -> Told | None:
    """What a word of modality says of a predicate at a distance; None when it says nothing of it."""
    kind = hit.frame.type
    if _finite(notes, hit):
        return None
    if mark.pos in ("verb", "noun"):
        if kind in _TRIED - {"negotiation"} and (mark.value == "failed" or kind == "clash"):
            return None
        near = mark.pos == "verb" or distance < _ADJACENT_NOUN or (kind == "siege" and mark.value == "ended")
        return ("denied", cast(Polarity, mark.value)) if near else None
    if mark.pos in _ENDS:
        near = not mark.pos.startswith("noun") or distance < _ADJACENT_NOUN
        return ("denied", cast(Polarity, mark.value)) if near and kind in _ENDS[mark.pos] else None
    if mark.pos in ("broken", "verb_broken"):
        near = mark.pos == "verb_broken" or distance < _ADJACENT_NOUN
        return ("denied", cast(Polarity, mark.value)) if near and kind == "agreement" else None
    if mark.pos in ("attempt", "verb_attempt"):
        return None if kind in _TRIED else ("planned", "did")
    if mark.pos in ("terms", "effort"):
        return None if kind in _SPOKEN else ("planned", "did")
    if mark.pos == "aim_attempt" and kind in _TRIED:
        return None
    return ("planned", "did") if mark.pos in ("planned", "verb_planned", *_AIMS) else None


def _imperfect(notes: Annotated, hit: Hit, at: int) -> bool:
    """Whether the verb at a token is an imperfect that is the predicate or carries it («قد تشن غارات»)."""
    light = notes.mark(at, "light")
    form = hit.predicate.form if at == hit.first else light[0].form if light is not None else None
    return form is not None and form.aspect == "imperfect"


def _comma(notes: Annotated, start: int, end: int) -> bool:
    return any("،" in notes.text.tokens[at].gap for at in range(start, end + 1))


def _cut_off(notes: Annotated, hit: Hit) -> bool:
    prep = notes.mark(hit.first - 1, "prep") if hit.first else None
    return prep is not None and hit.predicate.form is None and prep[0].value in _CIRCUMSTANCES


def _before(notes: Annotated, hit: Hit) -> Told:
    """What the words before a predicate say of it, the nearest first."""
    low = notes.text.sentences[hit.sentence][0]
    hedged: Modality = "asserted"
    said = False
    for at in _back(notes, hit, _REACH):
        clause = notes.mark(at, "clause")
        if (clause is not None and clause[0].value in _STOPPERS) or "." in notes.text.tokens[at + 1].gap:
            break
        if not _finite(notes, hit) and hit.first - at <= _ADJACENT_NOUN + 2 and _ahead(notes, at):
            return "planned", "did"
        said = said or notes.text.word(at).startswith("إن")
        marked = notes.mark(at, "modality")
        if marked is None or at in notes.inside or (said and marked[0].pos in ("planned", *_AIMS)):
            continue
        mark, end, split = marked
        distance = hit.first - end
        if mark.pos == "affirmed":
            break
        if mark.pos.startswith("negation"):
            near = 0 if mark.pos == "negation_strict" else _PARTICLE_REACH - 1
            fitting = mark.pos == "negation" or hit.predicate.pos == "verb"
            if distance <= near and fitting and split.prefix in _PROCLITICS:
                return ("planned", "did") if _conditional(notes, at, low) else ("denied", "did_not")
        elif mark.pos == "verb_warn":
            if (prep := notes.mark(hit.first - 1, "prep")) is not None and prep[0].value == "من":
                return "planned", "did"
        elif mark.pos == "may":
            if _imperfect(notes, hit, end):
                return "planned", "did"
        elif mark.pos == "condition" and (distance < _CONDITION or not _comma(notes, end, hit.first)):
            return "planned", "did"
        elif mark.pos in ("alleged", "verb_alleged"):
            hedged = "alleged"
        elif (told := _governs(notes, mark, hit, distance)) is not None:
            # «لم تتوقف عن القصف»: a negated refusal or end is the deed itself.
            return (hedged, "did") if told[0] == "denied" and _negated(notes, at, low) else told
    return hedged, "did"


def _withheld(notes: Annotated, hit: Hit) -> bool:
    """«لم تسمح بدخول القوافل», «رفضت فتح الطريق»: a siege that is not lifted holds."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _ANY - 1) - 1, -1):
        marked = notes.mark(at, "modality")
        if marked is not None and marked[0].pos in ("negation", "verb", "noun"):
            return marked[0].value in ("did_not", "refused")
    return False


def judge(notes: Annotated, hit: Hit) -> Told:
    """Modality and polarity of a hit from the cues that govern it."""
    if hit.frame.polarity != "did":
        if hit.frame.type == "siege" and _withheld(notes, hit):
            return "asserted", "did"
        return "denied", hit.frame.polarity
    if _denied_by_speaker(notes, hit) or _unseen(notes, hit):
        return "denied", "did_not"
    told: Told = ("asserted", "did") if _cut_off(notes, hit) else _before(notes, hit)
    if told[0] in ("planned", "denied"):
        return told
    if _future(hit) or purpose(notes, hit) or _aimed(notes, hit):
        return "planned", "did"
    after = _told_after(notes, hit)
    return ("denied", "failed") if after == "denied" else (after or told[0], told[1])


def settle_days(notes: Annotated, drafts: list[Draft], published: str | None) -> None:
    """What is told for a day after the report is ahead; a truce that begins later has been agreed."""
    for draft in drafts:
        day = bounds(draft.time.edtf) if draft.time is not None and published else None
        if day is None or day.first is None or draft.type == "agreement" or draft.modality != "asserted":
            continue
        form = draft.hit.predicate.form
        if _cut_off(notes, draft.hit) or (form is not None and form.aspect == "perfect"):
            continue
        if day.first.isoformat() > str(published):
            draft.modality = "planned"
