"""The index of a case in its language: what words are found by, and how those asked for are folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from takhrij.pipeline.tools import LANGUAGE
from takhrij.resources import Resources
from takhrij.show.entries import entries
from takhrij.show.index import Index
from takhrij.show.view import CaseView

# Folded words carry no marks, so that letters and digits are all of a word.
_WORD = re.compile(r"[^\W_]+")


def index(view: CaseView, resources: Resources) -> Index:
    """The index of everything that a view of a case holds."""
    return Index(entries(view, labels(resources)), spread, asked)


def labels(resources: Resources) -> Mapping[str, str]:
    """The labels of event types and the names of actors in every language, by id."""
    told = {kind: " ".join(row.get("label", {}).values()) for kind, row in resources.documents("events").items()}
    for row in resources.table("actors/actors"):
        told[row["id"]] = " ".join(v for k, v in row.items() if k.startswith("name"))
    return told


def spread(text: str) -> str:
    """The words that a text is found by: each folded, and the readings of it without particles and pronouns."""
    return " ".join(chain.from_iterable(_forms(token) for token in _WORD.findall(LANGUAGE.fold(text))))


def asked(word: str) -> tuple[str, ...]:
    """The forms of a word that is searched for: folded, without its article, and without particles before an article.

    Particles before other words are left: «وادي» is a valley, and not «ادي» with a particle.
    """
    folded = LANGUAGE.fold(word)
    definite = [s.key for s in LANGUAGE.splits(folded) if not s.suffix and s.key.startswith(LANGUAGE.article)]
    return tuple(dict.fromkeys(form for key in (folded, *definite) for form in (key, _without_article(key))))


@lru_cache(maxsize=200_000)
def _forms(word: str) -> tuple[str, ...]:
    found = [word]
    for split in LANGUAGE.splits(word) if LANGUAGE.is_written(word) else ():
        found += [split.key, _without_article(split.key)]
    return tuple(dict.fromkeys(found))


def _without_article(word: str) -> str:
    article = LANGUAGE.article
    return word[len(article) :] if word.startswith(article) and len(word) > len(article) + 1 else word
