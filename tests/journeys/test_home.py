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
from models import Home, Incident, Membership
from tests.fake_slack import FakeSlack
from tests.journeys import desk as journey
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.paying import add_account, add_pack


@pytest.fixture
def desk(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Desk]:
    """The desk with the channel tied to Acme, which has a pack of three."""
    for one in ("U0THEO", "U0MAX"):
        slack.users[one].locale = "en-US"
    with journey.program(slack, tmp_path) as guichet:
        acme = add_account(guichet.database, "ACME")
        add_pack(guichet.database, journey.BUILT_IN, account_id=acme, number="ORD1234563456", size=3)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="channel", value=CUSTOMERS))
        guichet.people.prepare(within_s=10)
        yield Desk(slack, guichet, clock)


def home(desk: Desk, user: str) -> dict[str, Any]:
    """Draw what is wanted, and return somebody's Home."""
    desk.clock.tick(timedelta(seconds=EACH_S + 1))
    desk.guichet.homes.run()
    return desk.slack.home(user) or {}


def text(desk: Desk, user: str) -> str:
    return desk.slack.text_of(home(desk, user))


def change_terms(desk: Desk, terms: dict[str, Any]) -> dict[str, Any]:
    """Store other terms of the first incident; return those that it had. Without any it cannot be shown."""
    with desk.guichet.database.transaction() as session:
        incident = session.get_one(Incident, 1)
        before, incident.terms = incident.terms, terms
    return before


def copy_first(desk: Desk, count: int) -> None:
    """Store as many more incidents like the first one."""
    with desk.guichet.database.transaction() as session:
        kept = session.get_one(Incident, 1).model_dump(exclude={"id", "form_id"})
        session.add_all([Incident(**kept, form_id=f"V{number}") for number in range(count)])


class TestCustomer:
    """Who files finds their incidents, packs, and a way to file."""

    def test_sees_what_is_open_what_is_left_and_what_was_closed(self, desk: Desk) -> None:
        assert desk.alice.open_home().ok
        assert "You have no open incidents" in text(desk, "U0ALICE")
        assert desk.alice.click("File an incident").ok
        assert desk.alice.submit(journey.ANSWERS).ok
        shown = text(desk, "U0ALICE")
        assert "INC-1 · 🔴 A" in shown
        assert "Mail is down" in shown
        assert "in 2 h" in shown
        assert "••••3456: 2 of 3 left" in shown
        assert "Acknowledge" not in shown
        assert desk.alice.click("Open").ok
        assert "Nobody gets mail since nine." in desk.slack.text_of(desk.slack.open_view("U0ALICE") or {})

    def test_turns_to_what_is_beyond_the_first_page_and_back(self, desk: Desk) -> None:
        desk.file()
        copy_first(desk, PAGE + 1)
        assert desk.alice.open_home().ok
        assert f"INC-{PAGE} " in text(desk, "U0ALICE")
        assert f"INC-{PAGE + 1} " not in text(desk, "U0ALICE")
        assert desk.alice.click("Next page").ok
        shown = text(desk, "U0ALICE")
        assert [f"INC-{number} " in shown for number in (PAGE, PAGE + 1, PAGE + 2)] == [False, True, True]
        assert "Next page" not in shown
        assert desk.alice.click("First page").ok
        assert "INC-1 " in text(desk, "U0ALICE")

    def test_reads_it_in_french(self, desk: Desk) -> None:
        desk.slack.users["U0ALICE"].locale = "fr-FR"
        assert desk.alice.open_home().ok
        assert "Vous n’avez aucun incident ouvert" in text(desk, "U0ALICE")


