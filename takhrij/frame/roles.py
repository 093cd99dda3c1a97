"""Arguments to roles, decided by the frame's valency."""

from __future__ import annotations

from collections.abc import Iterable

from takhrij.core.records import ActorValue, Mention
from takhrij.frame.arguments import subject_of_sentence
from takhrij.frame.marks import Annotated
from takhrij.frame.model import Argument, Hit

Roles = dict[str, list[Mention]]
# What these prepositions govern has its role in every frame.
_EVERYWHERE = {"يد": "actor", "support": "actor", "mediator": "mediator"}
_NEAR = 6
_LIGHT_REACH = 22
_DONE_TO_PEOPLE = frozenset({"released", "captured", "killed"})


def _add(roles: Roles, role: str, mention: Mention) -> None:
    if not role:
        return
    held = roles.setdefault(role, [])
    key = getattr(mention.value, "id", None) or mention.span.text
    if all((getattr(m.value, "id", None) or m.span.text) != key for m in held):
        held.append(mention)


def _usable(argument: Argument) -> bool:
    """A country named in passing is a place; it acts only as a subject, a genitive or under a preposition of
    dealing."""
    value = argument.mention.value
    if isinstance(value, ActorValue) and value.kind == "state":
        return argument.prep in ("", "ضد", "مع", "بين", "يد", "support") and argument.head not in ("area", "speech")
    if argument.head == "area":
        return argument.prep in ("direction", "من")
    return argument.head != "speech"


class _Assigner:
    """Fills roles from a predicate's arguments; one instance a hit."""

    def __init__(self, notes: Annotated, hit: Hit, right: list[Argument]) -> None:
        self.notes = notes
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
        for argument in arguments:
            if not _usable(argument):
                continue
            if argument.coordinated:
                role = self.last_role
                if self.valency.get(argument.prep) == "sides" and role == "actor":
                    role = "actor" if self.hit.frame.symmetric else "target"
            elif argument.prep:
                role = self.prepositional(argument, later)
            else:
                role = bare
            _add(self.roles, role, argument.mention)
            self.last_role = role


def _plural_or_first(hit: Hit) -> bool:
    form = hit.predicate.form
    return form is not None and (form.plural or form.person == 1)


def _passive_marked(notes: Annotated, hit: Hit) -> bool:
    """Whether the writer vowelled the verb as a passive («قُتل»)."""
    return "\u064f" in notes.text.word(hit.first)[:3]


def _verb(assigner: _Assigner, left: list[Argument], right: list[Argument]) -> None:
    hit, valency = assigner.hit, assigner.valency
    subject, object_ = valency.get("subject", ""), valency.get("object", "")
    bare_left = [a for a in left if a.prep == "" and _usable(a) and a.head != "asset"]
    bare_right = [a for a in right if a.prep == "" and not a.coordinated and _usable(a)]
    suffix = bool(hit.split.suffix)
    passive = _passive_marked(assigner.notes, hit)
    first_is_object = (
        passive
        or _plural_or_first(hit)
        or (bool(bare_right) and (bare_right[0].head == "asset" or (bare_right[0].partitive and bool(object_))))
        or (bool(bare_left) and len(bare_right) < 2 and not suffix and bare_left[-1].distance <= _NEAR)
        or (bool(bare_right) and bare_right[0].distance > _NEAR and bool(bare_left))
    )
    if first_is_object and not suffix:
        if not passive:
            assigner.take(_last_group(left) or _last_group(subject_of_sentence(assigner.notes, hit)), subject)
        assigner.take(right, object_)
        return
    seen_subject = False
    for argument in right:
        if argument.prep == "" and not argument.coordinated and _usable(argument):
            assigner.take([argument], object_ if seen_subject or argument.head == "asset" else subject)
            seen_subject = True
        else:
            assigner.take([argument], "")
    if subject not in assigner.roles:
        # «لم يطلق سراحهم»: a singular verb of taking or freeing without a subject of its own is a passive.
        passive_like = hit.frame.count in _DONE_TO_PEOPLE and not _plural_or_first(hit)
        further = [] if passive_like else subject_of_sentence(assigner.notes, hit)
        assigner.take(_last_group(left) or _last_group(further), subject)
    if suffix and object_ and bare_left:
        assigner.take(_last_group(left), object_)


