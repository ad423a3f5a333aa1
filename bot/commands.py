"""The one table of slash commands. Registration, help, README and the manifest are read from it.

A command is added by adding an entry; nothing about a command is written anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subcommand:
    """The first word after a command that offers several things, as in `/billing help`.

    Attributes:
        name: That word, lower case.
        summary: What it does, in one sentence.
        usage: What may be typed, with the command in front.
        example: One line that works exactly as it stands.
    """

    name: str
    summary: str
    usage: str
    example: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be typed beside the main input of a command.

    Attributes:
        usage: How it is written; capitals stand for what the person fills in.
        summary: What it changes, in one sentence.
        example: A whole command line that uses it.
    """

    usage: str
    summary: str
    example: str


@dataclass(frozen=True, slots=True)
class Command:
    """One slash command.

    Attributes:
        name: With its slash, as typed in Slack.
        summary: What it does, in one sentence; Slack shows it in its list of commands.
        usage_hint: What Slack shows behind the name while the person types.
        examples: Whole lines that work exactly as they stand.
        subcommands: The words that may follow, for a command that offers several things.
        options: What may be typed beside the main input.
    """

    name: str
    summary: str
    usage_hint: str
    examples: tuple[str, ...]
    subcommands: tuple[Subcommand, ...] = ()
    options: tuple[Option, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command(
        name="/units",
        summary="Count the billable units of one visit, with the arithmetic and its source.",
        usage_hint=(
            "97112 25 97110 10 [payer:ID] [on:DATE] [pt|ot|slp] [pt:MIN pta:MIN both:MIN] "
            "[rule:cms|ama|full15]"
        ),
        examples=(
            "/units 97112 25 97110 10",
            "/units neuro 25, ther ex 10 pt",
            "/units 97161 97110 9:00-9:23 payer:medicare",
            "/units 97110 pt:13 pta:23 97140 pt:30",
        ),
        options=(
            Option(
                usage="payer:ID",
                summary="Who pays decides how minutes are counted; without it both common methods are shown.",
                example="/units 97112 25 97110 10 payer:medicare",
            ),
            Option(
                usage="on:DATE",
                summary="The date of service, because rules change; today when left out.",
                example="/units 97112 25 97110 10 on:2026-03-02",
            ),
            Option(
                usage="pt|ot|slp",
                summary="The discipline of the plan of care, for the GP, GO or GN modifier.",
                example="/units 97112 25 97110 10 pt",
            ),
            Option(
                usage="pt:MIN pta:MIN both:MIN",
                summary=(
                    "Who gave the minutes of a code, with ot: and ota: for OT; both: is side by side. "
                    "The answer says which units carry CQ or CO."
                ),
                example="/units 97110 pt:13 pta:23 both:5 97140 pt:30",
            ),
            Option(
                usage="rule:cms|ama|full15",
                summary=(
                    "Name the method yourself: Medicare's pooled minutes, the CPT midpoint of each code, "
                    "or whole 15 minutes."
                ),
                example="/units 97112 25 97110 10 rule:ama",
            ),
        ),
    ),
    Command(
        name="/pair",
        summary="May these codes go together on a claim? Medicare's NCCI edits, with dates.",
        usage_hint="97140 97124 [97530 …] [on:DATE] [setting:practitioner|hospital] [payer:ID]",
        examples=(
            "/pair 97112 97140",
            "/pair 97140 97124",
            "/pair 97112 97140 97530 on:2026-03-02 setting:hospital",
        ),
        options=(
            Option(
                usage="setting:practitioner|hospital",
                summary="Whose claims: private practice, or hospital outpatient, rehab agency and SNF.",
                example="/pair 97161 97750 setting:hospital",
            ),
        ),
    ),
    Command(
        name="/billing",
        summary="Everything else about billing; start with help.",
        usage_hint="help",
        examples=("/billing help",),
        subcommands=(
            Subcommand(
                name="check",
                summary=(
                    "Hold billed units against the minutes: fits, over, under or on the wrong line, "
                    "and modifiers that clash."
                ),
                usage="/billing check CODExUNITS[-MODIFIER …] … [minutes: CODE MINUTES …] [payer:ID]",
                example="/billing check 97110x3-GP 97140x1-GP minutes: 97110 37 97140 15",
            ),
            Subcommand(
                name="code",
                summary="One card for a code: how it is counted, its MUE, edits, note and common denials.",
                usage="/billing code CODE [on:DATE] [setting:hospital]",
                example="/billing code 97112",
            ),
            Subcommand(
                name="kx",
                summary="What is left of the year's KX amount, and from which line KX goes on.",
                usage="/billing kx pt|ot|slp [DOLLARS] [lines:CODE=DOLLARS,…] [on:DATE]",
                example="/billing kx ot 2480 lines:97110=62.10,97140=28.40",
            ),
            Subcommand(
                name="denial",
                summary="What a denial code means in therapy, and what to do about it.",
                usage="/billing denial CODE[, CODE …]",
                example="/billing denial CO 97",
            ),
            Subcommand(
                name="ask",
                summary="Ask in your own words; codes with minutes are counted, the rest is looked up.",
                usage="/billing ask QUESTION",
                example="/billing ask do I need 59 on manual with neuro?",
            ),
            Subcommand(
                name="settings",
                summary="Your own discipline, role, claims and usual payer, for what a question leaves open.",
                usage="/billing settings [pt|ot|slp] [payer:ID] [setting:hospital] [role:biller]",
                example="/billing settings",
            ),
            Subcommand(
                name="help",
                summary="Show what you can type, with examples.",
                usage="/billing help",
                example="/billing help",
            ),
        ),
    ),
)


def find(name: str) -> Command | None:
    """Look a command up by its name with the slash; `None` when there is no such command."""
    return next((command for command in COMMANDS if command.name == name), None)


def command_names() -> tuple[str, ...]:
    """The names of all commands, with their slashes, in the order of the table."""
    return tuple(command.name for command in COMMANDS)


def subcommand_names(name: str) -> tuple[str, ...]:
    """The words that may follow a command, in the order of the table."""
    command = find(name)
    return tuple(subcommand.name for subcommand in command.subcommands) if command else ()
