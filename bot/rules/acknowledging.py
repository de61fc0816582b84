"""Does a message in the technicians' thread take on the incident? It does if it begins with a word for that."""

from collections.abc import Iterable

from bot.rules.plain_text import one_line

MARKS = "*_~`\"'“”«»\u2018\u2019 "
"""What may stand around the words of a message: Slack's signs for bold and the like, and quotation marks."""
APOSTROPHES = "'’"


def begins_with_word(text: str, words: Iterable[str]) -> bool:
    """Return True if the text begins with one of these words, in any case; "mineral" does not begin with "mine"."""
    written = plain(text)
    return any(_is_whole(written, word) for word in map(plain, words) if written.startswith(word))


def plain(text: str) -> str:
    """Return a text in the form that is compared: on one line, in lower case, without the marks around it."""
    return one_line(text).casefold().strip(MARKS)


def _is_whole(text: str, word: str) -> bool:
    """Return True if the word that begins the text is a whole word there: "on it's way" does not begin with "on it"."""
    following = text[len(word) : len(word) + 1]
    return not (following.isalnum() or following in APOSTROPHES) if following else True
