"""How the mentions of a clause stand to its predicate: side, governing preposition, construct head, rank.

The walk goes over the tokens of one clause alone: relative clauses, complements and asides are clauses of their
own, so that «المقاتلون الذين وصلوا أمس سيطروا» has its subject at hand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument, Hit
from takhrij.frame.syntax import Clause

# Prepositions whose noun stands in for what governs it: «عناصر من القاعدة», «مواقع تابعة للحوثيين».
_PARTITIVE = frozenset({"من", "ل"})
_ROLE_KINDS = frozenset({"actor", "person"})
_NO_SIDE = "unknown_gunmen"
_REACH = 28
# Words of a noun phrase at most between a noun and the relative clause that describes it.
_PHRASE = 3
# A verb this near behind a verbal noun has it as its subject.
_SAID = 8
# «من جهة» and «من جانب» are two words; the side they close is followed by «و» or by one of these.
_SIDE = 2
_OTHER = frozenset({"اخري", "ثانيه", "اخر", "ثان", "مقابله"})
# What a participle says of the party behind it, as a governing word of its own.
_BONDS = {"backed": "support", "held": "held"}


@dataclass(slots=True)
class _State:
    """What governs the next noun while walking through a clause."""

    prep: str = ""
    head: str | None = None
    rank: int = 0
    fresh: bool = True
    last_end: int = -1
    joining: bool = False
    partitive: bool = False
    bond: str = ""
    turned: bool = False

    @property
    def helps(self) -> bool:
        """Whether whose help it was («بدعم من غارات التحالف») is still to come."""
        return self.fresh and "support" in (self.prep, self.bond)

    def settle(self) -> None:
        """A complete noun phrase was passed: what follows is governed by nothing unless «و» joins it."""
        self.fresh = False
        self.bond = ""

    def free(self) -> None:
        """A new noun phrase begins that nothing governs yet."""
        self.prep, self.head, self.fresh, self.bond = "", None, True, ""

    def govern(self, prep: str) -> None:
        """A preposition opens a noun phrase."""
        self.prep, self.head, self.fresh, self.last_end, self.bond = prep, None, True, -1, ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a walk looks from: the predicate's tokens [first, end), its frame's preposition of the doer if «من»,
    and its type."""

    first: int
    end: int
    from_doer: bool = False
    type: str = ""

    @staticmethod
    def of(hit: Hit) -> Scope:
        """The scope of a predicate."""
        return Scope(hit.first, hit.end, hit.frame.roles.get("من") == "actor", hit.frame.type)


def _open_phrase(notes: Annotated, at: int, state: _State, scope: Scope) -> int | None:
    """Handle a preposition at a token; the token after it, or None when there is none."""
    mark = notes.mark(at, "prep")
    if mark is None or (at in notes.mentions and mark[1] == at + 1 and len(notes.text.tokens[at].form) > 4):
        return None
    value, end, split = mark
    if split.suffix:
        state.free()  # «سيطر عليها المسلحون»: it governs its own pronoun
        return end
    if state.bond and state.fresh and value.value in ("من", "مع", "على", "عن", "ل", "ب"):
        return end
    if state.helps and value.value == "من":
        return end
    if end == at + _SIDE and value.value in ("side", "يد") and _ends_side(notes, end):
        state.turned = True
        return end
    if value.value == "من" and scope.from_doer:
        state.govern("من")
        return end
    if value.value in _PARTITIVE and state.head in ("member", "asset") and state.last_end < 0:
        state.partitive = value.value == "من" and _counted_before(notes, at)
        return end
    if value.value == "من" and (state.head == "member" or _counted_before(notes, at) or _generic(notes, at - 1)):
        state.partitive = True
        return end
    state.govern(value.value)
    return end


def _ends_side(notes: Annotated, at: int) -> bool:
    """Whether «من جهة» before a token closes one side of two: the other follows with «و», or is closed by it."""
    tokens = notes.text.tokens
    return at >= len(tokens) or bool(tokens[at].gap) or tokens[at].form in _OTHER or notes.coordinated(at)


def _generic(notes: Annotated, at: int) -> bool:
    """Whether a token names people without a side («مسلحون»), whom «من» then places."""
    inside = notes.inside.get(at)
    return inside is not None and isinstance(inside.value, ActorValue) and inside.value.id == _NO_SIDE


def _counted_before(notes: Annotated, at: int) -> bool:
    """Whether a number stands right before «من» («سبعة من الحوثيين»)."""
    return any(
        at - 1 <= m.end_token <= at
        for back in range(max(0, at - 4), at)
        for m in notes.mentions.get(back, ())
        if m.kind == "count"
    )


def _enter_noun(notes: Annotated, at: int, state: _State, joined: bool) -> None:
    """Let a prefix preposition or the end of the noun phrase before change what governs a noun."""
    prefix = notes.prefix_preposition(at)
    if state.bond and state.fresh:
        return
    if prefix:
        if prefix == "ل" and state.head in ("member", "asset") and state.last_end < 0:
            return
        if state.prep == "support" and state.fresh:
            return
        state.govern(prefix)
    elif not state.fresh and not joined:
        state.free()


