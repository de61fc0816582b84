"""People of other organisations are served from filing to survey, whichever features of Slack they can use.

Each feature that Slack Connect may allow them has a test here; `tests/fake_slack/connect.py` starts with the fewest.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from slack_sdk import WebClient
from sqlmodel import col, select

from bot import timetable
from models import Account, Claim, Incident, Membership, OutboxMessage, Survey
from models.vocabulary import Kind
from tests.fake_slack import FakeSlack
from tests.fake_slack.connect import Connect
from tests.full_house import full
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_closing import SOLVED, close, propose
from tests.journeys.test_survey import ANSWERS, EXPERIENCE
from tests.paying import add_account, add_pack

ORDER, SAID, LOBBY = "ORD1234563456", "Printers are down since nine", "C0LOBBY"


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path) -> Iterator[Harness]:
    """Alice and Bob are in another organisation; their channel is tied to Acme, the lobby to none."""
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
        yield Harness(slack, guichet, clock)


def let(harness: Harness, **works: bool) -> None:
    """Allow the people of the other organisation more of Slack's features than the minimum."""
    assert harness.slack.connect is not None
    harness.slack.connect = replace(harness.slack.connect, **works)


def below(harness: Harness, ts: str, channel: str = CUSTOMERS) -> list[str]:
    """Deliver what waits, and return the messages of a thread."""
    harness.deliver()
    return harness.thread(channel, ts)


def file(harness: Harness, channel: str = CUSTOMERS) -> dict[str, str]:
    """Let Alice file in messages, without a form; return the ts of both cards."""
    said = harness.alice.mention(f"B {SAID}", channel=channel)
    harness.deliver()
    assert harness.alice.reply("yes", channel=channel, thread_ts=said.ts).ok
    harness.deliver()
    return {place: harness.cards(place)[-1]["ts"] for place in (channel, TRIAGE)}


def solve(harness: Harness, cards: dict[str, str]) -> None:
    """Let Tess propose a solution and close the incident as solved."""
    propose(harness, cards)
    assert close(harness, cards, SOLVED) == {}


def stored(harness: Harness, table: type[Any]) -> list[Any]:
    """Return all rows of a table."""
    with harness.guichet.database.reading() as session:
        return list(session.exec(select(table)).all())


def unposted(harness: Harness) -> list[tuple[str, str]]:
    """Return the kind and channel of each message that is due and has not been posted."""
    with harness.guichet.database.reading() as session:
        waiting = select(OutboxMessage).where(
            col(OutboxMessage.state).in_(("pending", "parked", "refused")),
            OutboxMessage.due_at <= harness.guichet.now(),
        )
        return [(one.kind, one.channel) for one in session.exec(waiting)]


class TestGestures:
    """What Slack lets people of another organisation do, feature by feature."""

    def test_a_command_or_a_shortcut_is_not_theirs(self, harness: Harness) -> None:
        ts = harness.alice.say(SAID, channel=CUSTOMERS).ts
        for gesture in (
            lambda: harness.alice.command("/incident", channel=CUSTOMERS),
            lambda: harness.alice.shortcut("file_incident"),
            lambda: harness.alice.message_shortcut("file_incident_from_message", channel=CUSTOMERS, ts=ts),
        ):
            with pytest.raises(AssertionError, match="not installed"):
                gesture()

    @pytest.mark.parametrize("shows_profiles", [True, False])
    def test_what_they_write_in_channels_and_threads_is_enough_to_file(
        self, harness: Harness, *, shows_profiles: bool
    ) -> None:
        let(harness, shows_profiles=shows_profiles)
        cards = file(harness)
        [incident] = stored(harness, Incident)
        assert (incident.title, incident.opened_by, incident.opened_in) == (SAID, "U0ALICE", CUSTOMERS)
        assert (incident.severity, incident.billing) == ("B", "reserved")
        harness.alice.reply("Since nine", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS], files=("log.txt",))
        said = below(harness, cards[TRIAGE], TRIAGE)[-1]
        assert "Since nine" in said
        assert f"{'Alice' if shows_profiles else 'U0ALICE'} in the customer’s thread" in said

    def test_a_reaction_offers_to_file(self, harness: Harness) -> None:
        ts = harness.alice.say(SAID, channel=CUSTOMERS).ts
        assert harness.alice.react("ticket", channel=CUSTOMERS, ts=ts).ok
        assert SAID in below(harness, ts)[-1]

    def test_a_button_opens_the_form_where_slack_lets_it(self, harness: Harness) -> None:
        let(harness, opens_forms=True)
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.deliver()
        assert harness.alice.click("Fill in the form", channel=CUSTOMERS).ok
        answers = {name: answer for name, answer in journey.ANSWERS.items() if name not in {"Title", "Description"}}
        assert harness.alice.submit(answers).ok
        assert "filed as INC-1" in below(harness, said.ts)[0]

    def test_a_button_that_opens_nothing_says_how_to_go_on(self, harness: Harness) -> None:
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.deliver()
        assert harness.alice.click("Fill in the form", channel=CUSTOMERS).ok
        assert "Slack does not open this form" in below(harness, said.ts)[-1]
        assert harness.alice.reply("B", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert harness.alice.reply("yes", channel=CUSTOMERS, thread_ts=said.ts).ok
        assert [one.severity for one in stored(harness, Incident)] == ["B"]

    def test_a_button_for_which_no_turn_comes_says_so_where_they_look(self, harness: Harness) -> None:
        let(harness, takes_direct_messages=True)  # Slack accepts ephemeral messages, but not everybody sees them.
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.deliver()
        with full(harness.guichet.database):
            assert harness.alice.click("Fill in the form", channel=CUSTOMERS).ok
        assert "very busy at the moment, and nothing was saved" in harness.thread(CUSTOMERS, said.ts)[-1]
        assert harness.direct("U0ALICE") == []

    def test_a_button_that_came_too_late_says_so(self, harness: Harness) -> None:
        let(harness, opens_forms=True)
        said = harness.alice.mention(SAID, channel=CUSTOMERS)
        harness.deliver()
        harness.slack.expire_next_trigger()
        assert harness.alice.click("Fill in the form", channel=CUSTOMERS).ok
        assert "three seconds" in below(harness, said.ts)[-1]

    def test_a_file_of_theirs_is_named_by_all_that_slack_tells(self, harness: Harness) -> None:
        cards = file(harness)
        harness.alice.reply("", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS], files=("log.txt",))
        assert "📎 F0" in below(harness, cards[TRIAGE], TRIAGE)[-1]


