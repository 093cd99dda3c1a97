"""What seals keep back from a role: documents sealed themselves, and all that name a sealed source."""

from __future__ import annotations

from collections.abc import Mapping

from takhrij.core.config import Config
from takhrij.core.records import Reading
from takhrij.pipeline import link_case
from takhrij.pipeline.tools import LANGUAGE
from takhrij.store import Store
from takhrij.store.curtain import Curtain
from takhrij.store.seals import ROLES, sealed, sealed_sources

SEEN = "sealed_seen"
"""The kind of entry that tells that sealed documents were looked at past their seal."""


def kept_back(store: Store) -> Mapping[str, str]:
    """By document (SHA-256) the least role that may see it, for its own seal or that of a source that it names.

    A source is named wherever its words stand in a page, however they are spelled: in text, title, outlet or author.
    """
    decisions = store.decisions()
    found = dict(sealed(decisions))
    sources = {_fold(name): role for name, role in sealed_sources(decisions).items()}
    if not sources:
        return found
    for reading in store.readings():
        words = _words(reading)
        for name, role in sources.items():
            if name in words and ROLES.index(role) > ROLES.index(found.get(reading.document, ROLES[0])):
                found[reading.document] = role
    return found


def shown(store: Store, config: Config, by: str = "", why: str | None = None) -> tuple[Store, int]:
    """A case without anything sealed, linked anew over what is left, and the number of documents kept back.

    With `why` it is the whole case, and who looked past the seals for which reason is noted in its record; CaseReadOnly
    where that cannot be noted.
    """
    from takhrij import pipeline

    hidden = frozenset(kept_back(store))
    if not hidden:
        return store, 0
    if why is not None:
        told = {"documents": sorted(hidden), "reason": why}
        store.audit.append(SEEN, by, told, pipeline.now())
        return store, 0
    still = Curtain(store, hidden, still=True)
    link_case(still, config)
    return still.for_judging(), len(hidden)


def _words(reading: Reading) -> str:
    parts = (reading.text, reading.title, reading.outlet, reading.author, reading.via, *reading.tags)
    return _fold("\n".join(part for part in parts if part))


def _fold(text: str) -> str:
    return " ".join(LANGUAGE.fold_map(text).text.split())
