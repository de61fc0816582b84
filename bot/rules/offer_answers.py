"""How does somebody answer an offer to file? Filing may cost something, so only a clear answer counts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import cast, get_args

from bot.rules.plain_text import one_line
from bot.rules.set_phrases import Phrase, bare, compared, first_phrase, leading
from models.vocabulary import SeverityLetter


class AnswerPart(Enum):
    """What a phrase in an answer means."""

    YES = auto()
    ASSENT = auto()
    """ "ok": a yes, which people also say to each other."""
    ANYWAY = auto()
    NO = auto()
    PLEASE = auto()
    THANKS = auto()
    SEVERITY = auto()
    """A word before the letter of a severity."""


Phrases = Mapping[Phrase, AnswerPart]
POLITE = AnswerPart.PLEASE, AnswerPart.THANKS
LONGEST = 8
"""Maximum words of an answer at the beginning of a longer text."""
ENDS = tuple(",;:.!\u2026\u2013\u2014")
"""Signs that may follow an answer at the beginning of a longer text."""


@dataclass(frozen=True)
class Answer:
    """What somebody answers; for an unclear answer, no flag is set."""

    is_yes: bool = False
    """True if the message is to be filed."""
    is_anyway: bool = False
    """True if the message is to be filed even if there seems to be an incident about it."""
    is_no: bool = False
    """True if the offer is to be withdrawn."""
    is_assent: bool = False
    """True for a yes that says nothing more than "ok"."""
    is_thanks: bool = False
    """True for nothing but thanks."""
    severity: SeverityLetter | None = None
    """The severity to choose; None for the one that is offered."""

    @property
    def is_clear(self) -> bool:
        """Return True for an answer that can be acted on."""
        return self.is_yes or self.is_anyway or self.is_no or self.severity is not None

    @property
    def is_bare(self) -> bool:
        """Return True for a clear answer that people also give each other: "yes", "no" or a letter, but not "yes B"."""
        return self.is_clear and not self.is_anyway and not (self.is_yes and self.severity is not None)


UNCLEAR = Answer()
"""Only words of an answer, but they contradict each other, ask something back, or are merely polite."""
THANKS = Answer(is_thanks=True)
"""Nothing but thanks."""


def phrases_of(lists: Mapping[AnswerPart, Iterable[str]]) -> Phrases:
    """Return the phrases of all languages in the form that `read_answer` takes."""
    return {tuple(_words(one)): part for part, texts in lists.items() for one in texts}


def read_answer(text: str, phrases: Phrases) -> Answer | None:
    """Return the answer that a text gives; None if it says anything else."""
    parts = _parts(text, phrases)
    if not parts:
        return None
    kinds, letters = (
        {one for one in parts if isinstance(one, AnswerPart)},
        [one for one in parts if isinstance(one, str)],
    )
    severity = cast("SeverityLetter", letters[0].upper()) if letters else None
    if set(parts) == {AnswerPart.THANKS}:
        return THANKS
    if "?" in text or len(letters) > 1 or (AnswerPart.NO in kinds and kinds & {AnswerPart.YES, AnswerPart.ANYWAY}):
        return UNCLEAR
    if AnswerPart.NO in kinds:  # "No, B" rejects only the severity that is offered.
        return Answer(is_no=severity is None, severity=severity)
    if AnswerPart.ANYWAY in kinds:
        return Answer(is_anyway=True, severity=severity)
    return _accepted(parts, kinds, severity)


def beginning(text: str, phrases: Phrases, openings: Collection[str]) -> Answer:
    """Return the clear yes or no with which a text begins: "Yes please, this is urgent"; `UNCLEAR` for any other text.

    A single word counts only before punctuation, as "no mail since nine" is not a no, or if it is one of `openings`,
    which are in lower case.
    """
    words = one_line(text).split()
    lengths = [n for n in range(min(len(words), LONGEST), 0, -1) if not _is_article(words[n - 1])]
    beginnings = ((n, read_answer(" ".join(words[:n]), phrases)) for n in lengths)
    n, answer = next(((n, found) for n, found in beginnings if found is not None), (0, UNCLEAR))
    if not (answer.is_yes or answer.is_no or answer.is_anyway) or answer.is_assent:
        return UNCLEAR
    return answer if n > 1 or words[0].endswith(ENDS) or bare(words[0]).lower() in openings else UNCLEAR


def _is_article(word: str) -> bool:
    """Return True for a letter that may be a word, not a severity: "yes a printer", "y a plus de réseau"."""
    return word.islower() and word.upper() in get_args(SeverityLetter)


def _accepted(
    parts: Sequence[AnswerPart | str], kinds: Collection[AnswerPart], severity: SeverityLetter | None
) -> Answer:
    """Return a yes, a severity or both; `UNCLEAR` for "ok, thanks", which may only mean "I have read it", or "a ok"."""
    is_yes, is_assent = AnswerPart.YES in kinds, AnswerPart.ASSENT in kinds
    is_article = isinstance(parts[0], str) and parts[0].islower() and (is_yes or is_assent)
    if is_article or (is_assent and not is_yes and AnswerPart.THANKS in kinds):
        return UNCLEAR
    is_only_assent = is_assent and not is_yes and severity is None
    return Answer(is_yes=is_yes or is_assent, is_assent=is_only_assent, severity=severity)


def without_manners(text: str, phrases: Phrases) -> str:
    """Return a text in lower case without a yes and politeness around it: "join inc-4" for "Yes, join INC-4!"."""
    words = _words(text)
    behind = words[leading(words, _of(phrases, AnswerPart.YES, AnswerPart.ASSENT, *POLITE)) :]
    backwards = {one[::-1] for one in _of(phrases, *POLITE)}
    return " ".join(behind[: len(behind) - leading(behind[::-1], backwards)])


def _of(phrases: Phrases, *parts: AnswerPart) -> set[Phrase]:
    return {one for one, part in phrases.items() if part in parts}


def _parts(text: str, phrases: Phrases) -> Sequence[AnswerPart | str]:
    """Return the meaning of each phrase of a text, and letters as typed; nothing if it has any other word."""
    words, typed = _words(text), _words(text, as_typed=True)
    parts: list[AnswerPart | str] = []
    at = 0
    while at < len(words):
        if found := first_phrase(words[at:], phrases):
            parts.append(phrases[tuple(words[at : at + found])])
        elif words[at].upper() in get_args(SeverityLetter):
            parts.append(typed[at])
        else:
            return ()
        at += found or 1
    return parts


def _words(text: str, *, as_typed: bool = False) -> list[str]:
    """Return the words of a text without signs and emoji around them."""
    words = [word for one in one_line(text).split() if (word := bare(one))]
    return words if as_typed else [compared(one) for one in words]
