"""*More…* on a card: everything that somebody can do to the incident now, and from there to the form."""

import pytest

from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.people import Person


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident that is covered around the clock."""
    return desk.file(**{"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "Bob, +33 1 23 45 67 89"})


def offered(desk: Desk, who: Person, card: str, channel: str = TRIAGE) -> list[str]:
    """Return what somebody can choose under *More…*, and close the form again."""
    assert who.click("More…", channel=channel, ts=card).ok
    (select,) = (one["element"] for one in desk.slack.open_view(who.id)["blocks"] if "element" in one)
    who.close_form()
    return [option["text"]["text"] for group in select["option_groups"] for option in group["options"]]


class TestMenu:
    """It follows from who asks, and from how far the incident is."""

    def test_of_a_technician_follows_the_incident(self, desk: Desk, cards: dict[str, str]) -> None:
        waiting = offered(desk, desk.tess, cards[TRIAGE])
        assert waiting == [
            "Acknowledge",
            "Reply to the customer",
            "Propose a solution",
            "Propose a scope",
            "Split into several incidents",
            "Edit title, description, product, cover or contacts",
            "Mark as duplicate",
            "Assign to a technician",
            "Change severity",
            "Customer not reachable",
            "Close as unresolved",
        ]
        desk.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.choose(desk.tess, "propose_solution", cards[TRIAGE])
        desk.tess.submit({"Solution": "Restart it."})
        desk.choose(desk.tess, "mark_unreachable", cards[TRIAGE])
        desk.tess.submit({"What was tried": "Rang twice."})
        desk.deliver()
        changed = {"Acknowledge", "Customer not reachable"}
        new = {
            "Close as solved",
            "The customer can be reached",
            "Snooze the reminder to update the customer",
            "Give back",
            "Waiting for the customer",
        }
        assert set(offered(desk, desk.tess, cards[TRIAGE])) == {*waiting, *new} - changed
        desk.choose(desk.tess, "solve", cards[TRIAGE])
        assert desk.tess.submit({}).ok  # *Solved* is chosen already.
        desk.deliver()
        assert offered(desk, desk.tess, cards[TRIAGE]) == ["Reply to the customer", "Reopen"]

    def test_of_a_customer_has_only_what_is_theirs(self, desk: Desk, cards: dict[str, str]) -> None:
        assert offered(desk, desk.alice, cards[CUSTOMERS], CUSTOMERS) == [
            "Amend the scope",
            "Edit title, description, product, cover or contacts",
            "Change severity",
            "Close my incident",
        ]
        desk.choose(desk.tess, "propose_scope", cards[TRIAGE])
        desk.tess.submit({"Scope": "Mail of one person."})
        desk.choose(desk.tess, "propose_split", cards[TRIAGE])
        desk.tess.submit({"Incidents": "A Mail\nB Calendar"})
        desk.deliver()
        asked = {"Agree to the proposed scope", "Agree to the proposed split", "Decline the proposed split"}
        assert asked < set(offered(desk, desk.alice, cards[CUSTOMERS], CUSTOMERS))
        assert not asked & set(offered(desk, desk.tess, cards[TRIAGE]))

    def test_is_nothing_to_others(self, desk: Desk, cards: dict[str, str]) -> None:
        assert desk.bob.click("More…", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
        assert desk.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici.")

    def test_speaks_french(self, desk: Desk, cards: dict[str, str]) -> None:
        said = offered(desk, desk.theo, cards[TRIAGE])
        assert {"Prendre en charge", "Diviser en plusieurs incidents", "Clore comme non résolu"} < set(said)


class TestConfirmation:
    """What needs no more than a press shows what will follow."""

    def test_does_it(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.choose(desk.tess, "acknowledge", cards[TRIAGE])
        assert "You acknowledge INC-1" in str(desk.slack.open_view("U0TESS"))
        assert desk.tess.submit({}).ok
        desk.deliver()
        assert "@tess has acknowledged your incident" in "".join(desk.thread(CUSTOMERS, cards[CUSTOMERS]))

    def test_says_in_its_place_that_it_came_too_late(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.choose(desk.tess, "acknowledge", cards[TRIAGE])
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert desk.tess.submit({}).ok
        shown = desk.slack.open_view("U0TESS")
        assert shown["title"]["text"] == "Not possible"
        assert "has already acknowledged INC-1" in str(shown)

    def test_of_taking_over_counts_only_for_whom_it_named(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        desk.choose(desk.tess, "take_over", cards[TRIAGE])
        desk.choose(desk.theo, "assign", cards[TRIAGE])
        desk.slack.add_user("U0TIM", name="tim")
        desk.people["U0TIM"].join(TRIAGE)
        assert desk.theo.submit({"Technicien": "U0TIM"}).ok
        assert desk.tess.submit({}).ok
        assert desk.slack.open_view("U0TESS")["title"]["text"] == "Not possible"


def test_cards_of_earlier_versions_still_work(desk: Desk, cards: dict[str, str]) -> None:
    old = desk.old_card(1)
    assert desk.theo.click("Acknowledge", channel=TRIAGE, ts=old).ok
    assert desk.tess.click("Take over", channel=TRIAGE, ts=old).ok
    assert desk.tess.choose("Assign", channel=TRIAGE, ts=old).ok
    assert desk.tess.submit({"Technician": "U0THEO"}).ok
    desk.deliver()
    assert desk.card(TRIAGE, cards[TRIAGE]).count("@theo") >= 1
