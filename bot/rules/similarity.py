"""Are two incidents about the same thing? Their keywords decide; if in doubt, they are not."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

COMMON_BEGINNING, COMMON_SHARE = 4, 0.6
"""Minimum letters, and minimum share of the longer word, that two forms of one word have in common at the beginning."""
ENOUGH, ENOUGH_OF_SEVERAL = 0.6, 0.5
"""Minimum share of both titles' keywords that must be common, if one thing is common, and if several are."""


@dataclass(frozen=True)
class Topic:
    """What an incident is about."""

    title: frozenset[str]
    """Keywords of its title."""
    every: frozenset[str]
    """Keywords of its title and description."""
    symptoms: frozenset[str] = frozenset()
    """Keywords, of any incident, that do not say which thing it is about."""
    names: frozenset[str] = frozenset()
    """Names with dots in them, such as those of users, hosts and files."""
    one_of_many: frozenset[str] = frozenset()
    """Keywords for things of which there are many: a title with nothing else does not say which one it means."""

    @property
    def telling(self) -> frozenset[str]:
        """Return the most telling keywords: those of the title, or all if the title names no thing."""
        return self.title if self.title - self.symptoms else self.every

    @property
    def codes(self) -> frozenset[str]:
        """Return the numbers and the names with digits, such as those of servers and errors."""
        return frozenset(one for one in self.every if any(map(str.isdigit, one)))


def is_similar(one: Topic, other: Topic) -> bool:
    """Return True if two incidents are about the same thing, as far as their words tell.

    They are not if each title names something that the other incident does not mention.
    """
    if _are_apart(one.codes, other.codes) or _are_apart(one.names, other.names) or _tell_apart(one, other):
        return False
    common = {word for word in one.telling if _is_in(word, other.telling)}
    things = len(common - one.symptoms)
    only = [_missing(one.telling, other.every), _missing(other.telling, one.every)]
    share = len(common) / (len(common) + len(only[0]) + len(only[1])) if common else 0
    return not all(only) and things > 0 and share >= (ENOUGH_OF_SEVERAL if things > 1 else ENOUGH)


def likeness(one: Topic, other: Topic) -> float:
    """Return the share of all their keywords that two incidents have in common, for ordering similar ones."""
    common = sum(_is_in(word, other.every) for word in one.every)
    return common / max(1, len(one.every | other.every))


def _are_apart(some: AbstractSet[str], others: AbstractSet[str]) -> bool:
    return bool(some and others) and not some & others


def _tell_apart(one: Topic, other: Topic) -> bool:
    """Return True if both titles say little and the descriptions have too little in common.

    A title says little if it is a single word, or names a thing of which there are many without saying which.
    """
    titles = one.telling | other.telling
    mine, theirs = one.every - titles, other.every - titles
    fewer = min(len(mine), len(theirs))
    common = sum(_is_in(word, theirs) for word in mine)
    named = one.telling & other.telling & one.one_of_many
    further = len(titles - one.symptoms) - len(named)
    if named and further <= 1:  # A further word may be a name, or may say what is wrong.
        return common <= fewer / 2 and (not further or fewer > 0)
    return len(titles) == 1 and fewer > 1 and not common


def _missing(words: AbstractSet[str], among: AbstractSet[str]) -> AbstractSet[str]:
    return {word for word in words if not _is_in(word, among)}


def _is_in(word: str, among: AbstractSet[str]) -> bool:
    return word in among or any(_are_forms(word, one) for one in among)


def _are_forms(one: str, other: str) -> bool:
    if any(map(str.isdigit, one + other)):
        return False
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= COMMON_BEGINNING and common >= COMMON_SHARE * max(len(one), len(other))
