"""Where does a message go, and after which others?"""

from dataclasses import dataclass

from models import Incident
from models.vocabulary import Side


@dataclass(frozen=True)
class Destination:
    """A place in Slack. Messages of one lane are posted one after the other; lanes do not wait for one another."""

    channel: str
    """Slack channel id, or a member id for a direct message."""
    incident_id: int | None = None
    """None for what belongs to no incident, such as a notice to the managers."""
    side: Side | None = None
    """The side of the incident whose thread it belongs to; None for a direct message."""
    lane_name: str = ""
    """Names a lane of its own within the incident; "" for that of the side or of the reader."""

    @property
    def lane(self) -> str:
        """Return the key of the lane, such as "42 triage" or "42 U0MANAGER"."""
        return f"{self.incident_id or 'workspace'} {self.lane_name or self.side or self.channel}"


def customer_thread(incident: Incident) -> Destination:
    """Return the customer's thread of an incident that is stored."""
    return Destination(incident.opened_in, incident_id=incident.id, side=Side.CUSTOMER)


def triage_thread(incident_id: int | None, *, triage_channel: str) -> Destination:
    """Return the technicians' thread of an incident."""
    return Destination(triage_channel, incident_id=incident_id, side=Side.TRIAGE)


def direct_message(user_id: str, *, incident_id: int | None = None) -> Destination:
    """Return a direct message with this person."""
    return Destination(user_id, incident_id=incident_id)


def second_voice(incident_id: int, key: str, *, lane_name: str = "") -> Destination:
    """Return an address outside Slack, by its key."""
    return Destination(channel_outside(key), incident_id=incident_id, lane_name=lane_name)


def channel_outside(key: str) -> str:
    """Return the channel of messages to the address outside Slack that has this key; it is compared as a whole."""
    return f"apprise {key}"
