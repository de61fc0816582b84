"""Is what somebody writes an answer to an offer? Decided by the phrases of the catalogue, in every language."""

from dataclasses import dataclass

from bot.listeners import joining
from bot.rules.offer_answers import (
    Answer,
    AnswerPart,
    beginning,
    phrases_of,
    read_answer,
    without_manners,
)
from bot.texts.catalogue import listed

PHRASES = phrases_of(
    {
        AnswerPart.YES: listed("offer-yes"),
        AnswerPart.ASSENT: listed("offer-assent"),
        AnswerPart.ANYWAY: listed("offer-anyway"),
        AnswerPart.NO: listed("offer-no"),
        AnswerPart.PLEASE: listed("offer-please"),
        AnswerPart.THANKS: listed("offer-thanks"),
        AnswerPart.SEVERITY: listed("offer-severity") | listed("severity-words"),
    }
)
"""The words of answers, in every language."""
OPENINGS = listed("offer-opening")
"""What a longer answer may begin with, without punctuation after it."""


@dataclass(frozen=True)
class WrittenAnswer:
    """A text that may be an answer to an offer."""

    answer: Answer | None
    asked: joining.Asked | None
    """The request to join or reopen an incident."""

    @property
    def is_one(self) -> bool:
        """Return True if the text is an answer and nothing else."""
        return self.answer is not None or self.asked is not None

    @property
    def is_no(self) -> bool:
        """Return True for a no."""
        return self.answer is not None and self.answer.is_no

    @property
    def is_clear(self) -> bool:
        """Return True for an answer that can be taken, except "ok", which people also write without an offer."""
        return self.asked is not None or (self.can_be_taken and not (self.answer and self.answer.is_assent))

    @property
    def can_be_taken(self) -> bool:
        """Return True for an answer that says what is to be done."""
        return self.asked is not None or (self.answer is not None and self.answer.is_clear)


def is_answer(text: str) -> bool:
    """Return True if the text is an answer and nothing else, even if nothing was offered."""
    return read_answer(text, PHRASES) is not None


def is_clear(text: str) -> bool:
    """Return True for an answer that can be taken, except "ok", which people write to each other."""
    return read(text).is_clear


def read(text: str) -> WrittenAnswer:
    """Return the answer or the request to join that this text may be."""
    return WrittenAnswer(read_answer(text, PHRASES), joining.read_words(without_manners(text, PHRASES)))


def begins_clearly(text: str) -> bool:
    """Return True for a text that begins with a clear yes or no."""
    return beginning(text, PHRASES, OPENINGS).is_clear


def begins_with_yes(text: str) -> bool:
    """Return True for a text that begins with a clear yes: its author may believe that it has been filed."""
    begun = beginning(text, PHRASES, OPENINGS)
    return begun.is_yes or begun.is_anyway
