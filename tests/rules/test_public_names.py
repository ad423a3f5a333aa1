"""What `rules` offers: exactly the names it lists, each function with its source, every doctest true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import FunctionType, ModuleType

import pytest

import rules
from rules import sources

READ_DATA_AND_DECIDE_NOTHING = {
    "code_table",
    "combination_table",
    "modifier_table",
    "denial_codes",
    "denial_groups",
    "mue_list",
    "ptp_chart",
    "find_value",
    "parameters",
    "payer_book",
    "payer_parameters",
    "payers",
    "read_clinic_payers",
    "rules_version",
    "sources",
}

MODULES = [importlib.import_module(found.name) for found in pkgutil.walk_packages(rules.__path__, "rules.")]


def public_functions() -> list[FunctionType]:
    found = (inspect.unwrap(getattr(rules, name)) for name in rules.__all__)
    return [value for value in found if isinstance(value, FunctionType)]


def test_all_lists_exactly_the_names_that_the_package_brings_in() -> None:
    present = {
        name
        for name, value in vars(rules).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert present == set(rules.__all__)


def test_the_list_of_public_names_is_sorted_and_has_none_twice() -> None:
    assert list(rules.__all__) == sorted(set(rules.__all__))


@pytest.mark.parametrize("function", public_functions(), ids=lambda function: function.__name__)
def test_every_public_function_says_what_it_does_and_where_its_rule_stands(function: FunctionType) -> None:
    text = inspect.getdoc(function)
    assert text, f"{function.__name__} has no docstring"
    assert text.splitlines()[0].endswith("."), "the first line is one sentence"
    if function.__name__ in READ_DATA_AND_DECIDE_NOTHING:
        assert "on" not in inspect.signature(function).parameters, "it takes a date, so it decides something"
        return
    assert "Source:" in text, f"{function.__name__} names no source"
    cited = text.partition("Source:")[2]
    assert any(source in cited for source in sources()), f"{function.__name__} cites no known source"


@pytest.mark.parametrize("module", [rules, *MODULES], ids=lambda module: module.__name__)
def test_every_doctest_of_the_module_is_true(module: ModuleType) -> None:
    failed, _ = doctest.testmod(module)
    assert failed == 0


def test_the_package_has_doctests_to_run() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    assert sum(bool(test.examples) for module in [rules, *MODULES] for test in finder.find(module)) >= 10


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_module_says_what_it_decides(module: ModuleType) -> None:
    assert module.__doc__
