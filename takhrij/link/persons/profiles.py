"""What one document, or several joined, tell of a person: the values that judgements compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from takhrij.core.records.persons import Member, Person, PersonJudgement
from takhrij.link.persons.document import persons_of
from takhrij.link.persons.judged import grouped
from takhrij.link.persons.names import bare, skeleton

_RARE = 8
_SHARE = 8
_SETS = (
    "apart",
    "single",
    "kunyas",
    "called",
    "given",
    "nicknames",
    "trades",
    "office",
    "beside",
    "nouns",
    "near",
    "company",
    "page",
)


@dataclass(frozen=True)
class Profile:
    """A person of one document, or of several when joined: all names and what is told of it."""

    members: tuple[tuple[str, int], ...]
    start: int
    name: str
    full: tuple[tuple[str, ...], ...]
    ordinary: bool
    single: frozenset[str]
    kunyas: frozenset[str]
    called: frozenset[tuple[str, ...]]
    given: frozenset[str]
    nicknames: frozenset[str]
    trades: frozenset[str]
    office: frozenset[str]
    beside: frozenset[str]
    nouns: frozenset[str]
    near: frozenset[str]
    apart: frozenset[Member] = frozenset()
    company: frozenset[str] = frozenset()
    page: frozenset[str] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The document and where it first names the person."""
        return f"{self.members[0][0][:12]}-person-{self.start}"

    @property
    def documents(self) -> frozenset[str]:
        """The documents that name the person."""
        return frozenset(document for document, _ in self.members)


def merged(a: Profile, b: Profile) -> Profile:
    """What two joined persons' documents tell, taken together."""
    named = max(a, b, key=lambda p: (max(map(len, p.full), default=0), -len(p.name), p.name))
    return Profile(
        members=a.members + b.members,
        start=a.start,
        name=named.name,
        full=tuple(dict.fromkeys((*a.full, *b.full))),
        ordinary=a.ordinary and b.ordinary,
        written={**b.written, **a.written},
        **{name: getattr(a, name) | getattr(b, name) for name in _SETS},
    )


def without_common(profiles: Sequence[Profile], documents: int) -> list[Profile]:
    """Profiles without the words and ids that very many documents of the case have: they mark nobody off."""
    pages = {profile.members[0][0]: profile.page for profile in profiles}
    often = Counter(key for page in pages.values() for key in page)
    common = frozenset(key for key, count in often.items() if count > max(_RARE, documents // _SHARE))
    return [replace(p, page=p.page - common, near=p.near - common, beside=p.beside - common) for p in profiles]


def profiles_of(
    document: str, namings: Sequence[Person], given: Collection[str], judged: Sequence[PersonJudgement] = ()
) -> list[Profile]:
    groups = grouped(persons_of(namings), document, judged)
    made = [_profile(document, group, namings, given) for group in groups]
    names = [frozenset(name_keys(profile)) for profile in made]
    everybody = frozenset(key for keys in names for key in keys)
    written = {key: profile.name for profile, keys in zip(made, names, strict=True) for key in sorted(keys)}
    parts = frozenset(bare(part) for one in namings for part in one.parts)
    page = frozenset(key for one in namings for key in (*one.beside, *one.near)) - parts
    return [
        replace(profile, company=everybody - own, near=profile.near - parts, page=page, written=written)
        for profile, own in zip(made, names, strict=True)
    ]


def _profile(document: str, group: Sequence[int], namings: Sequence[Person], given: Collection[str]) -> Profile:
    ones = [namings[at] for at in group]
    called = frozenset(o.parts for o in ones if o.form == "kunya" and len(o.parts) > 1)
    named = max(ones, key=lambda one: (one.form == "name", len(one.parts), -one.span.start))
    return Profile(
        members=tuple((document, at) for at in group),
        start=ones[0].span.start,
        name=named.span.text,
        full=(full := tuple(dict.fromkeys(o.parts for o in ones if o.form == "name" and len(o.parts) > 1))),
        ordinary=not called and all(part in given for name in full for part in name),
        single=frozenset(o.parts[0] for o in ones if o.form == "name" and len(o.parts) == 1),
        called=called,
        given=frozenset(part for o in ones for part in o.parts if part in given),
        kunyas=frozenset(p for o in ones for p in o.parts if p.startswith(("ابو ", "ام "))),
        nicknames=frozenset(" ".join(o.parts) for o in ones if o.form == "nickname"),
        trades=frozenset(trade for o in ones for trade in o.trades),
        office=frozenset(word for o in ones for word in o.office),
        beside=frozenset(key for o in ones for key in o.beside),
        nouns=frozenset(t.split()[0] for o in ones if any(o.trades) for t in o.titles),
        near=frozenset(word for o in ones for word in o.near),
    )


def name_keys(profile: Profile) -> Iterator[str]:
    """What a person is known by beyond one bare word."""
    for name in profile.full:
        first, last = sorted((skeleton(name[0]), skeleton(name[-1])))
        yield f"{first} {last}"
    yield from (" ".join(name) for name in profile.called)
    yield from profile.kunyas
    yield from (f"«{nickname}»" for nickname in profile.nicknames)
