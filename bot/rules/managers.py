"""Who are the managers? Those named in MANAGERS, and for the incidents of a desk those that the policy names for it.

This is checked at every step, not only when a form is opened.
"""

from collections.abc import Iterable
from typing import Literal

from bot.rules.person import Person
from bot.rules.refusal import Refusal

Wrong = Literal["deactivated", "bot", "unknown", "elsewhere"]
"""Why somebody named in MANAGERS cannot be a manager: deactivated in Slack, an app, unknown to Slack, or from another
workspace, where Guichet's commands and buttons do not work."""


class NotManager(Refusal):
    """Somebody who is not a manager wants to do what only managers may."""

    text = "refusal-not_manager"


def check_manager(person: Person) -> None:
    """Raise `NotManager` unless this person is named in MANAGERS."""
    if not person.is_manager:
        raise NotManager


def check_some_manager(person: Person) -> None:
    """Raise `NotManager` unless this person is a manager, if only of a further desk."""
    if not person.is_manager and not person.manages:
        raise NotManager


def what_is_wrong(manager: Person) -> Wrong | None:
    """Return why this person cannot be a manager; None if nothing is wrong, or Slack has not told us who they are."""
    cases: list[tuple[bool, Wrong]] = [
        (manager.is_nobody, "unknown"),
        (manager.has_left, "deactivated"),
        (manager.is_bot, "bot"),
        (manager.is_outsider, "elsewhere"),
    ]
    return next((wrong for applies, wrong in cases if applies), None)


def hears(manager: Person) -> bool:
    """Return True unless it is known that no message reaches this manager."""
    return what_is_wrong(manager) in {None, "elsewhere"}


def does_nobody_hear(managers: Iterable[Person]) -> bool:
    """Return True if a message reaches none of these managers, or there are none."""
    return not any(hears(one) for one in managers)
