"""Lists show what was asked for in order, page by page, and a search finds what the asker may see."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import insert

from bot.database import Database
from bot.facts.incident_list import IncidentList
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.filing import file_incident
from bot.operations.incidents.remark import delete_remark, receive_remark
from bot.operations.incidents.reply import reply_to_customer
from bot.operations.incidents.solution import propose_solution
from bot.operations.incidents.split import propose_split
from bot.operations.incidents.waiting import wait_for_customer
from bot.queries.incident_list import list_incidents
from bot.queries.incident_search import search_incidents
from bot.rules.filing import Filing, Payment
from bot.rules.incident_list import LOOKED_THROUGH, Page, Which
from bot.rules.person import Person
from bot.rules.reply import Reply
from bot.rules.split import Part
from bot.rules.written_message import WrittenMessage
from models import Incident, IncidentText
from models.vocabulary import Side
from tests.case import ALICE, BOB, EVE, THEO, Case
from tests.paying import add_account

NOBODYS = Payment(account_id=None)
HOSTILE = [
    "%", "_", '"', "'", "😀", "a" * 500, "é " * 250, "AND", "a OR b", "NOT x", 'title:"x"', "NEAR(a b)", "^mail",
    "mail*", "* -mail", "{title} : mail", "a & b | !c", "mail:*", "'; DROP TABLE incident; --", "\\", "()", "(",
    "\u202e", "ـ", "ﷺ", "x\ny", "e\u0301", "1.5e3", "http://a.b/c?d=e&f", "a@b.example", "日本語", "İ", "ß", "-", "0",
]  # fmt: skip


@pytest.fixture
def case(database: Database) -> Case:
    """Account ACME with INC-1."""
    return Case(database)


def asked(case: Case, page: Page, who: Person, *, limit: int = 10) -> IncidentList:
    accounts = [case.account] if who in (ALICE, BOB) else []
    look = search_incidents if page.which == "found" else list_incidents
    with case.database.reading() as session:
        return look(session, page, person=who, accounts=accounts, limit=limit)


def numbers(case: Case, which: Which, who: Person = THEO, **page: Any) -> list[int]:
    return [one.number for one in asked(case, Page(which, **page), who).incidents]


def found(case: Case, typed: str, who: Person = THEO) -> list[int]:
    return numbers(case, "found", who, typed=typed)


def write(case: Case, who: Person, text: str, *, ts: str = "8.1", number: int = 1, is_edit: bool = False) -> None:
    message = WrittenMessage(
        channel="C0ACME", ts=ts, author=who.user_id, text=text, files=[], at=case.now, is_edited=is_edit
    )
    with case.database.transaction() as session:
        receive_remark(
            session, message, incident_id=number, side=Side.CUSTOMER, is_edit=is_edit, context=case.context(who)
        )


def walked(case: Case, page: Page, who: Person, *, limit: int) -> tuple[list[list[int]], list[list[int]]]:
    """Return the numbers on each page on the way to the end, and on the way back."""
    there, back = [], []
    at: Page | None = page
    while at is not None:
        listed = asked(case, at, who, limit=limit)
        there.append([one.number for one in listed.incidents])
        at, last = listed.next, listed
    while last.previous is not None:
        last = asked(case, last.previous, who, limit=limit)
        back.append([one.number for one in last.incidents])
    return there, back


class TestLists:
    """What burns comes first; each name lists its own."""

    def test_show_each_name_its_own(self, case: Case) -> None:
        urgent, taken, closed, nobodys = case.file(severity="A"), case.file(), case.file(), case.file(payment=NOBODYS)
        case.do(acknowledge_incident, THEO, incident_id=taken)
        case.do(wait_for_customer, THEO, incident_id=taken)
        case.do(propose_split, THEO, incident_id=urgent, parts=[Part("a", "B"), Part("b", "C")])
        case.do(propose_solution, THEO, incident_id=closed, text="Restart it.")
        case.do(close_incident, THEO, incident_id=closed, act="solve", explanation="")

        assert {
            which: numbers(case, which) for which in ("open", "mine", "unassigned", "waiting", "closed", "all")
        } == {
            "open": [1, nobodys, urgent, taken],
            "mine": [urgent, taken],
            "unassigned": [1, nobodys],
            "waiting": [urgent, taken],
            "closed": [closed],
            "all": [1, nobodys, urgent, taken, closed],
        }
        assert numbers(case, "all", account=case.account) == [1, urgent, taken, closed]
        assert numbers(case, "mine", ALICE) == [1, nobodys, urgent, taken]
        assert numbers(case, "mine", BOB) == []

    def test_show_a_customer_nothing_of_others(self, case: Case) -> None:
        other = add_account(case.database, "OTHER")
        case.file(payment=NOBODYS, title="Secret of nobody")
        filing = Filing("Secret", None, "B", "business", "", "Secret", payment=Payment(account_id=other))
        with case.database.transaction() as session:
            file_incident(session, filing=filing, form_id="VX", opened_in="C0OTHER", context=case.context(THEO))

        for which in ("open", "all", "closed", "unassigned"):
            assert numbers(case, which, BOB) == ([1] if which != "closed" else [])
            assert numbers(case, which, EVE) == []
        assert numbers(case, "all", ALICE) == [1, 2]
        assert [found(case, "secret", who) for who in (THEO, ALICE, BOB, EVE)] == [[3, 2], [2], [], []]
        assert numbers(case, "all", BOB, typed="secret") == []
        assert numbers(case, "all", typed="secret") == [2, 3]

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_are_turned_forwards_and_back(self, case: Case, limit: int) -> None:
        for severity in ("A", "B", "C", "B"):
            case.file(severity=severity)
        for number in (4, 2):
            case.do(acknowledge_incident, THEO, incident_id=number)
        case.do(close_incident, THEO, incident_id=5, act="give_up", explanation="No.")
        case.do(close_incident, THEO, incident_id=3, act="give_up", explanation="No.")
        there, back = walked(case, Page("all"), THEO, limit=limit)

        assert [*chain(*there)] == [1, 2, 4, 3, 5]
        assert back == there[-2::-1]
        assert asked(case, Page("all"), THEO, limit=limit).count == 5

    def test_say_that_there_are_more_than_are_counted(self, case: Case) -> None:
        for _ in range(101):
            case.file(payment=NOBODYS)
        listed = asked(case, Page("open", typed="mail"), ALICE, limit=2)

        assert (listed.count, len(listed.incidents)) == (101, 2)

    def test_begin_again_where_a_page_is_gone(self, case: Case) -> None:
        case.file()
        second = asked(case, Page(), THEO, limit=1).next
        case.do(close_incident, THEO, incident_id=2, act="give_up", explanation="No.")

        assert second is not None
        assert [one.number for one in asked(case, second, THEO).incidents] == [1]


class TestSearch:
    """Every word must occur, in whatever case and accents; what fits better comes first."""

    @pytest.fixture
    def case(self, database: Database) -> Case:
        """Account ACME whose INC-1 has no mail, and whose others are about printers."""
        case = Case(database)
        case.file(title="Œuvre d'impression", description="Rien ne s\u2019imprime à l\u2019étage.")
        case.file(title="Imprimante en panne", description="Elle clignote.")
        return case

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("imprimante", [3]),
            ("IMPRIM", [3, 2]),  # In the title, then in the description.
            ("oeuvre", [2]),
            ("etage impression", [2]),
            ("d\u2019impression", [2]),
            ("l'étage", [2]),
            ("panne clignote", [3]),
            ("panne etage", []),
            ("pan", [3]),
            ("en", [3]),
            ("e", []),
            ("mail", [1]),
            ("mail since", [1]),
        ],
    )
    def test_finds(self, case: Case, typed: str, expected: list[int]) -> None:
        assert found(case, typed) == expected
        assert found(case, typed, ALICE) == expected
        assert sorted(numbers(case, "all", typed=typed)) == sorted(expected)

    def test_finds_what_was_written_later_after_the_rest(self, case: Case) -> None:
        write(case, ALICE, "The <@U0THEO> toner &amp; the <https://x.example|manual> are missing")
        with case.database.transaction() as session:
            reply = Reply(1, ts="9.1", text="Order the *cartridge*")
            reply_to_customer(session, reply=reply, context=case.context(THEO))
        case.do(propose_solution, THEO, text="Refill the drum.")
        case.do(close_incident, THEO, act="solve", explanation="Cleaned as well.")
        case.file(title="Toner", description="Toner is low.")

        assert found(case, "toner", BOB) == [4, 1]
        for typed in ("missing manual", "cartridge", "drum refill", "cleaned", "mail toner drum"):
            assert found(case, typed, BOB) == [1], typed
        assert found(case, "u0theo") == []

    def test_follows_what_people_change_and_take_back(self, case: Case) -> None:
        write(case, ALICE, "the toner")
        write(case, ALICE, "the drum", is_edit=True)
        assert (found(case, "toner"), found(case, "drum")) == ([], [1])

        with case.database.transaction() as session:
            delete_remark(session, channel="C0ACME", ts="8.1", incident_id=1, context=case.context(ALICE))
        assert found(case, "drum") == []

    def test_is_turned_forwards_and_back(self, case: Case) -> None:
        for title in ("Imprimante", "Autre", "Imprimante"):
            case.file(title=title, description="imprimante", payment=Payment(case.account, per_incident=True))
        there, back = walked(case, Page("found", typed="imprimante"), ALICE, limit=2)

        assert there == [[6, 4], [3, 5]]
        assert back == [[6, 4]]

    def test_looks_through_the_newest_if_most_may_be_of_other_desks(self, case: Case) -> None:
        at_network = replace(THEO, at_desks={"": False, "network": True})
        ours, theirs = (case.file(title="toner", payment=NOBODYS) for _ in range(2))
        newer = range(100, 100 + LOOKED_THROUGH - 2)
        with case.database.transaction() as session:
            session.get_one(Incident, ours).desk = "network"
            incident, text = session.get_one(Incident, theirs), session.get_one(IncidentText, theirs)
            session.execute(insert(Incident), [incident.model_dump() | {"id": n, "form_id": f"W{n}"} for n in newer])
            session.execute(insert(IncidentText), [text.model_dump() | {"incident_id": n} for n in newer])
        at_their_desk = asked(case, Page("found", typed="toner"), at_network)
        assert ([one.number for one in at_their_desk.incidents], at_their_desk.count) == ([ours], 1)

        case.file(title="toner", payment=NOBODYS)
        at_their_desk = asked(case, Page("found", typed="toner"), at_network)
        assert (at_their_desk.incidents, at_their_desk.count, at_their_desk.is_cut) == ([], 0, True)
        everywhere = asked(case, Page("found", typed="toner"), THEO)
        assert (everywhere.count, everywhere.is_cut) == (101, False)

    @pytest.mark.parametrize("who", [THEO, BOB])
    def test_takes_whatever_is_typed(self, case: Case, who: Person) -> None:
        for typed in HOSTILE:
            assert isinstance(found(case, typed, who), Sequence), typed
            assert isinstance(numbers(case, "all", who, typed=typed), Sequence), typed

    def test_takes_whatever_was_filed(self, case: Case) -> None:
        filed = [case.file(title=one[:150], description=one * 2, payment=NOBODYS) for one in HOSTILE]
        write(case, ALICE, " ".join(HOSTILE))

        assert found(case, HOSTILE[5], ALICE) == [filed[5], 1]
        assert found(case, "日本語", ALICE) == [filed[HOSTILE.index("日本語")], 1]
