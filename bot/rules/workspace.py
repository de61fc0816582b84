"""Whose workspace is it? The desks, with the places and people that the settings and the policy name."""

from dataclasses import dataclass

from bot.rules.escalation import Escalation

FIRST_DESK = ""
"""Name of the desk whose triage channel is TRIAGE_CHANNEL."""


@dataclass
class Desk:
    """Technicians who share a triage channel."""

    name: str
    """As the policy calls it; `FIRST_DESK` for the first."""
    triage_channel: str
    """Slack channel id; its members are the technicians. Slack may give the channel another id while we run."""
    managers: tuple[str, ...]
    """Slack member ids of those who hear of its incidents."""
    locale: str
    """Language of the messages in its channel."""
    products: frozenset[str] = frozenset()
    """Codes of the products whose incidents are for this desk, in small letters."""
    accounts: frozenset[str] = frozenset()
    """Codes of the accounts whose incidents are for this desk, in small letters."""


@dataclass
class Workspace:
    """The technicians' side of a Slack workspace."""

    triage_channel: str
    """That of the first desk."""
    managers: tuple[str, ...]
    """Slack member ids that MANAGERS names: they hear of the first desk's incidents, and of those of each desk that
    names no managers of its own; packs, claims and accounts are theirs alone."""
    locale: str
    """Language of the messages in channels."""
    slack_dates: bool = True
    """True if this workspace writes date tokens in each reader's own zone; a local one shows them raw."""
    tells_channels: bool = True
    """True if this workspace tells in which channels somebody is; a local one names the same ones for everybody."""
    has_fallback: bool = False
    """True if a message is scheduled in Slack for each last warning, to be posted if Guichet is down."""
    escalations: tuple[Escalation, ...] = ()
    """Who is told outside Slack of what nobody has answered."""
    further_desks: tuple[Desk, ...] = ()
    """The desks that the policy adds to the first; in a workspace with one desk there are none."""

    @property
    def desks(self) -> tuple[Desk, ...]:
        """Return all desks, the first one first."""
        return (Desk(FIRST_DESK, self.triage_channel, self.managers, self.locale), *self.further_desks)

    @property
    def triage_channels(self) -> tuple[str, ...]:
        """Return the triage channel of each desk."""
        return tuple(one.triage_channel for one in self.desks)

    @property
    def all_managers(self) -> tuple[str, ...]:
        """Return the managers of all desks, each once."""
        return tuple(dict.fromkeys([*self.managers, *(who for desk in self.further_desks for who in desk.managers)]))

    def desk_of(self, name: str) -> Desk:
        """Return the desk at which an incident is that names this one: the first where the policy has it no more."""
        return next((one for one in self.further_desks if one.name == name), self.desks[0])

    def triage_of(self, desk: str) -> str:
        """Return the triage channel of the desk that an incident names."""
        return self.desk_of(desk).triage_channel

    def managers_of(self, desk: str) -> tuple[str, ...]:
        """Return who hears of the incidents of the desk that an incident names: MANAGERS where it has none itself."""
        return self.desk_of(desk).managers or self.managers

    def reached_at(self, desk: str) -> tuple[str, ...]:
        """Return who hears of its incidents, with those who hear of them where none of the former can be reached."""
        return tuple(dict.fromkeys([*self.managers_of(desk), *self.managers]))

    def desk_for(self, *, product: str | None, account: str | None) -> str:
        """Return the name of the desk of a product, else of an account, by their codes; else of the first desk."""
        of_product = (one.name for one in self.further_desks if (product or "").casefold() in one.products)
        of_account = (one.name for one in self.further_desks if (account or "").casefold() in one.accounts)
        return next(of_product, None) or next(of_account, FIRST_DESK)

    def locale_in(self, channel: str) -> str:
        """Return the language of the messages in a channel that is tied to no account."""
        return next((one.locale for one in self.further_desks if one.triage_channel == channel), self.locale)

    def rename_channel(self, old: str, new: str) -> None:
        """Follow the new id of a channel."""
        if self.triage_channel == old:
            self.triage_channel = new
        for desk in self.further_desks:
            if desk.triage_channel == old:
                desk.triage_channel = new
