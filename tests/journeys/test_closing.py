"""An incident ends, and what it costs: solutions, closing, withdrawing, reopening, verdicts."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot import timetable
from bot.operations.packs.expiry import expire_pack
from bot.queries.packs import pack_facts
from models import Incident, OutboxMessage, Pack
from tests.contexts import by
from tests.full_house import full_after_commit
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness, program
from tests.journeys.test_accounts import account, buy


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident that is paid with a pack of five."""
    buy(harness, account(harness, "ACME", "U0ALICE", "U0BOB"), "ORDER123456")
    harness.slack.add_member(CUSTOMERS, "U0MAX")
    return harness.file()


def questions(harness: Harness, user: str) -> int:
    """Return how often this person was asked for a verdict."""
    return len([one for one in harness.direct(user) if "⚖" in one])


def ledger(harness: Harness) -> tuple[int, int, int]:
    """Return what is left, reserved and used of the pack."""
    with harness.guichet.database.reading() as session:
        pack = pack_facts(session, pack_id=1)
    return pack.balance.left, pack.balance.reserved, pack.balance.used


def incident(harness: Harness) -> Incident:
    """Return the incident."""
    with harness.guichet.database.reading() as session:
        return session.exec(select(Incident)).one()


def propose(harness: Harness, cards: dict[str, str]) -> None:
    """Let Tess propose a solution."""
    assert harness.tess.click("Propose solution", channel=TRIAGE, ts=cards[TRIAGE]).ok
    assert harness.tess.submit({"Solution": "Restart <b>twice</b> & wait."}).ok
    harness.deliver()


def close(harness: Harness, cards: dict[str, str], outcome: str, explanation: str = "") -> dict[str, str]:
    """Let Tess close the incident; return the errors of the form."""
    harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
    answer = harness.tess.submit({"Outcome": outcome, "Explanation": explanation})
    harness.deliver()
    return answer.errors


SOLVED, UNRESOLVED = "Solved by the proposed solution", "Unresolved: there is no solution"


class TestSolved:
    """Solved needs a solution, and uses the unit."""

    def test_is_the_whole_way(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        for channel in (CUSTOMERS, TRIAGE):
            assert "Restart <b>twice</b> & wait." in "\n".join(harness.thread(channel, cards[channel]))
        assert "@tess has it" in harness.card(CUSTOMERS, cards[CUSTOMERS])  # It was also the initial response.
        assert close(harness, cards, SOLVED) == {}
        for channel in (CUSTOMERS, TRIAGE):
            assert "✅ Solved" in harness.card(channel, cards[channel])
            assert "@tess has closed INC-1 as solved." in harness.thread(channel, cards[channel])[-1]
        assert harness.slack.buttons(harness.slack.message(TRIAGE, cards[TRIAGE])) == [
            "Reply to customer",
            "Reopen",
            "More…",
        ]
        assert ledger(harness) == (4, 0, 1)
        assert incident(harness).billing == "billed"
        assert "INC-1" not in str(harness.alice.command("/incident", "list", channel=CUSTOMERS).body)

    def test_is_chosen_already_once_there_is_a_solution(self, harness: Harness, cards: dict[str, str]) -> None:
        """Whoever presses *Close* after proposing one need not choose; before that, *Unresolved* is chosen."""
        harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({}).errors == {"Explanation": "Please fill this in."}
        propose(harness, cards)
        harness.tess.click("Close", channel=TRIAGE, ts=cards[TRIAGE])
        assert harness.tess.submit({}).ok
        assert incident(harness).outcome == "solved"

    @pytest.mark.parametrize("is_acknowledged", [True, False])
    def test_without_a_solution_is_refused(
        self, harness: Harness, cards: dict[str, str], *, is_acknowledged: bool
    ) -> None:
        """That is the only condition: nobody need have acknowledged it, as with *Unresolved*."""
        if is_acknowledged:
            harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE])
        errors = close(harness, cards, SOLVED)
        assert errors["Outcome"].startswith("No solution has been proposed yet.")
        assert incident(harness).status == ("acknowledged" if is_acknowledged else "open")

    def test_ends_the_reminders(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        close(harness, cards, SOLVED)
        harness.pass_time(hours=3)
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "⏰" in one or "🚨" in one]


