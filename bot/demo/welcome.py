"""What people read when they open the demo: who they are in each channel, what to try, and who is who."""

from datetime import timedelta

from slack_sdk import WebClient

from bot.demo import seed
from bot.messages.blocks import paragraph
from bot.texts.catalogue import Words

TWO_HOURS = timedelta(hours=2)
"""Severity A's target."""


def welcome(client: WebClient, words: Words, *, speed: float) -> None:
    """Post the first message of each channel, and who is who below the one that is read first."""
    customers, lobby, triage, databases = (f"<#{one.id}>" for one in seed.CHANNELS)
    pace = words("demo-fast_time", speed=f"{speed:g}", length=words.duration(TWO_HOURS / speed))
    texts = {
        seed.CUSTOMERS: words("demo-customers", triage=triage),
        seed.LOBBY: words("demo-lobby", confirmation=seed.GLOBEX),
        seed.DATABASES: words("demo-databases", customers=customers, triage=triage),
        seed.TRIAGE: f"{words('demo-triage', customers=customers)}\n{words('demo-real_time') if speed == 1 else pace}",
    }
    people = words("demo-people", customers=customers, lobby=lobby, triage=triage, databases=databases)
    for channel, text in (*texts.items(), (seed.CUSTOMERS, people)):
        blocks = [paragraph(line).to_dict() for line in text.splitlines()]
        client.chat_postMessage(channel=channel.id, text=text.partition("\n")[0], blocks=blocks)
