"""Channels change: their ids, the triage channel, and cards that are deleted. Nothing that is written falls silent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from bot import timetable
from bot.doctor_channels import check_channels
from models import Card, Event, Heartbeat, Incident, Membership, OutboxMessage, Remark
from tests.fake_slack import FakeSlack
from tests.journeys import desk as journey
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.journeys.test_closing import propose
from tests.paying import add_account

SHARED, NEW_TRIAGE = "C0SHARED", "C0TRIAGE2"


@pytest.fixture
def desk(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Desk]:
    """The desk with the channel tied to Acme."""
    with journey.program(slack, tmp_path) as guichet:
        acme = add_account(guichet.database, "ACME")
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="channel", value=CUSTOMERS))
        guichet.people.prepare(within_s=10)
        yield Desk(slack, guichet, clock)


def stored(desk: Desk, table: type[Any]) -> list[Any]:
    """Return all rows of a table."""
    with desk.guichet.database.reading() as session:
        return list(session.exec(select(table)).all())


def change_id(desk: Desk, old: str, new: str, *, tell: bool = True) -> None:
    """Let Slack give a channel another id, as when it is shared, and tell us."""
    channels = desk.slack.channels
    if old in channels:
        channels[new] = channels.pop(old)
        channels[new].id = new
    if tell:
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
        assert desk.people.event({**event, "event_ts": desk.slack.next_ts()}).ok


class TestChannelId:
    """A channel that is shared gets another id."""

    def test_moves_everything_that_names_the_channel(self, desk: Desk) -> None:
        desk.slack.add_member(CUSTOMERS, "U0TESS")
        desk.tess.command("/incident", "counter", channel=CUSTOMERS)
        cards = desk.file()
        desk.alice.reply("It is back", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        propose(desk, cards)
        change_id(desk, CUSTOMERS, SHARED)
        assert [one.opened_in for one in stored(desk, Incident)] == [SHARED]
        assert [one.value for one in stored(desk, Membership)] == [SHARED]
        assert {one.channel for one in stored(desk, Card)} == {SHARED, TRIAGE}
        assert [one.channel for one in stored(desk, Remark)] == [SHARED]
        assert CUSTOMERS not in {one.channel for one in stored(desk, OutboxMessage)}
        [moved] = [one for one in stored(desk, Event) if one.kind == "move_channel"]
        assert (moved.before, moved.after) == ({"channel": CUSTOMERS}, {"channel": SHARED})
        desk.alice.reply("And gone", channel=SHARED, thread_ts=cards[CUSTOMERS])
        desk.deliver()
        assert "And gone" in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        assert desk.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert desk.tess.submit({"Outcome": "Solved by the proposed solution"}).ok
        desk.deliver()
        assert "Solved" in desk.card(SHARED, cards[CUSTOMERS])
        assert "has closed INC-1" in desk.thread(SHARED, cards[CUSTOMERS])[-1]

    def test_moves_what_slack_refused_while_nobody_had_told_us(self, desk: Desk) -> None:
        cards = desk.file()
        change_id(desk, CUSTOMERS, SHARED, tell=False)
        desk.slack.users["U0ALICE"].team_id, desk.slack.users["U0ALICE"].is_stranger = "T0ACME", True
        desk.guichet.people.learn({"id": "U0ALICE", "team_id": "T0ACME", "is_stranger": True})
        propose(desk, cards)
        assert "parked" in {one.state for one in stored(desk, OutboxMessage) if one.channel == CUSTOMERS}
        change_id(desk, CUSTOMERS, SHARED)
        desk.deliver()
        assert "Restart" in "".join(desk.thread(SHARED, cards[CUSTOMERS]))

    def test_that_comes_twice_or_before_anything_was_filed_changes_nothing_else(self, desk: Desk) -> None:
        for _ in range(2):
            change_id(desk, CUSTOMERS, SHARED)
        change_id(desk, "C0NOBODYS", "C0NOBODYS2")
        desk.alice.command("/incident", channel=SHARED)
        assert desk.alice.submit(journey.ANSWERS).ok
        [incident] = stored(desk, Incident)
        assert (incident.opened_in, incident.account_id) == (SHARED, 1)
        assert len([one for one in stored(desk, Event) if one.kind == "move_channel"]) == 1

    def test_that_comes_after_the_new_one_was_used_keeps_both(self, desk: Desk) -> None:
        cards = desk.file()
        change_id(desk, CUSTOMERS, SHARED, tell=False)
        with desk.guichet.database.transaction() as session:
            session.add(Membership(account_id=1, kind="channel", value=SHARED))
        desk.alice.command("/incident", channel=SHARED)
        assert desk.alice.submit(journey.ANSWERS).ok
        desk.deliver()
        change_id(desk, CUSTOMERS, SHARED)
        assert [one.value for one in stored(desk, Membership)] == [SHARED]
        assert [one.opened_in for one in stored(desk, Incident)] == [SHARED, SHARED]
        desk.alice.reply("Hello", channel=SHARED, thread_ts=cards[CUSTOMERS])
        desk.deliver()
        assert "Hello" in desk.thread(TRIAGE, cards[TRIAGE])[-1]


class TestTriageChannel:
    """The technicians' channel is another one."""

    def test_is_followed_by_its_new_id_and_told_with_the_setting(self, desk: Desk, tmp_path: Path) -> None:
        cards = desk.file()
        change_id(desk, TRIAGE, NEW_TRIAGE)
        desk.deliver()
        assert any("TRIAGE_CHANNEL=C0TRIAGE2" in one for one in desk.direct("U0MAX"))
        assert desk.theo.click("Acknowledge", channel=NEW_TRIAGE, ts=cards[TRIAGE]).ok
        desk.deliver()
        assert "@theo" in desk.card(NEW_TRIAGE, cards[TRIAGE])
        desk.guichet.database.close()
        url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(desk.slack, tmp_path, database_url=url) as again:
            assert again.workspace.triage_channel == NEW_TRIAGE
        with journey.program(desk.slack, tmp_path, database_url=url, triage_channel=NEW_TRIAGE) as mended:
            assert mended.workspace.triage_channel == NEW_TRIAGE

    def test_of_another_setting_gets_a_card_for_each_open_incident(self, desk: Desk, tmp_path: Path) -> None:
        cards = desk.file()
        desk.slack.add_channel(NEW_TRIAGE, name="triage2", members=["U0THEO", "U0TESS"], private=True)
        desk.guichet.database.close()
        url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(desk.slack, tmp_path, database_url=url, triage_channel=NEW_TRIAGE) as guichet:
            moved = Desk(desk.slack, guichet, desk.clock)
            guichet.move_triage.run()
            guichet.move_triage.run()
            moved.deliver()
            [card] = moved.cards(NEW_TRIAGE)
            moved.pass_time(minutes=61)
            assert "INC-1" in "".join(moved.thread(NEW_TRIAGE, card["ts"]))
            moved.theo.reply("je prends", channel=TRIAGE, thread_ts=cards[TRIAGE])
            moved.deliver()
            assert [one.status for one in stored(moved, Incident)] == ["acknowledged"]
            assert {one.channel for one in stored(moved, OutboxMessage) if one.state == "pending"} <= {NEW_TRIAGE}


