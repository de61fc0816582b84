"""When something goes wrong: nothing is lost, and everybody reads what to do."""

import json
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient
from sqlalchemy import event
from sqlmodel import Session, select

from bot.busy import Busy
from bot.database import DatabaseGone
from models import Incident, OutboxMessage
from tests.full_house import full_after_commit
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_accounts import account
from tests.journeys.test_form import field, products
from tests.people import People


def incidents(harness: Harness) -> list[Incident]:
    """Return all that is stored."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Incident)))


def outbox(harness: Harness, kind: str) -> OutboxMessage:
    """Return the one message of this kind."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(OutboxMessage).where(OutboxMessage.kind == kind)).one()


class TestForm:
    """What was typed stays, and the form says what is wrong."""

    @pytest.mark.parametrize(
        ("changed", "label", "sentence"),
        [
            ({"Title": "   "}, "Title", "Please fill this in."),
            ({"Title": "t" * 151}, "Title", "This is 151 characters long; the limit is 150. Please shorten it by 1."),
            ({"Description": "d" * 3002}, "Description", "This is 3002 characters long; the limit is 3000. "),
            ({"Cover": "24x7, around the clock"}, "Reachable contacts (24x7)", "please say who can be reached"),
            ({"What do you need?": "An on-site visit"}, "What do you need?", "does not cover on-site visits"),
        ],
    )
    def test_refuses_at_the_field_and_takes_the_corrected_answer(
        self, harness: Harness, changed: dict[str, str], label: str, sentence: str
    ) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        refused = harness.alice.submit(ANSWERS | changed, force=True)
        assert list(refused.errors) == [label]
        assert sentence in refused.errors[label]
        assert incidents(harness) == []
        corrected = {"Reachable contacts (24x7)": "Bob, day and night"} if "24x7" in label else {label: ANSWERS[label]}
        assert harness.alice.submit(corrected).ok
        assert len(incidents(harness)) == 1

    @pytest.mark.parametrize("title", ["🔥📧 en feu", "\u202e\u0645\u0631\u062d\u0628\u0627", "a" * 150, "&<>" * 50])
    def test_takes_any_text_within_the_limits(self, harness: Harness, title: str) -> None:
        cards = harness.file(Title=title, Description=title * 20)
        harness.pass_time(hours=3)
        card = harness.card(TRIAGE, cards[TRIAGE])
        assert title[:100].removeprefix("\u202e") in card
        assert "\u202e" not in card  # It would turn the rest of the line.
        assert not harness.slack.refused

    def test_refuses_a_product_that_has_gone(self, harness: Harness) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS)
        with harness.guichet.database.transaction() as session:
            session.connection().exec_driver_sql("DELETE FROM product")
        refused = harness.alice.submit()
        assert "no longer in the catalogue" in refused.errors["Product"]

    def test_whose_trigger_expired_asks_to_try_again(self, harness: Harness) -> None:
        harness.slack.expire_next_trigger()
        answer = harness.alice.command("/incident", channel=CUSTOMERS)
        assert answer.status == 200
        assert "please try again" in harness.private_answers("U0ALICE")[-1]

    def test_stays_open_and_says_so_while_the_database_is_busy(self, harness: Harness, tmp_path: Path) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        locker = sqlite3.connect(tmp_path / "guichet.db", isolation_level=None)
        locker.execute("BEGIN IMMEDIATE")
        refused = harness.alice.submit(ANSWERS)
        locker.close()
        assert [*refused.errors.values()] == [
            "Guichet is very busy at the moment, and nothing was saved. Please try again in a few seconds."
        ]
        assert incidents(harness) == []
        assert harness.alice.submit().ok  # Everything that was typed is still there.
        assert len(incidents(harness)) == 1

    @pytest.mark.parametrize("failure", ["read-only", "gone"])
    def test_stays_open_with_a_reference_when_the_database_fails(
        self, harness: Harness, tmp_path: Path, failure: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        database = harness.guichet.database
        locker = sqlite3.connect(tmp_path / "guichet.db", isolation_level=None)
        if failure == "read-only":
            with database.writer.connect() as connection:
                connection.exec_driver_sql("PRAGMA query_only = ON")
        else:
            with database.transaction() as session:
                session.connection().exec_driver_sql("ALTER TABLE event RENAME TO lost")
        refused = harness.alice.submit(ANSWERS)
        (said,) = refused.errors.values()
        reference = said.rsplit(" ", 1)[-1]
        assert said.startswith("Something went wrong on our side, and it has been logged. Nothing was saved")
        assert reference in caplog.text
        if failure == "read-only":
            database.writer.dispose()  # The next connection writes again.
        else:
            locker.execute("ALTER TABLE lost RENAME TO event")
        locker.close()
        assert incidents(harness) == []
        assert harness.alice.submit().ok  # Everything that was typed is still there.
        assert len(incidents(harness)) == 1

    @pytest.mark.parametrize("problem", [OSError("cut"), Busy()], ids=repr)
    def test_does_not_say_that_nothing_was_saved_once_it_may_be_committed(
        self, harness: Harness, problem: Exception
    ) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)

        def fail(_session: Session) -> None:
            raise problem

        event.listen(Session, "after_commit", fail, once=True)
        (said,) = harness.alice.submit(ANSWERS).errors.values()
        assert "What you did may have been saved" in said
        assert "othing was saved" not in said
        assert harness.alice.submit().ok  # The same form once more is the same incident.
        assert len(incidents(harness)) == 1

    def test_of_fifty_customers_at_once_are_fifty_incidents(self, harness: Harness) -> None:
        for number in range(50):
            harness.slack.add_user(f"U{number}CROWD", name=f"c{number}")
        crowd = [harness.people[f"U{number}CROWD"] for number in range(50)]
        for person in crowd:
            person.command("/incident", channel="")
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda person: person.submit(ANSWERS), crowd))
        assert all(answer.ok for answer in answers)
        assert len(incidents(harness)) == 50


