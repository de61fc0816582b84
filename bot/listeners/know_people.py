"""Somebody joins, leaves or changes their profile: what we remember follows."""

from bot.listeners.gesture import Gesture
from bot.operations.watched_channels import note_removal


def join(gesture: Gesture) -> None:
    """Look up again where somebody is who joined a channel: it says who is a technician, and of which account."""
    gesture.people.join(gesture.event["user"], gesture.event["channel"])
    gesture.ack()


def leave(gesture: Gesture) -> None:
    """Look up again where somebody is who left a channel; where it is ourselves, note that we are not there."""
    who, channel = gesture.event["user"], gesture.event["channel"]
    if who == gesture.people.own_id:
        gesture.once(note_removal, channel=channel, context=gesture.context)
    gesture.people.leave(who, channel)
    gesture.ack()


def change(gesture: Gesture) -> None:
    """Remember a person's new language, zone and name."""
    gesture.people.learn(gesture.event["user"])
    gesture.ack()
