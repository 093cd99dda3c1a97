"""One request over a connection whose address was checked, under a deadline, never more than so many bytes."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore2 as http

from takhrij.fetch.guard import Guard, Target


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came: status, headers (names in lower case), body with its content coding, and from where."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str | None


class TooLarge(Exception):
    """The body is larger than was asked for."""


class _Timed(http.NetworkStream):
    """A stream that ends with its deadline, however slowly the other side sends."""

    def __init__(self, stream: http.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise http.ReadTimeout("it takes too long")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> http.NetworkStream:
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, self._left(timeout)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Pinned(http.NetworkBackend):
    """Connects to the very address that was checked: nothing resolves the name a second time."""

    def __init__(self, guard: Guard, deadline: float) -> None:
        self._guard, self._deadline = guard, deadline
        self.address: str | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> http.NetworkStream:
        self.address = self._guard.addresses(host, port)[0]
        left = max(0.01, self._deadline - time.monotonic())
        stream = http.SyncBackend().connect_tcp(self.address, port, min(timeout or left, left), None, socket_options)
        return _Timed(stream, self._deadline)


def ask(target: Target, headers: Mapping[str, str], guard: Guard, most: int, seconds: float) -> Reply:
    """Ask once. Redirects are not followed, no proxy is used, and no cookie is kept.

    `most` is the largest body in bytes, `seconds` the longest that the whole may take. Raises TooLarge,
    InputRefused("address"), OSError and the errors of httpcore2.
    """
    backend = _Pinned(guard, time.monotonic() + seconds)
    shown = f"[{target.host}]" if ":" in target.host else target.host
    host = shown if target.port in (80, 443) else f"{shown}:{target.port}"
    url = http.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    timeout = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)}
    with http.ConnectionPool(network_backend=backend, max_keepalive_connections=0) as pool:
        sent = [("Host", host), *headers.items(), ("Connection", "close")]
        with pool.stream("GET", url, headers=sent, extensions=timeout) as response:
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            body = bytearray()
            for piece in response.iter_stream():
                body += piece
                if len(body) > most:
                    raise TooLarge
            return Reply(response.status, told, bytes(body), backend.address)
