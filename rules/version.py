"""Which rules answered: the content of every parameter, payer and table file, as one short hash."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from rules.yaml_files import yaml_files

_TABLES = (
    "code_cards.yaml",
    "codes.csv",
    "combinations.yaml",
    "denials.yaml",
    "modifiers.yaml",
    "mue_practitioner.csv",
    "ptp_chart.csv",
    "ptp_chart_codes.txt",
)


@cache
def rules_version() -> str:
    """Twelve hexadecimal characters that change when any fact in the data files changes."""
    digest = hashlib.sha256()
    for folder in ("parameters", "payers"):
        for name, file in yaml_files(folder):
            digest.update(f"{folder}/{name}\0".encode())
            digest.update(file.read_bytes())
    for table in _TABLES:
        digest.update(files("rules").joinpath(f"tables/{table}").read_bytes())
    return digest.hexdigest()[:12]
