"""The two sides of an exchange: whose men were freed tells who freed them."""

from __future__ import annotations

from itertools import pairwise

from takhrij.core.records import ActorValue, CountRef, CountValue, Mention
from takhrij.frame.figures import counts_between, to_count, whose
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Draft

_FOR = "مقابل"
# «الأولى مئتي أسير والثانية مئة»: words by which the second side of a deal is told, and where its number stands.
_SECOND = frozenset({"والثانيه", "والثاني", "والاخري", "والاخر", "والثانيين"})
_NEAR = 4
# Who stands between two sides, and how many tokens before the name the word may stand («الوسيط القبلي الشيخ فلان»).
_GO_BETWEENS = frozenset({"بوساطه", "وساطه", "وسيط", "الوسيط", "وسطاء", "الوسطاء", "وسيطا", "وسيطان", "وسيطين"})
_BETWEEN = 3
# Types that tell that two sides deal with each other, in the document of two releases.
# «الطرفان»: both sides told in one word, this near the verb.
_SIDES = frozenset({"الطرفان", "الجانبان", "القبيلتان", "القبيلتين", "الفصيلان", "الحركتان", "الجبهتان"})
_BOTH = 3
_TWO = 2
_EXCHANGED = frozenset({None, "person", "captive", "bodies", "killed", "injured", "family", "casualties", "other"})
_RETURNED = frozenset({"المقابل", "بالمقابل"})
# Words between the two words for one exchange, at most.
_PHRASE = 3
_SWAPS = frozenset({"give_for", "take_for", "come_for"})
# What the return of an exchange is told by: «لقاء» is its preposition, «خروج عشرة» their being let go.
_RETURNS = frozenset({"release", "negotiation", "withdraw"})
# Frames that say in whose hands somebody is, and nothing of how he was taken.
_HELD = frozenset({"in_the_grip", "had_been_held", "held_with"})
_STAGES = frozenset({"المرحله", "الدفعه", "الخطوه", "مرحله", "دفعه"})
_ASKED = frozenset({"demand", "offer", "waive"})
_DEALS = frozenset({"exchange", "agreement"})


def _swap_point(notes: Annotated, low: int, high: int) -> int | None:
    for at in range(low, high):
        mark = notes.mark(at, "prep")
        if mark is not None and mark[0].value == _FOR:
            return at
    return None


def _for_whom(notes: Annotated, low: int, high: int) -> int | None:
    """«مبادلة الضابط بعشرة من الأسرى»: where the number of those given for somebody begins."""
    for mention in _people(counts_between(notes, low, high)):
        if notes.text.tokens[mention.first].form.startswith("ب"):
            return mention.first
    return None


def _people(mentions: list[Mention]) -> list[Mention]:
    """Numbers of the living and the dead; of stages, places and sums none."""
    return [m for m in mentions if isinstance(m.value, CountValue) and m.value.of in _EXCHANGED]


def _known(notes: Annotated, draft: Draft, ids: tuple[str, ...]) -> dict[str, Mention]:
    """Parties by id: those in the role of actor, then the others of the sentence."""
    known = {m.value.id: m for m in draft.roles.get("actor", ()) if isinstance(m.value, ActorValue)}
    for at in range(*notes.text.sentences[draft.hit.sentence]):
        for mention in notes.mentions.get(at, ()):
            if isinstance(mention.value, ActorValue) and mention.value.id in ids:
                known.setdefault(mention.value.id, mention)
    return known


def _mediates(notes: Annotated, mention: Mention) -> bool:
    """Whether a party is told as the go-between («أنجز وسطاء قبليون صفقة», «الوسيط القبلي فلان»)."""
    low = max(notes.text.sentences[notes.text.sentence_of[mention.first]][0], mention.first - _BETWEEN)
    told = [at for at in range(low, mention.end_token) if _names(notes, at, _GO_BETWEENS)]
    apart = range(told[-1] + 1, mention.first + 1) if told else range(0)
    return bool(told) and not any(notes.mark(at, "prep") or notes.prefix_preposition(at) for at in apart)


def _names(notes: Annotated, at: int, words: frozenset[str]) -> bool:
    return not words.isdisjoint(split.key for split in notes.text.tokens[at].splits)


