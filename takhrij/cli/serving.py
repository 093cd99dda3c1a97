"""The command that starts the workbench."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators

from takhrij.cli.terms import Case, Jobs, login, say, settings
from takhrij.core.errors import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    *,
    case: Case,
    host: Annotated[
        str, Parameter(help="address to listen on; another than this machine's own needs accounts")
    ] = "127.0.0.1",
    port: Annotated[
        int, Parameter(help="port; 0 takes a free one", validator=validators.Number(gte=0, lte=65535))
    ] = 8765,
    jobs: Jobs = None,
) -> None:
    """Start the workbench: a local web application over a case. Stop it with Ctrl-C."""
    from takhrij.web.serving import run

    if host not in LOOPBACK:
        raise UsageError(f"with --host {host} others could reach this case, and it has no accounts; leave --host out")
    run(case, settings(jobs), (host, port), login(), say)
