"""Time-stamps (RFC 3161): a server that the user names signs that the originals and the record were there at a time.

What is signed is one line of JSON: the hash of the newest entry of the record, and a digest over the hashes of all
originals. No word of the case leaves the machine, nor any hash of a page: the server sees one SHA-512.
"""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from takhrij.core.errors import NotInstalled, TakhrijError, UsageError
from takhrij.core.ids import canonical_json, sha256, sha512
from takhrij.store import AuditEntry, Store
from takhrij.store.custody import ADDED, STAMPED

Json = dict[str, Any]
_LARGEST = 2**20
_SECONDS = 30
_GRANTED = (0, 1)


def stamp(store: Store, server: str, signed: tuple[str, str], root: Path | None = None) -> Json:
    """Have a server stamp the case as it is, and keep its answer in the record; `signed` is by whom and when.

    `root` is a file of certificates (PEM) that the server's signature must go back to; it is kept beside the answer.
    Raises UsageError, NotInstalled, or TakhrijError where the server gives no good answer.
    """
    library = _library()
    if urlsplit(server).scheme not in ("http", "https"):
        raise UsageError(
            f"{server} is no address of a time-stamp server; give one that begins with http:// or https://"
        )
    roots = root.read_text(encoding="ascii", errors="replace") if root is not None else ""
    told = statement(store)
    request = library.TimestampRequestBuilder().data(_bytes(told)).build()
    answer = _asked(server, request.as_bytes())
    kept = {"statement": told, "server": server, "answer": base64.b64encode(answer).decode(), "roots": roots}
    time, faults = _checked(kept, request.nonce)
    if faults:
        raise TakhrijError(f"{server} gave no good time-stamp ({faults[0]}); nothing was kept, name another server")
    store.audit.append(STAMPED, signed[0], kept | {"time": time}, signed[1])
    return told | {"server": server, "time": time, "trusted": bool(roots)}


def statement(store: Store, upto: int | None = None) -> Json:
    """What is stamped: the record's entry `upto` (the newest unless given) and a digest of all originals added by then."""
    entries = [entry for entry in store.audit.entries() if upto is None or entry.seq <= upto]
    if not entries:
        raise UsageError("the case is empty and there is nothing to stamp; add pages first")
    added = [entry for entry in entries if entry.kind == ADDED]
    lines = sorted(f"{e.payload['document']} {e.payload['sha512']}" for e in added if e.payload)
    digest = sha256("\n".join(lines).encode())
    return {"head": entries[-1].entry_hash, "seq": entries[-1].seq, "originals": len(lines), "manifest": digest}


def stamps(store: Store, roots: Sequence[Path] = ()) -> Iterator[tuple[AuditEntry, list[str], list[str]]]:
    """Every stamp of the record with its faults and its notes, checked without any network."""
    given = "\n".join(path.read_text(encoding="ascii", errors="replace") for path in roots)
    for entry in list(store.audit.entries((STAMPED,))):
        kept = entry.payload
        if kept is None:
            yield entry, [], ["its payload was erased; nothing is left to check"]
            continue
        faults, notes = [], []
        now = statement(store, kept["statement"]["seq"])
        if now["head"] != kept["statement"]["head"]:
            faults.append("the record up to it is another than the one that was stamped")
        if now["originals"] < kept["statement"]["originals"]:
            notes.append("entries of originals were erased since; the digest over all of them cannot be made again")
        elif now != kept["statement"]:
            faults.append("the originals up to it are others than those that were stamped")
        try:
            _, broken = _checked(kept | {"roots": given or kept["roots"]})
        except NotInstalled as missing:
            notes.append(str(missing))
        else:
            faults += broken
            if not given and not kept["roots"]:
                notes.append("its signature was not checked: name the server's root certificate with --tsa-root FILE")
        yield entry, faults, notes


def _checked(kept: Json, nonce: int | None = None) -> tuple[str, list[str]]:
    """The time that an answer tells, and why it does not hold; the signature is checked where there are roots."""
    from cryptography.x509 import load_pem_x509_certificates

    library, message = _library(), _bytes(kept["statement"])
    try:
        answer = library.decode_timestamp_response(base64.b64decode(kept["answer"]))
        if answer.status not in _GRANTED:
            return "", [f"it was refused with status {answer.status}"]
        told = answer.tst_info
        if told.message_imprint.message.hex() != sha512(message):
            return "", ["it is of something else"]
        if nonce is not None and told.nonce != nonce:
            return "", ["it answers another request"]
        time = told.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")
        if kept["roots"]:
            roots = load_pem_x509_certificates(kept["roots"].encode())
            library.VerifierBuilder(roots=roots).build().verify_message(answer, message)
    except (ValueError, library.VerificationError) as error:
        return "", [" ".join(f"its signature does not hold: {error}".split())]
    return time, []


def _asked(server: str, request: bytes) -> bytes:
    """The server's answer to a request. No proxy of the environment is used."""
    head = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(server, request, head), timeout=_SECONDS) as response:
            data: bytes = response.read(_LARGEST + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise TakhrijError(f"{server} could not be asked ({error}); check the address and the network") from error
    if len(data) > _LARGEST:
        raise TakhrijError(f"{server} sent more than a time-stamp; check the address")
    return data


def _bytes(told: Json) -> bytes:
    return canonical_json(told).encode()


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise NotInstalled("time-stamps need the extra `stamp`: pip install 'takhrij[stamp]'") from None
    return rfc3161_client
