import copy
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import jsonschema
import pytest
import yaml

from bot.agent_view import AGENT_DESCRIPTION, ASK_ABOUT_MESSAGE, PROMPTS, Prompt
from bot.answer import Outcome
from bot.answering.drafts import draft_answer
from bot.commands import COMMANDS, command_names
from bot.manifest import EVENTS, SCOPES, build_manifest, manifest_yaml
from bot.manifest_check import manifest_faults
from bot.question import Question
from tests.support import REPOSITORY, shared_or_skip

ADDRESS = "https://units.example.org"
VARIANTS = [pytest.param(None, id="socket-mode"), pytest.param(ADDRESS, id="http")]
SCHEMAS = ["slack/manifest.schema.1.0.0.json", "slack/manifest.schema.2.0.0.json"]

Manifest = dict[str, Any]


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("http_url", VARIANTS)
def test_slacks_own_schema_accepts_the_manifest(http_url: str | None, schema: str):
    rules = json.loads(shared_or_skip(schema).read_text(encoding="utf-8"))
    faults = jsonschema.Draft7Validator(rules).iter_errors(build_manifest(http_url=http_url))
    assert [f"{list(fault.absolute_path)}: {fault.message}" for fault in faults] == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_slacks_own_schema_is_able_to_refuse_a_manifest(schema: str):
    rules = json.loads(shared_or_skip(schema).read_text(encoding="utf-8"))
    manifest = build_manifest()
    manifest["display_information"]["nickname"] = "Uni"
    assert not jsonschema.Draft7Validator(rules).is_valid(manifest)


def test_the_file_at_the_root_is_exactly_the_socket_mode_manifest():
    assert (REPOSITORY / "app_manifest.yaml").read_text(encoding="utf-8") == manifest_yaml()


@pytest.mark.parametrize("http_url", VARIANTS)
def test_the_yaml_reads_back_as_the_same_manifest(http_url: str | None):
    assert yaml.safe_load(manifest_yaml(http_url=http_url)) == build_manifest(http_url=http_url)


@pytest.mark.parametrize("http_url", VARIANTS)
def test_the_yaml_says_on_top_how_to_use_it(http_url: str | None):
    top = manifest_yaml(http_url=http_url).partition("\n\n")[0]
    assert all(line.startswith("#") for line in top.splitlines())
    assert "From a manifest" in top
    assert ("SLACK_APP_TOKEN" if http_url is None else "SLACK_SIGNING_SECRET") in top


def test_manifest_and_command_table_name_the_same_commands_with_the_same_words():
    listed = build_manifest()["features"]["slash_commands"]
    assert [(entry["command"], entry["description"], entry["usage_hint"]) for entry in listed] == [
        (command.name, command.summary, command.usage_hint) for command in COMMANDS
    ]


def test_every_permission_has_its_reason_and_no_other_is_asked_for():
    assert build_manifest()["oauth_config"] == {"scopes": {"bot": list(SCOPES)}}
    assert all(why.endswith(".") for why in SCOPES.values())
    # Nothing that reads channels, people or files.
    assert set(SCOPES) == {"commands", "app_mentions:read", "im:history", "chat:write", "assistant:write"}


@pytest.mark.parametrize("http_url", VARIANTS)
def test_every_event_is_subscribed_to_with_the_permission_it_needs(http_url: str | None):
    manifest = build_manifest(http_url=http_url)
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    granted = manifest["oauth_config"]["scopes"]["bot"]
    assert [scope for scope in EVENTS.values() if scope is not None and scope not in granted] == []


def test_the_shortcut_and_the_agent_view_are_those_of_the_code():
    features = build_manifest()["features"]
    assert [entry["callback_id"] for entry in features["shortcuts"]] == [ASK_ABOUT_MESSAGE.callback_id]
    assert features["agent_view"]["agent_description"] == AGENT_DESCRIPTION
    assert len(features["agent_view"]["suggested_prompts"]) == len(PROMPTS) <= 4
    assert "assistant_view" not in features
    assert features["app_home"]["messages_tab_enabled"] is True
    assert features["app_home"]["home_tab_enabled"] is False


@pytest.mark.parametrize("prompt", PROMPTS, ids=lambda prompt: prompt.title)
def test_every_prompt_is_answered_as_it_stands(prompt: Prompt):
    assert draft_answer(Question(prompt.message), today=date(2026, 3, 2)).outcome is Outcome.ANSWERED


