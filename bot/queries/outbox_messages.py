"""What is known of an outbox message?"""

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, col, select

from bot.facts.incident import IncidentFacts
from bot.queries.incidents import card_of
from bot.queries.remarks import copy_of
from models import Card, Fallback, OutboxMessage

WAITING = ("pending", "parked")
WAITING_WRITTEN_OUT: BindParameter[Any] = bindparam("waiting", WAITING, expanding=True, literal_execute=True)
"""Written into the statement: a database uses the indexes of waiting rows only if it can read which rows are meant."""


def is_last_warning(message: OutboxMessage) -> bool:
    """Is this the warning that a fallback stands in for?"""
    return message.kind == "warning" and bool(message.parameters.get("broadcast"))


def post_at_of(message: OutboxMessage) -> datetime:
    """Return the instant at which the fallback that this message arms will speak."""
    return datetime.fromisoformat(message.parameters["post_at"])


def incident_of(message: OutboxMessage) -> int:
    """Return the number of the incident it is about, which it must have."""
    assert message.incident_id is not None  # noqa: S101 - only notices have none, and they have no card
    return message.incident_id


def card_of_message(session: Session, *, message: OutboxMessage) -> Card | None:
    """Return the card in whose thread it belongs; None while it is not posted, and for a direct message."""
    return card_of(session, incident_id=incident_of(message), side=message.side) if message.side else None


def related_cards(session: Session, *, message: OutboxMessage, facts: IncidentFacts) -> dict[int, tuple[str, str]]:
    """Return channel and ts of the cards, on the message's side, of the incidents that it may name."""
    named = {*facts.others, facts.parent, message.parameters.get("other")} - {None}
    if not named or message.side is None:
        return {}
    wanted = select(Card).where(col(Card.incident_id).in_(named), Card.side == message.side)
    return {one.incident_id: (one.channel, one.ts) for one in session.exec(wanted)}


def copy_of_message(session: Session, *, message: OutboxMessage) -> OutboxMessage | None:
    """Return the copy of a remark that this message brings up to date, or None while it is not seen."""
    return copy_of(session, remark_id=message.parameters["remark_id"], kind="remark_to_triage")


def armed_fallback(session: Session, *, message: OutboxMessage) -> Fallback | None:
    """Return the scheduled message that lies ready for the incident, if there is one."""
    return session.exec(
        select(Fallback).where(Fallback.incident_id == message.incident_id, Fallback.state == "armed")
    ).first()
