"""Who gave which minutes of a told visit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing.narrated import Part


def givers_of(parts: Sequence[Part]) -> dict[int, Part] | None:
    """Who gave each number of minutes.

    Args:
        parts: Of a told visit, in the order of the sentence.

    Returns:
        A person for the place of each number; `None` where that is not certain.
    """
    order = [at for at, part in enumerate(parts) if part.kind in ("person", "minutes")]
    numbers = [at for at in order if parts[at].kind == "minutes"]
    persons = [at for at in order if parts[at].kind == "person"]
    if not numbers or not persons:
        return None
    given: dict[int, Part] = {}
    if persons[0] < numbers[0]:
        speaker: Part | None = None
        idle = 0
        for at in order:
            if parts[at].kind == "person":
                idle += (
                    speaker is not None
                    and not any(who is speaker for who in given.values())
                    and speaker.provider is not parts[at].provider
                )
                speaker = parts[at]
            elif speaker is not None:
                given[at] = speaker
        is_last_idle = persons[-1] > numbers[-1] and all(who is not speaker for who in given.values())
        before = parts[persons[-2]].provider if len(persons) > 1 else None
        if idle or (is_last_idle and speaker is not None and speaker.provider is not before):
            return None
    else:
        waiting: list[int] = []
        for at in order:
            if parts[at].kind == "minutes":
                waiting.append(at)
            else:
                given |= dict.fromkeys(waiting, parts[at])
                waiting = []
        if waiting:
            return None
    # With the words behind their numbers as well as in front, either reading may be meant.
    return given