class TestQuestion:
    """What is asked in words is answered, or its author is asked to try again."""

    def test_is_to_be_asked_again_if_the_database_is_too_busy_to_forget_it(self, harness: Harness) -> None:
        with full_after_commit(harness.guichet.database):
            assert harness.alice.mention("list", channel=CUSTOMERS).ok
        assert harness.private_answers("U0ALICE") == [
            "Guichet is very busy at the moment, and nothing was saved. Please try again in a few seconds."
        ]
        harness.people.resend_last()
        assert len(harness.private_answers("U0ALICE")) == 1
        harness.alice.mention("list", channel=CUSTOMERS)
        assert "incident" in harness.private_answers("U0ALICE")[-1]


class TestSearch:
    """Choices that cannot be loaded now are not taken for none."""

    SAID = "⏳ Could not be loaded: please type again"

    def fail_once(self, problem: Exception) -> None:
        """Let the next request that reads anything fail."""

        def fail(*_: object) -> None:
            raise problem

        event.listen(Session, "after_begin", fail, once=True)

    @pytest.mark.parametrize("problem", [OSError("cut"), Busy(), DatabaseGone()], ids=repr)
    def test_says_so_instead_of_finding_nothing(self, harness: Harness, problem: Exception) -> None:
        products(harness, more=101)
        harness.alice.command("/incident", channel=CUSTOMERS)
        self.fail_once(problem)
        assert harness.alice.suggestions("Product", "product 00100") == [self.SAID]
        assert harness.alice.suggestions("Product", "product 00100") == ["Product 00100"]
        assert harness.alice.suggestions("Product", "anything else") == []

    def test_takes_that_sentence_for_no_product(self, harness: Harness) -> None:
        products(harness, more=101)
        harness.alice.command("/incident", channel=CUSTOMERS)
        self.fail_once(Busy())
        harness.alice.choose(self.SAID, label="Product")
        harness.alice.choose("Business hours", label="Cover")  # Which draws the form anew.
        assert field(harness, "U0ALICE", "product")
        rest = {label: one for label, one in ANSWERS.items() if label != "Product"}
        assert harness.alice.submit(rest).errors == {
            "Product": "The choices could not be loaded. Please type again what you look for, and choose one."
        }
        assert incidents(harness) == []
        assert harness.alice.submit({"Product": "Product 00100"}).ok

    def test_takes_that_sentence_for_no_account(self, harness: Harness) -> None:
        """An empty field would be a technician's own incident, which nobody pays for."""
        for number in range(101):
            account(harness, f"CO{number:03}")
        harness.tess.command("/incident", channel=TRIAGE)
        self.fail_once(Busy())
        harness.tess.choose(self.SAID, label="Account")
        assert "The choices could not be loaded" in harness.tess.submit(ANSWERS).errors["Account"]
        assert incidents(harness) == []
        harness.tess.choose("Co100 Ltd", label="Account")
        assert harness.tess.submit().ok
        assert len(incidents(harness)) == 1

    def test_takes_that_sentence_for_nothing_to_administer(self, harness: Harness) -> None:
        for number in range(101):
            account(harness, f"CO{number:03}")
        manager = harness.people["U0MAX"]
        manager.command("/incident", "admin")
        manager.submit({"Que voulez-vous faire\u202f?": "Membres d’un compte"})
        self.fail_once(Busy())
        manager.choose("⏳ Chargement impossible\u00a0: saisissez de nouveau", label="Compte")
        assert "Les choix n’ont pas pu être chargés" in manager.submit().errors["Compte"]


