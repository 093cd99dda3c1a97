"""Arguments to roles, decided by the frame's valency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from takhrij.core.records import Mention
from takhrij.frame.arguments import describing
from takhrij.frame.holders import BYSTANDERS, STRIKES, holders
from takhrij.frame.kin import kin
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument, Hit
from takhrij.frame.partners import partners
from takhrij.frame.subjects import Subjects, last_group, usable
from takhrij.frame.victims import harmed, toll_before

Roles = dict[str, list[Mention]]
# What these prepositions govern has its role in every frame.
_EVERYWHERE = {"يد": "actor", "support": "actor", "mediator": "mediator"}
_DONE_TO_PEOPLE = frozenset({"released", "captured", "killed"})
_ON_GROUND = frozenset({"airstrike", "shelling", "clash", "seize", "siege", "bombing"})
_NEAR = 6
_LIGHT_REACH = 22


def _add(roles: Roles, role: str, mention: Mention) -> None:
    if not role:
        return
    held = roles.setdefault(role, [])
    key = getattr(mention.value, "id", None) or mention.span.text
    if all((getattr(m.value, "id", None) or m.span.text) != key for m in held):
        held.append(mention)


class _Assigner:
    """Fills roles from a predicate's arguments; one instance a hit."""

    def __init__(self, subjects: Subjects, hit: Hit, right: list[Argument]) -> None:
        self.notes = subjects.notes
        self.subjects = subjects
        self.right = right
        self.hit = hit
        self.valency = hit.frame.roles
        self.roles: Roles = {}
        self.last_role = ""

    def prepositional(self, argument: Argument, later: frozenset[str]) -> str:
        """The role of an argument under a preposition; `later` are the prepositions that follow it.

        «قصف مدفعي للحوثيين على المدينة»: behind an indefinite noun, ل names who did it when على follows.
        """
        role = self.valency.get(argument.prep)
        if argument.prep == "ل" and role == "target" and "على" in later and not self.roles.get("actor"):
            return "actor" if self.hit.predicate.pos == "noun" else role
        if role is None:
            return _EVERYWHERE.get(argument.prep, "")
        if role == "sides":
            if self.hit.frame.symmetric:
                return "actor"
            return "target" if self.roles.get("actor") else "actor"
        return role

    def take(self, arguments: Iterable[Argument], bare: str) -> None:
        """Give each argument its role; `bare` is the role of an ungoverned noun phrase."""
        later = frozenset(a.prep for a in self.right)
        turned = any(argument.turned for argument in self.right)
        for argument in arguments:
            if not usable(argument):
                continue
            if argument.coordinated:
                role = self.last_role
                if self.valency.get(argument.prep) == "sides" and role == "actor" and turned == argument.turned:
                    role = "actor" if self.hit.frame.symmetric else "target"
            elif argument.prep:
                role = self.prepositional(argument, later)
            else:
                role = bare
            _add(self.roles, role, argument.mention)
            self.last_role = role


def _passive_marked(notes: Annotated, hit: Hit) -> bool:
    """Whether the writer vowelled the verb as a passive («قُتل»)."""
    return "\u064f" in notes.text.word(hit.first)[:3]


def _same(group: list[Argument]) -> set[int]:
    return {a.mention.first for a in group}


def _verb(assigner: _Assigner, left: list[Argument], right: list[Argument]) -> None:
    hit, valency, notes = assigner.hit, assigner.valency, assigner.notes
    subject, object_ = valency.get("subject", ""), valency.get("object", "")
    index = notes.syntax.owner[hit.first]
    if _passive_marked(notes, hit) or _under_passive(notes, hit):
        assigner.take(right, object_)
        return
    group = assigner.subjects.of(index)
    word = notes.syntax.verbs.get(hit.first)
    if not group and hit.frame.count not in _DONE_TO_PEOPLE and not assigner.subjects.told(index):
        group = assigner.subjects.nearest(index, hit.first, word)
    taken = _same(group)
    assigner.take(group, subject)
    rest = [a for a in right if a.mention.first not in taken]
    assigner.take(rest, object_)
    if hit.split.suffix and object_:
        clause = notes.syntax.clauses[index]
        described = assigner.subjects.antecedent(clause) if clause.noun >= 0 else []
        assigner.take(described or assigner.subjects.meant(index, hit.first, hit.split.suffix, taken), object_)
    _pronouns(assigner, index, taken)


