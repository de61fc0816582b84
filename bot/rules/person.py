"""Who is acting? What we know of a Slack user when a rule must decide or words must be chosen."""

from dataclasses import dataclass

from bot.rules.refusal import NotKnownNow


class TechniciansUnknown(NotKnownNow):
    """Whether somebody is a technician must be known now, and Slack has not told us."""

    text = "refusal-technicians_unknown"


class AccountsUnknown(NotKnownNow):
    """To which accounts somebody belongs must be known now, and Slack has not told us who they are, or where."""

    text = "refusal-accounts_unknown"


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
    """Is a member of the triage channel whom the policy takes for one; None while Slack has not told us."""
    email: str | None = None
    """E-mail address that proves where somebody works, in small letters; None where there is none."""
    is_known: bool = True
    """False while Slack has not told us who this is: then there may be an address after all."""
    by_name_only: bool = False
    """Belongs only to accounts that name them: neither an address nor a channel counts."""
    is_manager: bool = False
    """Is named in MANAGERS."""
    has_left: bool = False
    """Was deactivated in Slack, which takes messages to such people all the same."""
    is_bot: bool = False
    """Is an app's user, who reads nothing."""
    is_nobody: bool = False
    """Slack knows nobody of this id, or nobody that it shows us."""
    is_outsider: bool = False
    """Is of another organisation, in a channel that is shared with it."""

    @property
    def answers(self) -> bool:
        """Return True for a technician, whose acts count as answers; raise `TechniciansUnknown` rather than guess."""
        if self.is_technician is None:
            raise TechniciansUnknown
        return self.is_technician

    @property
    def sees_all(self) -> bool:
        """Return True for who sees every incident; raise `TechniciansUnknown` rather than guess."""
        return self.is_manager or self.answers


def is_member_id(place: str) -> bool:
    """Is this the id of a person ("U…", "W…" on Enterprise Grid), not of a channel?"""
    return place.startswith(("U", "W"))


GUICHET = Person("guichet", "Guichet", "en", "UTC")
"""Who acts where something happens by itself; neither technician nor manager."""
