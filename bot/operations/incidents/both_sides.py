"""Both sides of an incident are told what has happened, by a message in each thread and by the updated cards."""

from typing import Any

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import customer_thread, triage_thread
from bot.delivery.outbox import NewMessage
from bot.operations.context import Context
from bot.operations.incidents.cards import refresh_cards
from models import Incident
from models.vocabulary import BothSides


def post_to_both_sides(
    session: Session,
    incident: Incident,
    kinds: BothSides,
    *,
    context: Context,
    dedup_key: str | None = None,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Post one message in each thread, deduplicated by `dedup_key`, or else by the version of the incident."""
    destinations = (
        (kinds.customer, customer_thread(incident)),
        (kinds.triage, triage_thread(incident.number, triage_channel=context.workspace.triage_of(incident.desk))),
    )
    key = f"v{incident.version}" if dedup_key is None else dedup_key
    messages = [NewMessage(kind, to, context.now, key, parameters or {}) for kind, to in destinations]
    outbox.post_all(session, messages, now=context.now)


def notify_both_sides(
    session: Session,
    incident: Incident,
    kinds: BothSides,
    *,
    context: Context,
    parameters: dict[str, Any] | None = None,
) -> None:
    """Post in both threads what has happened, and update the cards."""
    post_to_both_sides(session, incident, kinds, context=context, parameters=parameters)
    refresh_cards(session, incident, context=context)
