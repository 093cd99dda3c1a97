"""Human decisions as entries of the audit chain: appended and undone, never changed or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from takhrij.core.errors import DecisionError
from takhrij.core.records import Anchor, Decision
from takhrij.store.audit import AuditChain
from takhrij.store.codec import record_from_json, record_to_json
from takhrij.store.contract import AuditEntry

DECISION = "decision"
UNDO = "undo"
# Enough of an entry's hash to name it; `undo` also takes any unambiguous beginning.
ID_LENGTH = 12


class DecisionLog:
    """The decisions of one case, kept in its audit chain."""

    def __init__(self, audit: AuditChain, has_document: Callable[[str], bool]) -> None:
        self._audit = audit
        self._has_document = has_document

    def append(self, decision: Decision) -> Decision:
        """Log a decision and return it with its id. Raises DecisionError for a document not in the case."""
        for anchor in (decision.anchor, decision.other):
            if anchor is not None and anchor.document and not self._has_document(anchor.document):
                raise DecisionError(
                    f"document {anchor.document[:12]} is not in this case; add it, then decide on its claims"
                )
        payload = record_to_json(decision)
        # The id, the author and the time stand on the entry.
        for told in ("id", "by", "at"):
            del payload[told]
        return _decision(self._audit.append(DECISION, decision.by, payload, decision.at))

    def all(self) -> tuple[Decision, ...]:
        """Every decision in the order made; erased ones are left out."""
        kept = (e for e in self._audit.entries((DECISION,)) if e.payload is not None)
        return tuple(_decision(entry) for entry in kept)

    def undo(self, name: str, by: str, at: str, why: str = "") -> Decision:
        """Log that a decision no longer holds. Raises DecisionError."""
        made = self.all()
        found = [d for d in made if name and d.id.startswith(name)]
        if len(found) != 1:
            told = "more than one decision begins" if found else "no decision begins"
            raise DecisionError(f"{told} with '{name}'; `takhrij decisions` lists the ids")
        target = found[0]
        if any(d.undoes == target.id for d in _effective(made)):
            raise DecisionError(f"decision {target.id} is undone already")
        undone = Decision("", UNDO, target.anchor, by, at, why, undoes=target.id)
        return self.append(undone)


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions in force, in the order made: undone ones and undo entries left out.

    An undo that was itself undone has no effect.
    """
    return tuple(d for d in _effective(tuple(decisions)) if d.verb != UNDO)


def _effective(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    undone: set[str] = set()
    kept: list[Decision] = []
    # An undo names an earlier entry, so from the newest backwards every entry's fate is known when it is met.
    for decision in reversed(decisions):
        if decision.id in undone:
            continue
        kept.append(decision)
        if decision.verb == UNDO and decision.undoes is not None:
            undone.add(decision.undoes)
    return tuple(reversed(kept))


def _decision(entry: AuditEntry) -> Decision:
    head = {"id": entry.entry_hash[:ID_LENGTH], "by": entry.by, "at": entry.at}
    return record_from_json(Decision, {**entry.payload, **head})


NOWHERE = Anchor("", "", "", "", "")
"""The anchor of a decision about no single document (the reliability of a source)."""
