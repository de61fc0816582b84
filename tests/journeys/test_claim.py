"""Somebody claims a pack by its order confirmation number, as people in Slack see it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, select

from models import Claim, Event, Membership, OutboxMessage
from tests.contexts import POLICY
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, Harness
from tests.paying import add_account, add_pack

NUMBER = "ORD12345678"
FIELD = "Order confirmation number"
RECEIVED = "Thank you. A manager will look at it, and you will get the answer as a direct message."


@pytest.fixture
def acme(harness: Harness) -> int:
    """An account with a buyer and a pack."""
    account = add_account(harness.guichet.database, buyers=["U0TESS"])
    add_pack(harness.guichet.database, POLICY, account_id=account, number=NUMBER)
    return account


@pytest.fixture
def two(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with two managers, one of whom is a technician as well; there is a pack without buyers."""
    with journey.program(slack, tmp_path, managers=("U0MAX", "U0TESS")) as guichet:
        add_pack(guichet.database, POLICY, account_id=add_account(guichet.database), number=NUMBER)
        yield Harness(slack, guichet, clock)


def claim(harness: Harness, typed: str, *, who: str = "U0ALICE", label: str = FIELD) -> str:
    """Let somebody claim a number, deliver, and return what they read in the form."""
    person = harness.people[who]
    person.command("/incident", "claim", channel=CUSTOMERS)
    answer = person.submit({label: typed})
    assert answer.ok, answer
    harness.deliver()
    shown = harness.slack.text_of(harness.slack.open_view(who) or {})
    person.close_form()
    return shown


def press(harness: Harness, who: str, button: str) -> None:
    """Let a manager press a button of the newest message that has it, and deliver."""
    channel = harness.slack.direct_message(who).id
    assert harness.people[who].click(button, channel=channel).ok
    harness.deliver()


def keep_on_screen(harness: Harness, who: str) -> None:
    """Let a manager still see the claim with its buttons after somebody has decided."""
    harness.keep_on_screen(harness.slack.direct_message(who).id, harness.slack.dms(who)[0]["ts"])


def members(harness: Harness, account: int) -> dict[str, bool]:
    """Return the people of an account, and whether they are buyers."""
    with harness.guichet.database.reading() as session:
        found = session.exec(select(Membership).where(Membership.account_id == account)).all()
        return {one.value: one.is_buyer for one in found}


@pytest.mark.usefixtures("acme")
class TestClaiming:
    """Whatever the number, the claimant reads the same answer, and the managers are asked."""

    def test_is_answered_alike(self, harness: Harness) -> None:
        shown = {claim(harness, typed) for typed in (NUMBER, "ord 1234-5678", "  Ord-12 345 678 ", "NOSUCHNUMBER")}
        assert len(shown) == 1
        assert RECEIVED in shown.pop()
        assert harness.direct("U0ALICE") == []
        assert len(harness.direct("U0MAX")) == 2  # However often and in whatever form a number was typed.

    def test_of_ones_own_number_is_answered_alike(self, harness: Harness) -> None:
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        assert RECEIVED in claim(harness, NUMBER, who="U0TESS")
        assert "déjà membre" in harness.direct("U0MAX")[0]

    def test_shows_the_managers_whose_pack_it_is(self, harness: Harness) -> None:
        claim(harness, "ord 1234 5678")
        (asked,) = harness.direct("U0MAX")
        assert "@alice demande à récupérer le pack ••••5678" in asked
        assert "Il appartient au compte Acme" in asked
        assert "1234" not in asked
        assert harness.slack.buttons(harness.slack.dms("U0MAX")[0]) == ["Accepter", "Refuser"]

    def test_of_a_number_without_a_pack_can_only_be_refused(self, harness: Harness) -> None:
        claim(harness, "NO-SUCH-NUMBER-1")
        assert "Aucun pack ne porte ce numéro" in harness.direct("U0MAX")[0]
        assert harness.slack.buttons(harness.slack.dms("U0MAX")[0]) == ["Refuser"]

    def test_fills_in_the_number_that_was_typed(self, harness: Harness) -> None:
        for word in ("claim", "récupérer", "recuperer", "réclamer", "reclamer", "CLAIM", "RÉCUPÉRER"):
            harness.bob.command("/incident", f"{word} ord 1234-5678", channel=CUSTOMERS)
            view = harness.slack.open_view("U0BOB")
            assert view
            assert view["blocks"][0]["element"]["initial_value"] == "ord 1234-5678"
            harness.bob.close_form()

    def test_answers_a_bad_number_at_the_field(self, harness: Harness) -> None:
        harness.alice.command("/incident", "claim", channel=CUSTOMERS)
        assert harness.alice.submit({FIELD: "---"}).errors == {FIELD: "Please fill this in."}
        assert "This is 41 characters long; the limit is 40" in harness.alice.submit({FIELD: "9" * 41}).errors[FIELD]
        assert harness.alice.submit({FIELD: "-" * 100 + "9" * 40}).ok  # only letters and digits count

    def test_is_possible_five_times_in_24_hours(self, harness: Harness) -> None:
        for number in range(5):
            assert RECEIVED in claim(harness, f"WRONG{number}" if number else NUMBER)
            harness.pass_time(hours=1)
        harness.alice.command("/incident", "claim", channel=CUSTOMERS)
        refused = harness.alice.submit({FIELD: "WRONG5"})
        # The first was made on Monday at 9:00.
        assert "Tue 24 Nov 2026, 09:00 CET" in refused.errors[FIELD]
        assert "<" not in refused.errors[FIELD]
        assert len(harness.direct("U0MAX")) == 5
        assert "Merci" in claim(harness, NUMBER, who="U0BOB", label="Numéro de confirmation de commande")
        harness.clock.move_to("2026-11-24 08:00:00")
        assert harness.alice.submit({FIELD: "WRONG5"}).ok

    def test_sent_twice_is_one_claim(self, harness: Harness) -> None:
        claim(harness, NUMBER)
        assert harness.alice.resubmit().ok
        harness.deliver()
        assert len(harness.direct("U0MAX")) == 1

    def test_leaves_no_whole_number_behind(self, harness: Harness) -> None:
        claim(harness, NUMBER)
        with harness.guichet.database.reading() as session:
            rows = [str(one.after) for one in session.exec(select(Event))]
            rows += [str(one.parameters) for one in session.exec(select(OutboxMessage))]
        assert len(rows) >= 3
        assert [row for row in rows if NUMBER in row or "12345" in row] == []


