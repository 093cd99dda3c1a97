"""The namings of one document joined to its persons.

Full names join where their parts agree, kunyas and nicknames where they are equal or told of one person. A bare
family or given name stands for a person of the page who bears it: of several, for the one whose title and sex agree,
who was called so before, who was named first.
"""

from __future__ import annotations

from collections.abc import Sequence

from takhrij.core.records.persons import Person
from takhrij.link.persons.names import SAME, TURNED, agreement, bare, is_part
from takhrij.link.persons.spheres import clash

Group = list[int]


def persons_of(namings: Sequence[Person]) -> list[Group]:
    """Groups of namings, by place in the sequence, each one person of the document."""
    return _Document(namings).run()


class _Document:
    def __init__(self, namings: Sequence[Person]) -> None:
        self._all = namings
        self._groups: list[Group] = []
        self._of: dict[int, Group] = {}
        # Groups by every word of their names: only those that share a word are compared.
        self._by_word: dict[str, list[Group]] = {}

    def run(self) -> list[Group]:
        single = [at for at, one in enumerate(self._all) if one.form == "name" and len(one.parts) == 1]
        for at, one in enumerate(self._all):
            if one.form != "name" or len(one.parts) > 1:
                self._place(at)
        for at, one in enumerate(self._all):
            if one.same is not None and at in self._of and one.same in self._of and self._may_be_one(at, one.same):
                self._unite(self._of[one.same], self._of[at])
        for at in single:
            self._place_single(at)
            same = self._all[at].same
            if same is not None and same in self._of and not self._kin(at, self._of[same]):
                self._unite(self._of[same], self._of[at])
        # Another name told of whom a bare name had named waits until that one has its person.
        for at, one in enumerate(self._all):
            if one.same in single and at not in single and self._may_be_one(at, one.same):
                self._unite(self._of[one.same], self._of[at])
        return sorted((sorted(group) for group in self._groups), key=lambda group: group[0])

    def _may_be_one(self, at: int, other: int) -> bool:
        """Whether no full name of one group contradicts one of the other's."""
        full = [
            [self._all[i].parts for i in self._of[j] if self._all[i].form == "name" and len(self._all[i].parts) > 1]
            for j in (at, other)
        ]
        return all(agreement(a, b) for a in full[0] for b in full[1])

    def _place(self, at: int) -> None:
        best: tuple[int, Group] | None = None
        bearers = 0
        for group in self._near(at):
            level = max(self._level(self._all[at], self._all[other]) for other in group)
            apart = self._kin(at, group) or (level < SAME and self._another(at, group))
            apart = apart or self._contradicts(at, group) or self._of_another_trade(at, group)
            bearers += level == 1
            if level and not apart and (best is None or level > best[0]):
                best = (level, group)
        # «أبا رشاد الكباش» where several of the family are named may be any of them.
        several = best is not None and best[0] == 1 and bearers > 1 and self._all[at].form == "kunya"
        self._join(at, None if best is None or several else best[1])

    def _of_another_trade(self, at: int, group: Group) -> bool:
        """«الصحفي منير الصلفاني والطالب منير الصلفاني»: two on one page, whose titles are no one person's."""
        return clash(self._all[at].trades, (trade for other in group for trade in self._all[other].trades))

    def _contradicts(self, at: int, group: Group) -> bool:
        """Whether a full name cannot be that of the group, whatever kunya may be his."""
        mine, theirs = self._all[at], [self._all[other] for other in group]
        full = [o.parts for o in theirs if o.form == "name" and len(o.parts) > 1]
        return mine.form == "name" and len(mine.parts) > 1 and any(not agreement(mine.parts, o) for o in full)

    def _near(self, at: int) -> list[Group]:
        found: dict[int, Group] = {}
        for word in self._words(at):
            for group in self._by_word.get(word, ()):
                found.setdefault(id(group), group)
        return sorted(found.values(), key=lambda group: group[0])

    def _words(self, at: int) -> list[str]:
        return [bare(part) for part in self._all[at].parts]

    @staticmethod
    def _level(one: Person, other: Person) -> int:
        if "nickname" in (one.form, other.form):
            return 5 if one.form == other.form and one.parts == other.parts else 0
        if one.form == "kunya" and other.form == "kunya":
            return (
                5
                if one.parts[0] == other.parts[0] and (not one.parts[1:] or not other.parts[1:])
                else (4 if one.parts == other.parts else 0)
            )
        if "kunya" in (one.form, other.form):
            named, called = (one, other) if other.form == "kunya" else (other, one)
            if len(called.parts) > 1:
                # «أبا رشاد الكباش» beside «منير الكباش»
                return 1 if len(named.parts) > 1 and bare(called.parts[-1]) == bare(named.parts[-1]) else 0
            return 3 if called.parts[0] in named.parts[1:] else 0
        level = agreement(one.parts, other.parts)
        return level if level >= TURNED or level == 1 else 0

    def _kin(self, at: int, group: Group) -> bool:
        """Whether a naming is told to be a relative of a member, or a member of it."""
        return self._all[at].kin in group or any(self._all[other].kin == at for other in group)

    def _another(self, at: int, group: Group) -> bool:
        """Whether a naming brings in a relative («ابنه ناصر») and the group is nobody's: the name alone is family's."""
        told = self._all[at].kin is not None and all(self._all[other].kin is None for other in group)
        return told or self._kin(at, group)

    def _place_single(self, at: int) -> None:
        part = self._all[at].parts[0]
        fitting = [g for g in self._near(at) if not self._another(at, g) and self._fits(at, part, g)]
        self._join(at, min(fitting, key=lambda g: self._distance(at, g)) if fitting else None)

    def _fits(self, at: int, part: str, group: Group) -> bool:
        names = [self._all[o] for o in group if self._all[o].form != "nickname"]
        sexes = {o.gender for o in names if len(o.parts) > 1 or o.titles} - {""}
        mine = self._all[at].gender
        if clash(self._all[at].trades, (trade for o in group for trade in self._all[o].trades)):
            return False
        if mine and sexes and mine not in sexes:
            return False
        return any(is_part(part, one.parts) for one in names)

    def _distance(self, at: int, group: Group) -> tuple[bool, bool, bool, int]:
        """The less, the likelier."""
        one = self._all[at]
        trades = {trade for other in group for trade in self._all[other].trades}
        called = any(self._all[other].parts == one.parts for other in group)
        relative = any(self._all[other].kin is not None for other in group)
        return (bool(one.trades) and trades.isdisjoint(one.trades), not called, relative, min(group))

    def _join(self, at: int, group: Group | None) -> None:
        if group is None:
            group = []
            self._groups.append(group)
        group.append(at)
        self._of[at] = group
        for word in self._words(at):
            known = self._by_word.setdefault(word, [])
            if not any(other is group for other in known):
                known.append(group)

    def _unite(self, one: Group, other: Group) -> None:
        if one is other:
            return
        self._groups = [group for group in self._groups if group is not other]
        for at in other:
            self._join(at, one)
        for groups in self._by_word.values():
            groups[:] = [group for group in groups if group is not other]
