"""What a predicate leaves unsaid because the words before it said it: carried subjects, lists under a heading."""

from __future__ import annotations

from takhrij.core.records import Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft, Hit

_CARRIED = ("actor", "target", "place")
# What is heard belongs to a deed told this many sentences away.
_HEARD = 2
# Adjectives at most between a noun and the verb that describes it.
_PHRASE = 2
_ENDED = frozenset({"و", "ل", "ول", "ب", "وب"})


def _in_line(notes: Annotated, hit: Hit) -> bool:
    """Whether a verbal noun hangs on the predicate before it by «و», «ل» or a word of purpose."""
    if hit.split.prefix in _ENDED or notes.text.tokens[hit.first].form.startswith(("و", "ل")):
        return True
    before = notes.mark(hit.first - 1, "modality") if hit.first else None
    return before is not None and before[0].pos in ("planned", "aim", "attempt")


def carry_subject(notes: Annotated, drafts: list[Draft], draft: Draft) -> None:
    """Give a predicate without a subject the one of the predicate before it."""
    hit = draft.hit
    subject = hit.frame.roles.get("subject", "")
    if hit.predicate.form is None and hit.split.prefix == "و" and drafts:
        last = drafts[-1]
        if last.hit.sentence == hit.sentence and last.modality == "planned" and draft.modality == "asserted":
            draft.modality = "planned"
    if subject in ("", "target") or draft.roles.get("actor"):
        return
    form = hit.predicate.form
    verbal = form is not None and (form.plural or bool(hit.split.suffix))
    nominal = form is None and _in_line(notes, hit)
    if not verbal and not nominal:
        return
    for before in reversed(drafts):
        apart = hit.sentence - before.hit.sentence
        if apart > (1 if verbal else 0):
            return
        held = before.roles.get("actor")
        if held and not {getattr(m.value, "id", "") for m in held} & draft.ids("target"):
            draft.roles["actor"] = list(held)
            return


def first_person(notes: Annotated, draft: Draft, source: range) -> None:
    """«أطلقنا»: a first-person verb is the deed of those for whom the speaker speaks."""
    form = draft.hit.predicate.form
    if form is None or form.person != 1 or draft.hit.frame.roles.get("subject") != "actor":
        return
    spoken = [m for at in source for m in notes.mentions.get(at, ()) if m.kind == "actor"]
    if spoken:
        draft.roles["actor"] = spoken[:1]


def carry_object(notes: Annotated, drafts: list[Draft], draft: Draft) -> None:
    """«كانوا مسجونين»: a phrase that says nothing but the state speaks of those named just before."""
    if draft.hit.frame.carry != "target" or not drafts:
        return
    before = drafts[-1]
    if before.hit.sentence != draft.hit.sentence:
        return
    if before.type in ("release", "exchange") and _freed_first(notes, before, draft):
        return
    if draft.roles.get("target"):
        return
    if not before.roles.get("target"):
        return
    draft.roles["target"] = list(before.roles["target"])
    told = next((before.counts[k] for k in ("released", "exchanged") if k in before.counts), None)
    if told is not None and draft.hit.frame.count and draft.hit.frame.count not in draft.counts:
        draft.counts[draft.hit.frame.count] = told


def _freed_first(notes: Annotated, before: Draft, draft: Draft) -> bool:
    """«أفرجوا عن اثنين من التنظيم كانا محتجزين، مقابل أسيرين»: those freed first were held by who frees them."""
    freed, given = before.counts.get("released"), before.counts.get("exchanged")
    at = notes.text.tokens[draft.hit.first].start
    if freed is None or not freed.of or (given is not None and given.span.start < at):
        return False
    named = (m for i in range(before.hit.end, draft.hit.first) for m in notes.mentions.get(i, ()))
    held = [m for m in named if m.kind == "actor" and getattr(m.value, "id", "") in freed.of]
    holders = [m for m in before.roles.get("actor", ()) if getattr(m.value, "id", "") not in freed.of]
    if not held or not holders:
        return False
    draft.roles["target"], draft.roles["actor"] = held, holders
    draft.counts = {"captured": freed}
    return True


def share_captives(drafts: list[Draft]) -> None:
    """Who is let go was held by the one who lets go: what one telling leaves out the other, near it, has."""
    held = [d for d in drafts if d.type == "detain"]
    for freed in (d for d in drafts if d.type == "release"):
        near = [d for d in held if abs(d.hit.sentence - freed.hit.sentence) <= 1]
        if not near:
            continue
        taken = min(near, key=lambda d: abs(d.hit.first - freed.hit.first))
        if all(one & other for one, other in _told(freed, taken)):
            _complete(freed, taken)
            # Who was held «since before the coup» may have been taken by others.
            if taken.time is None or not taken.time.edtf.startswith("../"):
                _complete(taken, freed)


