"""Somebody joins, leaves or changes their profile: what we remember follows."""

from typing import Any

from slack_bolt import Ack

from bot.people import People


def come_or_go(ack: Ack, event: dict[str, Any], people: People) -> None:
    """Read anew where somebody is who joins or leaves a channel: it says who is a technician, and of which account."""
    ack()
    people.forget_place(event["user"], event["channel"])


def change(ack: Ack, event: dict[str, Any], people: People) -> None:
    """Remember a person's new language, zone and name."""
    ack()
    people.learn(event["user"])
