"""How a passphrase of an encrypted case is come by: one way a process, which the front that runs sets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from takhrij.core.config import passphrase_file
from takhrij.core.errors import CaseEncrypted, UsageError


def from_file(path: str | Path) -> str:
    """A passphrase from the first line of a file. Raises UsageError."""
    try:
        return Path(path).read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeError) as error:
        raise UsageError(f"the passphrase file {path} cannot be read; check the path and its rights") from error


def _nobody(folder: Path) -> str:
    raise CaseEncrypted(
        f"{folder} is encrypted; give --passphrase-file FILE, or set TAKHRIJ_PASSPHRASE_FILE to a file that holds it"
    )


class Passphrases:
    """`file` holds the passphrase, else the environment may name one; `ask` asks whoever sits there."""

    def __init__(self) -> None:
        self.file: str | None = None
        self.ask: Callable[[Path], str] = _nobody

    @property
    def named(self) -> str | None:
        """The file that holds the passphrase, where one is named."""
        return self.file or passphrase_file()

    def of(self, folder: Path) -> str:
        """The passphrase of a case. Raises CaseEncrypted where there is nobody to ask, UsageError."""
        named = self.named
        return self.ask(folder) if named is None else from_file(named)


PASSPHRASES = Passphrases()
