"""Codes as numbers: five characters of 0-9 and A-Z in base 36, in the same order as the codes."""

from __future__ import annotations

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE = len(_DIGITS)
_LENGTH = 5


def pack(code: str | bytes) -> int:
    """The number of a code.

    >>> pack("97110") < pack("97112") < pack("G0283")
    True
    """
    return int(code, _BASE)


def unpack(number: int) -> str:
    """The code of a number.

    >>> unpack(pack("0001U"))
    '0001U'
    """
    code = ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, _BASE)
        code = _DIGITS[digit] + code
    return code