class TestWithoutManagers:
    """Nobody would look at a claim, so the claimant is told."""

    def test_says_whom_to_ask(self, slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> None:
        with journey.program(slack, tmp_path, managers=()) as guichet:
            harness = Harness(slack, guichet, clock)
            harness.alice.command("/incident", "claim", channel=CUSTOMERS)
            assert "Please ask whoever runs Guichet" in harness.private_answers("U0ALICE")[-1]
            assert harness.slack.open_view("U0ALICE") is None


class TestApproving:
    """A manager says yes."""

    def test_makes_the_claimant_a_buyer_and_tells_everybody(self, harness: Harness, acme: int) -> None:
        claim(harness, NUMBER)
        press(harness, "U0MAX", "Accepter")
        assert members(harness, acme) == {"U0TESS": True, "U0ALICE": True}
        (told,) = harness.direct("U0ALICE")
        assert "Your claim to the pack ••••5678 has been approved. You are now a member and buyer of Acme" in told
        (warned,) = harness.direct("U0TESS")
        assert "@alice has claimed the pack ••••5678 of Acme" in warned
        assert "please write to @max" in warned
        assert "@max a accepté la demande de @alice" in harness.direct("U0MAX")[-1]

    def test_of_what_somebody_bought_who_has_left_holds_up_nothing(self, harness: Harness, acme: int) -> None:
        claim(harness, NUMBER)
        harness.slack.fail("chat.postMessage", times=9, error="user_disabled", channel="U0TESS")
        press(harness, "U0MAX", "Accepter")
        assert members(harness, acme)["U0ALICE"]
        with harness.guichet.database.reading() as session:
            waiting = select(OutboxMessage.state).where(OutboxMessage.channel == "U0TESS")
            assert session.exec(waiting).all() == ["cancelled"]

    def test_upgrades_a_member(self, harness: Harness, acme: int) -> None:
        with harness.guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="user", value="U0ALICE"))
        claim(harness, NUMBER)
        press(harness, "U0MAX", "Accepter")
        assert members(harness, acme)["U0ALICE"]

    def test_is_recorded_for_the_account(self, harness: Harness, acme: int) -> None:
        claim(harness, NUMBER)
        press(harness, "U0MAX", "Accepter")
        with harness.guichet.database.reading() as session:
            events = session.exec(select(Event).where(Event.account_id == acme).order_by(col(Event.id))).all()
            state = session.exec(select(Claim.state)).one()
        acts = [(one.kind, one.actor) for one in events if "claim" in one.kind or "member" in one.kind]
        assert acts == [("claim_pack", "U0ALICE"), ("add_member", "U0MAX"), ("decide_claim", "U0MAX")]
        assert state == "approved"

    def test_twice_changes_nothing_and_says_who_was_first(self, harness: Harness, acme: int) -> None:
        claim(harness, NUMBER)
        keep_on_screen(harness, "U0MAX")
        press(harness, "U0MAX", "Accepter")
        press(harness, "U0MAX", "Accepter")
        assert "@max a déjà accepté cette demande" in harness.private_answers("U0MAX")[-1]
        assert len(harness.direct("U0ALICE")) == 1
        assert members(harness, acme)["U0ALICE"]

    def test_is_not_for_customers(self, harness: Harness, acme: int) -> None:
        """A customer sees the buttons, as in a message that was copied into a channel."""
        claim(harness, NUMBER)
        asked = harness.slack.dms("U0MAX")[0]
        place = harness.slack.channels[CUSTOMERS]
        harness.slack.add_message(place, harness.slack.bot_user, text="forwarded", blocks=asked["blocks"])
        for button in ("Accepter", "Refuser"):
            harness.alice.click(button, channel=CUSTOMERS)
            assert "Only managers can do this" in harness.private_answers("U0ALICE")[-1]
        assert harness.slack.open_view("U0ALICE") is None
        assert "U0ALICE" not in members(harness, acme)

    def test_of_ones_own_claim_is_possible_for_a_manager(self, harness: Harness, acme: int) -> None:
        """A manager may be a customer as well; the buyers of the pack are told, as always."""
        harness.slack.add_member(CUSTOMERS, "U0MAX")
        claim(harness, NUMBER, who="U0MAX", label="Numéro de confirmation de commande")
        press(harness, "U0MAX", "Accepter")
        assert members(harness, acme)["U0MAX"]
        assert "@max has claimed the pack" in harness.direct("U0TESS")[0]


