"""Channels change: their ids, the triage channel, and cards that are deleted. No message is lost."""

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
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_closing import propose
from tests.paying import add_account

SHARED, NEW_TRIAGE = "C0SHARED", "C0TRIAGE2"


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the channel tied to Acme."""
    with journey.program(slack, tmp_path) as guichet:
        acme = add_account(guichet.database, "ACME")
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="channel", value=CUSTOMERS))
        guichet.people.prepare(within_s=10)
        yield Harness(slack, guichet, clock)


def stored(harness: Harness, table: type[Any]) -> list[Any]:
    """Return all rows of a table."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(table)).all())


def change_id(harness: Harness, old: str, new: str, *, tell: bool = True) -> None:
    """Let Slack give a channel another id, as when it is shared, and tell us."""
    channels = harness.slack.channels
    if old in channels:
        channels[new] = channels.pop(old)
        channels[new].id = new
    if tell:
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
        assert harness.people.event({**event, "event_ts": harness.slack.next_ts()}).ok


class TestChannelId:
    """A channel that is shared gets another id."""

    def test_moves_everything_that_names_the_channel(self, harness: Harness) -> None:
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        harness.tess.command("/incident", "counter", channel=CUSTOMERS)
        cards = harness.file()
        harness.alice.reply("It is back", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
        propose(harness, cards)
        change_id(harness, CUSTOMERS, SHARED)
        assert [one.opened_in for one in stored(harness, Incident)] == [SHARED]
        assert [one.value for one in stored(harness, Membership)] == [SHARED]
        assert {one.channel for one in stored(harness, Card)} == {SHARED, TRIAGE}
        assert [one.channel for one in stored(harness, Remark)] == [SHARED]
        assert CUSTOMERS not in {one.channel for one in stored(harness, OutboxMessage)}
        [moved] = [one for one in stored(harness, Event) if one.kind == "move_channel"]
        assert (moved.before, moved.after) == ({"channel": CUSTOMERS}, {"channel": SHARED})
        harness.alice.reply("And gone", channel=SHARED, thread_ts=cards[CUSTOMERS])
        harness.deliver()
        assert "And gone" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        assert harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert harness.tess.submit({"Outcome": "Solved by the proposed solution"}).ok
        harness.deliver()
        assert "Solved" in harness.card(SHARED, cards[CUSTOMERS])
        assert "has closed INC-1" in harness.thread(SHARED, cards[CUSTOMERS])[-1]

    def test_moves_what_slack_refused_while_nobody_had_told_us(self, harness: Harness) -> None:
        cards = harness.file()
        change_id(harness, CUSTOMERS, SHARED, tell=False)
        harness.slack.users["U0ALICE"].team_id, harness.slack.users["U0ALICE"].is_stranger = "T0ACME", True
        harness.guichet.people.learn({"id": "U0ALICE", "team_id": "T0ACME", "is_stranger": True})
        propose(harness, cards)
        assert "parked" in {one.state for one in stored(harness, OutboxMessage) if one.channel == CUSTOMERS}
        change_id(harness, CUSTOMERS, SHARED)
        harness.deliver()
        assert "Restart" in "".join(harness.thread(SHARED, cards[CUSTOMERS]))

    def test_that_comes_twice_or_before_anything_was_filed_changes_nothing_else(self, harness: Harness) -> None:
        for _ in range(2):
            change_id(harness, CUSTOMERS, SHARED)
        change_id(harness, "C0NOBODYS", "C0NOBODYS2")
        harness.alice.command("/incident", channel=SHARED)
        assert harness.alice.submit(journey.ANSWERS).ok
        [incident] = stored(harness, Incident)
        assert (incident.opened_in, incident.account_id) == (SHARED, 1)
        assert len([one for one in stored(harness, Event) if one.kind == "move_channel"]) == 1

    def test_that_comes_after_the_new_one_was_used_keeps_both(self, harness: Harness) -> None:
        cards = harness.file()
        change_id(harness, CUSTOMERS, SHARED, tell=False)
        with harness.guichet.database.transaction() as session:
            session.add(Membership(account_id=1, kind="channel", value=SHARED))
        harness.alice.command("/incident", channel=SHARED)
        assert harness.alice.submit(journey.ANSWERS).ok
        harness.deliver()
        change_id(harness, CUSTOMERS, SHARED)
        assert [one.value for one in stored(harness, Membership)] == [SHARED]
        assert [one.opened_in for one in stored(harness, Incident)] == [SHARED, SHARED]
        harness.alice.reply("Hello", channel=SHARED, thread_ts=cards[CUSTOMERS])
        harness.deliver()
        assert "Hello" in harness.thread(TRIAGE, cards[TRIAGE])[-1]


class TestTriageChannel:
    """The technicians' channel is replaced by another one."""

    def test_is_followed_by_its_new_id_and_told_with_the_setting(self, harness: Harness, tmp_path: Path) -> None:
        cards = harness.file()
        change_id(harness, TRIAGE, NEW_TRIAGE)
        harness.deliver()
        assert any("TRIAGE_CHANNEL=C0TRIAGE2" in one for one in harness.direct("U0MAX"))
        assert harness.theo.click("Acknowledge", channel=NEW_TRIAGE, ts=cards[TRIAGE]).ok
        harness.deliver()
        assert "@theo" in harness.card(NEW_TRIAGE, cards[TRIAGE])
        harness.guichet.database.close()
        url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(harness.slack, tmp_path, database_url=url) as again:
            assert again.workspace.triage_channel == NEW_TRIAGE
        with journey.program(harness.slack, tmp_path, database_url=url, triage_channel=NEW_TRIAGE) as mended:
            assert mended.workspace.triage_channel == NEW_TRIAGE

    def test_of_another_setting_gets_a_card_for_each_open_incident(self, harness: Harness, tmp_path: Path) -> None:
        cards = harness.file()
        harness.slack.add_channel(NEW_TRIAGE, name="triage2", members=["U0THEO", "U0TESS"], private=True)
        harness.guichet.database.close()
        url = f"sqlite:///{tmp_path}/guichet.db"
        with journey.program(harness.slack, tmp_path, database_url=url, triage_channel=NEW_TRIAGE) as guichet:
            moved = Harness(harness.slack, guichet, harness.clock)
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
    """Slack posts replies to a deleted message in the channel: the thread goes on below a new card."""

    @pytest.mark.parametrize("channel", [CUSTOMERS, TRIAGE])
    def test_is_replaced_and_what_is_written_below_either_is_heard(self, harness: Harness, channel: str) -> None:
        cards = harness.file()
        place = harness.slack.channels[channel]
        del place.messages[cards[channel]]
        propose(harness, cards) if channel == CUSTOMERS else harness.pass_time(minutes=61)
        [card] = harness.cards(channel)
        assert [one.ts for one in stored(harness, Card) if one.channel == channel] == [card["ts"]]
        ours = [one["ts"] for one in harness.slack.messages(channel) if one["user"] == harness.slack.bot_user]
        [unthreaded] = [ts for ts in ours if ts != card["ts"]]
        if channel == CUSTOMERS:
            for number, ts in enumerate((unthreaded, card["ts"])):
                harness.alice.reply(f"Heard {number}", channel=channel, thread_ts=ts)
            harness.deliver()
            told = "".join(harness.thread(TRIAGE, cards[TRIAGE]))
            assert "Heard 0" in told
            assert "Heard 1" in told
        else:
            harness.theo.reply("je prends", channel=channel, thread_ts=unthreaded)
            harness.deliver()
            assert [one.status for one in stored(harness, Incident)] == ["acknowledged"]
            assert "@theo" in harness.card(channel, card["ts"])


def test_heartbeat_keeps_no_id_that_leads_in_a_circle(harness: Harness) -> None:
    """A channel may be given an id that it had before."""
    for old, new in ((TRIAGE, NEW_TRIAGE), (NEW_TRIAGE, TRIAGE)):
        change_id(harness, old, new)
    assert harness.guichet.workspace.triage_channel == TRIAGE
    with harness.guichet.database.reading() as session:
        noted = session.get_one(Heartbeat, "triage")
        assert noted.facts == {"changed": {NEW_TRIAGE: TRIAGE}}


def run(harness: Harness, *jobs: str) -> None:
    for job in jobs:
        harness.guichet.scheduler.get_job(job).func()
    harness.deliver()


def told(harness: Harness) -> list[str]:
    return [one for one in harness.direct("U0MAX") if "/invite" in one]


class TestRemoved:
    """Guichet is removed from a channel: people are notified before anything is due there."""

    @pytest.mark.parametrize("channel", [CUSTOMERS, TRIAGE])
    def test_is_told_within_two_minutes_though_nobody_listened(self, harness: Harness, channel: str) -> None:
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert told(harness) == []
        harness.slack.remove_bot(channel)
        run(
            harness,
            timetable.AUDIT,
            timetable.WATCH_CHANNELS,
            timetable.AUDIT,
            timetable.WATCH_CHANNELS,
            timetable.AUDIT,
        )
        [notice] = told(harness)
        assert f"#{harness.slack.channels[channel].name}" in notice
        harness.slack.add_bot(channel)
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT)
        harness.slack.remove_bot(channel)
        harness.clock.tick(60)
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert len(told(harness)) == 2

    def test_is_told_at_the_next_audit_where_slack_says_so(self, harness: Harness) -> None:
        run(harness, timetable.WATCH_CHANNELS)
        harness.slack.remove_bot(CUSTOMERS)
        event = {"type": "member_left_channel", "user": harness.slack.bot_user, "channel": CUSTOMERS}
        for channel in (CUSTOMERS, CUSTOMERS, "C0NOBODYS"):
            assert harness.people.event({**event, "channel": channel, "event_ts": harness.slack.next_ts()}).ok
        run(harness, timetable.AUDIT)
        assert len(told(harness)) == 1

    @pytest.mark.parametrize(
        "fault", [{"status": 500}, {"error": "missing_scope"}, {"status": 429, "headers": {"Retry-After": "30"}}]
    )
    def test_is_not_taken_for_granted_where_slack_does_not_tell(self, harness: Harness, fault: dict[str, Any]) -> None:
        run(harness, timetable.WATCH_CHANNELS)
        harness.slack.fail("users.conversations", times=1, **fault)
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert told(harness) == []

    def test_that_is_shared_no_more_is_told_to_managers_and_technicians(self, harness: Harness) -> None:
        """People of another organisation can no longer read the channel; Slack still accepts every message there."""
        place = harness.slack.channels[CUSTOMERS]
        place.is_ext_shared = True
        cards = harness.file()
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert "n’est plus partagé" not in "".join(harness.direct("U0MAX"))
        place.is_ext_shared = False
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT, timetable.WATCH_CHANNELS, timetable.AUDIT)
        [notice] = [one for one in harness.direct("U0MAX") if "n’est plus partagé" in one]
        assert "#acme-support" in notice
        link = f"<https://fake.slack.com/archives/{TRIAGE}/p{cards[TRIAGE].replace('.', '')}|INC-1>"
        assert link in str(harness.slack.dms("U0MAX")[-1]["blocks"])
        assert "no longer shared" in harness.card(TRIAGE, cards[TRIAGE])
        assert "no longer shared" not in harness.card(CUSTOMERS, cards[CUSTOMERS])
        place.is_ext_shared = True
        harness.clock.tick(60)
        run(harness, timetable.WATCH_CHANNELS, timetable.AUDIT)
        assert "no longer shared" not in harness.card(TRIAGE, cards[TRIAGE])

    def test_doctor_shows_what_has_become_of_channels(self, harness: Harness) -> None:
        def found() -> dict[str, tuple[bool, str]]:
            with harness.guichet.database.reading() as session:
                return {one.subject: (one.is_well, one.text) for one in check_channels(session)}

        assert found() == {"channels": (True, "Guichet has not looked yet in which channels it is.")}
        place = harness.slack.channels[CUSTOMERS]
        place.is_ext_shared = True
        run(harness, timetable.WATCH_CHANNELS)
        assert found() == {"channels": (True, "Guichet is in every channel that it needs: 2.")}
        place.name, place.is_ext_shared = "acme-corp", False
        harness.slack.archive(CUSTOMERS)
        harness.slack.remove_bot(TRIAGE)
        run(harness, timetable.WATCH_CHANNELS)
        assert {subject: (is_well, text.partition(":")[0]) for subject, (is_well, text) in found().items()} == {
            "channels": (False, "Guichet is not in #triage"),
            "archived channels": (False, "#acme-corp"),
            "renamed channels": (True, "#acme-corp was #acme-support before; Guichet goes by the id."),
            "unshared channels": (False, "#acme-corp"),
        }
