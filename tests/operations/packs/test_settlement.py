"""A unit is used for good, or given back: once, whatever happens meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.permission import NotNow
from bot.operations.incidents.verdict import give_verdict
from bot.operations.packs.expiry import expire_pack
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.policy import Policy
from bot.queries.incidents import pending_verdicts
from bot.rules.packs import midnight
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Event, Incident
from tests.contexts import by
from tests.paying import AT, add_account, add_pack, entries, facts, filed, incident, left, pack

SOON = date(2027, 1, 10)
MAX = Person("U0MAX", "Max", "en", "Europe/Paris", is_manager=True)
THEN = midnight(SOON, timezone="Europe/Paris")


def settle(database: Database, number: int) -> None:
    """Use the incident's unit for good."""
    with database.transaction() as session:
        settle_unit(session, incident_id=number, context=by("U0THEO", AT))


def bill(database: Database, number: int) -> None:
    """Let a manager decide that the incident is paid."""
    with database.transaction() as session:
        settle_unit(session, incident_id=number, is_verdict=True, context=by("U0MAX", THEN))


def release(database: Database, number: int) -> None:
    """Give the incident's unit back."""
    with database.transaction() as session:
        release_unit(session, incident_id=number, reason="Our mistake.", context=by("U0MAX", AT))


def expire(database: Database, number: int) -> None:
    """Let a pack expire."""
    with database.transaction() as session:
        expire_pack(session, number, context=by("guichet", THEN))


@pytest.fixture
def acme(database: Database) -> int:
    """An account."""
    return add_account(database)


@pytest.fixture
def prepaid(database: Database, policy: Policy, acme: int) -> int:
    """A pack of five."""
    return add_pack(database, policy, account_id=acme, expires_on=SOON)


@pytest.fixture
def number(database: Database, policy: Policy, acme: int, prepaid: int) -> int:
    """The number of an incident that is paid for with the pack."""
    return filed(database, policy, account_id=acme, chosen=prepaid)


class TestSettling:
    """What was set aside is used."""

    def test_keeps_the_balance(self, database: Database, prepaid: int, number: int) -> None:
        settle(database, number)

        assert entries(database, prepaid) == [("granted", 5), ("reserved", -1), ("settled", 0)]
        balance = facts(database, prepaid).balance
        assert (balance.used, balance.reserved, balance.left) == (1, 0, 4)
        assert incident(database, number).billing == "billed"

    def test_comes_once(self, database: Database, prepaid: int, number: int) -> None:
        settle(database, number)
        settle(database, number)
        release(database, number)

        assert entries(database, prepaid) == [("granted", 5), ("reserved", -1), ("settled", 0)]
        assert incident(database, number).billing == "billed"

    def test_of_many_at_once_comes_once(self, database: Database, prepaid: int, number: int) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda turn: (settle if turn % 2 else release)(database, number), range(8)))

        assert len(entries(database, prepaid)) == 3
        assert incident(database, number).version == 2

    def test_of_an_incident_that_is_paid_by_itself_bills_it(
        self, database: Database, file_incident: Callable[..., int]
    ) -> None:
        number = file_incident()
        settle(database, number)

        assert incident(database, number).billing == "billed"

    def test_is_recorded(self, database: Database, number: int) -> None:
        settle(database, number)

        with database.reading() as session:
            event = session.exec(select(Event).where(Event.incident_id == number)).one()
        assert (event.kind, event.actor) == ("settle_unit", "U0THEO")
        assert (event.before, event.after) == ({"billing": "reserved"}, {"billing": "billed"})


