"""An incident that can be divided becomes several, and one that is there already ends as a duplicate."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import Incident, OutboxMessage, TermsPeriod
from models.vocabulary import Kind
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.journeys.test_accounts import account, balances, buy

LINES = "A Mails do not arrive\n\nb: Calendar is <slow>"


@pytest.fixture
def cards(desk: Desk) -> dict[str, str]:
    """The cards of an incident that is paid with a pack of three."""
    buy(desk, account(desk, "ACME", "U0ALICE", "U0BOB"), "ORDER123456", size=3)
    return desk.file()


def propose(desk: Desk, cards: dict[str, str], lines: str = LINES) -> dict[str, str]:
    """Let Tess propose a split; return the errors of the form."""
    assert desk.choose(desk.tess, "propose_split", cards[TRIAGE]).ok
    errors = desk.tess.submit({"Incidents": lines}).errors
    desk.deliver()
    return dict(errors)


def decide(desk: Desk, button: str, cards: dict[str, str], place: int = -1) -> None:
    """Let Alice press a button below a proposal, the newest if not said otherwise."""
    desk.alice.click(button, channel=CUSTOMERS, ts=proposal(desk, cards, place))
    desk.deliver()


def proposal(desk: Desk, cards: dict[str, str], place: int = -1) -> str:
    """Return the ts of a proposal that still has its buttons, the newest if not said otherwise."""
    thread = desk.slack.thread(CUSTOMERS, cards[CUSTOMERS])
    return str([one["ts"] for one in thread if "Agree to split" in desk.slack.buttons(one)][place])


def incidents(desk: Desk) -> list[Incident]:
    """Return all incidents."""
    with desk.guichet.database.reading() as session:
        return list(session.exec(select(Incident).order_by(col(Incident.id))))


class TestSplit:
    """The customer agrees before a unit is taken; then each part is an incident."""

    def test_is_proposed_with_its_price(self, desk: Desk, cards: dict[str, str]) -> None:
        desk.choose(desk.tess, "propose_split", cards[TRIAGE])
        form = str(desk.slack.open_view("U0TESS"))
        assert "The account’s packs have 2 left." in form
        assert "Split into 2: uses 1 more, leaves 1" in form
        assert "Split into 3: uses 2 more, leaves 0" in form
        assert "Split into 4" not in form
        desk.tess.close_form()
        assert propose(desk, cards) == {}
        for channel in (CUSTOMERS, TRIAGE):
            told = desk.thread(channel, cards[channel])[-1]
            assert "@tess has proposed to split INC-1 into 2 incidents:" in told
            assert "Calendar is <slow>" in told
            assert "1 more prepaid incident from the account’s packs and leaves 1." in told
        assert balances(desk, 1) == [2]
        assert len(incidents(desk)) == 1
        desk.keep_on_screen(CUSTOMERS, proposal(desk, cards))
        decide(desk, "Decline", cards, place=0)
        assert "@alice has declined the split: INC-1 stays one incident." in desk.thread(TRIAGE, cards[TRIAGE])[-1]
        decide(desk, "Agree to split", cards)
        assert "@alice has already declined this split" in desk.private_answers("U0ALICE")[-1]
        assert len(incidents(desk)) == 1

    def test_gives_each_part_its_own_clock_and_cards(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards)
        desk.clock.tick(timedelta(hours=1))
        decide(desk, "Agree to split", cards)
        parent, first, second = incidents(desk)
        assert (parent.status, parent.outcome, parent.billing) == ("closed", "split", "waived")
        assert [(one.title, one.severity) for one in (first, second)] == [
            ("Mails do not arrive", "A"),
            ("Calendar is <slow>", "B"),
        ]
        now = desk.guichet.now()
        assert first.deadline_at == now + timedelta(hours=2)  # A: two hours by the clock
        assert second.deadline_at == now + timedelta(hours=4)  # B: four business hours, from 10:00
        for one in (first, second):
            assert (one.parent_id, one.billing, one.opened_by, one.opened_in) == (1, "reserved", "U0ALICE", CUSTOMERS)
            assert one.description == "Nobody gets mail since nine."
        assert balances(desk, 1) == [1]
        for channel in (CUSTOMERS, TRIAGE):
            assert "it was split into INC-2, INC-3." in desk.thread(channel, cards[channel])[-1]
            assert "Split into INC-2, INC-3" in desk.card(channel, cards[channel])
            shown = [desk.slack.text_of(one) for one in desk.cards(channel)]
            assert [one.partition(" (")[0] for one in shown] == ["INC-1", "INC-2", "INC-3"]
            assert all("Split from INC-1" in one for one in shown[1:])
            desk.pass_time(minutes=1)
            places = [one["ts"].replace(".", "") for one in desk.cards(channel)]
            links = [f"<https://fake.slack.com/archives/{channel}/p{one}|INC-{n}>" for n, one in enumerate(places, 1)]
            for card in desk.cards(channel)[1:]:
                assert f"Split from {links[0]}" in str(card)
            assert f"Split into {links[1]}, {links[2]}" in str(desk.cards(channel)[0])
        desk.pass_time(minutes=60)
        assert "50% of the promised time" in desk.thread(TRIAGE, desk.cards(TRIAGE)[1]["ts"])[-1]
        assert not [one for one in desk.thread(TRIAGE, cards[TRIAGE]) if "⏰" in one]
        with desk.guichet.database.reading() as session:
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
        self, desk: Desk, cards: dict[str, str], lines: str, parts: list[tuple[str, str]]
    ) -> None:
        """A client with one-line fields only, such as the demo's page; where lines are typed, they alone divide."""
        assert propose(desk, cards, lines) == {}
        decide(desk, "Agree to split", cards)
        assert [(one.severity, one.title) for one in incidents(desk)[1:]] == parts

    def test_is_final(self, desk: Desk, cards: dict[str, str]) -> None:
        """Agreeing twice does nothing more, and what was split is not reopened."""
        propose(desk, cards)
        desk.keep_on_screen(CUSTOMERS, proposal(desk, cards))
        decide(desk, "Agree to split", cards, place=0)
        decide(desk, "Agree to split", cards)
        assert desk.private_answers("U0ALICE")[-1].startswith("INC-1 was split into other incidents and cannot")
        assert len(incidents(desk)) == 3
        assert desk.slack.buttons(desk.slack.message(CUSTOMERS, cards[CUSTOMERS])) == []
        assert desk.slack.buttons(desk.slack.message(TRIAGE, cards[TRIAGE])) == ["Reply to customer", "More…"]
        desk.choose(desk.tess, "mark_duplicate", desk.cards(TRIAGE)[1]["ts"])
        assert desk.tess.submit({"Duplicate of": "INC-1"}).errors == {
            "Duplicate of": "INC-1 was split into INC-2, INC-3. Please enter one of those."
        }

    def test_of_which_the_units_are_gone_changes_nothing(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards, "A One\nB Two\nC Three")
        desk.file()
        decide(desk, "Agree to split", cards)
        assert desk.private_answers("U0ALICE")[-1].startswith(
            "Splitting INC-1 uses 2 more prepaid incidents, and the account’s packs have only 1 left. Nothing"
        )
        assert [one.status for one in incidents(desk)] == ["acknowledged", "open"]
        assert balances(desk, 1) == [1]
        assert propose(desk, cards, "A One\nB Two\nC Three")["Incidents"].startswith("Splitting INC-1 uses 2 more")

    def test_counts_in_its_newest_form_only(self, desk: Desk, cards: dict[str, str]) -> None:
        propose(desk, cards)
        desk.keep_on_screen(CUSTOMERS, proposal(desk, cards))
        propose(desk, cards, "C This\nC That")
        decide(desk, "Agree to split", cards, place=0)
        assert desk.private_answers("U0ALICE")[-1].startswith("This proposal has been replaced by a newer one.")
        decide(desk, "Agree to split", cards)
        assert [one.title for one in incidents(desk)[1:]] == ["This", "That"]

    def test_replaced_before_it_was_said_is_not_said(self, desk: Desk, cards: dict[str, str]) -> None:
        for lines in (LINES, "C This\nC That"):
            desk.choose(desk.tess, "propose_split", cards[TRIAGE])
            assert desk.tess.submit({"Incidents": lines}).ok
        desk.deliver()
        told = [one for one in desk.thread(CUSTOMERS, cards[CUSTOMERS]) if "has proposed to split" in one]
        assert len(told) == 1
        assert "That" in told[0]

    def test_without_a_pack_is_paid_one_by_one(self, desk: Desk) -> None:
        cards = desk.file()
        propose(desk, cards)
        assert "Each of them is charged individually." in desk.thread(CUSTOMERS, cards[CUSTOMERS])[-1]
        decide(desk, "Agree to split", cards)
        assert [one.billing for one in incidents(desk)] == ["waived", "pay_per_incident", "pay_per_incident"]

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
    def test_is_read_line_by_line(self, desk: Desk, cards: dict[str, str], lines: str, refusal: str) -> None:
        assert propose(desk, cards, lines)["Incidents"].startswith(refusal)