def _pronouns(assigner: _Assigner, index: int, taken: set[int]) -> None:
    """Whom pronouns behind a verb mean: «أفرجت عنهم», «تدفع لهم», «أطلقوا سراحهم»."""
    hit, notes, subjects = assigner.hit, assigner.notes, assigner.subjects
    clause = notes.syntax.clauses[index]
    for at in [t for t in notes.syntax.tokens[index] if hit.end <= t < hit.end + _NEAR]:
        role, suffix, back = _pronoun(notes, hit, at)
        if role not in ("actor", "target") or assigner.roles.get(role):
            continue
        group = subjects.antecedent(clause) if clause.kind == "relative" and clause.noun >= 0 else []
        group = group or subjects.meant(index, hit.first, suffix, taken, back=back)
        assigner.take([replace(a, prep="", coordinated=False) for a in group if a.mention.first not in taken], role)


def _pronoun(notes: Annotated, hit: Hit, at: int) -> tuple[str, str, int]:
    """The role of a pronoun that a preposition or the noun of a phrase carries, the pronoun, and how many sentences
    back it may point."""
    prep = notes.mark(at, "prep")
    if prep is not None:
        return (hit.frame.roles.get(prep[0].value, ""), prep[2].suffix, 0) if prep[2].suffix else ("", "", 0)
    words = hit.frame.with_ | hit.frame.must
    for split in notes.text.tokens[at].splits:
        if split.suffix and not split.prefix and split.key in words and at not in notes.inside:
            return hit.frame.roles.get("object", ""), split.suffix, 1
    return "", "", 0


def _under_passive(notes: Annotated, hit: Hit) -> bool:
    """Whether «تم» or «جرى» stands before the verb's own noun."""
    before = notes.mark(hit.first - 1, "light") if hit.first else None
    return before is not None and before[0].value == "passive"


def _noun(assigner: _Assigner, left: list[Argument], right: list[Argument]) -> None:
    hit, valency, notes = assigner.hit, assigner.valency, assigner.notes
    genitive = valency.get("genitive", "") if hit.predicate.pos == "noun" else valency.get("after", "")
    subject = valency.get("subject", "")
    target = "target" if "target" in valency.values() else ""
    victims = harmed(notes, hit, left)
    index = notes.syntax.owner[hit.first]
    carrier = _carrier(notes, hit)
    if carrier == "undergo":
        assigner.take([a for a in assigner.subjects.around(index) if a.prep == "" or a.coordinated], target)
    elif carrier == "subject" and not victims:
        group = assigner.subjects.of(index)
        word = notes.syntax.at(hit.first).word
        if not group and word is not None and word.entry.object and not assigner.subjects.told(index):
            group = assigner.subjects.nearest(index, hit.first, word)
        assigner.take([a for a in group if a.mention.first < hit.first], subject)
    bearers = [a for a in last_group(left) if a.light]
    assigner.take(bearers, subject)
    if _responsible(notes, index):
        assigner.take(assigner.subjects.antecedent(notes.syntax.clauses[index]), subject)
    headline = hit.sentence == 0 and not bearers and not carrier and not victims and not toll_before(notes, hit)
    if headline:
        assigner.take(last_group(left), subject)
    for argument in right:
        if argument.light and argument.prep == "":
            assigner.take([argument], subject)
        elif argument.prep == "struck":
            assigner.take([replace(argument, prep="")], target)
        elif argument.prep == "" and not argument.coordinated:
            filled = bool(assigner.roles.get(genitive)) and genitive == subject
            role = target if argument.head == "asset" or filled else genitive
            if role == genitive == target and subject == "actor" and _acts(notes, argument, hit):
                role = subject
            assigner.take([argument], role if argument.distance <= _NEAR else "")
        else:
            assigner.take([argument], "")
    if subject and not assigner.roles.get(subject):
        assigner.take(_carrier_of_relative(assigner, index), subject)
        assigner.take(_accused(assigner, index), subject)
    if victims:
        _face(assigner, victims, target)
    if hit.split.suffix and subject and not assigner.roles.get(subject):
        if genitive == subject or _object_follows(notes, hit):
            assigner.take(assigner.subjects.owner(index, hit.first, hit.split.suffix), subject)
        elif genitive:
            taken = {m.first for m in assigner.roles.get(subject, ())}
            assigner.take(assigner.subjects.meant(index, hit.first, hit.split.suffix, taken), genitive)
    if subject and not assigner.roles.get(subject) and not victims and _aim(notes, hit):
        assigner.take(assigner.subjects.of(index), subject)
    if subject and not assigner.roles.get(subject) and not victims and _governed_by_light(notes, hit):
        assigner.take(assigner.subjects.nearest(index, hit.first), subject)
    if valency.get("مع") == "target" and assigner.roles.get("target") and not assigner.roles.get(subject):
        # «سيطرت المقاومة على البلدة بعد معارك مع المسلحين»: who acts in the sentence fights in it.
        assigner.take(assigner.subjects.of(index), subject)
    if hit.frame.type == "clash" and not assigner.roles.get("actor") and not assigner.roles.get("target"):
        # «انتزعت المقاومة البلدة بعد معارك شرسة»: who acts in the sentence fought.
        assigner.take(_fighter(assigner, index), subject)
    if hit.frame.symmetric and not assigner.roles.get("actor"):
        assigner.take(assigner.subjects.between(index, hit.first), "")
    _governed_before(assigner, left)


