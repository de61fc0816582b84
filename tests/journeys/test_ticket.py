"""Somebody puts :ticket: on a message: it is offered to its author, once, and the offer goes with the reaction."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from bot.operations.mentions import MOST_A_MINUTE
from models import Incident, Membership
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import tie_acme

SAID = "Printers are down since nine"


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the channel tied to Acme, which has a pack of three; Theo is in the channel."""
    slack.add_member(CUSTOMERS, "U0THEO")
    slack.users["U0THEO"].locale = "en-US"
    with journey.program(slack, tmp_path) as guichet:
        tie_acme(guichet, CUSTOMERS)
        yield Harness(slack, guichet, clock)


def incidents(harness: Harness) -> list[Incident]:
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(Incident)).all())


def offers(harness: Harness, ts: str, channel: str = CUSTOMERS) -> list[str]:
    """Return what stands below a message, once what waits is delivered."""
    harness.deliver()
    return [harness.slack.text_of(one) for one in harness.slack.thread(channel, ts)]


def test_of_its_author_offers_what_it_says_once(harness: Harness) -> None:
    said = harness.alice.say(f"{SAID}\nOn two floors.", channel=CUSTOMERS)
    assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    [shown] = offers(harness, said.ts)
    [posted] = harness.slack.thread(CUSTOMERS, said.ts)
    in_blocks = harness.slack.text_of({"blocks": posted["blocks"]})
    assert [in_blocks.count(part) for part in (SAID, "On two floors.", "initial response by")] == [1, 1, 3]
    assert "shall I file this" in shown
    assert harness.alice.reply("B", channel=CUSTOMERS, thread_ts=said.ts).ok
    assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
    assert [(one.title, one.severity, one.opened_by) for one in incidents(harness)] == [(SAID, "B", "U0ALICE")]


def test_of_a_technician_is_filed_on_behalf_of_its_author(harness: Harness) -> None:
    """With the account of the channel, whether the technician or the author goes on."""
    for number, who in enumerate((harness.theo, harness.alice)):
        said = harness.alice.say(f"{SAID} {number}", channel=CUSTOMERS)
        assert harness.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        [shown] = offers(harness, said.ts)
        assert "@alice, @theo offers to file this" in shown
        assert who.click("Fill in the form", channel=CUSTOMERS, ts=harness.slack.thread(CUSTOMERS, said.ts)[0]["ts"]).ok
        assert who.submit({"What do you need?": "Help with one problem", "Product": "Mail Server 2022",
                           "Severity": journey.ANSWERS["Severity"], "Cover": "Business hours"}).ok  # fmt: skip
    assert [(one.opened_by, one.account_id, one.billing) for one in incidents(harness)] == [
        ("U0ALICE", 1, "reserved")
    ] * 2
    assert [one.title for one in incidents(harness)] == [f"{SAID} 0", f"{SAID} 1"]


@pytest.mark.parametrize("names", [("alice", "theo"), ("theo", "alice")])
def test_of_two_people_at_once_is_one_offer(harness: Harness, names: tuple[str, str]) -> None:
    said = harness.alice.say(SAID, channel=CUSTOMERS)
    for name in names:
        assert harness.people[f"U0{name.upper()}"].react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        harness.people.resend_last()
    assert len(offers(harness, said.ts)) == 1
    assert harness.alice.click("Severity A", channel=CUSTOMERS).ok
    harness.deliver()
    assert harness.alice.click("File now", channel=CUSTOMERS).ok
    assert len(incidents(harness)) == 1


def test_on_what_guichet_wrote_offers_nothing(harness: Harness) -> None:
    cards = harness.file()
    before = len(offers(harness, cards[CUSTOMERS]))
    assert harness.alice.react("ticket", channel=CUSTOMERS, ts=cards[CUSTOMERS]).ok
    assert len(offers(harness, cards[CUSTOMERS])) == before


def alert(harness: Harness, channel: str = CUSTOMERS) -> str:
    """Let an app post an alert, and return its ts."""
    harness.slack.add_user("U0ALERT", name="alerts", is_bot=True)
    place = harness.slack.channels[channel]
    return str(harness.slack.add_message(place, "U0ALERT", text="Disk full on db7", bot_id="B0OTHER")["ts"])


