"""Messages and forms between an asker and the people of the clinic, and what their buttons carry.

Who asked stands in the value of a button and in a form, which Slack keeps and hands back, and nowhere else.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import blocks
from bot.handing_over import HandedQuestion
from bot.message import Message
from bot.render.words import to_mrkdwn, to_plain

ASK: Final = "answer.person"
OPEN_FORM: Final = "person.answer"
MARK_SOLVED: Final = "person.solved"
FORM: Final = "person.answer"
FORM_BLOCK: Final = "person.text"
FORM_ACTION: Final = "person.text"
LONGEST_ANSWER: Final = 2_000
LONGEST_SHOWN: Final = 1_500
"""Characters of a question that fit well into a message; the beginning says what it is about."""

NOT_KEPT: Final = "[This question is not kept any more.]"

_Id = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,40}$")]
_Receipt = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]
_TimeStamp = Annotated[str, Field(pattern=r"^[0-9]{1,20}\.[0-9]{1,20}$")]


class Asker(BaseModel):
    """What the button *Answer* carries.

    Attributes:
        receipt: Of the answer that the question got.
        asker: Slack's id of whoever asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    receipt: _Receipt = Field(alias="r")
    asker: _Id = Field(alias="a")


class OpenQuestion(Asker):
    """What the form carries.

    Attributes:
        channel: Where the question was posted.
        ts: Names its message there, which heads the thread.
    """

    channel: _Id = Field(alias="c")
    ts: _TimeStamp = Field(alias="t")


def read_asker(value: str) -> Asker | None:
    """What a button carries; `None` when it is not one of ours."""
    try:
        return Asker.model_validate_json(value)
    except ValidationError:
        return None


def read_open_question(value: str) -> OpenQuestion | None:
    """What a form carries; `None` when it is not one of ours."""
    try:
        return OpenQuestion.model_validate_json(value)
    except ValidationError:
        return None


def open_question(asker: Asker, channel: str | None, ts: str | None) -> OpenQuestion | None:
    """The asker with the message that was posted; `None` where that is no message of a channel."""
    try:
        return OpenQuestion(receipt=asker.receipt, asker=asker.asker, channel=channel or "", ts=ts or "")
    except ValidationError:
        return None


def posted_question(question: HandedQuestion, asker: str) -> Message:
    """A question for the team's channel, with its buttons.

    Args:
        question: The question.
        asker: Slack's id of whoever asked, for the answer to go to.
    """
    carried = Asker(receipt=question.receipt, asker=asker).model_dump_json(by_alias=True)
    return _message(
        _question_parts(question),
        blocks.actions(
            blocks.button("Answer", OPEN_FORM, value=carried, style="primary"),
            blocks.button("Mark solved", MARK_SOLVED, value=question.receipt),
        ),
    )


def solved_question(question: HandedQuestion | None, receipt: str, solver: str) -> Message:
    """The same message once somebody has marked the question solved, even where that is not kept any more."""
    solved = f"Solved by {_mention(solver)}"
    message = _message(_question_parts(question or HandedQuestion(receipt, NOT_KEPT)))
    return Message(f"{message.text}\n{solved}", [*message.blocks, blocks.context(solved)])


def answer_form(question: HandedQuestion | None, carried: OpenQuestion) -> dict[str, Any]:
    """The form to answer a question in."""
    return blocks.modal(
        "Answer a question",
        [
            blocks.section(_quoted(question.text if question else NOT_KEPT)),
            blocks.text_input(
                "Your answer",
                action_id=FORM_ACTION,
                block_id=FORM_BLOCK,
                max_length=LONGEST_ANSWER,
                hint="It goes to the person who asked, with your name, and into the thread.",
            ),
        ],
        callback_id=FORM,
        submit="Send",
        close="Cancel",
        private_metadata=carried.model_dump_json(by_alias=True),
    )


def answer_for_asker(question: HandedQuestion | None, receipt: str, typed: str, answerer: str) -> Message:
    """A person's answer as the asker gets it.

    Args:
        question: What it answers; `None` when that is not kept any more.
        receipt: Of the bot's own answer.
        typed: The person's words.
        answerer: Slack's id of who answered.
    """
    head = f"{_mention(answerer)} answered your question:"
    return _with_head(head, typed, quoted=question.text if question else None, receipt=receipt)


def answer_for_thread(for_others: str, answerer: str) -> Message:
    """A person's answer below the question, for everybody in the channel."""
    return _with_head(f"{_mention(answerer)} answered:", for_others)


def answer_not_sent(typed: str) -> Message:
    """For the person who answered: it did not arrive. What was typed is given back."""
    head = "This did not reach the person who asked. Please press *Answer* and send it again:"
    return _with_head(head, typed)


def _question_parts(question: HandedQuestion) -> list[str]:
    """The parts of a posted question, the last one as small print."""
    parts = ["*Somebody would like a person's answer*", _quoted(question.text)]
    if question.nearest:
        near = "\n".join(f"• {_escaped(entry)}" for entry in question.nearest)
        parts.append(f"Nearest that I have:\n{near}")
    return [*parts, f"Words that are not about billing are masked. Receipt {question.receipt}"]


def _message(parts: list[str], *tail: dict[str, Any]) -> Message:
    *shown, small = parts
    return Message("\n".join(parts), [*map(blocks.section, shown), blocks.context(small), *tail])


def _with_head(head: str, typed: str, *, quoted: str | None = None, receipt: str | None = None) -> Message:
    parts = [head, *([_quoted(quoted)] if quoted else []), *blocks.split_text(_escaped(typed))]
    small = [f"Receipt {receipt}"] if receipt else []
    return Message("\n".join([*parts, *small]), [*map(blocks.section, parts), *map(blocks.context, small)])


def _quoted(text: str) -> str:
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"
    return "\n".join(f"> {_escaped(line)}" for line in shown.splitlines() if line.strip())


def _escaped(text: str) -> str:
    """Text that can neither name people nor carry links of its own."""
    return to_mrkdwn(to_plain(text))


def _mention(person: str) -> str:
    return f"<@{person}>"
