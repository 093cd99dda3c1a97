"""Pictures of every page of the workbench in both languages, over the example pages: `python -m tests.browser.shots`.

They are looked at, and kept under docs/images/workbench; a page that scrolls is taken from its top.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from PIL import Image

from takhrij import pipeline
from takhrij.core.config import Config
from tests.browser.chromium import browsing

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "images" / "workbench"
SIZE = {"width": 1280, "height": 900}
COLOURS = 96
"""Enough for flat pages; it keeps a picture below 100 kB."""
PAGES = {
    "home": "/",
    "search": "/search?q=افراج القاعدة",
    "events": "/events",
    "event": "",
    "review": "/review",
    "timeline": "/timeline",
    "map": "/map",
    "network": "/network",
    "captives": "/captives",
    "sources": "/sources",
    "conflicts": "/conflicts",
    "decisions": "/decisions",
}


def main() -> None:
    """Take the pictures that are asked for, all where none is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pages", nargs="*", choices=[*PAGES, []], help="names of pages")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder to write to")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "demo"
        pipeline.add([ROOT / "examples" / "pages"], str(case), Config())
        with browsing(case) as (page, base):
            events = page.request.get(f"{base}/events.json").json()
            told = max(events, key=lambda e: len(e["claims"]))["id"]
            for language in ("en", "ar"):
                page.goto(f"{base}/prefer?language={language}&back=/problems")
                for name in given.pages or PAGES:
                    page.set_viewport_size(SIZE)
                    page.goto(base + (PAGES[name] or f"/events/{told}"), wait_until="networkidle")
                    page.wait_for_timeout(600)
                    taken = given.to / f"{name}-{language}.png"
                    page.screenshot(path=str(taken))
                    Image.open(taken).convert("RGB").quantize(COLOURS).save(taken, optimize=True)
                    print(taken)


if __name__ == "__main__":
    main()
