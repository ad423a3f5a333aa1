"""What is a block and what is not: keys, types, nesting, and where each may stand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from block_samples import (
    BLOCKS,
    BUTTON,
    CONFIRM,
    FEEDBACK,
    ICON_BUTTON,
    MESSAGES_ONLY,
    MODAL,
    OVERFLOW,
    RADIO,
    RICH_CELL,
    SELECT,
    TEXT_INPUT,
    changed,
    mrkdwn,
    option,
    places,
    plain,
    pointer,
    without,
)

import bot
from bot.blocks import BlockKitError, Fault, MessageModel, ModalModel, check_message, check_modal
from bot.blocks.base import PATTERN_MEANINGS
from bot.blocks.layout import DividerBlock, SectionBlock
from bot.blocks.text import Mrkdwn
from rules.errors import ContentError

every_block = pytest.mark.parametrize("name", BLOCKS)


def faults_of(*blocks: Any, text: str = "2 units") -> tuple[Fault, ...]:
    with pytest.raises(BlockKitError) as refused:
        check_message(text, list(blocks))
    return refused.value.faults


def modal_faults_of(view: Any) -> tuple[Fault, ...]:
    with pytest.raises(BlockKitError) as refused:
        check_modal(view)
    return refused.value.faults


def pointers(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.pointer for fault in faults]


@every_block
def test_a_full_block_may_stand_in_a_message(name: str) -> None:
    check_message("2 units", [BLOCKS[name]])


def test_a_message_may_have_no_blocks() -> None:
    check_message("2 units", [])


def test_a_full_modal_is_taken() -> None:
    check_modal(MODAL)


@pytest.mark.parametrize("name", sorted(MESSAGES_ONLY))
def test_some_blocks_are_for_messages_only(name: str) -> None:
    faults = modal_faults_of({**MODAL, "blocks": [BLOCKS[name]]})
    assert pointers(faults) == ["/blocks/0/type"]
    assert "'section'" in faults[0].message


@every_block
def test_a_checked_block_gives_back_the_same_dict(name: str) -> None:
    message = MessageModel.model_validate({"text": "2 units", "blocks": [BLOCKS[name]]})
    assert message.to_dict()["blocks"] == [BLOCKS[name]]


@every_block
def test_an_unknown_key_is_refused_in_every_object_of_a_block(name: str) -> None:
    for place, part in places(BLOCKS[name]):
        if isinstance(part, dict):
            assert faults_of(changed(BLOCKS[name], (*place, "colour"), "red")) == (
                Fault(pointer((*place, "colour"), "/blocks/0"), "is not a known key here"),
            )


@every_block
def test_null_is_refused_for_every_key_of_a_block(name: str) -> None:
    for place, part in places(BLOCKS[name]):
        if place and isinstance(place[-1], str) and part is not None:
            [fault] = faults_of(changed(BLOCKS[name], place, None))
            assert fault.pointer == pointer(place, "/blocks/0")


@every_block
def test_a_missing_type_is_refused_in_every_object_that_has_one(name: str) -> None:
    for place, part in places(BLOCKS[name]):
        if isinstance(part, dict) and "type" in part:
            [fault] = faults_of(without(BLOCKS[name], (*place, "type")))
            assert fault.pointer == pointer((*place, "type"), "/blocks/0")


@every_block
def test_an_empty_or_blank_text_is_refused_wherever_words_are_shown(name: str) -> None:
    for place, part in places(BLOCKS[name]):
        if place[-1:] == ("text",) and isinstance(part, str):
            assert pointers(faults_of(changed(BLOCKS[name], place, ""))) == [pointer(place, "/blocks/0")]
            # A blank run or cell is how a gap is written there.
            if not {"rows", "rich_text"} & {*place, BLOCKS[name]["type"]}:
                blank = changed(BLOCKS[name], place, " \n ")
                assert pointers(faults_of(blank)) == [pointer(place, "/blocks/0")]


@every_block
def test_an_empty_list_is_refused_wherever_a_list_stands(name: str) -> None:
    for place, part in places(BLOCKS[name]):
        if isinstance(part, list):
            assert pointer(place, "/blocks/0") in pointers(faults_of(changed(BLOCKS[name], place, [])))


@every_block
def test_nothing_is_converted(name: str) -> None:
    for place, part in places(BLOCKS[name]):
        if isinstance(part, bool):
            assert faults_of(changed(BLOCKS[name], place, int(part)))
            assert faults_of(changed(BLOCKS[name], place, str(part)))
        elif isinstance(part, int | float):
            assert faults_of(changed(BLOCKS[name], place, str(part)))
            assert faults_of(changed(BLOCKS[name], place, True))
        elif isinstance(part, str):
            assert faults_of(changed(BLOCKS[name], place, 7))
        elif isinstance(part, list):
            assert faults_of(changed(BLOCKS[name], place, tuple(part)))


@pytest.mark.parametrize(
    ("block", "where"),
    [
        pytest.param({"type": "header", "text": mrkdwn("*2*")}, "/text/type", id="mrkdwn in a header"),
        pytest.param({"type": "actions", "elements": [FEEDBACK]}, "/elements/0/type", id="thumbs in actions"),
        pytest.param({"type": "actions", "elements": [ICON_BUTTON]}, "/elements/0/type", id="bin in actions"),
        pytest.param(
            {"type": "actions", "elements": [TEXT_INPUT]}, "/elements/0/type", id="text input in actions"
        ),
        pytest.param(
            {"type": "context_actions", "elements": [BUTTON]},
            "/elements/0/type",
            id="button in context actions",
        ),
        pytest.param({"type": "context", "elements": [BUTTON]}, "/elements/0/type", id="button in context"),
        pytest.param(
            {"type": "section", "text": plain("a"), "accessory": FEEDBACK},
            "/accessory/type",
            id="thumbs beside a section",
        ),
        pytest.param(
            {"type": "input", "label": plain("a"), "element": BUTTON}, "/element/type", id="button as input"
        ),
        pytest.param(
            {"type": "input", "label": mrkdwn("a"), "element": TEXT_INPUT}, "/label/type", id="mrkdwn label"
        ),
        pytest.param({"type": "markdown", "text": plain("a")}, "/text", id="text object in markdown"),
        pytest.param({"type": "section", "text": "a"}, "/text", id="bare words in a section"),
        pytest.param(
            {"type": "table", "rows": [[plain("a")]]}, "/rows/0/0/type", id="text object in a table"
        ),
        pytest.param({"type": "table", "rows": [["a"]]}, "/rows/0/0", id="bare words in a table"),
        pytest.param(
            {"type": "rich_text", "elements": [{"type": "text", "text": "a"}]},
            "/elements/0/type",
            id="run outside a paragraph",
        ),
        pytest.param(
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "ok"}]}
                ],
            },
            "/elements/0/elements/0/type",
            id="emoji in code",
        ),
        pytest.param(
            {"type": "actions", "elements": [{**BUTTON, "text": mrkdwn("a")}]},
            "/elements/0/text/type",
            id="mrkdwn on a button",
        ),
        pytest.param(
            {"type": "actions", "elements": [{**BUTTON, "style": "green"}]},
            "/elements/0/style",
            id="unknown style",
        ),
        pytest.param(
            {"type": "actions", "elements": [{**BUTTON, "url": "javascript:alert(1)"}]},
            "/elements/0/url",
            id="address with another scheme",
        ),
        pytest.param(
            {"type": "actions", "elements": [without(BUTTON, ("action_id",))]},
            "/elements/0/action_id",
            id="button without an action id",
        ),
        pytest.param(
            {"type": "actions", "elements": [{**BUTTON, "confirm": {**CONFIRM, "text": mrkdwn("a")}}]},
            "/elements/0/confirm/text/type",
            id="mrkdwn in a confirmation",
        ),
        pytest.param(
            {"type": "actions", "elements": [changed(SELECT, ("options", 0, "text"), mrkdwn("a"))]},
            "/elements/0/options/0/text/type",
            id="mrkdwn in a select",
        ),
        pytest.param(
            {"type": "actions", "elements": [changed(SELECT, ("options", 0, "url"), "https://a.example")]},
            "/elements/0/options/0/url",
            id="address in a select",
        ),
        pytest.param(
            {"type": "context_actions", "elements": [{**ICON_BUTTON, "icon": "star"}]},
            "/elements/0/icon",
            id="unknown icon",
        ),
        pytest.param(
            {"type": "image", "image_url": "ftp://a.example/b.png", "alt_text": "a"},
            "/image_url",
            id="image not on the web",
        ),
        pytest.param(
            {"type": "image", "image_url": "https://a.example/b.png"}, "/alt_text", id="image with no words"
        ),
        pytest.param({"type": "section"}, "", id="section with nothing in it"),
        pytest.param({"type": "data_visualization"}, "/type", id="block we do not build"),
        pytest.param(
            {"type": "table", "rows": [[{"type": "raw_number", "value": float("nan"), "text": "-"}]]},
            "/rows/0/0/value",
            id="number that is none",
        ),
        pytest.param(
            {"type": "table", "rows": [[RICH_CELL], [RICH_CELL, RICH_CELL]]}, "/rows/1", id="ragged table"
        ),
    ],
)
def test_what_does_not_belong_is_refused_at_its_place(block: Any, where: str) -> None:
    assert pointers(faults_of(block)) == [f"/blocks/0{where}"]


@pytest.mark.parametrize("view", [{**MODAL, "type": "home"}, {**MODAL, "title": mrkdwn("a")}])
def test_a_modal_is_a_modal_with_a_plain_title(view: Any) -> None:
    assert pointers(modal_faults_of(view)) in (["/type"], ["/title/type"])


def test_a_modal_with_inputs_must_have_a_submit_button() -> None:
    assert modal_faults_of(without(MODAL, ("submit",))) == (
        Fault("/submit", "is required, because the view has input blocks"),
    )


def test_a_modal_without_inputs_needs_no_submit_button() -> None:
    check_modal({"type": "modal", "title": plain("Why"), "blocks": [BLOCKS["section"]]})


def test_a_block_id_may_stand_once_in_a_message_or_view() -> None:
    twins = [BLOCKS["divider"], BLOCKS["header"], BLOCKS["divider"]]
    assert faults_of(*twins) == (
        Fault("/blocks/2/block_id", "same block_id as item 0; it must be unique in its message"),
    )
    assert pointers(modal_faults_of({**MODAL, "blocks": twins})) == ["/blocks/2/block_id"]


@pytest.mark.parametrize("kind", ["actions", "context_actions"])
def test_an_action_id_may_stand_once_in_a_block(kind: str) -> None:
    element = BUTTON if kind == "actions" else ICON_BUTTON
    block = {"type": kind, "elements": [element, {**element, "action_id": "other"}, element]}
    assert pointers(faults_of(block)) == ["/blocks/0/elements/2/action_id"]


def test_an_action_id_may_come_again_in_another_block() -> None:
    check_message("2 units", [{"type": "actions", "elements": [BUTTON]}] * 2)


def test_a_message_may_hold_one_table() -> None:
    table = {"type": "table", "rows": [[RICH_CELL]]}
    assert pointers(faults_of(table, BLOCKS["divider"], table, table)) == ["/blocks/2", "/blocks/3"]


@pytest.mark.parametrize(
    ("element", "key"), [(SELECT, "initial_option"), (RADIO, "initial_option")], ids=["select", "radio"]
)
def test_a_preset_option_must_be_on_the_list(element: Any, key: str) -> None:
    block = {"type": "input", "label": plain("a"), "element": {**element, key: option("elsewhere")}}
    assert pointers(faults_of(block)) == [f"/blocks/0/element/{key}"]


def test_preset_checkboxes_must_be_on_the_list() -> None:
    block = changed(
        BLOCKS["input with checkboxes"],
        ("element", "initial_options"),
        [option("97110"), option("elsewhere")],
    )
    assert pointers(faults_of(block)) == ["/blocks/0/element/initial_options/1"]


@pytest.mark.parametrize("element", [SELECT, OVERFLOW, RADIO], ids=lambda element: element["type"])
def test_two_options_may_not_send_the_same_value(element: Any) -> None:
    value = element["options"][0]["value"]
    block = {"type": "actions", "elements": [changed(element, ("options", 1, "value"), value)]}
    # The preset option, where it was the second, is no longer on the list either.
    assert "/blocks/0/elements/0/options/1/value" in pointers(faults_of(block))


def test_a_text_input_may_not_ask_for_more_than_it_takes() -> None:
    block = changed(BLOCKS["input with text"], ("element", "min_length"), 201)
    assert pointers(faults_of(block)) == ["/blocks/0/element/min_length"]


def test_every_fault_is_listed_at_once_with_its_pointer() -> None:
    faults = faults_of(
        {"type": "section", "block_id": "a", "text": mrkdwn("")},
        {"type": "header", "block_id": "a", "text": plain("x" * 151), "size": 2},
        {"type": "nonsense"},
        text="",
    )
    assert set(faults) == {
        Fault("/text", "must not be empty"),
        Fault("/blocks/0/text/text", "must not be empty"),
        Fault("/blocks/1/text/text", "is 151 characters; at most 150"),
        Fault("/blocks/1/size", "is not a known key here"),
        Fault("/blocks/1/block_id", "same block_id as item 0; it must be unique in its message"),
        *(fault for fault in faults if fault.pointer == "/blocks/2/type"),
    }
    assert len(faults) == 6


def test_a_key_with_a_slash_or_tilde_is_escaped_in_the_pointer() -> None:
    assert pointers(faults_of({"type": "divider", "a/b~c": 1})) == ["/blocks/0/a~1b~0c"]


@pytest.mark.parametrize("blocks", [None, "section", {"type": "divider"}, [None], ["divider"], [[]], [{}]])
def test_what_is_not_a_list_of_objects_is_refused(blocks: Any) -> None:
    with pytest.raises(BlockKitError):
        check_message("2 units", blocks)


@pytest.mark.parametrize("view", [None, [], "modal", {}, {**MODAL, "blocks": None}, {**MODAL, "blocks": []}])
def test_what_is_not_a_view_is_refused(view: Any) -> None:
    with pytest.raises(BlockKitError):
        check_modal(view)


def test_broken_unicode_is_refused_and_not_a_crash() -> None:
    assert pointers(faults_of({"type": "header", "text": plain("\ud800")}, text="\ud800")) == [
        "/text",
        "/blocks/0/text/text",
    ]


def test_a_key_that_is_not_text_is_refused_and_not_a_crash() -> None:
    assert [fault.message for fault in faults_of({"type": "divider", 3: "three"})] == [
        "is not valid (invalid_key)"
    ]


def test_the_error_is_a_content_error_that_reads_as_one_line() -> None:
    with pytest.raises(ContentError) as refused:
        check_message("2 units", [{"type": "header", "text": plain("x" * 200)}])
    assert str(refused.value) == "/blocks/0/text/text: is 200 characters; at most 150"


def refusal(text: str, block: Any) -> BlockKitError | None:
    try:
        check_message(text, [block])
    except BlockKitError as error:
        return error
    return None


@every_block
def test_no_word_of_the_message_reaches_the_error(name: str) -> None:
    secret = "Zebra-4711"
    wrong = (secret, secret * 2_000, [secret], {"words": secret}, {"type": secret, "text": secret})
    refused = 0
    for place, part in places(BLOCKS[name]):
        if isinstance(part, dict | list):
            continue
        for value in wrong:
            if (error := refusal(secret, changed(BLOCKS[name], place, value))) is not None:
                refused += 1
                assert secret not in f"{error} {error!r} {error.args} {error.faults}"
                assert error.__cause__ is None
                assert error.__context__ is None
    assert refused > 3


def test_every_pattern_has_words_for_people() -> None:
    schema = str(MessageModel.model_json_schema()) + str(ModalModel.model_json_schema())
    found = {pattern for pattern in PATTERN_MEANINGS if f"'pattern': {pattern!r}" in schema}
    assert found == set(PATTERN_MEANINGS)
    assert schema.count("'pattern': ") == sum(
        schema.count(f"'pattern': {pattern!r}") for pattern in PATTERN_MEANINGS
    )


def test_models_build_messages_too_and_cannot_be_changed() -> None:
    message = MessageModel(
        text="2 units",
        blocks=[
            SectionBlock(type="section", text=Mrkdwn(type="mrkdwn", text="*2 units*")),
            DividerBlock(type="divider", block_id="line"),
        ],
    )
    assert message.to_dict() == {
        "text": "2 units",
        "blocks": [
            {"type": "section", "text": mrkdwn("*2 units*")},
            {"type": "divider", "block_id": "line"},
        ],
    }
    with pytest.raises(ValueError, match="frozen"):
        message.text = "3 units"  # type: ignore[misc]


def test_models_are_checked_together_as_dicts_are() -> None:
    line = DividerBlock(type="divider", block_id="line")
    with pytest.raises(ValueError, match="same block_id as item 0"):
        MessageModel(text="2 units", blocks=[line, line])


def test_importing_the_package_builds_no_validator() -> None:
    code = "from bot.blocks import MessageModel; print(MessageModel.__pydantic_complete__)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(bot.__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert run.stdout.strip() == "False"
