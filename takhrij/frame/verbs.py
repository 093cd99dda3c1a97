"""Which words are verbs: general verbs by conjugation with clitics, told from nouns by what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from takhrij.core.language import Language, Split, Token, VerbForm

# Proclitics a finite verb may have; «ل» only before an imperfect of purpose.
_PLAIN = frozenset({"", "و", "ف"})
_FUTURE = frozenset({"س", "وس", "فس"})
_PURPOSE = frozenset({"ل", "ول", "فل"})
_OBJECTS = frozenset({"", "ه", "ها", "هم", "هن", "هما"})
# Stems that begin with these in the perfect are no noun's: «انسحب», «استعاد», «اعتقل».
_DERIVED = ("است", "ان")
_EIGHTH = 4
_WEAK = ("ا", "ي", "و")
_AMBIGUOUS_STARTS = ("ا", "ن")


class VerbEntry(NamedTuple):
    """A written verb form: its conjugation, whether it takes a direct object, its perfect (folded), and whether
    the letters alone tell it from a noun."""

    form: VerbForm
    object: bool
    lemma: str
    sure: bool

    @property
    def dual(self) -> bool:
        """«استخدما»: a perfect of two, written like an accusative."""
        return self.form.aspect == "perfect" and self.form.form == f"{self.lemma}ا"


class VerbWord(NamedTuple):
    """A token read as a verb."""

    entry: VerbEntry
    split: Split

    @property
    def joined(self) -> bool:
        """Whether «و» or «ف» joins the verb to what stands before it."""
        return self.split.prefix[:1] in ("و", "ف")

    @property
    def purpose(self) -> bool:
        """«ليوسعوا»: the aim of the deed before it."""
        return self.split.prefix in _PURPOSE


def _derived(lemma: str) -> bool:
    """Whether a perfect is of the seventh, eighth or tenth pattern, whose verbal noun is written otherwise."""
    return lemma.startswith(_DERIVED) or (len(lemma) > _EIGHTH and lemma[0] == "ا" and lemma[2] in "تطد")


def _sure(form: VerbForm, lemma: str) -> bool:
    """Whether no noun is written like a form."""
    if form.aspect == "imperfect":
        return form.form.startswith("ي") or (form.form.startswith("ت") and form.plural)
    ending = form.form[len(lemma) - 1 :]
    if form.form == lemma:
        return _derived(lemma)
    if form.person == 3 and form.plural and not form.feminine:
        return form.form.endswith("وا")
    return form.feminine and ending.endswith(("ت", "تا")) and len(form.form) >= len("شنت")


class VerbLexicon:
    """Written forms of verbs. `rows` are (lemma «perfect/imperfect», takes an object)."""

    def __init__(self, language: Language, rows: Iterable[tuple[str, bool]]) -> None:
        self._forms: dict[str, VerbEntry] = {}
        self._memo: dict[str, VerbWord | None] = {}
        perfects: set[str] = set()
        short: set[str] = set()
        seen: dict[tuple[str, str], bool] = {}
        for lemma, takes in rows:
            perfect, _, imperfect = lemma.partition("/")
            key = (perfect, imperfect)
            seen[key] = seen.get(key, False) or takes
        for (perfect, imperfect), takes in seen.items():
            folded = language.fold(perfect)
            perfects.add(folded)
            stem = language.fold(imperfect)[1:]
            weak = stem[-1] in _WEAK
            for form in language.conjugate(perfect, imperfect):
                jussive = form.aspect == "imperfect" and weak and form.form[1:] == stem[:-1]
                if jussive:
                    short.add(form.form)
                self._add(VerbEntry(form, takes, folded, not jussive and _sure(form, folded)))
        self._settle(perfects, short)

    def _add(self, entry: VerbEntry) -> None:
        if entry.form.person == 2 or (entry.form.person == 1 and not entry.form.plural):
            return
        if entry.form.aspect == "imperfect" and entry.form.form.startswith(_AMBIGUOUS_STARTS):
            entry = entry._replace(sure=False)
        held = self._forms.get(entry.form.form)
        if held is None:
            self._forms[entry.form.form] = entry
        elif entry.sure and not held.sure:
            self._forms[entry.form.form] = entry._replace(object=held.object or entry.object)
        elif entry.object and not held.object:
            self._forms[entry.form.form] = held._replace(object=True)

    def _settle(self, perfects: set[str], short: set[str]) -> None:
        """«تستهدف» is sure, «تقدم» may be a verbal noun: what is a perfect of another verb stays in doubt."""
        for form, entry in self._forms.items():
            told = entry.form
            doubtful = told.aspect != "imperfect" or told.plural or form in perfects
            if not doubtful and form.startswith("ت") and form not in short:
                self._forms[form] = entry._replace(sure=True)

    def __len__(self) -> int:
        return len(self._forms)

    def read(self, token: Token) -> VerbWord | None:
        """The token as a verb, whatever stands around it, or None."""
        form = token.form
        if form in self._memo:
            return self._memo[form]
        found = self._memo[form] = self._read(token)
        return found

    def _read(self, token: Token) -> VerbWord | None:
        best: VerbWord | None = None
        for split in token.splits:
            entry = self._forms.get(split.key)
            if entry is None or not _fits(entry, split):
                continue
            word = VerbWord(entry._replace(sure=entry.sure or split.prefix in _FUTURE), split)
            if best is None or _rank(word) < _rank(best):
                best = word
        return best


def _fits(entry: VerbEntry, split: Split) -> bool:
    if split.suffix not in _OBJECTS:
        return False
    if split.suffix and len(split.key) < len("شن"):
        return False
    if split.prefix in _PLAIN:
        return True
    if entry.form.aspect != "imperfect":
        return False
    return split.prefix in _FUTURE or (split.prefix in _PURPOSE and entry.form.form[0] in "يت")


def _rank(word: VerbWord) -> tuple[bool, int, int]:
    return not word.entry.sure, len(word.split.suffix), len(word.split.prefix)


class Around(NamedTuple):
    """What stands before a word in doubt: whether it opens a clause, a word that only verbs follow, a word that
    only nouns follow; and whether what follows can be a subject or an object."""

    opens: bool
    verbal: bool
    nominal: bool
    followed: bool


def stands(word: VerbWord, around: Around) -> bool:
    """Whether a word that may be a verb is one here."""
    if around.verbal:
        return True
    if around.nominal:
        return False
    if word.entry.sure:
        return True
    return around.opens and around.followed


Verbs = Mapping[int, VerbWord]
