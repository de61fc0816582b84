"""MANAGERS names somebody who reads nothing, or nobody: the others are told, else the technicians."""

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
from tests.journeys import desk as journey
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.paying import add_account, add_pack

Managed = Callable[..., AbstractContextManager[Desk]]
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
    def start(*managers: str) -> Iterator[Desk]:
        with journey.program(slack, tmp_path, database_url=ready_url, managers=managers) as guichet:
            yield Desk(slack, guichet, clock)

    return start


@pytest.fixture(params=list(WRONG))
def wrong(request: pytest.FixtureRequest, slack: FakeSlack) -> str:
    """Somebody who cannot be a manager."""
    details = WRONG[request.param]
    if details is not None:
        slack.add_user("U0WRONG", name="wrong", **details)
    return "U0WRONG"


def breach(desk: Desk) -> str:
    """Let a deadline pass, and return what the technicians read of it."""
    cards = desk.file()
    desk.pass_time(hours=2, minutes=1)
    return next(one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "has passed its deadline" in one)


def notices(desk: Desk, kind: Kind) -> dict[str, tuple[str, str | None]]:
    """Return what became of the direct messages of this kind, by reader."""
    with desk.guichet.database.reading() as session:
        found = session.exec(select(OutboxMessage).where(col(OutboxMessage.kind) == kind))
        return {one.channel: (one.state, one.ended_because) for one in found}


def look(desk: Desk) -> None:
    """Run the job that looks the managers up, as the scheduler does at start and each day."""
    desk.guichet.scheduler.get_job(timetable.WATCH_MANAGERS).func()
    desk.deliver()