def _governed_before(assigner: _Assigner, left: list[Argument]) -> None:
    """Those before a noun under a preposition of its valency that stands anywhere («بدعم», «على يد»)."""
    for argument in left:
        if (
            argument.prep in _EVERYWHERE
            and argument.prep in assigner.valency
            and argument.prep not in ("من", "على", "ل")
        ):
            assigner.take([argument], "")


def _carrier_of_relative(assigner: _Assigner, index: int) -> list[Argument]:
    """Who is carried into the clause that says who did a deed («اتفاق أبرمته مع الأهالي»)."""
    clause = describing(assigner.notes, assigner.hit, index)
    if clause is None or clause.word is None or not clause.word.split.suffix:
        return []
    light = assigner.notes.mark(clause.verb, "light")
    carried = light is not None and light[0].value in ("subject", "announce")
    return assigner.subjects.of(assigner.notes.syntax.owner[clause.verb]) if carried else []


def _accused(assigner: _Assigner, index: int) -> list[Argument]:
    """Who is accused of a deed («اتهم محام السلطات بتعذيب موكله»)."""
    notes, hit = assigner.notes, assigner.hit
    clause = notes.syntax.clauses[index]
    report = notes.mark(clause.verb, "report") if 0 <= clause.verb < hit.first else None
    if report is None or report[0].value != "accuse" or notes.prefix_preposition(hit.first) not in ("ب", ""):
        return []
    told = {a.mention.first for a in assigner.subjects.of(index)}
    behind = [a for a in assigner.subjects.around(index) if a.mention.first < hit.first]
    return [a for a in behind if (a.prep == "" or a.coordinated) and a.mention.first not in told]


def _responsible(notes: Annotated, index: int) -> bool:
    """Whether a clause is «المسؤولين عن …», which says who did what it names."""
    mark = notes.mark(notes.syntax.clauses[index].first, "clause")
    return mark is not None and mark[0].value == "responsible"


def _acts(notes: Annotated, argument: Argument, hit: Hit) -> bool:
    """Whether the genitive of a verbal noun is who did it, since what it was done to follows («إطلاق الجماعة ستين
    أسيرا»)."""
    end = argument.mention.end_token
    if argument.distance > 1 or end >= len(notes.text.tokens) or notes.text.tokens[end].gap:
        return False
    return any(m.kind == "count" for m in notes.mentions.get(end, ()))