class TestUnresolved:
    """The customer is told why, and a manager decides what it costs."""

    def test_needs_an_explanation(self, harness: Harness, cards: dict[str, str]) -> None:
        assert close(harness, cards, UNRESOLVED) == {"Explanation": "Please fill this in."}
        assert close(harness, cards, UNRESOLVED, "The maker has no answer either.") == {}
        assert "The maker has no answer either." in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        assert "Unresolved" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert incident(harness).acknowledged_by == "U0TESS"
        assert incident(harness).billing == "pending_verdict"
        assert ledger(harness) == (4, 1, 0)

    @pytest.mark.parametrize(
        ("verdict", "billing", "expected"),
        [("Facturer", "billed", (4, 0, 1)), ("Ne pas facturer", "waived", (5, 0, 0))],
    )
    def test_verdict_of_a_manager_decides(
        self, harness: Harness, cards: dict[str, str], verdict: str, billing: str, expected: tuple[int, int, int]
    ) -> None:
        close(harness, cards, UNRESOLVED, "No answer.")
        max_, asked = harness.people["U0MAX"], harness.slack.dms("U0MAX")[-1]
        assert "Faut-il le facturer" in harness.slack.text_of(asked)
        place = harness.slack.direct_message("U0MAX").id
        assert max_.click("Décider", channel=place, ts=asked["ts"]).ok
        with full_after_commit(harness.guichet.database):  # What is done is confirmed, however busy it is by then.
            told = max_.submit({"Décision": verdict, "Motif": "Comme convenu"})
        assert {"billed": "|INC-1> est facturé", "waived": "|INC-1> n’est pas facturé"}[billing] in str(told.body)
        assert (incident(harness).billing, ledger(harness)) == (billing, expected)
        max_.click("Décider", channel=place, ts=asked["ts"])
        assert "a déjà été" in harness.private_answers("U0MAX")[-1]
        harness.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            said = harness.thread(channel, cards[channel])[-1]
            decided = {"billed": "to bill INC-1:", "waived": "to waive the charge for INC-1:"}[billing]
            assert f"@max has decided {decided}" in said
            assert "Comme convenu" in said

    def test_verdict_is_asked_for_each_week(self, harness: Harness, cards: dict[str, str]) -> None:
        """Once a week, also after the incident was reopened and closed again."""
        close(harness, cards, UNRESOLVED, "No answer.")
        harness.clock.tick(timedelta(days=1))
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Please try again."}).ok
        harness.deliver()
        close(harness, cards, UNRESOLVED, "No answer again.")
        for asked in (2, 3, 4):
            assert questions(harness, "U0MAX") == asked
            harness.clock.tick(timedelta(days=7, seconds=1))
            harness.deliver()

    def test_verdict_is_asked_of_those_who_are_managers_by_now(
        self, harness: Harness, cards: dict[str, str], tmp_path: Path
    ) -> None:
        close(harness, cards, UNRESOLVED, "No answer.")
        harness.guichet.database.close()
        url = harness.guichet.settings.database_url
        with program(harness.slack, tmp_path, managers=("U0TESS",), database_url=url) as new:
            new.scheduler.get_job(timetable.ASK_MANAGERS).func()  # As it does when it starts, and each day.
            for asked in (1, 2, 3):
                new.delivery.run()
                assert (questions(harness, "U0MAX"), questions(harness, "U0TESS")) == (1, asked)
                harness.clock.tick(timedelta(days=7, seconds=1))


