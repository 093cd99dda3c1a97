"""The command that tells what pages changed after they were published."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from takhrij.cli.terms import Case, FormatOption, opened, put
from takhrij.core.errors import UsageError


def versions(
    page: Annotated[
        str | None, Parameter(help="URL of a page, or a document's label; all pages unless given")
    ] = None,
    /,
    *,
    case: Case,
    format: FormatOption = None,
) -> None:
    """List what pages changed after publication: words, title, numbers, claims; for one page, word by word."""
    from takhrij import pipeline
    from takhrij.cli.team import document_named
    from takhrij.show import formats
    from takhrij.show import versions as shown

    with opened(case) as store:
        view = pipeline.view(store)
        pages = list(store.pages())
        added = {key: store.added(key) for found in pages for key in found.versions if len(found.versions) > 1}
    if page is not None:
        key = None if any(found.url == page for found in pages) else document_named(view, page)
        found = shown.page_of(pages, page, key)
        if found is None:
            raise UsageError(f"'{page}' was met under no URL, so it has no other versions")
        pages = [found]
    several = [(found, list(shown.changes(view, found, added))) for found in pages if len(found.versions) > 1]
    rows = [shown.change_row(view, found, change, added) for found, told in several for change in told]
    put(rows, shown.VERSIONS, format)
    if page is not None and formats.choose(format, sys.stdout.isatty()) == "table":
        for _, told in several:
            for change in told:
                shown.write(change.pieces, sys.stdout)
