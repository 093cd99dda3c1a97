"""Starting the workbench: for oneself by a one-time link, or for others by accounts."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.fetch import Fetcher
from takhrij.web.access import Access, OneTimeLink, User
from takhrij.web.accounts.database import open_database
from takhrij.web.accounts.signing import Accounts
from takhrij.web.app import HOSTS, Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench

READ_SOON = 5.0
"""Seconds that a start waits for the case to be read; a larger case is read beside a page that says so."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where to listen, and for whom. `names` are further host names that browsers call it by; `https` says that a
    proxy in front of it speaks https, so that cookies go no other way and the proxy's word for an address is taken;
    `fetch` lets whoever sits at this machine have pages fetched, while accounts keep that themselves."""

    host: str
    port: int
    names: tuple[str, ...] = ()
    accounts: bool = False
    https: bool = False
    fetch: bool = False

    @property
    def open_to_others(self) -> bool:
        """Whether anybody beyond this machine could reach it."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True


def run(case: str, config: Config, where: Where, who: tuple[str, Fetcher], say: Callable[[str], None]) -> None:
    """Serve a case until interrupted; `who` are the user's name and who asks the network, `say` prints where.

    Raises UsageError, CaseError.

    Refuses to listen where others could come without accounts, or without one that keeps them.
    """
    (name, fetcher), workbench = who, Workbench(case, config)
    access = access_of(case, workbench, where, name)
    hosts = (*HOSTS, *(n.lower() for n in (where.host, *where.names)))
    renderer = Renderer(workbench.resources, paths())
    app = application(Served(workbench, access, renderer, hosts, where.https, lambda: fetcher))
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((where.host, where.port))
        except OSError as error:
            raise UsageError(
                f"port {where.port} of {where.host} cannot be used ({error.strerror}); give another with --port"
            ) from error
        called = where.names[0] if where.names else where.host
        told = f"[{called}]" if ":" in called else called
        address = f"http://{told}:{listening.getsockname()[1]}"
        if isinstance(access, OneTimeLink):
            say(f"open {address}/open?key={access.key} (works once; Ctrl-C ends the workbench)")
        else:
            say(f"open {address}/login and sign in (Ctrl-C ends the workbench)")
            if where.open_to_others and not where.https:
                say("passwords travel unencrypted to this address; put a proxy with https in front and say --https")
        workbench.prepare(wait=READ_SOON)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, proxy_headers=where.https)
        )
        server.run(sockets=[listening])


def access_of(case: str, workbench: Workbench, where: Where, name: str) -> Access:
    """How people come in. Raises UsageError where others could and there is no account that keeps the others."""
    if not where.accounts and not where.open_to_others:
        return OneTimeLink(User(name, "admin"), fetches=where.fetch)
    if where.fetch:
        raise UsageError(
            f"with accounts an admin says so: `takhrij users fetching on --case {case}`; leave --fetch out"
        )
    access = Accounts(open_database(case), workbench.note)
    if not access.book.has_admin():
        raise UsageError(
            f"others could reach this case at {where.host}, and it has no account of an admin; make one with"
            f" `takhrij users add NAME --role admin --case {case}`, or leave --host and --accounts out"
        )
    if where.host in ("0.0.0.0", "::") and not where.names:
        raise UsageError(
            f"with --host {where.host} say by which name browsers call this machine: --name workbench.example"
        )
    return access
