"""What journeys run in: people in a fake Slack on one side, the whole program on the other, time standing still."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from slack_sdk import WebClient
from sqlmodel import col, func, select

from bot.app import Guichet
from bot.delivery.outbox import WAITING_WRITTEN_OUT
from bot.manifest import scopes
from bot.policy import Policy
from bot.rules.statuses import Act
from bot.settings import read_settings
from bot.texts.catalogue import Words, language_of
from models import OutboxMessage, Product
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.fake_slack.chat import react
from tests.fake_slack.near import NearClient
from tests.people import Answer, People, Person
from tests.templates import copy_sqlite

SECRET = "journey-secret"
MINUTE = timedelta(minutes=1)
BUILT_IN = POLICY
CUSTOMERS, TRIAGE = "C0ACME", "C0TRIAGE"
ANSWERS = {
    "What do you need?": "Help with one problem",
    "Title": "Mail is down",
    "Product": "Mail Server 2022",
    "Severity": "🔴 A · critical business impact (response within 2 h)",
    "Cover": "Business hours",
    "Description": "Nobody gets mail since nine.",
}


class Harness:
    """The program with its fake Slack, the people in it and the clock."""

    def __init__(self, slack: FakeSlack, guichet: Guichet, clock: FrozenDateTimeFactory) -> None:
        self.slack = slack
        self.guichet = guichet
        self.clock = clock
        self.people = People(guichet.bolt, slack, SECRET)
        self.alice, self.bob = self.people["U0ALICE"], self.people["U0BOB"]
        self.theo, self.tess = self.people["U0THEO"], self.people["U0TESS"]

    def deliver(self) -> None:
        """Run the delivery, as the scheduler does every second."""
        self.guichet.delivery.run()

    def pass_time(self, **length: float) -> None:
        """Let time pass minute by minute, with the delivery at work; it sleeps as long as nothing is due."""
        left = int(timedelta(**length) / MINUTE)
        while left:
            asleep = min(left, self._minutes_until_due())
            self.clock.tick(asleep * MINUTE)
            self.deliver()
            left -= asleep

    def _minutes_until_due(self) -> int:
        """Return the minutes until the next message is due: at least 1, and sys.maxsize if no message waits."""
        with self.guichet.database.reading() as session:
            waiting = select(func.min(OutboxMessage.run_at)).where(col(OutboxMessage.state).in_(WAITING_WRITTEN_OUT))
            due = session.exec(waiting).one()
        return max(1, ceil((due - self.guichet.now()) / MINUTE)) if due else sys.maxsize

    def file(self, channel: str = CUSTOMERS, **changed: str) -> dict[str, str]:
        """Let Alice file an incident and return the ts of its card in each channel where it has one."""
        self.alice.command("/incident", channel=channel)
        answer = self.alice.submit(ANSWERS | changed)
        assert answer.ok, answer
        self.deliver()
        return {place: self.cards(place)[-1]["ts"] for place in (CUSTOMERS, TRIAGE) if self.cards(place)}

    def choose(self, who: Person, act: Act, ts: str, channel: str = TRIAGE) -> Answer:
        """Let somebody choose an act under *More…* on a card, in their language; return the answer to the menu."""
        words = Words(language_of(self.slack.users[who.id].locale, default="en"), "Europe/Paris")
        assert who.click("More…", channel=channel, ts=ts).ok
        return who.submit({words("field-act"): words(f"act-{act}")})

    def keep_on_screen(self, channel: str, ts: str) -> str:
        """Post a copy of a message as it is now, for a client that is slow to show changes; return its ts."""
        shown = self.slack.message(channel, ts)
        place = self.slack.channels[channel]
        thread = {"thread_ts": shown["thread_ts"]} if shown.get("thread_ts", ts) != ts else {}
        same = {name: shown[name] for name in ("text", "blocks", "bot_id", "app_id") if name in shown}
        copy = self.slack.add_message(place, shown["user"], **same, **thread)
        return str(copy["ts"])

    def old_card(self, number: int) -> str:
        """Post a card in triage as versions before *More…* posted it; return its ts."""
        acts = ("assign_incident", "Assign"), ("change_severity", "Change severity"), ("propose_split", "Split")
        options = [{"value": f"{act} {number}", "text": {"type": "plain_text", "text": text}} for act, text in acts]
        buttons = (("acknowledge_incident", "Acknowledge", f"{number}"), ("take_over", "Take over", f"{number} U0THEO"))
        row = [
            {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": text}}
            for action, text, value in buttons
        ]
        menu = {"type": "overflow", "action_id": "more_acts", "options": options}
        blocks = [{"type": "actions", "block_id": "old", "elements": [*row, menu]}]
        place, by = self.slack.channels[TRIAGE], {"bot_id": self.slack.bot_id}
        card = self.slack.add_message(place, self.slack.bot_user, text="A card", blocks=blocks, **by)
        return str(card["ts"])

    def unheard(self, user: str, text: str, *, channel: str, thread: str) -> None:
        """Let somebody write in a thread without Slack sending us an event."""
        self.slack.add_message(self.slack.channels[channel], user, text=text, thread_ts=thread)

    def unheard_eyes(self, user: str, *, channel: str, ts: str) -> None:
        """Let somebody react with :eyes: without Slack sending us an event."""
        react(self.slack.channels[channel].messages[ts], user=user, name="eyes")

    def cards(self, channel: str) -> list[dict[str, Any]]:
        """Return the cards in a channel, oldest first."""
        return [one for one in self.slack.messages(channel) if "·" in self.slack.text_of(one)]

    def card(self, channel: str, ts: str) -> str:
        """Return what a card shows now."""
        return self.slack.text_of(self.slack.message(channel, ts))

    def thread(self, channel: str, ts: str) -> list[str]:
        """Return what was written in a card's thread."""
        return [self.slack.text_of(one) for one in self.slack.thread(channel, ts)]

    def private_answers(self, user: str) -> list[str]:
        """Return the ephemeral messages shown to this person."""
        return [self.slack.text_of(one) for one in self.slack.ephemerals(user)]

    def direct(self, user: str) -> list[str]:
        """Return the direct messages to this person."""
        return [self.slack.text_of(one) for one in self.slack.dms(user)]


