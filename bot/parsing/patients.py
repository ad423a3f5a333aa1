"""Whether a "pt" is the patient rather than the plan of care or the therapist."""

from __future__ import annotations

from bot.parsing.scan import Scan

_COLONS = frozenset(":=")
_ARTICLES_OF_STAFF = frozenset({"the", "for", "each", "every", "one", "per"})


def is_patient(
    scan: Scan, at: int, payer_span: tuple[int, int], *, has_assistant: bool, is_plain: bool
) -> bool:
    """Whether a "pt" is the patient: "a pt", "for a Medicare pt".

    Args:
        scan: The message.
        at: Index of the word.
        payer_span: Where the payer named last begins and ends, as indexes.
        has_assistant: An assistant is named anywhere, so that "pt did" is the therapist.
        is_plain: It is a plain sentence rather than what follows a command.
    """
    words = scan.words
    has_number = scan.is_tight(at + 1) and scan.is_number(at + 2)
    if scan.tokens[at].text != "pt" or (has_number and scan.text_at(at + 1) in _COLONS):
        return False
    verb = scan.text_at(at + 1)
    if verb in words.patient_verbs and not (verb == "did" and has_assistant):
        return True
    if at == 0:
        return False
    before = scan.tokens[at - 1].text
    if before in words.patient_articles:
        # "The PT did 10 and the PTA 12": beside an assistant only "a pt", "my pt" … is the patient.
        return not has_assistant or before not in _ARTICLES_OF_STAFF
    payer_at, payer_end = payer_span
    if at != payer_end:
        return False
    return is_plain or scan.text_at(payer_at - 1) in words.patient_articles
