"""Whose workspace is it? The places and people that the settings name."""

from dataclasses import dataclass

from bot.rules.escalation import Escalation


@dataclass
class Workspace:
    """The technicians' side of a Slack workspace."""

    triage_channel: str
    """Slack channel id; its members are the technicians. Slack may give the channel another id while we run."""
    managers: tuple[str, ...]
    """Slack member ids."""
    locale: str
    """Language of the messages in channels."""
    slack_dates: bool = True
    """Does this workspace write date tokens in each reader's own zone? A local one shows them raw."""
    tells_channels: bool = True
    """Does this workspace tell in which channels somebody is? A local one names the same ones for everybody."""
    has_fallback: bool = False
    """Is a message laid ready in Slack for each last warning, in case we should be down?"""
    escalations: tuple[Escalation, ...] = ()
    """Who is told outside Slack of what nobody has answered."""
