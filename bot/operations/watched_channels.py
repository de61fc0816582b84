"""What is known of the channels that we need, kept in a heartbeat for the auditor and `doctor`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlmodel import Session, col, delete, select

from bot.delivery.health import heartbeat_of
from bot.operations.context import Context
from bot.operations.incidents.cards import refresh_cards
from bot.operations.record_heartbeat import record_heartbeat
from bot.queries.channels import CHANNELS, is_needed, open_in
from bot.queries.incident_facts import UNSHARED
from bot.rules.channels import Channel, Noted, compare, without
from models import Heartbeat


def noted_channels(session: Session) -> Noted | None:
    """Return what is known of the channels that we need; None if Slack has never listed them."""
    noted = heartbeat_of(session, part=CHANNELS)
    return read_noted(noted.facts) if noted is not None else None


def note_channels(session: Session, *, listed: Mapping[str, Channel], needed: Sequence[str], context: Context) -> None:
    """Record what follows from Slack's list of all channels that we are in, and from the list of those we need."""
    before = _before(session)
    noted = compare(before, listed, needed=needed, now=context.now)
    _record(session, noted, context)
    if changed := {*before.unshared} ^ {*noted.unshared}:
        key = f"shared {context.now.isoformat()}"
        for incident in open_in(session, changed):
            refresh_cards(session, incident, context=context, dedup_key=key)


def note_removal(session: Session, *, channel: str, context: Context) -> None:
    """Record that we were removed from a channel, if we need it; its name stays known."""
    if is_needed(session, channel, triage_channels=context.workspace.triage_channels):
        _record(session, without(_before(session), channel), context)


def read_noted(facts: Mapping[str, Any]) -> Noted:
    """Return the notes stored in the facts of the heartbeat."""
    channels = {one: Channel(**channel) for one, channel in facts["channels"].items()}
    renamed = {one: (name, seen) for one, (name, seen) in facts["renamed"].items()}
    return Noted(channels, facts["left"], renamed, facts["unshared"])


def _before(session: Session) -> Noted:
    return noted_channels(session) or Noted({})


def _record(session: Session, noted: Noted, context: Context) -> None:
    facts: dict[str, Collection[Any]] = {
        "channels": {one: asdict(channel) for one, channel in noted.channels.items()},
        "left": list(noted.left),
        "renamed": dict(noted.renamed),
        "unshared": list(noted.unshared),
    }
    record_heartbeat(session, part=CHANNELS, at=context.now, facts=facts)
    _mark_unshared(session, noted.unshared, context)


def _mark_unshared(session: Session, channels: Collection[str], context: Context) -> None:
    """Give these channels, and no others, a heartbeat saying that they are no longer shared; `is_unshared` reads it."""
    marks = {f"{UNSHARED}{one}" for one in channels}
    marked = {*session.exec(select(Heartbeat.name).where(col(Heartbeat.name).startswith(UNSHARED)))}
    session.exec(delete(Heartbeat).where(col(Heartbeat.name).in_(marked - marks)))
    for mark in sorted(marks - marked):
        record_heartbeat(session, part=mark, at=context.now)
