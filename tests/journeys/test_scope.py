"""Technician and customer agree on what the problem is: versions, and whose turn it is."""

import pytest
from sqlmodel import col, select

from models import Incident, Scope
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_accounts import account


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident of ACME's."""
    account(harness, "ACME", "U0ALICE", "U0BOB")
    return harness.file()


def versions(harness: Harness) -> list[tuple[int, str, str, str | None]]:
    """Return number, text, side and who has agreed of each version."""
    with harness.guichet.database.reading() as session:
        rows = session.exec(select(Scope).order_by(col(Scope.version))).all()
        return [(one.version, one.text, one.side, one.agreed_by) for one in rows]


def propose(harness: Harness, cards: dict[str, str], text: str) -> dict[str, str]:
    """Let Tess propose a scope; return the errors of the form."""
    assert harness.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE]).ok
    errors = harness.tess.submit({"Scope": text}).errors
    harness.deliver()
    return dict(errors)


def said(harness: Harness, channel: str, cards: dict[str, str], words: str) -> str:
    """Return the ts of the last message in a card's thread that contains these words."""
    found = [one["ts"] for one in harness.slack.thread(channel, cards[channel]) if words in harness.slack.text_of(one)]
    return str(found[-1])


class TestAgreement:
    """One side proposes, the other agrees."""

    def test_is_the_whole_way(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.tess.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit().ok  # The description is in it.
        assert harness.tess.resubmit().ok  # The same form twice is one version.
        harness.deliver()
        assert versions(harness) == [(1, "Nobody gets mail since nine.", "technician", None)]
        assert "@tess has it" in harness.card(CUSTOMERS, cards[CUSTOMERS])  # It was also the initial response.
        assert "Version 1 of the scope has been proposed but not agreed yet." in harness.card(TRIAGE, cards[TRIAGE])
        first = said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        assert harness.slack.buttons(harness.slack.message(CUSTOMERS, first)) == ["Agree", "Amend"]
        copy = said(harness, TRIAGE, cards, "scope for INC-1 “Mail is down” (version 1)")
        assert harness.slack.buttons(harness.slack.message(TRIAGE, copy)) == []

        assert harness.alice.click("Agree", channel=CUSTOMERS, ts=first).ok
        harness.deliver()
        assert versions(harness)[0][3] == "U0ALICE"
        for channel in (CUSTOMERS, TRIAGE):
            assert "@alice has agreed to version 1" in harness.thread(channel, cards[channel])[-1]
            assert "Agreed scope · version 1, agreed by @alice" in harness.card(channel, cards[channel]).replace(
                "*", ""
            )

    def test_to_an_amendment_is_the_technicians(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "No mail <comes>.")
        first = said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        harness.bob.click("Amend", channel=CUSTOMERS, ts=first)
        assert harness.bob.submit({"Périmètre": "No mail comes & none goes."}).ok
        harness.deliver()
        second = said(harness, TRIAGE, cards, "@bob has amended")
        assert harness.slack.buttons(harness.slack.message(TRIAGE, second)) == ["Agree"]
        mine = said(harness, CUSTOMERS, cards, "@bob has amended")
        assert harness.slack.buttons(harness.slack.message(CUSTOMERS, mine)) == ["Amend"]
        assert harness.tess.click("Agree", channel=TRIAGE, ts=second).ok
        harness.deliver()
        assert [one[2:] for one in versions(harness)] == [("technician", None), ("customer", "U0TESS")]
        assert "No mail comes & none goes." in harness.card(CUSTOMERS, cards[CUSTOMERS])

    def test_is_told_when_it_is_solved(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "No mail comes.")
        harness.alice.click(
            "Agree", channel=CUSTOMERS, ts=said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        )
        harness.tess.click("Propose solution", channel=TRIAGE, ts=cards[TRIAGE])
        harness.tess.submit({"Solution": "Restart it."})
        harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        harness.tess.submit({"Outcome": "Solved by the proposed solution"})
        harness.deliver()
        closing = harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Agreed scope (version 1, agreed by @alice)" in closing
        assert "No mail comes." in closing


class TestRefusals:
    """Old versions, the same words, one's own words, others' incidents."""

    def test_outdated_versions(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "One")
        first = said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        harness.alice.click("Amend", channel=CUSTOMERS, ts=first)
        kept = harness.keep_on_screen(CUSTOMERS, first)
        propose(harness, cards, "Two")
        late = harness.alice.submit({"Scope": "Uno"})
        assert harness.slack.buttons(harness.slack.message(CUSTOMERS, first)) == []
        expected = "Version 1 of the scope has been replaced by version 2. Please look at version 2, in the thread."
        assert late.errors == {"Scope": expected}
        for button in ("Agree", "Amend"):
            harness.alice.click(button, channel=CUSTOMERS, ts=kept)
            assert harness.private_answers("U0ALICE")[-1] == expected
        assert [one[3] for one in versions(harness)] == [None, None]

    def test_two_who_propose_at_once(self, harness: Harness, cards: dict[str, str]) -> None:
        """The second sees that there is a proposal by now, and overwrites nobody's words."""
        harness.theo.click("Propose scope", channel=TRIAGE, ts=cards[TRIAGE])
        assert propose(harness, cards, "One") == {}
        refused = harness.theo.submit({"Périmètre": "Other"})
        assert "Un périmètre a été proposé entre-temps" in refused.errors["Périmètre"]
        assert len(versions(harness)) == 1

    def test_the_same_words(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "One")
        assert propose(harness, cards, " One ") == {
            "Scope": "This is word for word the same as version 1. Please change it, or cancel."
        }

    def test_agreeing_twice_or_from_elsewhere(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "One")
        first = said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        harness.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
        harness.slack.add_member(CUSTOMERS, "U0EVE")
        harness.people["U0EVE"].click("Agree", channel=CUSTOMERS, ts=first)
        assert harness.private_answers("U0EVE")[-1].startswith("There is no INC-1 here.")
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        harness.tess.click("Agree", channel=CUSTOMERS, ts=first)
        assert harness.private_answers("U0TESS")[-1].startswith("This is the technicians’ own proposal for INC-1")
        harness.alice.click("Agree", channel=CUSTOMERS, ts=first)
        harness.bob.click("Agree", channel=CUSTOMERS, ts=first)
        assert "@alice a déjà accepté la version\u00a01" in harness.private_answers("U0BOB")[-1]
        assert versions(harness)[0][3] == "U0ALICE"

    def test_a_technician_of_the_account_does_not_agree_to_own_words(self, harness: Harness) -> None:
        account(harness, "ACME", "U0ALICE", "U0TESS", "U0THEO")
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        harness.slack.add_member(CUSTOMERS, "U0THEO")
        cards = harness.file()
        propose(harness, cards, "One")
        first = said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        harness.tess.click("Agree", channel=CUSTOMERS, ts=first)
        assert "on the customer’s side, must agree" in harness.private_answers("U0TESS")[-1]
        assert harness.theo.click(
            "Agree", channel=CUSTOMERS, ts=first
        ).ok  # He is a customer as well, and it is not his.
        assert versions(harness)[0][3] == "U0THEO"

    def test_after_the_end(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "One")
        first = said(harness, CUSTOMERS, cards, "scope for INC-1 “Mail is down” (version 1)")
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        harness.alice.submit({})
        harness.alice.click("Agree", channel=CUSTOMERS, ts=first)
        assert harness.private_answers("U0ALICE")[-1].startswith("INC-1 is closed.")
        with harness.guichet.database.reading() as session:
            assert session.exec(select(Incident.outcome)).one() == "withdrawn"
