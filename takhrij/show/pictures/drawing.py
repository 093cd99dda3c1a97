"""Pictures by Vega, drawn offline: SVG for pages, PNG for PDF and DOCX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from takhrij.show.cards import Line
from takhrij.show.pictures.font import FAMILY, folder

Kind = Literal["timeline", "map", "network"]
SCALE = 2.0
"""Pixels of a PNG for each unit of a drawing: sharp in print at the width of a page."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its title and, line for line, what it shows; `vega` is a Vega or a Vega-Lite specification."""

    kind: Kind
    title: str
    lines: tuple[Line, ...]
    vega: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lite(self) -> bool:
        """Whether the specification is Vega-Lite's."""
        return "vega-lite" in str(self.vega.get("$schema", ""))


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
    return vl_convert


def svg(picture: Picture) -> str:
    """The drawing as an SVG element; its text stays text. No address in it is ever fetched."""
    converter = _converter()
    draw = converter.vegalite_to_svg if picture.lite else converter.vega_to_svg
    drawn = str(draw(dict(picture.vega), allowed_base_urls=[]))
    # A page uses the reader's own font of this script, where there is one.
    return drawn.replace(FAMILY, "Noto Sans Arabic")


def png(picture: Picture) -> bytes:
    """The drawing as a PNG with its text shaped."""
    converter = _converter()
    draw = converter.vegalite_to_png if picture.lite else converter.vega_to_png
    return bytes(draw(dict(picture.vega), scale=SCALE, allowed_base_urls=[]))