class TestDeletedCard:
    """Below a message that is gone Slack posts in the channel: the thread goes on below a new card."""

    @pytest.mark.parametrize("channel", [CUSTOMERS, TRIAGE])
    def test_is_replaced_and_what_is_written_below_either_is_heard(self, desk: Desk, channel: str) -> None:
        cards = desk.file()
        place = desk.slack.channels[channel]
        del place.messages[cards[channel]]
        propose(desk, cards) if channel == CUSTOMERS else desk.pass_time(minutes=61)
        [card] = desk.cards(channel)
        assert [one.ts for one in stored(desk, Card) if one.channel == channel] == [card["ts"]]
        ours = [one["ts"] for one in desk.slack.messages(channel) if one["user"] == desk.slack.bot_user]
        [unthreaded] = [ts for ts in ours if ts != card["ts"]]
        if channel == CUSTOMERS:
            for number, ts in enumerate((unthreaded, card["ts"])):
                desk.alice.reply(f"Heard {number}", channel=channel, thread_ts=ts)
            desk.deliver()
            told = "".join(desk.thread(TRIAGE, cards[TRIAGE]))
            assert "Heard 0" in told
            assert "Heard 1" in told
        else:
            desk.theo.reply("je prends", channel=channel, thread_ts=unthreaded)
            desk.deliver()
            assert [one.status for one in stored(desk, Incident)] == ["acknowledged"]
            assert "@theo" in desk.card(channel, card["ts"])


