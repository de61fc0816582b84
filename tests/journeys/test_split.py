"""An incident that can be divided becomes several, and one that was filed already is closed as a duplicate."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import Incident, OutboxMessage, TermsPeriod
from models.vocabulary import Kind
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_accounts import account, balances, buy

LINES = "A Mails do not arrive\n\nb: Calendar is <slow>"


@pytest.fixture
def cards(harness: Harness) -> dict[str, str]:
    """The cards of an incident that is paid with a pack of three."""
    buy(harness, account(harness, "ACME", "U0ALICE", "U0BOB"), "ORDER123456", size=3)
    return harness.file()


def propose(harness: Harness, cards: dict[str, str], lines: str = LINES) -> dict[str, str]:
    """Let Tess propose a split; return the errors of the form."""
    assert harness.choose(harness.tess, "propose_split", cards[TRIAGE]).ok
    errors = harness.tess.submit({"Incidents": lines}).errors
    harness.deliver()
    return dict(errors)


def decide(harness: Harness, button: str, cards: dict[str, str], place: int = -1) -> None:
    """Let Alice press a button below a proposal, the newest if not said otherwise."""
    harness.alice.click(button, channel=CUSTOMERS, ts=proposal(harness, cards, place))
    harness.deliver()


def proposal(harness: Harness, cards: dict[str, str], place: int = -1) -> str:
    """Return the ts of a proposal that still has its buttons, the newest if not said otherwise."""
    thread = harness.slack.thread(CUSTOMERS, cards[CUSTOMERS])
    return str([one["ts"] for one in thread if "Agree to split" in harness.slack.buttons(one)][place])


def incidents(harness: Harness) -> list[Incident]:
    """Return all incidents."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Incident).order_by(col(Incident.id))))


