"""Gestures of the people of an account and of the desk change nothing, and reveal nothing, when others make them.

One story makes every gesture that `routes.py` answers. Each is first sent by outsiders, word for word: a forwarded
card, a form or a button's value with the incident's number, a form that was opened while its user had more rights.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, delete, select

from bot.app import Guichet
from bot.forms import similar
from bot.listeners.answers import WORDS
from bot.messages import offer as offer_message
from bot.messages.incident_list import NEXT, PREVIOUS
from bot.operations.kept_forms import keep_form
from bot.policy_desks import DeskTable
from bot.policy_texts import OwnText
from bot.queries.incidents import incidents_numbered
from bot.rules.incident_list import ListPlace, Page
from bot.rules.statuses import Act
from bot.texts.catalogue import LANGUAGES, Words
from models import Account, Incident, Membership, Offer, Product
from tests.contexts import context_of
from tests.fake_slack import FakeSlack, views
from tests.journeys import harness as journey
from tests.journeys.harness import ANSWERS, CUSTOMERS, SECRET, TRIAGE, Harness
from tests.journeys.outsiders import COLLEAGUE, OUTSIDERS, PRIVATE, Watched, add_outsiders, every_route
from tests.paying import add_account, add_pack
from tests.people import Answer, People, Person

ORDER = "ORD1234563456"
A, B = (
    f"{mark} · {impact} (response within {target})"
    for mark, impact, target in [
        ("🔴 A", "critical business impact", "2 h"),
        ("🟠 B", "moderate business impact", "4 business hours"),
    ]
)
FEW = 20
"""Products among which one chooses in a plain select."""
MARKS = ("Quality of the answer", "Quality of the language")
ALICE, TESS, THEO = "U0ALICE", "U0TESS", "U0THEO"
DESKS = {"zebra": TESS, "panda": COLLEAGUE}
"""Who is at each further desk."""


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """Two accounts are Alice's, one is Greg's; there are too many accounts and products for a plain select."""
    slack.add_user("U0MIA", name="mia")
    add_outsiders(slack)
    answer = OwnText("zebra", dict.fromkeys(LANGUAGES, "Zebras"), dict.fromkeys(LANGUAGES, "zebra {incident}"))
    policy = journey.BUILT_IN.model_copy(
        update={"replies": (answer,), "desk": {name: DeskTable(triage_channel=f"C0{name.upper()}") for name in DESKS}}
    )
    for name, member in DESKS.items():
        slack.add_channel(f"C0{name.upper()}", name=name, members=[member])
    with journey.program(slack, tmp_path, policy=policy, managers=("U0MIA",)) as guichet:
        first = add_account(guichet.database, "ZEBRA", buyers=[ALICE])
        add_account(guichet.database, "ZEBRAS", buyers=[ALICE])
        greg = add_account(guichet.database, "GLOBEX", buyers=["U0GREG"])
        add_pack(guichet.database, journey.BUILT_IN, account_id=first, number=ORDER, size=20)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=first, kind="domain", value="acme.example"))
            session.add_all([Account(code=f"N{one}", name=f"No {one}") for one in range(101)])
            session.add_all([Product(code=f"p{one}", name=f"Product {one}") for one in range(101)])
        _file_for_greg(guichet, greg)
        harness = Harness(slack, guichet, clock)
        harness.people = Watched(slack, guichet)
        harness.alice, harness.theo, harness.tess = (harness.people[one] for one in (ALICE, THEO, TESS))
        guichet.people.person("U0TINA")  # She is known as a technician,
        harness.people["U0TINA"].leave(TRIAGE)  # until she is told to go.
        yield harness


def _file_for_greg(guichet: Guichet, account: int) -> None:
    """Store the incident before the story's first."""
    now = guichet.now()
    terms = journey.BUILT_IN.terms(severity="B", cover="business", filed_at=now).model_dump(mode="json")
    with guichet.database.transaction() as session:
        session.add(
            Incident(
                id=4700, form_id="greg", account_id=account, title="Greg's", description="", severity="B",
                cover="business", opened_by="U0GREG", opened_in="U0GREG", opened_at=now, deadline_at=now, terms=terms,
                status="closed", outcome="withdrawn", closed_at=now, closed_by="U0GREG",
            )
        )  # fmt: skip


