"""What of a text is only manners? Greetings, thanks and emoji around what somebody wants."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.rules.plain_text import one_line

_EMOJI = re.compile(r":[\w+'-]+:|[0-9#*]\ufe0f?\u20e3")
"""An emoji as Slack writes it (":+1:", ":skin-tone-2:"), or a key; all others have no letters or digits anyway."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_ENDS_CLAUSE = tuple(",;:.!?…")

Phrase = tuple[str, ...]


def read_phrases(listed: Iterable[str]) -> frozenset[Phrase]:
    """Return phrases for `SetPhrases`, each word as it is compared."""
    return frozenset(tuple(map(_bare, one.split())) for one in listed)


def phrase_of(text: str) -> Phrase:
    """Return the words of a text as those of `read_phrases` are compared."""
    return tuple(one for one in _words(text) if one)


@dataclass(frozen=True)
class SetPhrases:
    """Phrases that say nothing of what somebody wants, of every language. Emoji and signs count as such everywhere."""

    greetings: Collection[Phrase] = frozenset()
    """What a message begins with: "hello"."""
    greeted: Collection[Phrase] = frozenset()
    """Whom a greeting names: "everybody"."""
    politeness: Collection[Phrase] = frozenset()
    """What may stand before or behind what somebody wants: "please", "thanks a lot"."""
    small_talk: Collection[Phrase] = frozenset()
    """What somebody says who wants nothing: "how are you"."""
    severity: Collection[Phrase] = frozenset()
    """What may stand before the letter of a severity."""

    def is_small_talk(self, text: str) -> bool:
        """Return True for a text that consists of such phrases and nothing else; also for a blank one."""
        words = _words(text)
        return leading(words, {*self._before, *self.small_talk}) == len(words)

    def without_manners(self, text: str) -> str:
        """Return a text on one line without what is only polite at its beginning and its end."""
        typed = one_line(text).split(" ")
        words = [_bare(one) or _sign(one) for one in typed]
        begin = leading(words, self._before)
        end = len(words) - leading([*reversed(words[begin:])], {one[::-1] for one in self.politeness})
        return " ".join(typed[begin:end]).rstrip(",;")

    def behind_manners(self, text: str) -> str:
        """Return a text from the first word on that is not only polite; its lines stay.

        One that begins with a sign, such as that of a quotation, is returned whole.
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
        """Return a line without its greeting, unless it says nothing else, and with "all" in "Hello all printers"."""
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
    """Return a word without the emoji and signs around it: "Allez-y" for "(Allez-y !)"; "" for nothing else."""
    return _EDGES.sub("", _EMOJI.sub("", word)).replace("\u2019", "'").replace("\u2011", "-")


def compared(word: str) -> str:
    """Return a bare word as it is compared: in lower case and without accents, which many leave out.

    A letter keeps its accent: "à" names no severity.
    """
    small = word.lower()
    parts = unicodedata.normalize("NFKD", small) if len(small) > 1 else small
    return "".join(one for one in parts if not unicodedata.combining(one))


def _bare(word: str) -> str:
    """Return a word as it is compared, without what is around it: "merci" for "Merci !"; "" for an emoji or signs."""
    return compared(bare(word))


def _sign(word: str) -> str:
    """Return signs that somebody may have meant, such as "***"; "" for an emoji and the signs of a sentence."""
    is_meant = word.isascii() and not _EMOJI.search(word) and not set(word) <= {*_ENDS_CLAUSE}
    return word if is_meant else ""


def leading(words: Sequence[str], phrases: Collection[Phrase]) -> int:
    """Return how many words at the beginning belong to the phrases or are none, the longest phrase first."""
    count = 0
    while count < len(words):
        found = first_phrase(words[count:], phrases)
        if not found and words[count]:
            break
        count += found or 1
    return count


def first_phrase(words: Sequence[str], phrases: Collection[Phrase]) -> int:
    """Return how many words the longest of the phrases has with which the words begin; 0 where they begin with none."""
    longest = min(max(map(len, phrases), default=0), len(words))
    return next((length for length in range(longest, 0, -1) if tuple(words[:length]) in phrases), 0)