def _last_group(left: list[Argument]) -> list[Argument]:
    """The last ungoverned noun phrase before the predicate with what «و» joins to it."""
    starts = [
        i for i, a in enumerate(left) if a.prep == "" and not a.coordinated and _usable(a) and a.head != "asset"
    ]
    if not starts:
        return []
    group = [left[starts[-1]]]
    for argument in left[starts[-1] + 1 :]:
        if not argument.coordinated:
            break
        group.append(argument)
    return group


def _noun(assigner: _Assigner, left: list[Argument], right: list[Argument]) -> None:
    hit, valency = assigner.hit, assigner.valency
    genitive = valency.get("genitive", "") if hit.predicate.pos == "noun" else valency.get("after", "")
    subject = valency.get("subject", "")
    light = [a for a in _last_group(left) if a.light]
    headline = not light and hit.sentence == 0 and not _toll_before(assigner.notes, hit)
    if light or headline:
        assigner.take(light or _last_group(left), subject)
    target = "target" if "target" in valency.values() else ""
    for argument in right:
        if argument.light and argument.prep == "":
            assigner.take([argument], subject)
        elif argument.prep == "" and not argument.coordinated:
            filled = bool(assigner.roles.get(genitive)) and genitive == subject
            role = target if argument.head == "asset" or filled else genitive
            assigner.take([argument], role if argument.distance <= _NEAR else "")
        else:
            assigner.take([argument], "")
    if hit.split.suffix and subject and not assigner.roles.get(subject):
        assigner.take(_last_group(left), subject)
    if subject and not assigner.roles.get(subject) and _governed_by_light(assigner.notes, hit):
        assigner.take(_last_group(subject_of_sentence(assigner.notes, hit)), subject)
    if valency.get("مع") == "target" and assigner.roles.get("target") and not assigner.roles.get(subject):
        # «سيطرت المقاومة على البلدة بعد معارك مع المسلحين»: who acts in the sentence fights in it.
        assigner.take(_last_group(subject_of_sentence(assigner.notes, hit)), subject)
    if hit.frame.symmetric and not assigner.roles.get("actor"):
        parties = subject_of_sentence(assigner.notes, hit)
        assigner.take([a for a in parties if a.prep == "بين"], "")
    governed = [a for a in left if a.prep and (a.light or a.prep in _EVERYWHERE)]
    for argument in governed:
        if argument.prep in valency and argument.prep not in ("من", "على", "ل"):
            assigner.take([argument], "")


def _toll_before(notes: Annotated, hit: Hit) -> bool:
    """Whether a casualty word opens the headline: «مقتل ثلاثة جنود في هجوم» tells victims first."""
    low = notes.text.sentences[hit.sentence][0]
    harm = notes.by_kind.get("casualty", {})
    return any(low <= at < hit.first and mark.pos != "loss" for at, (mark, _, _) in harm.items())


def _governed_by_light(notes: Annotated, hit: Hit) -> bool:
    """Whether a light verb with a subject stands before a verbal noun in its sentence."""
    low = notes.text.sentences[hit.sentence][0]
    for at in range(hit.first - 1, max(low, hit.first - _LIGHT_REACH) - 1, -1):
        light = notes.mark(at, "light")
        if light is not None:
            return light[0].value in ("subject", "announce")
    return False


def assign(notes: Annotated, hit: Hit, left: list[Argument], right: list[Argument]) -> Roles:
    """Actor, target, mediator and beneficiary of a hit, each mention once; an actor is never its own target."""
    assigner = _Assigner(notes, hit, right)
    if hit.predicate.pos == "verb":
        _verb(assigner, left, right)
    else:
        _noun(assigner, left, right)
    roles = assigner.roles
    if hit.frame.symmetric:
        for mention in roles.pop("target", []):
            _add(roles, "actor", mention)
    acting = {getattr(m.value, "id", m.span.text) for m in roles.get("actor", ())}
    if "target" in roles:
        roles["target"] = [m for m in roles["target"] if getattr(m.value, "id", m.span.text) not in acting]
    return {role: held for role, held in roles.items() if held}
