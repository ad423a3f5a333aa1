import dataclasses
import re

import pytest

from bot.commands import COMMANDS, Command, command_names, find


def test_the_table_holds_units_pair_and_billing():
    assert command_names() == ("/units", "/pair", "/billing")


def test_billing_offers_checks_cards_kx_denials_settings_and_help():
    billing = find("/billing")
    assert billing is not None
    names = [subcommand.name for subcommand in billing.subcommands]
    assert names == ["check", "code", "kx", "denial", "ask", "settings", "help"]


def test_units_explains_payer_date_discipline_people_and_rule():
    units = find("/units")
    assert units is not None
    explained = [option.usage.split(":")[0] for option in units.options]
    assert explained == ["payer", "on", "pt|ot|slp", "pt", "rule"]


def test_a_name_that_is_not_in_the_table_is_not_found():
    assert find("/claim") is None
    assert find("units") is None


def test_no_command_is_listed_twice():
    assert len(set(command_names())) == len(COMMANDS)


def test_the_table_cannot_be_changed_by_accident():
    with pytest.raises(dataclasses.FrozenInstanceError):
        COMMANDS[0].summary = "changed"


@pytest.mark.parametrize("command", COMMANDS, ids=command_names())
class TestEachCommand:
    def test_has_a_name_that_slack_takes(self, command: Command):
        assert re.fullmatch(r"/[a-z][a-z0-9_-]{0,30}", command.name)

    def test_is_described_in_whole_sentences(self, command: Command):
        described = [command, *command.subcommands, *command.options]
        assert [part for part in described if not part.summary.endswith(".")] == []

    def test_has_examples_that_start_with_its_name(self, command: Command):
        examples = [*command.examples]
        examples += [option.example for option in command.options]
        examples += [subcommand.example for subcommand in command.subcommands]
        assert command.examples
        assert [line for line in examples if not line.startswith(f"{command.name} ")] == []

    def test_shows_each_option_in_the_example_of_that_option(self, command: Command):
        for option in command.options:
            added = option.example.split()[-1]
            wanted = f"{option.usage.split(':')[0]}:" if ":" in option.usage else None
            choices = option.usage.split(":")[-1].split("|")
            assert wanted is None or added.startswith(wanted)
            assert len(choices) == 1 or added.removeprefix(wanted or "") in choices

    def test_names_each_option_in_the_usage_hint(self, command: Command):
        assert [
            option.usage for option in command.options if f"[{option.usage}]" not in command.usage_hint
        ] == []

    def test_uses_each_sub_command_in_its_own_usage_and_example(self, command: Command):
        for subcommand in command.subcommands:
            start = f"{command.name} {subcommand.name}"
            assert subcommand.usage.startswith(start)
            assert subcommand.example.startswith(start)