@pytest.mark.parametrize(
    ("locale", "asked"), [("en-US", "@{who}, shall I file this"), ("fr-FR", "@{who}, dois-je déclarer ceci")]
)
@pytest.mark.parametrize("who", ["alice", "theo"])
def test_on_what_an_app_posted_offers_it_to_whoever_put_it_there(
    harness: Harness, locale: str, asked: str, who: str
) -> None:
    """A customer, or a technician in a channel that is tied to an account; it is that account's in both cases."""
    person = harness.people[f"U0{who.upper()}"]
    harness.slack.users[person.id].locale = locale
    ts = alert(harness)
    assert person.react("ticket", channel=CUSTOMERS, ts=ts).ok
    [shown] = offers(harness, ts)
    assert asked.format(who=who) in shown
    assert "Disk full on db7" in shown
    assert person.reply("oui B", channel=CUSTOMERS, thread_ts=ts).ok
    [filed] = incidents(harness)
    assert (filed.title, filed.opened_by, filed.account_id) == ("Disk full on db7", person.id, 1)


def test_on_what_an_app_posted_goes_to_whoever_else_has_put_it_there(harness: Harness) -> None:
    ts = alert(harness)
    for person in (harness.alice, harness.bob):
        assert person.react("ticket", channel=CUSTOMERS, ts=ts).ok
    harness.deliver()
    assert harness.alice.unreact("ticket", channel=CUSTOMERS, ts=ts).ok
    assert ["@Bob, dois-je" in one or "@bob, dois-je" in one for one in offers(harness, ts)] == [True]
    assert harness.bob.unreact("ticket", channel=CUSTOMERS, ts=ts).ok
    assert offers(harness, ts) == []


def test_on_what_an_app_posted_in_triage_leads_a_technician_to_the_form(harness: Harness) -> None:
    ts = alert(harness, TRIAGE)
    assert harness.theo.react("ticket", channel=TRIAGE, ts=ts).ok
    assert offers(harness, ts, TRIAGE) == []
    assert ["technicians and managers say which account" in one for one in harness.private_answers("U0THEO")] == [True]
    assert incidents(harness) == []


def test_that_is_taken_away_takes_the_offer_back_while_it_is_unused(harness: Harness) -> None:
    said = harness.alice.say(SAID, channel=CUSTOMERS)
    assert harness.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert len(offers(harness, said.ts)) == 1
    assert harness.theo.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert offers(harness, said.ts) == []

    assert harness.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert len(offers(harness, said.ts)) == 1
    assert harness.alice.click("Severity A", channel=CUSTOMERS).ok
    harness.deliver()
    assert harness.alice.click("File now", channel=CUSTOMERS).ok
    assert harness.theo.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert ["filed as INC-1" in one for one in offers(harness, said.ts)] == [True]
    assert len(incidents(harness)) == 1


def test_that_is_taken_away_leaves_the_offer_to_whoever_else_has_put_it_there(harness: Harness) -> None:
    """Whoever it is for reads who offers it now; the last one takes it away."""
    said = harness.alice.say(f"B {SAID}", channel=CUSTOMERS)
    assert harness.theo.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert ["@theo offers to file this" in one for one in offers(harness, said.ts)] == [True]
    assert harness.theo.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert ["this is what I would file" in one for one in offers(harness, said.ts)] == [True]
    assert harness.alice.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert offers(harness, said.ts) == []


