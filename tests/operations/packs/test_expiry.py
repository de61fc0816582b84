"""At midnight of its account's zone a pack expires; before, buyers and managers are told, once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.database import Database
from bot.operations.packs.expiry import expire_pack, packs_to_expire
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.policy import Policy
from bot.policy_calendar import Calendar
from bot.rules.packs import midnight
from bot.rules.workspace import Workspace
from models import Event
from tests.contexts import by
from tests.pack_watch import DAY, MOMENT, NINE, SOON, THEN, Watch
from tests.paying import (
    AT,
    add_account,
    add_buyer,
    add_pack,
    entries,
    facts,
    filed,
    incident,
    left,
    manager_context,
    pack,
    told,
)


class TestExpiry:
    """Units that are neither reserved nor settled expire."""

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

    def test_waits_until_there_is_somebody_to_tell_and_the_technicians_know(
        self, database: Database, policy: Policy, workspace: Workspace
    ) -> None:
        account = add_account(database, "LONELY")
        lonely = add_pack(database, policy, account_id=account, expires_on=SOON)
        deserted = Watch(database, policy, replace(workspace, managers=()))
        for _ in range(2):
            deserted.at(THEN - 30 * DAY + NINE)
        assert told(database, "expiry_notice") == [("C0TRIAGE", lonely)]
        assert pack(database, lonely).expiry_notified_days is None

        add_buyer(database, account, "U0BOB")
        deserted.at(THEN - 29 * DAY + NINE)
        assert told(database, "expiry_notice") == [("C0TRIAGE", lonely), ("U0BOB", lonely)]

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
