"""From a case and a wish to the bytes of a file."""

from __future__ import annotations

from takhrij.core.errors import UsageError
from takhrij.resources import Resources
from takhrij.show.dossier import model
from takhrij.show.dossier.html import page
from takhrij.show.dossier.model import Dossier
from takhrij.show.dossier.narrow import narrowed
from takhrij.show.dossier.wish import Format, Wish
from takhrij.show.messages import LANGUAGES
from takhrij.show.private import Veil
from takhrij.show.view import CaseView
from takhrij.show.wording import Words


def dossiers(view: CaseView, resources: Resources, wish: Wish) -> list[Dossier]:
    """The parts of a dossier, a language each. Raises UsageError for an unknown event or language."""
    unknown = [language for language in wish.languages if language not in LANGUAGES]
    if unknown or not wish.languages:
        raise UsageError(f"a dossier is written in {' or '.join(LANGUAGES)}, not in '{' '.join(unknown)}'")
    # Whose names are private is asked of the whole case.
    shown = narrowed(view, wish.events) if wish.events else view
    parts = []
    for language in wish.languages:
        words = Words.of(shown, language, resources)
        veil = Veil(view, words.t("private")) if wish.hide_private else None
        parts.append(model.made(shown, words, resources, wish, veil))
    return parts


def render(view: CaseView, resources: Resources, wish: Wish) -> str:
    """The dossier as one HTML text. Equal cases give equal text."""
    return page(dossiers(view, resources, wish), resources)


def made(view: CaseView, resources: Resources, wish: Wish, form: Format) -> bytes:
    """The file of a dossier in a format.

    Raises UsageError for an unknown event or language, TakhrijError where what a format needs is not installed.
    """
    return written(dossiers(view, resources, wish), resources, form)


def written(parts: list[Dossier], resources: Resources, form: Format) -> bytes:
    """The file of a dossier's parts in a format. Raises TakhrijError where what a format needs is not installed."""
    if form == "html":
        return page(parts, resources).encode("utf-8")
    if form == "md":
        from takhrij.show.dossier.markdown import document as as_markdown

        return as_markdown(parts).encode("utf-8", "replace")
    if form == "pdf":
        from takhrij.show.dossier.pdf import document as as_pdf

        return as_pdf(parts, resources)
    from takhrij.show.dossier.docx import document as as_docx

    return as_docx(parts)