def test_heartbeat_keeps_no_id_that_leads_in_a_circle(desk: Desk) -> None:
    """A channel may get back an id that it had before."""
    for old, new in ((TRIAGE, NEW_TRIAGE), (NEW_TRIAGE, TRIAGE)):
        change_id(desk, old, new)
    assert desk.guichet.workspace.triage_channel == TRIAGE
    with desk.guichet.database.reading() as session:
        noted = session.get_one(Heartbeat, "triage")
        assert noted.facts == {"changed": {NEW_TRIAGE: TRIAGE}}


def run(desk: Desk, *jobs: str) -> None:
    for job in jobs:
        desk.guichet.scheduler.get_job(job).func()
    desk.deliver()


def told(desk: Desk) -> list[str]:
    return [one for one in desk.direct("U0MAX") if "/invite" in one]


class TestRemoved:
    """Guichet is taken out of a channel: it is told before anything is due there."""

    @pytest.mark.parametrize("channel", [CUSTOMERS, TRIAGE])
    def test_is_told_within_two_minutes_though_nobody_listened(self, desk: Desk, channel: str) -> None:
        run(desk, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert told(desk) == []
        desk.slack.remove_bot(channel)
        run(desk, timetable.AUDIT, timetable.WATCH_CHANNELS, timetable.AUDIT, timetable.WATCH_CHANNELS, timetable.AUDIT)
        [notice] = told(desk)
        assert f"#{desk.slack.channels[channel].name}" in notice
        desk.slack.add_bot(channel)
        run(desk, timetable.WATCH_CHANNELS, timetable.AUDIT)
        desk.slack.remove_bot(channel)
        desk.clock.tick(60)
        run(desk, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert len(told(desk)) == 2

    def test_is_told_at_the_next_audit_where_slack_says_so(self, desk: Desk) -> None:
        run(desk, timetable.WATCH_CHANNELS)
        desk.slack.remove_bot(CUSTOMERS)
        event = {"type": "member_left_channel", "user": desk.slack.bot_user, "channel": CUSTOMERS}
        for channel in (CUSTOMERS, CUSTOMERS, "C0NOBODYS"):
            assert desk.people.event({**event, "channel": channel, "event_ts": desk.slack.next_ts()}).ok
        run(desk, timetable.AUDIT)
        assert len(told(desk)) == 1

    @pytest.mark.parametrize(
        "fault", [{"status": 500}, {"error": "missing_scope"}, {"status": 429, "headers": {"Retry-After": "30"}}]
    )
    def test_is_not_taken_for_granted_where_slack_does_not_tell(self, desk: Desk, fault: dict[str, Any]) -> None:
        run(desk, timetable.WATCH_CHANNELS)
        desk.slack.fail("users.conversations", times=1, **fault)
        run(desk, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert told(desk) == []

    def test_doctor_shows_what_has_become_of_channels(self, desk: Desk) -> None:
        def found() -> dict[str, tuple[bool, str]]:
            with desk.guichet.database.reading() as session:
                return {one.subject: (one.is_well, one.text) for one in check_channels(session)}

        assert found() == {"channels": (True, "Guichet has not looked yet in which channels it is.")}
        place = desk.slack.channels[CUSTOMERS]
        place.is_ext_shared = True
        run(desk, timetable.WATCH_CHANNELS)
        assert found() == {"channels": (True, "Guichet is in each of the 2 channels that it needs.")}
        place.name, place.is_ext_shared = "acme-corp", False
        desk.slack.archive(CUSTOMERS)
        desk.slack.remove_bot(TRIAGE)
        run(desk, timetable.WATCH_CHANNELS)
        assert {subject: (is_well, text.partition(":")[0]) for subject, (is_well, text) in found().items()} == {
            "channels": (False, "Guichet is not in #triage"),
            "archived channels": (False, "#acme-corp"),
            "renamed channels": (True, "#acme-corp was #acme-support before; Guichet goes by the id."),
            "unshared channels": (True, "#acme-corp"),
        }
