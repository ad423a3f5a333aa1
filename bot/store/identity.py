"""Keyed hashes for what would name a person or a delivery, and the secret that keys them."""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

HEX_CHARACTERS = 32
"""Length of a hash: 128 bits, so that no two ever meet by chance."""
SECRET_BYTES = 32


class Hasher:
    """Hashes that nobody can undo or look up without the secret.

    User ids are short and can all be tried out, so an unkeyed hash would hide nothing.

    Args:
        secret: The key; the same one gives the same hashes.
    """

    def __init__(self, secret: bytes) -> None:
        # A key for each kind: a user id can never hash to the same as a delivery id.
        self._user_key = hmac.digest(secret, b"unitwise user", "sha256")
        self._delivery_key = hmac.digest(secret, b"unitwise delivery", "sha256")
        self._thread_key = hmac.digest(secret, b"unitwise thread", "sha256")

    def user(self, team: str | None, user: str) -> str:
        """Name an asker: the same person in the same workspace is always the same 32 hex characters."""
        # The length keeps ("T1", "2U") and ("T12", "U") apart.
        name = f"{-1 if team is None else len(team)}:{team or ''}{user}"
        return _hash(self._user_key, name)

    def delivery(self, delivery_id: str) -> str:
        """Name one of Slack's deliveries by its event or trigger id, in 32 hex characters."""
        return _hash(self._delivery_key, delivery_id)

    def thread(self, thread: str) -> str:
        """Name a conversation, in 32 hex characters."""
        return _hash(self._thread_key, thread)


def _hash(key: bytes, text: str) -> str:
    # "surrogatepass" because arguments of a command line may hold bytes that are no text.
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:HEX_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Secret:
    """The key of the hashes.

    Attributes:
        value: The key itself; left out when the object is printed.
        fault: Why it will not outlive this process, for the operator; `None` when it will.
    """

    value: bytes
    fault: str | None = None

    def __repr__(self) -> str:
        return f"Secret(value=…, fault={self.fault!r})"


def load_secret(setting: str | None, database: Path) -> Secret:
    """The secret from the settings, or the one kept beside the database, made where there is none.

    The file holds the text that `UNITWISE_SECRET` could be set to, so that moving it from the one
    to the other changes no hash.

    Args:
        setting: `UNITWISE_SECRET`, where it is set.
        database: The database file; the secret is kept as `<database>.secret`.

    Returns:
        The secret. Where it can be neither read nor kept, one for this process alone, with the
        fault in words: answers go on, but their hashes match no earlier or later ones.
    """
    if setting:
        return Secret(setting.encode())
    database = database.expanduser().absolute()
    path = database.with_name(f"{database.name}.secret")
    try:
        if not path.exists():
            _keep_new_secret(path)
        kept = path.read_bytes().strip()
    except OSError as error:
        return _for_this_process(path, f"cannot be read or made ({error.strerror or type(error).__name__})")
    if len(kept) < SECRET_BYTES:
        return _for_this_process(path, "is empty or cut short")
    return Secret(kept)


def _keep_new_secret(path: Path) -> None:
    """Make the file whole or not at all; of several processes at once, one wins and all read the same."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(SECRET_BYTES).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, never replaces a secret that is in use already.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _for_this_process(path: Path, what: str) -> Secret:
    return Secret(
        secrets.token_bytes(SECRET_BYTES),
        f"The secret file {path} {what}. Until it is mended or UNITWISE_SECRET is set, user ids are hashed "
        "with a key of this run only: purging by user and recognising repeated deliveries stop at a restart.",
    )
