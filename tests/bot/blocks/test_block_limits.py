"""Each of Slack's limits, just kept and just missed."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from typing import Any

import pytest
from block_samples import (
    BLOCKS,
    BUTTON,
    CHECKBOXES,
    CONFIRM,
    FEEDBACK,
    ICON_BUTTON,
    MODAL,
    OVERFLOW,
    RADIO,
    SELECT,
    TEXT_INPUT,
    changed,
    mrkdwn,
    option,
    plain,
)
from pydantic import ValidationError

from bot.blocks import BlockKitError, check_message, check_modal
from bot.blocks.layout import MarkdownBlock


def actions(*elements: Any) -> Any:
    return {"type": "actions", "elements": list(elements)}


def options(count: int) -> list[Any]:
    return [option(str(number)) for number in range(count)]


def address(length: int) -> str:
    return "https://example.org/".ljust(length, "a")


def table(rows: int, columns: int) -> Any:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "1"}] * columns] * rows}


def unpreset(element: Any, count: int) -> Any:
    bare = {key: value for key, value in element.items() if not key.startswith("initial")}
    return {**bare, "options": options(count)}


IN_MESSAGES: dict[str, tuple[int, str, Callable[[int], Any]]] = {
    "section text": (3_000, "/text/text", lambda n: {"type": "section", "text": mrkdwn("x" * n)}),
    "plain section text": (3_000, "/text/text", lambda n: {"type": "section", "text": plain("x" * n)}),
    "section fields": (10, "/fields", lambda n: {"type": "section", "fields": [plain("x")] * n}),
    "section field": (2_000, "/fields/0/text", lambda n: {"type": "section", "fields": [mrkdwn("x" * n)]}),
    "header": (150, "/text/text", lambda n: {"type": "header", "text": plain("x" * n)}),
    "context elements": (10, "/elements", lambda n: {"type": "context", "elements": [plain("x")] * n}),
    "context text": (
        3_000,
        "/elements/0/text",
        lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]},
    ),
    "actions elements": (
        25,
        "/elements",
        lambda n: actions(
            *({"type": "button", "text": plain("x"), "action_id": str(number)} for number in range(n))
        ),
    ),
    "context actions elements": (
        5,
        "/elements",
        lambda n: {
            "type": "context_actions",
            "elements": [{**ICON_BUTTON, "action_id": str(number)} for number in range(n)],
        },
    ),
    "block id": (255, "/block_id", lambda n: {"type": "divider", "block_id": "x" * n}),
    "action id": (255, "/elements/0/action_id", lambda n: actions({**BUTTON, "action_id": "x" * n})),
    "button text": (75, "/elements/0/text/text", lambda n: actions({**BUTTON, "text": plain("x" * n)})),
    "button value": (2_000, "/elements/0/value", lambda n: actions({**BUTTON, "value": "x" * n})),
    "button address": (3_000, "/elements/0/url", lambda n: actions({**BUTTON, "url": address(n)})),
    "button label": (
        75,
        "/elements/0/accessibility_label",
        lambda n: actions({**BUTTON, "accessibility_label": "x" * n}),
    ),
    "confirm title": (
        100,
        "/elements/0/confirm/title/text",
        lambda n: actions({**BUTTON, "confirm": {**CONFIRM, "title": plain("x" * n)}}),
    ),
    "confirm text": (
        300,
        "/elements/0/confirm/text/text",
        lambda n: actions({**BUTTON, "confirm": {**CONFIRM, "text": plain("x" * n)}}),
    ),
    "confirm button": (
        30,
        "/elements/0/confirm/confirm/text",
        lambda n: actions({**BUTTON, "confirm": {**CONFIRM, "confirm": plain("x" * n)}}),
    ),
    "deny button": (
        30,
        "/elements/0/confirm/deny/text",
        lambda n: actions({**BUTTON, "confirm": {**CONFIRM, "deny": plain("x" * n)}}),
    ),
    "thumb text": (
        75,
        "/elements/0/positive_button/text/text",
        lambda n: {
            "type": "context_actions",
            "elements": [changed(FEEDBACK, ("positive_button", "text", "text"), "x" * n)],
        },
    ),
    "thumb value": (
        2_000,
        "/elements/0/negative_button/value",
        lambda n: {
            "type": "context_actions",
            "elements": [changed(FEEDBACK, ("negative_button", "value"), "x" * n)],
        },
    ),
    "select options": (100, "/elements/0/options", lambda n: actions(unpreset(SELECT, n))),
    "overflow options": (5, "/elements/0/options", lambda n: actions(unpreset(OVERFLOW, n))),
    "radio buttons": (10, "/elements/0/options", lambda n: actions(unpreset(RADIO, n))),
    "checkboxes": (10, "/elements/0/options", lambda n: actions(unpreset(CHECKBOXES, n))),
    "option text": (
        75,
        "/elements/0/options/0/text/text",
        lambda n: actions(changed(SELECT, ("options", 0, "text", "text"), "x" * n)),
    ),
    "radio text": (
        75,
        "/elements/0/options/1/text/text",
        lambda n: actions(changed(RADIO, ("options", 1, "text", "text"), "x" * n)),
    ),
    "option value": (
        150,
        "/elements/0/options/0/value",
        lambda n: actions(changed(SELECT, ("options", 0, "value"), "x" * n)),
    ),
    "option description": (
        75,
        "/elements/0/options/0/description/text",
        lambda n: actions(changed(SELECT, ("options", 0, "description"), plain("x" * n))),
    ),
    "option address": (
        3_000,
        "/elements/0/options/0/url",
        lambda n: actions(changed(OVERFLOW, ("options", 0, "url"), address(n))),
    ),
    "placeholder": (
        150,
        "/elements/0/placeholder/text",
        lambda n: actions({**SELECT, "placeholder": plain("x" * n)}),
    ),
    "image address": (
        3_000,
        "/image_url",
        lambda n: {"type": "image", "image_url": address(n), "alt_text": "a"},
    ),
    "image words": (2_000, "/alt_text", lambda n: changed(BLOCKS["image"], ("alt_text",), "x" * n)),
    "image title": (2_000, "/title/text", lambda n: changed(BLOCKS["image"], ("title", "text"), "x" * n)),
    "table rows": (100, "/rows", lambda n: table(n, 1)),
    "table columns": (20, "/rows/0", lambda n: table(1, n)),
    "table column settings": (20, "/column_settings", lambda n: {**table(1, 1), "column_settings": [{}] * n}),
    "input label": (
        2_000,
        "/label/text",
        lambda n: {"type": "input", "label": plain("x" * n), "element": TEXT_INPUT},
    ),
    "input hint": (
        2_000,
        "/hint/text",
        lambda n: {"type": "input", "label": plain("x"), "element": TEXT_INPUT, "hint": plain("x" * n)},
    ),
    "initial text": (
        3_000,
        "/element/initial_value",
        lambda n: changed(BLOCKS["input with text"], ("element", "initial_value"), "x" * n),
    ),
    "most text": (
        3_000,
        "/element/max_length",
        lambda n: changed(BLOCKS["input with text"], ("element", "max_length"), n),
    ),
}

IN_MODALS: dict[str, tuple[int, str, Callable[[int], Any]]] = {
    "title": (24, "/title/text", lambda n: {**MODAL, "title": plain("x" * n)}),
    "submit": (24, "/submit/text", lambda n: {**MODAL, "submit": plain("x" * n)}),
    "close": (24, "/close/text", lambda n: {**MODAL, "close": plain("x" * n)}),
    "private metadata": (3_000, "/private_metadata", lambda n: {**MODAL, "private_metadata": "x" * n}),
    "callback id": (255, "/callback_id", lambda n: {**MODAL, "callback_id": "x" * n}),
    "external id": (255, "/external_id", lambda n: {**MODAL, "external_id": "x" * n}),
    "blocks": (100, "/blocks", lambda n: {**MODAL, "blocks": [{"type": "divider"}] * n}),
}


@pytest.mark.parametrize("name", IN_MESSAGES)
def test_a_block_may_reach_its_limit_and_no_more(name: str) -> None:
    limit, place, build = IN_MESSAGES[name]
    check_message("2 units", [build(limit)])
    with pytest.raises(BlockKitError) as refused:
        check_message("2 units", [build(limit + 1)])
    [fault] = refused.value.faults
    assert fault.pointer == f"/blocks/0{place}"
    assert f"at most {limit:,}" in fault.message


@pytest.mark.parametrize("name", IN_MODALS)
def test_a_modal_may_reach_its_limit_and_no_more(name: str) -> None:
    limit, place, build = IN_MODALS[name]
    check_modal(build(limit))
    with pytest.raises(BlockKitError) as refused:
        check_modal(build(limit + 1))
    [fault] = refused.value.faults
    assert fault.pointer == place
    assert f"at most {limit:,}" in fault.message


def test_a_message_may_have_fifty_blocks() -> None:
    check_message("2 units", [{"type": "divider"}] * 50)
    with pytest.raises(BlockKitError, match="/blocks: has 51 items; at most 50"):
        check_message("2 units", [{"type": "divider"}] * 51)


def test_a_message_may_have_forty_thousand_characters_of_text() -> None:
    check_message("x" * 40_000, [])
    with pytest.raises(BlockKitError, match="/text: is 40,001 characters; at most 40,000"):
        check_message("x" * 40_001, [])


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_a_message_must_have_text_beside_its_blocks(text: str) -> None:
    with pytest.raises(BlockKitError, match=r"^/text: "):
        check_message(text, [BLOCKS["section"]])


@pytest.mark.parametrize("letter", ["x", "×"], ids=["of one byte", "of two bytes"])
def test_all_blocks_together_may_be_twelve_thousand_characters_of_json(letter: str) -> None:
    frame = len('[{"type":"markdown","text":""}]')
    check_message("2 units", [{"type": "markdown", "text": letter * (12_000 - frame)}])
    with pytest.raises(BlockKitError) as refused:
        check_message("2 units", [{"type": "markdown", "text": letter * (12_001 - frame)}])
    assert refused.value.faults == (
        ("/blocks", "all blocks are 12,001 characters of JSON; at most 12,000, so send fewer"),
    )


def test_markdown_blocks_share_their_limit() -> None:
    with pytest.raises(BlockKitError, match=r"^/blocks: "):
        check_message("2 units", [{"type": "markdown", "text": "x" * 6_000}] * 2)


def test_one_markdown_block_may_be_twelve_thousand_characters() -> None:
    MarkdownBlock.model_validate({"type": "markdown", "text": "x" * 12_000})
    with pytest.raises(ValidationError):
        MarkdownBlock.model_validate({"type": "markdown", "text": "x" * 12_001})


def test_size_and_structure_are_both_reported() -> None:
    with pytest.raises(BlockKitError) as refused:
        check_message("2 units", [{"type": "section", "text": mrkdwn("x" * 12_500)}])
    assert [fault.pointer for fault in refused.value.faults] == ["/blocks/0/text/text", "/blocks"]


def test_least_text_may_be_nought_and_most_text_must_be_one() -> None:
    block = changed(BLOCKS["input with text"], ("element", "min_length"), 0)
    check_message("2 units", [block])
    with pytest.raises(BlockKitError, match="/element/max_length: must be at least 1"):
        check_message("2 units", [changed(block, ("element", "max_length"), 0)])
    with pytest.raises(BlockKitError, match="/element/min_length: must be at least 0"):
        check_message("2 units", [changed(block, ("element", "min_length"), -1)])


def test_an_answer_of_eight_blocks_is_checked_in_well_under_a_millisecond() -> None:
    button = {"type": "button", "text": plain("Why"), "action_id": "answer.why", "value": "97112 25"}
    blocks = [
        *({"type": "section", "text": mrkdwn("25 + 10 = 35 timed minutes")} for _ in range(4)),
        *({"type": "context", "elements": [mrkdwn("CMS 100-04, chapter 5")]} for _ in range(2)),
        actions(button, {**button, "action_id": "answer.share"}),
        {"type": "context_actions", "elements": [FEEDBACK]},
    ]
    check_message("2 units", blocks)
    best = min(timeit.repeat(lambda: check_message("2 units", blocks), number=50, repeat=20)) / 50
    # About 35 microseconds on a quiet machine; the bound leaves room for a busy one.
    assert best < 300e-6
