"""Receipts: the short name of one answer, easy to read out and never two the same."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 letters: no I, L, O or U, which are misread over the phone."""
LENGTH, GROUP = 12, 4


def new_receipt() -> str:
    """A random receipt such as `7K3F-9QXD-2M4P` (60 bits)."""
    bits = secrets.randbits(5 * LENGTH)
    letters = "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 5 * LENGTH, 5))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
