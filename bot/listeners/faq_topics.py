"""Which topic of the FAQ do somebody's words point to?"""

import re
from collections.abc import Sequence

from bot.messages.faq import question, topics_of
from bot.policy import Policy
from bot.texts.catalogue import LANGUAGES, Words
from models.search_text import folded

FIRST_WORD = 2
"""Points for the word that names a topic; the others count one."""
WORD_FROM = 4
"""Minimum length in letters of a word that also matches its longer forms: "pack" matches "packs"."""


def find_topic(typed: str, policy: Policy) -> str | None:
    """Return the topic with this name or question, or the one with the most points; None if none or several do."""
    names = topics_of(policy)
    typed_words = _split(typed)
    for name in names:
        if typed == name or (typed_words and typed_words in map(_split, _questions(name, policy))):
            return name
    points = {name: max(_points(words, typed_words) for words in _words(name, policy)) for name in names}
    most = max(points.values())
    best = [name for name in names if points[name] == most]
    return best[0] if most and len(best) == 1 else None


def _points(words: Sequence[str], typed_words: Sequence[str]) -> int:
    return sum(1 if number else FIRST_WORD for number, word in enumerate(words) if _is_among(word, typed_words))


def _is_among(word: str, typed_words: Sequence[str]) -> bool:
    return any(one == word or (len(word) >= WORD_FROM and one.startswith(word)) for one in typed_words)


def _words(name: str, policy: Policy) -> list[list[str]]:
    """Return the words that point to a topic, in each language."""
    own = next((one for one in policy.own_topics if one.name == name), None)
    if own is None:
        return [_split(Words(language, "UTC")(f"faq_words-{name}")) for language in LANGUAGES]
    titles = [f"{name.replace('_', ' ')} {question}" for question in own.titles.values()]
    return [[word for word in _split(title) if len(word) >= WORD_FROM] for title in titles]


def _questions(name: str, policy: Policy) -> list[str]:
    """Return the question of a topic in each language."""
    return [question(name, policy=policy, words=Words(language, "UTC")) for language in LANGUAGES]


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))