class TestReleasing:
    """What was set aside is given back, and costs nothing."""

    def test_restores_the_balance(self, database: Database, prepaid: int, number: int) -> None:
        release(database, number)
        release(database, number)

        assert entries(database, prepaid) == [("granted", 5), ("reserved", -1), ("released", 1)]
        assert facts(database, prepaid).balance.reserved == 0
        assert incident(database, number).billing == "waived"

    def test_keeps_the_reason(self, database: Database, number: int) -> None:
        release(database, number)

        with database.reading() as session:
            event = session.exec(select(Event).where(Event.incident_id == number)).one()
        assert event.after == {"billing": "waived", "reason": "Our mistake."}

    def test_to_a_pack_that_has_expired_gives_nothing(self, database: Database, prepaid: int, number: int) -> None:
        expire(database, prepaid)
        release(database, number)

        assert entries(database, prepaid)[2:] == [("expired", -4), ("released", 1), ("expired", -1)]
        assert left(database, prepaid) == 0

    def test_beside_expiry_never_leaves_a_unit_behind(self, database: Database, prepaid: int, number: int) -> None:
        """Whoever comes first: the unit is not left in a pack that nobody can use."""
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda act: act(), [lambda: expire(database, prepaid), lambda: release(database, number)]))

        assert left(database, prepaid) == 0
        assert pack(database, prepaid).has_expired


class TestAfterExpiry:
    """Where closing counts, an incident that was open too long waits for a manager's verdict."""

    @pytest.fixture
    def prepaid(self, database: Database, policy: Policy, acme: int) -> int:
        """A pack whose incidents must be closed in time."""
        return add_pack(database, policy, account_id=acme, expires_on=SOON, counts="closing")

    @pytest.mark.parametrize(("verdict", "billing"), [(bill, "billed"), (release, "waived")])
    def test_the_verdict_uses_no_unit(
        self, database: Database, prepaid: int, number: int, verdict: object, billing: str
    ) -> None:
        expire(database, prepaid)
        before = entries(database, prepaid)
        assert callable(verdict)
        verdict(database, number)

        assert entries(database, prepaid) == before
        assert incident(database, number).billing == billing
        with database.reading() as session:
            event = session.exec(select(Event).order_by(col(Event.id).desc())).first()
        assert event is not None
        assert event.before == {"billing": "pending_verdict"}

    @pytest.mark.parametrize("has_watch_come", [True, False])
    def test_closing_waits_for_the_verdict(
        self, database: Database, prepaid: int, number: int, has_watch_come: bool
    ) -> None:
        """It does not depend on whether the watch or the closing comes first."""
        if has_watch_come:
            expire(database, prepaid)
        with database.transaction() as session:
            settle_unit(session, incident_id=number, context=by("U0THEO", THEN))

        assert entries(database, prepaid)[2:] == [("released", 1), ("expired", -5)]
        assert pack(database, prepaid).has_expired
        assert incident(database, number).billing == "pending_verdict"

    def test_no_verdict_is_due_while_it_is_worked_on(
        self, database: Database, policy: Policy, workspace: Workspace, prepaid: int, number: int
    ) -> None:
        expire(database, prepaid)
        context = Context(MAX, policy, workspace, THEN)
        with database.transaction() as session:
            assert pending_verdicts(session, limit=9) == ([], 0)
            with pytest.raises(NotNow):
                give_verdict(session, incident_id=number, verdict="billed", reason="x", context=context)

    def test_closing_a_moment_before_is_in_time(self, database: Database, prepaid: int, number: int) -> None:
        with database.transaction() as session:
            settle_unit(session, incident_id=number, context=by("U0THEO", THEN - timedelta(microseconds=1)))
        expire(database, prepaid)

        assert entries(database, prepaid)[2:] == [("settled", 0), ("expired", -4)]
        assert incident(database, number).billing == "billed"


def test_account_is_locked_before_the_incident_is_written(database: Database, number: int) -> None:
    """Also if the caller has changed the incident; what it has changed is kept."""
    said: list[str] = []
    event.listen(database.writer, "before_cursor_execute", lambda *about: said.append(about[2]))
    with database.transaction() as session:
        session.get_one(Incident, number).title = "Changed"
        settle_unit(session, incident_id=number, context=by("U0THEO", AT))

    (locked,) = [turn for turn, one in enumerate(said) if "FROM account" in one]
    assert locked < min(turn for turn, one in enumerate(said) if one.startswith("UPDATE incident"))
    assert (incident(database, number).title, incident(database, number).billing) == ("Changed", "billed")
