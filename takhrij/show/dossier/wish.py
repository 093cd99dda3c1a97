"""What a user asks of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["html", "pdf", "docx", "md"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "docx", "md")


@dataclass(frozen=True, slots=True)
class Wish:
    """One dossier: its title, the program and data that make it, and what goes in.

    `languages` are parts in that order; `events` are ids or beginnings of ids, all events where it is empty;
    `hide_private` leaves out the names of private persons, which needs a view that was read with its people.
    """

    title: str
    version: str
    languages: tuple[str, ...] = ("en",)
    events: tuple[str, ...] = ()
    hide_private: bool = False
    pictures: bool = True
