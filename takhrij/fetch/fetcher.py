"""A polite reader of the network: robots.txt, one request at a time with a pause, few retries, every redirect kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpcore2 as http
from protego import Protego

from takhrij.core import __version__
from takhrij.core.coding import ACCEPTED, undone
from takhrij.core.errors import InputRefused
from takhrij.core.ids import sha256
from takhrij.core.records import Acquisition, Hop
from takhrij.fetch.guard import Guard, Target
from takhrij.fetch.wire import Reply, TooLarge, ask

AGENT = "takhrij"
_AGAIN = (429, 500, 502, 503, 504)
_MOVED = (301, 302, 303, 307, 308)
_ROBOTS_BYTES = 512 * 1024
_ROBOTS_HOURS = 24
_NETWORK = (http.NetworkError, http.TimeoutException, http.ProtocolError, OSError)


@dataclass(frozen=True, slots=True)
class Terms:
    """How the network is asked. `contact` is a mail or web address that sites find in their logs; sizes in bytes, times
    in seconds; `attempts` counts the first request too."""

    contact: str | None = None
    largest: int = 64 * 2**20
    longest: float = 60.0
    pause: float = 2.0
    attempts: int = 3
    longest_wait: float = 120.0
    most_hops: int = 8

    @property
    def agent(self) -> str:
        """The User-Agent."""
        return f"{AGENT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(frozen=True, slots=True)
class Clock:
    """The times of a machine, and waiting."""

    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    @staticmethod
    def now() -> str:
        """This moment as ISO 8601 UTC seconds."""
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking: the record, and the body with its codings undone where there is one."""

    acquisition: Acquisition
    body: bytes | None = None


@dataclass(slots=True)
class _Way:
    """A request on its way: where it stands, what it met, and the last answer."""

    asked: str
    url: str
    started: str
    hops: list[Hop] = field(default_factory=list)
    reply: Reply | None = None
    attempts: int = 1


