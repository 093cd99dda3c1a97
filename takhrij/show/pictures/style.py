"""What the drawings of a dossier share: width, colours and the font."""

from __future__ import annotations

from typing import Any

from takhrij.show.pictures.font import FAMILY

WIDTH = 680
INK, SOFT, LINE, ACCENT, CLASH = "#1f2328", "#5c6470", "#d5d9de", "#2f5d8a", "#a3312a"
CONFIG: dict[str, Any] = {
    "font": f"{FAMILY}, sans-serif",
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelFont": f"{FAMILY}, sans-serif",
        "titleFont": f"{FAMILY}, sans-serif",
        "labelColor": SOFT,
        "gridColor": LINE,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelFontSize": 11,
    },
}
LITE = "https://vega.github.io/schema/vega-lite/v5.json"
VEGA = "https://vega.github.io/schema/vega/v5.json"
