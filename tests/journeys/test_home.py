"""Somebody opens the App Home: each role finds there what it needs, whatever happens."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory

from bot.guard import TRIED_FOR, TRIES, things_set_aside
from bot.jobs.redraw_homes import EACH_S, LONGEST_WAIT_S
from bot.rules.home import PAGE
from models import Home, Incident
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import add_account, add_pack, tie_acme


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the channel tied to Acme, which has a pack of three."""
    for one in ("U0THEO", "U0MAX"):
        slack.users[one].locale = "en-US"
    with journey.program(slack, tmp_path) as guichet:
        tie_acme(guichet, CUSTOMERS)
        yield Harness(slack, guichet, clock)


def home(harness: Harness, user: str) -> dict[str, Any]:
    """Publish the Homes that are due, and return somebody's Home."""
    harness.clock.tick(timedelta(seconds=EACH_S + 1))
    harness.guichet.homes.run()
    return harness.slack.home(user) or {}


def text(harness: Harness, user: str) -> str:
    return harness.slack.text_of(home(harness, user))


def change_terms(harness: Harness, terms: dict[str, Any]) -> dict[str, Any]:
    """Replace the terms of the first incident, and return the former ones. Without terms it cannot be shown."""
    with harness.guichet.database.transaction() as session:
        incident = session.get_one(Incident, 1)
        before, incident.terms = incident.terms, terms
    return before


def copy_first(harness: Harness, count: int) -> None:
    """Store this many copies of the first incident."""
    with harness.guichet.database.transaction() as session:
        kept = session.get_one(Incident, 1).model_dump(exclude={"id", "form_id"})
        session.add_all([Incident(**kept, form_id=f"V{number}") for number in range(count)])


class TestCustomer:
    """Customers find their incidents, their packs, and a way to file."""

    def test_sees_what_is_open_what_is_left_and_what_was_closed(self, harness: Harness) -> None:
        assert harness.alice.open_home().ok
        assert "You have no open incidents" in text(harness, "U0ALICE")
        assert harness.alice.click("File an incident").ok
        assert harness.alice.submit(journey.ANSWERS).ok
        shown = text(harness, "U0ALICE")
        assert "INC-1 · 🔴 A" in shown
        assert "Mail is down" in shown
        assert "in 2 h" in shown
        assert "••••3456: 2 of 3 left" in shown
        assert "Acknowledge" not in shown
        assert harness.alice.click("Open").ok
        assert "Nobody gets mail since nine." in harness.slack.text_of(harness.slack.open_view("U0ALICE") or {})

    def test_turns_to_what_is_beyond_the_first_page_and_back(self, harness: Harness) -> None:
        harness.file()
        copy_first(harness, PAGE + 1)
        assert harness.alice.open_home().ok
        assert f"INC-{PAGE} " in text(harness, "U0ALICE")
        assert f"INC-{PAGE + 1} " not in text(harness, "U0ALICE")
        assert harness.alice.click("Next page").ok
        shown = text(harness, "U0ALICE")
        assert [f"INC-{number} " in shown for number in (PAGE, PAGE + 1, PAGE + 2)] == [False, True, True]
        assert "Next page" not in shown
        assert harness.alice.click("First page").ok
        assert "INC-1 " in text(harness, "U0ALICE")

    def test_reads_it_in_french(self, harness: Harness) -> None:
        harness.slack.users["U0ALICE"].locale = "fr-FR"
        assert harness.alice.open_home().ok
        assert "Vous n’avez aucun incident ouvert" in text(harness, "U0ALICE")


