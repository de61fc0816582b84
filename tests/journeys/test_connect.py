"""People of other organisations are served from filing to survey, whatever of Slack is theirs to use.

Each line of what Slack Connect lets them do has a test here; `tests/fake_slack/connect.py` is the least of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, select

from bot import timetable
from models import Account, Claim, Incident, Membership, OutboxMessage, Survey
from models.vocabulary import Kind
from tests.fake_slack import FakeSlack
from tests.fake_slack.connect import Connect
from tests.journeys import desk as journey
from tests.journeys.desk import CUSTOMERS, TRIAGE, Desk
from tests.journeys.test_closing import SOLVED, close, propose
from tests.journeys.test_survey import ANSWERS, EXPERIENCE
from tests.paying import add_account, add_pack

ORDER, SAID, LOBBY = "ORD1234563456", "Printers are down since nine", "C0LOBBY"


@pytest.fixture
def desk(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Desk]:
    """The desk with Alice and Bob in another organisation, whose channel is tied to Acme; the lobby is tied to none."""
    slack.connect = Connect()
    for user in ("U0ALICE", "U0BOB"):
        slack.users[user].team_id = "T0ACME"
    slack.add_channel(LOBBY, name="lobby", members=["U0ALICE", "U0BOB"])
    with journey.program(slack, tmp_path) as guichet:
        acme = add_account(guichet.database, "ACME", buyers=["U0BOB"])
        add_pack(guichet.database, journey.BUILT_IN, account_id=acme, number=ORDER, size=3)
        with guichet.database.transaction() as session:
            session.add(Membership(account_id=acme, kind="channel", value=CUSTOMERS))
        guichet.people.prepare(within_s=10)
        yield Desk(slack, guichet, clock)


def let(desk: Desk, **works: bool) -> None:
    """Let more of Slack be theirs than the least."""
    assert desk.slack.connect is not None
    desk.slack.connect = replace(desk.slack.connect, **works)


def below(desk: Desk, ts: str, channel: str = CUSTOMERS) -> list[str]:
    """Return what stands in a thread, once what waits is delivered."""
    desk.deliver()
    return desk.thread(channel, ts)


def file(desk: Desk, channel: str = CUSTOMERS) -> dict[str, str]:
    """Let Alice file with words alone; return the ts of both cards."""
    said = desk.alice.mention(f"B {SAID}", channel=channel)
    desk.deliver()
    assert desk.alice.reply("yes", channel=channel, thread_ts=said.ts).ok
    desk.deliver()
    return {place: desk.cards(place)[-1]["ts"] for place in (channel, TRIAGE)}


def solve(desk: Desk, cards: dict[str, str]) -> None:
    """Let Tess solve and close it."""
    propose(desk, cards)
    assert close(desk, cards, SOLVED) == {}


def stored(desk: Desk, table: type[Any]) -> list[Any]:
    """Return all rows of a table."""
    with desk.guichet.database.reading() as session:
        return list(session.exec(select(table)).all())


def unposted(desk: Desk) -> list[tuple[str, str]]:
    """Return kind and channel of what should stand in Slack and does not."""
    with desk.guichet.database.reading() as session:
        waiting = select(OutboxMessage).where(
            col(OutboxMessage.state).in_(("pending", "parked", "refused")),
            OutboxMessage.due_at <= desk.guichet.now(),
        )
        return [(one.kind, one.channel) for one in session.exec(waiting)]


class TestGestures:
    """What Slack lets them do, line by line."""

    def test_a_command_or_a_shortcut_is_not_theirs(self, desk: Desk) -> None:
        ts = desk.alice.say(SAID, channel=CUSTOMERS).ts
        for gesture in (
            lambda: desk.alice.command("/incident", channel=CUSTOMERS),
            lambda: desk.alice.shortcut("file_incident"),
            lambda: desk.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=ts),
        ):
            with pytest.raises(AssertionError, match="not installed"):
                gesture()

    @pytest.mark.parametrize("shows_profiles", [True, False])
    def test_what_they_write_in_channels_and_threads_is_enough_to_file(
        self, desk: Desk, *, shows_profiles: bool
    ) -> None:
        let(desk, shows_profiles=shows_profiles)
        cards = file(desk)
        [incident] = stored(desk, Incident)
        assert (incident.title, incident.opened_by, incident.opened_in) == (SAID, "U0ALICE", CUSTOMERS)
        assert (incident.severity, incident.billing) == ("B", "reserved")
        desk.alice.reply("Since nine", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS], files=("log.txt",))
        said = below(desk, cards[TRIAGE], TRIAGE)[-1]
        assert "Since nine" in said
        assert f"{'Alice' if shows_profiles else 'U0ALICE'} in the customer’s thread" in said

    def test_a_reaction_offers_to_file(self, desk: Desk) -> None:
        ts = desk.alice.say(SAID, channel=CUSTOMERS).ts
        assert desk.alice.react("ticket", channel=CUSTOMERS, ts=ts).ok
        assert SAID in below(desk, ts)[-1]

    def test_a_button_opens_the_form_where_slack_lets_it(self, desk: Desk) -> None:
        let(desk, opens_forms=True)
        said = desk.alice.mention(SAID, channel=CUSTOMERS)
        desk.deliver()
        assert desk.alice.click("Fill in the form", channel=CUSTOMERS).ok
        answers = {name: answer for name, answer in journey.ANSWERS.items() if name not in {"Title", "Description"}}
        assert desk.alice.submit(answers).ok
        assert "filed as INC-1" in below(desk, said.ts)[0]

    def test_a_button_that_opens_nothing_says_how_to_go_on(self, desk: Desk) -> None:
        said = desk.alice.mention(SAID, channel=CUSTOMERS)
        desk.deliver()
        assert desk.alice.click("Fill in the form", channel=CUSTOMERS).ok
        assert "Slack does not open this form" in below(desk, said.ts)[-1]
        assert desk.alice.reply("B", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert desk.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert [one.severity for one in stored(desk, Incident)] == ["B"]

    def test_a_button_that_came_too_late_says_so(self, desk: Desk) -> None:
        let(desk, opens_forms=True)
        said = desk.alice.mention(SAID, channel=CUSTOMERS)
        desk.deliver()
        desk.slack.expire_next_trigger()
        assert desk.alice.click("Fill in the form", channel=CUSTOMERS).ok
        assert "three seconds" in below(desk, said.ts)[-1]

    def test_a_file_of_theirs_is_named_by_all_that_slack_tells(self, desk: Desk) -> None:
        cards = file(desk)
        desk.alice.reply("", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS], files=("log.txt",))
        assert "📎 F0" in below(desk, cards[TRIAGE], TRIAGE)[-1]


class TestAnswers:
    """What would be for one person alone stands in the thread, where all who read it belong to the account."""

    @pytest.mark.parametrize(
        ("word", "said", "elsewhere"),
        [
            ("packs", "••••3456", "ask in the channel of your account, or ask @max"),
            ("list", "no open incidents. Type @Guichet to file one", "ask in the channel of your account"),
            ("show INC-99", "There is no INC-99 here. @Guichet list", "ask in the channel of your account"),
            ("verdicts", "Only managers", "Only managers"),
            ("help", "What can I do for you?", "What can I do for you?"),
            ("products mail", "Mail Server 2022", "Mail Server 2022"),
            ("claim ORD-9", "press the button", "press the button"),
            ("admin", "press the button", "press the button"),
            ("counter", "Only technicians", "Only technicians"),
        ],
    )
    def test_to_a_word_are_given_where_all_may_read_them(
        self, desk: Desk, word: str, said: str, elsewhere: str
    ) -> None:
        here, there = (desk.alice.mention(word, channel=place).ts for place in (CUSTOMERS, LOBBY))
        [given], [given_there] = below(desk, here), below(desk, there, LOBBY)
        assert said in given
        assert elsewhere in given_there
        assert "3456" not in given_there
        assert desk.slack.channels.get("D0ALICE") is None

    def test_are_for_one_person_alone_where_slack_lets_them(self, desk: Desk) -> None:
        let(desk, shows_ephemerals=True)
        for word in ("packs", "show INC-99"):
            said = desk.alice.mention(word, channel=CUSTOMERS)
            assert below(desk, said.ts) == []
        assert ["3456" in one for one in desk.private_answers("U0ALICE")] == [True, False]

    def test_speak_the_language_of_the_account_in_its_zone(self, desk: Desk) -> None:
        with desk.guichet.database.transaction() as session:
            session.exec(select(Account)).one().locale = "fr"
        said = desk.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        [offer] = below(desk, said.ts)
        assert "13\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00" in offer
        assert "réponse initiale" in offer
        asked = desk.alice.mention("liste", channel=CUSTOMERS)
        assert "Aucun incident" in below(desk, asked.ts)[-1]


class TestSurvey:
    """Who filed is asked in the thread of the card."""

    def test_is_asked_and_answered_in_the_thread(self, desk: Desk) -> None:
        let(desk, opens_forms=True)
        cards = file(desk)
        solve(desk, cards)
        asked = below(desk, cards[CUSTOMERS])[-1]
        assert asked.startswith("@alice INC-1")
        assert "How did it go?" in asked
        assert desk.bob.click("Answer", channel=CUSTOMERS).ok
        assert desk.slack.open_view("U0BOB") is None
        assert desk.alice.click("Answer", channel=CUSTOMERS).ok
        assert desk.alice.submit(ANSWERS | {EXPERIENCE: "Fast."}).ok
        assert "@alice has answered the survey" in below(desk, cards[TRIAGE], TRIAGE)[-1]
        assert [one.quality for one in stored(desk, Survey)] == [4]
        assert desk.slack.buttons(desk.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]) == []
        assert unposted(desk) == []

    def test_is_asked_once_more_in_the_thread(self, desk: Desk) -> None:
        cards = file(desk)
        solve(desk, cards)
        desk.clock.tick(journey.BUILT_IN.survey.remind_after)
        assert "only reminder" in below(desk, cards[CUSTOMERS])[-1]
        assert desk.alice.click("Answer", channel=CUSTOMERS, beside="only reminder").ok
        assert "write it in this thread" in below(desk, cards[CUSTOMERS])[-1]
        assert unposted(desk) == []

    def test_is_asked_in_one_sentence_where_others_read(self, desk: Desk) -> None:
        cards = file(desk, LOBBY)
        solve(desk, cards)
        desk.clock.tick(journey.BUILT_IN.survey.remind_after)
        said = [one for one in below(desk, cards[LOBBY], LOBBY) if "How did it go" in one]
        assert len(said) == 1
        assert "tell us in this thread" in said[0]
        assert unposted(desk) == []

    def test_is_a_direct_message_to_who_is_of_our_workspace(self, desk: Desk) -> None:
        desk.slack.users["U0ALICE"].team_id = desk.slack.team_id
        cards = file(desk)
        solve(desk, cards)
        assert "How did it go" in desk.direct("U0ALICE")[-1]
        assert "How did it go" not in "".join(below(desk, cards[CUSTOMERS]))


class TestClaim:
    """A claim is made with words, and answered where it was made."""

    def claim(self, desk: Desk, channel: str, number: str = ORDER) -> str:
        """Let Alice claim a pack without a form; return the ts of her message."""
        said = desk.alice.mention(f"claim {number}", channel=channel)
        desk.deliver()
        assert desk.alice.click("Claim a pack", channel=channel).ok
        assert "you will get the answer in the thread" in below(desk, said.ts, channel)[-1]
        return said.ts

    def decide(self, desk: Desk, button: str, **answers: str) -> None:
        """Let Max decide about it."""
        place = desk.slack.direct_message("U0MAX").id
        assert desk.people["U0MAX"].click(button, channel=place).ok
        if answers:
            assert desk.people["U0MAX"].submit({"Motif": answers["reason"]}).ok
        desk.deliver()

    def test_is_answered_in_the_channel_of_the_account(self, desk: Desk) -> None:
        ts = self.claim(desk, CUSTOMERS)
        self.decide(desk, "Accepter")
        assert "@alice ✅ Your claim to the pack ••••3456 has been approved" in below(desk, ts)[-1]
        warned = [one for one in desk.slack.messages(CUSTOMERS) if "has claimed the pack" in desk.slack.text_of(one)]
        assert [desk.slack.text_of(one).startswith("@bob 🎟️ @alice has claimed") for one in warned] == [True]
        assert unposted(desk) == []

    @pytest.mark.parametrize(("channel", "number"), [(LOBBY, ORDER), (CUSTOMERS, "NOSUCH1234")])
    def test_says_elsewhere_whom_to_ask(self, desk: Desk, channel: str, number: str) -> None:
        ts = self.claim(desk, channel, number)
        self.decide(desk, "Refuser", reason="It is zebra’s")
        said = below(desk, ts, channel)[-1]
        assert "There is an answer to your claim" in said
        assert "ask @max" in said
        assert "zebra" not in said
        assert unposted(desk) == []

    def test_without_a_number_says_how_to_give_one(self, desk: Desk) -> None:
        said = desk.alice.mention("claim", channel=CUSTOMERS)
        desk.deliver()
        assert desk.alice.click("Claim a pack", channel=CUSTOMERS).ok
        assert "@Guichet claim ORD-12345" in below(desk, said.ts)[-1]
        assert stored(desk, Claim) == []

    def test_with_the_form_is_answered_in_the_thread_as_well(self, desk: Desk) -> None:
        let(desk, opens_forms=True)
        said = desk.alice.mention(f"claim {ORDER}", channel=CUSTOMERS)
        desk.deliver()
        assert desk.alice.click("Claim a pack", channel=CUSTOMERS).ok
        assert desk.alice.submit().ok
        desk.deliver()
        self.decide(desk, "Accepter")
        assert "has been approved" in below(desk, said.ts)[-1]

    def test_tells_the_managers_where_nobody_could_be_told(self, desk: Desk) -> None:
        ts = self.claim(desk, LOBBY)
        with desk.guichet.database.transaction() as session:
            session.delete(session.exec(select(Membership).where(Membership.kind == "channel")).one())
        self.decide(desk, "Accepter")
        assert "There is an answer" in below(desk, ts, LOBBY)[-1]
        assert [one for one in desk.direct("U0MAX") if "aucun message direct pour U0BOB" in one]


class TestNotices:
    """A buyer reads about the pack in the account's own channel."""

    @pytest.fixture(autouse=True)
    def _two_buyers(self, desk: Desk) -> None:
        with desk.guichet.database.transaction() as session:
            session.add(Membership(account_id=1, kind="user", value="U0ALICE", is_buyer=True))

    def watch(self, desk: Desk) -> None:
        """Let it be a month before the pack expires."""
        desk.clock.move_to(datetime(2027, 10, 25, 9, tzinfo=UTC))
        desk.guichet.scheduler.get_job(timetable.WATCH_PACKS).func()
        desk.deliver()

    def test_are_posted_once_in_the_channel(self, desk: Desk) -> None:
        self.watch(desk)
        told = [desk.slack.text_of(one) for one in desk.slack.messages(CUSTOMERS)]
        assert [("expires in" in one, one.split(" ")[0]) for one in told] == [(True, "@alice")]
        assert desk.direct("U0MAX") == []
        assert unposted(desk) == []

    def test_go_to_the_managers_where_there_is_no_channel(self, desk: Desk) -> None:
        with desk.guichet.database.transaction() as session:
            session.delete(session.exec(select(Membership).where(Membership.kind == "channel")).one())
        self.watch(desk)
        assert ["••••3456" in one for one in desk.direct("U0MAX")] == [True, True]
        assert unposted(desk) == []


class TestChannel:
    """The channel is the only place where they read."""

    def test_is_waited_for_while_we_are_not_in_it(self, desk: Desk) -> None:
        cards = file(desk)
        desk.slack.remove_bot(CUSTOMERS)
        propose(desk, cards)
        assert [one.opened_in for one in stored(desk, Incident)] == [CUSTOMERS]
        assert (Kind.SOLUTION_TO_CUSTOMER, CUSTOMERS) in unposted(desk)
        desk.slack.add_bot(CUSTOMERS)
        desk.pass_time(minutes=15)
        assert "Restart" in "".join(below(desk, cards[CUSTOMERS]))
        assert unposted(desk) == []
        desk.clock.tick(timedelta(days=1))
