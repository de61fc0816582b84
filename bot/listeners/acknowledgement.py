"""A technician takes an incident on: by the button or with :eyes: on a card. Other reactions offer to file."""

from bot.listeners import offer
from bot.listeners.gesture import Gesture
from bot.operations.incidents.acknowledgement import acknowledge_incident, receive_eyes
from bot.queries.incidents import card_at


def click(gesture: Gesture) -> None:
    """Acknowledge the incident whose button was pressed."""
    gesture.once(acknowledge_incident, incident_id=gesture.subject.incident, context=gesture.context)
    gesture.ack()


def react(gesture: Gesture) -> None:
    """Acknowledge the incident on whose card a technician puts :eyes:; offer to file what has the policy's reaction."""
    event, item = gesture.event, gesture.event["item"]
    if event["reaction"] == gesture.policy.intake.emoji and item["type"] == "message":
        offer.react(gesture, item["channel"], item["ts"])
    elif event["reaction"] == "eyes" and item["type"] == "message":
        with gesture.reading() as session:
            card = card_at(session, channel=item["channel"], ts=item["ts"])
        if card is not None:
            at = gesture.instant(event["event_ts"])
            gesture.once(receive_eyes, incident_id=card.incident_id, at=at, context=gesture.context)
    gesture.ack()
