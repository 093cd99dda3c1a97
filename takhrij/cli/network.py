"""Options of commands that ask the network."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from takhrij.core.errors import UsageError

if TYPE_CHECKING:
    from takhrij.fetch import Fetcher


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Network:
    """How sites are asked."""

    contact: Annotated[
        str | None, Parameter(help="mail or web address that sites see; TAKHRIJ_CONTACT unless given")
    ] = None
    allow_host: Annotated[
        tuple[str, ...], Parameter(help="HOST or HOST:PORT that may be asked though it is not public", negative="")
    ] = ()
    pause: Annotated[float, Parameter(help="seconds between two requests to one host")] = 2.0


def fetcher_of(network: Network) -> Fetcher:
    """The Fetcher that the options ask for."""
    from takhrij.fetch import Fetcher, Guard, Terms

    contact = network.contact or os.environ.get("TAKHRIJ_CONTACT")
    if contact and not (contact.isascii() and contact.isprintable()):
        raise UsageError("the contact holds letters that cannot be sent; give a plain mail or web address")
    return Fetcher(Terms(contact=contact, pause=network.pause), Guard(frozenset(network.allow_host)))
