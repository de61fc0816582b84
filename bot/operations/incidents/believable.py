"""When did somebody act, as far as can be believed, and does it count? Slack's timestamps come from outside."""

import logging
from datetime import datetime

from bot.rules.instants import within
from models import Incident

log = logging.getLogger(__name__)


def believable(incident: Incident, at: datetime, *, now: datetime) -> datetime:
    """Return when something happened to the incident: never before its filing or after now (see `within`)."""
    instant = within(at, filed_at=incident.opened_at, now=now)
    if instant != at:
        log.warning("INC-%s: %s cannot be true of it; %s is taken.", incident.number, at, instant)
    return instant


def counts(incident: Incident, at: datetime) -> bool:
    """Return True if an act at this instant can acknowledge the incident: not if that was given back afterwards."""
    return incident.given_back_at is None or at > incident.given_back_at
