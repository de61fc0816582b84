"""Who is acting? What we know of a Slack user when a rule must decide or words must be chosen."""

from dataclasses import dataclass


class TechniciansUnknown(Exception):
    """Whether somebody is a technician must be known now, and Slack has not answered; it must be tried again."""


@dataclass(frozen=True)
class Person:
    """A Slack user, seen by the workspace."""

    user_id: str
    """Slack's member id, "U…"."""
    name: str
    """The name shown in Slack; for reading only, never for recognising somebody."""
    locale: str
    """Language of the messages to this person, one of those in bot/texts."""
    timezone: str
    """Zone in which times are written for this person, such as "Europe/Paris"."""
    is_technician: bool | None = False
    """Is a member of the triage channel; None while Slack has not said who is."""
    email: str | None = None
    """E-mail address that Slack has confirmed, in small letters; None where there is none."""
    is_manager: bool = False
    """Is named in MANAGERS."""
    has_left: bool = False
    """Was deactivated in Slack, which takes messages to such people all the same."""

    @property
    def answers(self) -> bool:
        """Does what this person does count as an answer? Raises `TechniciansUnknown` rather than guess."""
        if self.is_technician is None:
            raise TechniciansUnknown(self.user_id)
        return self.is_technician


def is_member_id(place: str) -> bool:
    """Is this the id of a person ("U…", "W…" on Enterprise Grid), not of a channel?"""
    return place.startswith(("U", "W"))


GUICHET = Person("guichet", "Guichet", "en", "UTC")
"""Who acts where something happens by itself; neither technician nor manager."""