class TestDelivery:
    """Slack fails in many ways; every message is still posted, once."""

    @pytest.mark.parametrize(
        "fault",
        [
            {"status": 429, "headers": {"Retry-After": "30"}},
            {"status": 500},
            {"status": 200, "body": "<html>busy</html>"},
            {"error": "internal_error"},
            {"error": "ratelimited"},
            {"error": "fatal_error", "after_accept": True},
            {"drop_after_accept": True},
        ],
        ids=str,
    )
    def test_a_card_is_seen_once_after_a_fault(self, harness: Harness, fault: dict[str, object]) -> None:
        harness.slack.fail("chat.postMessage", times=2, **fault)
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.submit(ANSWERS)
        for _ in range(10):
            harness.deliver()
            harness.clock.tick(timedelta(seconds=30))
        assert harness.slack.faults_hit == 2
        assert (len(harness.cards(CUSTOMERS)), len(harness.cards(TRIAGE))) == (1, 1)

    def test_retry_after_is_obeyed(self, harness: Harness) -> None:
        harness.slack.fail("chat.postMessage", times=1, status=429, headers={"Retry-After": "30"}, channel=TRIAGE)
        harness.file()
        harness.clock.tick(timedelta(seconds=29))
        harness.deliver()
        assert harness.cards(TRIAGE) == []
        harness.clock.tick(timedelta(seconds=2))
        harness.deliver()
        assert len(harness.cards(TRIAGE)) == 1

    def test_all_is_said_when_slack_comes_back(self, harness: Harness) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.submit(ANSWERS)
        harness.slack.down()
        harness.pass_time(minutes=30)
        harness.slack.up()
        harness.pass_time(minutes=6)
        assert (len(harness.cards(CUSTOMERS)), len(harness.cards(TRIAGE))) == (1, 1)

    def test_removed_from_the_triage_channel_the_bot_waits_to_be_invited(self, harness: Harness) -> None:
        harness.slack.remove_bot(TRIAGE)
        harness.file()
        harness.pass_time(minutes=61)
        card = outbox(harness, "triage_card")
        assert (card.state, card.last_error) == ("parked", "channel_not_found")
        harness.slack.add_bot(TRIAGE)
        harness.pass_time(minutes=11)
        (shown,) = harness.cards(TRIAGE)
        assert "comes 1" in harness.thread(TRIAGE, shown["ts"])[0]  # The warning of 60 minutes, some minutes late.

    def test_what_slack_quotes_of_a_message_it_refuses_is_not_logged(
        self, harness: Harness, caplog: pytest.LogCaptureFixture
    ) -> None:
        quoting = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": ["Mail is s3kr1t"]}}
        harness.slack.fail("chat.postMessage", body=json.dumps(quoting))
        harness.alice.command("/incident", channel=CUSTOMERS)
        assert harness.alice.submit(ANSWERS).ok
        harness.deliver()
        assert re.search(r"Slack refuses outbox message \d+ \(\w+\): invalid_blocks$", caplog.text, re.MULTILINE)
        assert "s3kr1t" not in caplog.text

    def test_customer_unknown_to_slack_is_served_all_the_same(self, harness: Harness) -> None:
        harness.slack.fail("users.info", times=9, error="user_not_found")
        cards = harness.file()
        assert "Waiting" in harness.card(TRIAGE, cards[TRIAGE])

    def test_deleted_card_does_not_silence_its_reminders(self, harness: Harness) -> None:
        cards = harness.file()
        WebClient(harness.slack.token, base_url=harness.slack.url).chat_delete(channel=TRIAGE, ts=cards[TRIAGE])
        harness.pass_time(minutes=62)
        assert any("⏰" in harness.slack.text_of(one) for one in harness.slack.messages(TRIAGE))

    def test_clock_set_back_an_hour_neither_repeats_nor_loses_a_reminder(self, harness: Harness) -> None:
        cards = harness.file()
        harness.pass_time(minutes=70)
        harness.clock.tick(-timedelta(hours=1))
        harness.pass_time(hours=2)
        said = harness.thread(TRIAGE, cards[TRIAGE])
        assert [text.removeprefix("@here ")[0] for text in said] == ["⏰", "⏰", "⏰", "🚨"]

    def test_crash_between_claim_and_post_loses_nothing(self, harness: Harness) -> None:
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.submit(ANSWERS)
        while harness.guichet.delivery._take():  # And then the process dies.
            pass
        harness.deliver()
        assert harness.cards(TRIAGE) == []
        harness.pass_time(minutes=2)
        assert (len(harness.cards(CUSTOMERS)), len(harness.cards(TRIAGE))) == (1, 1)