def set_mediators(notes: Annotated, draft: Draft) -> None:
    """Move go-betweens from the parties of a deal to its mediators."""
    held = draft.roles.get("actor", [])
    between = [m for m in held if _mediates(notes, m)]
    if not between:
        return
    parties = [m for m in held if m not in between]
    if parties:
        draft.roles["actor"] = parties
    else:
        del draft.roles["actor"]
    known = {m.first for m in draft.roles.get("mediator", ())}
    draft.roles["mediator"] = [*draft.roles.get("mediator", ()), *(m for m in between if m.first not in known)]


def without_bodies(drafts: list[Draft]) -> None:
    """Relief and world bodies beside two parties of an exchange go between them, and exchange nobody."""
    for draft in (d for d in drafts if d.type == "exchange"):
        held = draft.roles.get("actor", [])
        parties = [m for m in held if getattr(m.value, "kind", "") != "body"]
        if len(parties) == _TWO < len(held):
            draft.roles["actor"] = parties
            draft.roles.setdefault("mediator", [m for m in held if m not in parties])


def settle(notes: Annotated, draft: Draft) -> None:
    """Order the parties and lay `released` and `exchanged` of an exchange.

    `released` are those freed by the party listed first, `exchanged` those freed in return; a lone total is
    `exchanged`.
    """
    low, high = notes.text.sentences[draft.hit.sentence]
    point = _swap_point(notes, low, high)
    if point is None and draft.hit.frame.name == "swap":
        point = _for_whom(notes, draft.hit.end, high)
    draft.roles.pop("captive_of", None)
    set_mediators(notes, draft)
    if draft.hit.frame.name == "take_for" and draft.roles.get("actor"):
        draft.roles["actor"].reverse()  # who takes his men back is not the one who freed them
    if point is None:
        return
    first = _people(counts_between(notes, low, point))
    second = _people(counts_between(notes, point, high))
    if not first or not second:
        return
    given, returned = first[-1], second[0]
    freed, back = whose(notes, given, point), whose(notes, returned, high)
    draft.counts["released"] = to_count(given, of=freed)
    draft.counts["exchanged"] = to_count(returned, of=back)
    known = _known(notes, draft, (*freed, *back))
    others = [i for i in known if i not in freed and i not in back]
    if freed and back:
        order = [*back, *freed]
    elif freed or back:
        order = [*back, *others, *freed]
    else:
        return
    draft.roles["actor"] = [known[i] for i in dict.fromkeys(order) if i in known]


def _second_number(notes: Annotated, draft: Draft) -> Mention | None:
    """The number of the second side in «على أن تطلق الأولى مئتي أسير والثانية مئة»."""
    high = notes.text.sentences[draft.hit.sentence][1]
    for at in range(draft.hit.end, high):
        if notes.text.tokens[at].form in _SECOND:
            found = _people(counts_between(notes, at + 1, min(high, at + 1 + _NEAR)))
            return found[0] if found else None
    return None


def _holders(drafts: list[Draft]) -> set[int]:
    """«استعاد اللواء أربعة كانوا في قبضة الجيش، مقابل جثتين»: who held those freed is the other side of the exchange."""
    gone: set[int] = set()
    for swap in (d for d in drafts if d.type == "exchange"):
        for held in drafts:
            told = held.type == "detain" and held.hit.frame.name in _HELD and held.time in (None, swap.time)
            inside = held.hit.sentence == swap.hit.sentence and held.hit.first > swap.hit.first
            if not told or not inside or len(swap.ids("actor")) != 1 or held.ids("actor") & swap.ids("actor"):
                continue
            swap.roles["actor"] = [*held.roles.get("actor", ()), *swap.roles["actor"]]
            if held.roles.get("place"):
                swap.roles.setdefault("place", held.roles["place"])
            gone.add(id(held))
    return gone


def _staged(notes: Annotated, draft: Draft) -> str:
    """The stage or batch that a release is told of («في المرحلة الثانية»), "" for none."""
    tokens = notes.syntax.tokens[notes.syntax.owner[draft.hit.first]]
    for at in tokens:
        if _names(notes, at, _STAGES) and at + 1 < len(notes.text.tokens):
            return notes.text.tokens[at + 1].form
    return ""


