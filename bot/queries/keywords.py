"""Which words of an incident say what it is about? Words with the same meaning, in any language, are one keyword."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.texts.catalogue import LANGUAGES, Words
from models.search_text import ELISION, WORD, folded

SAY_NOTHING = ("ignored", "broken", "machine")
"""Common words, words for not working, and words for any machine: they are in too many incidents to set any apart."""
THINGS = (
    "mail", "mailbox", "printer", "password", "network", "internet", "wifi", "phone", "screen", "keyboard",
    "computer", "laptop", "website", "database", "backup", "drive", "disk", "file", "document", "attachment",
    "account", "invoice", "order", "report", "payroll", "calendar", "appointment", "call", "room", "office",
    "floor", "building", "sound", "picture", "certificate", "licence", "scan", "page", "button", "node", "code",
    "authentication",
)  # fmt: skip
"""Things that an incident may be about."""
ONE_OF_MANY = (
    "password", "account", "mailbox", "phone", "screen", "keyboard", "computer", "laptop", "file", "document",
    "attachment", "invoice", "order", "report", "appointment", "call", "licence",
)  # fmt: skip
"""Things of which there are many, each belonging to somebody."""
SYMPTOMS = (
    "login", "slow", "crash", "restart", "start", "expired", "full", "lost", "access", "update", "sync",
    "export", "import", "open", "wrong", "refused", "1", "2", "3", "4", "5", "pay",
)  # fmt: skip
"""What may be wrong with a thing, or which of several it is: none of these alone distinguishes two incidents."""
AMOUNT = re.compile(r"\b\d{1,2}\s?(?:[:.h]\s?\d{2}|h|am|pm)\b|\b\d+\s?(?:%|s|sec\w*|min\w*|[kmgt][bo])(?!\w)")
"""Times of day, durations and sizes."""
NAME = re.compile(r"\b(?=[a-z0-9_.@-]*[a-z][a-z0-9_-])[a-z0-9_-]+(?:[.@][a-z0-9_-]+)+")
"""A name with dots in it or an address, such as m.keller or srv.example.com, but not an abbreviation such as "e.g."."""
TEXT_LIMIT = 500
"""Maximum characters of a text that are looked at, from its beginning."""


def keywords_of(text: str) -> Sequence[str]:
    """Return the distinct keywords of a text in order: each is a meaning, or a word as a search compares it."""
    words = WORD.findall(ELISION.sub("", AMOUNT.sub(" ", folded(text[:TEXT_LIMIT]))))
    return list(dict.fromkeys(_meanings().get(word, word) for word in words if word not in _ignored()))


def names_in(text: str) -> Sequence[str]:
    """Return the names of users, hosts, files and the like that a text mentions."""
    return NAME.findall(AMOUNT.sub(" ", folded(text[:TEXT_LIMIT])))


def spellings(keyword: str) -> Sequence[str]:
    """Return the words of all languages that a keyword stands for."""
    return _spellings().get(keyword, [keyword])


@cache
def _spellings() -> Mapping[str, Sequence[str]]:
    return {one: _words(one) for one in (*THINGS, *SYMPTOMS)}


@cache
def _meanings() -> Mapping[str, str]:
    return {word: meaning for meaning, words in _spellings().items() for word in words}


@cache
def _ignored() -> frozenset[str]:
    return frozenset(word for one in SAY_NOTHING for word in _words(one)) - _meanings().keys()


def _words(meaning: str) -> list[str]:
    return [word for language in LANGUAGES for word in Words(language, "UTC")(f"keywords-{meaning}").split()]
