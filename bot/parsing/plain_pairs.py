"""Whether a plain sentence asks if codes may go together on a claim."""

from __future__ import annotations

import re
from datetime import date

from bot.parsing.pair_parser import PairRequest, parse_pair
from bot.parsing.phrases import Meaning, Role
from bot.parsing.plain_words import plain_words
from bot.parsing.problems import ParseProblem
from bot.parsing.story import Story
from rules import PayerBook

SHORT = 7
"""Words of a message that is little more than the codes themselves."""
MOST_CODES = 6
MOST_CHOICES = 2
"""Codes a word may stand for so that one question settles it; "the evaluation" leaves too many."""
_ONLY_JOINED = re.compile(r"\s*(?:\+|&|with|w/?|/|plus)\s*")
_SAME = re.compile(
    r"\b(?:same|one|a\s+single)[\s-]+(?:\w+\s+)?(?:days?|dates?|visit|session|dos|claim|appointment|appt|encounter|treatment|tx|note)\b",
    re.I,
)
_SAME_TIME = re.compile(
    r"\b(?:same|those|these)\s+(?:[0-9]+|\w+teen|ten|twenty|thirty)?\s*(?:min|mins|minutes|time)\b", re.I
)
_OTHER_QUESTION = re.compile(
    r"^(?:how\s+(?:does|do|long|much)|why|who|when|where|what\s+(?:is|are)\s+97|which\s+code(?!\s+(?:takes|gets|needs|wants)\s+(?:the\s+|a\s+)?(?:59|modifier|fifty)))\b"
    r"|^(?:which|what)\s+(?:exercises?|activities|modalities)\b"
    r"|\b(?:[2-9]|two|three|four)\s+(?:patients|pts|people)\b|\bat\s+once\b",
    re.I,
)
_TAKEN_OFF = re.compile(
    r"\b(?:strip\w*|remov\w+|(?:took|takes?|taking|kick\w*|threw|cut)\s+(?:\w+\s+){0,2}?(?:off|out|back)|delet\w+)\b",
    re.I,
)
"""A code that somebody took off a claim for the sake of another."""
_BOTH_PAID = re.compile(
    r"\b(?:get|gets|be|are|both|we)\s+(?:\w+\s+)?paid\b|\ballowed\s+(?:together|on\s+one)\b|\bpay(?:s|able)?\s+(?:for\s+)?both\b|\bboth\s+pay\b",
    re.I,
)
_ASKS_OF_PAIR = frozenset(
    {
        "need",
        "needs",
        "modifier",
        "mod",
        "edit",
        "59",
        "conflict",
        "conflicts",
        "clash",
        "clashes",
        "allowed",
        "together",
    }
)
"""Words that ask for a pair even where one was denied."""
_WILL_DENY = re.compile(
    r"\b(?:will|would|does|do)\b[^?.!]{0,40}\b(?:deny|denied|reject|rejected)\b", re.IGNORECASE
)
"""Asks whether a pair will be denied; one that was denied asks for something else."""
_CHECKED_AGAINST = re.compile(
    r"\bcheck\b[^?]{0,40}\bagainst\b|\b(?:allowed|ok|okay|fine)\s+(?:right\s+)?(?:next\s+to|beside|alongside)\b",
    re.IGNORECASE,
)
_FIFTY_NINE = re.compile(r"\b(?:59|fifty[\s-]nine)\b", re.I)
_AGAINST = frozenset({"vs", "versus"})
_OF_CLAIMS = frozenset(
    {
        "conflict",
        "conflicts",
        "edit",
        "edits",
        "ncci",
        "cci",
        "modifier",
        "mod",
        "59",
        "bundle",
        "bundles",
        "bundled",
    }
)
_DENIED = frozenset({"denied", "denial", "denials", "denying", "rejected", "deny"})
_SETTINGS = re.compile(
    r"\b(?:(?P<hospital>hospital|hopd|snf|rehab agency|facility|institutional)"
    r"|(?P<own>private practice|our clinic))\b",
    re.I,
)
_WHICH_59 = re.compile(
    r"\b(?:need|needs|get|gets|add|adds|require|requires|modifier|mod|59|fifty[\s-]nine|takes?|edit|edits|bundl\w*)\b",
    re.I,
)