def _one_deal(notes: Annotated, a: Draft, b: Draft) -> bool:
    """Whether two releases of one sentence are the two sides of a deal; what two stages tell are two releases."""
    stages = {_staged(notes, a), _staged(notes, b)} - {""}
    if len(stages) > 1:
        return False
    alike = a.modality == b.modality and a.polarity == b.polarity == "did"
    told = "released" in a.counts and "released" in b.counts and a.counts["released"] != b.counts["released"]
    return alike and told and not a.ids("actor") & b.ids("actor") and len(_parties(a, b)) > 1


def _parties(a: Draft, b: Draft) -> dict[str, Mention]:
    """Parties of two releases by id, in the order of the text."""
    held = [m for d in (a, b) for role in ("actor", "target") for m in d.roles.get(role, ())]
    return {getattr(m.value, "id", m.span.text): m for m in sorted(held, key=lambda m: m.first)}


def _into(first: Draft, parties: list[Mention]) -> None:
    first.type = "exchange"
    known = {getattr(m.value, "id", m.span.text): m for m in parties}
    first.roles["actor"] = list(known.values())
    first.roles.pop("target", None)


def _one_phrase(drafts: list[Draft]) -> set[int]:
    """«الصفقة الخامسة لتبادل الأسرى»: two words for one exchange; what the second tells is laid on the first."""
    gone: set[int] = set()
    swaps = [d for d in drafts if d.type == "exchange"]
    for first, second in pairwise(swaps):
        if first.hit.sentence != second.hit.sentence or second.hit.first - first.hit.end > _PHRASE:
            continue
        first.referring = False
        for role, mentions in second.roles.items():
            first.roles.setdefault(role, mentions)
        for key, count in second.counts.items():
            first.counts.setdefault(key, count)
        gone.add(id(second))
    return gone


def _in_return(drafts: list[Draft]) -> set[int]:
    """What tells the return of an exchange («أفرجوا عن اثنين مقابل إطلاق اثنين»)."""
    swaps = {d.hit.sentence: d for d in drafts if d.hit.frame.name in _SWAPS}
    gone: set[int] = set()
    for draft in drafts:
        swap = swaps.get(draft.hit.sentence)
        if draft.type not in _RETURNS or swap is None or swap.hit.first >= draft.hit.first:
            continue
        gone.add(id(draft))
        if len(swap.ids("actor")) == 1 and not draft.ids("actor") & swap.ids("actor"):
            swap.roles["actor"] = [*swap.roles["actor"], *draft.roles.get("actor", ())]
    return gone


def _told_of(drafts: list[Draft]) -> set[int]:
    """«تبادلا ستة سجناء، أربعة منهم أطلقتهم الحكومة واثنان أطلقتهما الحركة»: what an exchange is made of."""
    gone: set[int] = set()
    for swap in (d for d in drafts if d.type == "exchange"):
        parts = [
            d
            for d in drafts
            if d.type == "release"
            and d.hit.sentence == swap.hit.sentence
            and d.hit.first > swap.hit.first
            and d.hit.split.suffix
        ]
        counts = [d.counts["released"] for d in parts if "released" in d.counts]
        if len(parts) == len(counts) == 2 and "released" not in swap.counts:
            swap.counts["released"], swap.counts["exchanged"] = counts
        gone |= {id(d) for d in parts}
    freed = {d.hit.sentence: d for d in reversed(drafts) if d.type == "release"}
    for draft in drafts:
        # «أطلقنا 12 محتجزا وسلمناهم إلى ذويهم»
        before = freed.get(draft.hit.sentence)
        if draft.type != "release" or not draft.hit.split.suffix or before is None or before is draft:
            continue
        if draft.counts.get("released") in (None, before.counts.get("released")):
            gone.add(id(draft))
    return gone


