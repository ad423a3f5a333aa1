"""Names of people, found by where they stand as much as by what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.redaction.kinds import Identifier, Kind
from bot.redaction.lists import positions
from bot.redaction.surroundings import Surroundings
from bot.redaction.tokens import Shape, Token
from bot.redaction.vocabulary import Vocabulary

_LONGEST_NAME = 6
_MOST_INITIALS = 3
"""Behind "patient" so many capitals that are not ours are initials: "pt JQ"; more are a thing: "pt KTAPE"."""

_BEGIN_SENTENCES = frozenset({"can", "no", "on", "in", "as", "or", "how", "at"})


def find_names(
    tokens: Sequence[Token], vocabulary: Vocabulary, no_names: frozenset[int]
) -> Iterator[Identifier]:
    """Names with their initials and particles, without the title before them.

    A word that is ours and a name as well ("Will", "may", "Young") is one only where a name stands:
    behind a title, "patient", a given name or an initial, before "has" or "'s", or with a capital
    inside a sentence.

    Args:
        tokens: The text's tokens.
        vocabulary: Which words are ours, and which are names.
        no_names: Places of words that stand for something else.
    """
    reader = _Reader(tokens, vocabulary, positions(), no_names)
    at = 0
    while at < len(tokens):
        end = reader.name_at(at)
        if end > at:
            yield Identifier(tokens[at].start, tokens[end - 1].end, Kind.NAME)
            at = end
        else:
            at += 1


class _Reader(Surroundings):
    """Reads names: where one begins, and how far it goes."""

    __slots__ = ()

    def name_at(self, at: int) -> int:
        """One past the last token of the name that begins here, or `at` where none does."""
        token = self.tokens[at]
        if token.shape is not Shape.WORD or at in self.no_names:
            return at
        if self.is_placed(at) and self._begins_placed_name(at):
            return self._end_of_name(at)
        if self._begins_bare_name(at):
            return self._end_of_name(at)
        return at

    def _begins_placed_name(self, at: int) -> bool:
        token, behind = self.tokens[at], self.at(at + 1)
        title = self.title_before(at)
        if token.low in self.words.people or token.low in self.words.honorifics:
            return False
        if self.unknown(token):
            is_a_thing = self.acronym(token) and token.capital and len(token.text) > _MOST_INITIALS
            return bool(title) or not is_a_thing
        if token.capital and not token.text.isupper():
            ours_only = token.low in self.words.capitals_of_ours or not (
                self.given(token) or self.surname(token) or self.vocabulary.may_be_name(token.low)
            )
            follows_name = (
                behind is not None
                and behind.capital
                and behind.joined
                and (self.unknown(behind) or self.listed(behind))
            )
            return bool(title) or not ours_only or follows_name
        if title and self.initial(token):  # "miss N"
            return token.low != "i" or self.low(at + 1) == "."
        if self.initial(token) and behind is not None:
            return behind.text == "." or (behind.capital and self.could_be_surname(behind))
        if title and title not in self.words.honorifics_with_other_senses:
            return not self._is_no_name_behind_a_title(at)
        if title and token.low in self.words.surnames_in_lower_case:
            return self._is_lower_case_surname_behind_a_title(at)
        if token.low in self.words.small_names and behind is not None and behind.joined:
            return self.unknown(behind) and self.listed(behind)
        if not self.given(token):
            return False
        if token.possessive or self._followed_by_surname(at):
            return True
        return token.low not in self.words.verbs_too or self.stands_alone_as_name(at)

    def _is_no_name_behind_a_title(self, at: int) -> bool:
        """Behind "mr" nearly every word is a name: "mrs bucket"; not "mr and mrs", "mrs has"."""
        low = self.low(at)
        if low in self.vocabulary.names or low in self.words.surnames_in_lower_case:
            return False
        return low in {"a", "i"} or low in self.words.never_behind_a_title or low in self.words.does_something

    def _is_lower_case_surname_behind_a_title(self, at: int) -> bool:
        """Behind a title with other senses: "dr. reed signed", "ms. may needs"; not "dr will sign"."""
        token = self.tokens[at]
        acts = token.possessive or self.low(at + 1) in self.words.does_something
        if token.low in self.words.auxiliaries:
            return acts
        dotted = self.low(at - 1) == "."
        known_alone = token.low in self.words.surnames_that_need
        return acts or dotted or known_alone or token.low not in self.words.not_names

    def _begins_bare_name(self, at: int) -> bool:
        token, behind = self.tokens[at], self.at(at + 1)
        if self.condition(token):
            return False
        near = behind if behind is not None and behind.joined else None
        is_somebodys = token.low not in self.words.months_as_names or (
            self.low(at + 1) not in self.words.months_hold
        )
        if self.initial(token) and token.low not in {"i"}:
            return self._begins_with_initial(at)
        if self.unknown(token):
            return self._unknown_is_name(at, near)
        if token.first and self.surname(token) and self.low(at + 1) == "," and self._comma_then_given(at + 1):
            return True
        if token.possessive and self.given(token) and is_somebodys:
            return True
        if self.needs_something(at) or (self.given(token) and self.surname_behind_dot(at)):
            return True
        if near is not None and self.unknown(near) and near.capital and not self.acronym(near):
            return self._known_word_before_unknown_name(at)
        if near is not None and self.unknown(near) and self.listed(near) and self.given(token):
            return self.is_no_verb(at)
        if self.given(token):
            return self._known_given_is_name(at, near)
        return self._known_surname_is_name(at)

    def _begins_with_initial(self, at: int) -> bool:
        """Initials before a family name: "J. Smith", "J Q Testerman"; not "Part B Medicare"."""
        token, ahead = self.tokens[at], at + 1
        dotted = self.low(ahead) == "."
        if dotted:
            ahead += 1
        if (middle := self.at(ahead)) is not None and self.initial(middle) and self.low(ahead + 1) == ".":
            ahead += 2
        surname = self.at(ahead)
        if surname is None or not surname.capital or self.acronym(surname) or self.low(at - 1) == "part":
            return False
        if dotted:
            return self.could_be_surname(surname)
        return (
            surname.joined and self.unknown(surname) and token.low not in {"a", "b"} and self.listed(surname)
        )

    def _unknown_is_name(self, at: int, near: Token | None) -> bool:
        token = self.tokens[at]
        if self.foreign(token):
            return True
        if self.acronym(token) and token.capital:
            return False
        if self.listed(token) or token.possessive:
            return True
        if not token.capital:
            return near is not None and self.unknown(near) and self.listed(near)
        if near is not None and (near.capital or self.initial(near)):
            if self.unknown(near) or self.could_be_surname(near) or self.initial(near):
                return True
            if self.word_as_surname(at + 1):
                return True
        return "-" in token.text or not token.first or self.low(at + 1) in self.words.does_something

    def _known_word_before_unknown_name(self, at: int) -> bool:
        """A given name that is ours before one that is not: "Hope Nguyen"; not "Does Nguyen"."""
        token = self.tokens[at]
        if not token.capital or self.acronym(token):
            return False
        if token.first and token.low in self.words.auxiliaries:
            return self.low(at + 2) in self.words.does_something
        if token.low in self.vocabulary.names or token.low in self.words.small_names:
            begins_sentence = token.low in self.words.capitals_of_ours or token.low in _BEGIN_SENTENCES
            return not (token.first and begins_sentence)
        return not token.first and (token.low in self.words.surnames_in_lower_case or self.surname(token))

    def _known_given_is_name(self, at: int, near: Token | None) -> bool:
        token = self.tokens[at]
        if self.is_month(at):
            return False
        if self._followed_by_surname(at):
            return True
        if token.capital and not token.first and not token.text.isupper():
            return True
        if near is not None and self.initial(near) and self.low(at + 2) == "." and token.capital:
            return True
        if token.capital and token.first:
            return self.low(at + 1) in self.words.does_something
        return token.low in self.words.verbs_too and token.low != "may" and self.stands_alone_as_name(at)

    def _known_surname_is_name(self, at: int) -> bool:
        """A family name with a capital, alone inside a sentence: "Young's eval", "for Walker"."""
        token = self.tokens[at]
        if not token.capital or token.text.isupper() or self.is_month(at):
            return False
        if not self.surname(token):
            return (
                not token.first
                and self.vocabulary.may_be_name(token.low)
                and token.low not in self.words.capitals_of_ours
                and not self.stands_beside_capital(at)
            )
        if self.low(at + 1) == "," and self._comma_then_given(at + 1):
            return True
        behind = self.at(at + 1)
        if token.first or (behind is not None and behind.capital and behind.joined):
            return token.first and token.possessive
        return True

    def _followed_by_surname(self, at: int) -> bool:
        """A given name has its family name behind it; without capitals only where that is sure."""
        token, behind = self.tokens[at], self.at(at + 1)
        if behind is None or not behind.joined or behind.shape is not Shape.WORD:
            return False
        if self.word_as_surname(at + 1):
            return True
        if token.capital and behind.capital and not behind.text.isupper():
            return self.could_be_surname(behind) or (
                not token.first and behind.low not in self.words.not_names
            )
        if behind.low not in self.words.surnames_in_lower_case and not (
            self.unknown(behind) and self.listed(behind)
        ):
            return False
        if token.low in self.words.verbs_too:
            return (
                behind.possessive
                or self.low(at + 2) in self.words.does_something
                or (self.is_placed(at) and self.low(at - 1) not in {"with", "for", "named"})
            )
        return True

    def _end_of_name(self, at: int) -> int:
        end = at + 1
        while end < len(self.tokens) and end - at < _LONGEST_NAME:
            token = self.tokens[end]
            before = self.tokens[end - 1]
            if before.possessive or (before.shape is Shape.SIGN and not token.joined):
                break
            if token.text == "." and len(before.text) == 1:
                end += 1
                continue
            if token.text == "." and self.surname_behind_dot(end - 1):
                end += 2
                continue
            if token.text == "," and self._comma_then_given(end):
                end += 2
                continue
            if not token.joined or token.shape is not Shape.WORD or not self._goes_on(at, end):
                break
            end += 1
        return end

    def _comma_then_given(self, comma: int) -> bool:
        given = self.at(comma + 1)
        before = self.tokens[comma - 1]
        return (
            given is not None
            and before.text[0].isupper()
            and given.text[0].isupper()
            and given.text.isupper() == before.text.isupper()
            and self.listed(given)
            and (self.unknown(given) or self.given(given))
        )

    def _goes_on(self, at: int, end: int) -> bool:
        token = self.tokens[end]
        if end in self.no_names:
            return False
        if self.unknown(token) or (end == at + 1 and self.word_as_surname(end)):
            return True
        if len(token.text) == 1 and token.text.isalpha() and not token.capital:
            surname = self.at(end + 2) if self.low(end + 1) == "." else self.at(end + 1)
            return surname is not None and self.unknown(surname)
        if self.initial(token):
            return token.low not in {"i", "a"} or self.low(end + 1) == "."
        behind = self.at(end + 1)
        if token.low in self.words.joined_in_names and behind is not None and behind.joined:
            return self.unknown(behind) or (behind.capital and self.could_be_surname(behind))
        if token.capital and not token.text.isupper():
            if token.low in self.words.people or token.low in self.words.honorifics:
                return False
            return (
                self.could_be_surname(token)
                or token.low in self.words.small_names
                or self._is_name_behind(end)
            )
        if token.low in self.words.small_names and end - at > 1:
            return behind is None or token.possessive or behind.low in self.words.does_something
        if token.low in self.words.surnames_in_lower_case:
            return self._ends_a_name(end)
        before = self.tokens[end - 1]
        # "cassondra root has": behind a name that is not ours, nearly every word of the lists is one too.
        return (
            self.unknown(before)
            and self.listed(before)
            and self.vocabulary.may_be_name(token.low)
            and token.low not in self.words.never_behind_a_name
        )

    def _is_name_behind(self, at: int) -> bool:
        """A word with a capital behind a name: "Lakshmi Call", "Tamika Brace"; not "Tamika Manual"."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if token.low in self.words.never_behind_a_name:
            return False
        if self.vocabulary.may_be_name(token.low):
            return True
        surely = self.unknown(before) and self.listed(before)
        return surely and token.low in self.vocabulary.names and token.low not in self.words.capitals_of_ours

    def _ends_a_name(self, at: int) -> bool:
        """A family name without a capital, and no verb: "maria brown has", not "maria will need"."""
        token = self.tokens[at]
        if token.low in self.words.auxiliaries:
            return token.possessive or self.low(at + 1) in self.words.does_something
        return True
