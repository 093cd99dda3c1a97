"""Originals handed on with their hashes and custody, and the handing on noted in the record."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from takhrij import pipeline
from takhrij.core.errors import CaseReadOnly, UsageError
from takhrij.pipeline.sealing import kept_back
from takhrij.show.export import bag, wacz
from takhrij.show.export.manifest import Wanted
from takhrij.store import Store, custody, open_case
from takhrij.store.curtain import Curtain

_WRITERS = {"wacz": wacz.write, "bagit": bag.write}


@dataclass(frozen=True, slots=True)
class Handing:
    """What is handed on and why: the form, the file, ids of events (all where none), sealed documents too, by whom."""

    form: Literal["wacz", "bagit"]
    target: Path
    events: tuple[str, ...] = ()
    sealed: bool = False
    why: str = ""
    by: str = ""


def hand_on(case: str, handing: Handing) -> dict[str, int]:
    """Write the file and give the number of originals in it, and of sealed ones left out. Raises UsageError."""
    at = pipeline.now()
    with open_case(case) as store:
        keys = _documents(store, handing.events)
        hidden = frozenset() if handing.sealed else frozenset(kept_back(store))
        shown = tuple(sorted(keys - hidden))
        if not shown:
            raise UsageError(
                "there is no document to hand on; `takhrij sources --documents` lists what the case holds"
            )
        seen = Curtain(store, hidden) if hidden else store
        title = Path(case).resolve().name
        try:
            _WRITERS[handing.form](Wanted(seen, shown, at, custody.TOOL, title), handing.target)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"{handing.target} cannot be written ({reason}); name a place that is yours") from error
        told = {"form": handing.form, "documents": list(shown), "sealed": handing.sealed, "reason": handing.why}
        with suppress(CaseReadOnly):
            store.audit.append(custody.EXPORTED, handing.by, told | {"tool": custody.TOOL}, at)
    return {"originals": len(shown), "sealed": len(keys & hidden)}


def _documents(store: Store, events: tuple[str, ...]) -> set[str]:
    """The documents of events, by the beginnings of their ids; all of the case where none is named."""
    if not events:
        return {document.sha256 for document in store.documents()}
    view = pipeline.view(store)
    return {document for name in events for _, document in view.event(name).claims}
