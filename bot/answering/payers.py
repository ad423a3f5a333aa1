"""The payer of an answer: which profile holds, and what must be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from bot.answering.stored import StoredRequest
from rules import Caution, EditsUse, PayerBook, PayerProfile, combined, payer_book, payer_differences
from rules.clinic_payers import SOURCE
from rules.payer_pairs import AND

_EDITS_ONLY = frozenset({"edits"})
_KX_ONLY = frozenset({"kx"})
_FACTS_OF: Mapping[str, frozenset[str]] = {"pair": _EDITS_ONLY, "code": _EDITS_ONLY, "kx": _KX_ONLY}
"""The facts of a payer that matter to an answer, where not every one does."""


class NamesPayers(Protocol):
    """Every parsed request that may name a payer, or a primary and a secondary one."""

    @property
    def payer(self) -> str | None:
        """Id of a known payer."""
        ...

    @property
    def secondary_payer(self) -> str | None:
        """Id of the payer behind it."""
        ...


def stored_payer(request: NamesPayers) -> str | None:
    """The payers of a parsed request as one id, such as `medicare` or `medicare+bcbs`."""
    if request.payer is None or request.secondary_payer is None:
        return request.payer
    return f"{request.payer}{AND}{request.secondary_payer}"


def find_payer(payer_id: str | None, book: PayerBook | None = None) -> PayerProfile | None:
    """The profile that a claim follows.

    Args:
        payer_id: Id of a payer, or of a primary and a secondary one with a plus between them. A state
            or plan without a profile of its own falls back to its family's.
        book: The payers that are known; the ones that ship with the rules when not given.

    Returns:
        The profile, of both payers together where there are two, or `None` when none is known.
    """
    match _profiles(payer_id, book or payer_book()):
        case [primary, secondary]:
            return combined(primary, secondary)
        case [payer]:
            return payer
        case _:
            return None


def payer_label(payer_id: str | None, book: PayerBook | None = None) -> str | None:
    """The payer's name as an answer prints it, with a state or plan that has no profile of its own.

    Args:
        payer_id: Id of a payer or of two, as in a stored request.
        book: The payers that are known; the ones that ship with the rules when not given.
    """
    names = []
    for one in _ids(payer_id):
        profile = (book or payer_book()).find(one)
        if profile is not None:
            plan = one.partition(".")[2]
            names.append(profile.label if one == profile.id else f"{profile.label} ({plan.upper()})")
    return ", then ".join(names) or None


def named_payers(book: PayerBook) -> list[str]:
    """The ids worth telling somebody: every family, and the plans that the clinic itself wrote down."""
    return sorted(
        profile.id for profile in book.profiles.values() if profile.is_clinics or "." not in profile.id
    )


def whose_edits(payer: PayerProfile | None, on: date, *, opens: bool = True) -> Caution:
    """Whose table of code pairs was read, in the light of the payer's own.

    Args:
        payer: Who pays; `None` when nobody is named or known.
        on: Date of service.
        opens: Whether a modifier can help any of the pairs; it never does where each edit is closed.

    Raises:
        NoRuleInForce: Nothing is loaded for this payer on this day.
    """
    if payer is None:
        return Caution("medicare_edits_only", {"opens": opens})
    use, _ = payer.edits_on(on)
    named = {"payer": payer.primary_label, "opens": opens}
    match use:
        case EditsUse.MEDICARE if payer.follows_medicare_code_status:
            return Caution("medicare_edits_only", {"opens": opens})
        case EditsUse.MEDICARE:
            return Caution("payer_uses_medicare_edits", named)
        case EditsUse.MEDICAID:
            return Caution("medicaid_edits", named)
        case EditsUse.OWN:
            return Caution("other_payers_edits", named)
        case EditsUse.UNKNOWN:
            return Caution("edits_unknown", named)


def payer_cautions(stored: StoredRequest, book: PayerBook, on: date) -> tuple[Caution, ...]:
    """What must be said about the payer of any answer: whose entry it is, and what the second one wants.

    Args:
        stored: The structured request.
        book: The payers that are known.
        on: Date of service.

    Raises:
        NoRuleInForce: Nothing is loaded for one of the payers on this day.
    """
    payer_id = payer_id_of(stored)
    if payer_id is None:
        return ()
    profiles = _profiles(payer_id, book)
    found = [Caution("payer_file_unused", {})] if book.fault is not None else []
    found += [
        Caution(
            "clinic_payer_entry",
            {"payer": profile.label, "owner": profile.owner, "reviewed_on": profile.reviewed_on},
        )
        for profile in profiles
        if profile.is_clinics
    ]
    found += [
        Caution("payer_limits", {"payer": profile.label, "limits": limits})
        for profile in profiles
        if (limits := tuple(limit.says for limit in profile.limits if limit.cite.source == SOURCE))
    ]
    match profiles:
        case [primary, secondary]:
            return (*found, *_second_payer_cautions(primary, secondary, stored.command, on))
        case _:
            return tuple(found)


def _second_payer_cautions(
    primary: PayerProfile, secondary: PayerProfile, command: str, on: date
) -> tuple[Caution, ...]:
    """Where the second payer counts or wants otherwise, as far as it matters to this kind of answer."""
    told = tuple(
        (fact, word)
        for fact, word in payer_differences(primary, secondary, on=on)
        if command not in _FACTS_OF or fact in _FACTS_OF[command]
    )
    if not told:
        return ()
    data = {"primary": primary.label, "secondary": secondary.label, "differences": told}
    return (Caution("secondary_payer_differs", data),)


def due_cautions(stored: StoredRequest, book: PayerBook, today: date) -> tuple[Caution, ...]:
    """Entries of the payers of a request whose review is past its date, or claimed for a day to come.

    Args:
        stored: The structured request.
        book: The payers that are known.
        today: The day of the question.
    """
    return tuple(
        Caution(
            "payer_entry_due",
            {
                "payer": profile.label,
                "owner": profile.owner,
                "due_on": profile.due_on,
                "reviewed_on": profile.reviewed_on,
                "is_ahead": profile.is_reviewed_after(today),
            },
        )
        for profile in _profiles(payer_id_of(stored), book)
        if profile.is_due(today) or profile.is_reviewed_after(today)
    )


def payer_id_of(stored: StoredRequest) -> str | None:
    """The payer of a stored request, for the kinds that have one."""
    payer_id: str | None = getattr(stored, "payer", None)
    return payer_id


def _ids(payer_id: str | None) -> list[str]:
    return payer_id.split(AND) if payer_id else []


def _profiles(payer_id: str | None, book: PayerBook) -> list[PayerProfile]:
    found = (book.find(one) for one in _ids(payer_id))
    return list({profile.id: profile for profile in found if profile is not None}.values())
