"""Which addresses may be asked: public ones by http and https. Names are resolved here, and every address is checked."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

import idna

from takhrij.core.errors import InputRefused

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Iterable[str]]

PORTS = {"http": 80, "https": 443}
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_SAFE = "/?&=:;,@!$'()*+~%-._[]"
# Public by their numbers, but answered by the machines of a cloud or by relays to other networks.
_MORE = (IPv4Network("168.63.129.16/32"), IPv4Network("192.88.99.0/24"), IPv4Network("192.0.0.0/24"))
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL6 = (IPv6Network("2001::/23"), IPv6Network("3fff::/20"))
_OPEN6 = IPv6Network("2000::/3")
_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain", "home.arpa", "lan", "intranet", "corp", "home")


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: `host` in ASCII without brackets, `path` with its query, `url` as it is asked."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


def _system(host: str, port: int) -> Iterable[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _refused(url: str, why: str) -> InputRefused:
    return InputRefused(
        "address",
        f"{url[:200]} is not asked: {why}; give the public address of a page, or vouch for the host with --allow-host",
    )


def is_public(address: Address) -> bool:
    """Whether an address, and every IPv4 address that it carries within, is one of the open network."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in net for net in _MORE)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is None and (int(address) >> 32) & 0xFFFFFFFF in (0x5EFE, 0x02005EFE):  # ISATAP
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None and not is_public(inner):
        return False
    is_carrier = address.ipv4_mapped is not None or address in _NAT64
    is_open = address in _OPEN6 and not any(address in net for net in _LOCAL6)
    return is_carrier or (is_open and address.is_global)


@dataclass(frozen=True, slots=True)
class Guard:
    """Checks addresses. `allowed` are hosts (``127.0.0.1`` or ``127.0.0.1:8000``) that the user vouches for."""

    allowed: frozenset[str] = frozenset()
    resolve: Resolve = _system

    def target(self, url: str) -> Target:
        """An address taken apart. Raises InputRefused("address") for one that may not be asked whatever it resolves to."""
        if _UNSAFE.search(url):
            raise _refused(url, "it holds spaces, control characters or backslashes")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise _refused(url, f"it is no address ({error})") from error
        if parts.scheme not in PORTS:
            raise _refused(url, "only http and https are")
        if "@" in parts.netloc:
            raise _refused(url, "it carries a name or a password")
        host = self._host(url, parts.hostname or "")
        port = PORTS[parts.scheme] if port is None else port
        if port not in PORTS.values() and not self.vouched(host, port):
            raise _refused(url, f"port {port} is none of pages")
        if not self.vouched(host, port) and any(host == n or host.endswith(f".{n}") for n in _LOCAL_NAMES):
            raise _refused(url, f"{host} is a name within a network")
        path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        shown = f"[{host}]" if ":" in host else host
        at = shown if port == PORTS[parts.scheme] else f"{shown}:{port}"
        return Target(f"{parts.scheme}://{at}{path}", parts.scheme, host, port, path)

    def _host(self, url: str, told: str) -> str:
        if not told or "%" in told:
            raise _refused(url, "it names no host")
        if ":" in told:
            try:
                return str(IPv6Address(told))
            except ValueError as error:
                raise _refused(url, "its host is no address") from error
        try:
            host = told if told.isascii() else idna.encode(told, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise _refused(url, "its host is no name") from error
        host = host.lower().removesuffix(".")
        if not host or not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", host):
            raise _refused(url, "its host is no name")
        if _NUMERIC.fullmatch(host.rpartition(".")[2]):
            # «2130706433», «0x7f.1», «0177.0.0.1»: forms that some read as addresses and others as names.
            try:
                return str(IPv4Address(host))
            except ValueError as error:
                raise _refused(url, "its host is a number in a form that no page needs") from error
        return host

    def vouched(self, host: str, port: int) -> bool:
        """Whether the user named this host, with any port or with this one."""
        return host in self.allowed or f"{host}:{port}" in self.allowed

    def addresses(self, host: str, port: int) -> list[str]:
        """What a host resolves to, every address checked: one that is not public refuses all.

        Raises InputRefused("address"), or OSError where the name is not known.
        """
        try:
            found = [str(ip_address(host))]
        except ValueError:
            found = list(dict.fromkeys(self.resolve(host, port)))
        if not found:
            raise OSError(f"{host} has no address")
        for told in found:
            address = ip_address(told.partition("%")[0])
            if not self.vouched(host, port) and ("%" in told or not is_public(address)):
                raise _refused(host, f"it leads to {told}, which is no address of the open network")
        return found