def _argument(mention: Mention, state: _State, at: int, joined: bool, scope: Scope) -> Argument:
    prep = state.bond or state.prep
    if not joined and prep == "":
        state.rank += 1
    after = at >= scope.first
    return Argument(
        mention=mention,
        prep=prep,
        head=state.head,
        rank=state.rank,
        after=after,
        distance=at - scope.end if after else scope.first - at,
        coordinated=joined,
        partitive=state.partitive,
        turned=state.turned and joined,
    )


def _role_mentions(notes: Annotated, at: int) -> list[Mention]:
    return [m for m in notes.mentions.get(at, ()) if m.kind in _ROLE_KINDS]


def _is_joined(notes: Annotated, at: int, found: list[Argument]) -> bool:
    if not found or not notes.coordinated(at):
        return False
    last = found[-1].mention
    return at - last.end_token <= 3 and "." not in notes.text.tokens[at].gap


def walk(notes: Annotated, tokens: Sequence[int], scope: Scope) -> list[Argument]:
    """Arguments among some tokens of a clause, in order.

    Right of the predicate the walk ends at another event's noun; left of it, it starts anew behind one.
    """
    found: list[Argument] = []
    state = _State()
    carried = -1
    i = 0
    while i < len(tokens):
        at = tokens[i]
        if not state.helps and _barrier(notes, at, scope):
            if at >= scope.end:
                break
            found, state = [], _State()
            carried = at if notes.mark(at, "light") is not None else -1
        following = _step(notes, at, state, found, scope)
        i += 1
        while i < len(tokens) and tokens[i] < following:
            i += 1
    if carried >= 0:
        # «استكمال المقاومة تطهير المدينة»: the genitive of a noun that carries another does the other.
        return [replace(a, light=True) if a.prep == "" else a for a in found]
    return found


def _step(notes: Annotated, at: int, state: _State, found: list[Argument], scope: Scope) -> int:
    """Read one token or mention; the next token to read."""
    bond = notes.mark(at, "bond") if at not in notes.inside else None
    if bond is not None:
        return _bind(notes, bond[0].value, bond[1], state, found)
    opened = _open_phrase(notes, at, state, scope)
    if opened is not None:
        return opened
    mentions = _role_mentions(notes, at)
    if mentions and found and "(" in notes.text.tokens[at].gap and state.last_end == at:
        return mentions[0].end_token  # another name of the one just named
    joined = state.joining or _is_joined(notes, at, found)
    if state.turned and found and notes.coordinated(at):
        joined, state.prep = True, found[0].prep
    if mentions:
        state.joining = False
        if not joined or notes.prefix_preposition(at):
            _enter_noun(notes, at, state, joined)
        if state.partitive and found and _generic(notes, found[-1].mention.first):
            found.pop()
            state.rank = max(0, state.rank - 1)
            state.partitive, state.head = False, state.head or "member"
        for mention in mentions:
            found.append(_argument(mention, state, at, joined or mention is not mentions[0], scope))
        state.settle()
        state.partitive = state.turned = False
        state.last_end = mentions[0].end_token
        return mentions[0].end_token
    head = notes.mark(at, "head")
    if head is not None and at not in notes.inside:
        state.joining = joined
        _enter_noun(notes, at, state, joined)
        if state.head != "asset" or head[0].value != "member":
            state.head = head[0].value
        state.last_end = -1
        return head[1]
    if notes.prefix_preposition(at) and at not in notes.inside:
        _enter_noun(notes, at, state, False)
    elif "،" in notes.text.tokens[at].gap and not notes.coordinated(at):
        state.free()
    return at + 1


def _bind(notes: Annotated, bond: str, end: int, state: _State, found: list[Argument]) -> int:
    """«الموالية لهادي», «المدعومة من التحالف», «الخاضعة لسيطرة الجماعة»: what the party behind it is here."""
    near = bool(found) and state.last_end >= end - _PHRASE
    loose = bond in ("part", "loyal") and (not near or _generic(notes, found[-1].mention.first))
    if loose:
        # «عناصر تابعة للجماعة», «مسلحون موالون للجماعة»: nobody else is named, and so the party itself.
        if near:
            found.pop()
        state.head = state.head or "member"
        state.last_end = -1
        return end
    state.bond = _BONDS.get(bond, bond)
    state.fresh = True
    return end


def _barrier(notes: Annotated, at: int, scope: Scope) -> bool:
    """Whether another event's noun, or a noun that carries one («محاولة», «قيام»), stands at a token."""
    if at in notes.inside or scope.first <= at < scope.end:
        return False
    if at not in notes.syntax.verbs and any(
        m.kind == "light" and m.form is None for m, _, _ in notes.marks.get(at, ())
    ):
        return True
    predicate = notes.predicates.get(at)
    prep = notes.mark(at, "prep")
    if predicate is None or (prep is not None and prep[0].value == "held"):
        return False
    verb = at in notes.syntax.verbs
    standing = [p for p in predicate.value if verb or p.pos != "verb"]
    return bool(standing) and all(p.frame.type != scope.type or p.pos == "verb" for p in standing)


