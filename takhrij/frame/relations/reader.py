"""Reads who may stand in a tie: actors and persons, bodies told by a noun and their name, and what stands for them
(«الطرفان», «قيادتها», «المكتب»)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from takhrij.core.language import Language, Token
from takhrij.core.phrases import Beginnings, Match, PhraseIndex, folded_words, name_span
from takhrij.core.records import ActorRef, ActorValue, Mention, PersonValue, Span
from takhrij.frame.claims import actor_ref
from takhrij.frame.marks import Annotated
from takhrij.frame.relations.names import ARTICLE, CLOSING, MOST_QUOTED, OPENING, NameReader, bare, closed, own
from takhrij.frame.relations.nisbas import Nisbas
from takhrij.frame.relations.parties import BOTH, COUNTRY, Parties, Party
from takhrij.resources import Resources

TABLE = "relations/parties"
_IS = ("هو", "هي", "وهو", "وهي")
_OF = ("من", "في", "عن")
_MOST_NAME, _MOST_AGENT = 3, 5
# Kinds of people that are no side of a tie.
_NO_SIDES = frozenset({"civilians", "journalists", "aid_workers", "media", "unknown_gunmen"})
_ANY_FORCE = frozenset({"security_forces"})
_PROCLITICS = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل"})


class Noun(NamedTuple):
    """What a noun of the table says of the party that it opens."""

    part: str
    gender: str


class PartyReader:
    """Reads the parties of a Reading; built once a process."""

    def __init__(self, language: Language, resources: Resources, is_verb: Callable[[Token], bool]) -> None:
        self.language = language
        self.nisbas = Nisbas(language, resources)
        self.names = NameReader(language, resources, is_verb)
        rows = resources.table(TABLE)
        self.nouns: PhraseIndex[Noun] = PhraseIndex(
            language, ((row["form"], Noun(row["part"], row["gender"])) for row in rows), suffixes=True
        )
        words = resources.document("relations/words")
        self._naming: PhraseIndex[str] = PhraseIndex(language, ((form, "named") for form in words["naming"]))
        titles = resources.table("lexicons/ar/person_titles")
        self._given = folded_words(
            language, " ".join(r["form"].replace("|", " ") for r in titles if r["value"] in ("given", "link"))
        )
        agents = self._agents = frozenset(language.fold(word) for word in words["agents"])
        self._openings = Beginnings(lambda token: any(bare(split.key) in agents for split in token.splits))
        self._masculine = frozenset(language.fold(word) for word in words["masculine"])

    def read(self, notes: Annotated) -> Parties:
        """All parties of a Reading."""
        parties = Parties()
        aliases = self._aliases(notes)
        done = 0
        agents = self._openings.candidates(notes.text)
        for at in sorted({*self.nouns.candidates(notes.text), *notes.mentions, *aliases, *agents}):
            if at < done:
                continue
            for party in self._at(notes, at, parties) or aliases.get(at, ()):
                parties.add(_placed(notes, party))
                done = party.end
        return parties

    def _at(self, notes: Annotated, at: int, parties: Parties) -> list[Party]:
        match = self.nouns.match(notes.text, at)
        held = [m for m in notes.mentions.get(at, ()) if m.kind in ("actor", "person")]
        held = [m for m in held if m.kind == "actor" or notes.mark(at, "prep") is None]
        if match is not None and match.split.prefix in _PROCLITICS and at not in _others(notes, held):
            found = self._noun(notes, at, match, parties)
            if found and (not held or found[0].end > held[0].end_token or (found[0].stands and _unnamed(held))):
                lead = match.split.prefix[-1:]
                lead = lead if lead in ("ب", "ل", "ك") else ""
                anded = match.split.prefix.startswith("و")
                return [found[0]._replace(lead=lead, anded=anded), *found[1:]]
        if held:
            party = self._mention(notes, held)
            if not party.refs and (agent := self._agent(notes, at)):
                return agent  # «القس يوحنا»: a person who goes between, though clergy are no side
            return [party, *self._second_people(notes, party, held[0])]
        return self._country(notes, at) or self._agent(notes, at)

    def _agent(self, notes: Annotated, at: int) -> list[Party]:
        """«القس بطرس حداد», «تجار من الميناء»: a noun of persons or a body with the words that go on naming it."""
        splits = [s for s in notes.text.tokens[at].splits if s.prefix in _PROCLITICS and not s.suffix]
        split = next((s for s in splits if bare(s.key) in self._agents), None)
        inside = notes.inside.get(at)
        read = inside is not None and not (inside.first == at and _no_side(inside))
        if split is None or read or notes.mark(at, "prep") is not None:
            return []
        members = self._members(notes, at, at + 1, "")
        if members:
            return members
        end = at + 1
        while end < min(at + _MOST_AGENT, len(notes.text.tokens)) and self.names.is_word(notes, end):
            if any(m.kind in ("actor", "person") for m in notes.mentions.get(end, ())):
                return []
            end += 1
        span = name_span(self.language, notes.text, at, end, split)
        lead = split.prefix[-1:] if split.prefix[-1:] in ("ب", "ل", "ك") else ""
        anded = split.prefix.startswith("و")
        return [Party(at, end, (own(self.language, span),), "", "", lead=lead, anded=anded, weak=True)]

    def _aliases(self, notes: Annotated) -> dict[int, tuple[Party, ...]]:
        """Where names that the text itself gives to states and services stand alone («دولة كاردان» … «كاردان»), and
        names before «هي التي», «هو الذي»."""
        names: dict[str, int] = {}
        for at in self.nouns.candidates(notes.text):
            match = self.nouns.match(notes.text, at)
            if match is None or match.split.suffix or match.value.part not in ("state", "service"):
                continue
            if self._is_name(notes, match.end):
                names.setdefault(notes.text.tokens[match.end].form, match.end)
        for at, (mark, _, _) in notes.by_kind.get("clause", {}).items():
            stressed = mark.value == "relative" and at > 1 and notes.text.tokens[at - 1].form in ("هي", "هو")
            if stressed and self._is_name(notes, at - 2) and _topical(notes, at - 2):
                names.setdefault(notes.text.tokens[at - 2].form, at - 2)
        found: dict[int, tuple[Party, ...]] = {}
        for at in notes.text.reading_as(frozenset(names), suffixes=False):
            for split in notes.text.tokens[at].splits:
                if split.key in names and not split.suffix and split.prefix in _PROCLITICS:
                    span = name_span(self.language, notes.text, at, at + 1, split)
                    lead = split.prefix[-1:] if split.prefix[-1:] in ("ب", "ل", "ك") else ""
                    found[at] = (Party(at, at + 1, (own(self.language, span),), "", "f", lead=lead),)
                    break
        return found

    def _is_name(self, notes: Annotated, at: int) -> bool:
        if not 0 <= at < len(notes.text.tokens) or at in notes.mentions or at in notes.inside:
            return False
        return self.names.is_word(notes, at) and not notes.text.word(at).startswith(ARTICLE)

    def _country(self, notes: Annotated, at: int) -> list[Party]:
        """A country or its capital read as a place: whether it is a party, what governs it tells."""
        for mention in notes.mentions.get(at, ()):
            if mention.kind == "place":
                ref = self.nisbas.named(notes, at)
                if ref is not None:
                    return [Party(at, mention.end_token, (ref,), COUNTRY, "f")]
        return []

    # -- mentions ----------------------------------------------------------------------------------------

    def _mention(self, notes: Annotated, held: list[Mention]) -> Party:
        end = held[0].end_token
        value = held[0].value
        word = notes.text.tokens[held[0].first]
        head = bare(next((s.key for s in word.splits if s.key in self.nouns.heads), word.form))
        refs = tuple(_part_or_whole(actor_ref(m, self.language)) for m in held if not _no_side(m))
        if isinstance(value, ActorValue) and not value.id.isascii() and value.id.startswith("other:"):
            longer = self.names.adjectives(notes, end)
            if longer > end:
                span = notes.text.span(held[0].first, longer)
                start = held[0].span.start
                words = Span(start, span.end, notes.text.source[start : span.end])
                refs = (ActorRef(value.id, words.text, words),)
                end = longer
        noun = self.nouns.match(notes.text, held[0].first)
        gender = noun.value.gender if noun is not None and not noun.split.suffix else self._gender(head, value)
        return Party(held[0].first, end, refs, head, gender)

    def _gender(self, head: str, value: object) -> str:
        if isinstance(value, PersonValue):
            return "m"
        if head in self._masculine:
            return "m"
        if isinstance(value, ActorValue) and value.kind == "state":
            return "f"
        return "f" if head.endswith(("ه", "ات")) else ""

    # -- nouns -------------------------------------------------------------------------------------------

    def _noun(self, notes: Annotated, at: int, match: Match[Noun], parties: Parties) -> list[Party]:
        noun, split, end = match.value, match.split, match.end
        head = bare(split.key)
        if noun.part == "both":
            return [Party(at, end, (), BOTH, "p", stands=True)]
        if noun.part == "office":
            return [Party(at, end, (own(self.language, notes.text.span(at, end)),), head, "m")]
        if noun.part == "tribe":
            return [] if split.suffix else self._tribe(notes, at, match)
        if noun.part == "person":
            return self._person(notes, at, end)
        if split.suffix and notes.text.word(end - 1).endswith("ة"):
            return []  # «مسؤولية» is nobody's «مسؤولي»
        if split.suffix:
            return self._owned(notes, at, match, parties)
        nisba = self.nisbas.at(notes, end) if noun.part == "member" and end < len(notes.text.tokens) else None
        if nisba is not None and split.key.startswith(ARTICLE) == notes.text.word(end).startswith(ARTICLE):
            return self._people(notes, at, end)
        if noun.part == "anaphor" or split.key.startswith(ARTICLE):
            named = self.names.adjectives(notes, end)
            told = parties.called(at, head)
            if named > end and noun.part in ("body", "anaphor") and not told:
                ref = own(self.language, name_span(self.language, notes.text, at, named, split))
                return [Party(at, named, (ref,), head, noun.gender)]
            return [Party(at, end, told.refs, head, noun.gender, stands=True)] if told else []
        if noun.part == "member":
            last = self._members_of_last(notes, at, end, parties)
            return last or self._members(notes, at, end, head)
        return self._named(notes, at, match)

    def _members(self, notes: Annotated, at: int, end: int, head: str) -> list[Party]:
        """«ضباط من حزب الله», «وحدات الجيش الوطني»: their party is meant."""
        start = end
        if (
            start < len(notes.text.tokens)
            and notes.text.tokens[start].form in _OF
            and not notes.text.tokens[start].gap
        ):
            start += 1
        if start >= len(notes.text.tokens) or notes.text.tokens[start].gap:
            return []
        held = [m for m in notes.mentions.get(start, ()) if m.kind == "actor"]
        match = self.nouns.match(notes.text, start)
        body = match is not None and not match.split.suffix and match.value.part in ("body", "state", "service")
        named = self._named(notes, start, match) if match is not None and body else []
        if held and not (named and _unnamed(held) and named[0].end > held[0].end_token):
            inner = self._mention(notes, held)
            return [inner._replace(first=at, gender="p")]
        people = self._people(notes, at, start) if start == end else []
        country = self._country(notes, start) if start > end and not named else []
        return people or [p._replace(first=at, head="", gender="p") for p in (*named, *country)]

    def _members_of_last(self, notes: Annotated, at: int, end: int, parties: Parties) -> list[Party]:
        """«ضباط المكتب»: of the body told last by that noun."""
        if (
            end >= len(notes.text.tokens)
            or notes.text.tokens[end].gap
            or not _unnamed(list(notes.mentions.get(end, ())))
        ):
            return []
        match = self.nouns.match(notes.text, end)
        if match is None or match.value.part != "anaphor" or match.split.prefix:
            return []
        told = parties.called(at, bare(match.split.key))
        return [Party(at, match.end, told.refs, "", "p", stands=True)] if told else []

    def _explained(self, notes: Annotated, at: int, match: Match[Noun]) -> list[Party]:
        """««البيت الأخضر»، وهو مكتب»: the name stands in quotation marks before."""
        tokens = notes.text.tokens
        if match.value.part != "body" or at < 2 or tokens[at - 1].form not in _IS:
            return []
        if not CLOSING & set(tokens[at - 1].gap):
            return []
        for first in range(at - 2, max(-1, at - 2 - MOST_QUOTED), -1):
            if OPENING & set(tokens[first].gap[-1:]):
                ref = own(self.language, notes.text.span(first, at - 1))
                return [Party(at, match.end, (ref,), bare(match.split.key), match.value.gender)]
        return []

    def _people(self, notes: Annotated, at: int, start: int) -> list[Party]:
        """«وفدين فلسطيني وإسرائيلي», «ضباط مصريون»: those of a country."""
        ref = self.nisbas.at(notes, start)
        if ref is None or notes.text.tokens[start].gap:
            return []
        found = [Party(at, start + 1, (ref,), "", "p")]
        second = start + 1
        if second < len(notes.text.tokens) and notes.text.tokens[second].form.startswith("و"):
            other = self.nisbas.at(notes, second)
            if other is not None:
                found.append(Party(second, second + 1, (other,), "", "p", anded=True))
        return found

    def _second_people(self, notes: Annotated, party: Party, mention: Mention) -> list[Party]:
        """«القوات الروسية والتركية»: the second adjective is another country's."""
        value, at = mention.value, party.end
        if not isinstance(value, ActorValue) or value.kind not in ("state", "force") or at >= len(notes.text.tokens):
            return []
        if at in notes.inside or not notes.text.word(at).startswith(f"و{ARTICLE}"):
            return []
        ref = self.nisbas.at(notes, at)
        return [Party(at, at + 1, (ref,), "", "p", anded=True)] if ref is not None else []

    def _named(self, notes: Annotated, at: int, match: Match[Noun]) -> list[Party]:
        """A body with its name («جمعية السنديان», «قناة «المرجان»», «دولة كاردان»)."""
        noun, end = match.value, match.end
        stop = self.names.name_end(notes, end)
        if stop is None:
            return self._explained(notes, at, match)
        span = name_span(self.language, notes.text, at, stop, match.split)
        span = closed(notes, span, stop)
        if noun.part == "state":
            if notes.text.tokens[end].form.startswith(ARTICLE):
                return []
            span = notes.text.span(end, end + 1)
        ref = own(self.language, span)
        whole: tuple[ActorRef, ...] = ()
        if noun.part == "service":
            held = [m for m in notes.mentions.get(end, ()) if m.kind == "actor"]
            name = notes.text.span(end, stop)
            whole = (actor_ref(held[0], self.language),) if held else (own(self.language, name),)
        return [Party(at, stop, (ref,), bare(match.split.key), noun.gender, whole)]

    def _tribe(self, notes: Annotated, at: int, match: Match[Noun]) -> list[Party]:
        """«بني مرداس», «آل خزران»."""
        end = match.end
        if not self.names.is_word(notes, end):
            return []
        span = name_span(self.language, notes.text, at, end + 1, match.split)
        first = "بني" if match.split.key in ("بنو", "بني") else match.split.key
        name = f"{first} {notes.text.word(end)}"
        return [Party(at, end + 1, (ActorRef(f"tribes:{name}", name, span),), "قبيله", "p")]

    def _owned(self, notes: Annotated, at: int, match: Match[Noun], parties: Parties) -> list[Party]:
        """«قيادتها» is the party itself, «قناتها «الأفق»» a body of it."""
        noun, split, end = match.value, match.split, match.end
        last = parties.order[-1] if parties.order else None
        beside = last is not None and last.end == at and split.prefix.startswith("و")
        owner = last.refs if beside and last is not None else parties.meant(at, split.suffix)
        if noun.part == "member":
            return [Party(at, end, owner, "", "p", stands=True)] if owner else []
        stop = self.names.quoted(notes, end)
        if stop is None or noun.part not in ("body", "service"):
            return []
        span = closed(notes, notes.text.span(at, stop), stop)
        word = f"{split.key[:-1]}ة" if split.key.endswith("ه") else split.key
        named = own(self.language, Span(0, 0, f"{word} {notes.text.span(end, stop).text}"))
        ref = ActorRef(named.id, named.name, span)
        return [Party(at, stop, (ref,), bare(split.key), noun.gender, owner)]

    def _person(self, notes: Annotated, at: int, end: int) -> list[Party]:
        """«رجل يدعى هلال الرشايدة»: the name told behind a word of naming."""
        tokens = notes.text.tokens
        for step in range(end, min(end + 4, len(tokens))):
            if any(mark in tokens[step].gap for mark in ".؛:\n"):
                return []
            named = self._naming.match(notes.text, step)
            if named is None:
                continue
            first = named.end
            if first < len(tokens) and tokens[first].form == "ب":
                first += 1  # «يلقب بـ«الساعاتي»»
            if first >= len(tokens):
                return []
            quoted = self.names.quoted(notes, first)
            if quoted is not None:
                return [Party(at, quoted, (own(self.language, notes.text.span(first, quoted)),), "", "m")]
            stop = first + 1
            while (
                stop < min(first + _MOST_NAME, len(tokens))
                and self.names.is_word(notes, stop)
                and (tokens[stop].form.startswith(ARTICLE) or stop == first + 1)
            ):
                stop += 1
            span = notes.text.span(first, stop)
            if tokens[first].form.startswith("ب") and tokens[first].form[1:] in self._given:
                span = Span(span.start + 1, span.end, span.text[1:])
            return [Party(at, stop, (own(self.language, span),), "", "m")]
        return []


