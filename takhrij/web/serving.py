"""Starting the workbench on this machine: a server that tells its one-time link."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from takhrij.core.config import Config
from takhrij.core.errors import UsageError
from takhrij.web.access import OneTimeLink, User
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench


def run(case: str, config: Config, at: tuple[str, int], name: str, say: Callable[[str], None]) -> None:
    """Serve a case at a host and port until interrupted; `say` prints the link. Raises UsageError, CaseError."""
    workbench = Workbench(case, config)
    access = OneTimeLink(User(name, "admin"))
    app = application(Served(workbench, access, Renderer(workbench.resources, paths())))
    host, port = at
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"port {port} of {host} cannot be used ({error.strerror}); give another with --port"
            ) from error
        told = f"[{host}]" if ":" in host else host
        say(
            f"open http://{told}:{listening.getsockname()[1]}/open?key={access.key} (works once; Ctrl-C ends the workbench)"
        )
        workbench.snapshot()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        server.run(sockets=[listening])
