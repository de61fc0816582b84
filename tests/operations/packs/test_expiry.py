"""At midnight of its account's zone a pack expires; before, buyers and managers are told, once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.clock import Clock
from bot.database import Database
from bot.guard import Guard
from bot.jobs.watch_packs import PackWatch
from bot.operations.packs.adjustment import adjust_pack
from bot.operations.packs.expiry import expire_pack, packs_to_expire
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.policy import Policy, read_policy
from bot.policy_calendar import Calendar
from bot.rules.packs import Adjustment, midnight
from bot.rules.workspace import Workspace
from models import Event, Membership, OutboxMessage, TaxCertificate
from tests.contexts import by
from tests.paying import AT, add_account, add_pack, entries, facts, filed, incident, left, manager_context, pack, told

SOON = date(2027, 1, 10)
THEN = midnight(SOON, timezone="Europe/Paris")
MOMENT = timedelta(microseconds=1)
NINE = timedelta(hours=9)
DAY = timedelta(days=1)


class Standing(Clock):
    """Shows the time it was last set to."""

    def __init__(self, at: datetime) -> None:
        self.at_ = at

    def now(self) -> datetime:
        """Return that time."""
        return self.at_


class Watch:
    """The job, with its clock in our hands."""

    def __init__(self, database: Database, policy: Policy, workspace: Workspace) -> None:
        self._clock = Standing(AT)
        self._job = PackWatch(database, self._clock, Guard(database, self._clock), policy=policy, workspace=workspace)

    def at(self, now: datetime) -> None:
        """Let the job run at this instant."""
        self._clock.at_ = now
        self._job.run()


@pytest.fixture
def watch(database: Database, policy: Policy, workspace: Workspace) -> Watch:
    """The job; Max is the manager."""
    return Watch(database, policy, workspace)


@pytest.fixture
def acme(database: Database) -> int:
    """An account with two buyers."""
    return add_account(database, buyers=["U0ALICE", "U0BOB"])


@pytest.fixture
def prepaid(database: Database, policy: Policy, acme: int) -> int:
    """A pack of five that expires on 10 January 2027."""
    return add_pack(database, policy, account_id=acme, expires_on=SOON)


class TestExpiry:
    """What is neither reserved nor settled is taken."""

    def test_is_at_midnight_of_the_zone(self, database: Database, watch: Watch, prepaid: int) -> None:
        watch.at(THEN - MOMENT)
        assert left(database, prepaid) == 5
        watch.at(THEN)

        assert entries(database, prepaid) == [("granted", 5), ("expired", -5)]
        assert datetime(2027, 1, 9, 23, 0, tzinfo=UTC) == THEN
        assert pack(database, prepaid).has_expired

    def test_comes_once(self, database: Database, watch: Watch, prepaid: int) -> None:
        for _ in range(3):
            watch.at(THEN + DAY)

        assert entries(database, prepaid) == [("granted", 5), ("expired", -5)]
        with database.reading() as session:
            assert len(session.exec(select(Event).where(Event.kind == "expire_packs")).all()) == 1

    def test_by_several_replicas_at_once_comes_once(self, database: Database, prepaid: int) -> None:
        def expire(_: int) -> None:
            with database.transaction() as session:
                expire_pack(session, prepaid, context=by("guichet", THEN))

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(expire, range(8)))

        assert entries(database, prepaid) == [("granted", 5), ("expired", -5)]

    def test_leaves_what_is_set_aside_where_filing_counts(
        self, database: Database, policy: Policy, watch: Watch, acme: int, prepaid: int
    ) -> None:
        used, kept = (filed(database, policy, account_id=acme) for _ in range(2))
        with database.transaction() as session:
            settle_unit(session, incident_id=used, context=by("U0THEO", AT))
        watch.at(THEN)

        balance = facts(database, prepaid).balance
        assert (balance.used, balance.reserved, balance.left) == (1, 1, 0)
        assert incident(database, kept).billing == "reserved"

    def test_takes_what_is_not_closed_where_closing_counts(
        self, database: Database, policy: Policy, watch: Watch, acme: int
    ) -> None:
        strict = add_pack(database, policy, account_id=acme, size=4, expires_on=SOON, counts="closing")
        used, freed, kept = (filed(database, policy, account_id=acme, chosen=strict) for _ in range(3))
        with database.transaction() as session:
            settle_unit(session, incident_id=used, context=by("U0THEO", AT))
            release_unit(session, incident_id=freed, reason="no fault of theirs", context=by("U0MAX", AT))
        watch.at(THEN)

        assert entries(database, strict)[-2:] == [("released", 1), ("expired", -3)]
        assert [incident(database, one).billing for one in (used, freed, kept)] == [
            "billed",
            "waived",
            "pending_verdict",
        ]
        assert incident(database, kept).version == 2

    def test_keeps_the_rule_under_which_a_pack_was_bought(
        self, database: Database, policy: Policy, acme: int, workspace: Workspace
    ) -> None:
        """The policy is changed afterwards: who bought under the old one keeps it."""
        bought = add_pack(database, policy, account_id=acme, expires_on=SOON, counts="filing")
        number = filed(database, policy, account_id=acme)
        strict = policy.packs.model_copy(update={"expiry_counts": "closing"})
        Watch(database, policy.model_copy(update={"packs": strict}), workspace).at(THEN)

        assert incident(database, number).billing == "reserved"
        assert facts(database, bought).balance.reserved == 1

    def test_of_an_empty_pack_adds_no_entry(self, database: Database, policy: Policy, watch: Watch, acme: int) -> None:
        small = add_pack(database, policy, account_id=acme, size=1, expires_on=SOON)
        filed(database, policy, account_id=acme)
        watch.at(THEN)

        assert entries(database, small) == [("granted", 1), ("reserved", -1)]
        assert pack(database, small).has_expired

    def test_is_by_the_zone_of_each_account(self, database: Database, policy: Policy, workspace: Workspace) -> None:
        policy = abroad(policy, "Pacific/Auckland")
        far = add_pack(database, policy, account_id=add_account(database, "KIWI", calendar="abroad"), expires_on=SOON)
        near = add_pack(database, policy, account_id=add_account(database), expires_on=SOON)
        Watch(database, policy, workspace).at(THEN - timedelta(hours=11))  # It is 1:00 on the tenth in Auckland.

        assert (left(database, far), left(database, near)) == (0, 5)

    def test_of_many_after_a_long_stop_is_made_up_for(
        self, database: Database, policy: Policy, watch: Watch, acme: int
    ) -> None:
        packs = [add_pack(database, policy, account_id=acme, expires_on=SOON) for _ in range(20)]
        watch.at(THEN + 100 * DAY)

        assert {left(database, one) for one in packs} == {0}
        with database.reading() as session:
            assert packs_to_expire(session, context=manager_context(policy, THEN + 100 * DAY)) == []


def abroad(policy: Policy, timezone: str) -> Policy:
    """Return a policy with another calendar, "abroad", in this zone."""
    calendar = Calendar.model_construct(**dict(policy.calendar["default"]) | {"timezone": timezone})
    return policy.model_copy(update={"calendar": policy.calendar | {"abroad": calendar}})


class TestExpiryNotice:
    """Buyers are told 30 and 7 days before, in the morning."""

    def test_is_given_on_each_of_the_days(self, database: Database, watch: Watch, prepaid: int) -> None:
        given = []
        near = [*range(31 * 24, 29 * 24, -3), *range(8 * 24, 0, -3)]
        for hours in near:
            before = len(told(database, "expiry_notice"))
            now = THEN - timedelta(hours=hours)
            watch.at(now)
            if len(told(database, "expiry_notice")) > before:
                given.append(THEN - now)

        assert given == [30 * DAY - NINE, 7 * DAY - NINE]
        assert told(database, "expiry_notice") == [("U0ALICE", prepaid), ("U0BOB", prepaid)] * 2

    def test_after_a_stop_is_the_most_urgent_one_only(self, database: Database, watch: Watch, prepaid: int) -> None:
        watch.at(THEN - 5 * DAY + NINE)
        watch.at(THEN - 4 * DAY + NINE)

        assert told(database, "expiry_notice") == [("U0ALICE", prepaid), ("U0BOB", prepaid)]
        assert pack(database, prepaid).expiry_notified_days == 7

    def test_is_not_given_for_what_is_used_up(
        self, database: Database, policy: Policy, watch: Watch, acme: int
    ) -> None:
        add_pack(database, policy, account_id=acme, size=1, expires_on=SOON)
        filed(database, policy, account_id=acme)
        watch.at(THEN - 5 * DAY + NINE)

        assert told(database, "expiry_notice") == []

    def test_is_not_given_once_it_has_expired(self, database: Database, watch: Watch, prepaid: int) -> None:
        watch.at(THEN + NINE)

        assert left(database, prepaid) == 0
        assert told(database, "expiry_notice") == []

    def test_goes_to_the_managers_where_there_are_no_buyers(
        self, database: Database, policy: Policy, watch: Watch
    ) -> None:
        lonely = add_pack(database, policy, account_id=add_account(database, "LONELY"), expires_on=SOON)
        watch.at(THEN - 30 * DAY + NINE)

        assert told(database, "expiry_notice") == [("U0MAX", lonely)]

    def test_waits_until_there_is_somebody_to_tell(
        self, database: Database, policy: Policy, workspace: Workspace
    ) -> None:
        account = add_account(database, "LONELY")
        lonely = add_pack(database, policy, account_id=account, expires_on=SOON)
        deserted = Watch(database, policy, replace(workspace, managers=()))
        deserted.at(THEN - 30 * DAY + NINE)
        assert pack(database, lonely).expiry_notified_days is None

        add_buyer(database, account, "U0BOB")
        deserted.at(THEN - 29 * DAY + NINE)
        assert told(database, "expiry_notice") == [("U0BOB", lonely)]

    def test_is_by_the_morning_of_the_accounts_zone(
        self, database: Database, policy: Policy, workspace: Workspace
    ) -> None:
        policy = abroad(policy, "America/New_York")
        account = add_account(database, buyers=["U0ALICE"], calendar="abroad")
        add_pack(database, policy, account_id=account, expires_on=SOON)
        watch = Watch(database, policy, workspace)
        nine_there = midnight(SOON - 7 * DAY, timezone="America/New_York") + NINE

        watch.at(nine_there - MOMENT)
        assert told(database, "expiry_notice") == []
        watch.at(nine_there)
        assert len(told(database, "expiry_notice")) == 1

    def test_of_two_replicas_is_one(
        self, database: Database, policy: Policy, workspace: Workspace, prepaid: int
    ) -> None:
        watches = [Watch(database, policy, workspace) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda one: one.at(THEN - 30 * DAY + NINE), watches))

        assert told(database, "expiry_notice") == [("U0ALICE", prepaid), ("U0BOB", prepaid)]

    def test_of_an_account_whose_calendar_is_gone_is_given_all_the_same(
        self, database: Database, policy: Policy, workspace: Workspace
    ) -> None:
        account = add_account(database, "KIWI", buyers=["U0KIWI"], calendar="abroad")
        add_pack(database, abroad(policy, "Pacific/Auckland"), account_id=account, expires_on=SOON)
        Watch(database, policy, workspace).at(THEN - 8 * DAY + NINE)

        assert len(told(database, "expiry_notice")) == 1


class TestLowBalance:
    """Little left is told once, and again when it has been more in between."""

    def test_is_told_again_after_a_correction_has_lifted_it(
        self, database: Database, policy: Policy, watch: Watch, acme: int
    ) -> None:
        small = add_pack(database, policy, account_id=acme, size=2)
        filed(database, policy, account_id=acme)
        watch.at(AT)
        first = told(database, "low_balance")
        adjust(database, small, 2)
        watch.at(AT)
        filed(database, policy, account_id=acme)
        filed(database, policy, account_id=acme)

        assert first == [("U0ALICE", small), ("U0BOB", small)]
        assert told(database, "low_balance") == first * 2

    def test_after_a_correction_is_told_too(self, database: Database, watch: Watch, prepaid: int) -> None:
        adjust(database, prepaid, -4)
        watch.at(AT)
        watch.at(AT)

        assert told(database, "low_balance") == [("U0ALICE", prepaid), ("U0BOB", prepaid)]

    def test_goes_to_the_managers_where_there_are_no_buyers(
        self, database: Database, policy: Policy, watch: Watch
    ) -> None:
        account = add_account(database, "LONELY")
        lonely = add_pack(database, policy, account_id=account, size=2)
        filed(database, policy, account_id=account)
        watch.at(AT)
        watch.at(AT)

        assert told(database, "low_balance") == [("U0MAX", lonely)]

    def test_waits_until_there_is_somebody_to_tell(
        self, database: Database, policy: Policy, workspace: Workspace
    ) -> None:
        account = add_account(database, "LONELY")
        lonely = add_pack(database, policy, account_id=account, size=1)
        deserted = Watch(database, policy, replace(workspace, managers=()))
        deserted.at(AT)
        assert not pack(database, lonely).low_balance_notified

        add_buyer(database, account, "U0BOB")
        deserted.at(AT)
        assert told(database, "low_balance") == [("U0BOB", lonely)]


def add_buyer(database: Database, account: int, user: str) -> None:
    """Make somebody a buyer."""
    with database.transaction() as session:
        session.add(Membership(account_id=account, kind="user", value=user, is_buyer=True))


def adjust(database: Database, number: int, units: int) -> None:
    """Correct a pack's balance."""
    with database.transaction() as session:
        adjust_pack(session, Adjustment(number, units, "agreed"), context=manager_context(read_policy(None)))


