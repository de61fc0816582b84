"""Somebody files what is there already: they are asked first, join it or file anyway, and lose nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot import ledger
from models import Incident, KeptForm, Membership
from tests.contexts import BUILT_IN
from tests.fake_slack import FakeSlack
from tests.journeys import desk as journey
from tests.journeys.desk import ANSWERS, CUSTOMERS, TRIAGE, Desk
from tests.paying import add_account, add_pack
from tests.people import Answer, Person

SAME = {"Title": "Mail server is not working", "Description": "No mail arrives."}
FRENCH = {
    "Titre": "La messagerie est en panne",
    "Produit": "Mail Server 2022",
    "Gravité": "🔵 C · impact minimal sur l’activité (réponse sous 8 heures ouvrées)",
    "Couverture horaire": "Heures ouvrées",
    "Description": "Plus de mails.",
}


@pytest.fixture
def desk(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Desk]:
    """The desk with the contract as it is built in, and an account of the channel with a pack."""
    with journey.program(slack, tmp_path, policy=BUILT_IN) as guichet:
        account = add_account(guichet.database, "ACME", buyers=["U0ALICE"])
        add_pack(guichet.database, BUILT_IN, account_id=account, number="ORD1234563456", size=5)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=account, kind="channel", value=CUSTOMERS))
        yield Desk(slack, guichet, clock)


def send(who: Person, **changed: str) -> Answer:
    """Let somebody fill in the form and send it."""
    who.command("/incident", channel=CUSTOMERS)
    return who.submit(ANSWERS | changed)


def asked(desk: Desk, who: Person) -> str:
    """Return what the open form shows."""
    view = desk.slack.open_view(who.id)
    return "" if view is None else f"{view['title']['text']} {desk.slack.text_of({'blocks': view['blocks']})}"


def filed(desk: Desk) -> list[Incident]:
    with desk.guichet.database.reading() as session:
        return list(session.exec(select(Incident).order_by(Incident.id)))  # type: ignore[arg-type]


def left(desk: Desk) -> int:
    with desk.guichet.database.reading() as session:
        return ledger.balance_of(session, 1)


def test_who_joins_is_mentioned_in_its_thread_and_pays_nothing(desk: Desk) -> None:
    cards = desk.file()
    bob = desk.bob
    bob.command("/incident", channel=CUSTOMERS)
    answer = bob.submit(FRENCH)
    assert answer.body["response_action"] == "push"
    assert "Le même problème\u202f?" in asked(desk, bob)
    assert "Est-ce encore INC-1\u202f?" in asked(desk, bob)
    assert "Mail is down" in asked(desk, bob)

    assert bob.click("Rejoindre INC-1").ok
    assert "Vous avez rejoint INC-1" in asked(desk, bob)
    desk.deliver()

    for place in (CUSTOMERS, TRIAGE):
        told = [one for one in desk.thread(place, cards[place]) if "has the same problem" in one]
        assert len(told) == 1
        assert "@bob has the same problem as INC-1: La messagerie est en panne" in told[0]
        assert "Plus de mails." in told[0]
    assert (len(filed(desk)), left(desk)) == (1, 4)
    assert bob.close_form().status is None
    assert desk.slack.open_view(bob.id) is None, "the form below is closed as well"
    desk.alice.command("/incident", "search messagerie", channel=CUSTOMERS)
    assert "INC-1" in desk.private_answers("U0ALICE")[-1]


def test_who_files_anyway_files_once_what_was_typed_and_from_then_on(desk: Desk) -> None:
    desk.file()
    assert send(desk.alice, **SAME).body["response_action"] == "push"
    assert desk.alice.resubmit().body["response_action"] == "push"
    assert (len(filed(desk)), left(desk)) == (1, 4)
    desk.clock.tick(timedelta(minutes=10))

    assert desk.alice.submit().body["response_action"] == "clear"
    assert desk.alice.resubmit().body["response_action"] == "clear"

    _, second = filed(desk)
    assert (second.title, second.description) == (SAME["Title"], SAME["Description"])
    assert second.deadline_at == second.opened_at + timedelta(hours=2)
    assert second.opened_at.minute == 10
    assert left(desk) == 3
    with desk.guichet.database.reading() as session:
        assert session.exec(select(KeptForm)).all() == []
    desk.deliver()
    found = [one for one in desk.thread(TRIAGE, desk.cards(TRIAGE)[-1]["ts"]) if "🔎" in one]
    assert len(found) == 1
    assert "Similar to INC-2: INC-1" in found[0]
    assert "Mail is down (Acme)" in found[0]
    assert not any("🔎" in one for one in desk.thread(CUSTOMERS, desk.cards(CUSTOMERS)[-1]["ts"]))


def test_who_goes_back_finds_the_form_as_it_was(desk: Desk) -> None:
    desk.file()
    send(desk.alice, **SAME)
    desk.alice.close_form()
    assert desk.alice.submit({"Title": "Printer is on fire", "Description": "Really."}).ok
    assert [one.title for one in filed(desk)] == ["Mail is down", "Printer is on fire"]


def test_joining_what_is_closed_meanwhile_is_answered_and_it_can_be_reopened(desk: Desk) -> None:
    cards = desk.file()
    send(desk.alice, **SAME)
    desk.choose(desk.tess, "give_up", cards[TRIAGE])
    desk.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "There is none."})

    assert desk.alice.click("Join INC-1").ok
    assert "INC-1 has changed meanwhile, so nothing was done" in asked(desk, desk.alice)
    assert desk.alice.click("Reopen INC-1").ok
    assert "INC-1 is open again" in asked(desk, desk.alice)
    desk.deliver()
    assert any("Mail server is not working" in one for one in desk.thread(CUSTOMERS, cards[CUSTOMERS]))
    (incident,) = filed(desk)
    assert incident.status == "acknowledged"


def test_technicians_read_how_it_was_solved_for_others(desk: Desk) -> None:
    cards = desk.file()
    assert desk.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
    desk.choose(desk.tess, "propose_solution", cards[TRIAGE])
    desk.tess.submit({"Solution": "Restart the spooler."})
    desk.choose(desk.tess, "solve", cards[TRIAGE])
    desk.tess.submit({"Outcome": "Solved by the proposed solution"})
    desk.deliver()
    desk.clock.tick(timedelta(days=60))
    add_account(desk.guichet.database, "OTHER", buyers=["U0EVE"])
    desk.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
    eve = desk.people["U0EVE"]
    eve.command("/incident")
    assert eve.submit(ANSWERS | SAME).ok
    assert asked(desk, eve) == "", "other people's incidents are none of hers"
    desk.deliver()

    (found,) = [one for one in desk.thread(TRIAGE, desk.cards(TRIAGE)[-1]["ts"]) if "🔎" in one]
    assert "Solution: Restart the spooler." in found
    assert "(Acme)" in found
    assert not any("spooler" in one for one in desk.direct("U0EVE"))


def test_nobody_else_takes_up_a_form_that_is_kept(desk: Desk) -> None:
    desk.file()
    send(desk.alice, **SAME)
    view: Any = desk.slack.open_view("U0ALICE")
    assert "n’est plus disponible" in str(desk.bob.submit(view=view).body)
    assert len(filed(desk)) == 1


def test_a_look_up_that_fails_holds_up_nothing(desk: Desk) -> None:
    desk.file()

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "MATCH" in statement:
            raise OperationalError(statement, None, Exception("disk I/O error"))

    event.listen(desk.guichet.database.reader, "before_cursor_execute", fail)
    assert send(desk.alice, **SAME).ok
    assert len(filed(desk)) == 2