def test_socket_mode_needs_no_address():
    text = json.dumps(build_manifest())
    assert "request_url" not in text
    assert '"url"' not in text
    assert build_manifest()["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("given", [ADDRESS, f"{ADDRESS}/", f"{ADDRESS}/slack/events"])
def test_over_http_commands_and_buttons_go_to_the_same_address(given: str):
    manifest = build_manifest(http_url=given)
    wanted = f"{ADDRESS}/slack/events"
    assert {entry["url"] for entry in manifest["features"]["slash_commands"]} == {wanted}
    assert manifest["settings"]["interactivity"] == {"is_enabled": True, "request_url": wanted}
    assert manifest["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize(
    "given", ["http://units.example.org", "units.example.org", "https://", "https://a b", ""]
)
def test_an_address_that_slack_would_not_call_is_refused_with_the_right_form(given: str):
    with pytest.raises(ValueError, match=re.escape(ADDRESS)):
        build_manifest(http_url=given)


@pytest.mark.parametrize("http_url", VARIANTS)
def test_our_own_manifest_has_no_faults(http_url: str | None):
    assert manifest_faults(build_manifest(http_url=http_url)) == []


def _first_command(**changes: Any) -> Callable[[Manifest], None]:
    return lambda manifest: manifest["features"]["slash_commands"][0].update(changes)


def _display(**changes: Any) -> Callable[[Manifest], None]:
    return lambda manifest: manifest["display_information"].update(changes)


def _scopes(**changes: Any) -> Callable[[Manifest], None]:
    return lambda manifest: manifest["oauth_config"]["scopes"].update(changes)


def _views(*names: str) -> Callable[[Manifest], None]:
    return lambda manifest: manifest["features"].update({name: {} for name in names})


def _features(**changes: Any) -> Callable[[Manifest], None]:
    return lambda manifest: manifest["features"].update(changes)


def _settings(**changes: Any) -> Callable[[Manifest], None]:
    return lambda manifest: manifest["settings"].update(changes)


def _without_commands(manifest: Manifest) -> None:
    del manifest["features"]["slash_commands"]


def _with_one_command_twice(manifest: Manifest) -> None:
    commands = manifest["features"]["slash_commands"]
    commands.append(dict(commands[0]))


def _with_too_many_commands(manifest: Manifest) -> None:
    manifest["features"]["slash_commands"] += [{"command": f"/u{n}", "description": "x"} for n in range(50)]


@pytest.mark.parametrize(
    ("seed", "says"),
    [
        pytest.param(_first_command(command="/bill units"), "without spaces", id="space-in-a-command"),
        pytest.param(_first_command(command="units"), "write a slash", id="no-slash"),
        pytest.param(_first_command(command="/Units"), "lower-case", id="capital-in-a-command"),
        pytest.param(_first_command(command="/" + "u" * 32), "at most 32", id="command-too-long"),
        pytest.param(_first_command(command="/unit"), "not one of this bot's", id="command-we-do-not-have"),
        pytest.param(_first_command(command=None), "None cannot be used", id="command-without-name"),
        pytest.param(_first_command(description=""), "1 to 2000", id="no-description"),
        pytest.param(_first_command(usage_hint="x" * 1001), "1 to 1000", id="usage-hint-too-long"),
        pytest.param(_first_command(url="http://units.example.org"), "https addresses only", id="http-url"),
        pytest.param(_with_one_command_twice, "listed twice", id="command-twice"),
        pytest.param(_with_too_many_commands, "at most 50", id="too-many-commands"),
        pytest.param(_without_commands, "/units is missing", id="no-commands"),
        pytest.param(_display(name="N" * 36), "1 to 35", id="name-too-long"),
        pytest.param(_display(name=7), "not text", id="name-not-text"),
        pytest.param(_display(description="d" * 141), "1 to 140", id="description-too-long"),
        pytest.param(_display(long_description="short"), "175 to 4000", id="long-description-too-short"),
        pytest.param(_display(background_color="teal"), "hexadecimal", id="colour-by-name"),
        pytest.param(_display(background_color="#1f5f5"), "hexadecimal", id="colour-with-five-digits"),
        pytest.param(_display(background_color=123456), "in quotes", id="colour-read-as-a-number"),
        pytest.param(_scopes(bot=["commands", "chat:wirte"]), "chat:wirte", id="unknown-scope"),
        pytest.param(
            _scopes(bot=[*SCOPES, "channels:history"]), "not a scope this bot uses", id="scope-too-many"
        ),
        pytest.param(_scopes(user=["commands"]), "scopes.user asks", id="user-scope"),
        pytest.param(_scopes(bot=[]), "'commands' is missing", id="commands-scope-missing"),
        pytest.param(_scopes(bot=["commands", {}]), "not a scope", id="scope-that-is-no-text"),
        pytest.param(_views("assistant_view", "agent_view"), "both", id="both-views"),
        pytest.param(_settings(interactivity={"is_enabled": False}), "buttons", id="buttons-switched-off"),
        pytest.param(
            _settings(event_subscriptions={"bot_events": ["app_menton"]}), "app_menton", id="unknown-event"
        ),
        pytest.param(
            _settings(event_subscriptions={"bot_events": [{}]}), "does not handle", id="event-that-is-no-text"
        ),
        pytest.param(_settings(event_subscriptions={}), "the event 'app_mention' is missing", id="no-events"),
        pytest.param(
            _settings(event_subscriptions={"bot_events": list(EVENTS), "request_url": "http://a.example"}),
            "https addresses only",
            id="http-url-for-events",
        ),
        pytest.param(_features(shortcuts=[]), "'ask_about_message' is missing", id="no-shortcut"),
        pytest.param(
            _features(shortcuts=[{"callback_id": "ask_abuot"}]), "'ask_abuot'", id="shortcut-we-do-not-have"
        ),
        pytest.param(_features(app_home={}), "does not let people write", id="no-direct-messages"),
        pytest.param(
            _features(app_home={"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}),
            "does not let people write",
            id="direct-messages-only-to-read",
        ),
        pytest.param(
            _settings(interactivity={"is_enabled": True, "request_url": "http://units.example.org"}),
            "https addresses only",
            id="http-url-for-buttons",
        ),
        pytest.param(
            _settings(socket_mode_enabled=False), "while Socket Mode is off", id="no-way-to-connect"
        ),
        pytest.param(lambda manifest: manifest.clear(), "display_information.name", id="empty"),
    ],
)
def test_a_seeded_fault_is_named(seed: Callable[[Manifest], None], says: str):
    manifest = copy.deepcopy(build_manifest())
    seed(manifest)
    faults = manifest_faults(manifest)
    assert any(says in fault for fault in faults), faults


def test_one_view_alone_is_no_fault():
    manifest = build_manifest()
    _views("agent_view")(manifest)
    assert manifest_faults(manifest) == []


def test_every_missing_command_is_named():
    manifest = build_manifest()
    _without_commands(manifest)
    faults = manifest_faults(manifest)
    assert [
        name for name in command_names() if not any(f"{name} is missing" in fault for fault in faults)
    ] == []
