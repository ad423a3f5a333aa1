"""The only door: a question in, an answer out, logged before it leaves.

Every surface builds a `Question`, calls this, and shows what comes back.
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import structlog

from bot.answer import Answer, Outcome
from bot.answering.asked import Typed
from bot.answering.before import NOTHING_BEFORE, Before
from bot.answering.books import BUILT_IN, Books
from bot.answering.button_value import ButtonValue, read_button_value, stale_button
from bot.answering.day import DayShown
from bot.answering.draft import Draft
from bot.answering.drafts import draft_answer
from bot.answering.explained import explained
from bot.answering.kinds import work_out
from bot.answering.rendered import Rendered, render_draft
from bot.answering.sentences import caution_words
from bot.answering.settings_drafts import draft_of_settings, read_choice
from bot.answering.stored import compact_json
from bot.conversations import Conversations
from bot.handing_over import HandingOver
from bot.message import Message
from bot.outgoing import Outgoing
from bot.own_defaults import NONE_SET, OwnDefaults
from bot.question import Place, Question
from bot.receipts import new_receipt
from bot.remembered import Asked, RememberedAnswers, hash_of_text
from bot.render import render_message
from bot.store import (
    CLAIM_HOLDS,
    Hasher,
    NotLogged,
    QueryLog,
    QueryRow,
    Recorded,
    utc_text,
)
from rules import Caution, UserError, rules_version

Clock = Callable[[], datetime]

log = structlog.get_logger("unitwise.service")

OWN_DEFAULTS_UNREAD = Caution("own_defaults_unread", {})


class Service:
    """Answers questions and keeps the log of them.

    Args:
        query_log: Where each answered request is kept.
        hasher: Hashes user and delivery ids.
        timezone: Whose "today" counts for a date of service that was not typed.
        clock: The present moment with its time zone.
        books: Gives the tables in use at a moment.
        retention_days: Rows older than this are deleted by `forget_old_rows`; `None` keeps them.
        standing_faults: Faults of the set-up, for `/readyz` and `doctor`.

    Attributes:
        handing_over: Remarks, and questions that go to a person.
        outgoing: Answers that have to be sent by a call to Slack.
    """

    def __init__(
        self,
        query_log: QueryLog,
        hasher: Hasher,
        *,
        timezone: ZoneInfo,
        clock: Clock = lambda: datetime.now(UTC),
        books: Callable[[], Books] = lambda: BUILT_IN,
        retention_days: int | None = None,
        standing_faults: tuple[str, ...] = (),
    ) -> None:
        self._log = query_log
        self._hasher = hasher
        self._timezone = timezone
        self._clock = clock
        self._books = books
        self._retention_days = retention_days
        self._standing_faults = standing_faults
        self.handing_over = HandingOver(query_log, books, clock)
        self.outgoing = Outgoing(query_log, clock, self._answer_again)
        self._conversations = Conversations(query_log, clock)
        self._remembered = RememberedAnswers()

    def answer(self, question: Question) -> Answer:
        """Answer one question; waits at most 250 ms for a locked log.

        Args:
            question: What was asked, where and by whom.

        Returns:
            The answer, whatever its outcome. When it could not be logged it says so.
        """
        asker = self._asker(question)
        try:
            own = OwnDefaults.of(self._log.own_defaults(asker)) if asker else NONE_SET
        except NotLogged:
            own = None
        rendered, row = self._prepare(question, asker, own)
        try:
            if asker and rendered.draft.keeps is not None:
                self._log.keep_own_defaults(asker, rendered.draft.keeps.to_dict())
            return rendered.answer(self._log.record(row).receipt)
        except NotLogged as fault:
            return _unlogged(rendered, row, fault, question)

    async def answer_async(self, question: Question) -> Answer:
        """The same on an event loop, which is never blocked by a locked log."""
        answer, _ = await self._answered(question, self._log.record_async)
        return answer

    async def reply_async(self, question: Question, place: Place) -> Answer | None:
        """Answer a message, whose answer has to go by a call to Slack.

        Until `outgoing.delivered` is told that it went, it waits in the log's outbox.

        Args:
            question: What was asked.
            place: Where the answer belongs.

        Returns:
            The answer; `None` for a delivery that was answered before, in whatever process.
        """
        answer, is_repeated = await self._answered(question, lambda row: self.outgoing.keep(row, place))
        return None if is_repeated else answer

    def shared(self, value: str) -> Message:
        """The public version of an answer: what was understood and the result, no date of service.

        Args:
            value: What the answer's *Share* button carries.

        Raises:
            UserError: The value is not one of ours, or no longer counts.
        """
        carried = read_button_value(value)
        draft = self._again(carried)
        sentences = [caution_words(caution) for caution in draft.cautions]
        return render_message(draft.template, draft.context(carried.receipt, sentences))

    def why(self, value: str) -> Message:
        """The longer private explanation: every split, both counts, and what the facts rest on.

        Args:
            value: What the answer's *Why* button carries.

        Raises:
            UserError: The value is not one of ours, or no longer counts.
        """
        carried = read_button_value(value)
        why = explained(self._again(carried), self._books())
        if why is None:
            raise stale_button()
        return render_message(why.template, why.context(carried.receipt))

    async def set_own_default(
        self, user: str | None, team: str | None, action_id: str, value: str
    ) -> Message | None:
        """Change one of a person's own settings from a menu.

        Args:
            user: Who.
            team: In which workspace.
            action_id: Which menu.
            value: What was picked.

        Returns:
            What is set now, with the menus; `None` when it is no choice of ours, or cannot be kept.
        """
        books = self._books()
        changes = read_choice(action_id, value, books)
        if changes is None or not user:
            return None
        asker = self._hasher.user(team, user)
        try:
            own = OwnDefaults.of(await self._log.own_defaults_async(asker)).changed(changes)
            await self._log.keep_own_defaults_async(asker, own.to_dict())
        except NotLogged as fault:
            log.error("own_default_not_kept", fault=type(fault).__name__, advice=str(fault))
            return None
        draft = draft_of_settings(own, books, keeps=True)
        return render_message(draft.template, draft.context("", []), tail=draft.controls)

    async def feedback(self, receipt: str, verdict: Literal["up", "down"], reason: str | None = None) -> bool:
        """Keep a thumb for an answer.

        Args:
            receipt: Names the answer.
            verdict: Which thumb.
            reason: One of the fixed reasons after a thumbs-down.

        Returns:
            Whether it was kept; `False` for an unknown receipt or a log that cannot be written.
        """
        try:
            return await self._log.set_feedback_async(receipt, verdict, reason)
        except NotLogged as fault:
            log.error("feedback_not_kept", fault=type(fault).__name__, advice=str(fault))
            return False

    async def claim(self, what: str, *, holds: timedelta = CLAIM_HOLDS) -> bool:
        """Take on something that must happen once, among all processes and across a restart.

        Args:
            what: Names it, such as one press of *Share*; only its keyed hash is kept.
            holds: How long.

        Returns:
            Whether it is still to be done. A log that cannot be asked does not stand in the way.
        """
        try:
            return await self._log.claim_async(self._hasher.delivery(what), holds=holds)
        except NotLogged as fault:
            log.error("claim_not_kept", fault=type(fault).__name__, advice=str(fault))
            return True

    async def unclaim(self, what: str) -> None:
        """Give it back, because it did not happen."""
        try:
            await self._log.release_async(self._hasher.delivery(what))
        except NotLogged as fault:
            log.error("claim_not_released", fault=type(fault).__name__, advice=str(fault))

    def forget_old_rows(self) -> int:
        """Delete the rows past the retention window; may wait for the disk.

        Returns:
            How many went; 0 without a window, or when the log cannot be written.
        """
        if self._retention_days is None:
            return 0
        try:
            return self._log.purge(older_than=self._clock() - timedelta(days=self._retention_days))
        except NotLogged as fault:
            log.error("old_rows_not_deleted", fault=type(fault).__name__, advice=str(fault))
            return 0

    def faults(self) -> list[str]:
        """What keeps the bot from its full service, in words; empty when all is well."""
        payers = self._books().payers.fault
        return [*self._standing_faults, *([payers] if payers else []), *self._log.check()]

    def open(self) -> None:
        """Open the log now, not at the first question. One that cannot be opened shows in `faults`."""
        self._log.open()

    def close(self) -> None:
        """Let go of the database."""
        self._log.close()

    def _again(self, carried: ButtonValue) -> Draft:
        """The answer that a button belongs to, worked out once more, with nothing of what was typed."""
        day = DayShown(carried.rules_on, given=True, is_public=True)
        return work_out(carried.request, day, self._books(), Typed())

    def _asker(self, question: Question) -> str | None:
        """The keyed hash of who asks, where that is known."""
        return self._hasher.user(question.team, question.user) if question.user else None

    def _answer_again(self, row: QueryRow) -> Answer | None:
        """An answer worked out again from its row, as everybody may see it; `None` where that cannot be."""
        if row.outcome != Outcome.ANSWERED.value or row.rules_on is None:
            return None
        try:
            carried = read_button_value(
                compact_json({"q": json.loads(row.request), "on": row.rules_on, "r": row.receipt})
            )
            return render_draft(self._again(carried), offers_share=False).answer(row.receipt)
        except UserError:
            return None

    async def _answered(
        self, question: Question, keep: Callable[[QueryRow], Awaitable[Recorded]]
    ) -> tuple[Answer, bool]:
        """The answer, and whether this delivery was answered before."""
        asker = self._asker(question)
        try:
            own = OwnDefaults.of(await self._log.own_defaults_async(asker)) if asker else NONE_SET
        except NotLogged:
            own = None
        thread = self._hasher.thread(question.thread) if question.thread else None
        before = await self._conversations.before(thread)
        rendered, row = self._prepare(question, asker, own, before)
        try:
            if asker and rendered.draft.keeps is not None:
                await self._log.keep_own_defaults_async(asker, rendered.draft.keeps.to_dict())
            recorded = await keep(row)
            await self._conversations.keep(thread, rendered.draft)
        except NotLogged as fault:
            return _unlogged(rendered, row, fault, question), False
        return rendered.answer(recorded.receipt), recorded.repeated

    def _prepare(
        self,
        question: Question,
        asker: str | None,
        own: OwnDefaults | None,
        before: Before = NOTHING_BEFORE,
    ) -> tuple[Rendered, QueryRow]:
        """The answer in words, and the row that must be kept before it leaves.

        Without settings (`None`) they could not be read, and the answer says so.
        """
        began = time.perf_counter()
        now = self._clock()
        today = question.as_of or now.astimezone(self._timezone).date()
        rendered = self._rendered(question, today, own, before)
        row = QueryRow(
            receipt=new_receipt(),
            delivery_key=self._hasher.delivery(question.delivery_id) if question.delivery_id else None,
            asked_at=utc_text(now),
            surface=question.surface.value,
            team=question.team,
            user_hash=asker,
            duration_ms=round((time.perf_counter() - began) * 1000, 3),
            rules_version=rules_version(),
            **rendered.row,
        )
        return rendered, row

    def _rendered(self, question: Question, today: date, own: OwnDefaults | None, before: Before) -> Rendered:
        """The words for a text on a day: worked out once, then remembered under the text's hash."""
        books = self._books()
        asked = Asked(
            hash_of_text(question.text), today, own, before, question.is_public, question.offers_share
        )
        known = self._remembered.find(asked, books)
        if known is not None:
            return known
        draft = draft_answer(question, today=today, books=books, own=own or NONE_SET, before=before)
        if own is None:
            draft = replace(draft, cautions=(*draft.cautions, OWN_DEFAULTS_UNREAD))
        rendered = render_draft(draft, offers_share=question.offers_share)
        self._remembered.keep(asked, rendered)
        return rendered


def _unlogged(rendered: Rendered, row: QueryRow, fault: NotLogged, question: Question) -> Answer:
    """The answer all the same, saying that it was not kept; the operator is told why."""
    log.error("answer_not_logged", fault=type(fault).__name__, advice=str(fault))
    draft = render_draft(rendered.draft, is_logged=False, offers_share=question.offers_share)
    return draft.answer(row.receipt)
