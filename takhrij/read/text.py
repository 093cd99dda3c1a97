"""Plain text: an article's text, or a page that was flattened to text with its menus and forms."""

from __future__ import annotations

import re

from takhrij.core.errors import InputRefused
from takhrij.core.language import Language
from takhrij.read.contract import Draft, Reader, Source
from takhrij.read.cues import cues_of
from takhrij.read.decode import decode
from takhrij.read.layout import Given, lay_out
from takhrij.resources import Resources

_FEWEST_WORDS = 4
# Markup of a format that no reader knows; what its entities stand for is neither expanded nor passed off as text.
_DECLARES = re.compile(rb"\s*<(?:\?xml|!DOCTYPE)\b.*?<!ENTITY", re.IGNORECASE | re.DOTALL)


def _read(source: Source, language: Language, resources: Resources) -> Draft:
    if _DECLARES.match(source.data):
        told = f"{source.name} declares entities of its own, which no page needs; it was not read"
        raise InputRefused("malformed", told)
    text = decode(source.data, source.name, language.is_written, source.charset)
    if not language.is_written(text):
        raise InputRefused("not_arabic", f"{source.name} is not written in Arabic; add its Arabic original")
    layout = lay_out(text, cues_of(language, resources), Given(url=source.url))
    if layout.body_words < _FEWEST_WORDS:
        raise InputRefused("no_article", f"{source.name} holds no article, only menus or headings; add the article")
    return Draft(
        text=text,
        title=layout.title,
        outlet=layout.outlet,
        author=layout.author,
        published=layout.published,
        updated=layout.updated,
        genre=layout.genre,
        section=layout.section,
        tags=layout.tags,
        boilerplate=layout.boilerplate,
    )


READER = Reader("text", "1", "text/plain", (".txt", ".text", ".md"), _read)
