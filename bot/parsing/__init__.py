"""One parser for everything people type after a command, and for the same content in a plain sentence."""

from __future__ import annotations

from bot.parsing.pair_parser import PairRequest, parse_pair
from bot.parsing.parser import parse_plain, parse_units
from bot.parsing.problems import ParseProblem
from bot.parsing.request import Reading, UnitsRequest

__all__ = [
    "PairRequest",
    "ParseProblem",
    "Reading",
    "UnitsRequest",
    "parse_pair",
    "parse_plain",
    "parse_units",
]
