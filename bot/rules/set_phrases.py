"""What part of a text is only manners? Greetings, thanks and emoji around what somebody wants."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.rules.plain_text import one_line

_EMOJI = re.compile(r":[\w+'-]+:|[0-9#*]\ufe0f?\u20e3")
"""An emoji as Slack writes it (":+1:", ":skin-tone-2:"), or a keycap; other emoji have no letters or digits anyway."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_ENDS_CLAUSE = tuple(",;:.!?…")

Phrase = tuple[str, ...]


def read_phrases(listed: Iterable[str]) -> frozenset[Phrase]:
    """Return phrases for `SetPhrases`, each word in the form that is compared."""
    return frozenset(tuple(map(_bare, one.split())) for one in listed)


def phrase_of(text: str) -> Phrase:
    """Return the words of a text in the form that `read_phrases` gives to phrases."""
    return tuple(one for one in _words(text) if one)


@dataclass(frozen=True)
class SetPhrases:
    """Phrases, in every language, that do not say what somebody wants. Emoji and signs count as such everywhere."""

    greetings: Collection[Phrase] = frozenset()
    """Greetings at the beginning of a message: "hello"."""
    greeted: Collection[Phrase] = frozenset()
    """People whom a greeting addresses: "everybody"."""
    politeness: Collection[Phrase] = frozenset()
    """Polite words before or after what somebody wants: "please", "thanks a lot"."""
    small_talk: Collection[Phrase] = frozenset()
    """Phrases of people who want nothing: "how are you"."""
    severity: Collection[Phrase] = frozenset()
    """Words before the letter of a severity."""

    def is_small_talk(self, text: str) -> bool:
        """Return True for a text that consists only of such phrases, and for a blank one."""
        words = _words(text)
        return leading(words, {*self._before, *self.small_talk}) == len(words)

    def without_manners(self, text: str) -> str:
        """Return a text on one line without polite words at its beginning and end."""
        typed = one_line(text).split(" ")
        words = [_bare(one) or _sign(one) for one in typed]
        begin = leading(words, self._before)
        end = len(words) - leading([*reversed(words[begin:])], {one[::-1] for one in self.politeness})
        return " ".join(typed[begin:end]).rstrip(",;")

    def behind_manners(self, text: str) -> str:
        """Return a text from the first word that is not merely polite; line breaks are kept.

        A text that begins with a sign, such as that of a quotation, is returned whole.
        """
        found = list(re.finditer(r"\S+", text))
        if found and not (_bare(found[0][0]) or _EMOJI.search(found[0][0])):
            return text
        count = leading([_bare(one[0]) for one in found], self._before)
        return text[found[count].start() :] if count < len(found) else ""

    def behind_severity(self, text: str) -> str:
        """Return a text without the word "severity" at its beginning."""
        first, _, rest = text.partition(" ")
        return rest.lstrip() if (_bare(first),) in self.severity else text

    def without_greeting(self, line: str) -> str:
        """Return a line without its greeting, unless it says nothing else; "all" is kept in "Hello all printers"."""
        typed = line.split(" ")
        words = [_bare(one) for one in typed]
        count = leading(words, self.greetings)
        if not any(words[:count]):
            return line
        more = leading(words[count:], self.greeted)
        if count + more == len(words):
            return line
        if more and typed[count + more - 1].endswith(_ENDS_CLAUSE):
            count += more
        return " ".join(typed[count:]) or line

    @property
    def _before(self) -> set[Phrase]:
        return {*self.greetings, *self.greeted, *self.politeness}


def _words(text: str) -> list[str]:
    return [_bare(one) for one in one_line(text).split()]


def bare(word: str) -> str:
    """Return a word without the emoji and signs around it: "Allez-y" for "(Allez-y !)"; "" if nothing is left."""
    return _EDGES.sub("", _EMOJI.sub("", word)).replace("\u2019", "'").replace("\u2011", "-")


def compared(word: str) -> str:
    """Return a bare word in the form that is compared: in lower case and without accents, which many people leave out.

    A single letter keeps its accent: "à" does not name severity A.
    """
    small = word.lower()
    parts = unicodedata.normalize("NFKD", small) if len(small) > 1 else small
    return "".join(one for one in parts if not unicodedata.combining(one))


def _bare(word: str) -> str:
    """Return a bare word in the form that is compared: "merci" for "Merci !"; "" for an emoji or signs."""
    return compared(bare(word))


def _sign(word: str) -> str:
    """Return signs that may be part of the content, such as "***"; "" for an emoji and punctuation."""
    is_meant = word.isascii() and not _EMOJI.search(word) and not set(word) <= {*_ENDS_CLAUSE}
    return word if is_meant else ""


def leading(words: Sequence[str], phrases: Collection[Phrase]) -> int:
    """Return how many words at the beginning belong to phrases or are empty, preferring the longest phrase."""
    count = 0
    while count < len(words):
        found = first_phrase(words[count:], phrases)
        if not found and words[count]:
            break
        count += found or 1
    return count


def first_phrase(words: Sequence[str], phrases: Collection[Phrase]) -> int:
    """Return the length, in words, of the longest phrase with which the words begin; 0 if there is none."""
    longest = min(max(map(len, phrases), default=0), len(words))
    return next((length for length in range(longest, 0, -1) if tuple(words[:length]) in phrases), 0)
