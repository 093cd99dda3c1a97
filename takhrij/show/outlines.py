"""Names for the outlines that a map draws: countries by ISO 3166-1 number, governorates by the name in their file."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale
from babel.core import get_global

from takhrij.resources import Resources

_TABLE = "show/shapes"
_DIGITS = 3


def numbers() -> dict[str, str]:
    """ISO 3166-1 alpha-2 by the number, three digits, of every country."""
    aliases = get_global("territory_aliases")
    return {old: new[0] for old, new in aliases.items() if old.isdigit() and len(old) == _DIGITS}


def countries(language: str) -> dict[str, str]:
    """Names of countries in a language, by ISO 3166-1 number."""
    names = Locale(language).territories
    return {number: names[code] for number, code in numbers().items() if code in names}


class Outlines:
    """Names of governorates and provinces by country (ISO 3166-1 alpha-2)."""

    def __init__(self, resources: Resources) -> None:
        self._rows: dict[str, list[Mapping[str, str]]] = {}
        for row in resources.table(_TABLE):
            self._rows.setdefault(row["country"], []).append(row)

    def names(self, country: str, language: str) -> dict[str, str]:
        """Names in a language by the name that the country's file carries; empty for one that has no file."""
        return {row["shape"]: row[language] for row in self._rows.get(country, ())}

    def file(self, country: str) -> str | None:
        """The stem of the file that holds a country's outlines; None where there is none."""
        rows = self._rows.get(country, ())
        return rows[0]["file"] if rows else None
