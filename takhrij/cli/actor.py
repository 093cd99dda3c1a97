"""The command that shows one actor in time."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from takhrij.cli.terms import FormatOption, Overlay, opened, put
from takhrij.core.errors import UsageError

if TYPE_CHECKING:
    from takhrij.resources import Resources
    from takhrij.show.actor import Actors


def actor(
    name: Annotated[str, Parameter(help="id, neutral name, or how a page names it in Arabic")],
    *,
    on: Annotated[str | None, Parameter(help="a day (YYYY-MM-DD): say which ties stood on it")] = None,
    case: Annotated[str | None, Parameter(help="folder of a case: its overlay, and what its pages tell")] = None,
    overlay: Overlay = None,
    format: FormatOption = None,
) -> None:
    """Show an actor in time: its parents and parts, its dated alliances, breaks and successions."""
    from takhrij import pipeline
    from takhrij.resources import Resources
    from takhrij.show import columns, formats
    from takhrij.show.actor import Actors

    view = None
    if case is not None:
        with opened(case) as store:
            view, overlay = pipeline.view(store), overlay or store.overlay
    resources = Resources(overlay)
    actors = Actors(resources)
    page = actors.page(_asked(actors, name, resources), _day(on), view)
    form = formats.choose(format, sys.stdout.isatty())
    if form not in ("table", "csv"):
        print(formats.json_text(page))
        return
    if form == "table":
        print(f"{page['name']} ({page['id']}, {page['kind'] or 'outside the codebook'})")
        for side in ("parents", "parts"):
            if page[side]:
                print(f"{side}: {', '.join(one['name'] for one in page[side])}")
    put(page["history"], columns.HISTORY, form)


def _asked(actors: Actors, name: str, resources: Resources) -> str:
    """The id of the actor asked for. Raises UsageError where nobody is known by the name."""
    found = actors.known(name) or _read(name, resources)
    if found is None:
        raise UsageError(
            f"no actor is known by «{name.strip()[:60]}»; `takhrij actors --case CASE` lists those of a case"
        )
    return found


def _read(name: str, resources: Resources) -> str | None:
    """The id of the first actor that a page would be read to name by these words."""
    from takhrij.core.records import ActorValue, Reading
    from takhrij.find import Finders
    from takhrij.pipeline import LANGUAGE

    if not any(letter.isalpha() for letter in name):
        return None
    reading = Reading(document="0" * 64, reader="asked@1", text=name)
    mentions = Finders(LANGUAGE, resources).find(LANGUAGE.tokenize(name), reading)
    values = [m.value for m in mentions if isinstance(m.value, ActorValue)]
    return next((value.unit or value.id for value in values), None)


def _day(on: str | None) -> date | None:
    try:
        return date.fromisoformat(on) if on is not None else None
    except ValueError:
        raise UsageError(f"{on} is no day; write it as YYYY-MM-DD") from None
