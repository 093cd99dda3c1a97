"""What a request tells of itself: whether another site sent it, and whether its answer takes data away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response


def foreign(request: Request) -> bool:
    """Whether a form was sent from a page of another site, as far as the browser says.

    The token of the session is asked for besides; this holds for sign-in too, where there is no session yet.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


def export_of(request: Request, response: Response, extension: str) -> dict[str, Any] | None:
    """What the case's record tells of an answer that takes data away as a file; None for pages.

    JSON that a page's own picture is drawn from (a browser says so) is no export; asking by hand is.
    """
    attached = "attachment" in response.headers.get("content-disposition", "")
    drawn = extension == "json" and request.headers.get("sec-fetch-dest") == "empty"
    if response.status_code != 200 or request.method != "GET" or drawn or not (attached or extension != "html"):
        return None
    return {"path": request.url.path, "query": request.url.query[:500]}