class TestNames:
    """Slack gives Alice's names inside `profile` only, and knows nobody who would be Bob."""

    def test_are_enough_from_filing_to_survey(self, harness: Harness) -> None:
        assert harness.slack.connect is not None
        harness.slack.connect = replace(harness.slack.connect, hidden=frozenset({"U0BOB"}), opens_forms=True)
        told = WebClient(harness.slack.token, harness.slack.url).users_info(user="U0ALICE")["user"]
        assert not {"real_name", "tz", "locale"} & told.keys()
        cards = file(harness)
        for person in (harness.alice, harness.bob):
            assert person.reply(f"Seen by {person.id}", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok
        copies = below(harness, cards[TRIAGE], TRIAGE)[-2:]
        assert [one.partition(" in the")[0].split()[-1] for one in copies] == ["Alice", "U0BOB"]
        propose(harness, cards)
        assert close(harness, cards, SOLVED) == {}
        assert "How did it go?" in below(harness, cards[CUSTOMERS])[-1]
        assert harness.alice.click("Answer", channel=CUSTOMERS).ok
        assert harness.alice.submit(ANSWERS | {EXPERIENCE: "Fast."}).ok
        said = harness.bob.mention(f"C {SAID} again", channel=CUSTOMERS)
        harness.deliver()
        assert harness.bob.reply("file anyway", channel=CUSTOMERS, thread_ts=said.ts).ok
        harness.deliver()
        second = {place: harness.cards(place)[-1]["ts"] for place in (CUSTOMERS, TRIAGE)}
        solve(harness, second)
        assert "<@U0BOB>" in str(harness.slack.message(TRIAGE, second[TRIAGE])["blocks"])
        harness.pass_time(minutes=1)
        assert below(harness, second[CUSTOMERS])[-1].startswith("@bob INC-2")
        assert harness.bob.click("Answer", channel=CUSTOMERS, beside="INC-2").ok
        assert harness.bob.submit(ANSWERS | {EXPERIENCE: "Slow."}).ok
        harness.deliver()
        assert [one.member for one in stored(harness, Survey) if one.answered_at] == ["U0ALICE", "U0BOB"]
        assert unposted(harness) == []


class TestAnswers:
    """Private answers are posted in the thread, where everybody who reads them belongs to the account."""

    @pytest.mark.parametrize(
        ("word", "said", "elsewhere"),
        [
            ("packs", "••••3456", "ask in the channel of your account, or ask @max"),
            ("list", "no open incidents. Type @Guichet to file one", "ask in the channel of your account"),
            ("show INC-99", "There is no INC-99 here. @Guichet list", "ask in the channel of your account"),
            ("explain INC-99", "There is no INC-99 here. @Guichet list", "ask in the channel of your account"),
            ("search printer", "No incident found for", "ask in the channel of your account"),
            ("faq packs", "shows your packs", "shows your packs"),
            ("verdicts", "Only managers", "Only managers"),
            ("help", "What can I do for you?", "What can I do for you?"),
            ("products mail", "Mail Server 2022", "Mail Server 2022"),
            ("claim ORD-9", "press the button", "press the button"),
            ("admin", "Only managers", "Only managers"),
            ("counter", "Only technicians", "Only technicians"),
        ],
    )
    def test_to_a_word_are_given_where_all_may_read_them(
        self, harness: Harness, word: str, said: str, elsewhere: str
    ) -> None:
        here, there = (harness.alice.mention(word, channel=place).ts for place in (CUSTOMERS, LOBBY))
        [given], [given_there] = below(harness, here), below(harness, there, LOBBY)
        assert said in given
        assert elsewhere in given_there
        assert "3456" not in given_there
        assert harness.slack.channels.get("D0ALICE") is None

    def test_are_for_one_person_alone_where_slack_lets_them(self, harness: Harness) -> None:
        let(harness, shows_ephemerals=True)
        for word in ("packs", "show INC-99"):
            said = harness.alice.mention(word, channel=CUSTOMERS)
            assert below(harness, said.ts) == []
        assert ["3456" in one for one in harness.private_answers("U0ALICE")] == [True, False]

    def test_speak_the_language_of_the_account_in_its_zone(self, harness: Harness) -> None:
        with harness.guichet.database.transaction() as session:
            session.exec(select(Account)).one().locale = "fr"
        said = harness.alice.mention(f"B {SAID}", channel=CUSTOMERS)
        [offer] = below(harness, said.ts)
        assert "13\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00" in offer
        assert "réponse initiale" in offer
        asked = harness.alice.mention("liste", channel=CUSTOMERS)
        assert "Aucun incident" in below(harness, asked.ts)[-1]


class TestSurvey:
    """The person who filed is asked in the thread of the card."""

    def test_is_asked_and_answered_in_the_thread(self, harness: Harness) -> None:
        let(harness, opens_forms=True)
        cards = file(harness)
        solve(harness, cards)
        asked = below(harness, cards[CUSTOMERS])[-1]
        assert asked.startswith("@alice INC-1")
        assert "How did it go?" in asked
        assert harness.bob.click("Answer", channel=CUSTOMERS).ok
        assert harness.slack.open_view("U0BOB") is None
        assert harness.alice.click("Answer", channel=CUSTOMERS).ok
        assert harness.alice.submit(ANSWERS | {EXPERIENCE: "Fast."}).ok
        assert "@alice has answered the survey" in below(harness, cards[TRIAGE], TRIAGE)[-1]
        assert [one.quality for one in stored(harness, Survey)] == [4]
        assert harness.slack.buttons(harness.slack.thread(CUSTOMERS, cards[CUSTOMERS])[-1]) == []
        assert unposted(harness) == []

    def test_is_asked_once_more_in_the_thread(self, harness: Harness) -> None:
        cards = file(harness)
        solve(harness, cards)
        harness.clock.tick(journey.BUILT_IN.survey.remind_after)
        assert "only reminder" in below(harness, cards[CUSTOMERS])[-1]
        assert harness.alice.click("Answer", channel=CUSTOMERS, beside="only reminder").ok
        assert "write it in this thread" in below(harness, cards[CUSTOMERS])[-1]
        assert unposted(harness) == []

    def test_is_asked_in_one_sentence_where_others_read(self, harness: Harness) -> None:
        cards = file(harness, LOBBY)
        solve(harness, cards)
        harness.clock.tick(journey.BUILT_IN.survey.remind_after)
        said = [one for one in below(harness, cards[LOBBY], LOBBY) if "How did it go" in one]
        assert len(said) == 1
        assert "tell us in this thread" in said[0]
        assert unposted(harness) == []

    def test_is_a_direct_message_to_who_is_of_our_workspace(self, harness: Harness) -> None:
        harness.slack.users["U0ALICE"].team_id = harness.slack.team_id
        cards = file(harness)
        solve(harness, cards)
        assert "How did it go" in harness.direct("U0ALICE")[-1]
        assert "How did it go" not in "".join(below(harness, cards[CUSTOMERS]))


class TestClaim:
    """A claim is made in a message, and answered where it was made."""

    def claim(self, harness: Harness, channel: str, number: str = ORDER) -> str:
        """Let Alice claim a pack without a form; return the ts of her message."""
        said = harness.alice.mention(f"claim {number}", channel=channel)
        harness.deliver()
        assert harness.alice.click("Claim a pack", channel=channel).ok
        assert "you will get the answer in the thread" in below(harness, said.ts, channel)[-1]
        return said.ts

    def decide(self, harness: Harness, button: str, **answers: str) -> None:
        """Let Max decide about the claim."""
        place = harness.slack.direct_message("U0MAX").id
        assert harness.people["U0MAX"].click(button, channel=place).ok
        if answers:
            assert harness.people["U0MAX"].submit({"Motif": answers["reason"]}).ok
        harness.deliver()

    def test_is_answered_in_the_channel_of_the_account(self, harness: Harness) -> None:
        ts = self.claim(harness, CUSTOMERS)
        self.decide(harness, "Accepter")
        assert "@alice ✅ Your claim to the pack ••••3456 has been approved" in below(harness, ts)[-1]
        warned = [
            one for one in harness.slack.messages(CUSTOMERS) if "has claimed the pack" in harness.slack.text_of(one)
        ]
        assert [harness.slack.text_of(one).startswith("@bob 🎟️ @alice has claimed") for one in warned] == [True]
        assert unposted(harness) == []

    @pytest.mark.parametrize(("channel", "number"), [(LOBBY, ORDER), (CUSTOMERS, "NOSUCH1234")])
    def test_says_elsewhere_whom_to_ask(self, harness: Harness, channel: str, number: str) -> None:
        ts = self.claim(harness, channel, number)
        self.decide(harness, "Refuser", reason="It is zebra’s")
        said = below(harness, ts, channel)[-1]
        assert "There is an answer to your claim" in said
        assert "ask @max" in said
        assert "zebra" not in said
        assert unposted(harness) == []

    def test_without_a_number_says_how_to_give_one(self, harness: Harness) -> None:
        said = harness.alice.mention("claim", channel=CUSTOMERS)
        harness.deliver()
        assert harness.alice.click("Claim a pack", channel=CUSTOMERS).ok
        assert "@Guichet claim ORD-12345" in below(harness, said.ts)[-1]
        assert stored(harness, Claim) == []

    def test_with_the_form_is_answered_in_the_thread_as_well(self, harness: Harness) -> None:
        let(harness, opens_forms=True)
        said = harness.alice.mention(f"claim {ORDER}", channel=CUSTOMERS)
        harness.deliver()
        assert harness.alice.click("Claim a pack", channel=CUSTOMERS).ok
        assert harness.alice.submit().ok
        harness.deliver()
        self.decide(harness, "Accepter")
        assert "has been approved" in below(harness, said.ts)[-1]

    def test_tells_the_managers_where_nobody_could_be_told(self, harness: Harness) -> None:
        ts = self.claim(harness, LOBBY)
        with harness.guichet.database.transaction() as session:
            session.delete(session.exec(select(Membership).where(Membership.kind == "channel")).one())
        self.decide(harness, "Accepter")
        assert "There is an answer" in below(harness, ts, LOBBY)[-1]
        assert [one for one in harness.direct("U0MAX") if "aucun message direct pour U0BOB" in one]


class TestNotices:
    """A buyer reads about the pack in the account's own channel."""

    @pytest.fixture(autouse=True)
    def _two_buyers(self, harness: Harness) -> None:
        with harness.guichet.database.transaction() as session:
            session.add(Membership(account_id=1, kind="user", value="U0ALICE", is_buyer=True))

    def watch(self, harness: Harness) -> None:
        """Let it be a month before the pack expires."""
        harness.clock.move_to(datetime(2027, 10, 25, 9, tzinfo=UTC))
        harness.guichet.scheduler.get_job(timetable.WATCH_PACKS).func()
        harness.deliver()

    def test_are_posted_once_in_the_channel(self, harness: Harness) -> None:
        self.watch(harness)
        told = [harness.slack.text_of(one) for one in harness.slack.messages(CUSTOMERS)]
        assert [("expires in" in one, one.split(" ")[0]) for one in told] == [(True, "@alice")]
        assert harness.direct("U0MAX") == []
        assert unposted(harness) == []

    def test_go_to_the_managers_where_there_is_no_channel(self, harness: Harness) -> None:
        with harness.guichet.database.transaction() as session:
            session.delete(session.exec(select(Membership).where(Membership.kind == "channel")).one())
        self.watch(harness)
        assert ["••••3456" in one for one in harness.direct("U0MAX")] == [True, True]
        assert unposted(harness) == []


class TestChannel:
    """The channel is the only place where the customers can read messages."""

    def test_is_waited_for_while_we_are_not_in_it(self, harness: Harness) -> None:
        cards = file(harness)
        harness.slack.remove_bot(CUSTOMERS)
        propose(harness, cards)
        assert [one.opened_in for one in stored(harness, Incident)] == [CUSTOMERS]
        assert (Kind.SOLUTION_TO_CUSTOMER, CUSTOMERS) in unposted(harness)
        harness.slack.add_bot(CUSTOMERS)
        harness.pass_time(minutes=15)
        assert "Restart" in "".join(below(harness, cards[CUSTOMERS]))
        assert unposted(harness) == []
        harness.clock.tick(timedelta(days=1))