def _governed_by_light(notes: Annotated, hit: Hit) -> bool:
    """Whether a light verb with a subject stands before a verbal noun in its sentence."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _LIGHT_REACH) - 1, -1):
        light = notes.mark(at, "light")
        if light is not None:
            return light[0].value in ("subject", "announce")
    return False


def _object_follows(notes: Annotated, hit: Hit) -> bool:
    """Whether a noun stands right behind «تحريرها»: then the pronoun is who did it, and the noun what it was done to."""
    if hit.end >= len(notes.text.tokens) or notes.text.tokens[hit.end].gap:
        return False
    named = any(m.kind in ("place", "actor") for m in notes.mentions.get(hit.end, ()))
    free = notes.mark(hit.end, "prep") is None and not notes.prefix_preposition(hit.end)
    return free and (named or notes.mark(hit.end, "head") is not None)


def _fighter(assigner: _Assigner, index: int) -> list[Argument]:
    """The subject of the clause that a fight is told after («بعد معارك»), or of the clause it hangs on."""
    notes, hit = assigner.notes, assigner.hit
    before = [notes.mark(at, "prep") for at in range(max(0, hit.first - 2), hit.first)]
    if not any(mark is not None and mark[0].value in ("بعد", "بسبب", "خلال") for mark in before):
        return []
    parent = notes.syntax.clauses[index].parent
    return assigner.subjects.of(index) or (assigner.subjects.of(parent) if parent >= 0 else [])


def _face(assigner: _Assigner, harmed: list[Argument], target: str) -> None:
    """«مقتل ثلاثة من الجماعة في اشتباكات مع الجيش»: the victims are the target, and those they fought did it."""
    victims = [replace(a, prep="", coordinated=False) for a in harmed]
    ids = {getattr(a.mention.value, "id", "") for a in victims}
    facing = [m for m in assigner.roles.get(target, ()) if getattr(m.value, "id", "") not in ids]
    acting = assigner.roles.get("actor", [])
    if all(getattr(m.value, "id", "") in ids for m in acting):
        assigner.roles["actor"] = []
    assigner.roles[target] = []
    for mention in facing:
        _add(assigner.roles, "actor", mention)
    assigner.take(victims, target)


def _carrier(notes: Annotated, hit: Hit) -> str:
    """What the verb of the clause does with a verbal noun behind it: its subject does it («شن»), undergoes it
    («تعرض ل»), nobody is told («تم»), or nothing."""
    clause = notes.syntax.at(hit.first)
    if not 0 <= clause.verb < hit.first:
        return ""
    light = notes.mark(clause.verb, "light")
    if light is None:
        return ""
    if light[0].value == "undergo":
        return "undergo" if notes.prefix_preposition(hit.first) == "ل" or hit.split.prefix == "ل" else ""
    if clause.word is not None and not clause.word.entry.object and _ungoverned(notes, hit):
        return ""  # «استمر القصف»: the deed is what goes on
    if light[0].value == "passive" or hit.first - clause.verb > _LIGHT_REACH:
        return ""
    return "subject"


def _ungoverned(notes: Annotated, hit: Hit) -> bool:
    """Whether no preposition stands before a noun or at it."""
    before = range(max(0, hit.first - 2), hit.first)
    return not notes.prefix_preposition(hit.first) and all(notes.mark(at, "prep") is None for at in before)


def _aim(notes: Annotated, hit: Hit) -> bool:
    """Whether a verbal noun is what the clause's subject does it for or with («للسيطرة», «بقصف», «من أجل»)."""
    clause = notes.syntax.at(hit.first)
    if not 0 <= clause.verb < hit.first or notes.mark(clause.verb, "report") is not None:
        return False
    if notes.mark(clause.verb, "casualty") is not None:
        return False
    if hit.split.prefix in ("ل", "ول", "ب", "وب") or notes.text.tokens[hit.first].form.startswith("ب"):
        return True
    before = notes.mark(hit.first - 1, "prep")
    return before is not None and before[0].value in ("من", "الى", "على", "في") and hit.first - clause.verb <= _NEAR


def _hold(assigner: _Assigner, right: list[Argument]) -> None:
    """Whoever holds what is struck or taken is the target of a deed that names no other."""
    hit = assigner.hit
    if hit.frame.type not in _ON_GROUND or not any(r == "target" for r in assigner.valency.values()):
        return
    acting = {m.first for m in assigner.roles.get("actor", ())}
    found = holders(assigner.subjects, hit, right, acting)
    assigner.take([a for a in found if a.mention.first not in acting], "target")


def assign(notes: Annotated, hit: Hit, left: list[Argument], right: list[Argument]) -> Roles:
    """Actor, target, mediator and beneficiary of a hit, each mention once; an actor is never its own target."""
    assigner = _Assigner(Subjects(notes), hit, right)
    if hit.predicate.pos == "verb":
        _verb(assigner, left, right)
    else:
        _noun(assigner, left, right)
    roles = assigner.roles
    if roles.get("actor"):
        for mention in partners(assigner.subjects, hit, [*left, *right]):
            _add(roles, "actor", mention)
    if not roles.get("target"):
        _hold(assigner, right)
    if not roles.get("target") and (bystander := kin(notes, hit)) is not None:
        roles["target"] = [bystander]
    if hit.frame.symmetric:
        for mention in roles.pop("target", []):
            _add(roles, "actor", mention)
    if hit.frame.type in STRIKES:
        for mention in [m for m in roles.get("actor", ()) if getattr(m.value, "id", "") in BYSTANDERS]:
            roles["actor"].remove(mention)
            _add(roles, "target", mention)
    acting = {getattr(m.value, "id", m.span.text) for m in roles.get("actor", ())}
    if "target" in roles:
        roles["target"] = [m for m in roles["target"] if getattr(m.value, "id", m.span.text) not in acting]
    return {role: held for role, held in roles.items() if held}
