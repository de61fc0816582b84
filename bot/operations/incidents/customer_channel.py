"""Where does the customer read? In the channel of filing, or in direct messages if Guichet may not write there."""

from sqlmodel import Session, col, delete

from bot.delivery import outbox
from bot.delivery.destination import customer_thread
from bot.operations.context import Context
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.trail import record_act
from models import Card, OutboxMessage
from models.vocabulary import Kind, Side


def move_to_direct_message(session: Session, *, message: OutboxMessage, context: Context) -> bool:
    """Send everything for the customer as direct messages from now on, as Slack refuses the channel of this message.

    A card in that channel can no longer be updated, so the customer gets a new one. Returns False for somebody from
    another organisation, who may be unable to read our direct messages: the message then waits for the channel.
    """
    incident = lock_incident(session, message.incident_number)
    before = incident.opened_in
    if context.is_outsider(incident.opened_by):
        return False
    if before != incident.opened_by:
        incident.opened_in = incident.opened_by
        after = {"opened_in": incident.opened_in}
        record_act(
            session, incident, "move_to_direct_message", context=context, before={"opened_in": before}, after=after
        )
        session.exec(delete(Card).where(col(Card.incident_id) == incident.id, col(Card.side) == Side.CUSTOMER))
        if message.kind != Kind.CUSTOMER_CARD:
            to = customer_thread(incident)
            outbox.post(session, kind=Kind.CUSTOMER_CARD, to=to, dedup_key="moved", now=context.now)
    outbox.redirect(session, incident_id=incident.number, side=Side.CUSTOMER, channel=incident.opened_in)
    return True
