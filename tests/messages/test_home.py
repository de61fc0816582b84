"""The App Home stays within Slack's limits, whatever it shows."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.facts.claim import ClaimFacts
from bot.facts.home import HomeFacts, MonthFigures, Queue
from bot.facts.incident import IncidentFacts
from bot.facts.pack import PackLeft
from bot.messages.home import customer_home, desk_home, soon
from bot.policy import Policy
from bot.rules.home import CLOSED_SHOWN, DECISIONS_SHOWN, PAGE, QueuePlace
from bot.rules.roster import NAME_LIMIT, OnCall, Roster
from bot.rules.waits import Waits
from bot.texts.catalogue import LANGUAGES, Words
from tests.fake_slack.check import blocks_wrong

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WIDE = "<@U0EVIL>&" + "🏴󠁧󠁢󠁳󠁣󠁴󠁿W" * 75
SLACK_TAKES = 200_000
"""Characters of a view; Slack refuses 250 kB."""


@pytest.fixture
def facts(policy: Policy) -> IncidentFacts:
    terms = policy.terms(severity="A", cover="24x7", filed_at=NOW)
    return IncidentFacts(
        number=123_456_789, title=WIDE[:150], description="d", product=None, severity="A", cover="24x7", contacts="c",
        status="open", opened_by="U0ALICE", opened_in="C0ACME", opened_at=NOW, terms=terms,
        promised_at=NOW + timedelta(hours=2), acknowledged_by=None, acknowledged_how=None, margin=None,
        account=WIDE[:200], outcome=None,
    )  # fmt: skip


def full_roster() -> Roster:
    """Return as many people on call as are ever shown, whose calendar was read long ago."""
    people = [OnCall((f"{number} " + "&<>" * 80)[:NAME_LIMIT], None, NOW, "not_in_slack") for number in range(12)]
    return Roster(people, read_at=NOW - timedelta(days=30))


def full(one: IncidentFacts) -> HomeFacts:
    """Return a Home with as many items of every kind as are ever shown."""
    ended = replace(one, status="closed", outcome="withdrawn")
    pack = PackLeft(1, "ORD1234", date(2027, 1, 1), 5, 5)
    numbers, place = {one.number}, QueuePlace(0, NOW, 1)
    queue = Queue([one] * PAGE, 101, waiting=numbers, can_acknowledge=numbers, next=place, is_first=False)
    return HomeFacts(
        queue,
        [ended] * CLOSED_SHOWN,
        [pack] * 50,
        verdicts=[ended] * DECISIONS_SHOWN,
        verdict_count=101,
        claims=[ClaimFacts(1, "U0GREG", "ORD1234", has_pack=True)] * DECISIONS_SHOWN,
        claim_count=101,
        month=MonthFigures(100_000, 99_000, 1000, 90_000),
        rosters={f"{WIDE[:20]} {number}": full_roster() for number in range(20)},
        refused={f"error_{number}" * 20: number for number in range(50)},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_fits_for_every_role(facts: IncidentFacts, language: str) -> None:
    words = Words(language, "Europe/Paris", links={facts.number: "https://acme.slack.com/archives/C0ACME/p1"})
    homes = [
        customer_home(full(facts), words=words, now=NOW),
        *(desk_home(full(facts), words=words, now=NOW, is_manager=one) for one in (True, False)),
        customer_home(HomeFacts(Queue([], 0), has_account=False), words=words, now=NOW),
        desk_home(HomeFacts(Queue([], 0, chosen="mine")), words=words, now=NOW, is_manager=True),
        soon(words=words),
    ]
    for home in homes:
        assert blocks_wrong(home["blocks"], surface="home") == []
        assert len(home["blocks"]) <= 100
        assert len(json.dumps(home)) < SLACK_TAKES
        assert "<@U0EVIL>" not in json.dumps(home)


def test_says_what_burns_first_and_whose_turn_it_is(facts: IncidentFacts) -> None:
    words = Words("en", "Europe/Paris", slack_dates=False)
    plain = replace(facts, number=4, title="Mail is down", account="Acme")
    queue = Queue([plain], 1, waiting={4})
    [line] = [
        one for one in _texts(desk_home(HomeFacts(queue), words=words, now=NOW, is_manager=False)) if "INC" in one
    ]
    assert line == (
        "*INC-4* · 🔴 A · Acme\nMail is down\n"
        "⏳ Waiting for a technician · due Mon 23 Nov 2026, 11:00 CET, in 2 h · 💬 Waiting for the customer"
    )
    [line] = [one for one in _texts(customer_home(HomeFacts(queue), words=words, now=NOW)) if "INC" in one]
    assert line.endswith("💬 Your turn: please answer in its thread")
    assert "Acme" not in line


def test_says_of_what_somebody_has_who_it_is_and_once_that_the_customer_is_waited_for(facts: IncidentFacts) -> None:
    words = Words("en", "Europe/Paris", slack_dates=False)
    waits = Waits(opened_at=NOW, waiting_since=NOW, closed_at=None, customer_s=0, closed_s=0)
    taken = replace(
        facts, number=4, title="Mail is down", account="Acme", status="acknowledged", acknowledged_by="U0THEO",
        acknowledged_how="button", acknowledged_at=NOW, margin=timedelta(hours=1), waits=waits,
    )  # fmt: skip
    home = HomeFacts(Queue([taken], 1, waiting={4}))
    [line] = [one for one in _texts(desk_home(home, words=words, now=NOW, is_manager=False)) if "INC" in one]
    assert line.splitlines()[2] == "✅ <@U0THEO> has it · 💬 Waiting for the customer"
    [line] = [one for one in _texts(customer_home(home, words=words, now=NOW)) if "INC" in one]
    assert line.splitlines()[2] == "✅ <@U0THEO> has it · 💬 Your turn: please answer in its thread"


def _texts(home: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [one["text"]["text"] for one in home["blocks"] if "text" in one]