def _told(one: Draft, other: Draft) -> list[tuple[set[str], set[str]]]:
    """Who fills the roles that both of two drafts tell."""
    both = (role for role in ("actor", "target") if one.roles.get(role) and other.roles.get(role))
    return [(one.ids(role), other.ids(role)) for role in both]


def _complete(draft: Draft, other: Draft) -> None:
    for role, facing in (("actor", "target"), ("target", "actor")):
        if not draft.roles.get(role) and other.roles.get(role) and not other.ids(role) & draft.ids(facing):
            draft.roles[role] = list(other.roles[role])


def settle_return(drafts: list[Draft], draft: Draft) -> None:
    """«تم الانسحاب لصالح ب مقابل مبالغ»: who gained by the deed pays the one who did it."""
    if not draft.hit.frame.in_return or draft.roles.get("actor"):
        return
    near = [d for d in drafts if d.hit.sentence == draft.hit.sentence and d.roles.get("beneficiary")]
    if not near:
        return
    deed = near[-1]
    draft.roles["actor"] = list(deed.roles["beneficiary"])
    doer = deed.roles.get("actor") or next(
        (d.roles["actor"] for d in reversed(drafts) if d.type == deed.type and d.roles.get("actor")), []
    )
    if doer and not draft.roles.get("target"):
        draft.roles["target"] = list(doer)


def without_echoes(drafts: list[Draft]) -> list[Draft]:
    """Drafts without what is only heard of a deed told beside them («سمع دوي انفجارات» after an air strike)."""
    told: dict[int, list[Draft]] = {}
    for draft in drafts:
        told.setdefault(draft.hit.sentence, []).append(draft)
    kept = []
    for draft in drafts:
        sources, here = draft.hit.frame.echo, draft.hit.sentence
        around = range(here - _HEARD, here + _HEARD + 1) if sources else ()
        near = (d for sentence in around for d in told.get(sentence, ()) if d is not draft)
        if not sources or not any(d.type in sources for d in near):
            kept.append(draft)
    return kept


def without_described(notes: Annotated, drafts: list[Draft]) -> list[Draft]:
    """Drafts without the verbs that describe a noun of the same type («بألغام زرعها المسلحون»): they tell who did it,
    which the noun has taken, and what else they tell fills what it lacks."""
    syntax = notes.syntax
    kept: list[Draft] = []
    for draft in drafts:
        clause = syntax.clauses[syntax.owner[draft.hit.first]]
        last = kept[-1] if kept else None
        described = (
            last is not None
            and (last.type, last.modality, last.polarity) == (draft.type, draft.modality, draft.polarity)
            and clause.kind == "relative"
            and clause.verb == draft.hit.first
            and last.hit.first <= clause.noun <= last.hit.end + _PHRASE
        )
        if last is None or not described:
            kept.append(draft)
            continue
        for role, mentions in draft.roles.items():
            last.roles.setdefault(role, list(mentions))
        for key, count in draft.counts.items():
            last.counts.setdefault(key, count)
        last.time = last.time or draft.time
    return kept


def _is_heading(notes: Annotated, sentence: int) -> bool:
    """Whether a line ends with a colon and a numbered line follows."""
    if sentence + 1 >= len(notes.text.sentences):
        return False
    following = notes.text.tokens[notes.text.sentences[sentence + 1][0]]
    return ":" in following.gap and "\n" in following.gap and following.form.isdigit()


def _list_end(notes: Annotated, sentence: int) -> int:
    """The sentence after the last one of the list under a heading: lists end at a line without a number."""
    at = sentence + 1
    while at < len(notes.text.sentences):
        first = notes.text.tokens[notes.text.sentences[at][0]]
        if "\n" in first.gap and not first.form.isdigit():
            break
        at += 1
    return at


def spread_headings(notes: Annotated, drafts: list[Draft]) -> list[Draft]:
    """Drafts with what a heading tells laid on the items of its list; the heading itself makes no claim."""
    kept = list(drafts)
    for heading in drafts:
        if heading.hit.predicate.pos == "verb" or not _is_heading(notes, heading.hit.sentence):
            continue
        items = range(heading.hit.sentence + 1, _list_end(notes, heading.hit.sentence))
        below = [d for d in kept if d.hit.sentence in items]
        if not any(d.type == heading.type for d in below):
            continue
        for item in below:
            roles = _CARRIED if item.type == heading.type else ("place",)
            _fill(item, heading, roles)
        kept.remove(heading)
    return kept


def _fill(item: Draft, heading: Draft, roles: tuple[str, ...]) -> None:
    for role in roles:
        held: list[Mention] | None = heading.roles.get(role)
        if held and not item.roles.get(role):
            item.roles[role] = list(held)