class TestDesk:
    """Technicians find the queue, and managers also find what waits for them."""

    def test_acknowledges_from_the_queue_which_follows(self, harness: Harness) -> None:
        harness.file()
        harness.file(
            Title="Printers are down", Severity="🔵 C · minimal business impact (response within 8 business hours)"
        )
        assert harness.theo.open_home().ok
        shown = text(harness, "U0THEO")
        assert shown.index("Mail is down") < shown.index("Printers are down")
        assert "This month" not in shown
        assert harness.theo.click("Acknowledge", beside="Mail is down").ok
        shown = text(harness, "U0THEO")
        assert shown.index("Printers are down") < shown.index("Mail is down")
        assert "theo has it" in shown

    def test_keeps_the_chosen_list_for_each_person(self, harness: Harness) -> None:
        harness.file()
        for who in (harness.theo, harness.tess):
            assert who.open_home().ok
            assert "Mail is down" in text(harness, who.id)
        assert harness.theo.choose("Mine").ok
        assert "None of yours is open" in text(harness, "U0THEO")
        assert harness.theo.open_home().ok
        assert "None of yours is open" in text(harness, "U0THEO")
        assert "Mail is down" in text(harness, "U0TESS")
        for chosen in ("Unassigned", "All open incidents"):
            assert harness.theo.choose(chosen).ok
            assert "Mail is down" in text(harness, "U0THEO")

    def test_lists_what_waits_for_the_customer_until_they_write(self, harness: Harness) -> None:
        cards = harness.file()
        assert harness.theo.open_home().ok
        assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert "Mail is down" in text(harness, "U0THEO")
        assert harness.theo.choose("Waiting for the customer").ok
        assert "No incident is waiting for the customer" in text(harness, "U0THEO")
        assert harness.choose(harness.theo, "wait_for_customer", cards[TRIAGE]).ok
        assert harness.theo.submit({}).ok
        assert "💬 Waiting for the customer" in text(harness, "U0THEO")
        assert harness.alice.open_home().ok
        assert "💬 Your turn" in text(harness, "U0ALICE")
        assert harness.alice.reply(
            "It is the one on the second floor.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]
        ).ok
        assert harness.theo.click("Refresh").ok
        assert "No incident is waiting for the customer" in text(harness, "U0THEO")

    def test_turns_to_the_first_page_where_nothing_is_left_on_a_later_one(self, harness: Harness) -> None:
        harness.file()
        copy_first(harness, PAGE)
        assert harness.theo.open_home().ok
        text(harness, "U0THEO")
        assert harness.theo.click("Next page").ok
        assert f"INC-{PAGE + 1} " in text(harness, "U0THEO")
        with harness.guichet.database.transaction() as session:
            session.delete(session.get_one(Incident, PAGE + 1))
        harness.guichet.homes.want("U0THEO")
        shown = text(harness, "U0THEO")
        assert f"{PAGE} incidents" in shown
        assert f"INC-{PAGE} " in shown
        assert "First page" not in shown

    def test_offers_to_acknowledge_only_what_the_reader_can(self, harness: Harness) -> None:
        """Max manages, and is no technician. A card, which counts nothing down, does not say how much time is left."""
        cards = harness.file()
        assert ["11:00 CET" in harness.card(*one) for one in cards.items()] == [True, True]
        assert ["in 2 h" in harness.card(*one) for one in cards.items()] == [False, False]
        for who, can in (("U0THEO", True), ("U0MAX", False)):
            assert harness.people[who].open_home().ok
            shown = text(harness, who)
            assert ("Mail is down" in shown, "Acknowledge" in shown) == (True, can)

    def test_decides_from_it(self, harness: Harness) -> None:
        max_ = harness.people["U0MAX"]
        cards = harness.file()
        assert harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
        assert harness.alice.submit({}).ok
        assert max_.open_home().ok
        shown = text(harness, "U0MAX")
        assert "Bill it or waive it?" in shown
        assert "This month" in shown
        assert max_.click("Decide").ok
        assert max_.submit({"Verdict": "Waive it: no charge", "Reason": "Goodwill"}).ok
        assert "Bill it or waive it?" not in text(harness, "U0MAX")

    def test_offers_to_approve_only_a_claim_of_a_pack_that_there_is(self, harness: Harness) -> None:
        globex = add_account(harness.guichet.database, code="GLOBEX")
        add_pack(harness.guichet.database, POLICY, account_id=globex, number="ORD12345")
        for number, shown in (("ORD-99999", "No pack has this number. Refuse"), ("ORD-12345", "2345. Approve Refuse")):
            assert harness.alice.command("/incident", f"claim {number}", channel=CUSTOMERS).ok
            assert harness.alice.submit({}).ok
            assert harness.people["U0MAX"].open_home().ok
            assert shown in " ".join(text(harness, "U0MAX").split())


class TestTrouble:
    """No error stays on the page, and no page is published for people who do not look at it."""

    def test_of_slack_leaves_a_page_that_is_drawn_later(self, harness: Harness) -> None:
        harness.file()
        harness.slack.fail("views.publish", error="internal_error", times=1)
        assert harness.theo.open_home().ok
        assert home(harness, "U0THEO") == {}
        assert "Mail is down" in text(harness, "U0THEO")
        harness.slack.fail("views.publish", status=429, headers={"Retry-After": "5"}, times=1)
        assert harness.theo.click("Refresh").ok
        home(harness, "U0THEO")
        published = len(harness.slack.calls("views.publish"))
        harness.theo.click("Refresh")
        home(harness, "U0THEO")
        assert len(harness.slack.calls("views.publish")) == published
        harness.clock.tick(timedelta(seconds=5))
        assert "Mail is down" in text(harness, "U0THEO")
        assert len(harness.slack.calls("views.publish")) == published + 1

    def test_that_comes_again_and_again_is_set_aside_and_told(self, harness: Harness) -> None:
        """Each opening tries once more; a success clears the failures."""
        harness.file()
        whole = change_terms(harness, {})
        assert harness.theo.open_home().ok
        for _ in range(TRIES + 5):
            harness.clock.tick(LONGEST_WAIT_S + TRIED_FOR.total_seconds() / TRIES)
            harness.guichet.homes.run()
        tries = len(harness.slack.calls("views.publish"))
        with harness.guichet.database.reading() as session:
            assert [(one.task, one.subject) for one in things_set_aside(session, limit=9)] == [("draw_home", "U0THEO")]
        for _ in range(5):
            harness.clock.tick(LONGEST_WAIT_S)
            harness.guichet.homes.run()
        assert len(harness.slack.calls("views.publish")) == tries
        change_terms(harness, whole)
        assert harness.theo.open_home().ok
        assert "Mail is down" in text(harness, "U0THEO")
        with harness.guichet.database.reading() as session:
            assert things_set_aside(session, limit=9) == []

    def test_is_tried_again_where_slack_does_not_know_who_somebody_is(self, harness: Harness) -> None:
        harness.file()
        harness.slack.fail("conversations.members", error="internal_error", times=1)
        harness.people["U0MAX"].open_home()
        assert "Mail is down" in text(harness, "U0MAX")

    def test_of_apps_deactivated_people_and_other_tabs_is_none(self, harness: Harness) -> None:
        harness.slack.users["U0BOB"].deleted = True
        harness.bob.open_home()
        home(harness, "U0BOB")
        harness.people.event({"type": "app_home_opened", "user": "U0TESS", "channel": "D0TESS", "tab": "messages"})
        home(harness, "U0TESS")
        assert harness.slack.homes == {}

    def test_is_drawn_again_only_for_who_looks_at_it(self, harness: Harness) -> None:
        harness.file()
        home(harness, "U0ALICE")
        assert harness.slack.homes == {}
        with harness.guichet.database.reading() as session:
            assert session.get(Home, "U0ALICE") is None
