"""Templates and messages: what a page looks like and says, in English and Arabic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from takhrij.core import __version__
from takhrij.resources import Resources
from takhrij.show.direction import mixed
from takhrij.show.dossier import web_address
from takhrij.show.messages import LANGUAGES, Messages
from takhrij.show.wording import heading

PLACES = (
    *(
        "review",
        "events",
        "claims",
        "timeline",
        "map",
        "network",
        "captives",
        "people",
        "relations",
        "sources",
        "conflicts",
    ),
    *("documents", "acquisitions", "problems", "decisions", "rounds", "dossier"),
)
"""The sections of the workbench in the order of its menu; those without a page are left out."""


class Renderer:
    """The templates of the workbench with its messages."""

    def __init__(self, resources: Resources, paths: frozenset[str] = frozenset()) -> None:
        self.places = tuple((f"/{name}", f"place.{name}") for name in PLACES if f"/{name}" in paths)
        self.environment = Environment(
            loader=PackageLoader("takhrij.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self.environment.lstrip_blocks = True
        self.environment.tests["web_address"] = web_address
        self.environment.filters["mixed"] = lambda text: mixed(str(text))
        self.environment.globals.update(version=__version__)
        self._messages = {language: Messages(language, resources) for language in LANGUAGES}

    def message(self, key: str, language: str, values: Mapping[str, Any]) -> str:
        """A message with its values filled in; an unknown key as words."""
        text = self._messages[language].find(key) or self._messages["en"].find(key)
        if text is None:
            return heading(key.rpartition(".")[2])
        return text.format(**values) if values else text

    def many(self, noun: str, number: int, language: str) -> str:
        """A number with its noun in agreement."""
        return self._messages[language].many(noun, number)

    def render(self, template: str, screen: Any, context: Mapping[str, Any]) -> str:
        """A page: `screen` is there as ``s``, its messages as ``t``."""
        return self.environment.get_template(template).render(
            s=screen, t=screen.t, view_language=screen.language, **context
        )
