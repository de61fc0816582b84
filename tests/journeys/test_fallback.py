"""If every one of us is down when the last warning is due, Slack itself posts one."""

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
from tests.journeys import desk as journey
from tests.journeys.desk import TRIAGE, Desk


def scheduled(desk: Desk) -> list[dict[str, Any]]:
    """Return what is scheduled in Slack."""
    return list(desk.slack.scheduled.values())


def state(desk: Desk) -> str:
    """Return the state of the one fallback."""
    with desk.guichet.database.reading() as session:
        return session.exec(select(Fallback)).one().state


def held_up(desk: Desk) -> list[str]:
    """Return the errors of what Slack refuses."""
    with desk.guichet.database.reading() as session:
        parked = select(OutboxMessage.last_error).where(col(OutboxMessage.state).in_(("parked", "refused")))
        return [str(error) for error in session.exec(parked)]


def posted_by_slack(desk: Desk) -> list[str]:
    """Return what Slack posted in our place."""
    texts = [desk.slack.text_of(one) for one in desk.slack.messages(TRIAGE)]
    return [text for text in texts if "because Guichet did not" in text]


class TestFallback:
    """Two minutes after the last warning is due."""

    def test_is_scheduled_from_the_filing_on(self, desk: Desk) -> None:
        desk.file()
        (only,) = scheduled(desk)
        assert only["post_at"] == desk.clock().timestamp() + (108 + 2) * 60
        assert "metadata" not in only["parts"]  # With it Slack would never post it.

    def test_is_deleted_when_our_own_warning_is_seen(self, desk: Desk) -> None:
        cards = desk.file()
        desk.pass_time(minutes=109)
        assert scheduled(desk) == []
        assert state(desk) == "withdrawn"
        desk.pass_time(minutes=20)
        assert posted_by_slack(desk) == []
        assert "12 min left" in desk.thread(TRIAGE, cards[TRIAGE])[2]

    def test_is_deleted_by_an_acknowledgement(self, desk: Desk) -> None:
        cards = desk.file()
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.deliver()
        assert scheduled(desk) == []

    def test_is_posted_while_we_are_down_and_its_warning_is_not_posted_again(self, desk: Desk) -> None:
        cards = desk.file()
        desk.clock.tick(timedelta(minutes=112))
        post_due(desk.slack)
        desk.deliver()
        assert len(posted_by_slack(desk)) == 1
        assert not any("⏰" in text for text in desk.thread(TRIAGE, cards[TRIAGE]))
        assert state(desk) == "spoken"
        desk.pass_time(minutes=10)
        assert "🚨" in desk.thread(TRIAGE, cards[TRIAGE])[-1]

    @pytest.mark.parametrize(
        "fault", [{"drop_after_accept": True}, {"error": "fatal_error", "after_accept": True}], ids=str
    )
    def test_is_scheduled_once_after_a_fault(self, desk: Desk, fault: dict[str, Any]) -> None:
        desk.slack.fail("chat.scheduleMessage", times=1, **fault)
        desk.file()
        desk.pass_time(minutes=2)
        assert desk.slack.faults_hit == 1
        assert len(scheduled(desk)) == 1

    def test_is_posted_five_minutes_later_where_slack_holds_enough(self, desk: Desk) -> None:
        """Slack takes 30 scheduled messages for the same five minutes of a channel; here 31 are filed in one minute."""
        for _ in range(31):
            desk.file()
        desk.pass_time(minutes=10)  # The channel's pace keeps some waiting.
        due = desk.clock().timestamp() + (108 + 2 - 10) * 60
        assert Counter(one["post_at"] - due for one in scheduled(desk)) == {0: 30, 300: 1}
        assert held_up(desk) == []

    def test_is_quietly_left_out_where_the_workspace_knows_none(self, desk: Desk) -> None:
        desk.slack.fail("chat.scheduleMessage", times=99, error="unknown_method")
        cards = desk.file()
        desk.pass_time(minutes=125)
        said = desk.thread(TRIAGE, cards[TRIAGE])
        assert [text.removeprefix("@here ")[0] for text in said] == ["⏰", "⏰", "⏰", "🚨"]

    def test_is_off_with_one_setting(self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> None:
        with journey.program(slack, tmp_path, fallback=False) as guichet:
            desk = Desk(slack, guichet, clock)
            desk.file()
            assert desk.slack.calls("chat.scheduleMessage") == []
