"""What people read when they open the demo: who they are in each channel, what to try, and who is who."""

from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.demo import seed
from bot.messages.blocks import paragraph
from bot.texts.catalogue import Words

TWO_HOURS = timedelta(hours=2)
"""Severity A's target."""


def welcome(client: WebClient, words: Words, *, speed: float) -> None:
    """Post the first message of each channel, and publish who is who as the App Home, until Guichet draws its own."""
    customers, lobby, triage, databases = (f"<#{one.id}>" for one in seed.CHANNELS)
    pace = words("demo-fast_time", speed=f"{speed:g}", length=words.duration(TWO_HOURS / speed))
    texts = {
        seed.CUSTOMERS: words("demo-customers", triage=triage),
        seed.LOBBY: words("demo-lobby", confirmation=seed.GLOBEX),
        seed.DATABASES: words("demo-databases", customers=customers, triage=triage),
        seed.TRIAGE: f"{words('demo-triage', customers=customers)}\n{words('demo-real_time') if speed == 1 else pace}",
    }
    for channel, text in texts.items():
        client.chat_postMessage(channel=channel.id, text=text.partition("\n")[0], blocks=_paragraphs(text))
    people = _paragraphs(words("demo-people", customers=customers, lobby=lobby, triage=triage, databases=databases))
    for user in seed.USERS:
        client.views_publish(user_id=user.id, view={"type": "home", "blocks": people})


def _paragraphs(text: str) -> list[dict[str, Any]]:
    return [paragraph(line).to_dict() for line in text.splitlines()]