def test_that_is_taken_away_leaves_the_offer_to_another_customer_at_their_own_expense(harness: Harness) -> None:
    """Bob, who has named the account, would have filed it himself; now its author does, who is of no account here."""
    harness.slack.add_user("U0EVE", name="eve")
    harness.slack.add_channel("C0LOBBY", name="lobby", members=["U0EVE", "U0BOB"])
    with harness.guichet.database.transaction() as session:
        session.add(Membership(account_id=1, kind="user", value="U0BOB"))
    said = harness.people["U0EVE"].say(f"B {SAID}", channel="C0LOBBY")
    assert harness.bob.react("ticket", channel="C0LOBBY", ts=said.ts).ok
    assert harness.people["U0EVE"].react("ticket", channel="C0LOBBY", ts=said.ts).ok
    assert ["utilise un incident prépayé" in one for one in offers(harness, said.ts, "C0LOBBY")] == [True]
    assert harness.bob.unreact("ticket", channel="C0LOBBY", ts=said.ts).ok
    assert ["charged individually" in one for one in offers(harness, said.ts, "C0LOBBY")] == [True]
    assert harness.people["U0EVE"].reply("yes", channel="C0LOBBY", thread_ts=said.ts).ok
    assert [(one.opened_by, one.account_id) for one in incidents(harness)] == [("U0EVE", None)]


def test_that_is_taken_away_leaves_what_a_mention_has_asked_for(harness: Harness) -> None:
    said = harness.alice.mention(SAID, channel=CUSTOMERS)
    assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert harness.alice.unreact("ticket", channel=CUSTOMERS, ts=said.ts).ok
    assert len(offers(harness, said.ts)) == 1


def test_on_many_messages_in_a_minute_is_within_the_pace(harness: Harness) -> None:
    """Nothing is looked up for those beyond it, and nothing is lost: the reaction works in the next minute."""
    many = [harness.alice.say(f"{SAID} {number}", channel=CUSTOMERS).ts for number in range(MOST_A_MINUTE + 4)]
    before = len(harness.slack.calls("conversations.replies"))
    for ts in many:
        assert harness.alice.react("ticket", channel=CUSTOMERS, ts=ts).ok
    assert len(harness.slack.calls("conversations.replies")) - before == MOST_A_MINUTE
    assert [len(offers(harness, ts)) for ts in many] == [1] * MOST_A_MINUTE + [0] * 4
    [asked] = harness.private_answers("U0ALICE")
    assert "wait a minute" in asked
    assert ":ticket:" in asked
    harness.clock.tick(timedelta(minutes=1))
    assert harness.alice.unreact("ticket", channel=CUSTOMERS, ts=many[-1]).ok
    assert harness.alice.react("ticket", channel=CUSTOMERS, ts=many[-1]).ok
    assert len(offers(harness, many[-1])) == 1


@pytest.mark.parametrize("stands", [True, False])
def test_on_a_message_that_is_deleted_is_not_filed(harness: Harness, *, stands: bool) -> None:
    """Also where it is gone before the reaction is looked at."""
    said = harness.alice.say(SAID, channel=CUSTOMERS)
    if stands:
        assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        [offer] = harness.slack.thread(CUSTOMERS, said.ts) if offers(harness, said.ts) else []
        assert harness.alice.delete(channel=CUSTOMERS, ts=said.ts).ok
        harness.deliver()
        assert offer["ts"] not in harness.slack.channels[CUSTOMERS].messages
    else:
        harness.slack.fail("conversations.replies", error="thread_not_found")
        assert harness.alice.react("ticket", channel=CUSTOMERS, ts=said.ts).ok
        assert offers(harness, said.ts) == []
    assert incidents(harness) == []


def test_in_french_in_the_technicians_channel_and_with_another_name(harness: Harness) -> None:
    """Whatever a technician writes in triage can be filed with the form; other reactions offer nothing."""
    harness.slack.users["U0THEO"].locale = "fr-FR"
    said = harness.theo.say("Les imprimantes sont en panne", channel=TRIAGE)
    assert harness.theo.react("admission_tickets", channel=TRIAGE, ts=said.ts).ok
    assert offers(harness, said.ts, TRIAGE) == []
    assert harness.theo.react("ticket", channel=TRIAGE, ts=said.ts).ok
    assert offers(harness, said.ts, TRIAGE) == []
    [shown] = harness.private_answers("U0THEO")
    assert "techniciens et responsables indiquent pour quel compte" in shown
    assert harness.theo.click("Déclarer un incident", channel=TRIAGE).ok
    assert "Les imprimantes sont en panne" in str(harness.slack.open_view("U0THEO"))
