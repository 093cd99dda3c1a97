"""Accounts with their roles, passwords (argon2id) and second factors (TOTP)."""

from __future__ import annotations

import re
import threading
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from takhrij.core.errors import UsageError
from takhrij.store.seals import ROLES
from takhrij.web.accounts.database import Database

LEAST_PASSWORD, MOST_PASSWORD = 12, 512
"""Characters of a password: long enough to need no other rule, short enough that hashing it costs nobody the machine."""
STEP_SECONDS = 30
_NAME = re.compile(r"\w(?:[\w .@+-]{0,62}\w)?")
_ACCOUNT = "name, role, totp IS NOT NULL, disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """One who may sign in. `totp`: a second factor is asked for."""

    name: str
    role: str
    totp: bool = False
    disabled: bool = False


class Book:
    """The accounts in a file. `hasher` carries the cost of a password; a hash of another cost is made anew at sign-in."""

    def __init__(
        self, database: Database, clock: Callable[[], float] = time.time, hasher: PasswordHasher | None = None
    ) -> None:
        self._db = database
        self._clock = clock
        self._hasher = hasher or PasswordHasher()
        # Hashing takes tens of megabytes each time: more at once would let strangers fill the memory.
        self._slots = threading.BoundedSemaphore(2)
        self._nobody = self._hasher.hash("a password that no account has")

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return tuple(_account(row) for row in self._db.rows(f"SELECT {_ACCOUNT} FROM accounts ORDER BY name"))

    def get(self, name: str) -> Account | None:
        """An account by its name, or None."""
        row = self._db.row(f"SELECT {_ACCOUNT} FROM accounts WHERE name = ?", (canonical(name),))
        return None if row is None else _account(row)

    def named(self, name: str) -> Account:
        """An account by its name. Raises UsageError."""
        found = self.get(name)
        if found is None:
            raise UsageError(f"there is no account '{name}'; `takhrij users list` lists them")
        return found

    def has_admin(self) -> bool:
        """Whether anybody may administer accounts."""
        return self._db.row("SELECT 1 FROM accounts WHERE role = 'admin' AND NOT disabled") is not None

    def add(self, name: str, role: str, password: str) -> Account:
        """Make an account. Raises UsageError for a name that is taken or unfit, a role that there is not, a bad password."""
        key = canonical(name)
        if not _NAME.fullmatch(key):
            raise UsageError("a name is 1 to 64 letters, digits and the marks . @ + - _ between them")
        _refuse_role(role)
        hashed = self._hash(key, password)
        with self._db.writing():
            if self.get(key) is not None:
                raise UsageError(f"there is an account '{key}' already")
            self._db.run("INSERT INTO accounts (name, role, password) VALUES (?, ?, ?)", (key, role, hashed))
        return Account(key, role)

    def set_role(self, name: str, role: str) -> Account:
        """Give an account another role. Raises UsageError."""
        _refuse_role(role)
        return self._change(name, "role = ?", (role,))

    def set_disabled(self, name: str, disabled: bool) -> Account:
        """Let an account sign in no longer, or again; its sessions end at once. Raises UsageError."""
        account = self._change(name, "disabled = ?", (int(disabled),))
        self.end_sessions(account.name)
        return account

    def set_password(self, name: str, password: str) -> Account:
        """Set another password; all sessions of the account end. Raises UsageError."""
        account = self.named(name)
        account = self._change(account.name, "password = ?", (self._hash(account.name, password),))
        self.end_sessions(account.name)
        return account

    def end_sessions(self, name: str) -> None:
        """End every session of an account."""
        self._db.run("DELETE FROM sessions WHERE account = ?", (name,))

    def _change(self, name: str, what: str, values: tuple[str | int, ...]) -> Account:
        account = self.named(name)
        self._db.run(f"UPDATE accounts SET {what} WHERE name = ?", (*values, account.name))
        return self.named(account.name)

    def _hash(self, name: str, password: str) -> str:
        if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
            raise UsageError(f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters; take some words")
        if password.casefold().strip() == name or len(set(password)) < 4:
            raise UsageError("this password is easily guessed; take some words")
        with self._slots:
            return self._hasher.hash(_bytes(password))

    # -- signing in

    def check(self, name: str, password: str, code: str) -> Account | None:
        """The account, where name, password and (if it has one) the second factor are right; a code is good once.

        Takes as long for a name that there is not as for a wrong password.
        """
        key = canonical(name)
        row = self._db.row("SELECT password, disabled, totp, role FROM accounts WHERE name = ?", (key,))
        held, disabled, secret, role = row if row is not None else (self._nobody, 1, None, "reader")
        right = self._verified(held, password)
        if row is None or not right or disabled:
            return None
        if secret is not None and not self._use_code(key, secret, code):
            return None
        if self._hasher.check_needs_rehash(held):
            with self._slots:
                renewed = self._hasher.hash(_bytes(password))
            # Only where nobody changed the password meanwhile.
            self._db.run("UPDATE accounts SET password = ? WHERE name = ? AND password = ?", (renewed, key, held))
        return Account(key, role, secret is not None)

    def knows(self, name: str, password: str) -> bool:
        """Whether this is an account's password, its second factor left aside."""
        row = self._db.row("SELECT password FROM accounts WHERE name = ?", (canonical(name),))
        return self._verified(row[0] if row is not None else self._nobody, password) and row is not None

    def _verified(self, held: str, password: str) -> bool:
        if len(password) > MOST_PASSWORD:
            password = ""
        try:
            with self._slots:
                return self._hasher.verify(held, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    def _use_code(self, name: str, secret: str, code: str) -> bool:
        step = self._step(secret, code)
        if step is None:
            return False
        # One statement: of two who bring one code at one time, one is refused.
        return (
            self._db.run("UPDATE accounts SET totp_step = ? WHERE name = ? AND totp_step < ?", (step, name, step))
            == 1
        )

    def _step(self, secret: str, code: str) -> int | None:
        """Which step of time a code is of: this one, the one before or the one after; None for a wrong code."""
        told = "".join(unicodedata.normalize("NFKC", code).split())
        totp, now = pyotp.TOTP(secret), int(self._clock()) // STEP_SECONDS
        for step in (now, now - 1, now + 1):
            if told.isascii() and pyotp.utils.strings_equal(totp.generate_otp(step), told):
                return step
        return None

    # -- second factors

    def begin_totp(self, name: str) -> str:
        """A new secret for an account, which holds once a code of it was confirmed. Raises UsageError."""
        account, secret = self.named(name), pyotp.random_base32()
        self._db.run("UPDATE accounts SET totp_pending = ? WHERE name = ?", (secret, account.name))
        return secret

    def pending_totp(self, name: str) -> str | None:
        """The secret that waits to be confirmed."""
        row = self._db.row("SELECT totp_pending FROM accounts WHERE name = ?", (canonical(name),))
        return None if row is None else row[0]

    def confirm_totp(self, name: str, code: str) -> Account:
        """Let the new secret hold. Raises UsageError for a wrong code."""
        account, secret = self.named(name), self.pending_totp(name)
        step = self._step(secret, code) if secret is not None else None
        if step is None:
            raise UsageError(
                "this code is not right; check the clock of the device, and give the code that it shows now"
            )
        changed = "totp = totp_pending, totp_pending = NULL, totp_step = ?"
        return self._change(account.name, changed, (step,))

    def drop_totp(self, name: str) -> Account:
        """Ask this account for no second factor any more. Raises UsageError."""
        return self._change(name, "totp = NULL, totp_pending = NULL, totp_step = 0", ())

    @property
    def fetches(self) -> bool:
        """Whether editors may have pages fetched; not unless it was turned on."""
        return self._db.row("SELECT value FROM settings WHERE name = 'fetch'") == ("on",)

    def set_fetches(self, on: bool) -> None:
        """Let editors have pages fetched, or no longer; it holds at once."""
        self._db.run("INSERT OR REPLACE INTO settings VALUES ('fetch', ?)", ("on" if on else "off",))


def address_of(secret: str, name: str, case: str) -> str:
    """The address that an authenticator takes a secret from."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=f"Takhrij {case}")


def canonical(name: str) -> str:
    """A name as it is kept: one spelling for names that look alike, whatever their case.

    >>> canonical(" Ａmal ")
    'amal'
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _account(row: tuple[str, str, int, int]) -> Account:
    name, role, totp, disabled = row
    return Account(name, role, bool(totp), bool(disabled))


def _bytes(password: str) -> bytes:
    # One password typed on two keyboards may come as different code points.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _refuse_role(role: str) -> None:
    if role not in ROLES:
        raise UsageError(f"there is no role '{role}'; give {', '.join(ROLES)}")
