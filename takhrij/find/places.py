"""Places: names of the gazetteer, and names that only a place word before them tells («معسكر لبوزة»)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from takhrij.core.language import Language, Split, Text
from takhrij.core.phrases import Match, Openings, joined, name_span
from takhrij.core.records import Mention, PlaceValue, Reading
from takhrij.find.gazetteer import Gazetteer, Place, Rule
from takhrij.find.place_echoes import echoes
from takhrij.find.place_unknown import UnknownNames
from takhrij.find.place_words import PlaceWord, PlaceWords
from takhrij.find.regions import Regions, Setting
from takhrij.resources import Resources

# Proclitics that may stand before a place; «ك» and «س» would make places of everyday words.
_PREFIXES = frozenset({"", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"})
_IN = "في"
_NO_RULE = Rule()
_WHOLE = Split("", "", "")


_SOMEWHERE = PlaceWord("area", keep=False, coins=True, several=False, dual=False)


@dataclass(slots=True)
class _Draft:
    """A gazetteer hit before its reading is chosen: token range, candidates, cue before it."""

    first: int
    end: int
    places: tuple[Place, ...]
    rule: Rule
    located: frozenset[str]
    split: Split
    precision: str | None = None


@dataclass(slots=True)
class _Scan:
    """The places read so far: those still to be chosen, those settled, where the last one ended, and whether
    a word for several («مدن») announced the row that it stands in."""

    text: Text
    drafts: list[_Draft] = field(default_factory=list)
    fixed: list[Mention] = field(default_factory=list)
    last_end: int = 0
    row: bool = False

    def goes_on(self, index: int, split: Split) -> bool:
        """Whether a place at a token is joined to the last one («… والفلوجة»)."""
        return self.last_end == index > 0 and split.prefix.startswith("و")


@dataclass(slots=True)
class _Context:
    """What the other places of a text say: ids (with ancestors) by sentence and in all."""

    setting: Setting
    by_sentence: dict[int, set[str]] = field(default_factory=dict)
    whole: Counter[str] = field(default_factory=Counter)

    def add(self, sentence: int, value: PlaceValue) -> None:
        names = {value.id, *value.within}
        self.by_sentence.setdefault(sentence, set()).update(names)
        self.whole.update(names)


class PlaceFinder:
    """Places of a text. A span holds the name without «محافظة», «مدينة» …, but keeps «جبل», «مطار» …"""

    def __init__(self, language: Language, resources: Resources) -> None:
        self._language = language
        self.gazetteer = Gazetteer(language, resources)
        self._regions = Regions(language, resources)
        self._words = PlaceWords(language, resources)
        self._unknown = UnknownNames(language, resources, self._words, self.gazetteer)
        self._starts = Openings(*self._words.beginning, self.gazetteer.index)
        self._capitals = {
            row["capital_of"]: row["name"] for row in resources.table("places/cities") if row["capital_of"]
        }

    def find(self, text: Text, reading: Reading) -> list[Mention]:
        """Place mentions in text order; overlaps are left to `resolve`."""
        scan = _Scan(text)
        done = 0
        for index in self._starts.candidates(text):
            if index >= done:
                done = self._step(scan, index)
        taken = {at for d in (*scan.drafts,) for at in range(d.first, d.end)}
        taken.update(at for m in scan.fixed for at in range(m.first, m.end_token))
        scan.fixed += [self._coin(text, spot, _SOMEWHERE, ()) for spot in self._unknown.find(text, taken)]
        if not scan.drafts and not scan.fixed:
            return []
        context = _Context(self._regions.read(text))
        chosen = list(self._choose(text, scan.drafts, context))
        # An outlet tells its own name again and again («بوابة المسطرة»), which is where nothing happens.
        own = self._language.fold(reading.outlet or "")
        fixed = [m for m in scan.fixed if not own or self._language.fold(m.span.text) not in own]
        coined = [self._village(text, mention, context) for mention in fixed]
        again = echoes(self._language, text, coined, [*chosen, *coined], self._may_stand)
        return sorted([*chosen, *coined, *again], key=lambda m: (m.first, m.end_token))

    def _may_stand(self, text: Text, index: int, split: Split) -> bool:
        """Whether a name known from elsewhere in the text is a place at a token: behind a word of place."""
        return split.prefix.endswith("ب") or bool(
            index and not split.prefix and not text.tokens[index].gap and self._words.locatives.match(text, index - 1)
        )

    # -- one step ------------------------------------------------------------------------------------------

    def _step(self, scan: _Scan, index: int) -> int:
        """Read one place at a token, if there is one; returns the next token to look at."""
        text = scan.text
        head = self._words.heads.match(text, index)
        if head is not None and head.end < len(text.tokens) and joined(text.tokens[head.end]):
            mention = self._territory(text, index, head)
            if mention is not None:
                scan.fixed.append(mention)
                return mention.end_token
        word = self._words.words.match(text, index)
        if (
            word is not None
            and word.split.prefix in _PREFIXES
            and not word.split.suffix
            and not self._words.by_means(text, index)
        ):
            end = self._after_word(scan, index, word)
            if end is not None:
                scan.last_end, scan.row = end, word.value.several
                return end
        found = self._named(text, index)
        if found is None:
            return self._unlisted(scan, index) or index + 1
        rule = self._rule(text, index, found.end, found.split)
        located = self._located(scan, index, found.split) if rule.kind else frozenset()
        scan.row = scan.row and scan.goes_on(index, found.split)
        scan.drafts.append(_Draft(index, found.end, found.value, rule, located, found.split))
        if rule.kind in ("", "written", *located):
            scan.last_end = found.end
        return found.end

    def _unlisted(self, scan: _Scan, index: int) -> int | None:
        """A name that the gazetteer lacks, told by the quarter before it («غرب الصلفاء») or, behind a preposition of
        place, by its first word («في تل الصلفاء»)."""
        text, at = scan.text, index + 1
        if at >= len(text.tokens) or text.tokens[at].gap:
            return None
        form = text.tokens[at].form
        named = form.startswith("ال") and self._words.may_begin(text, at) and not self._words.is_word(form[2:])
        if named and self._words.sides.match(text, index) is not None and self._named(text, at) is None:
            scan.fixed.append(self._coin(text, (at, at + 1), _SOMEWHERE, ()))
            return at + 1
        first = self._words.firsts.match(text, index)
        if first is not None and named and self._located(scan, index, first.split):
            scan.fixed.append(self._coin(text, (index, at + 1), _SOMEWHERE, ()))
            return at + 1
        return None

    def _located(self, scan: _Scan, index: int, split: Split) -> frozenset[str]:
        """Which rules the words before a place satisfy: behind a preposition («word»), «ب» or a place
        («locative»), in a row that a place word announced («cue»)."""
        text = scan.text
        before = index > 0 and not text.tokens[index].gap and self._words.locatives.match(text, index - 1)
        if before and not split.prefix:
            return frozenset(("word", "locative"))
        if scan.goes_on(index, split):
            return frozenset(("cue", "word", "locative") if scan.row else ("locative",))
        return frozenset(("locative",)) if split.prefix.endswith("ب") else frozenset()

    def _named(self, text: Text, index: int) -> Match[tuple[Place, ...]] | None:
        for match in self.gazetteer.index.matches(text, index):
            if match.split.prefix in _PREFIXES and self._allowed(text, index, match):
                return match
        return None

    def _rule(self, text: Text, first: int, end: int, split: Split) -> Rule:
        rest = (token.form for token in text.tokens[first + 1 : end])
        return self.gazetteer.rules.get(" ".join((split.key, *rest)), _NO_RULE)

    def _allowed(self, text: Text, index: int, match: Match[tuple[Place, ...]]) -> bool:
        rule = self._rule(text, index, match.end, match.split)
        if rule.kind == "never":
            return False
        if rule.kind == "written" and not text.word(index).endswith(rule.written):
            return False
        tokens = text.tokens
        if match.end == index + 1 < len(tokens) and self._words.goes_on(text, match.end, match.split.key):
            return False
        if rule.unless_previous and index and any(s.key in rule.unless_previous for s in tokens[index - 1].splits):
            return False
        following = tokens[match.end] if match.end < len(tokens) else None
        return not (rule.unless_next and following and joined(following) and following.form in rule.unless_next)

    def _territory(self, text: Text, index: int, head: Match[str]) -> Mention | None:
        """«الحدود السعودية», «الأراضي التركية», «العاصمة العراقية»."""
        nation = self._words.demonyms.match(text, head.end)
        if nation is None or nation.split.prefix:
            return None
        country = self.gazetteer.by_id[nation.value].value
        span = text.span(index, nation.end)
        if head.value == "capital" and country.id in self._capitals:
            city = next(p for p in self.gazetteer.by_id.values() if p.value.name == self._capitals[country.id])
            return Mention("place", span, city.value, index, nation.end)
        if head.value == "border":
            words = span.text
            country = PlaceValue(
                f"x:{country.id}-border", f"{country.name} border", words, "border", within=(country.id,)
            )
        return Mention("place", span, country, index, nation.end)

    def _after_word(self, scan: _Scan, index: int, word: Match[PlaceWord]) -> int | None:
        """The place after a place word: one of the gazetteer, or one that only the word tells."""
        text, fixed, at, kind = scan.text, scan.fixed, word.end, word.value
        if at >= len(text.tokens) or not joined(text.tokens[at]):
            return None
        whole = self._named(text, index)
        if whole is not None and whole.end > at:
            return None
        known = next((m for m in self.gazetteer.index.matches(text, at) if not m.split.prefix), None)
        if known is not None and known.end == at + 1 and self._words.goes_on(text, at + 1, known.split.key):
            known = None
        if known is not None:
            if kind.keep:
                first = known.value[0].value
                fixed.append(self._coin(text, (index, known.end), kind, (first.id, *first.within)))
            else:
                scan.drafts.append(
                    _Draft(at, known.end, known.value, _NO_RULE, frozenset(), known.split, kind.precision)
                )
            return self._row(scan, known.end, kind)
        if not kind.coins:
            return None
        end = self._words.name_end(text, at)
        if end is None:
            return None
        fixed.append(self._coin(text, (index if kind.keep else at, end), kind, ()))
        return self._row(scan, end, kind)

    def _row(self, scan: _Scan, end: int, kind: PlaceWord) -> int:
        """The end of the names that follow one behind a place word: «أحياء الصلفاء والحمراء», and behind a word
        for one where the row runs up to what holds it («حي الصلفاء والحمراء في …»)."""
        text, at = scan.text, end
        names: list[tuple[int, int, Split]] = []
        while (more := self._next_of_several(text, at, kind, len(names))) is not None:
            names.append((at, *more))
            at = more[0]
        if not kind.several and not (at < len(text.tokens) and self._holds(text, at)):
            return end
        scan.fixed += [self._coin(text, (first, after), kind, (), split) for first, after, split in names]
        return at

    def _holds(self, text: Text, index: int) -> bool:
        """Whether «في» or «ب» with a place word begins at a token: what stands before it lies there."""
        found = self._words.words.match(text, index)
        if found is not None:
            return found.split.prefix == "ب"
        return (
            text.tokens[index].form == _IN
            and index + 1 < len(text.tokens)
            and (self._words.words.match(text, index + 1) is not None or self._named(text, index + 1) is not None)
        )

    def _next_of_several(self, text: Text, index: int, kind: PlaceWord, found: int) -> tuple[int, Split] | None:
        """The end of one more name of a row at a token and how its first word is read; behind a dual («بلدتي») the
        second name needs no article."""
        if index >= len(text.tokens) or self._named(text, index) is not None or self._words.stops.match(text, index):
            return None
        second = kind.dual and not found
        for split in text.tokens[index].splits:
            if split.prefix == "و" and not split.suffix and (second or split.key.startswith("ال")):
                wide = self._words.openers.knows(split.key) and index + 1 < len(text.tokens)
                return index + 1 + (wide and not text.tokens[index + 1].gap), split
        return None

    def _coin(
        self, text: Text, tokens: tuple[int, int], word: PlaceWord, within: tuple[str, ...], lead: Split | None = None
    ) -> Mention:
        first, end = tokens
        clitic = lead or next((s for s in text.tokens[first].splits if s.prefix and self._words.leads(s)), _WHOLE)
        span = name_span(self._language, text, first, end, clitic)
        forms = [token.form for token in text.tokens[first:end]]
        forms[0] = clitic.key or forms[0]
        value = PlaceValue(f"x:{'-'.join(forms)}", span.text, span.text, word.precision, within=within)
        return Mention("place", span, value, first, end)

    def _village(self, text: Text, mention: Mention, context: _Context) -> Mention:
        """A coined place as the village of that name near the text's other places, where there is one."""
        value = mention.value
        assert isinstance(value, PlaceValue)
        sentence = text.sentence_of[mention.first]
        if value.precision != "village" or context.setting.country(mention.first) != "YE":
            return mention
        near = context.by_sentence.get(sentence) or set(context.whole)
        found = self.gazetteer.village(value.name_ar, frozenset(n for n in near if "-" in n))
        return mention if found is None else Mention("place", mention.span, found, mention.first, mention.end_token)

    # -- which place of a name -----------------------------------------------------------------------------

    def _choose(self, text: Text, drafts: list[_Draft], context: _Context) -> Iterator[Mention]:
        """Mentions of the drafts: those of one reading first, since they decide the others."""
        doubtful: list[_Draft] = []
        for draft in drafts:
            if draft.rule.kind not in ("", "written", *draft.located):
                continue
            if len(draft.places) == 1:
                context.add(text.sentence_of[draft.first], draft.places[0].value)
                yield self._mention(text, draft, draft.places[0])
            else:
                doubtful.append(draft)
        for draft in doubtful:
            place = _best(text, draft, context)
            context.add(text.sentence_of[draft.first], place.value)
            yield self._mention(text, draft, place)

    def _mention(self, text: Text, draft: _Draft, place: Place) -> Mention:
        span = name_span(self._language, text, draft.first, draft.end, draft.split)
        return Mention("place", span, place.value, draft.first, draft.end)


