"""The dossier as PDF, laid out from the same page as the HTML with the packaged font; nothing is fetched."""

from __future__ import annotations

import base64
import importlib.resources
import logging
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from markupsafe import Markup

from takhrij.core.errors import NotInstalled
from takhrij.resources import Resources
from takhrij.show.dossier.html import page
from takhrij.show.dossier.model import Dossier
from takhrij.show.pictures.drawing import Picture, png

_FONT = "fontpkg_amiri"
_FILES = ("Amiri-Regular.ttf", "Amiri-Bold.ttf", "Amiri-Italic.ttf")
"""A font whose letters are whole glyphs: text copied out of the PDF is the text that was put in. The font of the
drawings builds letters from parts that several share, and a copy of its text is not readable."""
_PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def _weasyprint() -> Any:
    try:
        return import_module("weasyprint")
    except (OSError, ImportError) as error:
        message = (
            f"a PDF needs the libraries of Pango; `apt-get install {_PANGO}` installs them, or write HTML or DOCX"
        )
        raise NotInstalled(message) from error


def image(picture: Picture) -> Markup:
    """A picture as PNG within the page, with its title in words."""
    data = base64.b64encode(png(picture)).decode()
    return Markup('<img class="drawing" alt="{}" src="data:image/png;base64,{}">').format(picture.title, data)


def _fetcher(fonts: str) -> Any:
    """Opens the packaged font and pictures within the page, and refuses everything else."""
    urls: Any = import_module("weasyprint.urls")
    allowed = {f"{fonts}/{name}" for name in _FILES}

    class Fetcher(urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in allowed or url.startswith("data:image/png;"):
                return super().fetch(url, headers)
            raise ValueError(f"a dossier fetches nothing: {url}")

    return Fetcher(allowed_protocols=("file", "data"), allow_redirects=False)


def document(dossiers: Sequence[Dossier], resources: Resources) -> bytes:
    """The PDF of a dossier's parts. Raises NotInstalled where Pango is not installed.

    Equal cases give equal bytes with the same versions of the libraries: it is dated by the case, and nothing in it is
    drawn by chance.
    """
    weasyprint = _weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fonts = Path(str(importlib.resources.files(_FONT) / "files")).as_uri()
    css = resources.text("show/dossier_print.css").replace("FONTS", fonts)
    dated = max(d.dated for d in dossiers)
    meta = '<meta name="dcterms.created" content="{0}"><meta name="dcterms.modified" content="{0}">'
    text = page(dossiers, resources, image, css)
    text = text.replace("<style>", meta.format(dated) + "\n<style>", 1)
    html = weasyprint.HTML(string=text, url_fetcher=_fetcher(fonts), media_type="print")
    made: bytes = html.write_pdf(pdf_tags=True)
    return made