class Fetcher:
    """Asks for addresses, one after the other. Not for several threads."""

    def __init__(self, terms: Terms | None = None, guard: Guard | None = None, clock: Clock | None = None) -> None:
        self.terms, self.guard, self.clock = terms or Terms(), guard or Guard(), clock or Clock()
        self._last: dict[str, float] = {}
        self._robots: dict[str, tuple[float, Protego | None]] = {}

    def get(self, url: str, earlier: Acquisition | None = None) -> Fetched:
        """Ask for an address. `earlier` is what came of it last: the server is asked whether anything changed since.

        Never raises for what a server or the network does: the Acquisition tells it.
        """
        way = _Way(url, url, self.clock.now())
        try:
            target = self._arrive(way, earlier)
            if target is None:
                return Fetched(self._record(way, "forbidden", "robots.txt does not allow it"))
        except InputRefused as error:
            return Fetched(self._record(way, "refused", str(error)))
        except TooLarge:
            return Fetched(self._record(way, "failed", f"it is larger than {self.terms.largest} bytes"))
        except _NETWORK as error:
            words = " ".join(str(error).split()) or type(error).__name__
            return Fetched(self._record(way, "failed", f"no answer ({words})"))
        except ValueError as error:
            return Fetched(self._record(way, "failed", str(error)))
        return self._answered(way)

    def refusal(self, url: str) -> Acquisition | None:
        """What is told of an address that may not be asked; None where it may, or where its name is not known. Asks
        nothing but what the name leads to."""
        try:
            target = self.guard.target(url)
            self.guard.addresses(target.host, target.port)
        except InputRefused as error:
            return self._record(_Way(url, url, self.clock.now()), "refused", str(error))
        except OSError:
            return None
        return None

    def _answered(self, way: _Way) -> Fetched:
        reply = way.reply
        assert reply is not None
        if reply.status == 304:
            return Fetched(self._record(way, "unchanged", "the server says that it did not change"))
        if reply.status != 200:
            return Fetched(self._record(way, "failed", f"the server answered {reply.status}"))
        try:
            body = undone(reply.body, reply.headers.get("content-encoding"), self.terms.largest)
        except InputRefused as error:
            return Fetched(self._record(way, "failed", str(error)))
        record = self._record(way, "fetched", None)
        return Fetched(replace(record, sha256=sha256(body), size=len(body)), body)

    def _record(self, way: _Way, outcome: str, detail: str | None) -> Acquisition:
        reply = way.reply
        return Acquisition(
            asked=way.asked,
            url=way.url,
            outcome=outcome,  # type: ignore[arg-type]
            started=way.started,
            ended=self.clock.now(),
            tool=f"{AGENT} {__version__}",
            status=reply.status if reply is not None else None,
            headers=reply.headers if reply is not None else {},
            address=reply.address if reply is not None else None,
            hops=tuple(way.hops),
            attempts=way.attempts,
            detail=detail,
        )

    def _arrive(self, way: _Way, earlier: Acquisition | None) -> Target | None:
        """Follow redirects to the answer; None where robots.txt forbids a step of the way."""
        while True:
            target = self.guard.target(way.url)
            way.url = target.url
            if not self._allowed(target):
                return None
            reply = self._persist(target, way, _conditions(earlier, target.url))
            way.reply = reply
            location = reply.headers.get("location")
            if reply.status not in _MOVED or not location:
                return target
            there = urljoin(target.url, location).partition("#")[0]
            way.hops.append(Hop(target.url, reply.status, there))
            if len(way.hops) > self.terms.most_hops or there in {hop.url for hop in way.hops}:
                raise ValueError(f"it is sent on in circles or more than {self.terms.most_hops} times")
            way.url = there

    def _persist(self, target: Target, way: _Way, conditions: Mapping[str, str]) -> Reply:
        """Ask, and ask again after a pause where the server is busy or the line broke."""
        headers = {"User-Agent": self.terms.agent, "Accept": "*/*", "Accept-Encoding": ACCEPTED, **conditions}
        for attempt in range(1, self.terms.attempts + 1):
            way.attempts = attempt
            is_last = attempt == self.terms.attempts
            wait = self.terms.pause * 2**attempt
            try:
                self._pace(target)
                reply = ask(target, headers, self.guard, self.terms.largest, self.terms.longest)
            except _NETWORK:
                if is_last:
                    raise
            else:
                wait = max(wait, _retry_after(reply.headers.get("retry-after")))
                if reply.status not in _AGAIN or is_last or wait > self.terms.longest_wait:
                    return reply
            self.clock.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _pace(self, target: Target) -> None:
        """Wait until the host was left alone for long enough."""
        at = f"{target.host}:{target.port}"
        robots = self._robots.get(f"{target.scheme}://{at}", (0.0, None))[1]
        asked = float(robots.crawl_delay(AGENT) or 0) if robots is not None else 0.0
        pause = min(max(self.terms.pause, asked), self.terms.longest_wait)
        left = self._last.get(at, -pause) + pause - self.clock.ticks()
        if at in self._last and left > 0:
            self.clock.sleep(left)
        self._last[at] = self.clock.ticks()

    def _allowed(self, target: Target) -> bool:
        """Whether robots.txt allows it: one that is not there allows all, one that cannot be had allows nothing."""
        site = f"{target.scheme}://{target.host}:{target.port}"
        known = self._robots.get(site)
        if known is None or self.clock.ticks() - known[0] > _ROBOTS_HOURS * 3600:
            self._robots[site] = known = (self.clock.ticks(), self._rules(target))
        rules = known[1]
        return rules is not None and bool(rules.can_fetch(target.url, AGENT))

    def _rules(self, target: Target) -> Protego | None:
        url = urljoin(target.url, "/robots.txt")
        for _ in range(5):
            at = self.guard.target(url)
            try:
                self._pace(at)
                headers = {"User-Agent": self.terms.agent, "Accept-Encoding": ACCEPTED}
                reply = ask(at, headers, self.guard, _ROBOTS_BYTES, self.terms.longest)
                if reply.status in _MOVED and reply.headers.get("location"):
                    url = urljoin(at.url, reply.headers["location"])
                    continue
                if 400 <= reply.status < 500 and reply.status != 429:
                    return Protego.parse("")
                if reply.status != 200:
                    return None
                body = undone(reply.body, reply.headers.get("content-encoding"), _ROBOTS_BYTES)
                return Protego.parse(body.decode("utf-8", "replace"))
            except (*_NETWORK, TooLarge):
                return None
        return Protego.parse("")


def _conditions(earlier: Acquisition | None, url: str) -> dict[str, str]:
    """What asks the server whether anything changed since an earlier answer of the same address."""
    if earlier is None or earlier.url != url:
        return {}
    told = {"If-None-Match": earlier.headers.get("etag"), "If-Modified-Since": earlier.headers.get("last-modified")}
    return {name: value for name, value in told.items() if value}


def _retry_after(told: str | None) -> float:
    """The seconds that a server asks to wait, told as such or as a moment; 0 where it asks for none."""
    if not told:
        return 0.0
    if told.strip().isdigit():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0