class TestDesk:
    """Technicians find the queue, and managers what waits for them besides."""

    def test_acknowledges_from_the_queue_which_follows(self, desk: Desk) -> None:
        desk.file()
        desk.file(
            Title="Printers are down", Severity="🔵 C · minimal business impact (response within 8 business hours)"
        )
        assert desk.theo.open_home().ok
        shown = text(desk, "U0THEO")
        assert shown.index("Mail is down") < shown.index("Printers are down")
        assert "This month" not in shown
        assert desk.theo.click("Acknowledge", beside="Mail is down").ok
        shown = text(desk, "U0THEO")
        assert shown.index("Printers are down") < shown.index("Mail is down")
        assert "theo has it" in shown

    def test_keeps_the_chosen_list_for_each_person(self, desk: Desk) -> None:
        desk.file()
        for who in (desk.theo, desk.tess):
            assert who.open_home().ok
            assert "Mail is down" in text(desk, who.id)
        assert desk.theo.choose("Mine").ok
        assert "None of yours is open" in text(desk, "U0THEO")
        assert desk.theo.open_home().ok
        assert "None of yours is open" in text(desk, "U0THEO")
        assert "Mail is down" in text(desk, "U0TESS")
        for chosen in ("Unassigned", "All open incidents"):
            assert desk.theo.choose(chosen).ok
            assert "Mail is down" in text(desk, "U0THEO")

    def test_lists_what_waits_for_the_customer_until_they_write(self, desk: Desk) -> None:
        cards = desk.file()
        assert desk.theo.open_home().ok
        assert desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
        assert "Mail is down" in text(desk, "U0THEO")
        assert desk.theo.choose("Waiting for the customer").ok
        assert "No incident is waiting for the customer" in text(desk, "U0THEO")
        assert desk.choose(desk.theo, "wait_for_customer", cards[TRIAGE]).ok
        assert desk.theo.submit({}).ok
        assert "💬 Waiting for the customer" in text(desk, "U0THEO")
        assert desk.alice.open_home().ok
        assert "💬 Your turn" in text(desk, "U0ALICE")
        assert desk.alice.reply("It is the one on the second floor.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        assert desk.theo.click("Refresh").ok
        assert "No incident is waiting for the customer" in text(desk, "U0THEO")

    def test_turns_to_the_first_page_where_nothing_is_left_on_a_later_one(self, desk: Desk) -> None:
        desk.file()
        copy_first(desk, PAGE)
        assert desk.theo.open_home().ok
        text(desk, "U0THEO")
        assert desk.theo.click("Next page").ok
        assert f"INC-{PAGE + 1} " in text(desk, "U0THEO")
        with desk.guichet.database.transaction() as session:
            session.delete(session.get_one(Incident, PAGE + 1))
        desk.guichet.homes.want("U0THEO")
        shown = text(desk, "U0THEO")
        assert f"{PAGE} incidents" in shown
        assert f"INC-{PAGE} " in shown
        assert "First page" not in shown

    def test_offers_to_acknowledge_only_what_the_reader_can(self, desk: Desk) -> None:
        """Max manages, and is no technician. A card, which counts nothing down, does not say how much time is left."""
        cards = desk.file()
        assert ["11:00 CET" in desk.card(*one) for one in cards.items()] == [True, True]
        assert ["in 2 h" in desk.card(*one) for one in cards.items()] == [False, False]
        for who, can in (("U0THEO", True), ("U0MAX", False)):
            assert desk.people[who].open_home().ok
            shown = text(desk, who)
            assert ("Mail is down" in shown, "Acknowledge" in shown) == (True, can)

    def test_decides_from_it(self, desk: Desk) -> None:
        max_ = desk.people["U0MAX"]
        cards = desk.file()
        assert desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
        assert desk.alice.submit({}).ok
        assert max_.open_home().ok
        shown = text(desk, "U0MAX")
        assert "Bill it or waive it?" in shown
        assert "This month" in shown
        assert max_.click("Decide").ok
        assert max_.submit({"Verdict": "Waive it: no charge", "Reason": "Goodwill"}).ok
        assert "Bill it or waive it?" not in text(desk, "U0MAX")


class TestTrouble:
    """No error stays on the page, and nobody's page is drawn who looks at none."""

    def test_of_slack_leaves_a_page_that_is_drawn_later(self, desk: Desk) -> None:
        desk.file()
        desk.slack.fail("views.publish", error="internal_error", times=1)
        assert desk.theo.open_home().ok
        assert home(desk, "U0THEO") == {}
        assert "Mail is down" in text(desk, "U0THEO")
        desk.slack.fail("views.publish", status=429, headers={"Retry-After": "5"}, times=1)
        assert desk.theo.click("Refresh").ok
        home(desk, "U0THEO")
        published = len(desk.slack.calls("views.publish"))
        desk.theo.click("Refresh")
        home(desk, "U0THEO")
        assert len(desk.slack.calls("views.publish")) == published
        desk.clock.tick(timedelta(seconds=5))
        assert "Mail is down" in text(desk, "U0THEO")
        assert len(desk.slack.calls("views.publish")) == published + 1

    def test_that_comes_again_and_again_is_set_aside_and_told(self, desk: Desk) -> None:
        """Each opening tries once more; what succeeds is forgotten."""
        desk.file()
        whole = change_terms(desk, {})
        assert desk.theo.open_home().ok
        for _ in range(TRIES + 5):
            desk.clock.tick(LONGEST_WAIT_S + TRIED_FOR.total_seconds() / TRIES)
            desk.guichet.homes.run()
        tries = len(desk.slack.calls("views.publish"))
        with desk.guichet.database.reading() as session:
            assert [(one.task, one.subject) for one in things_set_aside(session, limit=9)] == [("draw_home", "U0THEO")]
        for _ in range(5):
            desk.clock.tick(LONGEST_WAIT_S)
            desk.guichet.homes.run()
        assert len(desk.slack.calls("views.publish")) == tries
        change_terms(desk, whole)
        assert desk.theo.open_home().ok
        assert "Mail is down" in text(desk, "U0THEO")
        with desk.guichet.database.reading() as session:
            assert things_set_aside(session, limit=9) == []

    def test_is_tried_again_where_slack_does_not_know_who_somebody_is(self, desk: Desk) -> None:
        desk.file()
        desk.slack.fail("conversations.members", error="internal_error", times=1)
        desk.people["U0MAX"].open_home()
        assert "Mail is down" in text(desk, "U0MAX")

    def test_of_apps_deactivated_people_and_other_tabs_is_none(self, desk: Desk) -> None:
        desk.slack.users["U0BOB"].deleted = True
        desk.bob.open_home()
        home(desk, "U0BOB")
        desk.people.event({"type": "app_home_opened", "user": "U0TESS", "channel": "D0TESS", "tab": "messages"})
        home(desk, "U0TESS")
        assert desk.slack.homes == {}

    def test_is_drawn_again_only_for_who_looks_at_it(self, desk: Desk) -> None:
        desk.file()
        home(desk, "U0ALICE")
        assert desk.slack.homes == {}
        with desk.guichet.database.reading() as session:
            assert session.get(Home, "U0ALICE") is None
