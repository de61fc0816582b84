"""Somebody joins, leaves or changes their profile: what we remember follows."""

from typing import Any

from slack_bolt import Ack

from bot.people import People
from bot.rules.desk import Desk


def come_or_go(ack: Ack, event: dict[str, Any], people: People, desk: Desk) -> None:
    """Read the technicians anew when somebody joins or leaves the triage channel."""
    ack()
    if event["channel"] == desk.triage_channel:
        people.forget_technicians()


def change(ack: Ack, event: dict[str, Any], people: People) -> None:
    """Remember a person's new language, zone and name."""
    ack()
    people.learn(event["user"])
