"""The KX threshold: what is left of a year's amount, and from which line of a claim KX goes on.

Source: cms-therapy-thresholds, by year.

Encoded: the amounts of each calendar year, one for PT and SLP together and one for OT; past means
above, never exactly at the amount; the review threshold beside it.
Left to judgement: whether therapy past the amount is still necessary and the records show it, which is
what KX states; what other providers have billed, which only the payer knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.citations import Citation
from rules.codes import code_table
from rules.errors import BadAmount, NoRuleInForce
from rules.loader import parameters
from rules.result import Caution
from rules.timeline import DatedValue
from rules.types import Discipline, MedicareStatus

_AMOUNT = "medicare.kx_threshold.{}"
_REVIEW = "medicare.kx_threshold.medical_review_threshold"
_MOST = Decimal(1_000_000)
"""Dollars; no year of therapy comes near, so more is a slip of the keys."""
_EXAMPLE = "Write dollars and cents, e.g. 2300 or 2312.45."


class KxBucket(StrEnum):
    """Whose dollars are added together. The values are stable ids."""

    PT_SLP = "pt_slp"
    OT = "ot"

    @classmethod
    def of(cls, discipline: Discipline) -> KxBucket:
        """The bucket that a discipline's dollars go to."""
        return cls.OT if discipline is Discipline.OT else cls.PT_SLP


class KxOnLine(StrEnum):
    """Whether a line carries KX."""

    NO = "no"
    STRADDLES = "straddles"
    """It begins below the amount and ends above it; KX on it is unconfirmed."""
    YES = "yes"


@dataclass(frozen=True, slots=True)
class KxStatus:
    """Where a patient's year stands.

    Attributes:
        bucket: Whose dollars are counted.
        year: Calendar year of the date of service.
        allowed: Allowed dollars of the year so far.
        amount: KX threshold of the year, in dollars.
        left: Dollars that may still be allowed without KX; 0 when none.
        past: Whether the amount is passed; exactly at it is not past.
        review_amount: Threshold of the targeted review, in dollars.
        past_review: Whether that one is passed.
        citations: What the answer rests on.
        used: `parameter@first-day` of each value used.
    """

    bucket: KxBucket
    year: int
    allowed: Decimal
    amount: Decimal
    left: Decimal
    past: bool
    review_amount: Decimal
    past_review: bool
    citations: tuple[Citation, ...]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KxLine:
    """One line of a claim held against the amount.

    Attributes:
        code: The code.
        allowed: Its allowed dollars.
        total: Allowed dollars of the year with this line.
        kx: Whether it carries KX.
    """

    code: str
    allowed: Decimal
    total: Decimal
    kx: KxOnLine


@dataclass(frozen=True, slots=True)
class KxFromLine:
    """Which lines of a claim carry KX.

    Attributes:
        before: Where the year stood before these lines.
        after: Where it stands after them.
        lines: Every line, in billing order.
        first: Position of the first line that carries KX, counted from 0; `None` when none does.
        cautions: What the asker should know.
    """

    before: KxStatus
    after: KxStatus
    lines: tuple[KxLine, ...]
    first: int | None
    cautions: tuple[Caution, ...]


def kx_status(bucket: KxBucket, used: Decimal, *, on: date) -> KxStatus:
    """Decide how much of the year's amount is left, and whether it is passed.

    Args:
        bucket: PT and SLP together, or OT.
        used: Dollars allowed in the calendar year so far, deductible and coinsurance included, for one
            patient with all providers.
        on: Date of service; its year decides the amounts.

    Returns:
        The amounts of the year and where the dollars stand.

    Raises:
        BadAmount: The dollars are negative, split a cent, or are more than a year can hold.
        NoRuleInForce: No amount is loaded for the year.

    Source:
        cms-therapy-thresholds, by year.

    >>> kx_status(KxBucket.PT_SLP, Decimal(2300), on=date(2026, 3, 2)).left
    Decimal('180.00')
    """
    _require_dollars(used, "the dollars used so far")
    threshold, review = _amounts(bucket, on)
    amount, review_amount = _dollars(threshold), _dollars(review)
    return KxStatus(
        bucket=bucket,
        year=on.year,
        allowed=_cents(used),
        amount=amount,
        left=max(amount - _cents(used), _cents(Decimal(0))),
        past=used > amount,
        review_amount=review_amount,
        past_review=used > review_amount,
        citations=(threshold.cite, review.cite),
        used=(threshold.reference, review.reference),
    )


