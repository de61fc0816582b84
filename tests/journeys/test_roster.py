"""Whoever is on call is named by reminders at the instant they are due, on the card, and in a manager's Home."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlalchemy import text
from sqlmodel import select

from bot import timetable
from bot.jobs.redraw_homes import EACH_S
from bot.operations.incidents.shift_change import CALENDAR_KEY, KEY
from bot.operations.roster import RosterKey, keep_calendar, note_unreadable
from bot.policy import read_policy
from bot.rules.roster import ShiftOrAbsence
from models import OutboxMessage, Product
from tests.fake_slack import FakeSlack
from tests.ics.calendars import calendar, event
from tests.ics.server import CalendarServer
from tests.journeys import harness as journey
from tests.journeys.harness import TRIAGE, Harness

THEO, TESS = "ATTENDEE;CN=Theo Roux:mailto:theo@example.com", "ATTENDEE;CN=Tess Petit:mailto:tess@example.com"
MORNING = event("20261123T080000Z", "20261123T094500Z", THEO)
"""Until 10:45 in Paris: of what is filed at 9:00 with severity A, 75 % is at 10:30 and the last warning at 10:48."""
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""In Paris."""
NETWORK = "C0NETWORK"
SHIFTS: RosterKey = ("", "shifts")
LATER = event("20261123T094500Z", "20261123T200000Z", TESS)


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    """The server of the roster."""
    with CalendarServer("127.0.0.1").running() as server:
        server.body = calendar(MORNING, LATER).encode()
        yield server


@pytest.fixture
def harness(
    server: CalendarServer,
    slack: FakeSlack,
    clock: FrozenDateTimeFactory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Harness]:
    """The program with a roster whose address is a secret, and absences in a file beside the policy."""
    monkeypatch.setenv("ON_CALL_CALENDAR", f"{server.address}/secret.ics")
    policy_file = tmp_path / "policy.toml"
    policy_file.write_text('[roster]\naddress = "$ON_CALL_CALENDAR"\nabsences = { file = "absences.ics" }\n')
    (tmp_path / "absences.ics").write_text(calendar())
    settings = {"policy": read_policy(policy_file), "policy_file": policy_file}
    with journey.program(slack, tmp_path, **settings) as guichet:
        yield Harness(slack, guichet, clock)


@pytest.fixture
def plain_harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """The program with the built-in policy, which has no roster."""
    with journey.program(slack, tmp_path) as guichet:
        yield Harness(slack, guichet, clock)


def on_call(name: str, user_id: str | None) -> ShiftOrAbsence:
    """Return a shift of a hundred days."""
    return ShiftOrAbsence(NINE, NINE + timedelta(days=100), name, user_id=user_id)


def keep(harness: Harness, *entries: ShiftOrAbsence, left_out: int = 0) -> None:
    """Store a calendar with these entries, known for the next hundred days."""
    until = NINE + timedelta(days=100)
    with harness.guichet.database.transaction() as session:
        keep_calendar(session, SHIFTS, source="one", entries=entries, known_until=until, left_out=left_out, now=NINE)


def plain(text: str) -> str:
    """Return a French text with ordinary blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def read_calendars(harness: Harness) -> None:
    """Read them as the scheduler does at start and every five minutes."""
    harness.guichet.scheduler.get_job(timetable.READ_ROSTERS).func()


def reminders(harness: Harness) -> list[str]:
    """Return the first block of each reminder in the triage thread, as Slack gets it."""
    thread = harness.slack.thread(TRIAGE, harness.cards(TRIAGE)[0]["ts"])
    return [one["blocks"][0]["text"]["text"] for one in thread if "⏰" in one["text"] or "🚨" in one["text"]]


def called(harness: Harness) -> list[str]:
    """Return whom each reminder calls."""
    return [one.partition("⏰" if "⏰" in one else "🚨")[0].strip() for one in reminders(harness)]


def home(harness: Harness, user: str) -> str:
    """Return what somebody's Home shows."""
    assert harness.people[user].open_home().ok
    harness.clock.tick(timedelta(seconds=EACH_S + 1))
    harness.guichet.homes.run()
    return plain(harness.slack.text_of(harness.slack.home(user) or {}))


def wait_until(harness: Harness, *minutes: int) -> None:
    """Let the delivery run when so many minutes have passed since nine."""
    for one in minutes:
        harness.clock.move_to(NINE + timedelta(minutes=one))
        harness.deliver()


