"""Does a message in the technicians' thread take the incident on? One that begins with a word for it does."""

from collections.abc import Iterable

from bot.rules.plain_text import one_line

MARKS = "*_~`\"'“”«»\u2018\u2019 "
"""What may stand around the words of a message: Slack's signs for bold and the like, and quotation marks."""
APOSTROPHES = "'’"


def begins_with_word(text: str, words: Iterable[str]) -> bool:
    """Return whether the text begins with one of these words, whatever its case; "mineral" does not with "mine"."""
    written = plain(text)
    return any(_is_whole(written, word) for word in map(plain, words) if written.startswith(word))


def plain(text: str) -> str:
    """Return a text as it is compared: on one line, in small letters, without the marks around it."""
    return one_line(text).casefold().strip(MARKS)


def _is_whole(text: str, word: str) -> bool:
    """Return True if the word ends where it ends in the text: "on it's way" says something else than "on it"."""
    following = text[len(word) : len(word) + 1]
    return not (following.isalnum() or following in APOSTROPHES) if following else True
