"""Somebody joins, leaves or changes their profile: what is remembered of them is forgotten."""

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
    """Read a person's language, zone and name anew."""
    ack()
    people.forget(event["user"]["id"])
