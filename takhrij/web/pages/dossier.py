"""The dossier to hand on: events chosen by the filter, in a language and a format, without private names unless asked."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.responses import Response

from takhrij.core.errors import UsageError
from takhrij.show.dossier import FORMATS, Format, Wish, dossiers, made, made_by, written
from takhrij.show.facets import CHOICES, DAYS
from takhrij.show.messages import LANGUAGES
from takhrij.web.filters import Asked, event_address, facet_choices
from takhrij.web.making import KEPT
from takhrij.web.screen import Page, Screen

_PATH, _FILE, _WAIT = "/dossier", "/dossier/file", "/dossier/wait"
AGAIN = 3
"""Seconds after which the page of a file that is being made asks for it again."""
_LONGEST_TITLE = 300
MOST_PDF = 300
"""Events of which a PDF is set while somebody waits: a page takes about a fifth of a second, an event about two pages."""
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "language": (*LANGUAGES, "both"),
    "format": FORMATS,
    "private": ("hide", "show"),
    "pictures": ("yes", "no"),
}
_OWN = ("title", *CHOSEN)
_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose, its values, and the one that is chosen."""

    name: str
    values: tuple[str, ...]
    chosen: str


def _options(screen: Screen) -> dict[str, Option]:
    """What is chosen; the language of the page and hidden names where nothing is. Raises UsageError."""
    usual = {"language": screen.language, "format": "html", "private": "hide", "pictures": "yes"}
    found = {}
    for name, values in CHOSEN.items():
        chosen = screen.query.get(name, "").strip() or usual[name]
        if chosen not in values:
            raise UsageError(f"'{name}' is one of {', '.join(values)}, not '{chosen[:40]}'")
        found[name] = Option(name, values, chosen)
    return found


def _title(screen: Screen) -> str:
    title = " ".join(screen.query.get("title", "").split()) or screen.workbench.name
    if len(title) > _LONGEST_TITLE:
        raise UsageError(f"the title has {len(title)} characters; give at most {_LONGEST_TITLE}")
    return title


def dossier(screen: Screen) -> Response:
    """The page on which a dossier is put together."""
    asked = Asked(_PATH, screen.query, own=_OWN)
    found, words = asked.found(screen.view), screen.words
    facts = asked.slice(found.facts)
    rows = [
        {"href": event_address(f.event.id), "label": words.label(f.event), "when": words.when(f.event.time)}
        for f in facts
    ]
    return screen.page(
        "dossier.html.j2",
        form=asked.form(found.facts, facet_choices(screen.view, asked, words, screen.workbench.resources)),
        rows=rows,
        shown=words.many("event", len(found.facts)),
        kept=[(name, screen.query[name]) for name in (*CHOICES, *DAYS) if screen.query.get(name, "").strip()],
        options=list(_options(screen).values()),
        dossier_title=_title(screen),
        file=_FILE,
        long_pdf=f"{MOST_PDF:,}" if len(found.facts) > MOST_PDF else "",
    )


def file(screen: Screen) -> Response:
    """The file itself, or the way to the page that waits for it; the record of the case notes who took it."""
    wish, form, many = _wished(screen, _FILE)
    if form == "pdf" and many > MOST_PDF:
        key = _key(screen, wish)
        found = screen.workbench.makings.find(key)
        if found is None or not found.done.is_set() or found.data is None:
            _begin(screen, wish, key)
            return screen.redirect(screen.url(_WAIT))
        data = found.data
    else:
        data = made(screen.view, screen.workbench.resources, wish, form)
    return Response(data, media_type=_TYPES[form], headers={"content-disposition": _attached(wish.title, form)})


def wait(screen: Screen) -> Response:
    """The page of a file that is being made, or that can be taken now; a failure is told once, and forgotten."""
    wish, _form, many = _wished(screen, _WAIT)
    key = _key(screen, wish)
    found = screen.workbench.makings.find(key)
    if found is not None and found.fault is not None:
        screen.workbench.makings.forget(key)
        raise found.fault
    ready = found is not None and found.done.is_set()
    told = screen.page(
        "dossier_wait.html.j2",
        begun=found is not None,
        ready=ready,
        title=wish.title,
        shown=screen.words.many("event", many),
        size=f"{len(found.data) / 2**20:.1f}" if ready and found is not None and found.data else "",
        file=screen.url(_FILE),
        back=screen.url(_PATH, format=None),
        kept=int(KEPT // 60),
    )
    if found is not None and not ready:
        told.headers["refresh"] = str(AGAIN)
    return told


def _key(screen: Screen, wish: Wish) -> Hashable:
    return screen.user.name, wish


def _begin(screen: Screen, wish: Wish, key: Hashable) -> None:
    view, resources = screen.view, screen.workbench.resources
    screen.workbench.makings.begin(key, lambda: (written, (dossiers(view, resources, wish), resources, "pdf")))


def _wished(screen: Screen, path: str) -> tuple[Wish, Format, int]:
    """What an address asks for: the dossier, its format, and how many events it tells. Raises UsageError."""
    asked = Asked(path, screen.query, own=_OWN)
    chosen = {name: option.chosen for name, option in _options(screen).items()}
    found = asked.found(screen.view).facts
    if not found:
        raise UsageError(screen.t("dossier.page.none"))
    every = len(found) == len(screen.view.events)
    wish = Wish(
        _title(screen),
        made_by(screen.workbench.resources),
        LANGUAGES if chosen["language"] == "both" else (chosen["language"],),
        () if every else tuple(one.event.id for one in found),
        chosen["private"] == "hide",
        chosen["pictures"] == "yes",
    )
    return wish, _format(chosen["format"]), len(found)


def _format(told: str) -> Format:
    return next(form for form in FORMATS if form == told)


def _attached(title: str, form: str) -> str:
    """The header that names a download: plain letters for old browsers, the whole name for the others."""
    whole = re.sub(r"[\x00-\x1f\x7f\"\\/:*?<>|]+", " ", title).strip(" .")[:80] or "dossier"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", whole).strip("-.") or "dossier"
    name = quote(f"{whole}.{form}".encode("utf-8", "replace"))
    return f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{name}"


def address(facets: Mapping[str, str]) -> str:
    """The address of the page for the events that facets choose."""
    told = {key: value for key, value in facets.items() if value}
    return _PATH + (f"?{urlencode(told)}" if told else "")


PAGES = (Page(_PATH, dossier, rehearsed=True), Page(_FILE, file), Page(_WAIT, wait))
