"""A technician acknowledges an incident, by its button or with :eyes: on a card. The policy's reaction offers to file.

Removing :eyes: again soon gives the incident back.
"""

from bot.listeners import offer_reaction
from bot.listeners.gesture import Gesture
from bot.operations.incidents.acknowledgement import acknowledge_incident, receive_eyes
from bot.operations.incidents.giving_back import take_back_eyes
from bot.queries.incidents import card_at
from models import Card


def click(gesture: Gesture) -> None:
    """Acknowledge the incident whose button was pressed."""
    gesture.once(acknowledge_incident, incident_id=gesture.subject.incident, context=gesture.context)
    gesture.ack()


def react(gesture: Gesture) -> None:
    """Acknowledge the incident whose card a technician marks with :eyes:; offer to file on the policy's reaction."""
    event, item = gesture.event, gesture.event["item"]
    if event["reaction"] == gesture.policy.intake.emoji and item["type"] == "message":
        offer_reaction.react(gesture, item["channel"], item["ts"])
    elif card := _card_with_eyes(gesture):
        at = gesture.instant(event["event_ts"])
        gesture.once(receive_eyes, incident_id=card.incident_id, at=at, context=gesture.context)
    gesture.ack()


def unreact(gesture: Gesture) -> None:
    """Give back the incident that the removed :eyes: had acknowledged; remove an offer whose reaction is removed."""
    item = gesture.event["item"]
    if gesture.event["reaction"] == gesture.policy.intake.emoji and item["type"] == "message":
        offer_reaction.unreact(gesture, item["channel"], item["ts"])
    elif card := _card_with_eyes(gesture):
        at = gesture.instant(gesture.event["event_ts"])
        gesture.once(take_back_eyes, incident_id=card.incident_id, at=at, context=gesture.context)
    gesture.ack()


def _card_with_eyes(gesture: Gesture) -> Card | None:
    """Return the card that the :eyes: were put on; None for another reaction or another message."""
    item = gesture.event["item"]
    if gesture.event["reaction"] != "eyes" or item["type"] != "message":
        return None
    with gesture.reading() as session:
        return card_at(session, channel=item["channel"], ts=item["ts"])
