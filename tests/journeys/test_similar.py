"""Somebody files a problem that has an incident: they are asked first, join it or file anyway, and lose nothing."""

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
from tests.full_house import full_after_commit
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, TRIAGE, Harness
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
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the contract as it is built in, and an account of the channel with a pack."""
    with journey.program(slack, tmp_path, policy=BUILT_IN) as guichet:
        account = add_account(guichet.database, "ACME", buyers=["U0ALICE"])
        add_pack(guichet.database, BUILT_IN, account_id=account, number="ORD1234563456", size=5)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=account, kind="channel", value=CUSTOMERS))
        yield Harness(slack, guichet, clock)


def send(who: Person, **changed: str) -> Answer:
    """Let somebody fill in the form and send it."""
    who.command("/incident", channel=CUSTOMERS)
    return who.submit(ANSWERS | changed)


def asked(harness: Harness, who: Person) -> str:
    """Return what the open form shows."""
    view = harness.slack.open_view(who.id)
    return "" if view is None else f"{view['title']['text']} {harness.slack.text_of({'blocks': view['blocks']})}"


def filed(harness: Harness) -> list[Incident]:
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Incident).order_by(Incident.id)))  # type: ignore[arg-type]


def left(harness: Harness) -> int:
    with harness.guichet.database.reading() as session:
        return ledger.balance_of(session, 1)


def test_who_joins_is_mentioned_in_its_thread_and_pays_nothing(harness: Harness) -> None:
    cards = harness.file()
    bob = harness.bob
    bob.command("/incident", channel=CUSTOMERS)
    answer = bob.submit(FRENCH)
    assert answer.body["response_action"] == "push"
    assert "Le même problème\u202f?" in asked(harness, bob)
    assert "Est-ce encore INC-1\u202f?" in asked(harness, bob)
    assert "Mail is down" in asked(harness, bob)
    stands = asked(harness, bob).replace("\u00a0", " ").replace("\u202f", " ")
    assert "🔴 A · ⏳ En attente d’un technicien · réponse initiale avant le lun. 23 nov. 2026 à 11 h 00" in stands

    with full_after_commit(harness.guichet.database):  # What is done is confirmed, however busy it is by then.
        assert bob.click("Rejoindre INC-1").ok
    assert "Vous avez rejoint INC-1" in asked(harness, bob)
    harness.deliver()

    for place in (CUSTOMERS, TRIAGE):
        told = [one for one in harness.thread(place, cards[place]) if "has the same problem" in one]
        assert len(told) == 1
        assert "@bob has the same problem as INC-1: La messagerie est en panne" in told[0]
        assert "Plus de mails." in told[0]
    assert (len(filed(harness)), left(harness)) == (1, 4)
    assert bob.close_form().status is None
    assert harness.slack.open_view(bob.id) is None, "the form below is closed as well"
    harness.alice.command("/incident", "search messagerie", channel=CUSTOMERS)
    assert "INC-1" in harness.private_answers("U0ALICE")[-1]


def test_what_was_attached_is_there_too_for_who_joins_or_reopens(harness: Harness) -> None:
    cards = harness.file()
    harness.slack.files["F1"] = {"id": "F1", "name": "withheld.log", "size": 9}
    for press in ("Join INC-1", "Reopen INC-1"):
        harness.alice.command("/incident", channel=CUSTOMERS)
        harness.alice.fill(ANSWERS | SAME | {"Attachments": ["screen.png", "mail & more.log"]})
        view = harness.slack.open_view("U0ALICE")
        assert view is not None
        state = harness.slack.typed[view["id"]]["attachments", "attachments"]
        state["files"].append({"id": "F1", "file_access": "check_file_info"})
        assert harness.alice.submit().ok
        assert harness.alice.click(press).ok
        harness.deliver()
        for place in (CUSTOMERS, TRIAGE):
            said = harness.slack.thread(place, cards[place])[-1]
            for name in ("screen.png", "mail & more.log", "withheld.log"):
                assert f"📎 {name}" in harness.slack.text_of(said)
            assert "/screen.png" in str(said["blocks"])
        if press == "Join INC-1":
            harness.alice.close_form()
            assert harness.choose(harness.tess, "give_up", cards[TRIAGE]).ok
            assert harness.tess.submit({"Explanation": "There is none."}).ok
            harness.deliver()


def test_who_files_anyway_files_once_what_was_typed_and_from_then_on(harness: Harness) -> None:
    harness.file()
    assert send(harness.alice, **SAME).body["response_action"] == "push"
    assert harness.alice.resubmit().body["response_action"] == "push"
    assert (len(filed(harness)), left(harness)) == (1, 4)
    harness.clock.tick(timedelta(minutes=10))

    assert harness.alice.submit().body["response_action"] == "clear"
    assert harness.alice.resubmit().body["response_action"] == "clear"

    _, second = filed(harness)
    assert (second.title, second.description) == (SAME["Title"], SAME["Description"])
    assert second.deadline_at == second.opened_at + timedelta(hours=2)
    assert second.opened_at.minute == 10
    assert left(harness) == 3
    with harness.guichet.database.reading() as session:
        assert session.exec(select(KeptForm)).all() == []
    harness.deliver()
    found = [one for one in harness.thread(TRIAGE, harness.cards(TRIAGE)[-1]["ts"]) if "🔎" in one]
    assert len(found) == 1
    assert "Similar to INC-2: INC-1" in found[0]
    assert "Mail is down (Acme)" in found[0]
    assert not any("🔎" in one for one in harness.thread(CUSTOMERS, harness.cards(CUSTOMERS)[-1]["ts"]))


def test_who_goes_back_finds_the_form_as_it_was(harness: Harness) -> None:
    harness.file()
    send(harness.alice, **SAME)
    harness.alice.close_form()
    assert harness.alice.submit({"Title": "Printer is on fire", "Description": "Really."}).ok
    assert [one.title for one in filed(harness)] == ["Mail is down", "Printer is on fire"]


def test_joining_what_is_closed_meanwhile_is_answered_and_it_can_be_reopened(harness: Harness) -> None:
    cards = harness.file()
    send(harness.alice, **SAME)
    harness.choose(harness.tess, "give_up", cards[TRIAGE])
    harness.tess.submit({"Outcome": "Unresolved: there is no solution", "Explanation": "There is none."})

    assert harness.alice.click("Join INC-1").ok
    assert "INC-1 has changed meanwhile, so nothing was done" in asked(harness, harness.alice)
    assert harness.alice.click("Reopen INC-1").ok
    assert "INC-1 is open again" in asked(harness, harness.alice)
    harness.deliver()
    assert any("Mail server is not working" in one for one in harness.thread(CUSTOMERS, cards[CUSTOMERS]))
    (incident,) = filed(harness)
    assert incident.status == "acknowledged"


def test_technicians_read_how_it_was_solved_for_others(harness: Harness) -> None:
    cards = harness.file()
    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
    harness.choose(harness.tess, "propose_solution", cards[TRIAGE])
    harness.tess.submit({"Solution": "Restart the spooler."})
    harness.choose(harness.tess, "solve", cards[TRIAGE])
    harness.tess.submit({"Outcome": "Solved by the proposed solution"})
    harness.deliver()
    harness.clock.tick(timedelta(days=60))
    add_account(harness.guichet.database, "OTHER", buyers=["U0EVE"])
    harness.slack.add_user("U0EVE", name="eve", tz="Europe/Paris", locale="en-US")
    eve = harness.people["U0EVE"]
    eve.command("/incident")
    assert eve.submit(ANSWERS | SAME).ok
    assert asked(harness, eve) == "", "other people's incidents are none of hers"
    harness.deliver()

    (found,) = [one for one in harness.thread(TRIAGE, harness.cards(TRIAGE)[-1]["ts"]) if "🔎" in one]
    assert "Solution: Restart the spooler." in found
    assert "(Acme)" in found
    assert not any("spooler" in one for one in harness.direct("U0EVE"))


def test_the_form_of_what_follows_a_closed_incident_does_not_ask_whether_it_is_that_one(harness: Harness) -> None:
    cards = harness.file()
    harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
    harness.alice.submit({})
    harness.deliver()
    harness.alice.reply("Mail is down once more", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])
    harness.deliver()
    assert harness.alice.click("File a new one", channel=CUSTOMERS).ok
    answer = harness.alice.submit({name: one for name, one in ANSWERS.items() if name not in {"Title", "Description"}})
    assert (answer.ok, answer.body) == (True, "")
    assert [one.follows_id for one in filed(harness)] == [None, 1]


class TestOffer:
    """In a thread as well, people are asked before anything is filed."""

    def offered(self, harness: Harness, channel: str = CUSTOMERS) -> str:
        """Let Alice mention it; return the ts of her message."""
        said = harness.alice.mention(SAID, channel=channel)
        harness.deliver()
        return said.ts

    def offer(self, harness: Harness, ts: str, channel: str = CUSTOMERS) -> dict[str, Any]:
        harness.deliver()
        newest: dict[str, Any] = harness.slack.thread(channel, ts)[-1]
        return newest

    def shown(self, harness: Harness, ts: str, channel: str = CUSTOMERS) -> str:
        """Return what can be read of the offer, without its links."""
        return str(harness.slack.text_of(self.offer(harness, ts, channel)))

    def test_names_the_incident_and_joins_it(self, harness: Harness) -> None:
        cards = harness.file()
        said = self.offered(harness)
        shown = self.offer(harness, said)
        assert "Is it INC-1 again? If so, press its button or write “join INC-1”" in self.shown(harness, said)
        assert "Write “file anyway” to file it." in shown["text"]
        assert "|INC-1> again?" in shown["text"]
        assert f"archives/{CUSTOMERS}/p" in str(shown["blocks"])
        assert harness.slack.buttons(shown)[:3] == ["Join INC-1", "File anyway", "Fill in the form"]
        assert harness.alice.click("Join INC-1", channel=CUSTOMERS, ts=shown["ts"]).ok
        harness.deliver()
        for place in (CUSTOMERS, TRIAGE):
            told = [one for one in harness.thread(place, cards[place]) if "has the same problem" in one]
            assert len(told) == 1
            assert "@alice has the same problem as INC-1: Mail server is not working" in told[0]
            assert "\nMail server is not working" not in told[0], "it says no more than its title"
        assert "this was added to INC-1. Nothing was filed or charged." in self.shown(harness, said)
        assert harness.slack.buttons(self.offer(harness, said)) == []
        assert harness.alice.reply("file anyway", channel=CUSTOMERS, thread_ts=said).ok
        assert (len(filed(harness)), left(harness)) == (1, 4)

    def test_keeps_the_severity_of_a_yes_that_files_nothing_yet(self, harness: Harness) -> None:
        harness.file()
        said = self.offered(harness)
        for words in ("yes C", "join INC-9", "join, please"):
            assert harness.alice.reply(words, channel=CUSTOMERS, thread_ts=said).ok
            told = harness.private_answers("U0ALICE")
            assert len(filed(harness)) == 1
        assert ["may be INC-1 again" in one or "Write “join INC-1” if it is that" in one for one in told] == [
            True,
            True,
        ]
        harness.deliver()
        assert "was added to INC-1" in harness.thread(CUSTOMERS, said)[0]
        again = self.offered(harness)
        for words in ("yes C", "Yes, file it anyway, please"):
            assert harness.alice.reply(words, channel=CUSTOMERS, thread_ts=again).ok
        assert [one.severity for one in filed(harness)][1:] == ["C"]

    @pytest.mark.parametrize(
        ("user", "yes", "asked", "join", "joined", "anyway"),
        [
            ("U0ALICE", "yes", "may be INC-1 again", "Join inc-1.", "was added to INC-1", "file anyway"),
            ("U0BOB", "oui", "peut-être encore INC-1", "Rejoindre", "a été ajouté à INC-1", "Déclarer quand même"),
        ],
    )
    def test_is_answered_in_the_thread(
        self, harness: Harness, user: str, yes: str, asked: str, join: str, joined: str, anyway: str
    ) -> None:
        """A plain yes may mean that it is INC-1 again, so it files nothing."""
        harness.file()
        who = harness.people[user]
        first, second = (who.mention(SAID, channel=CUSTOMERS).ts for _ in range(2))
        harness.deliver()
        assert who.reply(yes, channel=CUSTOMERS, thread_ts=first).ok
        assert asked in harness.private_answers(user)[-1]
        assert (len(filed(harness)), left(harness)) == (1, 4)
        assert who.reply(join, channel=CUSTOMERS, thread_ts=first).ok
        harness.deliver()
        assert joined in harness.slack.text_of(harness.slack.thread(CUSTOMERS, first)[0])
        assert (len(filed(harness)), left(harness)) == (1, 4)
        assert who.reply(anyway, channel=CUSTOMERS, thread_ts=second).ok
        assert (len(filed(harness)), left(harness)) == (2, 3)

    def test_of_what_was_filed_meanwhile_shows_that_first(self, harness: Harness) -> None:
        said = self.offered(harness)
        assert "again" not in self.shown(harness, said)
        harness.file()
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said).ok
        assert (len(filed(harness)), left(harness)) == (1, 4)
        shown = self.shown(harness, said)
        assert "there is already an incident about it" in shown
        assert "Is it INC-1 again?" in shown
        assert harness.alice.click("File anyway", channel=CUSTOMERS).ok
        assert (len(filed(harness)), left(harness)) == (2, 3)

    def test_of_what_is_closed_meanwhile_can_reopen_it(self, harness: Harness) -> None:
        cards = harness.file()
        said = self.offered(harness)
        harness.alice.click("Close my incident", channel=CUSTOMERS, ts=cards[CUSTOMERS])
        assert harness.alice.submit({}).ok
        assert harness.alice.click("Join INC-1", channel=CUSTOMERS).ok
        assert "INC-1 was closed meanwhile" in harness.private_answers("U0ALICE")[-1]
        assert "“reopen INC-1”" in self.shown(harness, said)
        assert harness.alice.click("Reopen INC-1", channel=CUSTOMERS).ok
        assert "this was added to INC-1" in self.shown(harness, said)
        assert [one.status for one in filed(harness)] == ["open"]

    def test_follows_what_the_message_says(self, harness: Harness) -> None:
        harness.file()
        said = self.offered(harness)
        bot = harness.slack.bot_user
        harness.alice.edit(f"<@{bot}> B The badge reader is stuck", channel=CUSTOMERS, ts=said)
        assert "again" not in self.shown(harness, said)
        assert harness.slack.buttons(self.offer(harness, said))[0] == "File now"

    def test_of_others_is_not_answered_by_anybody(self, harness: Harness) -> None:
        harness.file()
        said = self.offered(harness)
        harness.slack.add_user("U0GREG", name="greg", tz="Europe/Paris", locale="en-US")
        harness.slack.add_member(CUSTOMERS, "U0GREG")
        greg = harness.people["U0GREG"]
        assert greg.reply("join INC-1", channel=CUSTOMERS, thread_ts=said).ok
        assert greg.click("Join INC-1", channel=CUSTOMERS).ok
        assert ["offered to somebody else" in one for one in harness.private_answers("U0GREG")] == [True, True]
        assert harness.alice.reply("join INC-7", channel=CUSTOMERS, thread_ts=said).ok
        assert not any("same problem" in one for one in harness.thread(CUSTOMERS, harness.cards(CUSTOMERS)[0]["ts"]))

    def test_where_others_read_names_only_numbers(self, harness: Harness) -> None:
        """Alice belongs to Acme, the lobby to nobody."""
        harness.slack.add_channel("C0LOBBY", name="lobby", members=["U0ALICE"])
        harness.file()
        said = self.offered(harness, channel="C0LOBBY")
        shown = self.offer(harness, said, "C0LOBBY")
        assert "Is it INC-1 again?" in shown["text"]
        assert "Mail is down" not in str(shown)
        assert harness.slack.buttons(shown)[0] == "Join INC-1"
        assert "archives" not in str(shown)
        assert harness.alice.click("Join INC-1", channel="C0LOBBY").ok
        assert len(filed(harness)) == 1

    def test_is_used_once_its_form_has_joined(self, harness: Harness) -> None:
        harness.file()
        said = self.offered(harness)
        assert harness.alice.click("Fill in the form", channel=CUSTOMERS).ok
        answer = harness.alice.submit(
            {name: one for name, one in ANSWERS.items() if name not in {"Title", "Description"}}
        )
        assert answer.body["response_action"] == "push"
        assert harness.alice.click("Join INC-1").ok
        assert "this was added to INC-1" in self.shown(harness, said)

    def test_by_a_technician_lets_its_author_join(self, harness: Harness) -> None:
        cards = harness.file()
        harness.slack.add_member(CUSTOMERS, "U0TESS")
        said = harness.alice.say("Mail server is not working", channel=CUSTOMERS)
        assert harness.tess.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        assert "Is it INC-1 again?" in self.shown(harness, said.ts)
        assert harness.tess.click("Join INC-1", channel=CUSTOMERS).ok
        harness.deliver()
        assert any("@alice has the same problem" in one for one in harness.thread(CUSTOMERS, cards[CUSTOMERS]))


def test_nobody_else_takes_up_a_form_that_is_kept(harness: Harness) -> None:
    harness.file()
    send(harness.alice, **SAME)
    view: Any = harness.slack.open_view("U0ALICE")
    assert "n’est plus disponible" in str(harness.bob.submit(view=view).body)
    assert len(filed(harness)) == 1


def test_a_look_up_that_fails_holds_up_nothing(harness: Harness) -> None:
    harness.file()

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "MATCH" in statement:
            raise OperationalError(statement, None, Exception("disk I/O error"))

    event.listen(harness.guichet.database.reader, "before_cursor_execute", fail)
    assert send(harness.alice, **SAME).ok
    assert len(filed(harness)) == 2
    harness.deliver()
    card = harness.cards(TRIAGE)[-1]["ts"]
    assert not any("🔎" in one for one in harness.thread(TRIAGE, card))
    waiting = "SELECT count(*) FROM outbox_message WHERE kind = 'similar' AND state = 'pending'"
    with harness.guichet.database.writer.connect() as connection:
        assert connection.exec_driver_sql(waiting).scalar() == 0
