"""slack_sdk's own models read what ours accept, and refuse with us where they know a limit."""

from __future__ import annotations

from typing import Any

import pytest
from block_samples import BLOCKS, BUTTON, CONFIRM, MODAL, OVERFLOW, SELECT, mrkdwn, option, plain
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.blocks import BlockKitError, check_message


@pytest.mark.parametrize("name", BLOCKS)
def test_slack_sdk_reads_every_block_and_writes_it_the_same(name: str) -> None:
    parsed = Block.parse(BLOCKS[name])
    assert parsed is not None
    assert parsed.to_dict() == BLOCKS[name]


def test_slack_sdk_reads_the_modal_and_writes_it_the_same() -> None:
    assert View(**MODAL).to_dict() == MODAL


@pytest.mark.parametrize(
    "block",
    [
        pytest.param({"type": "section", "text": mrkdwn("x" * 3_001)}, id="long section"),
        pytest.param({"type": "section"}, id="empty section"),
        pytest.param({"type": "section", "fields": [plain("x")] * 11}, id="eleven fields"),
        pytest.param({"type": "header", "text": plain("x" * 151)}, id="long header"),
        pytest.param({"type": "context", "elements": [plain("x")] * 11}, id="eleven context elements"),
        pytest.param(
            {
                "type": "actions",
                "elements": [{**BUTTON, "action_id": str(number)} for number in range(26)],
            },
            id="26 buttons",
        ),
        pytest.param({"type": "actions", "elements": [{**BUTTON, "value": "x" * 2_001}]}, id="long value"),
        pytest.param({"type": "actions", "elements": [{**BUTTON, "style": "green"}]}, id="unknown style"),
        pytest.param(
            {"type": "actions", "elements": [{**BUTTON, "confirm": {**CONFIRM, "title": plain("x" * 101)}}]},
            id="long confirmation title",
        ),
        pytest.param(
            {
                "type": "actions",
                "elements": [{**SELECT, "options": [option(str(number)) for number in range(101)]}],
            },
            id="101 options",
        ),
        pytest.param(
            {
                "type": "actions",
                "elements": [{**OVERFLOW, "options": [option(str(number)) for number in range(6)]}],
            },
            id="six overflow items",
        ),
        pytest.param({"type": "divider", "block_id": "x" * 256}, id="long block id"),
        pytest.param({"type": "markdown", "text": "x" * 12_001}, id="long markdown"),
        pytest.param({"type": "table", "rows": []}, id="empty table"),
    ],
)
def test_both_refuse_what_slack_sdk_knows_to_be_wrong(block: Any) -> None:
    parsed = Block.parse(block)
    assert parsed is not None
    with pytest.raises(SlackObjectFormationError):
        parsed.to_dict()
    with pytest.raises(BlockKitError):
        check_message("2 units", [block])