class TestRefusing:
    """A manager says no, and why."""

    def test_tells_the_claimant_the_reason(self, harness: Harness, acme: int) -> None:
        claim(harness, NUMBER)
        press(harness, "U0MAX", "Refuser")
        assert harness.people["U0MAX"].submit({"Motif": "Please <ask> Tess first."}).ok
        harness.deliver()
        (told,) = harness.direct("U0ALICE")
        assert "Your claim to the pack ••••5678 has been refused: Please <ask> Tess first." in told
        assert members(harness, acme) == {"U0TESS": True}
        assert harness.direct("U0TESS") == []
        assert "@max a refusé la demande de @alice" in harness.direct("U0MAX")[-1]

    @pytest.mark.usefixtures("acme")
    def test_of_a_wrong_number_tells_the_same(self, harness: Harness) -> None:
        claim(harness, "WRONG5678")
        press(harness, "U0MAX", "Refuser")
        harness.people["U0MAX"].submit({"Motif": "No."})
        harness.deliver()
        assert "Your claim to the pack ••••5678 has been refused: No." in harness.direct("U0ALICE")[0]
        with harness.guichet.database.reading() as session:
            events = session.exec(select(Event).where(Event.kind == "decide_claim")).all()
        assert [one.account_id for one in events] == [None]


class TestTwoManagers:
    """Both are asked; the second to decide is told who was first."""

    def test_second_is_told_who_decided(self, two: Harness) -> None:
        claim(two, NUMBER)
        keep_on_screen(two, "U0TESS")
        press(two, "U0MAX", "Accepter")
        assert [two.slack.buttons(one) for one in two.slack.dms("U0MAX")] == [[], ["Packs"]]
        for number, button in enumerate(["Approve", "Refuse"], start=1):
            press(two, "U0TESS", button)
            assert "@max has already approved this claim" in two.private_answers("U0TESS")[-1]
            assert len(two.private_answers("U0TESS")) == number
        assert two.slack.open_view("U0TESS") is None

    def test_second_is_told_in_the_form_that_was_open_already(self, two: Harness) -> None:
        claim(two, NUMBER)
        press(two, "U0TESS", "Refuse")
        press(two, "U0MAX", "Accepter")
        answer = two.tess.submit({"Reason": "No."})
        assert answer.errors["Reason"].startswith("@Max has already approved this claim (Mon 23 Nov 2026, 09:00 CET)")
        two.deliver()
        assert "approved" in two.direct("U0ALICE")[0]
        assert len(two.direct("U0ALICE")) == 1

    def test_pack_without_buyers_has_nobody_to_warn(self, two: Harness) -> None:
        claim(two, NUMBER)
        press(two, "U0TESS", "Approve")
        assert len(two.direct("U0MAX")) == len(two.direct("U0TESS")) == 2  # the claim and the decision
        assert two.direct("U0BOB") == []
