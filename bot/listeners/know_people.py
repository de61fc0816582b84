"""Somebody joins, leaves or changes their profile: what we remember follows."""

from bot.listeners.gesture import Gesture


def come_or_go(gesture: Gesture) -> None:
    """Read anew where somebody is who joins or leaves a channel: it says who is a technician, and of which account."""
    gesture.people.forget_place(gesture.event["user"], gesture.event["channel"])
    gesture.ack()


def change(gesture: Gesture) -> None:
    """Remember a person's new language, zone and name."""
    gesture.people.learn(gesture.event["user"])
    gesture.ack()
