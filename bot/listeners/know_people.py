"""Somebody joins or leaves a channel, or changes their profile: what we remember of them is brought up to date."""

from bot.listeners.gesture import Gesture
from bot.operations.watched_channels import note_removal


def join(gesture: Gesture) -> None:
    """Have the channels of somebody who joined one looked up again: they decide on roles and accounts."""
    gesture.people.join(gesture.event["user"], gesture.event["channel"])
    gesture.ack()


def leave(gesture: Gesture) -> None:
    """Note that somebody is no longer in a channel; if it is Guichet itself, record its removal."""
    who, channel = gesture.event["user"], gesture.event["channel"]
    if who == gesture.people.own_id:
        gesture.once(note_removal, channel=channel, context=gesture.context)
    gesture.people.leave(who, channel)
    gesture.ack()


def change(gesture: Gesture) -> None:
    """Remember a person's new language, zone and name."""
    gesture.people.learn(gesture.event["user"])
    gesture.ack()