class TestDuplicate:
    """The same problem is paid and worked on once."""

    def mark(self, desk: Desk, card: str, number: str) -> dict[str, str]:
        """Let Tess mark an incident as a duplicate; return the errors of the form."""
        desk.choose(desk.tess, "mark_duplicate", card)
        errors = desk.tess.submit({"Duplicate of": number}).errors
        desk.deliver()
        return dict(errors)

    def test_ends_and_costs_nothing(self, desk: Desk, cards: dict[str, str]) -> None:
        second = desk.file(Title="Mail is down too")
        assert balances(desk, 1) == [1]
        assert self.mark(desk, second[TRIAGE], "inc 1") == {}
        assert balances(desk, 1) == [2]
        for channel in (CUSTOMERS, TRIAGE):
            assert "INC-2 is closed: it is a duplicate of INC-1." in desk.thread(channel, second[channel])[-1]
            assert "INC-2 is closed: it is a duplicate of INC-1" in desk.thread(channel, cards[channel])[-1]
            assert "Duplicate of INC-1" in desk.card(channel, second[channel])
            place = f"<https://fake.slack.com/archives/{channel}/p"
            for one, other in ((cards, second), (second, cards)):
                told = desk.slack.thread(channel, one[channel])[-1]
                assert f"{place}{other[channel].replace('.', '')}|INC-" in str(told)
        first, duplicate = incidents(desk)
        assert (first.status, duplicate.outcome, duplicate.billing) == ("open", "duplicate", "waived")
        assert duplicate.duplicate_of == 1
        desk.alice.command("/incident", "packs", channel=CUSTOMERS)
        assert "duplicate of another incident" in desk.private_answers("U0ALICE")[-1]
        third = desk.file(Title="Mail again")
        assert self.mark(desk, third[TRIAGE], "INC-2")["Duplicate of"].startswith(
            "INC-2 is itself a duplicate of INC-1"
        )

    def test_is_of_another_incident_of_the_same_account(self, desk: Desk, cards: dict[str, str]) -> None:
        account(desk, "GLOBEX", "U0EVE")
        desk.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
        desk.slack.add_member(CUSTOMERS, "U0EVE")
        foreign = desk.people["U0EVE"]
        foreign.command("/incident", channel=CUSTOMERS)
        foreign.submit({"Title": "Secret", "Product": "Mail Server 2022", "Description": "x"} | SEVERITY)
        refusal = "This incident cannot be a duplicate of INC-{}. Please enter an incident of the same account."
        for number in ("2", "99"):
            assert self.mark(desk, cards[TRIAGE], number) == {"Duplicate of": refusal.format(number)}
        assert self.mark(desk, cards[TRIAGE], "INC-1")["Duplicate of"].startswith("This is INC-1 itself.")
        assert self.mark(desk, cards[TRIAGE], "that one") == {
            "Duplicate of": "Please enter the number of an incident, for example INC-42."
        }
        assert [one.status for one in incidents(desk)] == ["open", "open"]


SEVERITY = {
    "What do you need?": "Help with one problem",
    "Severity": "🔴 A · critical business impact (response within 2 h)",
    "Cover": "Business hours",
}
