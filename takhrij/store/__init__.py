"""Where a case is kept: originals, readings, claims, links and the decision log."""

from takhrij.store.contract import AuditBreak, AuditEntry, AuditLog, Links, Page, Store

__all__ = ["AuditBreak", "AuditEntry", "AuditLog", "Links", "Page", "Store"]
