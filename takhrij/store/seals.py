"""Sealed documents and sources: who may see what, as decisions say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from takhrij.core.errors import UsageError
from takhrij.core.records import Anchor, Decision
from takhrij.store.decisions import standing

ROLES = ("reader", "reviewer", "editor", "admin")
"""From the least to the most that one may do."""

LEAST_SOURCE = 4
"""Letters of a source's name that can be sealed."""
SEAL, UNSEAL = "seal", "unseal"


def sealed(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """By document (SHA-256) the least role that may see it; documents that all may see are not in it."""
    found: dict[str, str] = {}
    for decision in standing(decisions):
        if not decision.anchor.document:
            continue
        if decision.verb == SEAL:
            found[decision.anchor.document] = decision.value
        elif decision.verb == UNSEAL:
            found.pop(decision.anchor.document, None)
    return found


def sealed_sources(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """By sealed source (its words) the least role that may see what names it."""
    found: dict[str, str] = {}
    for decision in standing(decisions):
        if decision.anchor.document or decision.verb not in (SEAL, UNSEAL):
            continue
        if decision.verb == SEAL:
            found[decision.anchor.quote] = decision.value
        else:
            found.pop(decision.anchor.quote, None)
    return found


def sealing(document: str, role: str | None, signature: tuple[str, str, str], source: str = "") -> Decision:
    """The decision that seals a document, or a source with an empty document, from all below a role; None unseals it.

    `signature` is by whom, when (ISO 8601 UTC seconds) and why. Raises UsageError for a role that there is not, or a
    source of so few letters that it stands in any page.
    """
    if not document and len(source.strip()) < LEAST_SOURCE:
        raise UsageError(f"'{source}' is too short for a source; give its name as the pages write it")
    if role is not None and role not in ROLES[1:]:
        raise UsageError(f"'{role}' is no role that a document can be sealed for; give {', '.join(ROLES[1:])}")
    by, at, why = signature
    return Decision("", UNSEAL if role is None else SEAL, Anchor(document, source, "", "", ""), by, at, why, role)
