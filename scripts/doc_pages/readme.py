"""The generated parts of the README: commands, scopes and settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic_core import PydanticUndefined

from bot.commands import COMMANDS, Command
from bot.manifest import SCOPES
from bot.settings import Settings
from scripts.doc_pages import markdown
from scripts.doc_pages.markers import DocsFault

SETTING_WORDS = {
    "SLACK_BOT_TOKEN": (
        "The app's bot token (`xoxb-…`). Needed for Socket Mode, and over HTTP to answer mentions and direct "
        "messages and to open forms."
    ),
    "SLACK_SIGNING_SECRET": "Proves that a request comes from Slack. Needed over HTTP.",
    "SLACK_APP_TOKEN": "The app-level token (`xapp-…`). Needed for Socket Mode.",
    "SLACK_CLIENT_ID": "For a later version; no effect yet.",
    "SLACK_CLIENT_SECRET": "For a later version; no effect yet.",
    "SLACK_API_BASE_URL": "Where Slack's Web API is; a test points it at a stand-in.",
    "UNITWISE_DATABASE": "The file of the log. Put it on a disk that stays.",
    "UNITWISE_LEADS": "Ids of people or of a user group, with commas; named where nobody can be asked.",
    "UNITWISE_TEAM_CHANNEL": "Id of the channel that *Ask a person* posts to; invite the bot there.",
    "UNITWISE_SECRET": "Keys the hashing of user ids. Without it one is made and kept beside the database.",
    "UNITWISE_RETENTION_DAYS": "Rows older than this many days are deleted daily. Without it they stay.",
    "UNITWISE_TIMEZONE": "Whose today is the date of service when none is typed.",
    "PORT": "Where `unitwise serve` listens.",
}
"""What each setting is for. A name here without a setting, or the other way round, stops the build."""


def parts() -> Mapping[str, str]:
    """Every generated part by the name of its markers.

    Raises:
        DocsFault: A setting has no words, or there are words for a setting that is not there.
    """
    return {"commands": _commands(), "scopes": _scopes(), "settings": _settings()}


def _commands() -> str:
    tables = [markdown.table(("Type", "It will", "For example"), _command_rows())]
    tables += [
        f"Add to {markdown.code(command.name)}:\n\n"
        + markdown.table(
            ("Add", "Effect", "For example"),
            [
                (markdown.code(option.usage), option.summary, markdown.code(option.example))
                for option in command.options
            ],
        )
        for command in COMMANDS
        if command.options
    ]
    return "\n\n".join(tables)


def _command_rows() -> Iterator[tuple[str, str, str]]:
    for command in COMMANDS:
        yield markdown.code(command.name), command.summary, _examples(command)
        for sub in command.subcommands:
            yield markdown.code(sub.usage), sub.summary, markdown.code(sub.example)


def _examples(command: Command) -> str:
    return "<br>".join(map(markdown.code, command.examples))


def _scopes() -> str:
    return markdown.table(("Scope", "Why"), [(markdown.code(scope), why) for scope, why in SCOPES.items()])


def _settings() -> str:
    fields = {str(field.alias): field for field in Settings.model_fields.values()}
    if missing := sorted(fields.keys() ^ SETTING_WORDS.keys()):
        raise DocsFault(f"{', '.join(missing)}: give each setting its words in {__name__}, and no other")
    rows = [
        (
            markdown.code(name),
            SETTING_WORDS[name],
            "" if field.default in (None, "", PydanticUndefined) else markdown.code(field.default),
        )
        for name, field in fields.items()
    ]
    return markdown.table(("Setting", "What it is for", "When not set"), rows)
