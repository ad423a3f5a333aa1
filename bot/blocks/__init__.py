"""Block Kit: plain dicts to build with, and strict models that know Slack's limits to check with."""

from bot.blocks.build import (
    actions,
    button,
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
    select_section,
    text_input,
)
from bot.blocks.check import check_message, check_modal
from bot.blocks.faults import BlockKitError, Fault
from bot.blocks.split import split_text
from bot.blocks.surfaces import MessageModel, ModalModel

__all__ = [
    "BlockKitError",
    "Fault",
    "MessageModel",
    "ModalModel",
    "actions",
    "button",
    "check_message",
    "check_modal",
    "context",
    "context_actions",
    "divider",
    "feedback_buttons",
    "header",
    "modal",
    "mrkdwn",
    "plain",
    "radio_input",
    "section",
    "select_section",
    "split_text",
    "text_input",
]