def test_a_reminder_names_who_is_on_call_when_it_is_due(harness: Harness, server: CalendarServer) -> None:
    read_calendars(harness)
    cards = harness.file()
    assert server.asked == ["/secret.ics"]
    assert "On call\n@theo until Mon 23 Nov 2026, 10:45 CET" in harness.card(TRIAGE, cards[TRIAGE])
    assert "On call" not in harness.card(journey.CUSTOMERS, cards[journey.CUSTOMERS])
    assert "📟 D’astreinte : @theo jusqu’au lun. 23 nov. 2026 à 10 h 45" in home(harness, "U0MAX")
    assert "On call" not in home(harness, "U0TESS")

    server.status = 500  # What was read before stands.
    read_calendars(harness)
    wait_until(harness, 60, 90, 108, 120, 150)
    assert called(harness) == [
        "<@U0THEO>",  # 10:00
        "<@U0THEO>",  # 10:30
        "<@U0TESS>",  # 10:48, as her shift has begun; it was planned in his.
        "<@U0TESS>",  # 11:00, the breach.
        "<@U0TESS> <!here>",  # 11:30, the first reminder after the breach calls both.
    ]
    shown = harness.slack.text_of(harness.slack.thread(TRIAGE, cards[TRIAGE])[-1])
    assert shown.startswith("@tess @here 🚨 INC-1 “Mail is down”")
    assert "@tess until Mon 23 Nov 2026, 21:00 CET" in harness.card(TRIAGE, cards[TRIAGE])

    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok  # Nobody may more, or less, for it.
    harness.deliver()
    assert "On call" not in harness.card(TRIAGE, cards[TRIAGE])


def test_the_card_is_drawn_again_at_each_change_of_shift_until_somebody_answers(plain_harness: Harness) -> None:
    """Nothing else happens meanwhile: the first reminder is at 10:00."""
    harness, (first, second, third) = plain_harness, (NINE + timedelta(minutes=one) for one in (10, 20, 30))
    theo, tess = (
        ShiftOrAbsence(NINE, first, "Theo", user_id="U0THEO"),
        ShiftOrAbsence(first, second, "Tess", user_id="U0TESS"),
    )
    keep(harness, theo, tess, ShiftOrAbsence(third, third + timedelta(days=1), "Theo", user_id="U0THEO"))
    card = harness.file()[TRIAGE]
    for minutes, shown in ((5, "@theo until"), (11, "@tess until"), (21, "On call\nnobody"), (31, "@theo until")):
        wait_until(harness, minutes)
        assert shown in harness.card(TRIAGE, card)
    assert harness.theo.click("Acknowledge", channel=TRIAGE, ts=card).ok
    harness.deliver()
    harness.clock.tick(timedelta(days=3))
    harness.deliver()
    with harness.guichet.database.reading() as session:
        waiting = select(OutboxMessage.id).where(OutboxMessage.dedup_key == KEY, OutboxMessage.state == "pending")
        assert session.exec(waiting).all() == []


def test_the_card_is_drawn_again_when_the_calendar_says_something_else(
    harness: Harness, server: CalendarServer
) -> None:
    read_calendars(harness)
    card = harness.file()[TRIAGE]
    assert "@theo until" in harness.card(TRIAGE, card)
    server.body = calendar(event("20261123T080000Z", "20261123T094500Z", TESS)).encode()
    read_calendars(harness)
    harness.deliver()
    assert "@tess until" in harness.card(TRIAGE, card)


@pytest.mark.parametrize("status", [200, 500])
def test_the_card_is_drawn_again_once_the_calendar_can_be_read(
    harness: Harness, server: CalendarServer, status: int
) -> None:
    """Filed before the first reading, or after one that failed."""
    server.status = status
    if status != 200:
        read_calendars(harness)
    card = harness.file()[TRIAGE]
    assert "not known" in harness.card(TRIAGE, card) or "On call" not in harness.card(TRIAGE, card)
    server.status = 200
    read_calendars(harness)
    harness.deliver()
    assert "@theo until" in harness.card(TRIAGE, card)


def test_the_card_is_drawn_again_when_the_calendar_has_changed_while_it_could_not_be_read(
    harness: Harness, server: CalendarServer
) -> None:
    read_calendars(harness)
    card = harness.file()[TRIAGE]
    assert "@theo until" in harness.card(TRIAGE, card)
    server.status = 500
    read_calendars(harness)
    server.status, server.body = 200, calendar(event("20261123T080000Z", "20261123T094500Z", TESS)).encode()
    read_calendars(harness)
    harness.deliver()
    assert "@tess until" in harness.card(TRIAGE, card)


