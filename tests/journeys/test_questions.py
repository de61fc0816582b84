"""Every message that asks something is updated once the question is settled, by whatever and however late."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from freezegun.api import FrozenDateTimeFactory
from sqlmodel import col, delete, insert, select, update

from bot import timetable
from bot.kinds import KINDS
from bot.queries.settled import JUDGES
from models import Card, Incident, OutboxMessage
from models.vocabulary import ACKNOWLEDGED, AFTER_CLOSING, GIVEN_BACK, SCOPE, SPLIT, UNREACHABLE, Kind
from tests.fake_slack import FakeSlack
from tests.journeys import harness as journey
from tests.journeys.harness import CUSTOMERS, TRIAGE, Harness
from tests.journeys.test_survey import ANSWERS
from tests.paying import add_account, add_pack

Act = Callable[[Harness, dict[str, str]], None]
NUMBER = "ORD12345678"
SHORTCUTS = {ACKNOWLEDGED.triage}
"""Kinds whose button asks nothing: one can reply to the customer as long as there is an incident."""
CARDS = {Kind.CUSTOMER_CARD, Kind.TRIAGE_CARD, Kind.REFRESH_CUSTOMER_CARD, Kind.REFRESH_TRIAGE_CARD}
"""Kinds that are rendered anew with every change."""


def _form(who: str, button: str, fields: dict[str, str], *, channel: str = TRIAGE) -> Act:
    """Return an act: somebody presses a button of the card and fills in its form."""

    def act(harness: Harness, cards: dict[str, str]) -> None:
        person = harness.people[who]
        assert person.click(button, channel=channel, ts=cards[channel]).ok
        answer = person.submit(fields)
        assert answer.ok, answer

    return act


def _chosen(who: str, name: str, fields: dict[str, str] | None = None, *, channel: str = TRIAGE) -> Act:
    """Return an act: somebody chooses it under *More…*."""

    def act(harness: Harness, cards: dict[str, str]) -> None:
        assert harness.choose(harness.people[who], name, cards[channel], channel).ok  # type: ignore[arg-type]
        if fields is not None:
            answer = harness.people[who].submit(fields)
            assert answer.ok, answer

    return act


def _wait(**length: float) -> Act:
    return lambda harness, _cards: harness.pass_time(**length)


def _direct(who: str, button: str, fields: dict[str, str] | None = None) -> Act:
    """Return an act: somebody presses a button of the newest direct message that has it."""

    def act(harness: Harness, _cards: dict[str, str]) -> None:
        assert harness.people[who].click(button, channel=harness.slack.direct_message(who).id).ok
        if fields is not None:
            answer = harness.people[who].submit(fields)
            assert answer.ok, answer

    return act


def _in_thread(who: str, button: str, *, channel: str = CUSTOMERS) -> Act:
    def act(harness: Harness, _cards: dict[str, str]) -> None:
        assert harness.people[who].click(button, channel=channel).ok

    return act


def _claim(harness: Harness, _cards: dict[str, str]) -> None:
    add_pack(
        harness.guichet.database, journey.BUILT_IN, account_id=add_account(harness.guichet.database), number=NUMBER
    )
    harness.alice.command("/incident", "claim", channel=CUSTOMERS)
    assert harness.alice.submit({"Order confirmation number": NUMBER}).ok
    harness.alice.close_form()


def _acknowledge(harness: Harness, cards: dict[str, str]) -> None:
    assert harness.tess.click("Acknowledge", channel=TRIAGE, ts=cards[TRIAGE]).ok


def _talk(harness: Harness, cards: dict[str, str]) -> None:
    harness.theo.reply("Not my product. Who knows calendars?", channel=TRIAGE, thread_ts=cards[TRIAGE])


def _snooze(harness: Harness, _cards: dict[str, str]) -> None:
    newest = asked(harness, (Kind.UPDATE_WANTED,))[-1]
    assert harness.tess.click("Snooze 1 h", channel=TRIAGE, ts=str(newest.sent_ts)).ok


WITHDRAW = _form("U0ALICE", "Close my incident", {}, channel=CUSTOMERS)
REOPEN = _form("U0ALICE", "Reopen", {"Reason": "Down again"}, channel=CUSTOMERS)
SOLUTION = _form("U0TESS", "Propose solution", {"Solution": "Restart it."})
SOLVE = _form("U0TESS", "Close", {"Outcome": "Solved by the proposed solution"})
GIVE_UP = _form("U0TESS", "Close", {"Outcome": "Unresolved: there is no solution", "Explanation": "None."})
SCOPE_ONE = _form("U0TESS", "Propose scope", {"Scope": "One"})
AGREE = _in_thread("U0ALICE", "Agree")
REACHED = _in_thread("U0ALICE", "I can be reached")
GIVE_BACK = _chosen("U0TESS", "give_back", {"Handover note": "Not my product"})
SCOPE_TWO = _form("U0TESS", "Propose scope", {"Scope": "Two"})
PROPOSE_SPLIT = _chosen("U0TESS", "propose_split", {"Incidents": "A Mail\nB Calendar"})
UNREACHABLE_ = _chosen("U0TESS", "mark_unreachable", {"What was tried": "Rang."})
SEVERITY = _form(
    "U0ALICE",
    "Change severity",
    {"Severity": "🟠 B · moderate business impact (response within 4 business hours)", "Reason": "Less."},
    channel=CUSTOMERS,
)
AROUND_THE_CLOCK = {"Cover": "24x7, around the clock", "Reachable contacts (24x7)": "Bob, +33 1 23 45 67 89, nights"}


def _reply(harness: Harness, cards: dict[str, str]) -> None:
    harness.slack.add_member(CUSTOMERS, "U0TESS")
    harness.tess.reply("We are at it.", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS])


def _write(harness: Harness, cards: dict[str, str]) -> None:
    harness.pass_time(minutes=1)
    assert harness.alice.reply("Down again", channel=CUSTOMERS, thread_ts=cards[CUSTOMERS]).ok


def _duty(harness: Harness, _cards: dict[str, str]) -> None:
    harness.clock.tick(timedelta(hours=5))
    harness.guichet.scheduler.get_job(timetable.WATCH_DUTY).func()


@dataclass(frozen=True)
class Story:
    """How a question comes about, what settles it, and what its message says afterwards."""

    kinds: tuple[Kind, ...]
    asks: tuple[Act, ...]
    settles: tuple[Act, ...]
    note: str
    left: tuple[str, ...] = ()
    """The buttons that stay."""


REMINDED = (Kind.WARNING, Kind.BREACH, Kind.ESCALATION, Kind.BREACH_NOTICE, Kind.ESCALATION_NOTICE)
LATE = (_wait(hours=2, minutes=31),)
TOLD = (Kind.UPDATE_WANTED, Kind.UPDATE_NOTICE)
QUIET = (_acknowledge, _wait(hours=9))
UNANSWERED = (
    _acknowledge,
    _chosen("U0TESS", "wait_for_customer", {}),
    *(lambda harness, _cards: harness.clock.tick(timedelta(days=4)),) * 3,
)
STORIES = [
    Story(REMINDED, LATE, (_acknowledge,), "@tess has acknowledged it|@tess l’a pris en charge"),
    Story(REMINDED, LATE, (WITHDRAW,), "@alice has closed the incident|@alice a clos l’incident"),
    Story(REMINDED, LATE, (SEVERITY,), "another deadline counts|une autre échéance compte"),
    Story(REMINDED, LATE, (SOLUTION,), "@tess has acknowledged it|@tess l’a pris en charge"),
    Story((Kind.TALK_NOTICE,), (_talk,), (_acknowledge,), "@tess l’a pris en charge."),
    Story((Kind.TALK_NOTICE,), (_talk,), (_direct("U0THEO", "Prendre en charge"),), "@theo l’a pris en charge."),
    Story((GIVEN_BACK.triage,), (_acknowledge, GIVE_BACK), (_acknowledge,), "@tess has acknowledged it."),
    Story(
        TOLD,
        QUIET,
        (GIVE_BACK,),
        "the incident is waiting for a technician again|l’incident attend de nouveau|attend de nouveau un technicien",
    ),
    Story(TOLD, QUIET, (_reply,), "The customer has heard from us since.|Le client a eu de nos nouvelles"),
    Story(TOLD, QUIET, (_snooze,), "@tess has snoozed this reminder|@tess a repoussé ce rappel"),
    Story(TOLD, QUIET, (WITHDRAW,), "@alice has closed the incident.|@alice a clos l’incident"),
    Story((SCOPE.customer,), (SCOPE_ONE,), (SCOPE_TWO,), "A newer proposal has replaced this one."),
    Story((SCOPE.customer,), (SCOPE_ONE,), (AGREE,), "@alice has agreed to it.", ("Amend",)),
    Story((SCOPE.customer,), (SCOPE_ONE,), (WITHDRAW,), "@alice has closed the incident."),
    Story(
        (SCOPE.customer,), (SCOPE_ONE,), (_in_thread("U0ALICE", "Agree"), WITHDRAW), "@alice has closed the incident."
    ),
    Story((SPLIT.customer,), (PROPOSE_SPLIT,), (_in_thread("U0ALICE", "Agree to split"),), "@alice has agreed to it."),
    Story((SPLIT.customer,), (PROPOSE_SPLIT,), (_in_thread("U0ALICE", "Decline"),), "@alice has declined it."),
    Story((SPLIT.customer,), (PROPOSE_SPLIT,), (PROPOSE_SPLIT,), "A newer proposal has replaced this one."),
    Story((SPLIT.customer,), (PROPOSE_SPLIT,), (WITHDRAW,), "@alice has closed the incident."),
    Story((UNREACHABLE.customer,), (UNREACHABLE_,), (REACHED,), "@alice can be reached."),
    Story((UNREACHABLE.customer,), (UNREACHABLE_,), (WITHDRAW,), "@alice has closed the incident."),
    Story((UNREACHABLE.customer,), (UNREACHABLE_,), (_duty,), "the cover fell back to business hours."),
    Story(
        (Kind.VERDICT_WANTED,),
        (GIVE_UP,),
        (_direct("U0MAX", "Décider", {"Décision": "Facturer", "Motif": "Comme convenu"}),),
        "@max a décidé de le facturer.",
    ),
    Story(
        (Kind.VERDICT_WANTED,),
        (WITHDRAW,),
        (_direct("U0MAX", "Décider", {"Décision": "Ne pas facturer", "Motif": "Geste"}),),
        "@max a décidé de ne pas le facturer.",
    ),
    Story((Kind.VERDICT_WANTED,), (GIVE_UP,), (REOPEN,), "L’incident est de nouveau ouvert."),
    Story((Kind.SURVEY_WANTED,), (SOLUTION, SOLVE), (REOPEN,), "The incident is open again."),
    Story((Kind.SURVEY_WANTED,), (SOLUTION, SOLVE), (_direct("U0ALICE", "Answer", ANSWERS),), "You have answered"),
    Story(
        (Kind.SURVEY_WANTED, Kind.SURVEY_REMINDER),
        (SOLUTION, SOLVE, lambda harness, _cards: harness.clock.tick(timedelta(days=4))),
        (REOPEN,),
        "The incident is open again.",
    ),
    Story((Kind.CLAIM_MADE,), (_claim,), (_direct("U0MAX", "Accepter"),), "@max a accepté cette demande."),
    Story(
        (Kind.CLAIM_MADE,), (_claim,), (_direct("U0MAX", "Refuser", {"Motif": "Non"}),), "@max a refusé cette demande."
    ),
    Story((Kind.WAITING_OVER,), UNANSWERED, (_write,), "We are no longer waiting for the customer’s answer."),
    Story(tuple(AFTER_CLOSING), (SOLUTION, SOLVE, _write), (REOPEN,), "The incident is open again."),
    Story(
        (AFTER_CLOSING.triage,),
        (SOLUTION, SOLVE, _write, _wait(minutes=1)),
        (_reply,),
        "The customer has heard from us since.",
    ),
]


@pytest.fixture
def harness(slack: FakeSlack, clock: FrozenDateTimeFactory, tmp_path: Path, ready_url: str) -> Iterator[Harness]:
    """The whole program, on each kind of database."""
    with journey.program(slack, tmp_path, database_url=ready_url) as guichet:
        yield Harness(slack, guichet, clock)


def asked(harness: Harness, kinds: tuple[Kind, ...]) -> list[OutboxMessage]:
    """Return the outbox rows of these kinds that were posted, oldest first."""
    with harness.guichet.database.reading() as session:
        wanted = select(OutboxMessage).where(col(OutboxMessage.kind).in_(kinds), OutboxMessage.state == "done")
        return list(session.exec(wanted.order_by(col(OutboxMessage.id))))


def play(harness: Harness, story: Story) -> tuple[dict[str, str], list[OutboxMessage]]:
    """File an incident, let the question be asked, and return the cards and the messages that ask it."""
    cards = harness.file(**AROUND_THE_CLOCK)
    for act in story.asks:
        act(harness, cards)
        harness.deliver()
    messages = asked(harness, story.kinds)
    assert {one.kind for one in messages} == set(story.kinds)
    return cards, messages


def look(harness: Harness, message: OutboxMessage) -> tuple[str, list[str]]:
    """Return the text of a message as it is now, and its buttons."""
    shown = harness.slack.message(str(message.sent_channel), str(message.sent_ts))
    return harness.slack.text_of(shown), harness.slack.buttons(shown)


def check_settled(harness: Harness, messages: list[OutboxMessage], story: Story) -> None:
    """Check that each message says what became of the question, and has only the buttons that stay."""
    for one in messages:
        text, buttons = look(harness, one)
        assert any(note in text for note in story.note.split("|")), text
        assert tuple(buttons) == story.left


def settle(harness: Harness, cards: dict[str, str], story: Story) -> None:
    """Let the question be settled; nothing is delivered yet after the last act."""
    for number, act in enumerate(story.settles):
        if number:
            harness.deliver()
        act(harness, cards)


@contextmanager
def put_back(harness: Harness) -> Iterator[None]:
    """Restore the rows of the outbox and the cards at the end, as if nothing had been delivered meanwhile."""
    with harness.guichet.database.reading() as session:
        before = {table: [one.model_dump() for one in session.exec(select(table))] for table in (OutboxMessage, Card)}
    yield
    with harness.guichet.database.transaction() as session:
        for table, rows in before.items():
            session.exec(delete(table))
            session.exec(insert(table).values(rows))


def called(story: Story) -> str:
    """Return the test id of a story."""
    return f"{story.kinds[-1]}: {story.note[:40]}"


class TestQuestion:
    """A message that asks something."""

    @pytest.mark.parametrize("story", STORIES, ids=called)
    def test_is_changed_however_often_slack_is_busy_and_holds_up_nothing_where_slack_refuses(
        self, harness: Harness, story: Story
    ) -> None:
        """Both are seen from where the question was settled: what takes long is to come there."""
        cards, messages = play(harness, story)
        for one in messages:
            assert story.note.split("|")[0] not in look(harness, one)[0]
        settle(harness, cards, story)
        with put_back(harness):
            harness.slack.fail("chat.update", times=2, error="ratelimited", status=429, headers={"Retry-After": "30"})
            for _ in range(4):
                harness.deliver()
                harness.clock.tick(timedelta(seconds=31))
            check_settled(harness, messages, story)
        let_nothing_be_changed(harness, messages)
        hits = harness.slack.faults_hit
        harness.deliver()
        assert harness.slack.faults_hit - hits == len(messages)
        assert unchanged(harness) == []

    @pytest.mark.parametrize("story", [one for one in STORIES if len(one.settles) > 1], ids=called)
    def test_that_can_be_changed_neither_first_nor_last_holds_up_nothing(self, harness: Harness, story: Story) -> None:
        cards, messages = play(harness, story)
        let_nothing_be_changed(harness, messages)
        settle(harness, cards, story)
        harness.deliver()
        assert unchanged(harness) == []

    @pytest.mark.parametrize("story", [STORIES[1], STORIES[13], STORIES[22], STORIES[25], STORIES[28]])
    def test_is_brought_up_to_date_after_a_restart(
        self, harness: Harness, slack: FakeSlack, tmp_path: Path, ready_url: str, story: Story
    ) -> None:
        cards, messages = play(harness, story)
        settle(harness, cards, story)
        harness.guichet.stop()
        with journey.program(slack, tmp_path, database_url=ready_url) as anew:
            again = Harness(slack, anew, harness.clock)
            again.clock.tick(timedelta(minutes=2))
            again.deliver()
            check_settled(again, messages, story)

    def test_is_changed_later_where_its_channel_let_us_change_nothing(self, harness: Harness) -> None:
        story = STORIES[24]
        cards, messages = play(harness, story)
        place = harness.slack.direct_message("U0MAX").id
        harness.slack.fail("chat.update", times=1, error="channel_not_found", channel=place)
        settle(harness, cards, story)
        harness.deliver()
        assert look(harness, messages[0])[1] == ["Décider"]
        look_daily(harness)
        check_settled(harness, messages, story)

    def test_is_changed_too_where_slack_has_posted_it_without_saying_so(self, harness: Harness) -> None:
        story = STORIES[24]
        harness.slack.fail("chat.postMessage", times=1, drop_after_accept=True, channel="U0MAX")
        cards = harness.file()
        for act in story.asks:
            act(harness, cards)
        harness.pass_time(minutes=5)
        messages = asked(harness, story.kinds)
        assert len(messages) == len(harness.slack.dms("U0MAX")) == 1
        settle(harness, cards, story)
        harness.deliver()
        check_settled(harness, messages, story)

    def test_of_an_earlier_version_is_found_by_the_daily_look(self, harness: Harness) -> None:
        """Then nobody brought it up to date when the incident was closed."""
        story = STORIES[13]
        _, messages = play(harness, story)
        with harness.guichet.database.transaction() as session:
            ended = {
                "status": "closed",
                "outcome": "withdrawn",
                "closed_by": "U0ALICE",
                "closed_at": harness.guichet.now(),
            }
            session.exec(update(Incident).values(**ended))
        harness.deliver()
        assert look(harness, messages[0])[1] == ["Agree", "Amend"]
        look_daily(harness)
        check_settled(harness, messages, story)

    @pytest.mark.parametrize("story", [STORIES[22], STORIES[28]])
    def test_to_a_former_manager_is_left_to_others(
        self, harness: Harness, slack: FakeSlack, tmp_path: Path, ready_url: str, story: Story
    ) -> None:
        _, messages = play(harness, story)
        harness.guichet.stop()
        with journey.program(slack, tmp_path, database_url=ready_url, managers=("U0TESS",)) as anew:
            again = Harness(slack, anew, harness.clock)
            look_daily(again)
            text, buttons = look(again, messages[0])
        assert "Cela revient désormais aux responsables actuels." in text
        assert buttons == []


def let_nothing_be_changed(harness: Harness, messages: list[OutboxMessage]) -> None:
    """Let Slack answer message_not_found to every update of these messages."""
    for one in messages:
        harness.slack.fail("chat.update", times=99, error="message_not_found", ts=one.sent_ts)


def unchanged(harness: Harness) -> list[str]:
    """Return the kinds of the messages that are due and not posted."""
    with harness.guichet.database.reading() as session:
        held = select(OutboxMessage).where(col(OutboxMessage.state).in_(("pending", "parked", "refused")))
        return [one.kind for one in session.exec(held) if one.due_at <= harness.guichet.now()]


def look_daily(harness: Harness) -> None:
    """Run the job that looks for what is still asked, as the scheduler does each day."""
    harness.guichet.scheduler.get_job(timetable.SETTLE_QUESTIONS).func()
    harness.deliver()


def test_every_kind_with_buttons_says_when_it_is_settled() -> None:
    told = {kind for story in STORIES for kind in story.kinds}
    assert {kind: traits.settled for kind, traits in KINDS.items() if traits.settled is not None} == JUDGES
    assert set(JUDGES) - told == {Kind.CERTIFICATE_NOTICE, SCOPE.triage, SPLIT.triage}  # These have no buttons.
