"""Every error that Takhrij raises on purpose.

TakhrijError
├── UsageError            the call is wrong; nothing was touched          (exit 2)
├── InputRefused          one input could not be read; the batch goes on  (exit 1)
├── CaseError             a case cannot be opened or written              (exit 3)
│   ├── CaseMissing
│   ├── CaseLocked
│   ├── CaseReadOnly
│   ├── CaseEncrypted     its passphrase is missing or wrong
│   └── CaseTooNew        made by a newer Takhrij
├── StoreFull             no room on the disk; nothing half-written       (exit 3)
├── OvertakenError        somebody else decided since it was shown        (exit 1)
├── DecisionError         a decision names something that is not there
├── AuditBroken           the audit chain does not verify
└── DataError             a data row or overlay is wrong; names file, line and row

Messages are one plain line: what is wrong, then what to do next.
"""

from __future__ import annotations


class TakhrijError(Exception):
    """Base of all errors; its message is fit to be shown to a user as one line."""

    exit_code = 3


class UsageError(TakhrijError):
    """The call itself is wrong; nothing was touched."""

    exit_code = 2


class InputRefused(TakhrijError):
    """One input could not be read.

    `reason` is a stable short code (``empty``, ``binary``, ``encoding``, ``not_arabic``, ``no_article``,
    ``missing``, ``too_large``, ``malformed``) that a Problem stores beside the message.
    """

    exit_code = 1

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class CaseError(TakhrijError):
    """A case cannot be opened or written."""


class CaseMissing(CaseError):
    """There is no case at the given place."""


class CaseLocked(CaseError):
    """Another process is writing to the case."""


class CaseReadOnly(CaseError):
    """The case may be read but not written to."""


class CaseEncrypted(CaseError):
    """The case is encrypted and its passphrase is missing or wrong."""


class CaseTooNew(CaseError):
    """The case was made by a newer version of Takhrij."""


class StoreFull(TakhrijError):
    """The disk is full; the transaction was rolled back."""


class OvertakenError(TakhrijError):
    """Somebody else decided since what one decides on was shown; nothing was written."""

    exit_code = 1


class DecisionError(TakhrijError):
    """A decision names a document, claim, field or decision that is not there."""

    exit_code = 2


class AuditBroken(TakhrijError):
    """The audit chain does not verify."""

    exit_code = 1


class DataError(TakhrijError):
    """A data row or a case overlay is wrong; the message names the file and the row."""

    exit_code = 2


class NotInstalled(TakhrijError):
    """A part of the system that this needs is not installed; the message names the packages."""
