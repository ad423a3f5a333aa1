"""The deterministic core: minutes in, units out, with steps, citations and the parameters used.

Pure: no clock, network, database or Slack. The date of service is always passed in, and a date
that the data does not cover is refused.

    >>> from datetime import date
    >>> from rules import CountingRule, Visit, count_units
    >>> result = count_units(Visit({"97112": 25, "97110": 10}), on=date(2026, 3, 2), rule=CountingRule.CMS)
    >>> result.timed_units, result.allocations
    (2, ({'97112': 2}, {'97112': 1, '97110': 1}))
"""

from rules.citations import Citation, Source, sources
from rules.codes import CodeEntry, CodeTable, code_table
from rules.errors import (
    BadMinutes,
    BillingError,
    CodeNotInForce,
    ContentError,
    NoRuleInForce,
    NotCountable,
    UnknownCode,
    UserError,
)
from rules.loader import find_value, parameters
from rules.modifiers import Condition, LineModifiers, discipline_modifiers, settle_discipline
from rules.mue import MueEntry, MueTable, find_mue, mue_list
from rules.payers import DisciplineModifierUse, PayerProfile, payer_parameters, payers
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
    "BadMinutes",
    "BilledLine",
    "BillingError",
    "Caution",
    "Citation",
    "CodeEntry",
    "CodeNotInForce",
    "CodeTable",
    "Condition",
    "Confidence",
    "ContentError",
    "CountedBy",
    "CountingRule",
    "DatedValue",
    "Discipline",
    "DisciplineModifierUse",
    "Line",
    "LineModifiers",
    "MedicareStatus",
    "MueEntry",
    "MueTable",
    "NoRuleInForce",
    "NotCountable",
    "NotCounted",
    "PairResult",
    "PairStatus",
    "Parameter",
    "PayerProfile",
    "PtpEdit",
    "PtpTable",
    "Quarter",
    "Setting",
    "Source",
    "Step",
    "Tie",
    "UnitsResult",
    "UnknownCode",
    "UserError",
    "Verdict",
    "Visit",
    "code_table",
    "count_units",
    "discipline_modifiers",
    "find_mue",
    "find_ptp_edits",
    "find_value",
    "mue_list",
    "parameters",
    "payer_parameters",
    "payers",
    "ptp_chart",
    "rules_version",
    "settle_discipline",
    "share_units",
    "sources",
    "units_for_total",
]
