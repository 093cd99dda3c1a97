"""Pictures of every view of the workbench in both languages: `python -m bench.screens CASE FOLDER`.

Needs Chromium (Debian: apt install chromium). The case is served on loopback for as long as it takes.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from takhrij.store import open_case
from tests.browser.chromium import ARGUMENTS, installed, serving

VIEWS = (
    *("/", "/review", "/events", "/claims", "/search?q=أسرى", "/timeline", "/map", "/network", "/captives"),
    *("/relations", "/people", "/sources", "/conflicts", "/documents", "/problems", "/acquisitions", "/silence"),
    *("/decisions", "/rounds", "/samples", "/dossier"),
)
COLOURS = 96


def pictures(case: Path, folder: Path) -> list[Path]:
    """Write one PNG a view and language into a folder; give their paths."""
    with open_case(case) as store:
        links = store.links()
    told = max(links.events, key=lambda e: (len(e.claims), e.id))
    views = {path.partition("?")[0].strip("/") or "first": path for path in VIEWS}
    views |= {"event": f"/events/{told.id}", "claim": f"/claims/{told.claims[0][0]}"}
    document = f"/documents/{told.claims[0][1]}"
    views |= {"document": document, "custody": f"{document}/custody"}
    if links.copies:
        views["compare"] = f"/compare/{links.copies[0].a}/{links.copies[0].b}"
    made = []
    with serving(case) as (address, key), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en-GB", color_scheme="light")
        page.goto(f"{address}/open?key={key}")
        for language in ("en", "ar"):
            page.goto(f"{address}/prefer?language={language}&back=/")
            made += [
                _picture(page, address + path, folder / f"{name}-{language}.png") for name, path in views.items()
            ]
        browser.close()
    return made


def _picture(page: Any, address: str, file: Path) -> Path:
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(400)
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    return file


def main() -> None:
    """Write the pictures and say how many."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("case", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    made = pictures(given.case, given.folder)
    print(f"{len(made)} pictures in {given.folder}")


if __name__ == "__main__":
    main()