def test_in_french_who_is_absent_is_not_called(harness: Harness, tmp_path: Path) -> None:
    harness.guichet.workspace.locale = "fr"
    (tmp_path / "absences.ics").write_text(calendar(event(";VALUE=DATE:20261123", "", THEO)))
    read_calendars(harness)
    cards = harness.file()
    card = plain(harness.card(TRIAGE, cards[TRIAGE]))
    assert "D’astreinte\n@theo (absence) jusqu’au lun. 23 nov. 2026 à 10 h 45" in card
    wait_until(harness, 60, 108)
    assert called(harness) == ["", "<@U0TESS>"]
    first, last = (plain(harness.slack.text_of(one)) for one in harness.slack.thread(TRIAGE, cards[TRIAGE]))
    assert "D’astreinte, mais pas appelé ici : @theo (absence)." in first
    assert last.startswith("@tess ⏰ INC-1 « Mail is down »")


@pytest.fixture
def with_two_desks(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """Theo is on call at the first desk, Tess at the network's, whose manager is Nina."""
    slack.add_user("U0NINA", name="nina", tz="Europe/Paris", locale="en-GB")
    slack.add_channel(NETWORK, name="network", members=["U0TESS"], private=True)
    policy_file = tmp_path / "policy.toml"
    policy_file.write_text(
        '[roster]\nfile = "first.ics"\n'
        f'[desk.network]\ntriage_channel = "{NETWORK}"\nproducts = ["vpn-3"]\nmanagers = ["U0NINA"]\n'
        '[desk.network.roster]\nfile = "network.ics"\npeople = { "Net night" = "U0TESS" }\n'
    )
    whole_day = "20261123T000000Z", "20261124T000000Z"
    (tmp_path / "first.ics").write_text(calendar(event(*whole_day, THEO)))
    (tmp_path / "network.ics").write_text(calendar(event(*whole_day, title="Net night: Tess")))
    with journey.program(slack, tmp_path, policy=read_policy(policy_file), policy_file=policy_file) as guichet:
        with guichet.database.transaction() as session:
            session.add(Product(id=2, code="VPN-3", name="VPN 3"))
        guichet.people.prepare(within_s=10)
        yield Harness(slack, guichet, clock)


def test_each_desk_has_a_roster_of_its_own(with_two_desks: Harness) -> None:
    harness = with_two_desks
    harness.slack.users["U0MAX"].locale = "en-US"
    read_calendars(harness)
    harness.file(Product="VPN 3")
    (card,) = harness.cards(NETWORK)
    assert "On call\n@tess until" in harness.card(NETWORK, card["ts"])
    first = harness.file(Title="Paper is jammed", Description="In the hall.")
    assert "On call\n@theo until" in harness.card(TRIAGE, first[TRIAGE])
    assert "On call, network: @tess until" in home(harness, "U0MAX")
    shown = home(harness, "U0NINA")
    assert "On call, network: @tess until" in shown
    assert "@theo" not in shown

    harness.choose(harness.theo, "move_to_desk", first[TRIAGE])  # Whoever is on call where it is now is called.
    assert harness.theo.submit({"Équipe": "network"}).ok
    wait_until(harness, 61)
    for moved in harness.cards(NETWORK):
        assert harness.slack.thread(NETWORK, moved["ts"])[-1]["blocks"][0]["text"]["text"].startswith("<@U0TESS> ⏰")


def test_of_a_desk_that_is_gone_the_first_desks_roster_counts(with_two_desks: Harness, tmp_path: Path) -> None:
    """Its incidents go on at the first desk; nothing of the former calendar is left to be called."""
    read_calendars(with_two_desks)
    with_two_desks.file(Product="VPN 3")
    with_two_desks.guichet.database.close()
    (tmp_path / "policy.toml").write_text('[roster]\nfile = "first.ics"\n')
    url, policy_file = f"sqlite:///{tmp_path}/guichet.db", tmp_path / "policy.toml"
    given = {"database_url": url, "policy": read_policy(policy_file), "policy_file": policy_file}
    with journey.program(with_two_desks.slack, tmp_path, **given) as guichet:
        harness = Harness(with_two_desks.slack, guichet, with_two_desks.clock)
        guichet.move_triage.run()
        wait_until(harness, 10)
        (card,) = harness.cards(TRIAGE)
        assert "On call\n@theo until" in harness.card(TRIAGE, card["ts"])
        assert "is now with the first desk" in harness.slack.text_of(harness.slack.messages(NETWORK)[0])
        read_calendars(harness)
        wait_until(harness, 61)
        assert called(harness) == ["<@U0THEO>"]
        (tmp_path / "first.ics").write_text(calendar(event("20261123T000000Z", "20261124T000000Z", TESS)))
        read_calendars(harness)
        harness.deliver()
        assert "On call\n@tess until" in harness.card(TRIAGE, card["ts"])


def test_one_card_that_cannot_be_drawn_again_holds_up_no_other(
    harness: Harness, server: CalendarServer, caplog: pytest.LogCaptureFixture
) -> None:
    read_calendars(harness)
    cards = [harness.file(Title=title, Description=title)[TRIAGE] for title in ("Mail is down", "Paper is jammed")]
    with harness.guichet.database.transaction() as session:
        session.execute(
            text(
                "CREATE TRIGGER bad BEFORE INSERT ON outbox_message "
                f"WHEN NEW.incident_id = 1 AND NEW.dedup_key = '{CALENDAR_KEY}' "
                "BEGIN SELECT RAISE(ABORT, 'bad'); END"
            )
        )
    server.body = calendar(event("20261123T080000Z", "20261123T094500Z", TESS)).encode()
    read_calendars(harness)
    harness.deliver()
    assert ["@tess until" in harness.card(TRIAGE, one) for one in cards] == [False, True]
    assert "redraw_card failed for 1" in caplog.text


def test_who_cannot_be_called_is_told_and_the_channel_is_called(plain_harness: Harness) -> None:
    harness = plain_harness
    harness.slack.add_user("U0LEFT", name="left", deleted=True)
    keep(harness, on_call("Theo", "U0THEO"), on_call("Left", "U0LEFT"), on_call("<!channel> Zoé", None))
    harness.slack.channels[TRIAGE].members.remove("U0THEO")
    cards = harness.file()
    wait_until(harness, 108)
    assert called(harness) == ["<!here>"]
    shown = harness.slack.text_of(harness.slack.thread(TRIAGE, cards[TRIAGE])[-1])
    left, theo = "@left (deactivated in Slack)", "@theo (no technician here)"
    assert f"On call, but not called here: {theo}, {left}, <!channel> Zoé (not found in Slack)." in shown


def test_what_is_not_known_is_not_nobody(plain_harness: Harness) -> None:
    harness = plain_harness
    harness.slack.users["U0MAX"].locale = "en-US"
    assert "On call" not in home(harness, "U0MAX")  # Without a roster nothing of it is shown.
    with harness.guichet.database.transaction() as session:
        note_unreadable(session, SHIFTS, source="one", error="not_ics", now=NINE)
    assert "On call: not known (the calendar has not been read yet)" in home(harness, "U0MAX")
    keep(harness)
    assert "On call: nobody" in home(harness, "U0MAX")
    keep(harness, left_out=1)
    assert "On call: not known (a part of the calendar cannot be understood)" in home(harness, "U0MAX")
    harness.file()
    wait_until(harness, 109)  # It was filed some seconds after nine.
    assert called(harness) == ["<!here>"]
    keep(harness, on_call("Tess", "U0TESS"))
    harness.clock.move_to(NINE + timedelta(days=2))
    shown = home(harness, "U0MAX")
    assert "On call: @tess until" in shown
    assert "The calendar could not be read lately; this is what it said Mon 23 Nov 2026, 09:00 CET." in shown
    harness.clock.move_to(NINE + timedelta(days=100))
    assert "On call: not known (the calendar was last read Mon 23 Nov 2026, 09:00 CET" in home(harness, "U0MAX")


def test_a_policy_without_a_roster_forgets_it(plain_harness: Harness) -> None:
    harness = plain_harness
    keep(harness, on_call("Tess", "U0TESS"))
    read_calendars(harness)
    cards = harness.file()
    wait_until(harness, 60)
    assert called(harness) == [""]
    assert "On call" not in harness.card(TRIAGE, cards[TRIAGE])


def test_no_log_shows_the_address(harness: Harness, server: CalendarServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    server.status = 404
    read_calendars(harness)
    read_calendars(harness)
    assert caplog.text.count("The calendar of roster shifts cannot be read (status 404)") == 1
    assert "secret" not in caplog.text
    assert server.address not in caplog.text
