"""What a user asks of a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from takhrij.core import __version__
from takhrij.resources import Resources

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


def made_by(resources: Resources) -> str:
    """The program and the data of a case, as a document made of it names them."""
    return f"Takhrij {__version__}, data {resources.digest[:12]}"
