"""The exception tree. Everything raised on purpose derives from `BillingError`.

    BillingError
    ├─ UserError            shown to the asker as it stands; exit code 2
    │  ├─ UnknownCode       no such code in the table
    │  ├─ CodeNotInForce    known, but not on this date of service
    │  ├─ NotCountable      known, but no rule here turns it into units
    │  ├─ BadMinutes        minutes missing, negative, fractional or impossible
    │  ├─ BadAmount         dollars negative, of split cents, or impossible
    │  └─ NoRuleInForce     no dated value covers this date of service
    └─ ContentError         a fault in our own files; stops start-up and CI
       ├─ ParameterFileError
       ├─ CodeTableError
       └─ OverlapError      two values, or two rule functions, claim one day

Every `UserError` has a `code` (stable, for machines) and a message that says what was
given, what is wrong and what would be right.
"""

from __future__ import annotations

from datetime import date


class BillingError(Exception):
    """Base of every error this product raises on purpose."""


class UserError(BillingError):
    """Shown to the asker as it stands.

    Attributes:
        code: Stable identifier for machines, shown as an answer's `error.code`.
        message: The sentence a person reads.
    """

    code = "bad_request"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class UnknownCode(UserError):
    """The code is not in the code table at all."""

    code = "unknown_code"


class CodeNotInForce(UserError):
    """The code exists, but not on this date of service.

    Attributes:
        replaced_by: Codes that took its place, or an empty tuple when there are none.
    """

    code = "code_not_in_force"

    def __init__(self, message: str, *, replaced_by: tuple[str, ...] = (), code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.replaced_by = replaced_by


class NotCountable(UserError):
    """The code is known, but nothing encoded here turns it into units."""

    code = "not_countable"


class BadMinutes(UserError):
    """Minutes are missing, negative, fractional or impossible."""

    code = "bad_minutes"


class BadAmount(UserError):
    """Dollars are negative, split a cent, or are more than can be."""

    code = "bad_amount"


class NoRuleInForce(UserError):
    """No dated value covers this date of service; nothing is rolled forward or back.

    Attributes:
        parameter: Dotted name of the parameter that was asked for.
        on: Date of service.
        covered: First and last covered day of each value, the last `None` for a standing rule.

    Instead of the usual words the sentence may begin with `gap`, or be `message` as a whole.
    """

    code = "no_rule_in_force"

    def __init__(
        self,
        parameter: str,
        on: date,
        covered: tuple[tuple[date, date | None], ...],
        *,
        message: str | None = None,
        gap: str | None = None,
    ) -> None:
        self.parameter = parameter
        self.on = on
        self.covered = covered
        spans = ", ".join(
            f"from {first.isoformat()} on" if last is None else f"{first.isoformat()} to {last.isoformat()}"
            for first, last in covered
        )
        super().__init__(
            message
            or f"{gap or 'No rule is loaded'} for {on.isoformat()}. "
            f"Covered: {spans or 'no date yet'}. Use a covered date of service, e.g. on:{_example(covered)}."
        )


def _example(covered: tuple[tuple[date, date | None], ...]) -> str:
    """A date that would have been answered, for the message above."""
    return covered[-1][0].isoformat() if covered else "2026-03-02"


class ContentError(BillingError):
    """A fault in our own files. Names the file, the line where known, the key and what is allowed."""


class ParameterFileError(ContentError):
    """A parameter, payer or source file cannot be read as one."""


class CodeTableError(ContentError):
    """A row of the code table is not usable."""


class OverlapError(ContentError):
    """Two values of one parameter claim the same day."""
