"""Where a name begins and ends among the tokens of a text, and its parts."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from takhrij.core.language import Language, Text
from takhrij.core.phrases import name_span
from takhrij.core.records import Span
from takhrij.core.records.persons import NameForm
from takhrij.find.people_words import PeopleWords

_ARTICLE = "ال"
_SERVANT = "عبد"
_FAITH = "الدين"
_KUNYA = frozenset({"ابو", "ابا", "ابي", "ام"})
_FATHER = "ابو"
_SON = "بن"
_ALI = "علي"
_STRONG_LINKS = frozenset({"بن", "اغ", "ولد"})
_PRONOUNS = frozenset({"ه", "ها", "هم", "هما", "نا", "هن"})
_PREFIXES = frozenset({"", "و", "ف", "ل", "ب", "ك", "ول", "وب", "فل"})
_LONGEST = 6
_SHORTEST = 3
_PLAIN_GAPS = frozenset({"", "/"})


class Name(NamedTuple):
    """A name at tokens [first, end): its parts without links, its form and the words without a proclitic."""

    first: int
    end: int
    parts: tuple[str, ...]
    form: NameForm
    span: Span


class Names:
    """Reads names in one text; `counts` tell which strange words come back."""

    def __init__(self, language: Language, words: PeopleWords, text: Text) -> None:
        self._language = language
        self._words = words
        self._text = text
        self._tokens = text.tokens
        self._counts = Counter(token.form for token in text.tokens)

    def read(self, at: int, *, told: bool = False) -> Name | None:
        """The name that begins at a token; `told` says that a title or a cue stands before it."""
        token = self._tokens[at]
        for split in token.splits:
            if (
                split.prefix in _PREFIXES
                and not split.suffix
                and self._begins(at, split.key, told and not split.prefix)
            ):
                return self._from(at, split.key, told)
        return None

    def _begins(self, at: int, key: str, told: bool) -> bool:
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        beside = following is not None and following.gap in _PLAIN_GAPS
        if self._text.word(at).endswith("ى") and key == _ALI:
            return False
        if key in _KUNYA:
            return beside and following is not None and (following.form == _SERVANT or self._bears(at + 1))
        if (
            beside
            and following is not None
            and following.form in _STRONG_LINKS
            and key.isalpha()
            and self._may_be_linked(at, key)
        ):
            return True
        if told and key == _SON and beside and following is not None:
            return following.form in self._words.given
        if key == _SERVANT:
            return beside and following is not None and following.form.startswith(_ARTICLE)
        if key in self._words.given or self._is_joined_kunya(key):
            return True
        return told and (self._strange(at, key) or self._ends_as_a_pronoun(at, key))

    def _may_be_linked(self, at: int, key: str) -> bool:
        """Whether a word before «بن» may be a name: no verb, and no noun with the article that is none of the given."""
        if key in self._words.given:
            return True
        if key.startswith(_ARTICLE) and not key.endswith("ي"):
            return False
        return not any(split.key in self._words.stops | self._words.speech for split in self._tokens[at].splits)

    def _bears(self, at: int) -> bool:
        """Whether a word may be what a kunya is formed with."""
        form = self._tokens[at].form
        return (
            form.isalpha() and len(form) >= _SHORTEST and (form in self._words.given or form not in self._words.known)
        )

    def _is_joined_kunya(self, key: str) -> bool:
        return key.startswith(_FATHER) and key[len(_FATHER) :] in self._words.given

    def _strange(self, at: int, key: str) -> bool:
        """Whether a word is in no table: a name of another language, or a rare one."""
        if not key.isalpha() or len(key) < _SHORTEST or key in self._words.known or key.startswith(_ARTICLE):
            return False
        if self._words.titles.match(self._text, at) is not None or key.endswith("ا"):
            return self._words.titles.match(self._text, at) is None and self._counts[key] > 1
        return not any(
            (split.prefix and not split.suffix and (split.key in self._words.known or split.key.startswith(_ARTICLE)))
            or (split.suffix in _PRONOUNS and len(split.key) >= _SHORTEST)
            for split in self._tokens[at].splits
        )

    def _ends_as_a_pronoun(self, at: int, key: str) -> bool:
        """«أندريه كوفاليني», «نبيه الصلفاني»: a strange word in «ـه» with a family name behind it is no noun of his."""
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if following is None or following.gap not in _PLAIN_GAPS or not key.isalpha() or key in self._words.known:
            return False
        owned = any(split.suffix in _PRONOUNS and split.key in self._words.known for split in self._tokens[at].splits)
        family = following.form.endswith("ي") and following.form not in self._words.known | self._words.adjectives
        return key.endswith("ه") and not owned and family

    def _from(self, at: int, key: str, told: bool) -> Name | None:
        end, parts, family = at + 1, [key], False
        if key in _KUNYA:
            bearer, end = self._bearer(at + 1)
            parts = [self._kunya(key, bearer)]
        elif key == _SON:
            parts, end = [self._tokens[at + 1].form], at + 2
        elif self._is_joined_kunya(key):
            parts = [self._kunya(_FATHER, key[len(_FATHER) :])]
        elif key == _SERVANT:
            parts, end = [_SERVANT + self._tokens[at + 1].form], at + 2
        form: NameForm = "kunya" if key in _KUNYA or self._is_joined_kunya(key) else "name"
        while end < len(self._tokens) and len(parts) < _LONGEST and self._tokens[end].gap in _PLAIN_GAPS:
            word = self._tokens[end].form
            sure = told or len(parts) > 1 or key not in self._words.common or parts[-1].endswith(_FAITH)
            called = form == "kunya"
            sure = sure and (not called or self._tokens[end].form.startswith(_ARTICLE))
            step = self._step(end, word, family, sure, called)
            if step is None:
                break
            length, part = step
            if part == _FAITH:
                parts[-1] += part
            else:
                parts.append(part)
                family = part.startswith(_ARTICLE)
            end += length
        if len(parts) == 1 and form == "name" and not told and not self._speaks(at, end, key):
            return None
        split = next((s for s in self._tokens[at].splits if s.key == key), self._tokens[at].splits[0])
        return Name(at, end, tuple(parts), form, name_span(self._language, self._text, at, end, split))

    def _bearer(self, at: int) -> tuple[str, int]:
        """After whom a kunya is formed («عبد الملك» is one), and where the name goes on."""
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if self._tokens[at].form == _SERVANT and following is not None and following.form.startswith(_ARTICLE):
            return _SERVANT + following.form, at + 2
        return self._tokens[at].form, at + 1

    def _speaks(self, at: int, end: int, key: str) -> bool:
        """«وقال محمود،»: one given name as the subject of a verb of speaking."""
        if not at or key not in self._words.given or self._tokens[at].gap:
            return False
        ended = end >= len(self._tokens) or bool(self._tokens[end].gap) or self._tokens[end].form in self._words.stops
        return ended and any(split.key in self._words.speech for split in self._tokens[at - 1].splits)

    def _step(self, at: int, word: str, family: bool, told: bool, called: bool) -> tuple[int, str] | None:
        """How many tokens the next part of a name takes, and the part; None where the name has ended."""
        tokens, words = self._tokens, self._words
        more = at + 1 < len(tokens) and tokens[at + 1].gap in _PLAIN_GAPS
        if word == _FAITH:
            return 1, word
        if word == _SERVANT and more:
            return 2, word + tokens[at + 1].form
        if more and tokens[at + 1].form == _FAITH and len(word) >= 2 and word not in words.stops:
            return 2, word + _FAITH
        if word in _KUNYA and more and not called and self._bears(at + 1):
            return 2, self._kunya(word, tokens[at + 1].form)
        if self._is_joined_kunya(word) or (word.startswith(_FATHER) and word not in words.known and len(word) > 5):
            return 1, self._kunya(_FATHER, word[len(_FATHER) :])
        if (
            word in words.links
            and more
            and (tokens[at + 1].form in words.given or tokens[at + 1].form not in words.stops)
        ):
            return 2, tokens[at + 1].form
        if word == _ALI and self._text.word(at).endswith("ى"):
            return None
        if word in words.given:
            return 1, word
        if word in words.known:
            return None
        if word.startswith(_ARTICLE):
            sure = told or word.endswith("ي")
            return (1, word) if sure and self._is_family(at, word, family) else None
        return (1, word) if (told or self._counts[word] > 1) and not family and self._strange(at, word) else None

    def _is_family(self, at: int, word: str, family: bool) -> bool:
        """«الصلفاني», «الحمود»: a word with the article that is no known noun and no title."""
        if word.endswith(("يه", "ات", "ين", "ون")) or self._words.titles.match(self._text, at) is not None:
            return False
        return word.endswith("ي") or not family

    @staticmethod
    def _kunya(word: str, bearer: str) -> str:
        return f"{'ام' if word == 'ام' else _FATHER} {bearer}"