class PatientClient(NearClient):
    """Waits 20 times as long for Slack as the program does, so that no look-up fails on a busy machine."""

    def __init__(self, token: str | None, base_url: str, timeout: int, **given: Any) -> None:
        super().__init__(token, base_url, 20 * timeout, **given)


def workspace(slack: FakeSlack) -> None:
    """Fill the fake workspace: two customers, two technicians, a manager, one channel for each side."""
    slack.scopes[:] = scopes()
    for name, locale in (("alice", "en-US"), ("bob", "fr-FR"), ("theo", "fr-FR"), ("tess", "en-GB"), ("max", "fr-FR")):
        slack.add_user(f"U0{name.upper()}", name=name, tz="Europe/Paris", locale=locale)
    slack.add_channel(CUSTOMERS, name="acme-support", members=["U0ALICE", "U0BOB"])
    slack.add_channel(TRIAGE, name="triage", members=["U0THEO", "U0TESS"], private=True)


@contextmanager
def program(
    slack: FakeSlack,
    folder: Path,
    *,
    policy: Policy | None = None,
    client: type[WebClient] = PatientClient,
    **settings: Any,
) -> Iterator[Guichet]:
    """Give the program, ready but not connected, on a database in this folder, with this contract or the built-in."""
    given = {
        "slack_bot_token": slack.token,
        "slack_app_token": "xapp-journey",
        "slack_signing_secret": SECRET,
        "slack_api_url": slack.url,
        "triage_channel": TRIAGE,
        "managers": ("U0MAX",),
        "database_url": settings.get("database_url") or copy_sqlite(folder / "guichet.db"),
        "locale": "en",
    }
    guichet = Guichet(read_settings(_env_file=None, **(given | settings)), policy or BUILT_IN, client=client)
    guichet.prepare()
    with guichet.database.transaction() as session:
        if session.get(Product, 1) is None:  # A second program on the same database finds the row already there.
            session.add(Product(id=1, code="mail-2022", name="Mail Server 2022"))
    try:
        yield guichet
    finally:
        guichet.database.close()