class Story:
    """What the people of the account and of the desk do; those who are not allowed an act try it first."""

    def __init__(self, harness: Harness) -> None:
        self.harness, self.alice, self.tess, self.mia = harness, harness.alice, harness.tess, harness.people["U0MIA"]

    def play(self, watched: Watched) -> None:
        """Play the whole story."""
        parts: list[tuple[Callable[[], None], tuple[str, ...]]] = [
            (self.filing, ()),
            (self.asked_whether_it_is_the_same, ()),
            (self.asked_in_a_thread, ()),
            (self.begun_by_technicians, (ALICE, COLLEAGUE)),
            (self.answered_by_customers, (THEO, COLLEAGUE)),
            (self.open_to_both_sides, (COLLEAGUE,)),
            (self.chosen_by_technicians, (ALICE, COLLEAGUE)),
            (self.chosen_by_customers, (THEO, COLLEAGUE)),
            (self.chosen_by_either_side, (COLLEAGUE,)),
            (self.ended_by_technicians, (ALICE,)),
            (self.ended_by_customers, (THEO,)),
            (self.reopened_and_claimed, ()),
            (self.managing, (ALICE, THEO)),
            (self.at_home, ()),
            (self.turning_pages, ()),
            (self.asking, ()),
            (self.warned, ()),
            (self.choosing_among_few, ()),
        ]
        for part, insiders in parts:
            with watched.also(*insiders):
                part()

    def filing(self) -> None:
        self.alice.shortcut("file_incident")
        message = self.alice.say("Help", channel=CUSTOMERS)
        self.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=message.ts)
        self.tess.command("/incident", channel=TRIAGE)
        self.tess.fill({"Account": "Zebra"})
        self.file(**{"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "zebra +33 1 23 45 67 89"})

    def at_home(self) -> None:
        """Look at the queue in the App Home, and open an incident from it."""
        assert self.tess.open_home().ok
        self.harness.guichet.homes.run()
        assert self.tess.choose("Unassigned").ok
        assert self.tess.choose("All open incidents").ok
        assert self.tess.click("Refresh").ok
        assert self.tess.click("Open", beside="INC-4702").ok

    def asked_whether_it_is_the_same(self) -> None:
        """Answer whether what was typed is an existing incident; nobody else can."""
        guichet, slack = self.harness.guichet, self.harness.slack
        number = int(re.findall(r"INC-(\d+)", self.harness.cards(TRIAGE)[-1]["text"])[0])
        self.alice.command("/incident")
        sent = slack.open_view(ALICE) or {}
        typed = {one: {one: {"type": "plain_text_input", "value": "zebra"}} for one in ("title", "description")}
        person = guichet.people.person(ALICE)
        with guichet.database.transaction() as session:
            keep_form(session, {**sent, "state": {"values": typed}}, context=context_of(person, guichet.now()))
            facts = incidents_numbered(session, [number])
        words = Words("en", "Europe/Paris")
        for action in (similar.REOPEN, similar.JOIN):
            asked = similar.view(sent["id"], facts, words=words, now=guichet.now())
            asked["blocks"][-1]["accessory"]["action_id"] = action
            views.show(slack, ALICE, asked)
            assert self.alice.click(f"Join INC-{number}").ok
        views.show(slack, ALICE, similar.view(sent["id"], facts, words=words, now=guichet.now()))
        self.alice.submit()

    def asked_in_a_thread(self) -> None:
        """Answer in an offer whether it is an existing incident."""
        guichet, direct = self.harness.guichet, self.direct(ALICE)
        number = int(re.findall(r"INC-(\d+)", self.harness.cards(TRIAGE)[-1]["text"])[0])
        for action, text in ((offer_message.REOPEN, "Reopen it"), (offer_message.JOIN, "Join it")):
            self.alice.say(f"B zebra {text}")
            self.harness.deliver()
            with guichet.database.transaction() as session:
                offer = session.exec(select(Offer).order_by(col(Offer.id).desc())).first()
                assert offer is not None
                offer.similar, value = [number], f"{offer.number} {number}"
            self._show(direct, {"type": "button", "action_id": action, "value": value,
                                "text": {"type": "plain_text", "text": text}})  # fmt: skip
            assert self.alice.click(text, channel=direct).ok
        self.harness.deliver()
        assert any("has the same problem" in one for one in self.harness.thread(TRIAGE, self.card()))
        thread = str(self.harness.cards(CUSTOMERS)[-1]["ts"])
        assert self.alice.mention("zebra printers as well", channel=CUSTOMERS, thread_ts=thread).ok
        shown = self.harness.slack.ephemerals(ALICE)[-1]["ts"]
        assert self.alice.click("File a new one", channel=CUSTOMERS, ts=shown).ok
        self.harness.deliver()

    def _show(self, channel: str, button: dict[str, Any]) -> str:
        """Let a message with this button stand in a channel; return its ts."""
        slack, blocks = self.harness.slack, [{"type": "actions", "block_id": "shown", "elements": [button]}]
        said = {"text": "A message", "blocks": blocks, "bot_id": slack.bot_id}
        return str(slack.add_message(slack.channels[channel], slack.bot_user, **said)["ts"])

    def turning_pages(self) -> None:
        """Press the buttons below a list."""
        page = Page("all", place=ListPlace(0, 4701, self.harness.guichet.now())).encode()
        direct = self.direct(ALICE)
        for action, text in ((PREVIOUS, "Previous"), (NEXT, "Next")):
            button = {
                "type": "button", "action_id": action, "value": page, "text": {"type": "plain_text", "text": text}
            }  # fmt: skip
            ts = self._show(direct, button)
            assert self.alice.click(text, channel=direct, ts=ts).ok

    def warned(self) -> None:
        """Let a deadline pass, and open the incident from what a manager reads of it."""
        self.file(Account="Zebra SA")
        for _ in range(5):
            self.harness.clock.tick(timedelta(minutes=30))
            self.harness.deliver()
        self.click(self.mia, "Open", self.direct("U0MIA"))

    def choosing_among_few(self) -> None:
        """Choose another request, and a product where there are so few that all of them are listed."""
        with self.harness.guichet.database.transaction() as session:
            session.exec(delete(Product).where(col(Product.id) > FEW))
        self.alice.command("/incident", channel=CUSTOMERS)
        assert self.alice.choose("An on-site visit", label="What do you need?").ok
        assert self.alice.choose("Product 7", label="Product").ok

    def asking(self) -> None:
        """Ask with the buttons, and let what is said be offered to be filed."""
        self.alice.say("help")
        self.alice.say("claim")
        self.mia.say("admin")
        self.alice.say("zebra trouble")
        self.harness.deliver()
        direct = self.direct(ALICE)
        for button in ("Our incidents", "Packs", "Help", "File an incident", "Claim a pack"):
            assert self.alice.click(button, channel=direct).ok
        assert self.mia.click("Administration", channel=self.direct("U0MIA")).ok
        assert self.alice.click("Questions", channel=direct).ok
        listed = self.harness.slack.ephemerals(ALICE)[-1]["ts"]
        assert self.alice.choose("When does a pack expire?", channel=direct, ts=listed).ok
        assert self.alice.choose("Zebra SA", channel=direct).ok
        self.harness.deliver()
        for button in ("Severity A", "Severity B", "Severity C", "Fill in the form", "No, thanks"):
            assert self.alice.click(button, channel=direct).ok
            self.harness.deliver()
        self.alice.say("A zebra trouble")
        self.harness.deliver()
        self.alice.choose("Zebra SA", channel=direct)
        self.harness.deliver()
        assert self.alice.click("File now", channel=direct).ok

    def begun_by_technicians(self) -> None:
        self.click(self.tess, "Acknowledge")
        self.click(self.tess, "Reply to customer")
        assert self.tess.choose("Zebras", label="Prepared answer").ok
        self.submit(self.tess, {"Your reply": "zebra answer"})
        private = self.tess.reply("Tell them", channel=TRIAGE, thread_ts=self.card())
        assert self.tess.message_shortcut("send_to_customer", channel=TRIAGE, ts=private.ts).ok
        self.submit(self.tess, {})
        self.choose("assign", {"Technician": THEO, "Handover note": "zebra note"})
        self.click(self.tess, "Take over")
        self.choose("mark_unreachable", {"What was tried": "zebra phone"})
        self.click(self.tess, "Propose scope")
        self.submit(self.tess, {"Scope": "zebra scope"})
        self.choose("propose_split", {"Incidents": "A zebra mail\nB zebra calendar"})

    def answered_by_customers(self) -> None:
        self.click(self.alice, "Amend", CUSTOMERS)
        self.submit(self.alice, {"Scope": "zebra scope, amended"})
        self.click(self.alice, "Decline", CUSTOMERS)

    def open_to_both_sides(self) -> None:
        self.click(self.alice, "I can be reached", CUSTOMERS)
        self.click(self.tess, "Agree")
        self.choose("change_severity", {"Severity": B, "Reason": "zebra reason"})
        self.click(self.alice, "Change severity", CUSTOMERS)
        self.submit(self.alice, {"Severity": A, "Reason": "zebra reason"})
        self.click(self.alice, "Edit", CUSTOMERS)
        self.submit(self.alice, {"Title": "zebra, corrected"})

    def chosen_by_technicians(self) -> None:
        self.choose("assign", {"Technician": THEO})
        self.choose("take_over", {})
        self.choose("snooze_update", {"For how long?": "Snooze 1 h"})
        self.choose("mark_unreachable", {"What was tried": "zebra phone"})
        self.choose("propose_scope", {"Scope": "zebra scope, again"})
        self.choose("wait_for_customer", {})
        self.choose("end_waiting", {})
        self.choose("propose_split", {"Incidents": "A zebra mail\nB zebra calendar"})
        self.tess.choose("Assign", channel=TRIAGE, ts=self.harness.old_card(4701))
        self.submit(self.tess, {"Technician": THEO})

    def chosen_by_customers(self) -> None:
        self.choose("agree_scope", {}, self.alice, CUSTOMERS)
        self.choose("decline_split", {}, self.alice, CUSTOMERS)

    def chosen_by_either_side(self) -> None:
        self.choose("mark_reachable", {}, self.alice, CUSTOMERS)

    def ended_by_technicians(self) -> None:
        for length in ("1 h", "to next business day", "2 business days"):
            self.harness.clock.tick(timedelta(days=5))
            self.harness.deliver()
            self.click(self.tess, f"Snooze {length}")
        self.click(self.tess, "Propose solution")
        self.submit(self.tess, {"Solution": "zebra solution"})
        self.click(self.tess, "Close")
        self.submit(self.tess, {"Outcome": "Solved by the proposed solution"})
        self.file()
        self.file()
        self.choose("mark_duplicate", {"Duplicate of": "INC-4702"})
        self.file()
        self.choose("move_to_desk", {"Desk": "zebra", "Handover note": "zebra note"})
        for _ in range(2):
            self.file()
            self.choose("acknowledge", {})
            self.choose("give_back", {"Handover note": "zebra note"})
            self.choose("acknowledge", {})
            self.choose("propose_split", {"Incidents": "A zebra mail\nB zebra calendar"})

    def ended_by_customers(self) -> None:
        self.click(self.alice, "Answer", self.direct(ALICE))
        self.submit(self.alice, dict.fromkeys(MARKS, "4, good") | {"Was the answer useful?": "yes"})
        self.choose("agree_split", {}, self.alice, CUSTOMERS)
        self.click(self.alice, "Agree to split", CUSTOMERS)
        self.click(self.alice, "Close my incident", CUSTOMERS)
        self.submit(self.alice, {"Reason": "zebra"})

    def reopened_and_claimed(self) -> None:
        self.click(self.alice, "Reopen", CUSTOMERS)
        self.submit(self.alice, {"Reason": "zebra"})
        self.click(self.alice, "Close my incident", CUSTOMERS)
        self.submit(self.alice, {})
        self.alice.reply("zebra again", channel=CUSTOMERS, thread_ts=str(self.harness.cards(CUSTOMERS)[-1]["ts"]))
        self.harness.deliver()
        self.click(self.alice, "File a new one", CUSTOMERS)
        for number in (ORDER, "NOSUCHNUMBER"):
            self.alice.command("/incident", f"claim {number}", channel=CUSTOMERS)
            self.submit(self.alice, {})

    def managing(self) -> None:
        self.click(self.mia, "Refuse", self.direct("U0MIA"))
        self.submit(self.mia, {"Reason": "zebra"})
        self.click(self.mia, "Approve", self.direct("U0MIA"))
        self.click(self.mia, "Decide", self.direct("U0MIA"))
        self.submit(self.mia, {"Verdict": "Bill it", "Reason": "zebra"})
        certificate = {"Number of the certificate": "zebra", "Country": "fr", "Where the document is kept": "zebra"}
        dates = {"Valid from": "2026-01-01", "Valid to": "2026-12-31"}
        self.administer("Register a tax exemption certificate", "Account", certificate | dates)
        self.administer("Grant a pack", "Account", {"Order confirmation number": "zebra 2"})
        self.administer("Members of an account", "Account", {"Person": "U0BOB"})
        self.add("Add an account", {"Code": "zebra 2", "Name": "Zebra Nord"})
        self.add("Add a product", {"Code": "zebra", "Name": "Mail Server 2026"})
        self.administer("Change an account", "Account", {"Name": "Zebra SA"})
        self.administer("Change a product", "Product", {"Name": "Mail Server 2025"})
        pack = {"Pack": "Pack ••••3456: 13 left, expires 23 Nov 2027", "Correction": "1", "Reason": "zebra"}
        self.administer("Correct a balance", "Account", pack)

    def file(self, **changed: str) -> None:
        self.alice.command("/incident", channel=CUSTOMERS)
        about = {"Account": "Zebra", "Product": "Product 7", "Title": "zebra title", "Description": "zebra text"}
        self.submit(self.alice, ANSWERS | about | changed)

    def administer(self, act: str, of: str, answers: dict[str, str]) -> None:
        """Let Mia carry out this act on the account, pack or product with the number 1."""
        self.mia.command("/incident", "admin")
        self.submit(self.mia, {"What do you want to do?": act})
        assert self.mia.suggestions(of, "e")
        assert self.mia.submit({of: "1"}, force=True).ok  # The option's text is not what is typed to find it.
        self.submit(self.mia, answers)

    def add(self, act: str, answers: dict[str, str]) -> None:
        """Let Mia add something that does not exist yet."""
        self.mia.command("/incident", "admin")
        self.submit(self.mia, {"What do you want to do?": act})
        self.submit(self.mia, answers)

    def choose(self, act: Act, answers: dict[str, str], who: Person | None = None, channel: str = TRIAGE) -> None:
        who = who or self.tess
        assert self.harness.choose(who, act, str(self.harness.cards(channel)[-1]["ts"]), channel).ok
        self.submit(who, answers)

    def click(self, who: Person, button: str, channel: str = TRIAGE) -> None:
        there = self.harness.slack.channels[channel].messages.values()
        newest = [one["ts"] for one in there if button in self.harness.slack.buttons(one)][-1]
        refusals = len(self.harness.slack.ephemerals(who.id))
        assert who.click(button, channel=channel, ts=newest).ok
        assert self.harness.private_answers(who.id)[refusals:] == []
        self.harness.pass_time(minutes=1)

    def submit(self, who: Person, answers: dict[str, str]) -> None:
        answer: Answer = who.submit(answers)
        assert answer.ok, answer
        self.harness.pass_time(minutes=1)

    def card(self) -> str:
        return str(self.harness.cards(TRIAGE)[-1]["ts"])

    def direct(self, user: str) -> str:
        return self.harness.slack.direct_message(user).id


def test_outsiders_change_nothing_and_learn_nothing(harness: Harness) -> None:
    assert isinstance(harness.people, Watched)
    Story(harness).play(harness.people)
    assert not harness.people.wrong, "\n".join(harness.people.wrong)
    told = [*harness.private_answers(COLLEAGUE), *harness.direct(COLLEAGUE)]
    assert any("Another desk looks after INC-4701" in one for one in told)
    # What is added to routes.py needs its part in the story.
    assert harness.people.tried == every_route()


def test_no_word_of_the_command_tells_what_is_there(harness: Harness) -> None:
    """Questions about an incident or an account are answered as if it did not exist."""
    Story(harness).file()
    people = People(harness.guichet.bolt, harness.slack, SECRET)  # Each of them tries once, and nobody before them.
    for word in {answering: word for word, answering in WORDS.items()}.values():
        for there, nowhere in (("INC-4701", "INC-4801"), ("ZEBRA", "PANDA")):
            for user in OUTSIDERS:
                told = [_answered(people[user], f"{word} {one}", one) for one in (there, nowhere)]
                assert told[0] == told[1]
                assert not PRIVATE.search(told[0])


def _answered(who: Person, typed: str, hidden: str) -> str:
    """Return what somebody reads, without what they typed themselves."""
    return str(who.command("/incident", typed).body).replace(hidden, "…")


def test_nothing_that_is_written_or_reacted_with_acknowledges(harness: Harness) -> None:
    """Not even by somebody who is still listed as a member of the technicians' channel."""
    cards = harness.file(Account="Zebra", Product="Product 7")
    for user in OUTSIDERS:
        for channel, card in cards.items():
            harness.slack.add_member(channel, user)
            assert harness.people[user].react("eyes", channel=channel, ts=card).ok
            assert harness.people[user].reply("Mine", channel=channel, thread_ts=card).ok
            harness.slack.remove_member(channel, user)
    with harness.guichet.database.reading() as session:
        assert session.get_one(Incident, 4701).status == "open"


def test_a_technician_who_is_told_to_go_is_none_although_slack_cannot_be_asked(harness: Harness) -> None:
    cards = harness.file(Account="Zebra", Product="Product 7")
    harness.guichet.people.person(THEO)
    harness.theo.leave(TRIAGE)
    harness.slack.fail("conversations.members", status=500)
    harness.slack.add_member(TRIAGE, THEO)  # Only so that the button can be pressed here.
    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok
    assert harness.slack.faults_hit
    with harness.guichet.database.reading() as session:
        assert session.get_one(Incident, 4701).status == "open"
