"""Who may administer? Only those whom MANAGERS names; it is asked at every step, not only when a form is opened."""

from bot.rules.person import Person
from bot.rules.refusal import Refusal


class NotManager(Refusal):
    """Somebody else wants to do what managers do."""

    text = "refusal-not_manager"


def check_manager(person: Person) -> None:
    """Raise `NotManager` unless this person is one."""
    if not person.is_manager:
        raise NotManager
