"""Somebody puts :ticket: on a message: it is offered to its author, once, and the offer goes with the reaction."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from models import Incident, Membership
from tests.fake_slack import FakeSlack
from tests.journeys import desk as journey
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.paying import add_account, add_pack

SAID = "Printers are down since nine"


@pytest.fixture
def desk(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Desk]:
    """The desk with the channel tied to Acme, which has a pack of three; Theo is in the channel."""
    slack.add_member(CUSTOMERS, "U0THEO")
    slack.users["U0THEO"].locale = "en-US"
    with journey.program(slack, tmp_path) as guichet:
        acme = add_account(guichet.database, "ACME")
        add_pack(guichet.database, journey.BUILT_IN, account_id=acme, number="ORD1234563456", size=3)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="channel", value=CUSTOMERS))
        guichet.people.prepare(within_s=10)
        yield Desk(slack, guichet, clock)


def incidents(desk: Desk) -> list[Incident]:
    with desk.guichet.database.reading() as session:
        return list(session.exec(select(Incident)).all())


def offers(desk: Desk, ts: str, channel: str = CUSTOMERS) -> list[str]:
    """Return what stands below a message, once what waits is delivered."""
    desk.deliver()
    return [desk.slack.text_of(one) for one in desk.slack.thread(channel, ts)]


def test_of_its_author_offers_what_it_says_once(desk: Desk) -> None:
    said = desk.alice.say(f"{SAID}\nOn two floors.", channel=CUSTOMERS)
    assert desk.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    [shown] = offers(desk, said.ts)
    [posted] = desk.slack.thread(CUSTOMERS, said.ts)
    in_blocks = desk.slack.text_of({"blocks": posted["blocks"]})
    assert [in_blocks.count(part) for part in (SAID, "On two floors.", "initial response by")] == [1, 1, 3]
    assert "shall I file this" in shown
    assert desk.alice.reply("B", channel=CUSTOMERS, thread_ts=said.ts).ok
    assert desk.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
    assert [(one.title, one.severity, one.opened_by) for one in incidents(desk)] == [(SAID, "B", "U0ALICE")]


def test_of_a_technician_is_filed_on_behalf_of_its_author(desk: Desk) -> None:
    """With the account of the channel, whether the technician or the author goes on."""
    for number, who in enumerate((desk.theo, desk.alice)):
        said = desk.alice.say(f"{SAID} {number}", channel=CUSTOMERS)
        assert desk.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        [shown] = offers(desk, said.ts)
        assert "@alice, @theo offers to file this" in shown
        assert who.click("Fill in the form", channel=CUSTOMERS, ts=desk.slack.thread(CUSTOMERS, said.ts)[0]["ts"]).ok
        assert who.submit({"What do you need?": "Help with one problem", "Product": "Mail Server 2022",
                           "Severity": journey.ANSWERS["Severity"], "Cover": "Business hours"}).ok  # fmt: skip
    assert [(one.opened_by, one.account_id, one.billing) for one in incidents(desk)] == [("U0ALICE", 1, "reserved")] * 2
    assert [one.title for one in incidents(desk)] == [f"{SAID} 0", f"{SAID} 1"]


@pytest.mark.parametrize("names", [("alice", "theo"), ("theo", "alice")])
def test_of_two_people_at_once_is_one_offer(desk: Desk, names: tuple[str, str]) -> None:
    said = desk.alice.say(SAID, channel=CUSTOMERS)
    for name in names:
        assert desk.people[f"U0{name.upper()}"].react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        desk.people.resend_last()
    assert len(offers(desk, said.ts)) == 1
    assert desk.alice.click("Severity A", channel=CUSTOMERS).ok
    desk.deliver()
    assert desk.alice.click("File now", channel=CUSTOMERS).ok
    assert len(incidents(desk)) == 1


def test_on_what_guichet_or_an_app_wrote_offers_nothing(desk: Desk) -> None:
    cards = desk.file()
    app = desk.slack.add_message(desk.slack.channels[CUSTOMERS], "U0ALICE", text=SAID, bot_id="B0OTHER")
    before = len(offers(desk, cards[CUSTOMERS]))
    for ts in (cards[CUSTOMERS], app["ts"]):
        assert desk.alice.react("ticket", channel=CUSTOMERS, ts=ts).ok
    assert [len(offers(desk, ts)) for ts in (cards[CUSTOMERS], app["ts"])] == [before, 0]


def test_that_is_taken_away_takes_the_offer_back_while_it_is_unused(desk: Desk) -> None:
    said = desk.alice.say(SAID, channel=CUSTOMERS)
    assert desk.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert len(offers(desk, said.ts)) == 1
    assert desk.theo.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert offers(desk, said.ts) == []

    assert desk.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert len(offers(desk, said.ts)) == 1
    assert desk.alice.click("Severity A", channel=CUSTOMERS).ok
    desk.deliver()
    assert desk.alice.click("File now", channel=CUSTOMERS).ok
    assert desk.theo.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert ["filed as INC-1" in one for one in offers(desk, said.ts)] == [True]
    assert len(incidents(desk)) == 1


@pytest.mark.parametrize("stands", [True, False])
def test_on_a_message_that_is_deleted_is_not_filed(desk: Desk, *, stands: bool) -> None:
    """Also where it is gone before the reaction is looked at."""
    said = desk.alice.say(SAID, channel=CUSTOMERS)
    if stands:
        assert desk.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        [offer] = desk.slack.thread(CUSTOMERS, said.ts) if offers(desk, said.ts) else []
        assert desk.alice.delete(channel=CUSTOMERS, ts=said.ts).ok
        desk.deliver()
        assert offer["ts"] not in desk.slack.channels[CUSTOMERS].messages
    else:
        desk.slack.fail("conversations.replies", error="thread_not_found")
        assert desk.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        assert offers(desk, said.ts) == []
    assert incidents(desk) == []


def test_in_french_in_the_technicians_channel_and_with_another_name(desk: Desk) -> None:
    """Whatever a technician writes in triage can be filed by whoever wrote it; other reactions offer nothing."""
    desk.slack.users["U0THEO"].locale = "fr-FR"
    said = desk.theo.say("Les imprimantes sont en panne", channel=TRIAGE)
    assert desk.theo.react("admission_tickets", channel=TRIAGE, ts=said.ts).ok
    assert offers(desk, said.ts, TRIAGE) == []
    assert desk.theo.react("ticket", channel=TRIAGE, ts=said.ts).ok
    [shown] = offers(desk, said.ts, TRIAGE)
    assert "Les imprimantes sont en panne" in shown
