"""Where a case is kept: originals, readings, claims, links and the decision log."""

from takhrij.store.anchors import locate, make_anchor
from takhrij.store.contract import AuditBreak, AuditEntry, AuditLog, Links, Page, Store
from takhrij.store.decisions import standing
from takhrij.store.opening import open_case

__all__ = [
    "AuditBreak",
    "AuditEntry",
    "AuditLog",
    "Links",
    "Page",
    "Store",
    "locate",
    "make_anchor",
    "open_case",
    "standing",
]