class TestSplit:
    """The customer agrees before a unit is taken; then each part is an incident."""

    def test_is_proposed_with_its_price(self, harness: Harness, cards: dict[str, str]) -> None:
        harness.choose(harness.tess, "propose_split", cards[TRIAGE])
        form = str(harness.slack.open_view("U0TESS"))
        assert "The account’s packs have 2 left." in form
        assert "Split into 2: uses 1 more, leaves 1" in form
        assert "Split into 3: uses 2 more, leaves 0" in form
        assert "Split into 4" not in form
        harness.tess.close_form()
        assert propose(harness, cards) == {}
        for channel in (CUSTOMERS, TRIAGE):
            told = harness.thread(channel, cards[channel])[-1]
            assert "@tess has proposed to split INC-1 “Mail is down” into 2 incidents:" in told
            assert "Calendar is <slow>" in told
            assert "1 more prepaid incident from the account’s packs and leaves 1." in told
        assert balances(harness, 1) == [2]
        assert len(incidents(harness)) == 1
        harness.keep_on_screen(CUSTOMERS, proposal(harness, cards))
        decide(harness, "Decline", cards, place=0)
        assert "@alice has declined the split: INC-1 stays one incident." in harness.thread(TRIAGE, cards[TRIAGE])[-1]
        decide(harness, "Agree to split", cards)
        assert "@alice has already declined this split" in harness.private_answers("U0ALICE")[-1]
        assert len(incidents(harness)) == 1

    def test_gives_each_part_its_own_clock_and_cards(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        harness.clock.tick(timedelta(hours=1))
        decide(harness, "Agree to split", cards)
        parent, first, second = incidents(harness)
        assert (parent.status, parent.outcome, parent.billing) == ("closed", "split", "waived")
        assert [(one.title, one.severity) for one in (first, second)] == [
            ("Mails do not arrive", "A"),
            ("Calendar is <slow>", "B"),
        ]
        now = harness.guichet.now()
        assert first.deadline_at == now + timedelta(hours=2)  # A: two hours by the clock
        assert second.deadline_at == now + timedelta(hours=4)  # B: four business hours, from 10:00
        for one in (first, second):
            assert (one.parent_id, one.billing, one.opened_by, one.opened_in) == (1, "reserved", "U0ALICE", CUSTOMERS)
            assert one.description == "Nobody gets mail since nine."
        assert balances(harness, 1) == [1]
        for channel in (CUSTOMERS, TRIAGE):
            assert "it was split into INC-2, INC-3." in harness.thread(channel, cards[channel])[-1]
            assert "Split into INC-2, INC-3" in harness.card(channel, cards[channel])
            shown = [harness.slack.text_of(one) for one in harness.cards(channel)]
            assert [one.partition(" (")[0] for one in shown] == ["INC-1", "INC-2", "INC-3"]
            assert all("Split from INC-1" in one for one in shown[1:])
            harness.pass_time(minutes=1)
            places = [one["ts"].replace(".", "") for one in harness.cards(channel)]
            links = [f"<https://fake.slack.com/archives/{channel}/p{one}|INC-{n}>" for n, one in enumerate(places, 1)]
            for card in harness.cards(channel)[1:]:
                assert f"Split from {links[0]}" in str(card)
            assert f"Split into {links[1]}, {links[2]}" in str(harness.cards(channel)[0])
        harness.pass_time(minutes=60)
        assert "50% of the promised time" in harness.thread(TRIAGE, harness.cards(TRIAGE)[1]["ts"])[-1]
        assert not [one for one in harness.thread(TRIAGE, cards[TRIAGE]) if "⏰" in one]
        with harness.guichet.database.reading() as session:
            assert session.exec(select(TermsPeriod.incident_id).order_by(col(TermsPeriod.incident_id))).all() == [
                1,
                2,
                3,
            ]
            fallbacks = select(OutboxMessage).where(OutboxMessage.kind == Kind.SCHEDULE_FALLBACK)
            assert [one.incident_id for one in session.exec(fallbacks)] == [1, 2, 3]

    @pytest.mark.parametrize(
        ("lines", "parts"),
        [
            ("A Mail; B Calendar", [("A", "Mail"), ("B", "Calendar")]),
            ("A: Mail ;C - Fax; B. It hangs; users wait", [("A", "Mail"), ("C", "Fax"), ("B", "It hangs; users wait")]),
            ("A; Mail; B; Calendar", [("A", "Mail"), ("B", "Calendar")]),
            ("A It hangs; a user waits; B Calendar", [("A", "It hangs; a user waits"), ("B", "Calendar")]),
            ("A Mail; B Calendar\nC Fax", [("A", "Mail; B Calendar"), ("C", "Fax")]),
        ],
    )
    def test_is_typed_in_one_line_with_semicolons(
        self, harness: Harness, cards: dict[str, str], lines: str, parts: list[tuple[str, str]]
    ) -> None:
        """A client with one-line fields only, such as the demo's page; where lines are typed, they alone divide."""
        assert propose(harness, cards, lines) == {}
        decide(harness, "Agree to split", cards)
        assert [(one.severity, one.title) for one in incidents(harness)[1:]] == parts

    def test_is_final(self, harness: Harness, cards: dict[str, str]) -> None:
        """Agreeing twice does nothing more, and what was split is not reopened."""
        propose(harness, cards)
        harness.keep_on_screen(CUSTOMERS, proposal(harness, cards))
        decide(harness, "Agree to split", cards, place=0)
        decide(harness, "Agree to split", cards)
        assert harness.private_answers("U0ALICE")[-1].startswith("INC-1 was split into other incidents and cannot")
        assert len(incidents(harness)) == 3
        assert harness.slack.buttons(harness.slack.message(CUSTOMERS, cards[CUSTOMERS])) == []
        assert harness.slack.buttons(harness.slack.message(TRIAGE, cards[TRIAGE])) == ["Reply to customer", "More…"]
        harness.choose(harness.tess, "mark_duplicate", harness.cards(TRIAGE)[1]["ts"])
        assert harness.tess.submit({"Duplicate of": "INC-1"}).errors == {
            "Duplicate of": "INC-1 was split into INC-2, INC-3. Please enter one of those."
        }

    def test_of_which_the_units_are_gone_changes_nothing(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards, "A One\nB Two\nC Three")
        harness.file()
        decide(harness, "Agree to split", cards)
        assert harness.private_answers("U0ALICE")[-1].startswith(
            "Splitting INC-1 uses 2 more prepaid incidents, and the account’s packs have only 1 left. Nothing"
        )
        assert [one.status for one in incidents(harness)] == ["acknowledged", "open"]
        assert balances(harness, 1) == [1]
        assert propose(harness, cards, "A One\nB Two\nC Three")["Incidents"].startswith("Splitting INC-1 uses 2 more")

    def test_counts_in_its_newest_form_only(self, harness: Harness, cards: dict[str, str]) -> None:
        propose(harness, cards)
        harness.keep_on_screen(CUSTOMERS, proposal(harness, cards))
        propose(harness, cards, "C This\nC That")
        decide(harness, "Agree to split", cards, place=0)
        assert harness.private_answers("U0ALICE")[-1].startswith("This proposal has been replaced by a newer one.")
        decide(harness, "Agree to split", cards)
        assert [one.title for one in incidents(harness)[1:]] == ["This", "That"]

    def test_replaced_before_it_was_said_is_not_said(self, harness: Harness, cards: dict[str, str]) -> None:
        for lines in (LINES, "C This\nC That"):
            harness.choose(harness.tess, "propose_split", cards[TRIAGE])
            assert harness.tess.submit({"Incidents": lines}).ok
        harness.deliver()
        told = [one for one in harness.thread(CUSTOMERS, cards[CUSTOMERS]) if "has proposed to split" in one]
        assert len(told) == 1
        assert "That" in told[0]

    def test_without_a_pack_is_paid_one_by_one(self, harness: Harness) -> None:
        cards = harness.file()
        propose(harness, cards)
        assert "Each of them is charged individually." in harness.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        decide(harness, "Agree to split", cards)
        assert [one.billing for one in incidents(harness)] == ["waived", "pay_per_incident", "pay_per_incident"]

    @pytest.mark.parametrize(
        ("lines", "refusal"),
        [
            ("A One", "Only one incident was entered. Please enter 2 to 10, one per line."),
            ("\n".join(["A One"] * 11), "11 incidents were entered."),
            ("A One\n\nBackup fails", "Line 3 must begin with a severity (A, B or C)"),
            ("A One\nB -", "Line 2 must begin with a severity"),
            ("A One\nC " + "x" * 151, "The title in line 2 is 151 characters long; the limit is 150."),
        ],
    )
    def test_is_read_line_by_line(self, harness: Harness, cards: dict[str, str], lines: str, refusal: str) -> None:
        assert propose(harness, cards, lines)["Incidents"].startswith(refusal)


class TestDuplicate:
    """The same problem is paid for and worked on once."""

    def mark(self, harness: Harness, card: str, number: str) -> dict[str, str]:
        """Let Tess mark an incident as a duplicate; return the errors of the form."""
        harness.choose(harness.tess, "mark_duplicate", card)
        errors = harness.tess.submit({"Duplicate of": number}).errors
        harness.deliver()
        return dict(errors)

    def test_ends_and_costs_nothing(self, harness: Harness, cards: dict[str, str]) -> None:
        second = harness.file(Title="Mail is down too")
        assert balances(harness, 1) == [1]
        assert self.mark(harness, second[TRIAGE], "inc 1") == {}
        assert balances(harness, 1) == [2]
        for channel in (CUSTOMERS, TRIAGE):
            assert "INC-2 is closed: it is a duplicate of INC-1." in harness.thread(channel, second[channel])[-1]
            assert "INC-2 is closed: it is a duplicate of INC-1" in harness.thread(channel, cards[channel])[-1]
            assert "Duplicate of INC-1" in harness.card(channel, second[channel])
            place = f"<https://fake.slack.com/archives/{channel}/p"
            for one, other in ((cards, second), (second, cards)):
                told = harness.slack.thread(channel, one[channel])[-1]
                assert f"{place}{other[channel].replace('.', '')}|INC-" in str(told)
        first, duplicate = incidents(harness)
        assert (first.status, duplicate.outcome, duplicate.billing) == ("open", "duplicate", "waived")
        assert duplicate.duplicate_of == 1
        harness.alice.command("/incident", "packs", channel=CUSTOMERS)
        assert "duplicate of another incident" in harness.private_answers("U0ALICE")[-1]
        third = harness.file(Title="Mail again")
        assert self.mark(harness, third[TRIAGE], "INC-2")["Duplicate of"].startswith(
            "INC-2 is itself a duplicate of INC-1"
        )

    def test_is_of_another_incident_of_the_same_account(self, harness: Harness, cards: dict[str, str]) -> None:
        account(harness, "GLOBEX", "U0EVE")
        harness.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
        harness.slack.add_member(CUSTOMERS, "U0EVE")
        foreign = harness.people["U0EVE"]
        foreign.command("/incident", channel=CUSTOMERS)
        foreign.submit({"Title": "Secret", "Product": "Mail Server 2022", "Description": "x"} | SEVERITY)
        refusal = (
            "This incident cannot be a duplicate of INC-{}. "
            "Please enter an incident of the same account that you can see."
        )
        for number in ("2", "99"):
            assert self.mark(harness, cards[TRIAGE], number) == {"Duplicate of": refusal.format(number)}
        assert self.mark(harness, cards[TRIAGE], "INC-1")["Duplicate of"].startswith("This is INC-1 itself.")
        assert self.mark(harness, cards[TRIAGE], "that one") == {
            "Duplicate of": "Please enter the number of an incident, for example INC-42."
        }
        assert [one.status for one in incidents(harness)] == ["open", "open"]


SEVERITY = {
    "What do you need?": "Help with one problem",
    "Severity": "🔴 A · critical business impact (response within 2 h)",
    "Cover": "Business hours",
}