class TestBreach:
    """Somebody above the technicians hears of it, or they read that nobody does."""

    def test_is_told_to_who_is_left(self, managed: Managed, wrong: str) -> None:
        with managed("U0MAX", wrong) as desk:
            assert "No manager" not in breach(desk)
            assert len(desk.direct("U0MAX")) == 1
            assert notices(desk, Kind.BREACH_NOTICE) == {
                "U0MAX": ("done", None),
                "U0WRONG": ("cancelled", "reader_left"),
            }

    def test_says_once_that_no_manager_is_left(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            told = breach(desk)
            assert LOST in told
            desk.pass_time(hours=2)
            thread = desk.slack.thread(TRIAGE, desk.cards(TRIAGE)[-1]["ts"])
            assert [LOST in desk.slack.text_of(one) for one in thread].count(True) == 1
            assert all(desk.slack.buttons(one) == ["Acknowledge"] for one in thread)

    def test_says_that_nobody_is_named(self, managed: Managed) -> None:
        with managed() as desk:
            assert NONE in breach(desk)

    def test_is_told_where_slack_does_not_say_who_a_manager_is(self, managed: Managed, slack: FakeSlack) -> None:
        slack.fail("users.info", times=999, error="internal_error")
        with managed("U0MAX") as desk:
            assert "No manager" not in breach(desk)
            assert len(desk.slack.dms("U0MAX")) == 1


class TestDecisions:
    """What only a manager can decide."""

    def test_on_billing_are_missed_by_the_technicians(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            cards = desk.file()
            desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
            assert desk.alice.submit({}).ok
            desk.deliver()
            assert LOST in desk.thread(TRIAGE, cards[TRIAGE])[-1]
            assert "No manager" not in str(desk.thread(CUSTOMERS, cards[CUSTOMERS]))

    def test_on_claims_are_not_asked_of_nobody(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            look(desk)
            desk.alice.command("/incident", "claim", channel=CUSTOMERS)
            assert "No manager is named here who could decide on claims" in desk.private_answers("U0ALICE")[-1]


class TestLook:
    """Each manager is looked up at start and once a day."""

    def test_tells_the_others_once(self, managed: Managed, wrong: str, caplog: pytest.LogCaptureFixture) -> None:
        with managed("U0TESS", wrong) as desk:
            for _ in range(2):
                look(desk)
            told = desk.direct("U0TESS")
            assert len(told) == 1
            assert "MANAGERS names U0WRONG, " in told[0]
            assert "Please ask whoever runs Guichet to correct this setting." in told[0]
        assert "MANAGERS names U0WRONG, who cannot be a manager" in caplog.text

    def test_tells_the_technicians_where_none_is_left(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            look(desk)
            assert "MANAGERS names U0WRONG, " in desk.slack.text_of(desk.slack.messages(TRIAGE)[-1])

    def test_tells_the_technicians_that_none_is_named(self, managed: Managed, caplog: pytest.LogCaptureFixture) -> None:
        with managed() as desk:
            look(desk)
            assert "MANAGERS names nobody" in desk.slack.text_of(desk.slack.messages(TRIAGE)[-1])
        assert "MANAGERS names nobody" in caplog.text

    def test_blames_nobody_of_whom_slack_does_not_tell(self, managed: Managed, slack: FakeSlack) -> None:
        slack.fail("users.info", times=999, error="internal_error")
        with managed("U0MAX") as desk:
            look(desk)
            assert desk.slack.messages(TRIAGE) == []
            assert desk.slack.dms("U0MAX") == []


class TestNotices:
    """What no manager can read, the technicians read once, with what is to be mended."""

    def triage(self, desk: Desk, words: str) -> list[str]:
        """Return what the technicians read in their channel with these words."""
        shown = [desk.slack.text_of(one) for one in desk.slack.messages(TRIAGE)]
        return [one for one in shown if words in one]

    def trouble(self, desk: Desk) -> None:
        """Lose a reminder, and audit twice."""
        desk.file()
        with desk.guichet.database.transaction() as session:
            session.exec(delete(OutboxMessage).where(col(OutboxMessage.dedup_key) == "50"))
        for _ in range(2):
            desk.guichet.scheduler.get_job(timetable.AUDIT).func()
            desk.deliver()

    def low_balance(self, desk: Desk) -> None:
        """Let the last incident but one of a pack without buyers be filed, and look at the packs twice."""
        database = desk.guichet.database
        add_pack(database, journey.BUILT_IN, account_id=add_account(database), number="ORD12345678", size=1)
        for _ in range(2):
            desk.guichet.scheduler.get_job(timetable.WATCH_PACKS).func()
            desk.deliver()

    def test_of_trouble_are_read_by_the_technicians(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            self.trouble(desk)
            (told,) = self.triage(desk, "🩺 INC-1")
            assert LOST in told

    def test_of_trouble_are_read_by_them_where_nobody_is_named(self, managed: Managed) -> None:
        with managed() as desk:
            self.trouble(desk)
            assert len(self.triage(desk, "🩺 INC-1")) == 1

    def test_are_left_to_the_managers_who_can_read_them(self, managed: Managed, wrong: str) -> None:
        with managed(wrong, "U0TESS") as desk:
            self.trouble(desk)
            self.low_balance(desk)
            assert self.triage(desk, "🩺") == self.triage(desk, "left") == []
            assert len(desk.direct("U0TESS")) == 2

    def test_of_two_managers_who_are_lost_are_told_once(self, managed: Managed, wrong: str, slack: FakeSlack) -> None:
        slack.add_user("U0GONE", name="gone", deleted=True)
        with managed(wrong, "U0GONE") as desk:
            self.trouble(desk)
            assert len(self.triage(desk, "🩺 INC-1")) == 1

    def test_of_packs_are_read_by_the_technicians(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            self.low_balance(desk)
            (told,) = self.triage(desk, "5678")
            assert LOST in told

    def test_of_packs_are_read_by_them_where_nobody_is_named(self, managed: Managed) -> None:
        with managed() as desk:
            self.low_balance(desk)
            (told,) = self.triage(desk, "5678")
            assert NONE in told

    def test_of_claims_tell_no_channel_whose_they_are(self, managed: Managed, wrong: str) -> None:
        with managed(wrong) as desk:
            desk.alice.command("/incident", "claim", channel=CUSTOMERS)
            assert desk.alice.submit({"Order confirmation number": "ORD12345678"}).ok
            desk.deliver()
            assert self.triage(desk, "5678") == []
            assert len(self.triage(desk, "🩺 Somebody has claimed a pack and is waiting for a decision")) == 1
