"""A message in a thread is copied once, however often and in whatever order Slack sends it, and may be a response."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.incidents.acknowledgement import acknowledge_incident, receive_eyes
from bot.operations.incidents.remark import delete_remark, how_answered, may_matter, receive_remark
from bot.policy_tables import Acknowledge
from bot.rules.person import Person
from bot.rules.written_message import WrittenMessage
from models import Event, Incident, OutboxMessage, Remark
from models.vocabulary import AcknowledgeBy, Side
from tests.contexts import context_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def message(file_incident: Callable[..., int], now: datetime) -> WrittenMessage:
    """What Alice wrote about her incident."""
    file_incident()
    return WrittenMessage("C0ACME", "2.0", "U0ALICE", now, "Hello", [{"name": "a.log", "link": "https://a.example"}])


@pytest.fixture
def receive(database: Database, alice: Person, now: datetime) -> Callable[..., bool]:
    """Receive in a transaction of its own, an hour after the filing."""

    def receive(
        message: WrittenMessage, person: Person = alice, *, side: Side = Side.CUSTOMER, is_edit: bool = False
    ) -> bool:
        with database.transaction() as session:
            return receive_remark(
                session,
                replace(message, author=person.user_id),
                incident_id=1,
                side=side,
                is_edit=is_edit,
                context=context_of(person, now + 60 * MINUTE),
            )

    return receive


@pytest.fixture
def delete(database: Database, alice: Person, now: datetime) -> Callable[[str], None]:
    """Delete in a transaction of its own."""

    def delete(ts: str) -> None:
        with database.transaction() as session:
            delete_remark(session, channel="C0ACME", ts=ts, incident_id=1, context=context_of(alice, now))

    return delete


def kept(database: Database) -> tuple[list[tuple[str, int, bool]], list[tuple[str, str]]]:
    """Return text, version and whether it is deleted of each remark; kind and key of what is to be posted."""
    with database.reading() as session:
        remarks = [(one.text, one.version, one.is_deleted) for one in session.exec(select(Remark))]
        rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id))  # type: ignore[arg-type]
        return remarks, [(one.kind, one.dedup_key) for one in rows if "remark" in one.kind]


def incident(database: Database) -> Incident:
    """Return the incident as it is."""
    with database.reading() as session:
        return session.get_one(Incident, 1)


class TestCopy:
    """There is one copy, and it follows its original."""

    def test_is_made_once(self, database: Database, receive: Callable[..., bool], message: WrittenMessage) -> None:
        with ThreadPoolExecutor(4) as at_once:
            list(at_once.map(receive, [message] * 4))
        assert kept(database) == ([("Hello", 1, False)], [("remark_to_triage", "remark-1")])

    def test_is_none_of_what_is_written_in_the_technicians_thread(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage
    ) -> None:
        receive(message, side=Side.TRIAGE)
        assert kept(database) == ([], [])

    def test_follows_an_edit_once(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage
    ) -> None:
        edited = replace(message, text="Hello you", is_edited=True)
        for one in (message, edited, edited, message):  # The first event again, late.
            receive(one)
        copies = [("remark_to_triage", "remark-1"), ("refresh_remark", "remark-1 v2")]
        assert kept(database) == ([("Hello you", 2, False)], copies)
        with database.reading() as session:
            event = session.exec(select(Event).where(Event.kind == "edit_remark")).one()
        same = {"remark": 1, "files": message.files, "is_deleted": False}
        assert (event.actor, event.before, event.after) == (
            "U0ALICE",
            same | {"version": 1, "text": "Hello"},
            same | {"version": 2, "text": "Hello you"},
        )

    def test_has_the_words_of_an_edit_that_comes_first(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage
    ) -> None:
        receive(replace(message, text="Hello you", is_edited=True), is_edit=True)
        receive(message)
        assert kept(database)[0] == [("Hello you", 1, False)]

    def test_is_marked_once_when_its_original_is_deleted(
        self,
        database: Database,
        receive: Callable[..., bool],
        delete: Callable[[str], None],
        message: WrittenMessage,
    ) -> None:
        receive(message)
        for ts in ("2.0", "2.0", "9.9"):
            delete(ts)
        receive(replace(message, text="Hello you", is_edited=True), is_edit=True)
        copies = [("remark_to_triage", "remark-1"), ("refresh_remark", "remark-1 v2")]
        assert kept(database) == ([("Hello", 2, True)], copies)

    def test_is_none_of_a_message_that_arrives_after_its_deletion(
        self,
        database: Database,
        receive: Callable[..., bool],
        delete: Callable[[str], None],
        message: WrittenMessage,
    ) -> None:
        delete("2.0")
        receive(message)
        assert kept(database) == ([], [])

    def test_has_the_words_of_an_edit_at_the_same_instant(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage
    ) -> None:
        edited = replace(message, text="Hello you", is_edited=True)
        with ThreadPoolExecutor(4) as at_once:
            list(at_once.map(receive, [message, edited, message, edited]))
        ((text, _, _),) = kept(database)[0]
        assert text == "Hello you"


class TestTechnician:
    """A technician answers the customer."""

    @pytest.mark.parametrize(
        ("side", "text", "how"), [(Side.CUSTOMER, "Hello", "reply"), (Side.TRIAGE, "Mine, at ten", "word")]
    )
    def test_gives_the_initial_response_when_the_message_was_written(
        self,
        database: Database,
        receive: Callable[..., bool],
        message: WrittenMessage,
        theo: Person,
        now: datetime,
        side: Side,
        text: str,
        how: str,
    ) -> None:
        assert receive(replace(message, text=text, at=now + 20 * MINUTE), theo, side=side)
        found = incident(database)
        assert (found.acknowledged_by, found.acknowledged_how) == ("U0THEO", how)
        assert found.acknowledged_at == now + 20 * MINUTE

    @pytest.mark.parametrize(
        ("minutes", "counts_as"),
        [
            (-20_000_000, 0),  # About 1988.
            (-1, 0),  # Slack's clock is behind ours.
            (0, 0),
            (59, 59),
            (61, 60),
            (40_000_000, 60),  # About 2102; it is received 60 minutes after the filing.
        ],
    )
    @pytest.mark.parametrize("is_answered", [False, True])
    def test_acts_neither_before_the_filing_nor_after_now(
        self,
        database: Database,
        receive: Callable[..., bool],
        message: WrittenMessage,
        theo: Person,
        now: datetime,
        minutes: int,
        counts_as: int,
        is_answered: bool,
    ) -> None:
        if is_answered:
            with database.transaction() as session:
                acknowledge_incident(session, incident_id=1, context=context_of(theo, now))
        for _ in range(2):
            assert receive(replace(message, at=now + minutes * MINUTE), theo)
        found, expected = incident(database), now + counts_as * MINUTE
        assert found.acknowledged_at == (now if is_answered else expected)
        assert found.customer_updated_at == expected
        with database.reading() as session:
            assert session.exec(select(Remark)).one().written_at == expected

    @pytest.mark.usefixtures("message")
    @pytest.mark.parametrize(("minutes", "counts_as"), [(-20_000_000, 0), (30, 30), (40_000_000, 60)])
    def test_puts_eyes_on_a_card_neither_before_the_filing_nor_after_now(
        self, database: Database, theo: Person, now: datetime, minutes: int, counts_as: int
    ) -> None:
        with database.transaction() as session:
            context = context_of(theo, now + 60 * MINUTE)
            receive_eyes(session, incident_id=1, at=now + minutes * MINUTE, context=context)
        assert incident(database).acknowledged_at == now + counts_as * MINUTE

    def test_is_the_first_one_whoever_writes_next(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage, theo: Person, tess: Person
    ) -> None:
        mine = replace(message, text="mine")
        for _ in range(2):
            receive(mine, theo, side=Side.TRIAGE)
            receive(mine, tess, side=Side.TRIAGE)
        assert incident(database).acknowledged_by == "U0THEO"

    def test_acknowledges_nothing_by_talking_and_is_asked_once_whether_it_is_theirs(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage, theo: Person, tess: Person
    ) -> None:
        talk = replace(message, text="Not my product. Who knows calendars?")
        for who in (theo, theo, tess):
            assert receive(talk, who, side=Side.TRIAGE)
        assert incident(database).status == "open"
        with database.reading() as session:
            asked = select(OutboxMessage).where(OutboxMessage.kind == "talk_notice").order_by(col(OutboxMessage.id))
            notices = session.exec(asked).all()
        assert [(one.channel, one.incident_id, one.side) for one in notices] == [
            ("U0THEO", 1, None),
            ("U0TESS", 1, None),
        ]

    @pytest.mark.parametrize(
        ("by", "side", "text", "how"),
        [
            (["talk"], Side.TRIAGE, "Who knows calendars?", "triage_reply"),
            (["talk"], Side.TRIAGE, "Mine", "triage_reply"),
            (["word", "talk"], Side.TRIAGE, "Mine", "word"),
            (["talk"], Side.CUSTOMER, "Mine", None),
            (["button"], Side.TRIAGE, "Mine", None),
            (["button"], Side.CUSTOMER, "Hello", None),
            (["reply"], Side.CUSTOMER, "Hello", "reply"),
        ],
    )
    def test_answers_by_what_the_policy_lets_count(
        self, message: WrittenMessage, by: list[AcknowledgeBy], side: Side, text: str, how: str | None
    ) -> None:
        policy = Acknowledge(by=by, words=["mine"])
        assert how_answered(replace(message, text=text), side=side, policy=policy) == how

    @pytest.mark.parametrize(
        ("side", "updated"),
        [
            (Side.CUSTOMER, 30),  # The customer has read it.
            (Side.TRIAGE, 5),  # The customer has not.
        ],
    )
    def test_updates_the_customer_afterwards(
        self,
        database: Database,
        receive: Callable[..., bool],
        message: WrittenMessage,
        theo: Person,
        now: datetime,
        side: Side,
        updated: int,
    ) -> None:
        with database.transaction() as session:
            acknowledge_incident(session, incident_id=1, context=context_of(theo, now + 5 * MINUTE))
        for minutes in (30, 10, 30):  # In any order, any number of times.
            receive(replace(message, ts=f"{minutes}.0", at=now + minutes * MINUTE), theo, side=side)
        assert incident(database).customer_updated_at == now + updated * MINUTE

    def test_answers_nothing_by_an_edit(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage, theo: Person
    ) -> None:
        receive(replace(message, is_edited=True), theo, is_edit=True)
        assert incident(database).status == "open"

    def test_answers_nothing_to_themself(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage, alice: Person
    ) -> None:
        """Alice, who filed the incident, is a technician as well."""
        receive(message, replace(alice, is_technician=True))
        assert incident(database).status == "open"

    @pytest.mark.parametrize(
        ("side", "is_acknowledged", "is_done"),
        [
            (Side.CUSTOMER, False, False),
            (Side.TRIAGE, False, False),
            (Side.CUSTOMER, True, False),
            (Side.TRIAGE, True, True),  # Nothing would follow whoever wrote it.
        ],
    )
    def test_is_asked_for_again_where_slack_has_not_told_who_is_one(
        self,
        database: Database,
        receive: Callable[..., bool],
        message: WrittenMessage,
        theo: Person,
        tess: Person,
        now: datetime,
        side: Side,
        is_acknowledged: bool,
        is_done: bool,
    ) -> None:
        if is_acknowledged:
            with database.transaction() as session:
                acknowledge_incident(session, incident_id=1, context=context_of(tess, now))
        assert receive(message, replace(theo, is_technician=None), side=side) is is_done
        assert len(kept(database)[0]) == (side is Side.CUSTOMER)
        assert incident(database).acknowledged_by == ("U0TESS" if is_acknowledged else None)


class TestCustomer:
    """The customer writes in the thread."""

    @pytest.mark.parametrize("side", list(Side))
    def test_acknowledges_nothing(
        self, database: Database, receive: Callable[..., bool], message: WrittenMessage, side: Side
    ) -> None:
        assert receive(message, side=side)
        assert incident(database).status == "open"

    @pytest.mark.parametrize(
        ("side", "after", "is_still_asked"),
        [
            (Side.CUSTOMER, 10, False),
            (Side.CUSTOMER, -10, True),  # Written before the question.
            (Side.TRIAGE, 10, True),
        ],
    )
    def test_can_be_reached_if_they_write_in_their_thread(
        self,
        database: Database,
        receive: Callable[..., bool],
        message: WrittenMessage,
        now: datetime,
        side: Side,
        after: int,
        is_still_asked: bool,
    ) -> None:
        with database.transaction() as session:
            session.get_one(Incident, 1).unreachable_at = now + 20 * MINUTE
        receive(replace(message, at=now + (20 + after) * MINUTE), side=side)
        assert (incident(database).unreachable_at is not None) is is_still_asked


@pytest.mark.parametrize(
    ("status", "side", "is_known", "updated", "expected"),
    [
        ("open", Side.TRIAGE, True, 0, True),  # It may acknowledge.
        ("acknowledged", Side.TRIAGE, False, 0, False),
        ("acknowledged", Side.CUSTOMER, False, 60, True),  # It has no copy.
        ("acknowledged", Side.CUSTOMER, True, 60, False),
        ("acknowledged", Side.CUSTOMER, True, 0, True),  # It may be an update.
    ],
)
def test_what_would_change_nothing_need_not_be_received(
    message: WrittenMessage, now: datetime, status: str, side: Side, is_known: bool, updated: int, expected: bool
) -> None:
    found = Incident(status=status, customer_updated_at=now + updated * MINUTE)
    remark = Remark(text=message.text, files=message.files) if is_known else None
    assert may_matter(replace(message, at=now + MINUTE), incident=found, side=side, remark=remark) is expected
