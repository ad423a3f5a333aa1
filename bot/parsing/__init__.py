"""One parser for everything people type after a command, and for the same content in a plain sentence."""

from __future__ import annotations

from bot.parsing.check_parser import CheckRequest, parse_check, parse_plain_check
from bot.parsing.code_parser import CodeRequest, parse_code
from bot.parsing.denial_parser import DenialRequest, named_denial, parse_denials
from bot.parsing.kx_parser import KxRequest, parse_kx
from bot.parsing.named_payer import named_payer
from bot.parsing.pair_parser import PairRequest, parse_pair
from bot.parsing.parser import MOST_CHARACTERS, parse_plain, parse_units
from bot.parsing.plain_parser import LONGEST_MESSAGE, MessageRequest, parse_message
from bot.parsing.problems import ParseProblem, uncertain_visit
from bot.parsing.request import Reading, TypedRequest, UnitsRequest
from bot.parsing.settings_parser import SettingsRequest, parse_settings
from bot.parsing.visit_signs import asks_for_count, minutes_told, names_units

__all__ = [
    "LONGEST_MESSAGE",
    "MOST_CHARACTERS",
    "CheckRequest",
    "CodeRequest",
    "DenialRequest",
    "KxRequest",
    "MessageRequest",
    "PairRequest",
    "ParseProblem",
    "Reading",
    "SettingsRequest",
    "TypedRequest",
    "UnitsRequest",
    "asks_for_count",
    "minutes_told",
    "named_denial",
    "named_payer",
    "names_units",
    "parse_check",
    "parse_code",
    "parse_denials",
    "parse_kx",
    "parse_message",
    "parse_pair",
    "parse_plain",
    "parse_plain_check",
    "parse_settings",
    "parse_units",
    "uncertain_visit",
]
