"""Who is acting? What we know about a Slack user when a rule must decide or words must be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.refusal import NotKnownNow
from bot.rules.workspace import FIRST_DESK


class TechniciansUnknown(NotKnownNow):
    """It must be known now whether somebody is a technician, but Slack has not told us."""

    text = "refusal-technicians_unknown"


class AccountsUnknown(NotKnownNow):
    """It must be known now which accounts somebody belongs to, but Slack has not told us who or where they are."""

    text = "refusal-accounts_unknown"


@dataclass(frozen=True)
class Person:
    """A Slack user, as seen from the workspace."""

    user_id: str
    """Slack's member id, "U…"."""
    name: str
    """The name shown in Slack; only for display, never for identification."""
    locale: str
    """Language of the messages to this person, one of those in bot/texts."""
    timezone: str
    """Zone in which times are written for this person, such as "Europe/Paris"."""
    is_technician: bool | None = False
    """True for members of a triage channel whom the policy accepts as technicians; None while Slack has not told us."""
    at_desks: Mapping[str, bool | None] | None = None
    """The same for each desk, by name, if the policy lets technicians see only their own desk's incidents; None if they
    see all."""
    email: str | None = None
    """E-mail address that proves where somebody works, in lower case; None if there is none."""
    is_known: bool = True
    """False while Slack has not told us who this is; there may then be an address after all."""
    by_name_only: bool = False
    """True if they belong only to accounts that name them: neither their address nor a channel counts."""
    is_manager: bool = False
    """True if named in MANAGERS."""
    manages: frozenset[str] = frozenset()
    """Names of the further desks whose managers they are."""
    has_left: bool = False
    """True if deactivated in Slack, which still accepts messages to such people."""
    is_bot: bool = False
    """True for an app's user, who reads nothing."""
    is_nobody: bool = False
    """True if Slack knows nobody with this id, or does not show them to us."""
    is_outsider: bool = False
    """True if from another organisation, in a channel that is shared with it."""

    @property
    def looks_at_slack(self) -> bool:
        """Return False for apps, deactivated people and people whom Slack does not know."""
        return not (self.is_bot or self.has_left or self.is_nobody)

    @property
    def answers(self) -> bool:
        """Return True for a technician, whose acts count as answers; raise `TechniciansUnknown` if that is unknown."""
        if self.is_technician is None:
            raise TechniciansUnknown
        return self.is_technician

    @property
    def is_provider(self) -> bool:
        """Return True if this is known to be a technician or a manager; False also while Slack has not told us."""
        return self.is_manager or bool(self.manages) or self.is_technician is True

    @property
    def is_staff(self) -> bool:
        """Return True for technicians and managers of any desk; raise `TechniciansUnknown` if that is unknown."""
        return self.is_manager or bool(self.manages) or self.answers

    @property
    def sees_every_desk(self) -> bool:
        """Return True if they see the incidents of every desk; raise `TechniciansUnknown` if that is unknown."""
        return self.is_manager or (self.at_desks is None and self.answers)

    def works_at(self, desk: str) -> bool | None:
        """Return whether this is a technician for the incidents of a desk; None while Slack has not told us.

        A desk that the policy no longer has stands for the first desk.
        """
        if self.at_desks is None:
            return self.is_technician
        return self.at_desks.get(desk, self.at_desks.get(FIRST_DESK, False))

    def works_on(self, *, desk: str, assigned_to: str | None) -> bool | None:
        """Return the same for one incident, which its technician keeps when it moves to another desk."""
        is_theirs = assigned_to == self.user_id and self.is_technician is True
        return is_theirs or self.works_at(desk)

    def is_staff_for(self, *, desk: str, assigned_to: str | None) -> bool:
        """Return True if they see an incident's technicians' side; raise `TechniciansUnknown` if that is unknown."""
        works = self.manages_at(desk) or self.works_on(desk=desk, assigned_to=assigned_to)
        if works is None:
            raise TechniciansUnknown
        return works

    def manages_at(self, desk: str) -> bool:
        """Return True for a manager of the incidents of a desk; those named in MANAGERS manage all desks."""
        return self.is_manager or desk in self.manages


def is_member_id(place: str) -> bool:
    """Return True for the id of a person ("U…", "W…" on Enterprise Grid), not of a channel."""
    return place.startswith(("U", "W"))


GUICHET = Person("guichet", "Guichet", "en", "UTC")
"""The person who acts when something happens by itself; neither a technician nor a manager."""
