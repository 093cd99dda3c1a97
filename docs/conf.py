"""How the documentation becomes a site: `make docs` (Sphinx, Markdown by MyST, warnings are errors)."""

import sys
from pathlib import Path

from takhrij.core import __version__

sys.path.insert(0, str(Path(__file__).parent))

project = "Takhrij"
author = "The authors of Takhrij"
copyright = f"2026, {author}"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "cyclopts.ext.sphinx"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
root_doc = "index"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = False

html_theme = "furo"
html_title = "Takhrij"
html_static_path = ["_static"]
html_css_files = ["reading.css"]
# Nothing is asked of another host: no web fonts, no analytics, no source links.
html_show_sourcelink = False
html_copy_source = False
