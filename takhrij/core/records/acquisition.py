"""How originals were got from the network, and searches that people ran: what was asked, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# fetched: an answer with a body · unchanged: the server says that nothing changed (304) · forbidden: robots.txt
# does not allow it · refused: the address may not be asked · failed: no answer, or one that is an error.
Outcome = Literal["fetched", "unchanged", "forbidden", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: the address that answered, its status and where it sent us."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class Acquisition:
    """One address asked for.

    `asked` is the address given and `url` the one that answered after the `hops`; `status` and `headers` (names in
    lower case) are those of its answer, `address` the IP address it came from, None where nothing answered.
    `started` and `ended` are ISO 8601 UTC seconds by this machine's clock, `sha256` the digest of the body with
    transfer and content codings undone, `tool` the program with its version. `detail` says as one plain line why
    there is no body; `attempts` counts the requests that the last hop took.
    """

    asked: str
    url: str
    outcome: Outcome
    started: str
    ended: str
    tool: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None
    hops: tuple[Hop, ...] = ()
    sha256: str | None = None
    size: int | None = None
    attempts: int = 1
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """One search that somebody ran: its words, where, when (ISO 8601), and how many results it gave (None: not told).

    `outlet` and the days `first` to `last` (ISO) are what it covered, where it looked for one outlet's pages of a time.
    """

    words: str
    where: str
    at: str
    results: int | None = None
    outlet: str | None = None
    first: str | None = None
    last: str | None = None
    note: str = ""