def _best(text: Text, draft: _Draft, context: _Context) -> Place:
    """The candidate that the cue word, the sentence, then the text, then its rank speak for."""
    near = context.by_sentence.get(text.sentence_of[draft.first], set())
    country = context.setting.country(draft.first)

    def distance(place: Place) -> tuple[bool, bool, bool, int]:
        parents = set(place.value.within)
        return (
            draft.precision is not None and place.value.precision != draft.precision,
            not (parents - {place.country}) & near,
            place.country != country,
            place.rank,
        )

    # A town inside the governorate of its name is not near to itself: the row that the bare name means stays.
    kin = [p for p in draft.places if draft.precision or not any(_precedes(q, p) for q in draft.places)]
    return min(kin, key=distance)


def _precedes(a: Place, b: Place) -> bool:
    related = a.value.id in b.value.within or b.value.id in a.value.within
    return related and a.rank < b.rank


def check(language: Language, resources: Resources) -> Iterator[str]:
    """Rows of the place tables whose example does not yield what it promises."""
    finder = PlaceFinder(language, resources)
    reading = Reading("", "check", "")
    tables = ("places/countries", "places/governorates", "places/cities", "places/fronts")
    for row in (row for table in tables for row in resources.table(table)):
        found = finder.find(language.tokenize(row["example"]), reading)
        if not any(isinstance(m.value, PlaceValue) and m.value.name == row["name"] for m in found):
            yield f"{row['line']}: «{row['example']}» does not yield {row['name']}; correct the form or the example"
    for row in resources.table("places/ambiguous"):
        folded = language.fold(row["form"].split("|")[0])
        found = finder.find(language.tokenize(row["example"]), reading)
        if any(folded == language.fold(m.span.text).lstrip("وبل") for m in found):
            yield f"{row['line']}: «{row['example']}» yields the place that its rule should bar"
    for row in resources.table("lexicons/ar/place_words"):
        texts = [language.fold(m.span.text) for m in finder.find(language.tokenize(row["example"]), reading)]
        wanted = language.fold(row["expected"])
        if texts != ([wanted] if wanted else []):
            yield f"{row['line']}: «{row['example']}» yields {texts}, not «{row['expected']}»"


FINDER = PlaceFinder
