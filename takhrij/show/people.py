"""The persons of a case: names as written, titles, documents, and why namings were joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

from takhrij.core.records import Entity
from takhrij.show.view import CaseView

Json = dict[str, Any]


def people(view: CaseView, public: bool = False) -> Iterator[Json]:
    """A row a person, those of most documents first; `public` leaves out who is told no office and no rank."""
    told = [entity for entity in view.entities if not (public and entity.private)]
    for entity in sorted(told, key=lambda e: (-len({d for d, _ in e.members}), -len(e.members), e.id)):
        yield _row(view, entity)


def _row(view: CaseView, entity: Entity) -> Json:
    namings = [(document, view.persons[document][at]) for document, at in entity.members]
    names = dict.fromkeys([entity.name, *(one.span.text for _, one in namings)])
    return {
        "id": entity.id,
        "name": entity.name,
        "latin": latin(entity.name),
        "names": list(names),
        "titles": list(dict.fromkeys(title for _, one in namings for title in one.titles)),
        "documents": list(dict.fromkeys(view.label(document) for document, _ in namings)),
        "private": entity.private,
        "mentions": [
            {
                "document": view.label(document),
                "start": one.span.start,
                "end": one.span.end,
                "text": one.span.text,
                "form": one.form,
            }
            for document, one in namings
        ],
        "apart": _apart(view, entity),
        "joins": [{"a": j.a, "b": j.b, "level": j.level, "reasons": list(j.reasons)} for j in entity.joins],
    }


def _apart(view: CaseView, entity: Entity) -> list[Json]:
    """Whom a human judged to be another than this person, and who judged so, when and why."""
    home = {place: one for one in view.entities for place in one.members}
    found: dict[str, Json] = {}
    for judged in view.judged_persons:
        for mine, theirs in ((judged.a, judged.b), (judged.b, judged.a)):
            other = home.get(theirs)
            if not judged.same and mine in entity.members and other is not None and other is not entity:
                found.setdefault(other.id, {"id": other.id, "name": other.name, "reason": judged.why})
    return list(found.values())


def latin(name: str) -> str | None:
    """A name in Latin letters, where the extra `names` is installed."""
    spell = _speller()
    return None if spell is None else spell(name)


@cache
def _speller() -> Callable[[str], str] | None:
    try:
        module: Any = import_module("arabic_name_romanizer")
    except ImportError:
        return None
    return lambda name: str(module.transliterate(name))