def _topical(notes: Annotated, at: int) -> bool:
    """Whether a word stands where a sentence names what it speaks of: first, or behind «أن»."""
    if at == notes.text.sentences[notes.text.sentence_of[at]][0] or notes.text.tokens[at].gap:
        return True
    clause = notes.mark(at - 1, "clause")
    return clause is not None and clause[0].value == "that"


def _placed(notes: Annotated, party: Party) -> Party:
    """A party with its sentence, and whether «و» is written to its first word."""
    anded = notes.text.tokens[party.first].form.startswith("و") and notes.coordinated(party.first)
    return party._replace(sentence=notes.text.sentence_of[party.first], anded=anded or party.anded)


def _part_or_whole(ref: ActorRef) -> ActorRef:
    """A named part is a party of its own in ties."""
    return ActorRef(ref.unit, ref.name, ref.span) if ref.unit else ref


def _unnamed(held: list[Mention]) -> bool:
    """Whether a mention tells a kind of force and no name («الشرطة»): a body told before by that noun is meant."""

    def bare_force(mention: Mention) -> bool:
        value = mention.value
        if not isinstance(value, ActorValue) or mention.end_token - mention.first > 1:
            return False
        return value.id in _ANY_FORCE or not value.id.isascii() or value.kind in ("force", "state")

    return all(bare_force(mention) for mention in held)


def _no_side(mention: Mention) -> bool:
    return isinstance(mention.value, ActorValue) and mention.value.id in _NO_SIDES


def _others(notes: Annotated, held: list[Mention]) -> frozenset[int]:
    """Tokens of a codebook actor of several words, whose own reading stands."""
    long = (m for m in held if isinstance(m.value, ActorValue) and m.value.id.isascii() and m.end_token - m.first > 1)
    return frozenset(m.first for m in long)
