"""Measures and prints. Ends with 0 whatever was found, and with 1 when something could not be measured."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import core, over_http, start_up, tables
from tests.bench.figures import CannotMeasure, Figure, Verdict, table

SECONDS = 3.0
COMMANDS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts that were asked for.

    Returns:
        Exit code.
    """
    asked = _read(arguments)
    began = time.monotonic()
    with over_http.load_generator() as send:
        parts: dict[str, tuple[str, Callable[[], list[Figure]]]] = {
            "core": (core.SECTION, core.measure_core),
            "http": (over_http.SECTION, lambda: over_http.measure_http(send, seconds=asked.seconds)),
            "start": (start_up.SECTION, lambda: start_up.measure_start_up(send, commands=asked.commands)),
            "tables": (tables.SECTION, tables.measure_tables),
        }
        figures: list[Figure] = []
        for name, (section, measure) in parts.items():
            if asked.only in (None, name):
                print(f"Measuring: {section} …", file=sys.stderr, flush=True)
                figures += _measured(section, measure)
    took = time.monotonic() - began
    machine = _machine()
    print(
        f"{machine['python']}, {machine['processors']} processors, load {machine['load']:.1f}, {took:.0f} s"
    )
    print(table(figures))
    if asked.json is not None:
        found = {
            "machine": machine,
            "seconds": took,
            "figures": [figure.to_json_dict() for figure in figures],
        }
        asked.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
    return int(any(figure.verdict is Verdict.NOT_MEASURED for figure in figures))


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="How fast the bot is.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything that was measured")
    parser.add_argument("--only", choices=("core", "http", "start", "tables"), help="one part of four")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of one turn over HTTP (%(default)s)")
    parser.add_argument("--commands", type=int, default=COMMANDS, help="before memory is read (%(default)s)")
    return parser.parse_args(arguments)


def _measured(section: str, measure: Callable[[], list[Figure]]) -> list[Figure]:
    try:
        return measure()
    except CannotMeasure as fault:
        return [Figure(section, "this part", None, note=str(fault))]


def _machine() -> dict[str, str | int | float]:
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count() or 1,
        # Above the number of processors others were at work too, and times mean little.
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    sys.exit(main())
