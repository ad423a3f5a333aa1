"""What somebody wrote to the bot. All of it comes from outside and is checked before it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.listeners.presses import mapping_or_empty, text_or_none
from bot.question import Place

_ID = re.compile(r"[A-Z0-9]{1,40}")
_TIME_STAMP = re.compile(r"\d{1,20}\.\d{1,20}")
# Messages that a person wrote just now carry no subtype, or one of these.
_WRITTEN = frozenset({None, "file_share", "thread_broadcast"})

_PERSON_OR_GROUP = re.compile(r"<[@!][^<>]*>")
_CHANNEL = re.compile(r"<#[^<>|]*\|?([^<>]*)>")
_LINK = re.compile(r"<[^<>|]*\|([^<>]*)>|<([^<>]*)>")
_ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPES = re.compile("|".join(_ESCAPED))
_AROUND = " \t\r\n`*_~"


@dataclass(frozen=True, slots=True)
class Heard:
    """One message to the bot.

    Attributes:
        text: What was typed, without Slack's markup.
        user: Who wrote it.
        team: In which workspace.
        event_id: Of its delivery; the same again when Slack delivers it again.
        place: Where the answer belongs.
        is_public: Whether others than the writer read there.
        conversation: Names the thread, or the direct message outside of one.
    """

    text: str
    user: str
    team: str | None
    event_id: str | None
    place: Place
    is_public: bool
    conversation: str


def read_mention(body: Mapping[str, Any]) -> Heard | None:
    """A message in a channel that names the bot; `None` when it is not one to answer.

    It is answered in its thread, which it begins where it stands outside of one.
    """
    event = mapping_or_empty(body.get("event"))
    if _is_direct(event):
        return None  # comes as a direct message as well
    thread = _time_stamp(event.get("thread_ts")) or _time_stamp(event.get("ts"))
    return None if thread is None else _heard(body, event, thread_ts=thread, is_public=True)


def read_direct_message(body: Mapping[str, Any]) -> Heard | None:
    """A message to the bot alone; `None` when it is not one to answer. One in a thread is answered there."""
    event = mapping_or_empty(body.get("event"))
    if not _is_direct(event):
        return None
    return _heard(body, event, thread_ts=_time_stamp(event.get("thread_ts")), is_public=False)


def as_typed(text: str) -> str:
    """What a person typed: Slack puts names, links and three characters into a markup of its own.

    Marks that name people, the bot among them, are taken off: nothing is computed from them.
    """
    text = _PERSON_OR_GROUP.sub(" ", text)
    text = _CHANNEL.sub(r"\1", text)
    text = _LINK.sub(lambda link: link[1] or link[2] or "", text)
    # The signs around a line that was copied from an answer of ours.
    return unescaped(text).strip(_AROUND)


def unescaped(text: str) -> str:
    """Text as typed: Slack sends the three characters of its own markup escaped."""
    return _ESCAPES.sub(lambda found: _ESCAPED[found[0]], text) if "&" in text else text


def _heard(
    body: Mapping[str, Any], event: Mapping[str, Any], *, thread_ts: str | None, is_public: bool
) -> Heard | None:
    user, channel = _slack_id(event.get("user")), _slack_id(event.get("channel"))
    if user is None or channel is None or not _is_from_a_person(body, event, user):
        return None
    return Heard(
        text=as_typed(text_or_none(event.get("text")) or ""),
        user=user,
        team=text_or_none(body.get("team_id")),
        event_id=text_or_none(body.get("event_id")),
        place=Place(channel, thread_ts),
        is_public=is_public,
        conversation=f"{channel}:{thread_ts or ''}",
    )


def _is_from_a_person(body: Mapping[str, Any], event: Mapping[str, Any], user: str) -> bool:
    subtype = event.get("subtype")
    if not (subtype is None or isinstance(subtype, str)) or subtype not in _WRITTEN:
        return False
    if any(event.get(sign) for sign in ("bot_id", "bot_profile", "edited", "hidden")):
        return False
    authorizations = body.get("authorizations")
    ours = authorizations if isinstance(authorizations, list) else []
    return all(mapping_or_empty(one).get("user_id") != user for one in ours)


def _is_direct(event: Mapping[str, Any]) -> bool:
    channel = text_or_none(event.get("channel")) or ""
    return event.get("channel_type") == "im" or (
        event.get("channel_type") is None and channel.startswith("D")
    )


def _slack_id(found: object) -> str | None:
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def _time_stamp(found: object) -> str | None:
    return found if isinstance(found, str) and _TIME_STAMP.fullmatch(found) else None
