"""The documentation builds into a site without a warning, and the site asks nothing of other hosts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_FETCHED = re.compile(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?:https?:)?//([^"'/]+)""")


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    build = str(Path(sys.executable).with_name("sphinx-build"))
    call = [build, "-W", "--keep-going", "-q", "-b", "html", "docs", str(tmp_path / "site")]
    done = subprocess.run(call, cwd=_ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert {"index.html", "tutorial.html", "tutorial.ar.html", "commands.html"} <= {p.name for p in pages}
    assert "takhrij add --case" in re.sub(r"<[^>]+>", "", (tmp_path / "site" / "commands.html").read_text("utf-8"))
    for page in pages:
        assert not _FETCHED.findall(page.read_text(encoding="utf-8")), page.name


def test_every_picture_of_the_workbench_is_among_the_screens() -> None:
    page = (_ROOT / "docs" / "screens.md").read_text(encoding="utf-8")
    pictures = {p.name for p in (_ROOT / "docs" / "images" / "workbench").glob("*.png")}
    assert pictures == set(re.findall(r"images/workbench/([a-z-]+\.png)", page))
