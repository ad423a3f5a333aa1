"""What a person asked to have counted, after everything typed was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from rules import CountingRule, Discipline, Visit
from rules.assistants import ProviderMinutes

Setting = Literal["practitioner", "hospital"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How something typed was read, to be shown back. Kind and data only; words live in templates.

    | kind | data |
    |---|---|
    | `house_word` | `said`, `code` |
    | `slip` | `said`, `meant`: a mistyped word of a plain sentence |
    | `spelled_code` | `said`, `code`: a code dictated digit by digit |
    | `payer_word` | `said`, `payer` |
    | `rule_word` | `said`, `rule` |
    | `date_word` | `said`, `date` (ISO) |
    | `patient_word` | `said`: a "pt" that means the patient, not the discipline |
    | `hours` | `said`, `minutes` |
    | `written_number` | `said`, `minutes` |
    | `x_minutes` | `said`, `code`, `minutes`: an x with more than 7 behind it |
    | `hyphen_minutes` | `said`, `code`, `minutes`: a dash behind a house word |
    | `parts_summed` | `code` (`None` without one), `parts`, `minutes`: 10+15 on one code |
    | `sessions_summed` | `code`, `parts`, `minutes`: the same code more than once |
    | `clock` | `code` (`None` without one), `start`, `end` ("09:00"), `minutes` |
    | `each` | `codes`, `minutes` |
    | `given_twice` | `code`: an untimed code more than once, still one a day |
    | `one_unit` | `code`: x1 on a code that is one unit a day anyway |
    | `typed_units` | `code`, `units`: units as typed for a code that no minutes decide |
    | `total_agrees` | `minutes`: the total typed is the sum of the codes |
    | `providers` | `code`, `therapist`, `assistant`, `together`: minutes by who gave them, said in words |
    | `total_given` | `minutes`: a total typed that cannot be compared, untimed minutes are missing |
    """

    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRequest:
    """What may be typed with every kind of request, beside what it is about.

    Attributes:
        payer: Id of a known payer, with a state or plan after a dot where one was typed.
        secondary_payer: Id of the payer that is asked second, where one was named.
        unknown_payer: Payer as typed, when it is neither known nor near a known one.
        rule: Counting rule, where one was named.
        discipline: Plan of care, where one was named.
        setting: Table of code pairs that goes with the place of service, where one was named.
        date_of_service: Where one was named.
        readings: How things typed were read, in reading order.
        ignored: Emoji and stray symbols left out; never words or numbers.
    """

    payer: str | None = None
    secondary_payer: str | None = None
    unknown_payer: str | None = None
    rule: CountingRule | None = None
    discipline: Discipline | None = None
    setting: Setting | None = None
    date_of_service: date | None = None
    readings: tuple[Reading, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsRequest(TypedRequest):
    """A units calculation, ready for the rules.

    Attributes:
        visit: Codes with their minutes or units, in typed order.
        provider_minutes: Minutes of each code by who gave them, in typed order; empty when nobody was
            named, else with every timed code. An untimed code with 0 minutes was typed as the
            therapist's; one that is missing is a service that only a therapist gives.
        unspecified_minutes: One total with no code at all.
    """

    visit: Visit
    provider_minutes: tuple[ProviderMinutes, ...] = ()
    unspecified_minutes: int | None = None
