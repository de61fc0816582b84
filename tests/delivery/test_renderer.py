"""A message is rendered in the language and zone of whoever reads it, and says how late it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import Clock, FastClock
from bot.delivery.outbox import in_channel
from bot.delivery.place import Place
from bot.delivery.protocol import Ready
from bot.delivery.renderer import Renderer
from bot.delivery.traits import Facts, Rendering, Route, Traits
from bot.rules.person import Person
from bot.rules.workspace import Desk, Workspace
from bot.texts.catalogue import COMMAND, MENTION
from bot.texts.message import Message
from models import OutboxMessage

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NETWORK = Desk("network", "C0NETWORK", ("U0NINA",), "fr")
WORKSPACE = Workspace("C0TRIAGE", ("U0MAX",), "en", further_desks=(NETWORK,))
CHANNEL = Place("C0TRIAGE")
PEOPLE = {
    "U0THEO": Person("U0THEO", "Théo", "fr", "Europe/Paris"),
    "U0GREG": Person("U0GREG", "Greg", "en", "UTC", is_outsider=True),
}


class StoppedClock(Clock):
    """Shows one time."""

    def now(self) -> datetime:
        """Return that time."""
        return NOW


class FewPeople:
    """Knows two people, and the address of one card."""

    def person(self, user_id: str) -> Person:
        """Return one of them."""
        return PEOPLE[user_id]

    def address_of(self, channel: str, ts: str) -> str | None:
        """Return the address of the one card."""
        return f"https://slack/{channel}" if ts == "1.0" else None


def rendered(
    *, place: Place = CHANNEL, facts: Facts | None = None, clock: Clock | None = None, **message: Any
) -> tuple[Rendering, Message]:
    """Return what a kind renders, and what comes of it."""
    given: list[Rendering] = []
    row = {"kind": "", "dedup_key": "", "lane": "", "channel": place.channel, "due_at": NOW, "parameters": {}} | message

    def render(rendering: Rendering) -> Message:
        given.append(rendering)
        return Message("Hello", [])

    renderer = Renderer(people=FewPeople(), workspace=WORKSPACE, clock=clock or StoppedClock())
    shown = renderer.render(OutboxMessage(**row), Ready(place, facts or Facts()), Traits(Route.REPLY, render))
    return given[0], shown


@pytest.mark.parametrize(
    ("due", "arranged", "late"),
    [
        (0, None, None),
        (59, None, None),
        (60, None, 60),
        (3600, None, 3600),
        (3600, 60, 60),  # It was due before it was planned.
        (3600, 59, None),
        (60, 3600, 60),
    ],
)
def test_is_late_from_a_minute_after_it_was_due_or_planned(due: int, arranged: int | None, late: int | None) -> None:
    planned = {} if arranged is None else {"arranged_at": (NOW - arranged * SECOND).isoformat()}
    rendering, _ = rendered(due_at=NOW - due * SECOND, parameters=planned)
    assert rendering.late == (None if late is None else late * SECOND)


def test_on_a_fast_clock_a_minute_is_one_of_ours() -> None:
    """Sixty seconds pass there in each of ours: an hour there is a minute."""
    for minutes, is_late in ((30, False), (61, True)):
        clock = FastClock(start=NOW + timedelta(minutes=minutes), speed=60)
        rendering, _ = rendered(clock=clock)
        assert (rendering.late is not None) == is_late


@pytest.mark.parametrize(
    ("place", "facts", "locale", "timezone", "command"),
    [
        (Place("C0TRIAGE"), Facts(), "en", "UTC", COMMAND),
        (Place("C0NETWORK"), Facts(timezone="Europe/Rome"), "fr", "Europe/Rome", COMMAND),
        (Place("C0NETWORK"), Facts(locale="en"), "en", "UTC", COMMAND),
        (Place("U0THEO", reader="U0THEO"), Facts(locale="en", timezone="Europe/Rome"), "fr", "Europe/Paris", COMMAND),
        (Place("U0GREG", reader="U0GREG"), Facts(locale="fr", timezone="Europe/Rome"), "fr", "Europe/Rome", MENTION),
    ],
)
def test_speaks_to_its_reader_or_to_its_channel(
    place: Place, facts: Facts, locale: str, timezone: str, command: str
) -> None:
    words = rendered(place=place, facts=facts)[0].words
    assert (words.locale, words.timezone, words.command) == (locale, timezone, command)


def test_links_the_cards_whose_address_slack_gives() -> None:
    rendering, _ = rendered(facts=Facts(cards={7: ("C0TRIAGE", "1.0"), 8: ("C0TRIAGE", "2.0")}))
    assert rendering.words.links == {7: "https://slack/C0TRIAGE"}


def test_knows_who_hears_of_it_at_its_desk() -> None:
    assert rendered(facts=Facts(desk="network"))[0].managers == ("U0NINA", "U0MAX")
    assert rendered()[0].managers == ("U0MAX",)


def test_mentions_the_reader_of_a_direct_message_that_is_posted_in_a_channel() -> None:
    rendering, shown = rendered(parameters={"step": 1, **in_channel("U0THEO")})
    assert rendering.parameters == {"step": 1}
    assert shown.text == "<@U0THEO> Hello"
    assert rendered(parameters={"step": 1})[1] == Message("Hello", [])
