"""What a user reads, by key and language: rows of `data/show/messages/*.tsv`."""

from __future__ import annotations

from babel import Locale

from takhrij.core.errors import DataError
from takhrij.resources import Resources

FOLDER = "show/messages"
LANGUAGES = ("en", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})


class Messages:
    """All messages of one language.

    A key may have a row a plural form, ``claims.one``, ``claims.two`` … ``claims.other``, named as the CLDR names them;
    `many` picks the form of a number. An empty cell says that the language has no such message.
    """

    def __init__(self, language: str, resources: Resources) -> None:
        if language not in LANGUAGES:
            raise DataError(f"there are no messages in '{language}'; languages are {', '.join(LANGUAGES)}")
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self._texts: dict[str, str] = {}
        for rows in resources.tables(FOLDER).values():
            for row in rows:
                self._texts[row["key"]] = row[language].replace("␣", " ")
        self._form = Locale(language).plural_form

    def __call__(self, key: str, **values: object) -> str:
        """The message of a key, its ``{places}`` filled. Raises DataError for a key that no table has."""
        text = self.find(key)
        if text is None:
            raise DataError(f"no message '{key}' in {self.language}; add it to data/{FOLDER}")
        return text.format(**values) if values else text

    def find(self, key: str) -> str | None:
        """The message of a key as it stands, or None where this language has none."""
        return self._texts.get(key) or None

    def many(self, key: str, number: int, case: str = "", **values: object) -> str:
        """The message of a key in the plural form of a number, which fills ``{n}``.

        `case` asks for another form of the noun where the language has one («قولين» behind a preposition, not
        «قولان»): the row ``key.two.of`` for the case ``of``.
        """
        form = str(self._form(number))
        tried = [f"{key}.{form}.{case}"] * bool(case) + [f"{key}.{form}", f"{key}.other"]
        text = next((t for k in tried if (t := self.find(k)) is not None), None)
        if text is None:
            raise DataError(f"no message '{key}.other' in {self.language}; add it to data/{FOLDER}")
        return text.format(n=f"{number:,}", **values)