def _within(tokens: list[int], low: int, high: int) -> list[int]:
    """The tokens of a clause in [low, high)."""
    return tokens[bisect_left(tokens, low) : bisect_left(tokens, high)]


def arguments(notes: Annotated, hit: Hit) -> tuple[list[Argument], list[Argument]]:
    """(left, right) arguments of a predicate within its clause."""
    syntax = notes.syntax
    index = syntax.owner[hit.first]
    clause, tokens = syntax.clauses[index], syntax.tokens[index]
    scope = Scope.of(hit)
    low, high = tokens[0], tokens[-1] + 1
    said = -1
    if hit.predicate.pos != "verb" and clause.verb >= 0 and clause.verb != hit.first:
        if clause.verb < hit.first:
            low = clause.verb + 1
        else:
            said, high = high, clause.verb
    left = walk(notes, _within(tokens, low, hit.first)[-_REACH:], scope)
    right = walk(notes, _within(tokens, _behind(notes, hit), high)[:_REACH], scope)
    if said >= 0 and clause.word is not None and not clause.word.split.suffix and high - hit.end <= _SAID:
        # «إن مواجهات عنيفة اندلعت بين الطرفين»: what the verb says of the deed is told of the deed.
        right += _told(notes, clause.verb, _within(tokens, clause.verb + 1, said)[:_REACH], hit)
    if hit.predicate.pos != "verb":
        right += _described(notes, hit, index)
        right += _sides_behind(notes, hit, index, right)
    return left, right


def _sides_behind(notes: Annotated, hit: Hit, index: int, told: list[Argument]) -> list[Argument]:
    """The two sides of a fight behind a clause that describes it («مواجهات استخدمت فيها المدفعية بين الجيش والمسلحين»)."""
    if hit.frame.roles.get("بين") != "sides" or any(a.prep == "بين" for a in told):
        return []
    syntax = notes.syntax
    for number in range(index + 1, len(syntax.clauses)):
        clause = syntax.clauses[number]
        if clause.first >= hit.end + _REACH or notes.text.sentence_of[clause.first] != hit.sentence:
            break
        if clause.kind == "relative" and clause.parent == index:
            inner = walk(
                notes,
                _within(syntax.tokens[number], clause.verb + 1, hit.end + _REACH),
                Scope(clause.verb, clause.verb + 1),
            )
            first = next((at for at, a in enumerate(inner) if a.prep == "بين"), None)
            if first is not None:
                return inner[first:]
    return []


def _told(notes: Annotated, verb: int, tokens: list[int], hit: Hit) -> list[Argument]:
    """What stands behind a verb that has a deed as its subject: whom it struck, and what prepositions govern."""
    inner = walk(notes, tokens, Scope(verb, verb + 1, type=hit.frame.type))
    predicate = notes.predicates.get(verb)
    strikes = predicate is not None and any(p.frame.roles.get("object") == "target" for p in predicate.value)
    if strikes:
        return [replace(a, prep="struck") if a.prep == "" else a for a in inner]
    return [a for a in inner if a.prep]


def _behind(notes: Annotated, hit: Hit) -> int:
    """Where what follows a predicate begins: within it where a party is part of its phrase («قصف طيران التحالف»)."""
    named = (at for at in range(hit.first + 1, hit.end) if _role_mentions(notes, at))
    return next(named, hit.end)


def describing(notes: Annotated, hit: Hit, index: int) -> Clause | None:
    """The relative clause that describes a verbal noun: «الغارات التي شنها», «قصف استهدف»."""
    syntax = notes.syntax
    for number in range(index + 1, len(syntax.clauses)):
        clause = syntax.clauses[number]
        if clause.first > hit.end + _PHRASE:
            return None
        if clause.parent != index or clause.kind != "relative" or clause.noun < hit.first:
            continue
        named = any(_role_mentions(notes, at) for at in range(hit.end, clause.noun + 1))
        return None if named or clause.verb < 0 else clause
    return None


def _described(notes: Annotated, hit: Hit, index: int) -> list[Argument]:
    """What the relative clause of a verbal noun tells of it: «غارات شنها التحالف على المواقع»."""
    clause = describing(notes, hit, index)
    if clause is None or clause.word is None:
        return []
    tokens = _within(notes.syntax.tokens[notes.syntax.owner[clause.verb]], clause.verb + 1, hit.end + _REACH)
    inner = walk(notes, tokens, Scope(clause.verb, clause.verb + 1, type=hit.frame.type))
    light = notes.mark(clause.verb, "light")
    if clause.word.split.suffix:
        if light is None:
            return []
        return [replace(a, light=a.prep == "") for a in inner]
    return _told(notes, clause.verb, tokens, hit)