class TestCertificateNotice:
    """Managers are told once, thirty days before the last day."""

    @pytest.fixture
    def certificate(self, database: Database, acme: int) -> int:
        """A certificate whose last day is 9 January 2027."""
        return self.register(database, acme, SOON - DAY)

    def register(self, database: Database, account: int, valid_to: date, *, number: str = "FR-EX-12345") -> int:
        """Store a certificate, registered on that Monday."""
        with database.transaction() as session:
            row = TaxCertificate(
                account_id=account, number=number, country="FR", valid_from=date(2020, 1, 1), valid_to=valid_to,
                file_reference="drawer 3", registered_by="U0MAX", registered_at=AT,
            )  # fmt: skip
            session.add(row)
            session.flush()
            assert row.id is not None
            return row.id

    def test_is_given_once_in_the_morning(self, database: Database, watch: Watch, certificate: int) -> None:
        first = THEN - 31 * DAY  # 10 December: 9 January is 30 days away.
        given = []
        for hours in range(-24, 72):
            watch.at(first + timedelta(hours=hours))
            given.append(len(told(database, "certificate_notice")))

        assert given == [0] * (24 + 9) + [1] * (72 - 9)
        assert told(database, "certificate_notice") == [("U0MAX", None)]
        with database.reading() as session:
            assert session.get_one(TaxCertificate, certificate).has_warned

    @pytest.mark.usefixtures("certificate")
    def test_hides_the_number(self, database: Database, watch: Watch) -> None:
        watch.at(THEN - DAY + NINE)

        with database.reading() as session:
            notice = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "certificate_notice")).one()
        assert "FR-EX" not in str(notice.parameters)
        assert notice.parameters["number"] == "••••2345"

    def test_waits_until_there_is_a_manager(
        self, database: Database, policy: Policy, workspace: Workspace, watch: Watch, certificate: int
    ) -> None:
        Watch(database, policy, replace(workspace, managers=())).at(THEN - DAY + NINE)
        with database.reading() as session:
            assert not session.get_one(TaxCertificate, certificate).has_warned

        watch.at(THEN - DAY + NINE)
        assert told(database, "certificate_notice") == [("U0MAX", None)]

    @pytest.mark.usefixtures("certificate")
    def test_is_made_up_for_after_a_stop(self, database: Database, watch: Watch) -> None:
        watch.at(THEN + 100 * DAY + NINE)

        assert len(told(database, "certificate_notice")) == 1

    def test_is_not_given_for_what_was_over_when_it_was_registered(
        self, database: Database, watch: Watch, acme: int
    ) -> None:
        self.register(database, acme, date(2025, 12, 31))
        watch.at(AT + DAY)

        assert told(database, "certificate_notice") == []

    @pytest.mark.usefixtures("certificate")
    def test_is_not_given_once_there_is_a_newer_one(self, database: Database, watch: Watch, acme: int) -> None:
        self.register(database, acme, THEN.date() + 365 * DAY, number="FR-EX-99999")
        watch.at(THEN - DAY + NINE)

        assert told(database, "certificate_notice") == []
