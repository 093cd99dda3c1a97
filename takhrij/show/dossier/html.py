"""The dossier as one self-contained HTML text: no script, no request to anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from takhrij.resources import Resources
from takhrij.show.direction import begins_right_to_left, right_to_left
from takhrij.show.dossier.model import Dossier
from takhrij.show.pictures.drawing import Picture, svg
from takhrij.show.wording import Words

Draw = Callable[[Picture], Markup]


def web_address(url: Any) -> bool:
    """Whether an address may become a link: only http and https, never a script or a file."""
    return isinstance(url, str) and url.lower().startswith(("http://", "https://"))


@cache
def _environment() -> Environment:
    # A case has no templates of its own, so that they are read once.
    resources = Resources()
    loader = FunctionLoader(lambda name: resources.text(f"show/{name}"))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    environment.tests["web_address"] = web_address
    environment.tests["arabic_line"] = lambda text: begins_right_to_left(str(text or ""))
    # Said outright, not left to `auto`: not every engine that lays out pages looks at the letters.
    environment.tests["arabic_quote"] = lambda quote: any(right_to_left(piece.text) for piece in quote.pieces)
    return environment


def _roles(words: Words) -> Callable[[str], str]:
    """Titles of marked words, which name their roles, in the language of the page."""
    if words.language == "en":
        return lambda title: title
    return lambda title: words.t("list.comma").join(words.role_name(r.replace(" ", "_")) for r in title.split(", "))


def inline(picture: Picture) -> Markup:
    """A picture as SVG within the page, named by its title and described by the lines under it."""
    drawn = svg(picture).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup('<div class="drawing" role="img" aria-label="{}">{}</div>').format(picture.title, Markup(drawn))


def page(dossiers: Sequence[Dossier], resources: Resources, draw: Draw = inline, css: str = "") -> str:
    """One page of a dossier's parts, a language each. Equal cases give equal text."""
    environment = _environment()
    part = environment.get_template("dossier_part.html.j2")
    parts = []
    for number, d in enumerate(dossiers):
        # Ids of a second part begin with its language: an id stands once on a page.
        prefix, main = (f"{d.words.language}-" if number else ""), ("main" if len(dossiers) == 1 else "div")
        told = {"d": d, "words": d.words, "t": d.words.t, "p": prefix, "main": main}
        parts.append((d.words, Markup(part.render(**told, drawn=draw, roles=_roles(d.words)))))
    first = dossiers[0]
    text = environment.get_template("dossier.html.j2").render(
        parts=parts,
        words=first.words,
        title=first.title,
        version=first.version,
        css=resources.text("show/dossier.css") + css,
    )
    return text.encode("utf-8", "replace").decode("utf-8")