class TestExpiredMeanwhile:
    """A pack that pays until closing has expired while the incident was open: a manager decides, once it has ended."""

    def test_nobody_decides_before_it_has_ended(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        close(harness, cards, UNRESOLVED, "No answer.")
        place, asked = harness.slack.direct_message("U0MAX").id, harness.slack.dms("U0MAX")[-1]
        with harness.guichet.database.transaction() as session:
            pack = session.exec(select(Pack)).one()
            pack.expiry_counts, pack.expires_at = "closing", harness.guichet.now()
            session.flush()
            expire_pack(session, 1, context=by("guichet", harness.guichet.now()))
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Please try again."}).ok
        assert incident(harness).billing == "pending_verdict"
        listed = harness.people["U0MAX"].command("/incident", "verdicts", channel=CUSTOMERS)
        assert "Aucun incident" in str(listed.body)
        harness.people["U0MAX"].click("Décider", channel=place, ts=asked["ts"])
        assert "est encore ouvert" in harness.private_answers("U0MAX")[-1]
        harness.deliver()
        close(harness, cards, SOLVED)
        assert questions(harness, "U0MAX") == 2


class TestWithdrawn:
    """A customer may close an incident before it is solved."""

    def test_is_the_customers_button(self, harness: Harness, cards: dict[str, str]) -> None:
        """A colleague of the same account may, too."""
        buttons = harness.slack.buttons(harness.slack.message(CUSTOMERS, cards[CUSTOMERS]))
        assert buttons == ["Change severity", "Edit", "Close my incident", "More…"]
        harness.bob.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.bob.submit({"Motif": "C’est revenu."}).ok
        harness.deliver()
        assert "Closed before it was solved" in harness.card(TRIAGE, cards[TRIAGE])
        assert incident(harness).billing == "pending_verdict"
        harness.pass_time(hours=3)
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "⏰" in one]

    def test_is_nothing_for_others(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
        harness.slack.add_member(CUSTOMERS, "U0EVE")
        for user, said in (("U0EVE", "There is no INC-1 here."), ("U0THEO", "Vous n’êtes pas autorisé")):
            harness.slack.add_member(CUSTOMERS, user)
            harness.people[user].click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
            assert harness.private_answers(user)[-1].startswith(said)
        assert incident(harness).status == "open"

    def test_triage_buttons_are_not_the_customers(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.add_member(TRIAGE, "U0ALICE")  # Slack has not told us that she is a technician now.
        for button in ("Propose solution", "Close"):
            harness.alice.click(button, channel=TRIAGE, ts=cards[TRIAGE])
            assert harness.private_answers("U0ALICE")[-1] == "You are not allowed to do this with INC-1."


class TestTwice:
    """Old cards, two people at once."""

    def test_closed_once(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        close(harness, cards, SOLVED)
        refused = harness.alice.submit({"Reason": "Never mind"})
        assert list(refused.errors.values()) == ["INC-1 is closed. It can be reopened with the button on its card."]
        assert ledger(harness) == (4, 0, 1)

    def test_old_cards_say_that_it_is_closed(self, harness: Harness, cards: dict[str, str]) -> None:
        """Withdrawn before anybody answered; the cards do not show it yet, nor does a menu that is open."""
        assert harness.tess.click("More…", channel=TRIAGE, ts=cards[TRIAGE]).ok
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        harness.alice.click("Change severity", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        for button in ("Acknowledge", "Propose scope", "Propose solution", "Close"):
            harness.tess.click(button, channel=TRIAGE, ts=cards[TRIAGE])
        told = [*harness.private_answers("U0ALICE"), *harness.private_answers("U0TESS")]
        for option in (
            "Assign to a technician",
            "Change severity",
            "Split into several incidents",
            "Mark as duplicate",
        ):
            told += harness.tess.submit({"What do you want to do?": option}).errors.values()
        assert told == ["INC-1 is closed. It can be reopened with the button on its card."] * 9


class TestChannelGone:
    """The channel was archived, or Guichet removed from it: the customer is still told the outcome."""

    def test_the_rest_is_said_directly(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.slack.archive(CUSTOMERS)
        propose(harness, cards)
        close(harness, cards, SOLVED)
        harness.pass_time(minutes=1)
        place = harness.slack.direct_message("U0ALICE").id
        (card,) = harness.cards(place)
        said = "\n".join([*harness.direct("U0ALICE"), *harness.thread(place, card["ts"])])
        for told in (
            "✅ Solved",
            "Restart <b>twice</b> & wait.",
            "@tess has closed INC-1 as solved.",
            "How did it go",
        ):
            assert told in said


class TestReopened:
    """An incident can be reopened for some days, without using another unit."""

    def test_goes_on_where_it_was(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        close(harness, cards, SOLVED)
        harness.clock.tick(timedelta(days=5))
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "It is down again."}).ok
        harness.deliver()
        assert "@tess has it" in harness.card(CUSTOMERS, cards[CUSTOMERS])
        assert "has reopened INC-1" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        close(harness, cards, SOLVED)
        assert ledger(harness) == (4, 0, 1)

    def test_is_told_in_order_where_slack_was_down(self, harness: Harness, cards: dict[str, str]) -> None:
        """The messages posted late still say that it was closed and how, and that it was reopened: each once."""
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "My mistake"}).ok
        assert harness.choose(harness.alice, "reopen", cards[CUSTOMERS], CUSTOMERS).ok
        assert harness.alice.submit({"Reason": "Or not"}).ok
        harness.deliver()
        for channel in (CUSTOMERS, TRIAGE):
            closed, reopened = harness.thread(channel, cards[channel])[-2:]
            assert "@alice has closed INC-1 before it was solved" in closed
            assert "My mistake" in closed
            assert "has reopened INC-1" in reopened

    def test_too_late_is_refused(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        close(harness, cards, SOLVED)
        harness.clock.tick(timedelta(days=5))
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        harness.clock.tick(timedelta(seconds=1))
        refused = harness.alice.submit({"Reason": "Again"})
        assert "could be reopened until" in next(iter(refused.errors.values()))
        harness.alice.close_form()
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert "could be reopened until" in harness.private_answers("U0ALICE")[-1]
        assert harness.slack.open_view("U0ALICE") is None  # The form is refused before anybody types a reason in vain.

    def test_unanswered_is_reminded_of_again(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        harness.pass_time(minutes=30)
        harness.alice.click("Reopen", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({"Reason": "Not gone."}).ok
        assert incident(harness).billing == "reserved"
        harness.pass_time(minutes=31)
        assert "50% of the promised time" in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        with harness.guichet.database.reading() as session:
            wanted = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "verdict_wanted")).all()
        assert {one.state for one in wanted} <= {"done", "cancelled", "pending"}
