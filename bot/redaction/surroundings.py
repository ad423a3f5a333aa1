"""What a word of a text is, and where it stands: what the names are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.redaction.lists import Positions
from bot.redaction.tokens import Shape, Token
from bot.redaction.vocabulary import Vocabulary

_ACRONYM, _SHORT_ACRONYM = 5, 2
"""So many capitals are an abbreviation, unless they spell a name; two always are: "NU", "AL"."""
_MOST_SIGNS_BEFORE_A_NAME, _MOST_WORDS_BETWEEN = 4, 6
_LAST_LATIN, _MORE_LATIN = "\u024f", ("\u1e00", "\u1eff")
_SIGNS_BEFORE_A_NAME = frozenset(".:,-=#\"“'(*")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The tokens of one text with the lists to judge them by. Places are indexes of tokens.

    Attributes:
        tokens: The text's tokens.
        vocabulary: Which words are ours, and which are names.
        words: The words around names.
        no_names: Places of words that stand for something else: a payer's, a dictated modifier's.
    """

    tokens: Sequence[Token]
    vocabulary: Vocabulary
    words: Positions
    no_names: frozenset[int]

    def at(self, place: int) -> Token | None:
        """The token at a place, or `None` beyond the ends."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def low(self, place: int) -> str:
        """The word at a place in lower case, or an empty string beyond the ends."""
        token = self.at(place)
        return token.low if token else ""

    def unknown(self, token: Token) -> bool:
        """A word that is not ours."""
        ours = self.vocabulary.knows(token.low) or self.condition(token)
        return token.shape is Shape.WORD and not ours

    def condition(self, token: Token) -> bool:
        """Ours with its ending only: "Bell's", of palsy."""
        return token.possessive and f"{token.low}'s" in self.vocabulary.words

    def given(self, token: Token) -> bool:
        """A given name, ours or not."""
        return token.shape is Shape.WORD and self.vocabulary.is_given(token.low)

    def surname(self, token: Token) -> bool:
        """A family name, ours or not."""
        return token.shape is Shape.WORD and self.vocabulary.is_surname(token.low)

    def listed(self, token: Token) -> bool:
        """In a list of names, or joined of such: "anne-marie"."""
        parts = token.low.split("-")
        # A family: "the nguyens".
        whole = token.low[:-1] if token.low.endswith("s") and self.unknown(token) else token.low
        return self.vocabulary.is_surname(whole) or any(
            self.vocabulary.is_given(part) or self.vocabulary.is_surname(part) for part in parts
        )

    def could_be_surname(self, token: Token) -> bool:
        """A word that may end a name: one that is not ours, or one of the lists."""
        return self.unknown(token) or self.listed(token) or token.low in self.words.surnames_in_lower_case

    def initial(self, token: Token) -> bool:
        """One capital letter."""
        return token.shape is Shape.WORD and len(token.text) == 1 and token.text.isupper()

    def acronym(self, token: Token) -> bool:
        """A few capitals that spell no name."""
        longest = _SHORT_ACRONYM if self.listed(token) else _ACRONYM
        return len(token.text) <= longest and token.text.isupper()

    def foreign(self, token: Token) -> bool:
        """A word with letters of another script, or with letters that only look like ours."""
        return len(token.text) > 1 and any(
            letter > _LAST_LATIN and letter.isalpha() and not _MORE_LATIN[0] <= letter <= _MORE_LATIN[1]
            for letter in token.text
        )

    def word_as_surname(self, place: int) -> bool:
        """An everyday word where a family name stands: "hyacinth bucket needs", "with keisha pickle."."""
        token, before, behind = self.tokens[place], self.tokens[place - 1], self.at(place + 1)
        words = self.words
        if not token.joined or token.shape is not Shape.WORD or before.possessive:
            return False
        looks_like_given = (
            self.unknown(before) and before.capital and token.capital and not self.acronym(before)
        )
        if not (self.given(before) or looks_like_given):
            return False
        if token.low in (
            self.vocabulary.of_the_field
            | words.never_behind_a_name
            | words.determiners
            | words.people
            | words.adverbs
        ):
            return False
        needs = token.possessive or (behind is not None and behind.low in words.only_people_do)
        if not self.unknown(before):
            return needs and not token.capital and self._begins_like_a_name(place - 1)
        if token.capital and not token.text.isupper():
            return token.low not in words.capitals_of_ours
        if needs or (behind is not None and behind.low in words.does_something):
            return True
        closes = behind is None or (behind.shape is Shape.SIGN and behind.text in ".,;?!)")
        starts = self.low(place - 2) in words.before_a_lone_name or self.is_placed(place - 1)
        return closes and starts and not token.low.endswith("ly") and token.low not in words.after_a_lone_name

    def _begins_like_a_name(self, place: int) -> bool:
        before = self.low(place - 1)
        return (
            self.tokens[place].first
            or before in self.words.before_a_lone_name
            or before in {"does", "did", "is"}
        )

    def is_placed(self, place: int) -> bool:
        """Behind a title, one of the people, or words that say a name: "pt's name is", "this is"."""
        words = self.words
        back = place - 1
        while place - back <= _MOST_SIGNS_BEFORE_A_NAME and self.low(back) in _SIGNS_BEFORE_A_NAME:
            back -= 1
        if self.low(back) in words.honorifics:
            return True
        while place - back <= _MOST_WORDS_BETWEEN and self.low(back) in words.between:
            back -= 1
        person = self.low(back)
        signs = {self.low(between) for between in range(back + 1, place)}
        if person == "re":  # a subject line, and not "neuro re ed"
            return ":" in signs
        if person in words.people:
            return "," not in signs or person in words.greetings
        return f"{self.low(place - 2)} {self.low(place - 1)}" in words.says_a_name or (
            self.low(place - 1) in words.says_a_name
        )

    def title_before(self, place: int) -> str:
        """The title right before a place, or an empty string."""
        back = place - 2 if self.low(place - 1) == "." else place - 1
        return self.low(back) if self.low(back) in self.words.honorifics else ""

    def stands_alone_as_name(self, place: int) -> bool:
        """What follows is what follows a name: "Grace has", "with mark today"."""
        behind, before = self.at(place + 1), self.low(place - 1)
        if behind is None:
            return before in self.words.before_a_lone_name
        if behind.low in self.words.does_something:
            return before not in self.words.determiners
        closes = behind.shape is Shape.SIGN and behind.text in ".,;?!)"
        return before in self.words.before_a_lone_name and (
            closes or behind.low in self.words.after_a_lone_name
        )

    def is_no_verb(self, place: int) -> bool:
        """A word before a name is no verb: "is mark timmerman over", not "can I mark timmerman"."""
        low, before = self.low(place), self.low(place - 1)
        if low in self.words.auxiliaries:
            return before in self.words.before_a_lone_name or before in {
                "is",
                "does",
                "did",
                "has",
                "re",
                ":",
            }
        return low not in self.words.verbs_too or before not in self.words.determiners

    def is_month(self, place: int) -> bool:
        """A month that is a name as well, where a month stands: "in May", "April 2026"."""
        if self.low(place) not in self.words.months_as_names:
            return False
        behind = self.at(place + 1)
        if behind is not None and behind.shape is Shape.NUMBER:
            return True
        before = self.low(place - 1)
        if before == "for" and self.tokens[place].capital and self.given(self.tokens[place]):
            return behind is not None and behind.low in self.words.months_hold
        return before in self.words.month_contexts

    def needs_something(self, place: int) -> bool:
        """A family name in any letters that needs something: "does reed need kx", "due for walker"."""
        if self.low(place) not in self.words.surnames_that_need:
            return False
        before, behind = self.low(place - 1), self.at(place + 1)
        if before == "for" and self.low(place - 2) == "due":
            return behind is None or (behind.shape is Shape.SIGN and behind.text in ".,;?!)")
        needs = behind is not None and behind.low in {"need", "needs", "due", "recert"}
        return needs and (self.tokens[place].first or before in {"does", "did", "is", "if", "when"})

    def surname_behind_dot(self, place: int) -> bool:
        """A dot without spaces, as in a login, joins a given name to a family name: "grace.hill"."""
        token, dot, surname = self.tokens[place], self.at(place + 1), self.at(place + 2)
        if dot is None or surname is None or dot.text != "." or surname.shape is not Shape.WORD:
            return False
        glued = token.end == dot.start and dot.end == surname.start
        return glued and surname.low not in self.words.auxiliaries and self.could_be_surname(surname)

    def stands_beside_capital(self, place: int) -> bool:
        """Part of a heading or of a company's name: "Red Box", "Home Health"."""
        before, behind = self.at(place - 1), self.at(place + 1)
        after_one = before is not None and before.capital and self.tokens[place].joined
        return after_one or (behind is not None and behind.capital and behind.joined)
