"""Handing a question to a person: to the team's channel, and the person's answer back to whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.handing_over import HandedQuestion
from bot.listeners import people_messages, words
from bot.listeners.buttons import Buttons
from bot.listeners.forms import open_form
from bot.listeners.needs import Needs
from bot.listeners.posts import Posts
from bot.listeners.presses import (
    Press,
    mapping_or_empty,
    read_press,
    read_receipt,
    text_or_none,
    value_at,
)
from bot.question import Place


class People(Buttons):
    """What the buttons and the form do that lead from an asker to a person and back.

    Args:
        needs: The service, and the ways to reach Slack.
    """

    async def ask(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by *Ask a person*; posts the redacted question to the team's channel, once."""
        await ack()
        press = read_press(body, action)
        self.afterwards("ask_person", press, self._ask(press))

    async def open_form(
        self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient
    ) -> None:
        """Triggered by *Answer* below a posted question; opens a form."""
        await ack()
        press = read_press(body, action)
        self.afterwards("answer_form", press, self._open_form(press, body, client))

    async def solved(self, ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Triggered by *Mark solved*; the posted question says who did it and loses its buttons."""
        await ack()
        press = read_press(body, action)
        self.afterwards("mark_solved", press, self._solved(press))

    async def answered(self, ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Triggered by the form; sends what was typed to whoever asked, and redacted into the thread."""
        carried = people_messages.read_open_question(str(view.get("private_metadata", "")))
        typed = text_or_none(
            value_at(
                view, "state", "values", people_messages.FORM_BLOCK, people_messages.FORM_ACTION, "value"
            )
        )
        answerer = text_or_none(mapping_or_empty(body.get("user")).get("id"))
        posts = self.needs.posts
        if carried is None or answerer is None or posts is None:
            await _stay_open(ack, words.OLD_BUTTON)
        elif typed is None or not typed.strip():
            await _stay_open(ack, words.NOTHING_TYPED)
        else:
            thread, person, answering = Place(carried.channel, carried.ts), answerer, posts
            claim = f"person.answered:{view.get('id')}"

            async def tell_person(reference: str) -> None:
                await answering.say(thread, words.apology(reference), only_for=person)

            work = self._send_answer(answering, carried, typed.strip(), person, claim)
            if self.needs.tasks.start("person_answer", work, tell_person=tell_person):
                await ack()
            else:
                await _stay_open(ack, words.TOO_MUCH)

    async def _ask(self, press: Press) -> None:
        receipt = read_receipt(press.value)
        if receipt is None or press.user is None:
            await self.tell(press, words.OLD_BUTTON)
            return
        posts, channel = self.needs.posts, self.needs.team_channel
        question = await self.service.handing_over.question_of(receipt) if posts and channel else None
        if posts is None or channel is None or question is None:
            await self.tell(press, words.no_person(self.needs.leads))
        elif question.is_handed_over or not await self.service.claim(_claim(receipt)):
            await self.tell(press, words.WITH_TEAM_ALREADY)
        elif await self._post_question(posts, channel, question, press.user):
            await self.service.handing_over.note_handed_over(receipt)
            await self.tell(press, words.SENT_TO_TEAM)
        else:
            await self.tell(press, words.no_person(self.needs.leads))

    async def _post_question(self, posts: Posts, channel: str, question: HandedQuestion, asker: str) -> bool:
        posted = False
        try:
            posted = await posts.send(Place(channel), people_messages.posted_question(question, asker))
        finally:
            if not posted:
                await self.service.unclaim(_claim(question.receipt))
        return posted

    async def _open_form(self, press: Press, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        asker = people_messages.read_asker(press.value)
        channel = text_or_none(value_at(body, "container", "channel_id"))
        ts = text_or_none(value_at(body, "container", "message_ts"))
        carried = people_messages.open_question(asker, channel, ts) if asker else None
        if carried is None or press.trigger_id is None:
            await self.tell(press, words.OLD_BUTTON)
            return
        question = await self.service.handing_over.question_of(carried.receipt)
        form = people_messages.answer_form(question, carried)
        if not await open_form(client, press.trigger_id, form):
            await self.tell(press, words.NO_FORM)

    async def _send_answer(
        self, posts: Posts, carried: people_messages.OpenQuestion, typed: str, answerer: str, claim: str
    ) -> None:
        if not await self.service.claim(claim):
            return  # sent when the form was delivered before
        question = await self.service.handing_over.question_of(carried.receipt)
        answer = people_messages.answer_for_asker(question, carried.receipt, typed, answerer)
        thread = Place(carried.channel, carried.ts)
        if not await posts.send(Place(carried.asker), answer):
            await self.service.unclaim(claim)
            await posts.send(thread, people_messages.answer_not_sent(typed), only_for=answerer)
            return
        await self.service.handing_over.note_answered(carried.receipt)
        for_others = await self.service.handing_over.for_others(typed)
        await posts.send(thread, people_messages.answer_for_thread(for_others, answerer))

    async def _solved(self, press: Press) -> None:
        receipt = read_receipt(press.value)
        if receipt is None or press.user is None:
            await self.tell(press, words.OLD_BUTTON)
            return
        question = await self.service.handing_over.question_of(receipt)
        message = people_messages.solved_question(question, receipt, press.user)
        if await self.replies.send(press.address, message, in_channel=True, replace=True):
            await self.service.handing_over.note_solved(receipt)
        else:
            await self.tell(press, words.NOT_SOLVED)


def register(app: AsyncApp, needs: Needs) -> None:
    """Wire the buttons and the form."""
    people = People(needs)
    app.action(people_messages.ASK)(people.ask)
    app.action(people_messages.OPEN_FORM)(people.open_form)
    app.action(people_messages.MARK_SOLVED)(people.solved)
    app.view(people_messages.FORM)(people.answered)


async def _stay_open(ack: AsyncAck, sentence: str) -> None:
    await ack(response_action="errors", errors={people_messages.FORM_BLOCK: sentence})


def _claim(receipt: str) -> str:
    return f"person:{receipt}"
