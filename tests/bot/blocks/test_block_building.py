"""The functions that build plain dicts for answers and forms."""

from __future__ import annotations

import json

import pytest

from bot.blocks import (
    actions,
    button,
    check_message,
    check_modal,
    context,
    context_actions,
    divider,
    feedback_buttons,
    header,
    modal,
    mrkdwn,
    plain,
    radio_input,
    section,
    text_input,
)

REASONS = [("The units are wrong", "wrong"), ("The rule is old", "outdated")]


def test_a_whole_answer_is_built_that_slack_takes() -> None:
    blocks = [
        header("Medicare: 2 units"),
        section("*2 units*", accessory=button("Open", "answer.open", url="https://example.org")),
        divider(),
        context("CMS 100-04", "2026-11-20", block_id="source"),
        actions(
            button("Share", "answer.share", value="97112 25", style="primary"),
            button("Why", "answer.why", value="97112 25", accessibility_label="Explain"),
            block_id="buttons",
        ),
        context_actions(feedback_buttons("answer.feedback", positive="up:r1", negative="down:r1")),
    ]
    check_message("2 units", blocks)
    assert "null" not in json.dumps(blocks)


def test_a_whole_form_is_built_that_slack_takes() -> None:
    form = modal(
        "What was wrong?",
        [radio_input("Reason", REASONS, action_id="feedback.reason", block_id="reason", initial="outdated")],
        callback_id="feedback",
        submit="Send",
        close="Cancel",
        private_metadata="r1",
    )
    check_modal(form)
    assert "null" not in json.dumps(form)


def test_only_what_was_given_is_in_a_section() -> None:
    assert section("*2 units*") == {"type": "section", "text": {"type": "mrkdwn", "text": "*2 units*"}}


def test_text_objects_say_how_they_are_read() -> None:
    assert plain("*a*") == {"type": "plain_text", "text": "*a*"}
    assert mrkdwn("*a*") == {"type": "mrkdwn", "text": "*a*"}


def test_a_button_sends_its_value_to_its_listener() -> None:
    assert button("Why", "answer.why", value="97112 25") == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Why"},
        "action_id": "answer.why",
        "value": "97112 25",
    }


def test_thumbs_send_their_own_values() -> None:
    thumbs = feedback_buttons("answer.feedback", positive="up:r1", negative="down:r1")
    assert thumbs["positive_button"]["value"] == "up:r1"
    assert thumbs["negative_button"]["value"] == "down:r1"


def test_a_radio_input_may_be_optional_with_a_hint_and_a_preset() -> None:
    built = radio_input(
        "Reason",
        REASONS,
        action_id="feedback.reason",
        block_id="reason",
        initial="wrong",
        hint="Pick one",
        optional=True,
    )
    assert built["optional"] is True
    assert built["hint"] == plain("Pick one")
    assert built["element"]["initial_option"] == built["element"]["options"][0]


def test_a_radio_input_is_required_and_without_a_preset_unless_said_otherwise() -> None:
    built = radio_input("Reason", REASONS, action_id="feedback.reason", block_id="reason")
    assert set(built) == {"type", "block_id", "label", "element"}
    assert "initial_option" not in built["element"]


def test_a_text_input_has_several_lines_and_may_be_optional_with_a_hint() -> None:
    built = text_input("Why?", action_id="why", block_id="b", max_length=500, hint="In short", optional=True)
    assert built["element"] == {
        "type": "plain_text_input",
        "action_id": "why",
        "multiline": True,
        "max_length": 500,
    }
    assert (built["optional"], built["hint"]) == (True, plain("In short"))
    check_modal(modal("Why", [built], callback_id="why", submit="Send"))
    needed = text_input("Why?", action_id="why", block_id="b", max_length=500)
    assert set(needed) == {"type", "block_id", "label", "element"}


def test_a_preset_that_is_no_option_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="one of wrong, outdated"):
        radio_input("Reason", REASONS, action_id="a", block_id="b", initial="elsewhere")
