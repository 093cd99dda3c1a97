"""Commands that report and check: dossier, eval, lexicon."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from takhrij.cli.terms import Case, HidePrivate, Jobs, Overlay, opened, say, settings
from takhrij.core.errors import UsageError

if TYPE_CHECKING:
    from takhrij.show.dossier import Format

_MANY = 100
_FORMS: Mapping[str, Format] = {".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx", ".md": "md"}


def dossier(
    *,
    case: Case,
    output: Annotated[Path, Parameter(name=["-o", "--output"], help="the file: .html, .pdf, .docx or .md")],
    title: Annotated[str | None, Parameter(help="title; the case folder's name unless given")] = None,
    events: Annotated[
        tuple[str, ...], Parameter(consume_multiple=True, help="ids of the events to tell; all unless given")
    ] = (),
    language: Annotated[
        Literal["en", "ar", "both"], Parameter(help="language of everything but the quotations")
    ] = "en",
    hide_private: HidePrivate = False,
) -> None:
    """Write the dossier of a case: one file in which every line cites its words."""
    from takhrij import pipeline
    from takhrij.resources import Resources
    from takhrij.show.dossier import Wish, made, made_by
    from takhrij.show.messages import LANGUAGES

    form = _FORMS.get(output.suffix.lower())
    if form is None:
        raise UsageError(f"a dossier is a file that ends in {', '.join(_FORMS)}; {output.name} does not")
    with opened(case) as store:
        view = pipeline.view(store, people=hide_private)
        resources = Resources(store.overlay)
        version = made_by(resources)
    name = title or Path(case).resolve().name
    languages = LANGUAGES if language == "both" else (language,)
    told = len(events) or len(view.events)
    if form == "pdf" and told > _MANY:
        say(f"a PDF of {told:,} events is set at about a second an event; HTML and DOCX are quicker")
    _write_whole(output, made(view, resources, Wish(name, version, languages, events, hide_private), form))
    print(output.resolve())


def _write_whole(path: Path, data: bytes) -> None:
    """The file is there whole, or the earlier one stays."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        os.replace(partial, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path} cannot be written ({reason}); name a file in a folder that is yours") from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def evaluation(
    reference: Path,
    *,
    jobs: Jobs = None,
    overlay: Overlay = None,
    format: Annotated[Literal["table", "json"] | None, Parameter(help="table or one JSON object")] = None,
) -> None:
    """Extract a reference file's own texts and score the claims against its annotations."""
    from takhrij import pipeline
    from takhrij.show import scores

    told = pipeline.evaluated(reference, settings(jobs, overlay)).as_json()
    if (format or ("table" if sys.stdout.isatty() else "json")) == "json":
        print(json.dumps(told, ensure_ascii=False))
    else:
        scores.write(told, sys.stdout)


def check(
    *, overlay: Overlay = None, case: Annotated[str | None, Parameter(help="check a case's own words too")] = None
) -> int:
    """Run the example of every data row, and say which of a case's rows stand in place of the package's."""
    from takhrij import pipeline
    from takhrij.resources import Resources

    own = _words(overlay, case)
    for line in Resources(own).replaced():
        say(line)
    failures = list(pipeline.failing_examples(own))
    for failure in failures:
        say(failure)
    if failures:
        say(f"{len(failures)} examples do not hold; correct those rows")
        return 1
    print("Every example holds.")
    return 0


def explain(
    text: str,
    *,
    overlay: Overlay = None,
    case: Annotated[str | None, Parameter(help="use a case's own words too")] = None,
    published: Annotated[str | None, Parameter(help="day of publication, for «yesterday» and the like")] = None,
    format: Annotated[Literal["table", "json"] | None, Parameter(help="table or one JSON object")] = None,
) -> None:
    """Print what the program makes of words: tokens, mentions and claims."""
    from takhrij import pipeline
    from takhrij.show import account
    from takhrij.show.formats import json_text

    told = pipeline.explained(text, settings(overlay=_words(overlay, case)), published)
    if (format or ("table" if sys.stdout.isatty() else "json")) == "json":
        print(json_text(told))
    else:
        account.write_reading(told, sys.stdout)


def _words(overlay: Path | None, case: str | None) -> Path | None:
    if overlay is not None and case is not None:
        raise UsageError("give --overlay or --case, not both")
    if case is None:
        return overlay
    from takhrij.store import open_case

    with open_case(case) as store:
        return store.overlay
