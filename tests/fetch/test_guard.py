"""Addresses that must not be asked, in every spelling; and those that may."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from takhrij.core.errors import InputRefused
from takhrij.fetch.guard import Guard, is_public

PUBLIC = "93.184.215.14"
ATTACKS = [
    "http://127.0.0.1/",
    "http://127.0.0.1:80/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://0.0.0.0/",
    "http://0/",
    "http://0.1.2.3/",
    "http://2130706433/",
    "http://3232235777/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7F.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.1/",
    "http://00000177.0.0.1/",
    "http://127.0.0.01/",
    "http://127.000.000.001/",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.0.1/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://100.127.255.255/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.7/",
    "http://203.0.113.7/",
    "http://192.88.99.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::]/",
    "http://[2002:c0a8:101::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[2606:4700::5efe:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST/",
    "http://foo.localhost/",
    "http://metadata.google.internal/",
    "http://printer.local/",
    "http://router.lan/",
    "http://127.0.0.1./",
    "http://１２７.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://127。0。0。1/",
    "http://user@example.org/",
    "http://user:pass@example.org/",
    "http://example.org@127.0.0.1/",
    "http://127.0.0.1#@example.org/",
    "http://example.org:22/",
    "http://example.org:6379/",
    "http://example.org:8080/",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://%31%32%37.0.0.1/",
    "http://example.org%00.127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http:///etc/passwd",
    "http://./",
    "http://../",
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://127.0.0.1:6379/_x",
    "data:text/html,x",
    "javascript:alert(1)",
    "dict://127.0.0.1/",
    "unix:///run/docker.sock",
    "//127.0.0.1/",
    "/etc/passwd",
    "ldap://example.org/",
    "jar:http://example.org!/",
    "HTTP+UNIX://x/",
]


def resolve(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


def test_there_are_enough_of_them() -> None:
    assert len(set(ATTACKS)) >= 60


@pytest.mark.parametrize("url", ATTACKS)
def test_an_address_that_must_not_be_asked(url: str) -> None:
    guard = Guard(resolve=resolve)
    with pytest.raises(InputRefused) as told:
        target = guard.target(url)
        guard.addresses(target.host, target.port)
    assert told.value.reason == "address"


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a b", "http://example.org/\r\nX: y", "http://exa\tmple.org/", "http://example.org/\x00"],
)
def test_spaces_and_control_characters(url: str) -> None:
    with pytest.raises(InputRefused):
        Guard(resolve=resolve).target(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://example.org", "http://example.org/"),
        ("https://Example.ORG./news?id=1#top", "https://example.org/news?id=1"),
        ("https://example.org:443/خبر", "https://example.org/%D8%AE%D8%A8%D8%B1"),
        ("https://example.org/%D8%AE", "https://example.org/%D8%AE"),
        ("http://مثال.إختبار/", "http://xn--mgbh0fb.xn--kgbechtv/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
    ],
)
def test_an_address_that_may_be_asked(url: str, asked: str) -> None:
    guard = Guard(resolve=resolve)
    target = guard.target(url)
    assert target.url == asked
    assert guard.addresses(target.host, target.port)


@pytest.mark.parametrize(
    "found", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], [PUBLIC, "::1"], ["::ffff:169.254.169.254"], ["fe80::1%eth0"]]
)
def test_a_name_that_leads_within_a_network(found: list[str]) -> None:
    with pytest.raises(InputRefused):
        Guard(resolve=lambda _host, _port: found).addresses("example.org", 80)


def test_a_host_that_the_user_vouches_for_with_its_port() -> None:
    guard = Guard(frozenset({"127.0.0.1:8000"}), resolve)
    target = guard.target("http://127.0.0.1:8000/")
    assert guard.addresses(target.host, target.port) == ["127.0.0.1"]
    with pytest.raises(InputRefused):
        guard.target("http://127.0.0.1:8001/")


def test_what_an_address_carries_within_is_looked_at() -> None:
    assert is_public(ip_address("64:ff9b::5db8:d70e"))
    assert is_public(ip_address("::ffff:93.184.215.14"))
    assert not is_public(ip_address("64:ff9b::a00:1"))
