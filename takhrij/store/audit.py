"""The audit chain: entries that cannot be changed unseen, with payloads that can be erased in the open.

Each entry's hash covers the hash of its payload, not the payload itself, and the hash of the entry before it.
A payload can therefore be destroyed (a person's name, a sealed source) and the chain still verifies. What the
chain alone cannot show is that its newest entries were cut off: note `takhrij audit verify`'s last hash elsewhere.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Protocol

from takhrij.core.errors import AuditBroken, DecisionError
from takhrij.core.ids import canonical_json, content_id, sha256
from takhrij.store.contract import AuditBreak, AuditEntry

START = "0" * 64
ERASE = "erase"


class AuditTable(Protocol):
    """The rows that a store keeps for the chain; payloads lie apart from entries."""

    def audit_writing(self) -> AbstractContextManager[None]:
        """One transaction that is on the disk, whatever happens next, once it is left."""
        ...

    def audit_rows(self, kinds: Collection[str] = ()) -> Iterator[tuple[AuditEntry, bytes | None]]:
        """Entries (without payload) in order, of some kinds or all, each with its payload's bytes or None."""
        ...

    def audit_last(self) -> AuditEntry | None:
        """The newest entry."""
        ...

    def audit_add(self, entry: AuditEntry, payload: bytes) -> None:
        """Keep one more entry and its payload."""
        ...

    def audit_drop_payload(self, seq: int) -> None:
        """Destroy a payload, so that the file no longer holds its bytes."""
        ...


class AuditChain:
    """The audit log of one store."""

    def __init__(self, table: AuditTable) -> None:
        self._table = table

    def append(self, kind: str, by: str, payload: Any, at: str) -> AuditEntry:
        """Add an entry; `payload` is any JSON value, `at` ISO 8601 UTC seconds."""
        # The salt goes with the payload when that is erased: without it the hash that stays tells nothing.
        kept = canonical_json({"salt": secrets.token_hex(16), "value": payload}).encode("utf-8", "surrogatepass")
        with self._table.audit_writing():
            last = self._table.audit_last()
            seq, before = (last.seq + 1, last.entry_hash) if last else (1, START)
            open_entry = AuditEntry(seq, kind, at, by, sha256(kept), before, "")
            entry = replace(open_entry, entry_hash=entry_hash(open_entry))
            self._table.audit_add(entry, kept)
        return replace(entry, payload=payload)

    def entries(self, kinds: Collection[str] = ()) -> Iterator[AuditEntry]:
        """Every entry, or those of some kinds, in order; an erased payload is None."""
        for entry, kept in self._table.audit_rows(kinds):
            yield entry if kept is None else replace(entry, payload=_value(kept))

    def breaks(self) -> tuple[AuditBreak, ...]:
        """Every place where numbers, hashes or payloads do not fit together."""
        found: list[AuditBreak] = []
        missing: set[int] = set()
        erased: set[int] = set()
        before, expected = START, 1
        for entry, kept in self._table.audit_rows():
            found += [AuditBreak(entry.seq, reason) for reason in _faults(entry, kept, expected, before)]
            if kept is None:
                missing.add(entry.seq)
            elif entry.kind == ERASE and (target := _erased(kept)) is not None:
                erased.add(target)
            before, expected = entry.entry_hash, entry.seq + 1
        found += [AuditBreak(seq, "its payload is gone and no entry erased it") for seq in missing - erased]
        return tuple(sorted(found, key=lambda b: (b.seq, b.reason)))

    def verify(self) -> int:
        """The number of entries. Raises AuditBroken at the first break."""
        found = self.breaks()
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            raise AuditBroken(
                f"audit entry {found[0].seq}: {found[0].reason}{more}; compare the case with a backup before using it"
            )
        last = self._table.audit_last()
        return last.seq if last else 0

    def erase_payload(self, seq: int, by: str, why: str, at: str) -> AuditEntry:
        """Destroy one payload and say so in a new entry. Raises DecisionError."""
        with self._table.audit_writing():
            row = next((pair for pair in self._table.audit_rows() if pair[0].seq == seq), None)
            if row is None:
                raise DecisionError(f"there is no audit entry {seq}; `takhrij decisions` lists them")
            if row[0].kind == ERASE:
                raise DecisionError(f"audit entry {seq} records an erasure and stays")
            if row[1] is None:
                raise DecisionError(f"audit entry {seq} is erased already")
            self._table.audit_drop_payload(seq)
            return self.append(ERASE, by, {"seq": seq, "why": why}, at)


def entry_hash(entry: AuditEntry) -> str:
    """The hash an entry must carry."""
    return content_id(
        {
            "seq": entry.seq,
            "kind": entry.kind,
            "at": entry.at,
            "by": entry.by,
            "payload_hash": entry.payload_hash,
            "prev_hash": entry.prev_hash,
        }
    )


def _faults(entry: AuditEntry, kept: bytes | None, expected: int, before: str) -> Iterator[str]:
    if entry.seq != expected:
        yield f"entries {expected} to {entry.seq - 1} are missing before it"
    elif entry.prev_hash != before:
        yield "it does not continue the entry before it"
    if entry.entry_hash != entry_hash(entry):
        yield "its kind, time, author or hashes were changed"
    if kept is not None and sha256(kept) != entry.payload_hash:
        yield "its payload was changed"


def _value(kept: bytes) -> Any:
    return json.loads(kept.decode("utf-8", "surrogatepass"))["value"]


def _erased(kept: bytes) -> int | None:
    try:
        return int(_value(kept)["seq"])
    except (ValueError, TypeError, KeyError):
        return None
