"""Whose account pays is decided by whoever wrote a message, and never by who reacted; staff are nobody's customers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import select

from models import Incident, Membership
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.paying import add_account, add_pack

LOBBY, GLOBEX = "C0LOBBY", "C0GLOBEX"
FILE_MESSAGE = "file_incident_from_message"
SAID, PRIVATE = "B Globex merger server is down", "B Acme pays late, prepare the audit"
FORM = {
    "What do you need?": "Help with one problem",
    "Product": "Mail Server 2022",
    "Severity": journey.ANSWERS["Severity"],
    "Cover": "Business hours",
}


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """Acme and Globex, each with a channel and a pack; Theo and Tess help in Acme's, and the lobby is nobody's."""
    slack.add_user("U0GREG", name="greg", locale="en-US")
    slack.add_user("U0NEW", name="new", locale="en-US")
    slack.users["U0THEO"].locale = "en-US"
    slack.add_channel(LOBBY, name="lobby", members=["U0ALICE", "U0GREG", "U0NEW", "U0THEO", "U0TESS"])
    slack.add_channel(GLOBEX, name="globex-support", members=["U0GREG"])
    for who in ("U0THEO", "U0TESS"):
        slack.add_member(CUSTOMERS, who)
    with journey.program(slack, tmp_path) as guichet:
        for number, (code, channel) in enumerate((("ACME", CUSTOMERS), ("GLOBEX", GLOBEX))):
            account = add_account(guichet.database, code)
            add_pack(guichet.database, journey.BUILT_IN, account_id=account, number=f"ORD123456345{number}", size=3)
            with guichet.database.transaction() as session:
                session.add(Membership(account_id=account, kind="channel", value=channel))
        guichet.people.prepare(within_s=10)
        yield Harness(slack, guichet, clock)


def filed(harness: Harness) -> list[tuple[str, int | None, str]]:
    """Return for each incident whom it was filed for, the account, and the channel where the customer reads it."""
    harness.deliver()
    with harness.guichet.database.reading() as session:
        return [(one.opened_by, one.account_id, one.opened_in) for one in session.exec(select(Incident)).all()]


def below(harness: Harness, channel: str, ts: str) -> list[str]:
    """Deliver what waits, and return the messages below a message."""
    harness.deliver()
    return [harness.slack.text_of(one) for one in harness.slack.thread(channel, ts)]


@pytest.mark.parametrize("is_in_both", [False, True])
def test_a_technician_offers_it_at_the_expense_of_its_author(harness: Harness, is_in_both: bool) -> None:
    if is_in_both:
        harness.slack.add_member(GLOBEX, "U0THEO")
    greg, theo = harness.people["U0GREG"], harness.theo
    for number, way in enumerate(("yes", "File now", "Fill in the form", FILE_MESSAGE)):
        said = greg.say(f"{SAID} {number}", channel=LOBBY)
        if way == FILE_MESSAGE:
            assert theo.message_shortcut(FILE_MESSAGE, channel=LOBBY, ts=said.ts).ok
            assert theo.submit(FORM).ok
            continue
        assert theo.react("ticket", channel=LOBBY, ts=said.ts).ok
        [shown] = below(harness, LOBBY, said.ts)
        assert "@greg, @theo offers to file this" in shown
        if way == "yes":
            assert greg.reply("yes", channel=LOBBY, thread_ts=said.ts).ok
        else:
            assert theo.click(way, channel=LOBBY, ts=harness.slack.thread(LOBBY, said.ts)[0]["ts"]).ok
        if way == "Fill in the form":
            assert theo.submit(FORM).ok
    assert [account for _, account, _ in filed(harness)] == [2] * 4
    assert [who for who, _, _ in filed(harness)] == ["U0GREG"] * 3 + ["U0THEO"]
    assert [place for _, _, place in filed(harness)] == [LOBBY, GLOBEX, GLOBEX, GLOBEX]
    assert not any("merger" in harness.slack.text_of(one) for one in harness.slack.messages(CUSTOMERS))


@pytest.mark.parametrize(
    ("locale", "told"),
    [("en-US", "@new belongs to no account, and this channel"), ("fr-FR", "@new n’appartient à aucun compte et ce")],
)
def test_of_somebody_of_no_account_nothing_is_offered_or_filed(harness: Harness, locale: str, told: str) -> None:
    harness.slack.users["U0THEO"].locale = locale
    said = harness.people["U0NEW"].say(SAID, channel=LOBBY)
    assert harness.theo.react("ticket", channel=LOBBY, ts=said.ts).ok
    harness.theo.message_shortcut(FILE_MESSAGE, channel=LOBBY, ts=said.ts)
    assert below(harness, LOBBY, said.ts) == []
    assert [told in one for one in harness.private_answers("U0THEO")] == [True, True]
    assert harness.slack.open_view("U0THEO") is None
    assert filed(harness) == []


@pytest.mark.parametrize(
    ("locale", "told", "button"),
    [
        ("en-US", "technicians and managers say which account they file for", "File an incident"),
        ("fr-FR", "techniciens et responsables indiquent pour quel compte", "Déclarer un incident"),
    ],
)
def test_what_technicians_write_reaches_no_customer_unless_they_choose_the_account(
    harness: Harness, locale: str, told: str, button: str
) -> None:
    """In triage, in the lobby and in a direct message, by mention and by :ticket: on their own remark."""
    harness.slack.users["U0TESS"].locale = locale
    tess, channel = harness.tess, harness.slack.direct_message("U0TESS").id
    in_triage, in_lobby = (tess.mention(PRIVATE, channel=place).ts for place in (TRIAGE, LOBBY))
    remark = tess.say("B Alice broke it herself", channel=TRIAGE).ts
    assert tess.react("ticket", channel=TRIAGE, ts=remark).ok
    harness.people.resend_last()
    for place, ts in ((TRIAGE, in_triage), (LOBBY, in_lobby), (TRIAGE, remark)):
        assert tess.reply("yes B", channel=place, thread_ts=ts).ok
        assert below(harness, place, ts) == ["yes B"]
    assert [told in one for one in harness.private_answers("U0TESS")] == [True] * 3
    assert tess.say(PRIVATE, channel=channel).ok
    harness.deliver()
    assert told in harness.direct("U0TESS")[-1]
    assert filed(harness) == []
    assert tess.click(button, channel=channel).ok
    view = harness.slack.open_view("U0TESS")
    assert view is not None
    assert "initial_option" not in next(one for one in view["blocks"] if one["block_id"] == "account")["element"]
    assert "Acme pays late" in str(view["blocks"])


def test_the_command_has_no_account_for_technicians_but_that_of_the_channel(harness: Harness) -> None:
    for channel, is_tied in ((LOBBY, False), (TRIAGE, False), (CUSTOMERS, True)):
        assert harness.theo.command("/incident", "printers are down", channel=channel).ok
        view = harness.slack.open_view("U0THEO")
        assert view is not None
        account = next(one for one in view["blocks"] if one["block_id"] == "account")["element"]
        assert ("initial_option" in account) is is_tied
        harness.slack.stacks["U0THEO"].clear()


def test_a_technicians_own_words_in_a_tied_channel_name_its_account(harness: Harness) -> None:
    for words in ("Printers are down", "B Scanners are down"):
        said = harness.theo.mention(words, channel=CUSTOMERS)
        [posted] = below(harness, CUSTOMERS, said.ts)
        assert "ACME" in posted.upper()
        [message] = harness.slack.thread(CUSTOMERS, said.ts)
        assert "ACME" in message["text"].upper()
    assert harness.theo.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
    assert filed(harness) == [("U0THEO", 1, CUSTOMERS)]
