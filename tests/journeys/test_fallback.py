"""If every replica is down when the last warning is due, Slack itself posts a scheduled message."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, select

from models import Fallback, OutboxMessage
from tests.fake_slack import FakeSlack
from tests.fake_slack.scheduled import post_due
from tests.journeys import harness as journey
from tests.journeys.harness import TRIAGE, Harness


def scheduled(harness: Harness) -> list[dict[str, Any]]:
    """Return what is scheduled in Slack."""
    return list(harness.slack.scheduled.values())


def state(harness: Harness) -> str:
    """Return the state of the one fallback."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Fallback)).one().state


def held_up(harness: Harness) -> list[str]:
    """Return the last error of each message that Slack refuses."""
    with harness.guichet.database.reading() as session:
        parked = select(OutboxMessage.last_error).where(col(OutboxMessage.state).in_(("parked", "refused")))
        return [str(error) for error in session.exec(parked)]


def posted_by_slack(harness: Harness) -> list[str]:
    """Return the messages that Slack posted in Guichet's place."""
    texts = [harness.slack.text_of(one) for one in harness.slack.messages(TRIAGE)]
    return [text for text in texts if "because Guichet did not" in text]


class TestFallback:
    """The fallback is posted two minutes after the last warning is due."""

    def test_is_scheduled_from_the_filing_on(self, harness: Harness) -> None:
        harness.file()
        (only,) = scheduled(harness)
        assert only["post_at"] == harness.clock().timestamp() + (108 + 2) * 60
        assert "metadata" not in only["parts"]  # With it Slack would never post it.

    def test_is_deleted_when_our_own_warning_is_seen(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(minutes=109)
        assert scheduled(harness) == []
        assert state(harness) == "deleted"
        harness.pass_time(minutes=20)
        assert posted_by_slack(harness) == []
        assert "12 min left" in harness.thread(TRIAGE, cards[TRIAGE])[2]

    def test_is_deleted_by_an_acknowledgement(self, harness: Harness) -> None:
        cards = harness.file()
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        assert scheduled(harness) == []

    def test_is_posted_while_we_are_down_and_its_warning_is_not_posted_again(self, harness: Harness) -> None:
        cards = harness.file()
        harness.clock.tick(timedelta(minutes=112))
        post_due(harness.slack)
        harness.deliver()
        assert len(posted_by_slack(harness)) == 1
        assert not any("⏰" in text for text in harness.thread(TRIAGE, cards[TRIAGE]))
        assert state(harness) == "posted"
        harness.pass_time(minutes=10)
        assert "🚨" in harness.thread(TRIAGE, cards[TRIAGE])[-1]

    @pytest.mark.parametrize(
        "fault", [{"drop_after_accept": True}, {"error": "fatal_error", "after_accept": True}], ids=str
    )
    def test_is_scheduled_once_after_a_fault(self, harness: Harness, fault: dict[str, Any]) -> None:
        harness.slack.fail("chat.scheduleMessage", times=1, **fault)
        harness.file()
        harness.pass_time(minutes=2)
        assert harness.slack.faults_hit == 1
        assert len(scheduled(harness)) == 1

    def test_is_posted_five_minutes_later_where_slack_holds_enough(self, harness: Harness) -> None:
        """Slack accepts 30 scheduled messages per channel for the same five minutes; here 31 incidents need one."""
        for _ in range(31):
            harness.file()
        harness.pass_time(minutes=10)  # The channel's pace keeps some waiting.
        due = harness.clock().timestamp() + (108 + 2 - 10) * 60
        assert Counter(one["post_at"] - due for one in scheduled(harness)) == {0: 30, 300: 1}
        assert held_up(harness) == []

    def test_is_quietly_left_out_where_the_workspace_knows_none(self, harness: Harness) -> None:
        harness.slack.fail("chat.scheduleMessage", times=99, error="unknown_method")
        cards = harness.file()
        harness.pass_time(minutes=125)
        said = harness.thread(TRIAGE, cards[TRIAGE])
        assert [text.removeprefix("@here ")[0] for text in said] == ["⏰", "⏰", "⏰", "🚨"]

    def test_is_off_with_one_setting(self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> None:
        with journey.program(slack, tmp_path, fallback=False) as guichet:
            harness = Harness(slack, guichet, clock)
            harness.file()
            assert harness.slack.calls("chat.scheduleMessage") == []
