"""A draft in words, ready for any receipt.

An answer is a pure function of the typed text, the day and our data, but for its receipt. So it
is put into words once, with a stand-in of the same length where the receipt goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.answer import PARTS, Answer, CitationView, TopicView, Warning_
from bot.answering.button_value import button_value
from bot.answering.day import quarter_start
from bot.answering.draft import Draft
from bot.answering.sentences import caution_words
from bot.answering.stored import compact_json
from bot.blocks import actions, button, context_actions, feedback_buttons
from bot.render import render_message
from bot.render.words import to_plain
from rules import Caution

RECEIPT_STAND_IN = "IIII-IIII-IIII"
"""As long as a receipt, and with a letter that no receipt has."""
NOT_LOGGED = Caution("not_logged", {})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A draft in words.

    Attributes:
        draft: What the answer says.
        words: The answer, with the stand-in for its receipt.
        row: What the log keeps of it, beside who asked, when and under which receipt.
    """

    draft: Draft
    words: Answer
    row: dict[str, Any]

    def answer(self, receipt: str) -> Answer:
        """The answer under its receipt."""
        return self.words.model_copy(
            update={
                "receipt": receipt,
                "text": self.words.text.replace(RECEIPT_STAND_IN, receipt),
                "blocks_json": self.words.blocks_json.replace(RECEIPT_STAND_IN, receipt),
            }
        )


def render_draft(draft: Draft, *, is_logged: bool = True, offers_share: bool = True) -> Rendered:
    """Put a draft into words.

    Args:
        draft: What the answer says.
        is_logged: Whether it was kept; otherwise the answer says that it was not.
        offers_share: Whether it gets the button *Share*.
    """
    cautions = draft.cautions if is_logged else (*draft.cautions, NOT_LOGGED)
    sentences = [caution_words(caution) for caution in cautions]
    tail = _buttons(draft, offers_share=offers_share, offers_person=draft.offers_person and is_logged)
    message = render_message(draft.template, draft.context(RECEIPT_STAND_IN, sentences), tail=tail)
    words = Answer.model_construct(
        schema_=1,
        receipt=RECEIPT_STAND_IN,
        request=draft.request_object,
        intent=draft.intent,
        outcome=draft.outcome,
        confident=draft.confident,
        understood=draft.understood,
        text=message.text,
        blocks_json=compact_json(message.blocks),
        **{part: draft.parts.get(part) for part in PARTS if part != "topics"},
        topics=[TopicView(id=topic.id, score=topic.score) for topic in draft.topics] or None,
        warnings=[
            Warning_(id=caution.id, message=to_plain(sentence))
            for caution, sentence in zip(cautions, sentences, strict=True)
        ],
        citations=[CitationView.model_construct(source=c.source, at=c.at) for c in draft.citations],
        used=list(draft.used),
        date_of_service=draft.on,
        date_of_service_given=draft.date_given,
        redacted=draft.is_redacted,
        error=draft.error,
    )
    return Rendered(draft=draft, words=words, row=_row(draft))


def _buttons(draft: Draft, *, offers_share: bool, offers_person: bool) -> list[dict[str, Any]]:
    receipt = RECEIPT_STAND_IN
    blocks = list(draft.controls)
    if draft.shareable is not None and draft.on is not None:
        value = button_value(draft.shareable, quarter_start(draft.on), receipt)
        if value is not None:
            shown = [button("Share", "answer.share", value=value)] if offers_share else []
            if draft.why or draft.citations:
                shown.append(button("Why" if draft.why else "Sources", "answer.why", value=value))
            if shown:
                blocks.append(actions(*shown))
    if offers_person:
        blocks.append(actions(button("Ask a person", "answer.person", value=receipt)))
    thumbs = feedback_buttons("answer.feedback", positive=f"up:{receipt}", negative=f"down:{receipt}")
    return [*blocks, context_actions(thumbs)]


def _row(draft: Draft) -> dict[str, Any]:
    """Columns of the log that follow from the draft; nothing in them was typed freely."""
    request = draft.request_object
    return {
        "command": request.get("command"),
        "intent": draft.intent.value,
        "outcome": draft.outcome.value,
        "confident": draft.confident,
        "request": compact_json(request),
        "rules_on": quarter_start(draft.on).isoformat() if draft.on else None,
        "date_given": draft.date_given,
        "codes": compact_json(draft.codes),
        "minutes": compact_json(request.get("minutes", {})),
        "payer": request.get("payer"),
        "discipline": request.get("discipline"),
        "setting": request.get("setting"),
        "used": compact_json(draft.used),
        "topic": draft.topics[0].id if draft.topics else None,
        "score": draft.topics[0].score if draft.topics else None,
        "question": draft.question,
    }
