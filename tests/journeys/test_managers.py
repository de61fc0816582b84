"""MANAGERS names somebody who cannot be reached, or nobody: the other managers are notified, else the technicians."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, delete, select

from bot import timetable
from models import OutboxMessage
from models.vocabulary import Kind
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import add_account, add_pack

Managed = Callable[..., AbstractContextManager[Harness]]
WRONG: dict[str, dict[str, Any] | None] = {
    "deactivated": {"deleted": True},
    "app": {"is_bot": True},
    "unknown": None,
}
NONE = "No manager is told of this: MANAGERS names nobody."
LOST = "No manager is told of this: MANAGERS names only U0WRONG, who cannot read messages in Slack."


@pytest.fixture
def managed(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path, ready_url: str) -> Managed:
    """Start the program with these managers, on each kind of database."""

    @contextmanager
    def start(*managers: str) -> Iterator[Harness]:
        with journey.program(slack, tmp_path, database_url=ready_url, managers=managers) as guichet:
            yield Harness(slack, guichet, clock)

    return start


@pytest.fixture(params=list(WRONG))
def wrong(request: pytest.FixtureRequest, slack: FakeSlack) -> str:
    """Somebody who cannot be a manager."""
    details = WRONG[request.param]
    if details is not None:
        slack.add_user("U0WRONG", name="wrong", **details)
    return "U0WRONG"


def breach(harness: Harness) -> str:
    """Let a deadline pass, and return what the technicians read about it."""
    cards = harness.file()
    harness.pass_time(hours=2, minutes=1)
    return next(one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "has passed its deadline" in one)


def notices(harness: Harness, kind: Kind) -> dict[str, tuple[str, str | None]]:
    """Return what became of the direct messages of this kind, by reader."""
    with harness.guichet.database.reading() as session:
        found = session.exec(select(OutboxMessage).where(col(OutboxMessage.kind) == kind))
        return {one.channel: (one.state, one.ended_because) for one in found}


def look(harness: Harness) -> None:
    """Run the job that looks the managers up, as the scheduler does at start and each day."""
    harness.guichet.scheduler.get_job(timetable.WATCH_MANAGERS).func()
    harness.deliver()


class TestBreach:
    """A manager is notified of a breach, or the technicians read that nobody was."""

    def test_is_told_to_who_is_left(self, managed: Managed, wrong: str) -> None:
        with managed("U0MAX", wrong) as harness:
            assert "No manager" not in breach(harness)
            assert len(harness.direct("U0MAX")) == 1
            assert notices(harness, Kind.BREACH_NOTICE) == {
                "U0MAX": ("done", None),
                "U0WRONG": ("cancelled", "reader_left"),
            }

    def test_says_once_that_no_manager_is_left(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            told = breach(harness)
            assert LOST in told
            harness.pass_time(hours=2)
            thread = harness.slack.thread(TRIAGE, harness.cards(TRIAGE)[-1]["ts"])
            assert [LOST in harness.slack.text_of(one) for one in thread].count(True) == 1
            assert all(harness.slack.buttons(one) == ["Acknowledge"] for one in thread)

    def test_says_that_nobody_is_named(self, managed: Managed) -> None:
        with managed() as harness:
            assert NONE in breach(harness)

    def test_is_told_where_slack_does_not_say_who_a_manager_is(self, managed: Managed, slack: FakeSlack) -> None:
        slack.fail("users.info", times=999, error="internal_error")
        with managed("U0MAX") as harness:
            assert "No manager" not in breach(harness)
            assert len(harness.slack.dms("U0MAX")) == 1


class TestDecisions:
    """What only a manager can decide."""

    def test_on_billing_are_missed_by_the_technicians(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            cards = harness.file()
            harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
            assert harness.alice.submit({}).ok
            harness.deliver()
            assert LOST in harness.thread(TRIAGE, cards[TRIAGE])[-1]
            assert "No manager" not in str(harness.thread(CUSTOMERS, cards[CUSTOMERS]))

    def test_on_claims_are_not_asked_of_nobody(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            look(harness)
            harness.alice.command("/incident", "claim", channel=CUSTOMERS)
            assert "No manager is named here who could decide on claims" in harness.private_answers("U0ALICE")[-1]


class TestLook:
    """Each manager is looked up at start and once a day."""

    def test_tells_the_others_once(self, managed: Managed, wrong: str, caplog: pytest.LogCaptureFixture) -> None:
        with managed("U0TESS", wrong) as harness:
            for _ in range(2):
                look(harness)
            told = harness.direct("U0TESS")
            assert len(told) == 1
            assert "MANAGERS names U0WRONG, " in told[0]
            assert "Please ask whoever runs Guichet to correct this setting." in told[0]
        assert "MANAGERS names U0WRONG, who cannot be a manager" in caplog.text

    def test_tells_the_technicians_where_none_is_left(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            look(harness)
            assert "MANAGERS names U0WRONG, " in harness.slack.text_of(harness.slack.messages(TRIAGE)[-1])

    def test_tells_the_technicians_that_none_is_named(self, managed: Managed, caplog: pytest.LogCaptureFixture) -> None:
        with managed() as harness:
            look(harness)
            assert "MANAGERS names nobody" in harness.slack.text_of(harness.slack.messages(TRIAGE)[-1])
        assert "MANAGERS names nobody" in caplog.text

    def test_blames_nobody_of_whom_slack_does_not_tell(self, managed: Managed, slack: FakeSlack) -> None:
        slack.fail("users.info", times=999, error="internal_error")
        with managed("U0MAX") as harness:
            look(harness)
            assert harness.slack.messages(TRIAGE) == []
            assert harness.slack.dms("U0MAX") == []


class TestNotices:
    """Where no manager can be reached, the technicians read a notice once, with what needs to be fixed."""

    def triage(self, harness: Harness, words: str) -> list[str]:
        """Return the messages with these words in the technicians' channel."""
        shown = [harness.slack.text_of(one) for one in harness.slack.messages(TRIAGE)]
        return [one for one in shown if words in one]

    def trouble(self, harness: Harness) -> None:
        """Lose a reminder, and audit twice."""
        harness.file()
        with harness.guichet.database.transaction() as session:
            session.exec(delete(OutboxMessage).where(col(OutboxMessage.dedup_key) == "50"))
        for _ in range(2):
            harness.guichet.scheduler.get_job(timetable.AUDIT).func()
            harness.deliver()

    def low_balance(self, harness: Harness) -> None:
        """Let the last incident but one of a pack without buyers be filed, and look at the packs twice."""
        database = harness.guichet.database
        add_pack(database, journey.BUILT_IN, account_id=add_account(database), number="ORD12345678", size=1)
        for _ in range(2):
            harness.guichet.scheduler.get_job(timetable.WATCH_PACKS).func()
            harness.deliver()

    def test_of_trouble_are_read_by_the_technicians(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            self.trouble(harness)
            (told,) = self.triage(harness, "🩺 INC-1")
            assert LOST in told

    def test_of_trouble_are_read_by_them_where_nobody_is_named(self, managed: Managed) -> None:
        with managed() as harness:
            self.trouble(harness)
            assert len(self.triage(harness, "🩺 INC-1")) == 1

    def test_are_left_to_the_managers_who_can_read_them(self, managed: Managed, wrong: str) -> None:
        with managed(wrong, "U0TESS") as harness:
            self.trouble(harness)
            self.low_balance(harness)
            assert self.triage(harness, "🩺") == self.triage(harness, "left") == []
            assert len(harness.direct("U0TESS")) == 2

    def test_of_two_managers_who_are_lost_are_told_once(self, managed: Managed, wrong: str, slack: FakeSlack) -> None:
        slack.add_user("U0GONE", name="gone", deleted=True)
        with managed(wrong, "U0GONE") as harness:
            self.trouble(harness)
            assert len(self.triage(harness, "🩺 INC-1")) == 1

    def test_of_packs_are_read_by_the_technicians(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            self.low_balance(harness)
            (told,) = self.triage(harness, "5678")
            assert LOST in told

    def test_of_packs_are_read_by_them_where_nobody_is_named(self, managed: Managed) -> None:
        with managed() as harness:
            self.low_balance(harness)
            (told,) = self.triage(harness, "5678")
            assert NONE in told

    def test_of_claims_tell_no_channel_whose_they_are(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as harness:
            harness.alice.command("/incident", "claim", channel=CUSTOMERS)
            assert harness.alice.submit({"Order confirmation number": "ORD12345678"}).ok
            harness.deliver()
            assert self.triage(harness, "5678") == []
            assert len(self.triage(harness, "🩺 Somebody has claimed a pack and is waiting for a decision")) == 1