def kx_from_line(
    bucket: KxBucket, used: Decimal, lines: Sequence[tuple[str, Decimal]], *, on: date
) -> KxFromLine:
    """Decide which lines of a claim carry KX: the first that passes the amount, and all after it.

    Args:
        bucket: PT and SLP together, or OT.
        used: Dollars allowed in the calendar year before these lines, as in `kx_status`.
        lines: Code and allowed dollars of each line, in the order they are billed.
        on: Date of service; its year decides the amounts.

    Returns:
        Each line with its running total and whether it carries KX, and the year before and after.

    Raises:
        BadAmount: Dollars are negative, split a cent, or are more than a year can hold.
        UnknownCode: A code is not in the table.
        CodeNotInForce: A code does not exist on this date.
        NoRuleInForce: No amount is loaded for the year.

    Source:
        cms-therapy-thresholds, by year; that the line which crosses the amount carries KX whole is derived.

    >>> lines = [("97110", Decimal("62.10")), ("97140", Decimal("28.40"))]
    >>> [line.kx.value for line in kx_from_line(KxBucket.OT, Decimal(2450), lines, on=date(2026, 3, 2)).lines]
    ['straddles', 'yes']
    """
    before = kx_status(bucket, used, on=on)
    total = before.allowed
    decided: list[KxLine] = []
    for code, allowed in lines:
        code_table().find(code).require_in_force(on, code_table())
        _require_dollars(allowed, code)
        was_below, total = total < before.amount, total + _cents(allowed)
        kx = KxOnLine.NO
        if total > before.amount:
            kx = KxOnLine.STRADDLES if was_below else KxOnLine.YES
        decided.append(KxLine(code, _cents(allowed), total, kx))
    return KxFromLine(
        before=before,
        after=kx_status(bucket, total, on=on),
        lines=tuple(decided),
        first=next((n for n, line in enumerate(decided) if line.kx is not KxOnLine.NO), None),
        cautions=tuple(_cautions(bucket, decided, before.amount)),
    )


def _cautions(bucket: KxBucket, lines: Sequence[KxLine], amount: Decimal) -> list[Caution]:
    found = [
        Caution("kx_straddling_line", {"code": line.code, "amount": amount})
        for line in lines
        if line.kx is KxOnLine.STRADDLES
    ]
    entries = {line.code: code_table().find(line.code) for line in lines}
    elsewhere = tuple(
        code
        for code, entry in entries.items()
        if entry.disciplines and bucket not in {KxBucket.of(discipline) for discipline in entry.disciplines}
    )
    if elsewhere:
        found.append(Caution("kx_other_bucket", {"codes": elsewhere, "bucket": bucket}))
    outside = tuple(
        code
        for code, entry in entries.items()
        if code not in elsewhere and (entry.is_refused_by_medicare or entry.medicare_status in _OUTSIDE)
    )
    if outside:
        found.append(Caution("kx_not_therapy", {"codes": outside}))
    return found


_OUTSIDE = frozenset({MedicareStatus.NOT_ON_LIST, MedicareStatus.NOT_THERAPY})


def _amounts(bucket: KxBucket, on: date) -> tuple[DatedValue, DatedValue]:
    known = parameters()[_AMOUNT.format(bucket)]
    try:
        return known.on(on), parameters()[_REVIEW].on(on)
    except NoRuleInForce:
        years = known.values[0].effective.year, known.values[-1].effective.year
        why = "CMS sets it anew each year." if on.year > years[1] else "Older years are not loaded."
        raise NoRuleInForce(
            known.name,
            on,
            known.covered(),
            message=f"No KX threshold amount is loaded for {on.year}. {why} "
            f"Loaded: {years[0]} to {years[1]}. Use a date of those years, e.g. on:{years[1]}-12-31.",
        ) from None


def _require_dollars(amount: Decimal, whose: str) -> None:
    """Refuse what is no sum of whole cents."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"dollars for {whose} are a Decimal, not {type(amount).__name__}")
    if not amount.is_finite():
        raise BadAmount(f"{amount} was given for {whose}; it is no amount. {_EXAMPLE}")
    if amount < 0:
        raise BadAmount(f"{amount} was given for {whose}; dollars are 0 or more. {_EXAMPLE}")
    if amount > _MOST:
        raise BadAmount(f"{amount} was given for {whose}; no year of therapy costs so much. {_EXAMPLE}")
    if amount != _cents(amount):
        raise BadAmount(f"{amount} was given for {whose}; a cent is not split. {_EXAMPLE}")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _dollars(value: DatedValue) -> Decimal:
    return _cents(Decimal(value.value))
