"""A browser signed in to a workbench, without a server between."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from takhrij.core.config import Config
from takhrij.web.access import OneTimeLink, User
from takhrij.web.app import Served, application, paths
from takhrij.web.rendering import Renderer
from takhrij.web.workbench import Workbench


def served(case: Path, role: str = "admin") -> tuple[TestClient, Workbench]:
    """A signed-in browser of a role, and the workbench behind it."""
    workbench = Workbench(str(case), Config())
    access = OneTimeLink(User("amal", role))
    app = application(Served(workbench, access, Renderer(workbench.resources, paths()), ("testserver",)))
    client = TestClient(app, follow_redirects=True)
    answer = client.get(f"/open?key={access.key}")
    assert answer.status_code == 200
    return client, workbench


def csrf(page: str) -> str:
    """The token of the forms of a page."""
    head = page.index('name="csrf" value="') + len('name="csrf" value="')
    return page[head : page.index('"', head)]
