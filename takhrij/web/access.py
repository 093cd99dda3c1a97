"""Who may see what: sessions, the one-time link of a workbench on one's own machine, and the order of roles."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from takhrij.store.seals import ROLES

IDLE_SECONDS = 8 * 3600
LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class User:
    """Who works: the name that decisions carry, and the role."""

    name: str
    role: str

    def may(self, role: str) -> bool:
        """Whether this role holds another one's rights."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(slots=True)
class Session:
    """One signed-in browser. `csrf` must come with every form; times are seconds of a monotonic clock."""

    user: User
    csrf: str
    begun: float
    seen: float


class Access(Protocol):
    """How a workbench knows who asks, and for what it may ask the network itself."""

    @property
    def fetches(self) -> bool:
        """Whether editors may have pages fetched."""
        ...

    def session(self, token: str) -> Session | None:
        """The session of a token, or None where it is unknown or has expired."""
        ...

    def open_link(self, key: str) -> str | None:
        """The token of a new session for a one-time key, or None where the key is not, or no longer, one."""
        ...

    def close(self, token: str) -> None:
        """End a session."""
        ...


class OneTimeLink:
    """Access for whoever started the program on this machine: one link, good for one browser."""

    def __init__(self, user: User, clock: Callable[[], float] = time.monotonic, fetches: bool = False) -> None:
        self.key: str | None = secrets.token_urlsafe(32)
        self._user = user
        self.fetches = fetches
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def session(self, token: str) -> Session | None:
        """The session of a token, or None where it is unknown or has expired."""
        now = self._clock()
        with self._lock:
            found = self._sessions.get(token)
            if found is None:
                return None
            if now - found.seen > IDLE_SECONDS or now - found.begun > LONGEST_SECONDS:
                del self._sessions[token]
                return None
            found.seen = now
            return found

    def open_link(self, key: str) -> str | None:
        """The token of a new session for the one-time key, which is then used up."""
        with self._lock:
            if self.key is None or not hmac.compare_digest(key.encode(), self.key.encode()):
                return None
            self.key = None
            token, now = secrets.token_urlsafe(32), self._clock()
            self._sessions[token] = Session(self._user, secrets.token_urlsafe(32), now, now)
            return token

    def close(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(token, None)