def _demanded(drafts: list[Draft]) -> set[int]:
    """«طالبوا بفدية»: the ransom demanded is what the demand before it tells of; «دفعوا مليونين طلبتهما الجماعة»: the
    demand only describes the money paid, and says to whom where nothing else does."""
    asked = {d.hit.sentence: d.hit.first for d in reversed(drafts) if d.hit.frame.name in _ASKED}
    bare = (d for d in drafts if d.hit.frame.name == "pay" and d.hit.predicate.form is None)
    gone = {id(d) for d in bare if asked.get(d.hit.sentence, d.hit.first) < d.hit.first}
    for paid, demand in pairwise(drafts):
        same = paid.hit.sentence == demand.hit.sentence and paid.hit.frame.name == "pay"
        if not same or demand.hit.frame.name != "demand" or paid.amount is None or paid.amount != demand.amount:
            continue
        if not paid.roles.get("target"):
            paid.roles["target"] = list(demand.roles.get("target", ()))
        gone.add(id(demand))
    return gone


def _bodies(notes: Annotated, drafts: list[Draft]) -> set[int]:
    """«تسلمت رفات 32 من مقاتليها، وسلمت في المقابل رفات 17 جنديا»: two handovers that are one exchange."""
    gone: set[int] = set()
    given = [d for d in drafts if d.type == "handover"]
    for first, second in pairwise(given):
        high = notes.text.sentences[first.hit.sentence][1]
        between = range(second.hit.first, min(high, second.hit.end + _BOTH))
        if first.hit.sentence != second.hit.sentence or not any(_names(notes, at, _RETURNED) for at in between):
            continue
        told = _people(counts_between(notes, first.hit.end, second.hit.first))
        back = _people(counts_between(notes, second.hit.end, high))
        if told and back:
            first.counts["released"], first.counts["exchanged"] = to_count(told[0]), to_count(back[0])
        _into(first, [*first.roles.get("actor", ()), *first.roles.get("target", ())])
        gone.add(id(second))
    return gone


def _both_free(notes: Annotated, draft: Draft) -> None:
    """«أطلق الطرفان ثمانية محتجزين»: where both sides free, men are exchanged."""
    if draft.type != "release" or "released" not in draft.counts:
        return
    low, high = notes.text.sentences[draft.hit.sentence]
    near = range(max(low, draft.hit.first - _BOTH), min(high, draft.hit.end + _BOTH))
    if not any(_names(notes, at, _SIDES) for at in near):
        return
    count = draft.counts.pop("released")
    draft.type = "exchange"
    if len(count.parts) == 2:
        first, second = (CountRef(p.min, p.max, p.span, of=p.of) for p in count.parts)
        draft.counts["released"], draft.counts["exchanged"] = first, second
    else:
        draft.counts["exchanged"] = count
    draft.roles.pop("target", None)


def pair_sides(notes: Annotated, drafts: list[Draft]) -> list[Draft]:
    """Drafts with two releases of one sentence joined to one exchange, where a deal is told of.

    «أطلق الحوثيون 13 أسيرا، فيما أطلق الجانب الحكومي ستة».
    """
    gone = (
        _holders(drafts)
        | _in_return(drafts)
        | _one_phrase(drafts)
        | _told_of(drafts)
        | _bodies(notes, drafts)
        | _demanded(drafts)
    )
    for draft in drafts:
        _both_free(notes, draft)
    dealing = any(d.type in _DEALS for d in drafts)
    releases = [d for d in drafts if dealing and d.type == "release" and id(d) not in gone]
    for at, draft in enumerate(releases):
        if id(draft) in gone or "released" not in draft.counts:
            continue
        following = releases[at + 1] if at + 1 < len(releases) else None
        if (
            following is not None
            and following.hit.sentence == draft.hit.sentence
            and _one_deal(notes, draft, following)
        ):
            draft.counts["exchanged"] = following.counts["released"]
            told = [*draft.roles.get("actor", ()), *following.roles.get("actor", ())]
            _into(draft, told if len(told) > 1 else list(_parties(draft, following).values()))
            gone.add(id(following))
            continue
        second = _second_number(notes, draft)
        deal = next((d for d in drafts if d.type == "agreement" and d.hit.sentence == draft.hit.sentence), None)
        if second is not None and deal is not None:
            draft.counts["exchanged"] = to_count(second)
            _into(draft, deal.roles.get("actor", []))
    return [d for d in drafts if id(d) not in gone]
