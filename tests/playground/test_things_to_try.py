"""What a newcomer is offered comes from the command table."""

from __future__ import annotations

from bot.commands import COMMANDS, Command, Subcommand
from bot.playground.things_to_try import things_to_try
from tests.playground.running import Running

HELP = Subcommand(name="help", summary="Show help.", usage="/b help", example="/b help")


def command(name: str, *examples: str, subcommands: tuple[Subcommand, ...] = ()) -> Command:
    return Command(name, f"What {name} does.", "hint", examples, subcommands)


def test_every_command_comes_first_with_one_example() -> None:
    commands = [command("/a", "/a 1", "/a 2", "/a 3"), command("/b", "/b help", subcommands=(HELP,))]
    assert [thing.line for thing in things_to_try(commands)] == ["/a 1", "/b help", "/a 2"]


def test_what_a_command_does_is_said_once_and_a_sub_command_speaks_for_itself() -> None:
    commands = [command("/a", "/a 1", "/a 2"), command("/b", "/b help", subcommands=(HELP,))]
    assert [thing.about for thing in things_to_try(commands)] == ["What /a does.", "Show help.", ""]


def test_few_examples_are_few_things() -> None:
    assert [thing.line for thing in things_to_try([command("/a", "/a 1")])] == ["/a 1"]


def test_the_real_table_offers_three() -> None:
    assert len(things_to_try(COMMANDS)) == 3


async def test_the_page_gets_the_whole_command_table(playground: Running) -> None:
    async with playground.http.get(playground.base + "/playground/commands") as response:
        table = await response.json()
    assert [entry["name"] for entry in table["commands"]] == [command.name for command in COMMANDS]
    assert [entry["usage_hint"] for entry in table["commands"]] == [
        command.usage_hint for command in COMMANDS
    ]
    assert [thing["line"] for thing in table["try"]] == [thing.line for thing in things_to_try(COMMANDS)]
