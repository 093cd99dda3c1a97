"""The invented pages of tests/link, taken the whole way to claims, links and origins."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_PATH = Path(__file__).resolve().parents[1] / "link" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("takhrij_tests_link_pages", _PATH)
assert _SPEC is not None and _SPEC.loader is not None
_PAGES = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _PAGES
_SPEC.loader.exec_module(_PAGES)

swap, language, resources, maker = _PAGES.swap, _PAGES.language, _PAGES.resources, _PAGES.maker