def read_pair_question(
    story: Story, plain: str, *, today: date, book: PayerBook | None
) -> PairRequest | None:
    """Read the codes of a sentence that asks whether they may go together.

    Args:
        story: The sentence without its story.
        plain: The sentence as normalised.
        today: For dates in words.
        book: The payers that are known.

    Returns:
        The request, or `None` when the sentence asks something else.

    Raises:
        ParseProblem: A word stands for several codes, and the sentence clearly asks for a pair.
    """
    typed = {meaning.value for *_, meaning in story.codes}
    # "The eval code 97161": the word says nothing beside one of its codes.
    codes = [
        one
        for one in story.codes
        if not any(code in typed for _, code in one[2].choices) and not _is_refined(one, story)
    ]
    if story.has_foreign_code:
        return None
    is_open = any(meaning.role is Role.AMBIGUOUS_WORD for *_, meaning in codes)
    is_of_two = all(len(meaning.choices) <= MOST_CHOICES for *_, meaning in codes)
    named = {meaning.value or meaning.choices for *_, meaning in codes}
    if not 2 <= len(named) <= MOST_CODES or not _asks_for_pair(story, plain):
        return None
    kept = [story.text[start:end] for start, end, _ in codes]
    kept += [story.text[start:end] for start, end in story.payer_spans]
    setting = _SETTINGS.search(plain)
    if setting is not None:
        kept.append("setting:hospital" if setting["hospital"] else "setting:practitioner")
    kept += re.findall(r"\b(?:on|setting|payer|dos)\s?:\s?\S+", story.text, re.I)
    try:
        return parse_pair(" , ".join(dict.fromkeys(kept)), today=today, book=book)
    except ParseProblem as problem:
        # "The re-eval" of which plan of care: one question, with both codes to choose from.
        if is_open and is_of_two and problem.code == "which_code" and story.words & plain_words().pair_strong:
            raise
        return None


def _is_refined(one: tuple[int, int, Meaning], story: Story) -> bool:
    """Whether the code right behind a word is a closer one of its family: "dry needling 20561"."""
    begin, end, meaning = one
    if story.text[begin:end].upper() == meaning.value:
        return False
    return any(
        not story.text[end:start].strip(" (")
        and code.value[:-1] == meaning.value[:-1] != ""
        and code != meaning
        for start, _, code in story.codes
        if start >= end
    )


def _asks_for_pair(story: Story, plain: str) -> bool:
    lists = plain_words()
    words = story.words
    is_same = _SAME.search(plain) is not None
    others = story.loose_words & lists.not_a_pair
    if words & _OF_CLAIMS:
        others -= _AGAINST
    is_other = _OTHER_QUESTION.search(plain) is not None and not _BOTH_PAID.search(plain)
    if others or _SAME_TIME.search(plain) or is_other:
        return False
    if words & _DENIED and not _WILL_DENY.search(plain) and not words & _ASKS_OF_PAIR:
        return False
    between = story.between_codes()
    is_strong = bool(words & lists.pair_strong) or any(
        sign.search(plain) for sign in (_FIFTY_NINE, _TAKEN_OFF, _BOTH_PAID, _CHECKED_AGAINST, _WILL_DENY)
    )
    if story.has_choice:
        return bool(_WHICH_59.search(plain)) and is_strong
    if is_strong or is_same:
        return True
    is_joined = bool(words & lists.pair_together) or any("+" in piece or "&" in piece for piece in between)
    if is_joined and (words & lists.pair_asks or "?" in plain or story.word_count <= SHORT):
        return True
    # Two codes that somebody typed with a sign between them and nothing else.
    asks_may = bool(words & {"can", "may", "ok", "okay", "could", "allowed"}) and bool(
        words & {"bill", "billed", "charge", "charged", "code", "coded", "report", "submit", "go", "put"}
    )
    is_pair_only = (
        story.passed_over == 0
        and story.word_count <= 2
        and any(_ONLY_JOINED.fullmatch(piece) for piece in between)
    )
    return is_pair_only or (
        asks_may and any(re.fullmatch(r"\s*(?:and|with|plus)\s*", piece) for piece in between)
    )
