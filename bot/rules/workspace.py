"""What does the workspace consist of? The desks, with the channels and people that the settings and the policy name."""

from dataclasses import dataclass

from bot.rules.escalation import Escalation

FIRST_DESK = ""
"""Name of the desk whose triage channel is TRIAGE_CHANNEL."""


@dataclass
class Desk:
    """Technicians who share a triage channel."""

    name: str
    """Its name in the policy; `FIRST_DESK` for the first desk."""
    triage_channel: str
    """Slack channel id; the channel's members are the technicians. Slack may change the id while we run."""
    managers: tuple[str, ...]
    """Slack member ids of the managers who are notified of its incidents."""
    locale: str
    """Language of the messages in its channel."""
    products: frozenset[str] = frozenset()
    """Codes, in lower case, of the products whose incidents go to this desk."""
    accounts: frozenset[str] = frozenset()
    """Codes, in lower case, of the accounts whose incidents go to this desk."""


@dataclass
class Workspace:
    """The technicians' side of a Slack workspace."""

    triage_channel: str
    """Channel id of the first desk."""
    managers: tuple[str, ...]
    """Slack member ids in MANAGERS: they are notified of the first desk's incidents, and of those of each desk that has
    no managers of its own; only they manage packs, claims and accounts."""
    locale: str
    """Language of the messages in channels."""
    slack_dates: bool = True
    """True if this workspace shows date tokens in each reader's own zone; a local one shows them raw."""
    tells_channels: bool = True
    """True if this workspace says which channels somebody is in; a local one gives the same ones for everybody."""
    has_fallback: bool = False
    """True if a message is scheduled in Slack for each last warning, to be posted if Guichet is down."""
    escalations: tuple[Escalation, ...] = ()
    """Who is notified outside Slack of incidents that nobody has answered."""
    further_desks: tuple[Desk, ...] = ()
    """The desks that the policy adds to the first one; empty in a workspace with one desk."""

    @property
    def desks(self) -> tuple[Desk, ...]:
        """Return all desks, beginning with the first desk."""
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
        """Return the desk of an incident with this desk name: the first desk if the policy no longer has that one."""
        return next((one for one in self.further_desks if one.name == name), self.desks[0])

    def triage_of(self, desk: str) -> str:
        """Return the triage channel of the desk with this name; see `desk_of`."""
        return self.desk_of(desk).triage_channel

    def managers_of(self, desk: str) -> tuple[str, ...]:
        """Return the managers notified of the incidents of a desk: its own, or those in MANAGERS if it has none."""
        return self.desk_of(desk).managers or self.managers

    def reached_at(self, desk: str) -> tuple[str, ...]:
        """Return the managers of a desk, followed by those who are notified if none of them can be reached."""
        return tuple(dict.fromkeys([*self.managers_of(desk), *self.managers]))

    def desk_for(self, *, product: str | None, account: str | None) -> str:
        """Return the name of the desk of a product, else of an account, by their codes; else that of the first desk."""
        of_product = (one.name for one in self.further_desks if (product or "").casefold() in one.products)
        of_account = (one.name for one in self.further_desks if (account or "").casefold() in one.accounts)
        return next(of_product, None) or next(of_account, FIRST_DESK)

    def locale_in(self, channel: str) -> str:
        """Return the language of the messages in a channel that is tied to no account."""
        return next((one.locale for one in self.further_desks if one.triage_channel == channel), self.locale)

    def rename_channel(self, old: str, new: str) -> None:
        """Replace the id of a triage channel with its new one."""
        if self.triage_channel == old:
            self.triage_channel = new
        for desk in self.further_desks:
            if desk.triage_channel == old:
                desk.triage_channel = new
