"""The command that starts the workbench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter, validators

from takhrij.cli.network import Network, fetcher_of
from takhrij.cli.terms import Case, Jobs, login, say, settings


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Reached:
    """How others reach the workbench."""

    host: Annotated[str, Parameter(help="address to listen on; another than this machine's own needs accounts")] = (
        "127.0.0.1"
    )
    port: Annotated[
        int, Parameter(help="port; 0 takes a free one", validator=validators.Number(gte=0, lte=65535))
    ] = 8765
    name: Annotated[tuple[str, ...], Parameter(help="host name that browsers call it by", negative="")] = ()
    accounts: Annotated[bool, Parameter(help="ask for accounts on this machine too", negative="")] = False
    https: Annotated[bool, Parameter(help="a proxy in front of it speaks https", negative="")] = False


_HERE = Reached()
_PLAIN = Network()
Fetch = Annotated[bool, Parameter(help="let pages be fetched; with accounts an admin says so instead", negative="")]


def serve(
    *, case: Case, reached: Reached = _HERE, fetch: Fetch = False, jobs: Jobs = None, network: Network = _PLAIN
) -> None:
    """Start the workbench: a web application over a case, for oneself or by accounts. Stop it with Ctrl-C."""
    from takhrij.web.serving import Where, run

    where = Where(reached.host, reached.port, reached.name, reached.accounts, reached.https, fetch)
    run(case, settings(jobs), where, (login(), fetcher_of(network)), say)
