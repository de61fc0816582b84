"""*More…* on a card: everything that somebody can do to the incident now, and from there to the form."""

import pytest

from bot.rules.statuses import Act
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.people import Person


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident that is covered around the clock."""
    return harness.file(**{"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "Bob, +33 1 23 45 67 89"})


def offered(harness: Harness, who: Person, card: str, channel: str = TRIAGE) -> list[str]:
    """Return what somebody can choose under *More…*, and close the form again."""
    assert who.click("More…", channel=channel, ts=card).ok
    (select,) = (one["element"] for one in harness.slack.open_view(who.id)["blocks"] if "element" in one)
    who.close_form()
    return [option["text"]["text"] for group in select["option_groups"] for option in group["options"]]


class TestMenu:
    """The menu depends on who opens it and on the status of the incident."""

    def test_of_a_technician_follows_the_incident(self, harness: Harness, cards: dict[str, str]) -> None:
        waiting = offered(harness, harness.tess, cards[TRIAGE])
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
        harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.choose(harness.tess, "propose_solution", cards[TRIAGE])
        harness.tess.submit({"Solution": "Restart it."})
        harness.choose(harness.tess, "mark_unreachable", cards[TRIAGE])
        harness.tess.submit({"What was tried": "Rang twice."})
        harness.deliver()
        changed = {"Acknowledge", "Customer not reachable"}
        new = {
            "Close as solved",
            "The customer can be reached",
            "Snooze the reminder to update the customer",
            "Give back",
            "Waiting for the customer",
        }
        assert set(offered(harness, harness.tess, cards[TRIAGE])) == {*waiting, *new} - changed
        harness.choose(harness.tess, "solve", cards[TRIAGE])
        assert harness.tess.submit({}).ok  # *Solved* is chosen already.
        harness.deliver()
        assert offered(harness, harness.tess, cards[TRIAGE]) == ["Reply to the customer", "Reopen"]

    def test_of_a_customer_has_only_what_is_theirs(self, harness: Harness, cards: dict[str, str]) -> None:
        assert offered(harness, harness.alice, cards[CUSTOMERS], CUSTOMERS) == [
            "Amend the scope",
            "Edit title, description, product, cover or contacts",
            "Change severity",
            "Close my incident",
        ]
        harness.choose(harness.tess, "propose_scope", cards[TRIAGE])
        harness.tess.submit({"Scope": "Mail of one person."})
        harness.choose(harness.tess, "propose_split", cards[TRIAGE])
        harness.tess.submit({"Incidents": "A Mail\nB Calendar"})
        harness.deliver()
        asked = {"Agree to the proposed scope", "Agree to the proposed split", "Decline the proposed split"}
        assert asked < set(offered(harness, harness.alice, cards[CUSTOMERS], CUSTOMERS))
        assert not asked & set(offered(harness, harness.tess, cards[TRIAGE]))

    def test_is_nothing_to_others(self, harness: Harness, cards: dict[str, str]) -> None:
        assert harness.bob.click("More…", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
        assert harness.private_answers("U0BOB")[-1].startswith("INC-1 est introuvable ici.")

    def test_speaks_french(self, harness: Harness, cards: dict[str, str]) -> None:
        said = offered(harness, harness.theo, cards[TRIAGE])
        assert {"Prendre en charge", "Diviser en plusieurs incidents", "Clore comme non résolu"} < set(said)


def linked(cards: dict[str, str], side: str = TRIAGE) -> str:
    """Return the number as a link to the card of a side."""
    return f"<https://fake.slack.com/archives/{side}/p{cards[side].replace('.', '')}|INC-1>"


@pytest.mark.parametrize(
    ("user", "act", "side"),
    [
        ("U0TESS", "reply_to_customer", TRIAGE),
        ("U0TESS", "assign", TRIAGE),
        ("U0TESS", "edit", TRIAGE),
        ("U0ALICE", "edit", CUSTOMERS),
        ("U0ALICE", "withdraw", CUSTOMERS),
    ],
)
def test_a_form_links_the_card_that_its_reader_may_open(
    harness: Harness, cards: dict[str, str], user: str, act: Act, side: str
) -> None:
    harness.choose(harness.people[user], act, cards[side], side)
    assert linked(cards, side) in str(harness.slack.open_view(user))


class TestConfirmation:
    """An act that needs only a confirmation shows what it will do."""

    def test_does_it(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.choose(harness.tess, "acknowledge", cards[TRIAGE])
        assert f"You acknowledge {linked(cards)}" in str(harness.slack.open_view("U0TESS"))
        assert harness.tess.submit({}).ok
        harness.deliver()
        assert "@tess has acknowledged your incident" in "".join(harness.thread(CUSTOMERS, cards[CUSTOMERS]))

    def test_says_in_its_place_that_it_came_too_late(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.choose(harness.tess, "acknowledge", cards[TRIAGE])
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({}).ok
        shown = harness.slack.open_view("U0TESS")
        assert shown["title"]["text"] == "Not possible"
        assert f"has already acknowledged {linked(cards)}" in str(shown)

    def test_of_taking_over_counts_only_for_whom_it_named(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        harness.choose(harness.tess, "take_over", cards[TRIAGE])
        harness.choose(harness.theo, "assign", cards[TRIAGE])
        harness.slack.add_user("U0TIM", name="tim")
        harness.people["U0TIM"].join(TRIAGE)
        assert harness.theo.submit({"Technicien": "U0TIM"}).ok
        assert harness.tess.submit({}).ok
        assert harness.slack.open_view("U0TESS")["title"]["text"] == "Not possible"


def test_cards_of_earlier_versions_still_work(harness: Harness, cards: dict[str, str]) -> None:
    old = harness.old_card(1)
    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=old).ok
    assert harness.tess.click("Take over", channel=TRIAGE, ts=old).ok
    assert harness.tess.choose("Assign", channel=TRIAGE, ts=old).ok
    assert harness.tess.submit({"Technician": "U0THEO"}).ok
    harness.deliver()
    assert harness.card(TRIAGE, cards[TRIAGE]).count("@theo") >= 1
