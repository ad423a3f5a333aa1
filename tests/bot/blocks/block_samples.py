"""One full example of every block, with every key it may have; shared by the tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Place = tuple[str | int, ...]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, **more: object) -> Json:
    return {"text": plain(f"Choice {value}"), "value": value, **more}


CONFIRM: Json = {
    "title": plain("Share this answer?"),
    "text": plain("Everyone in the channel will see it."),
    "confirm": plain("Share"),
    "deny": plain("Keep it"),
    "style": "danger",
}
BUTTON: Json = {
    "type": "button",
    "text": {"type": "plain_text", "text": "Why :mag:", "emoji": True},
    "action_id": "answer.why",
    "value": "97112 25",
    "url": "https://example.org/why",
    "style": "primary",
    "confirm": CONFIRM,
    "accessibility_label": "Explain this answer",
}
SELECT: Json = {
    "type": "static_select",
    "action_id": "payer",
    "options": [option("medicare", description=plain("Part B")), option("aetna")],
    "placeholder": plain("Pick a payer"),
    "initial_option": option("aetna"),
    "confirm": CONFIRM,
}
OVERFLOW: Json = {
    "type": "overflow",
    "action_id": "more",
    "options": [option("manual", url="https://example.org/manual"), option("ask")],
    "confirm": CONFIRM,
}
RADIO: Json = {
    "type": "radio_buttons",
    "action_id": "feedback.reason",
    "options": [option("wrong"), {"text": mrkdwn("*Old*"), "value": "outdated"}],
    "initial_option": option("wrong"),
    "confirm": CONFIRM,
}
CHECKBOXES: Json = {
    "type": "checkboxes",
    "action_id": "lines",
    "options": [option("97112"), option("97110")],
    "initial_options": [option("97110")],
    "confirm": CONFIRM,
}
TEXT_INPUT: Json = {
    "type": "plain_text_input",
    "action_id": "note",
    "placeholder": plain("No names, please"),
    "initial_value": "The units are off",
    "multiline": True,
    "min_length": 2,
    "max_length": 200,
}
IMAGE_ELEMENT: Json = {
    "type": "image",
    "image_url": "https://example.org/logo.png",
    "alt_text": "Logo",
}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "answer.feedback",
    "positive_button": {"text": plain("👍"), "value": "up:r1", "accessibility_label": "Right"},
    "negative_button": {"text": plain("👎"), "value": "down:r1", "accessibility_label": "Not right"},
}
ICON_BUTTON: Json = {
    "type": "icon_button",
    "icon": "trash",
    "text": plain("Delete"),
    "action_id": "answer.delete",
    "value": "r1",
    "confirm": CONFIRM,
    "accessibility_label": "Delete this answer",
}
RICH_TEXT: Json = {
    "type": "rich_text",
    "block_id": "rich",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "35 minutes", "style": {"bold": True, "italic": True}},
                {"type": "text", "text": " ", "style": {"strike": True, "code": True}},
                {"type": "link", "url": "https://example.org", "text": "manual", "style": {"bold": True}},
                {"type": "emoji", "name": "thumbsup"},
                {"type": "user", "user_id": "U012AB3CD"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 1,
            "offset": 2,
            "border": 1,
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "97112 ×2"}]}],
        },
        {
            "type": "rich_text_preformatted",
            "elements": [{"type": "text", "text": "25 + 10 = 35"}],
            "border": 0,
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "8 minutes or more"}]},
    ],
}
RICH_CELL: Json = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "2"}]}],
}

BLOCKS: dict[str, Json] = {
    "section": {
        "type": "section",
        "block_id": "result",
        "text": {"type": "mrkdwn", "text": "*2 units*", "verbatim": True},
        "fields": [mrkdwn("97112"), plain("×2")],
        "accessory": BUTTON,
        "expand": True,
    },
    "section with fields only": {"type": "section", "fields": [plain("97112")]},
    "section with a select": {"type": "section", "text": plain("Payer"), "accessory": SELECT},
    "section with an overflow menu": {"type": "section", "text": plain("More"), "accessory": OVERFLOW},
    "section with radio buttons": {"type": "section", "text": plain("Why?"), "accessory": RADIO},
    "section with checkboxes": {"type": "section", "text": plain("Lines"), "accessory": CHECKBOXES},
    "section with an image": {"type": "section", "text": plain("Us"), "accessory": IMAGE_ELEMENT},
    "context": {
        "type": "context",
        "block_id": "source",
        "elements": [mrkdwn("CMS 100-04"), plain("chapter 5"), IMAGE_ELEMENT],
    },
    "divider": {"type": "divider", "block_id": "line"},
    "header": {"type": "header", "block_id": "head", "text": plain("Medicare: 2 units")},
    "image": {**IMAGE_ELEMENT, "block_id": "picture", "title": plain("The bands")},
    "actions": {
        "type": "actions",
        "block_id": "do",
        "elements": [BUTTON, SELECT, OVERFLOW, RADIO, CHECKBOXES],
    },
    "context_actions": {
        "type": "context_actions",
        "block_id": "feedback",
        "elements": [FEEDBACK, ICON_BUTTON],
    },
    "markdown": {"type": "markdown", "block_id": "faq", "text": "## The rule of eights"},
    "table": {
        "type": "table",
        "block_id": "math",
        "rows": [
            [{"type": "raw_text", "text": "code"}, {"type": "raw_text", "text": " "}, RICH_CELL],
            [
                {"type": "raw_text", "text": "97112"},
                {"type": "raw_number", "value": 25, "text": "25 min"},
                {"type": "raw_number", "value": 1.5, "text": "1.5"},
            ],
        ],
        "column_settings": [{"align": "right", "is_wrapped": True}, None],
    },
    "rich_text": RICH_TEXT,
    "input with text": {
        "type": "input",
        "block_id": "note",
        "label": plain("What should it be?"),
        "element": TEXT_INPUT,
        "hint": plain("Codes and minutes only"),
        "optional": True,
        "dispatch_action": False,
    },
    "input with radio buttons": {"type": "input", "label": plain("Why?"), "element": RADIO},
    "input with checkboxes": {"type": "input", "label": plain("Lines"), "element": CHECKBOXES},
    "input with a select": {"type": "input", "label": plain("Payer"), "element": SELECT},
}
MESSAGES_ONLY = {"context_actions", "markdown", "table"}

MODAL: Json = {
    "type": "modal",
    "title": plain("What was wrong?"),
    "blocks": [block for name, block in BLOCKS.items() if name not in MESSAGES_ONLY],
    "submit": plain("Send"),
    "close": plain("Cancel"),
    "callback_id": "feedback",
    "private_metadata": "r1",
    "external_id": "feedback-r1",
    "clear_on_close": True,
    "notify_on_close": False,
}


def places(part: object, here: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every object, list and value inside `part`, with the way to it."""
    yield here, part
    if isinstance(part, dict):
        for key, value in part.items():
            yield from places(value, (*here, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from places(value, (*here, index))


def changed(part: Any, place: Place, value: object) -> Any:
    """A deep copy with one place set to another value."""
    part = json.loads(json.dumps(part))  # not deepcopy: shared parts must part company
    inner = part
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return part


def without(part: Any, place: Place) -> Any:
    """A deep copy with one key taken out."""
    part = json.loads(json.dumps(part))  # not deepcopy: shared parts must part company
    inner = part
    for step in place[:-1]:
        inner = inner[step]
    del inner[place[-1]]
    return part


def pointer(place: Place, under: str = "") -> str:
    return under + "".join(f"/{step}" for step in place)