class TestStrangers:
    """No request is accepted without Slack's signature, and nobody sees other accounts' incidents."""

    @pytest.mark.parametrize(("secret", "age"), [("forged", 0), (journey.SECRET, 301)])
    def test_forged_or_old_request_is_refused(self, harness: Harness, secret: str, age: int) -> None:
        people = People(harness.guichet.bolt, harness.slack, secret, app_secret=journey.SECRET)
        people.seconds_under_way = age
        assert people["U0ALICE"].command("/incident", channel=CUSTOMERS).status == 401
        assert harness.slack.calls("views.open") == []

    @pytest.mark.parametrize("word", ["show", "voir", "explain", "expliquer"])
    def test_another_customers_incident_is_not_there(self, harness: Harness, word: str) -> None:
        harness.file()
        harness.bob.command("/incident", f"{word} INC-1", channel=CUSTOMERS)
        harness.bob.command("/incident", f"{word} INC-2", channel=CUSTOMERS)
        first, second = harness.private_answers("U0BOB")
        assert first.replace("INC-1", "INC-2") == second  # What exists cannot be told from what does not.
        assert "INC-1 est introuvable ici" in first

    def test_list_shows_customers_their_own_and_technicians_all(self, harness: Harness) -> None:
        harness.file()
        for person in (harness.alice, harness.bob, harness.theo):
            person.command("/incident", "list", channel="")
        assert "INC-1" in harness.private_answers("U0ALICE")[-1]
        assert "Aucun incident ouvert" in harness.private_answers("U0BOB")[-1]
        assert "INC-1" in harness.private_answers("U0THEO")[-1]


class TestWords:
    """`/incident` with words answers the asker alone."""

    @pytest.mark.parametrize(
        ("typed", "answer"),
        [
            ("help", "What I can do"),
            ("AIDE", "What I can do"),
            ("list", "There are no open incidents"),
            ("show", "Please say which incident"),
            ("show me", "Please say which incident"),
            ("show INC-9", "There is no INC-9 here"),
        ],
    )
    def test_are_answered(self, harness: Harness, typed: str, answer: str) -> None:
        assert harness.alice.command("/incident", typed, channel=CUSTOMERS).ok
        assert answer in harness.private_answers("U0ALICE")[-1]

    @pytest.mark.parametrize("word", ["", "show ", "explain ", "packs ", "products ", "list ", "verdicts ", "help "])
    @pytest.mark.parametrize("typed", ["a" * 2501, "&" * 700, "&" * 3000, "a " * 1500, "a\n" * 1500])
    def test_are_answered_however_long_they_are(self, harness: Harness, word: str, typed: str) -> None:
        """Fluent fills in 2,500 characters at most, and an `&` takes five of them."""
        assert harness.alice.command("/incident", word + typed, channel=CUSTOMERS).ok
        said = harness.private_answers("U0ALICE")
        assert len(said) == (0 if harness.slack.open_view("U0ALICE") else 1)
        assert all("went wrong" not in answer and len(answer) < 3000 for answer in said)  # As a section may hold.

    def test_show_and_explain_an_incident(self, harness: Harness) -> None:
        harness.file()
        harness.alice.command("/incident", "show inc 1", channel=CUSTOMERS)
        harness.alice.command("/incident", "explain 1", channel=CUSTOMERS)
        shown, explained = harness.private_answers("U0ALICE")
        assert "Nobody gets mail since nine." in shown
        assert "The clock runs day and night." in explained
