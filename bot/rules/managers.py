"""Who are the managers? Those whom MANAGERS names, and for the incidents of a desk those whom the policy names there.

It is asked at every step, not only when a form is opened.
"""

from collections.abc import Iterable
from typing import Literal

from bot.rules.person import Person
from bot.rules.refusal import Refusal

Wrong = Literal["deactivated", "bot", "unknown", "elsewhere"]
"""Why somebody whom MANAGERS names can be no manager: deactivated in Slack, an app, nobody whom Slack knows, or of
another workspace, where Guichet's commands and buttons do not work."""


class NotManager(Refusal):
    """Somebody else wants to do what managers do."""

    text = "refusal-not_manager"


def check_manager(person: Person) -> None:
    """Raise `NotManager` unless this person is one."""
    if not person.is_manager:
        raise NotManager


def check_some_manager(person: Person) -> None:
    """Raise `NotManager` unless this person is one, be it of a further desk alone."""
    if not person.is_manager and not person.manages:
        raise NotManager


def what_is_wrong(manager: Person) -> Wrong | None:
    """Return why this person cannot be a manager; None where nothing is wrong, or Slack has not told who it is."""
    cases: list[tuple[bool, Wrong]] = [
        (manager.is_nobody, "unknown"),
        (manager.has_left, "deactivated"),
        (manager.is_bot, "bot"),
        (manager.is_outsider, "elsewhere"),
    ]
    return next((wrong for applies, wrong in cases if applies), None)


def hears(manager: Person) -> bool:
    """Return whether a message reaches this manager, as far as is known: what Slack does not tell is no "no"."""
    return what_is_wrong(manager) in {None, "elsewhere"}


def does_nobody_hear(managers: Iterable[Person]) -> bool:
    """Return True if a message reaches none of these managers, or there are none."""
    return not any(hears(one) for one in managers)
