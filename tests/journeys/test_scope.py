"""Technician and customer agree on what the problem is: versions, and whose turn it is."""

import pytest
from sqlmodel import col, select

from models import Incident, Scope
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.journeys.test_accounts import account


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident of ACME's."""
    account(desk, "ACME", "U0ALICE", "U0BOB")
    return desk.file()


def versions(desk: Desk) -> list[tuple[int, str, str, str | None]]:
    """Return number, text, side and who has agreed of each version."""
    with desk.guichet.database.reading() as session:
        rows = session.exec(select(Scope).order_by(col(Scope.version))).all()
        return [(one.version, one.text, one.side, one.agreed_by) for one in rows]


def propose(desk: Desk, cards: dict[str, str], text: str) -> dict[str, str]:
    """Let Tess propose a scope; return the errors of the form."""
    assert desk.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE]).ok
    errors = desk.tess.submit({"Scope": text}).errors
    desk.deliver()
    return dict(errors)


def said(desk: Desk, channel: str, cards: dict[str, str], words: str) -> str:
    """Return the ts of the last message in a card's thread that contains these words."""
    found = [one["ts"] for one in desk.slack.thread(channel, cards[channel]) if words in desk.slack.text_of(one)]
    return str(found[-1])


class TestAgreement:
    """One side proposes, the other agrees."""

    def test_is_the_whole_way(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.tess.submit().ok  # The description is in it.
        assert desk.tess.resubmit().ok  # The same form twice is one version.
        desk.deliver()
        assert versions(desk) == [(1, "Nobody gets mail since nine.", "technician", None)]
        assert "@tess has it" in desk.card(CUSTOMERS, cards[CUSTOMERS])  # It was the first answer.
        assert "Version 1 of the scope has been proposed but not agreed yet." in desk.card(TRIAGE, cards[TRIAGE])
        first = said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)")
        assert desk.slack.buttons(desk.slack.message(CUSTOMERS, first)) == ["Agree", "Amend"]
        copy = said(desk, TRIAGE, cards, "scope for INC-1 (version 1)")
        assert desk.slack.buttons(desk.slack.message(TRIAGE, copy)) == []

        assert desk.alice.click("Agree", channel=CUSTOMERS, ts=first).ok
        desk.deliver()
        assert versions(desk)[0][3] == "U0ALICE"
        for channel in (CUSTOMERS, TRIAGE):
            assert "@alice has agreed to version 1" in desk.thread(channel, cards[channel])[-1]
            assert "Agreed scope · version 1, agreed by @alice" in desk.card(channel, cards[channel]).replace("*", "")

    def test_to_an_amendment_is_the_technicians(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "No mail <comes>.")
        first = said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)")
        desk.bob.click("Amend", channel=CUSTOMERS, ts=first)
        assert desk.bob.submit({"Périmètre": "No mail comes & none goes."}).ok
        desk.deliver()
        second = said(desk, TRIAGE, cards, "@bob has amended")
        assert desk.slack.buttons(desk.slack.message(TRIAGE, second)) == ["Agree"]
        mine = said(desk, CUSTOMERS, cards, "@bob has amended")
        assert desk.slack.buttons(desk.slack.message(CUSTOMERS, mine)) == ["Amend"]
        assert desk.tess.click("Agree", channel=TRIAGE, ts=second).ok
        desk.deliver()
        assert [one[2:] for one in versions(desk)] == [("technician", None), ("customer", "U0TESS")]
        assert "No mail comes & none goes." in desk.card(CUSTOMERS, cards[CUSTOMERS])

    def test_is_told_when_it_is_solved(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "No mail comes.")
        desk.alice.click("Agree", channel=CUSTOMERS, ts=said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)"))
        desk.tess.click("Propose solution", channel=TRIAGE, ts=cards[TRIAGE])
        desk.tess.submit({"Solution": "Restart it."})
        desk.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        desk.tess.submit({"Outcome": "Solved by the proposed solution"})
        desk.deliver()
        closing = desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Agreed scope (version 1, agreed by @alice)" in closing
        assert "No mail comes." in closing


class TestRefusals:
    """Old versions, the same words, one's own words, others' incidents."""

    def test_outdated_versions(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "One")
        first = said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)")
        desk.alice.click("Amend", channel=CUSTOMERS, ts=first)
        kept = desk.keep_on_screen(CUSTOMERS, first)
        propose(desk, cards, "Two")
        late = desk.alice.submit({"Scope": "Uno"})
        assert desk.slack.buttons(desk.slack.message(CUSTOMERS, first)) == []
        expected = "Version 1 of the scope has been replaced by version 2. Please look at version 2, in the thread."
        assert late.errors == {"Scope": expected}
        for button in ("Agree", "Amend"):
            desk.alice.click(button, channel=CUSTOMERS, ts=kept)
            assert desk.private_answers("U0ALICE")[-1] == expected
        assert [one[3] for one in versions(desk)] == [None, None]

    def test_two_who_propose_at_once(self, desk: Desk, cards: dict[str, str]) -> None:
        """The second sees that there is one by now, and writes over nobody's words."""
        desk.theo.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
        assert propose(desk, cards, "One") == {}
        refused = desk.theo.submit({"Périmètre": "Other"})
        assert "Un périmètre a été proposé entre-temps" in refused.errors["Périmètre"]
        assert len(versions(desk)) == 1

    def test_the_same_words(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "One")
        assert propose(desk, cards, " One ") == {
            "Scope": "This is word for word the same as version 1. Please change it, or cancel."
        }

    def test_agreeing_twice_or_from_elsewhere(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "One")
        first = said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)")
        desk.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
        desk.slack.add_member(CUSTOMERS, "U0EVE")
        desk.people["U0EVE"].click("Agree", channel=CUSTOMERS, ts=first)
        assert desk.private_answers("U0EVE")[-1].startswith("There is no INC-1 here.")
        desk.slack.add_member(CUSTOMERS, "U0TESS")
        desk.tess.click("Agree", channel=CUSTOMERS, ts=first)
        assert desk.private_answers("U0TESS")[-1].startswith("This is the technicians’ own proposal for INC-1")
        desk.alice.click("Agree", channel=CUSTOMERS, ts=first)
        desk.bob.click("Agree", channel=CUSTOMERS, ts=first)
        assert "@alice a déjà accepté la version 1" in desk.private_answers("U0BOB")[-1]
        assert versions(desk)[0][3] == "U0ALICE"

    def test_a_technician_of_the_account_does_not_agree_to_own_words(self, desk: Desk) -> None:
        account(desk, "ACME", "U0ALICE", "U0TESS", "U0THEO")
        desk.slack.add_member(CUSTOMERS, "U0TESS")
        desk.slack.add_member(CUSTOMERS, "U0THEO")
        cards = desk.file()
        propose(desk, cards, "One")
        first = said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)")
        desk.tess.click("Agree", channel=CUSTOMERS, ts=first)
        assert "on the customer’s side, must agree" in desk.private_answers("U0TESS")[-1]
        assert desk.theo.click("Agree", channel=CUSTOMERS, ts=first).ok  # He is a customer as well, and it is not his.
        assert versions(desk)[0][3] == "U0THEO"

    def test_after_the_end(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "One")
        first = said(desk, CUSTOMERS, cards, "scope for INC-1 (version 1)")
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        desk.alice.submit({})
        desk.alice.click("Agree", channel=CUSTOMERS, ts=first)
        assert desk.private_answers("U0ALICE")[-1].startswith("INC-1 is closed.")
        with desk.guichet.database.reading() as session:
            assert session.exec(select(Incident.outcome)).one() == "withdrawn"
