"""Who is acting? What we know of a Slack user when a rule must decide or words must be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.refusal import NotKnownNow
from bot.rules.workspace import FIRST_DESK


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
    """Is a member of a triage channel whom the policy takes for one; None while Slack has not told us."""
    at_desks: Mapping[str, bool | None] | None = None
    """The same for each desk, by its name, where the policy lets technicians see those of their own desk alone; None
    where they see all."""
    email: str | None = None
    """E-mail address that proves where somebody works, in small letters; None where there is none."""
    is_known: bool = True
    """False while Slack has not told us who this is: then there may be an address after all."""
    by_name_only: bool = False
    """Belongs only to accounts that name them: neither an address nor a channel counts."""
    is_manager: bool = False
    """Is named in MANAGERS."""
    manages: frozenset[str] = frozenset()
    """Names of the further desks whose managers they are."""
    has_left: bool = False
    """Was deactivated in Slack, which takes messages to such people all the same."""
    is_bot: bool = False
    """Is an app's user, who reads nothing."""
    is_nobody: bool = False
    """Slack knows nobody of this id, or nobody that it shows us."""
    is_outsider: bool = False
    """Is of another organisation, in a channel that is shared with it."""

    @property
    def looks_at_slack(self) -> bool:
        """Return False for apps, deactivated people and nobody."""
        return not (self.is_bot or self.has_left or self.is_nobody)

    @property
    def answers(self) -> bool:
        """Return True for a technician, whose acts count as answers; raise `TechniciansUnknown` rather than guess."""
        if self.is_technician is None:
            raise TechniciansUnknown
        return self.is_technician

    @property
    def is_provider(self) -> bool:
        """Return True for who is known to be a technician or a manager; False also while Slack has not told us."""
        return self.is_manager or bool(self.manages) or self.is_technician is True

    @property
    def is_staff(self) -> bool:
        """Return True for technicians and managers, of whichever desk; raise `TechniciansUnknown` rather than guess."""
        return self.is_manager or bool(self.manages) or self.answers

    @property
    def sees_every_desk(self) -> bool:
        """Return True for who sees every incident; raise `TechniciansUnknown` rather than guess."""
        return self.is_manager or (self.at_desks is None and self.answers)

    def works_at(self, desk: str) -> bool | None:
        """Return whether this is a technician for the incidents that name a desk; None while Slack has not told us.

        Those that name a desk which the policy has no more are the first desk's.
        """
        if self.at_desks is None:
            return self.is_technician
        return self.at_desks.get(desk, self.at_desks.get(FIRST_DESK, False))

    def works_on(self, *, desk: str, assigned_to: str | None) -> bool | None:
        """Return the same for one incident: a technician who has it keeps it when it moves to another desk."""
        is_theirs = assigned_to == self.user_id and self.is_technician is True
        return is_theirs or self.works_at(desk)

    def is_staff_for(self, *, desk: str, assigned_to: str | None) -> bool:
        """Return True for who reads what technicians read of an incident; raise `TechniciansUnknown` where unknown."""
        works = self.manages_at(desk) or self.works_on(desk=desk, assigned_to=assigned_to)
        if works is None:
            raise TechniciansUnknown
        return works

    def manages_at(self, desk: str) -> bool:
        """Return True for a manager for the incidents that name a desk: who is in MANAGERS is one for all."""
        return self.is_manager or desk in self.manages


def is_member_id(place: str) -> bool:
    """Return True for the id of a person ("U…", "W…" on Enterprise Grid), not of a channel."""
    return place.startswith(("U", "W"))


GUICHET = Person("guichet", "Guichet", "en", "UTC")
"""Who acts where something happens by itself; neither technician nor manager."""
