"""The deterministic core: minutes in, units out, with steps, citations and the parameters used.

Pure: no clock, network, database or Slack. The date of service is always passed in, and a date
that the data does not cover is refused.

    >>> from datetime import date
    >>> from rules import CountingRule, Visit, count_units
    >>> result = count_units(Visit({"97112": 25, "97110": 10}), on=date(2026, 3, 2), rule=CountingRule.CMS)
    >>> result.timed_units, result.allocations
    (2, ({'97112': 2}, {'97112': 1, '97110': 1}))
"""

from rules.assistants import AssistantResult, ProviderMinutes, ProviderSplit, split_by_provider
from rules.billed import (
    BilledVerdict,
    CheckLine,
    CheckResult,
    check_billed,
    claim_visit,
    codes_without_minutes,
)
from rules.billed_by_provider import ProviderCheck, ProviderLine, check_providers
from rules.card_notes import NoteNeed
from rules.citations import Citation, Source, sources
from rules.claim_lines import (
    CertainModifier,
    ClaimLine,
    ClaimLines,
    ModifierIf,
    build_claim_lines,
    order_modifiers,
)
from rules.clinic_payers import read_clinic_payers
from rules.code_card import CodeCard, code_card
from rules.codes import CodeEntry, CodeTable, code_table
from rules.combination_table import Severity, combination_table
from rules.combinations import Finding, check_combinations
from rules.denials import (
    DenialCode,
    DenialGroup,
    DenialRead,
    denial_codes,
    denial_groups,
    read_denial_code,
)
from rules.errors import (
    BadAmount,
    BadMinutes,
    BillingError,
    CodeNotInForce,
    ContentError,
    NoRuleInForce,
    NotCountable,
    UnknownCode,
    UserError,
)
from rules.kx_threshold import KxBucket, KxFromLine, KxLine, KxOnLine, KxStatus, kx_from_line, kx_status
from rules.loader import find_value, parameters
from rules.modifier_table import modifier_table
from rules.modifiers import Condition, LineModifiers, discipline_modifiers, settle_discipline
from rules.mue import MueEntry, MueTable, find_mue, mue_cautions, mue_list
from rules.payer_files import payer_book, payer_parameters, payers
from rules.payer_pairs import combined, payer_differences
from rules.payers import (
    AssistantModifierUse,
    DisciplineModifierUse,
    EditsUse,
    KxUse,
    ModifierClass,
    PayerBook,
    PayerLimit,
    PayerProfile,
)
from rules.ptp import PairResult, PairStatus, PtpEdit, PtpTable, find_ptp_edits
from rules.ptp_chart import ptp_chart
from rules.published import Quarter, Setting
from rules.result import BilledLine, Caution, Line, NotCounted, Step, Tie, UnitsResult, Verdict
from rules.tally import Visit
from rules.time_pool import share_units, units_for_total
from rules.timeline import Confidence, DatedValue, Parameter
from rules.types import CountedBy, CountingRule, Discipline, MedicareStatus
from rules.version import rules_version
from rules.visit import count_units

__all__ = [
    "AssistantModifierUse",
    "AssistantResult",
    "BadAmount",
    "BadMinutes",
    "BilledLine",
    "BilledVerdict",
    "BillingError",
    "Caution",
    "CertainModifier",
    "CheckLine",
    "CheckResult",
    "Citation",
    "ClaimLine",
    "ClaimLines",
    "CodeCard",
    "CodeEntry",
    "CodeNotInForce",
    "CodeTable",
    "Condition",
    "Confidence",
    "ContentError",
    "CountedBy",
    "CountingRule",
    "DatedValue",
    "DenialCode",
    "DenialGroup",
    "DenialRead",
    "Discipline",
    "DisciplineModifierUse",
    "EditsUse",
    "Finding",
    "KxBucket",
    "KxFromLine",
    "KxLine",
    "KxOnLine",
    "KxStatus",
    "KxUse",
    "Line",
    "LineModifiers",
    "MedicareStatus",
    "ModifierClass",
    "ModifierIf",
    "MueEntry",
    "MueTable",
    "NoRuleInForce",
    "NotCountable",
    "NotCounted",
    "NoteNeed",
    "PairResult",
    "PairStatus",
    "Parameter",
    "PayerBook",
    "PayerLimit",
    "PayerProfile",
    "ProviderCheck",
    "ProviderLine",
    "ProviderMinutes",
    "ProviderSplit",
    "PtpEdit",
    "PtpTable",
    "Quarter",
    "Setting",
    "Severity",
    "Source",
    "Step",
    "Tie",
    "UnitsResult",
    "UnknownCode",
    "UserError",
    "Verdict",
    "Visit",
    "build_claim_lines",
    "check_billed",
    "check_combinations",
    "check_providers",
    "claim_visit",
    "code_card",
    "code_table",
    "codes_without_minutes",
    "combination_table",
    "combined",
    "count_units",
    "denial_codes",
    "denial_groups",
    "discipline_modifiers",
    "find_mue",
    "find_ptp_edits",
    "find_value",
    "kx_from_line",
    "kx_status",
    "modifier_table",
    "mue_cautions",
    "mue_list",
    "order_modifiers",
    "parameters",
    "payer_book",
    "payer_differences",
    "payer_parameters",
    "payers",
    "ptp_chart",
    "read_clinic_payers",
    "read_denial_code",
    "rules_version",
    "settle_discipline",
    "share_units",
    "sources",
    "split_by_provider",
    "units_for_total",
]
