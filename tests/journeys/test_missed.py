"""Events that Slack did not deliver are found out; events that it delivers twice count once."""

import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlmodel import select

from bot.clock import Clock
from bot.delivery.health import heartbeat_of
from bot.delivery.slack_history import SlackHistory
from bot.jobs.record_heartbeat import CONNECTION
from bot.jobs.reread_queue import RereadQueue
from bot.operations.record_heartbeat import record_heartbeat
from bot.reports.rereading import PART, rereading
from models import Event, Incident, OutboxMessage, Remark
from tests.journeys.harness import ANSWERS, BUILT_IN, CUSTOMERS, TRIAGE, Harness


def incident(harness: Harness) -> Incident:
    """Return the one incident."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


def remarks(harness: Harness) -> list[Remark]:
    """Return what is recorded of the threads."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Remark)))


def acknowledgements(harness: Harness) -> list[Event]:
    """Return the audit trail's acknowledgements."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Event).where(Event.kind == "acknowledge_incident")))


class TestMissed:
    """An answer whose event never came counts all the same, with its own time."""

    @pytest.mark.parametrize("channel", [CUSTOMERS, TRIAGE])
    def test_reply_is_found_before_a_warning_complains(self, harness: Harness, channel: str) -> None:
        cards = harness.file()
        harness.slack.add_member(CUSTOMERS, "U0THEO")
        harness.clock.tick(timedelta(minutes=20))
        harness.unheard("U0THEO", "Mine, I am looking.", channel=channel, thread=cards[channel])
        harness.pass_time(minutes=45)  # The warning of 60 minutes is due meanwhile.
        found = incident(harness)
        assert found.acknowledged_by == "U0THEO"
        assert found.acknowledged_margin == pytest.approx(100 * 60, abs=2)  # 2 h - 20 min
        assert not any("⏰" in text for text in harness.thread(TRIAGE, cards[TRIAGE]))

    def test_eyes_are_found_too(self, harness: Harness) -> None:
        cards = harness.file()
        harness.unheard_eyes("U0THEO", channel=TRIAGE, ts=cards[TRIAGE])
        harness.pass_time(minutes=61)
        assert incident(harness).acknowledged_how == "eyes"

    def test_customers_words_and_the_bots_are_not_answers(self, harness: Harness) -> None:
        cards = harness.file()
        harness.unheard("U0ALICE", "Anybody?", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.unheard_eyes("U0ALICE", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        harness.pass_time(minutes=121)
        assert incident(harness).status == "open"
        assert "🚨" in harness.thread(TRIAGE, cards[TRIAGE])[-1]

    def test_all_threads_are_read_at_start(self, harness: Harness) -> None:
        first, second = harness.file(), harness.file()
        harness.unheard("U0TESS", "Mine.", channel=TRIAGE, thread=second[TRIAGE])
        harness.guichet.reread_queue.start()
        harness.deliver()
        assert "Waiting" in harness.card(TRIAGE, first[TRIAGE])
        assert "@tess has it" in harness.card(TRIAGE, second[TRIAGE])

    def test_slack_that_does_not_let_us_read_does_not_silence_a_warning(self, harness: Harness) -> None:
        cards = harness.file()
        harness.slack.fail("conversations.replies", times=99, error="missing_scope")
        harness.pass_time(minutes=61)
        assert "⏰" in harness.thread(TRIAGE, cards[TRIAGE])[-1]


class TestBeforeClosing:
    """Nobody closes an incident over an objection whose event never came."""

    UNRESOLVED: ClassVar = {"Outcome": "Unresolved: there is no solution", "Explanation": "No."}

    def close(self, harness: Harness, cards: dict[str, str]) -> dict[str, str]:
        """Let Tess open the form and close; return the form's errors."""
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        return harness.tess.submit(self.UNRESOLVED).errors

    def again(self, harness: Harness) -> None:
        """Send the same form again: now it closes."""
        assert harness.tess.submit(self.UNRESOLVED).ok
        assert incident(harness).status == "closed"

    def test_it_is_recorded_and_read_first(self, harness: Harness) -> None:
        cards = harness.file()
        harness.unheard("U0ALICE", "It still fails!", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        (error,) = self.close(harness, cards).values()
        assert error.startswith("Something new was written in the customer’s thread")
        assert incident(harness).status == "acknowledged"
        harness.deliver()
        assert "It still fails!" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        self.again(harness)

    def test_ones_own_words_are_no_news(self, harness: Harness) -> None:
        cards = harness.file()
        harness.unheard("U0TESS", "Closing this.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        assert self.close(harness, cards) == {}
        assert incident(harness).status == "closed"

    @pytest.mark.parametrize("fault", [{"error": "missing_scope"}, {"status": 429, "headers": {"Retry-After": "30"}}])
    def test_whoever_closes_decides_where_slack_does_not_show_the_thread(
        self, harness: Harness, fault: dict[str, Any]
    ) -> None:
        cards = harness.file()
        harness.slack.fail("conversations.replies", times=99, **fault)
        (error,) = self.close(harness, cards).values()
        assert error.startswith("Guichet could not read the customer’s thread to its end just now")
        self.again(harness)

    def test_what_could_not_be_read_is_read_after_the_closing(self, harness: Harness) -> None:
        """The objection is not lost, although only open incidents are read in turn."""
        cards = harness.file()
        harness.unheard("U0ALICE", "It still fails!", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.slack.fail("conversations.replies", times=2, error="missing_scope")
        assert self.close(harness, cards)
        self.again(harness)
        harness.guichet.reread_queue.run()
        harness.deliver()
        assert [text for text in harness.thread(TRIAGE, cards[TRIAGE]) if "It still fails!" in text]

    def test_nothing_is_begun_once_the_time_is_over(self, harness: Harness) -> None:
        """No page is requested and no message received; what was left comes in the queue's next turn."""
        cards = harness.file()
        for text in ("It still fails!", "Hello?"):
            harness.unheard("U0ALICE", text, channel=CUSTOMERS, thread=cards[CUSTOMERS])
        calls = len(harness.slack.calls("conversations.replies"))
        queue, reader = harness.guichet.reread_queue, harness.guichet.rereading
        assert not queue.read_in_time(reader, 1, ends_at=time.monotonic()).is_read
        assert len(harness.slack.calls("conversations.replies")) == calls
        queue.run()
        assert len(remarks(harness)) == 2
        assert queue.read_in_time(reader, 1, ends_at=time.monotonic() + 1).is_read


class TestOwnPosts:
    """Slack sends events of our own messages: they show that a doubtful one was posted, without a look-up."""

    def test_a_lost_answer_is_settled_by_the_event(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=1, drop_after_accept=True, channel=TRIAGE)
        harness.file()
        (card,) = harness.cards(TRIAGE)
        harness.slack.fail("conversations.history", times=99, error="missing_scope")
        assert harness.people.echo(TRIAGE, card["ts"]).ok
        harness.clock.tick(timedelta(seconds=50))
        harness.deliver()
        assert len(harness.cards(TRIAGE)) == 1
        assert not harness.slack.calls("conversations.history")
        assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=card["ts"]).ok
        harness.deliver()
        assert "@theo has it" in harness.card(TRIAGE, card["ts"])

    def test_another_apps_claim_settles_nothing(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=1, status=500, channel=TRIAGE)
        harness.file()
        assert not harness.cards(TRIAGE)
        with harness.guichet.database.reading() as session:
            reference = session.exec(select(OutboxMessage.reference).where(OutboxMessage.kind == "triage_card")).one()
        metadata = {"event_type": "guichet_outbox", "event_payload": {"reference": reference}}
        event = {"type": "message", "channel": TRIAGE, "user": "U0JIRA", "bot_id": "B0JIRA", "ts": "1.0", "text": ""}
        harness.people.event({**event, "metadata": metadata})
        harness.clock.tick(timedelta(seconds=50))
        harness.deliver()
        assert len(harness.cards(TRIAGE)) == 1


class TestInTurn:
    """Threads of open incidents are read again within the policy's time, one after the other."""

    def test_a_reply_after_the_acknowledgement_is_copied(self, harness: Harness) -> None:
        cards = harness.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.deliver()
        harness.unheard("U0ALICE", "One more thing.", channel=CUSTOMERS, thread=cards[CUSTOMERS])
        harness.guichet.reread_queue.run()
        harness.deliver()
        assert not any("One more thing." in text for text in harness.thread(TRIAGE, cards[TRIAGE]))
        harness.clock.tick(BUILT_IN.threads.reread_every + timedelta(seconds=1))
        harness.guichet.reread_queue._rests_until = 0.0  # A minute has passed on the monotonic clock too.
        harness.guichet.reread_queue.run()
        harness.deliver()
        assert any("One more thing." in text for text in harness.thread(TRIAGE, cards[TRIAGE]))

    def test_doctor_tells_how_far_it_is_after_a_start(self, harness: Harness) -> None:
        for _ in range(11):
            harness.file()
        harness.clock.tick(timedelta(minutes=20))  # Nothing was touched shortly before the start.
        harness.guichet.reread_queue.start()
        assert self.how_far(harness).endswith(
            "the threads of 11 incidents are still to be read, the most urgent first."
        )
        harness.guichet.reread_queue.run()
        harness.guichet.reread_queue.run()
        assert self.how_far(harness).startswith(
            "The threads of all open incidents have been read again since the start"
        )

    def how_far(self, harness: Harness) -> str:
        """Return what doctor says."""
        with harness.guichet.database.reading() as session:
            return rereading(session) or ""

    def test_what_was_touched_before_the_last_sign_of_life_is_read_first(self, harness: Harness) -> None:
        waiting = [harness.file()[CUSTOMERS] for _ in range(3)]
        harness.clock.tick(timedelta(minutes=30))  # No warning is due yet.
        touched = harness.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")[CUSTOMERS]
        harness.clock.tick(timedelta(minutes=5))
        harness.guichet.reread_queue.start()
        read = [call.args["ts"] for call in harness.slack.calls("conversations.replies")]
        assert [ts for ts in read if ts in {*waiting, touched}] == [touched, *waiting]

    def test_of_what_was_touched_the_most_urgent_is_read_first(self, harness: Harness) -> None:
        less, more = (
            harness.file(Severity=one)[CUSTOMERS]
            for one in ("🔵 C · minimal business impact (response within 8 business hours)", ANSWERS["Severity"])
        )
        harness.guichet.reread_queue.start()
        read = [call.args["ts"] for call in harness.slack.calls("conversations.replies")]
        assert [ts for ts in read if ts in {less, more}] == [more, less]

    @pytest.mark.parametrize(
        "fault", [{"drop_after_accept": True}, {"status": 503, "body": "<html>"}, {"error": "fatal_error"}]
    )
    def test_a_slack_that_does_not_answer_is_asked_again(self, harness: Harness, fault: dict[str, Any]) -> None:
        """What it did not show counts as unread, and doctor says so."""
        harness.file()
        harness.file()
        harness.unheard("U0TESS", "Mine.", channel=TRIAGE, thread=harness.cards(TRIAGE)[1]["ts"])
        harness.slack.fail("conversations.replies", times=2, **fault)
        harness.clock.tick(timedelta(seconds=1))
        harness.guichet.reread_queue.start()
        assert len(harness.slack.calls("conversations.replies")) <= 1, "it is left alone for a minute"
        assert "the threads of 2 incidents are still to be read" in self.how_far(harness)
        for _ in range(6):
            harness.guichet.reread_queue._rests_until = 0.0
            harness.guichet.reread_queue.run()
        harness.deliver()
        assert "@tess has it" in harness.card(TRIAGE, harness.cards(TRIAGE)[1]["ts"])
        assert "have been read again" in self.how_far(harness)

    def test_a_thread_for_which_slack_never_answers_holds_up_no_other(self, harness: Harness) -> None:
        first, second = harness.file(), harness.file()
        harness.slack.fail("conversations.replies", times=99, channel=CUSTOMERS, ts=first[CUSTOMERS], status=503)
        harness.clock.tick(timedelta(seconds=1))
        harness.guichet.reread_queue.start()
        for _ in range(6):
            harness.guichet.reread_queue._rests_until = 0.0
            harness.guichet.reread_queue.run()
        read = [call.args["ts"] for call in harness.slack.calls("conversations.replies")]
        assert second[TRIAGE] in read
        assert "the threads of 1 incidents are still to be read" in self.how_far(harness)

    def test_what_an_interrupted_start_did_not_read_is_read_first_by_the_next_one(self, harness: Harness) -> None:
        """The second one finds a sign of life of the first, from after what was missed."""
        waiting = [harness.file()[CUSTOMERS] for _ in range(3)]
        harness.clock.tick(timedelta(minutes=20))
        touched = harness.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")[CUSTOMERS]
        harness.slack.fail("conversations.replies", status=429, headers={"Retry-After": "30"})
        harness.guichet.reread_queue.start()
        harness.clock.tick(timedelta(minutes=15))
        again = RereadQueue(
            harness.guichet.rereading.through(SlackHistory(harness.guichet._client(1))),
            database=harness.guichet.database,
            clock=Clock(),
            every=BUILT_IN.threads.reread_every,
        )
        before = len(harness.slack.calls("conversations.replies"))
        again.start()
        read = [call.args["ts"] for call in harness.slack.calls("conversations.replies")[before:]]
        assert [ts for ts in read if ts in {*waiting, touched}] == [touched, *waiting]
        with harness.guichet.database.reading() as session:
            known = heartbeat_of(session, part=PART)
        assert known is not None
        assert "since" not in known.facts, "now it has been read"

    def test_a_sign_of_life_from_the_future_changes_nothing(self, harness: Harness) -> None:
        """The clock was set back: what was touched a moment ago still comes first."""
        waiting = harness.file()[CUSTOMERS]
        harness.clock.tick(timedelta(minutes=30))
        touched = harness.file(Severity="🔵 C · minimal business impact (response within 8 business hours)")[CUSTOMERS]
        with harness.guichet.database.transaction() as session:
            record_heartbeat(session, part=CONNECTION, at=harness.guichet.now() + timedelta(hours=2))
        harness.guichet.reread_queue.start()
        read = [call.args["ts"] for call in harness.slack.calls("conversations.replies")]
        assert [ts for ts in read if ts in {waiting, touched}] == [touched, waiting]

    def test_it_is_read_once_in_that_time(self, harness: Harness) -> None:
        harness.file()
        harness.clock.tick(BUILT_IN.threads.reread_every + timedelta(seconds=1))
        for _ in range(3):
            harness.guichet.reread_queue._rests_until = 0.0
            harness.guichet.reread_queue.run()
        assert len(harness.slack.calls("conversations.replies")) == 2  # Its two threads.


class TestTwice:
    """Slack may deliver anything more than once."""

    def test_event_sent_again_does_nothing(self, harness: Harness) -> None:
        cards = harness.file()
        harness.theo.reply("Je prends.", channel=TRIAGE, thread_ts=cards[TRIAGE])
        for number in (1, 2, 3):
            harness.people.resend_last(retry_num=number)
        harness.deliver()
        assert len(acknowledgements(harness)) == 1
        assert len(harness.thread(CUSTOMERS, cards[CUSTOMERS])) == 1

    def test_event_whose_handling_failed_counts_when_it_is_sent_again(self, harness: Harness, tmp_path: Path) -> None:
        cards = harness.file()
        locker = sqlite3.connect(tmp_path / "guichet.db", isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        failed = harness.theo.reply("Je prends.", channel=TRIAGE, thread_ts=cards[TRIAGE])
        locker.close()
        assert failed.status == 500
        assert incident(harness).status == "open"
        assert harness.people.resend_last(retry_num=1).status == 200
        assert incident(harness).acknowledged_by == "U0THEO"


class TestWhoAnswers:
    """Only a technician's act counts, and not knowing who is one is no answer."""

    def test_another_apps_post_in_the_thread_does_not_count(self, harness: Harness) -> None:
        harness.slack.add_user("U0JIRA", name="jira", is_bot=True)
        harness.slack.add_member(TRIAGE, "U0JIRA")
        cards = harness.file()
        harness.people["U0JIRA"].reply("Linked to PROJ-7", channel=TRIAGE, thread_ts=cards[TRIAGE])
        harness.people["U0JIRA"].react("eyes", channel=TRIAGE, ts=cards[TRIAGE])
        assert incident(harness).status == "open"

    def test_answer_waits_until_slack_tells_who_the_technicians_are(self, harness: Harness) -> None:
        cards = harness.file()
        harness.guichet.people._members._known.clear()  # As after a start.
        harness.slack.fail("conversations.members", times=1, error="internal_error")
        assert harness.theo.reply("Je prends.", channel=TRIAGE, thread_ts=cards[TRIAGE]).status == 500
        assert harness.people.resend_last(retry_num=1).status == 200
        assert incident(harness).acknowledged_by == "U0THEO"

    def test_filing_does_not_need_to_know(self, harness: Harness) -> None:
        harness.slack.fail("conversations.members", times=9, error="internal_error")
        harness.file()
        assert incident(harness).opened_by == "U0ALICE"

    def test_language_known_before_is_kept_while_slack_cannot_tell(self, harness: Harness) -> None:
        harness.bob.command("/incident", "list", channel="")
        harness.clock.tick(timedelta(minutes=11))
        harness.slack.fail("users.info", times=1, status=429, headers={"Retry-After": "1"})
        harness.bob.command("/incident", "list", channel="")
        first, second = harness.private_answers("U0BOB")
        assert first == second
        assert "incident ouvert" in second

    def test_profile_changes_are_learnt_without_asking(self, harness: Harness) -> None:
        harness.alice.command("/incident", "list", channel="")
        asked = len(harness.slack.calls("users.info"))
        user = {"id": "U0ALICE", "name": "alice", "tz": "Europe/Paris", "locale": "fr-FR"}
        for _ in range(5):
            harness.people.event({"type": "user_change", "user": user})
        harness.alice.command("/incident", "list", channel="")
        assert "incident ouvert" in harness.private_answers("U0ALICE")[-1]
        assert len(harness.slack.calls("users.info")) == asked


class TestPlaces:
    """A channel that refuses us does not keep anybody from learning what matters."""

    def test_card_in_an_archived_channel_is_true_again_once_it_is_back(self, harness: Harness) -> None:
        cards = harness.file()
        harness.slack.archive(TRIAGE)
        harness.pass_time(minutes=125)
        harness.slack.archive(TRIAGE, archived=False)
        harness.pass_time(minutes=12)
        assert "Overdue" in harness.card(TRIAGE, cards[TRIAGE])

    def test_customer_is_told_directly_after_the_bot_was_removed(self, harness: Harness) -> None:
        cards = harness.file()
        harness.slack.remove_bot(CUSTOMERS)
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.pass_time(minutes=1)
        said = harness.direct("U0ALICE")
        assert any("has acknowledged your incident" in text for text in said)
        assert any("@theo has it" in text for text in said)

    def test_error_we_do_not_know_is_tried_again(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=2, error="external_channel_migrating")
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.submit(ANSWERS)
        harness.pass_time(minutes=12)
        assert (len(harness.cards(CUSTOMERS)), len(harness.cards(TRIAGE))) == (1, 1)
