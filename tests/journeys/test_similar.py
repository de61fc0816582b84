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
SAID = "B Mail server is not working"
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


def test_the_form_of_what_follows_a_closed_incident_does_not_ask_whether_it_is_that_one(desk: Desk) -> None:
    cards = desk.file()
    desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
    desk.alice.submit({})
    desk.deliver()
    desk.alice.reply("Mail is down once more", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
    desk.deliver()
    assert desk.alice.click("File a new one", channel=CUSTOMERS).ok
    answer = desk.alice.submit({name: one for name, one in ANSWERS.items() if name not in {"Title", "Description"}})
    assert (answer.ok, answer.body) == (True, "")
    assert [one.follows_id for one in filed(desk)] == [None, 1]


class TestOffer:
    """In a thread as well, it is asked before anything is filed."""

    def offered(self, desk: Desk, channel: str = CUSTOMERS) -> str:
        """Let Alice mention it; return the ts of her message."""
        said = desk.alice.mention(SAID, channel=channel)
        desk.deliver()
        return said.ts

    def offer(self, desk: Desk, ts: str, channel: str = CUSTOMERS) -> dict[str, Any]:
        desk.deliver()
        newest: dict[str, Any] = desk.slack.thread(channel, ts)[-1]
        return newest

    def shown(self, desk: Desk, ts: str, channel: str = CUSTOMERS) -> str:
        """Return what can be read of the offer, without its links."""
        return str(desk.slack.text_of(self.offer(desk, ts, channel)))

    def test_names_the_incident_and_joins_it(self, desk: Desk) -> None:
        cards = desk.file()
        said = self.offered(desk)
        shown = self.offer(desk, said)
        assert "Is it INC-1 again? If so, press its button or write “join INC-1”" in self.shown(desk, said)
        assert "Write “file anyway” to file it." in shown["text"]
        assert "|INC-1> again?" in shown["text"]
        assert f"archives/{CUSTOMERS}/p" in str(shown["blocks"])
        assert desk.slack.buttons(shown)[:3] == ["Join INC-1", "File anyway", "Fill in the form"]
        assert desk.alice.click("Join INC-1", channel=CUSTOMERS, ts=shown["ts"]).ok
        desk.deliver()
        for place in (CUSTOMERS, TRIAGE):
            told = [one for one in desk.thread(place, cards[place]) if "has the same problem" in one]
            assert len(told) == 1
            assert "@alice has the same problem as INC-1: Mail server is not working" in told[0]
            assert "\nMail server is not working" not in told[0], "it says no more than its title"
        assert "this was added to INC-1. Nothing was filed or charged." in self.shown(desk, said)
        assert desk.slack.buttons(self.offer(desk, said)) == []
        assert desk.alice.reply("file anyway", channel=CUSTOMERS, thread_ts=said).ok
        assert (len(filed(desk)), left(desk)) == (1, 4)

    @pytest.mark.parametrize(
        ("user", "yes", "asked", "join", "joined", "anyway"),
        [
            ("U0ALICE", "yes", "may be INC-1 again", "Join inc-1.", "was added to INC-1", "file anyway"),
            ("U0BOB", "oui", "peut-être encore INC-1", "Rejoindre", "a été ajouté à INC-1", "Déclarer quand même"),
        ],
    )
    def test_is_answered_in_the_thread(
        self, desk: Desk, user: str, yes: str, asked: str, join: str, joined: str, anyway: str
    ) -> None:
        """A plain yes may mean that it is INC-1 again, so it files nothing."""
        desk.file()
        who = desk.people[user]
        first, second = (who.mention(SAID, channel=CUSTOMERS).ts for _ in range(2))
        desk.deliver()
        assert who.reply(yes, channel=CUSTOMERS, thread_ts=first).ok
        assert asked in desk.private_answers(user)[-1]
        assert (len(filed(desk)), left(desk)) == (1, 4)
        assert who.reply(join, channel=CUSTOMERS, thread_ts=first).ok
        desk.deliver()
        assert joined in desk.slack.text_of(desk.slack.thread(CUSTOMERS, first)[0])
        assert (len(filed(desk)), left(desk)) == (1, 4)
        assert who.reply(anyway, channel=CUSTOMERS, thread_ts=second).ok
        assert (len(filed(desk)), left(desk)) == (2, 3)

    def test_of_what_was_filed_meanwhile_shows_that_first(self, desk: Desk) -> None:
        said = self.offered(desk)
        assert "again" not in self.shown(desk, said)
        desk.file()
        assert desk.alice.reply("yes", channel=CUSTOMERS, thread_ts=said).ok
        assert (len(filed(desk)), left(desk)) == (1, 4)
        shown = self.shown(desk, said)
        assert "there is an incident about it by now" in shown
        assert "Is it INC-1 again?" in shown
        assert desk.alice.click("File anyway", channel=CUSTOMERS).ok
        assert (len(filed(desk)), left(desk)) == (2, 3)

    def test_of_what_is_closed_meanwhile_can_reopen_it(self, desk: Desk) -> None:
        cards = desk.file()
        said = self.offered(desk)
        desk.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert desk.alice.submit({}).ok
        assert desk.alice.click("Join INC-1", channel=CUSTOMERS).ok
        assert "INC-1 was closed meanwhile" in desk.private_answers("U0ALICE")[-1]
        assert "“reopen INC-1”" in self.shown(desk, said)
        assert desk.alice.click("Reopen INC-1", channel=CUSTOMERS).ok
        assert "this was added to INC-1" in self.shown(desk, said)
        assert [one.status for one in filed(desk)] == ["open"]

    def test_follows_what_the_message_says(self, desk: Desk) -> None:
        desk.file()
        said = self.offered(desk)
        bot = desk.slack.bot_user
        desk.alice.edit(f"<@{bot}> B The badge reader is stuck", channel=CUSTOMERS, ts=said)
        assert "again" not in self.shown(desk, said)
        assert desk.slack.buttons(self.offer(desk, said))[0] == "File now"

    def test_of_others_is_not_answered_by_anybody(self, desk: Desk) -> None:
        desk.file()
        said = self.offered(desk)
        desk.slack.add_user("U0GREG", name="greg", tz="Europe/Paris", locale="en-US")
        desk.slack.add_member(CUSTOMERS, "U0GREG")
        greg = desk.people["U0GREG"]
        assert greg.reply("join INC-1", channel=CUSTOMERS, thread_ts=said).ok
        assert greg.click("Join INC-1", channel=CUSTOMERS).ok
        assert ["offered to somebody else" in one for one in desk.private_answers("U0GREG")] == [True, True]
        assert desk.alice.reply("join INC-7", channel=CUSTOMERS, thread_ts=said).ok
        assert not any("same problem" in one for one in desk.thread(CUSTOMERS, desk.cards(CUSTOMERS)[0]["ts"]))

    def test_where_others_read_names_only_numbers(self, desk: Desk) -> None:
        """Alice belongs to Acme, the lobby to nobody."""
        desk.slack.add_channel("C0LOBBY", name="lobby", members=["U0ALICE"])
        desk.file()
        said = self.offered(desk, channel="C0LOBBY")
        shown = self.offer(desk, said, "C0LOBBY")
        assert "Is it INC-1 again?" in shown["text"]
        assert "Mail is down" not in str(shown)
        assert desk.slack.buttons(shown)[0] == "Join INC-1"
        assert "archives" not in str(shown)
        assert desk.alice.click("Join INC-1", channel="C0LOBBY").ok
        assert len(filed(desk)) == 1

    def test_is_used_once_its_form_has_joined(self, desk: Desk) -> None:
        desk.file()
        said = self.offered(desk)
        assert desk.alice.click("Fill in the form", channel=CUSTOMERS).ok
        answer = desk.alice.submit({name: one for name, one in ANSWERS.items() if name not in {"Title", "Description"}})
        assert answer.body["response_action"] == "push"
        assert desk.alice.click("Join INC-1").ok
        assert "this was added to INC-1" in self.shown(desk, said)

    def test_by_a_technician_lets_its_author_join(self, desk: Desk) -> None:
        cards = desk.file()
        desk.slack.add_member(CUSTOMERS, "U0TESS")
        said = desk.alice.say("Mail server is not working", channel=CUSTOMERS)
        assert desk.tess.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        assert "Is it INC-1 again?" in self.shown(desk, said.ts)
        assert desk.tess.click("Join INC-1", channel=CUSTOMERS).ok
        desk.deliver()
        assert any("@alice has the same problem" in one for one in desk.thread(CUSTOMERS, cards[CUSTOMERS]))


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
    desk.deliver()
    card = desk.cards(TRIAGE)[-1]["ts"]
    assert not any("🔎" in one for one in desk.thread(TRIAGE, card))
    waiting = "SELECT count(*) FROM outbox_message WHERE kind = 'similar' AND state = 'pending'"
    with desk.guichet.database.writer.connect() as connection:
        assert connection.exec_driver_sql(waiting).scalar() == 0
