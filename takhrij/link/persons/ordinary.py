"""The given names of a language: what is made of nothing else is no distinctive name."""

from __future__ import annotations

from takhrij.core.language import Language
from takhrij.core.phrases import expand
from takhrij.resources import Resources

_TABLES = ("lexicons/ar/people", "lexicons/ar/person_titles")


def given_names(language: Language, resources: Resources) -> frozenset[str]:
    """Folded given names of the tables of titles and people."""
    rows = (row for table in _TABLES for row in resources.table(table) if row["value"] == "given")
    return frozenset(language.fold(form) for row in rows for form in expand(row["form"]))
