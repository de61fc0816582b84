"""Filing reserves a unit: from which pack, and what is refused; fifty at once take no more than there is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import Database, open_database
from bot.operations.packs.expiry import expire_pack
from bot.operations.packs.reservation import ForeignPack, PackExpired, PackUsedUp, lock_paying_pack
from bot.policy import Policy
from bot.rules.packs import midnight
from bot.rules.refusal import Refusal
from models import Incident, LedgerEntry
from tests.contexts import by
from tests.filers import figures, filing
from tests.lent_postgres import LentDatabase
from tests.paying import AT, add_account, add_pack, entries, facts, file_on, filed, incident, left, pack, told

SOON, LATER = date(2027, 1, 10), date(2027, 6, 1)


@pytest.fixture
def acme(database: Database) -> int:
    """An account with one buyer."""
    return add_account(database, "ACME", buyers=["U0BUYER"])


class TestChoice:
    """The chosen pack pays, else the one that expires first and has something left."""

    def test_takes_what_expires_first(self, database: Database, policy: Policy, acme: int) -> None:
        add_pack(database, policy, account_id=acme, expires_on=LATER)
        soon = add_pack(database, policy, account_id=acme, expires_on=SOON)

        number = filed(database, policy, account_id=acme)

        assert entries(database, soon) == [("granted", 5), ("reserved", -1)]
        assert incident(database, number).pack_id == soon
        assert facts(database, soon).balance.reserved == 1

    def test_passes_over_what_is_used_up(self, database: Database, policy: Policy, acme: int) -> None:
        soon = add_pack(database, policy, account_id=acme, size=1, expires_on=SOON)
        later = add_pack(database, policy, account_id=acme, expires_on=LATER)

        paid_with = [incident(database, filed(database, policy, account_id=acme)).pack_id for _ in range(3)]

        assert paid_with == [soon, later, later]

    def test_passes_over_what_has_expired(self, database: Database, policy: Policy, acme: int) -> None:
        add_pack(database, policy, account_id=acme, expires_on=SOON)
        later = add_pack(database, policy, account_id=acme, expires_on=LATER)
        then = midnight(SOON, timezone="Europe/Paris")

        assert incident(database, filed(database, policy, account_id=acme, now=then)).pack_id == later

    def test_takes_the_chosen_one(self, database: Database, policy: Policy, acme: int) -> None:
        later = add_pack(database, policy, account_id=acme, expires_on=LATER)
        add_pack(database, policy, account_id=acme, expires_on=SOON)

        assert incident(database, filed(database, policy, account_id=acme, chosen=later)).pack_id == later

    def test_is_none_where_nothing_is_left(self, database: Database, policy: Policy, acme: int) -> None:
        add_pack(database, policy, account_id=acme, size=1)
        filed(database, policy, account_id=acme)

        with database.transaction() as session:
            assert file_on(session, policy, account_id=acme) is None

    def test_is_never_of_another_account(self, database: Database, policy: Policy, acme: int) -> None:
        add_pack(database, policy, account_id=add_account(database, "OTHER"))

        with database.transaction() as session:
            assert lock_paying_pack(session, account_id=acme, chosen=None, now=AT) is None


class TestRefusal:
    """A chosen pack that cannot pay is refused at *Paid with*, and nothing is stored."""

    def test_of_what_expired_while_the_form_was_open(self, database: Database, policy: Policy, acme: int) -> None:
        old = add_pack(database, policy, account_id=acme, number="AB 1234-5678", expires_on=SOON)
        then = midnight(SOON, timezone="Europe/Paris")

        assert self.refused(database, acme, old, then, PackExpired).facts == {"pack": "••••5678"}
        filed(database, policy, account_id=acme, chosen=old, now=then - timedelta(microseconds=1))

    def test_of_what_a_colleague_used_up(self, database: Database, policy: Policy, acme: int) -> None:
        last = add_pack(database, policy, account_id=acme, number="AB 1234-5678", size=1)
        filed(database, policy, account_id=acme)

        assert self.refused(database, acme, last, AT, PackUsedUp).facts == {"pack": "••••5678"}
        assert entries(database, last) == [("granted", 1), ("reserved", -1)]

    def test_says_nothing_of_a_foreign_pack(self, database: Database, policy: Policy, acme: int) -> None:
        foreign = add_pack(database, policy, account_id=add_account(database, "OTHER"))

        assert self.refused(database, acme, foreign, AT, ForeignPack).facts == {}
        assert self.refused(database, acme, 999, AT, ForeignPack).facts == {}

    def test_of_one_that_expires_while_filing_waits_for_its_turn(
        self, database: Database, policy: Policy, acme: int
    ) -> None:
        """The form was sent a moment before midnight and comes to the lock a moment after."""
        old = add_pack(database, policy, account_id=acme, expires_on=SOON)
        then = midnight(SOON, timezone="Europe/Paris")
        with database.transaction() as session:
            expire_pack(session, old, context=by("guichet", then))

        self.refused(database, acme, old, then - timedelta(seconds=1), PackExpired)
        with database.transaction() as session:
            assert lock_paying_pack(session, account_id=acme, chosen=None, now=then - timedelta(seconds=1)) is None

    def refused(self, database: Database, account: int, chosen: int, now: datetime, refusal: type[Refusal]) -> Refusal:
        """Return the refusal, which must be of this kind."""
        with pytest.raises(refusal) as refused, database.transaction() as session:
            lock_paying_pack(session, account_id=account, chosen=chosen, now=now)
        assert refused.value.field == "paid_with"
        return refused.value


class TestTelling:
    """Buyers are told once that little is left."""

    def test_is_at_the_balance_that_the_policy_names(self, database: Database, policy: Policy, acme: int) -> None:
        number = add_pack(database, policy, account_id=acme, size=3)

        counts = []
        for _ in range(3):
            filed(database, policy, account_id=acme)
            counts.append(told(database, "low_balance"))

        assert counts == [[], [("U0BUYER", number)], [("U0BUYER", number)]]  # 2, 1 and 0 left; the policy says 1

    def test_waits_for_the_watch_where_there_are_no_buyers(self, database: Database, policy: Policy) -> None:
        account = add_account(database, "LONELY")
        number = add_pack(database, policy, account_id=account, size=1)
        filed(database, policy, account_id=account)

        assert told(database, "low_balance") == []
        assert not pack(database, number).low_balance_notified


FILERS = 50


class TestManyAtOnce:
    """Whoever comes first is served: as many reservations as units, and a clear no for the rest."""

    def test_take_exactly_what_there_is(self, database: Database, policy: Policy, acme: int) -> None:
        small = add_pack(database, policy, account_id=acme, size=7, expires_on=SOON)
        large = add_pack(database, policy, account_id=acme, size=20, expires_on=LATER)

        outcomes = filing(database, policy, account_id=acme, filers=FILERS)

        sys.stdout.write(f"{database.place}: {figures(outcomes)}\n")
        assert sum(one.number is not None for one in outcomes) == 27
        check(database, {small: 7, large: 20})

    def test_on_one_chosen_pack_are_refused_when_it_is_used_up(
        self, database: Database, policy: Policy, acme: int
    ) -> None:
        chosen = add_pack(database, policy, account_id=acme, size=20)
        spare = add_pack(database, policy, account_id=acme, size=5)

        outcomes = filing(database, policy, account_id=acme, filers=FILERS, chosen=chosen)

        assert sum(one.number is not None for one in outcomes) == 20
        assert sum(one.is_refused for one in outcomes) == 30
        assert left(database, spare) == 5
        check(database, {chosen: 20})

    def test_in_two_replicas_take_exactly_what_there_is(self, lent_postgres: LentDatabase, policy: Policy) -> None:
        """Half of them file in this process, half in another with connections of its own."""
        database = open_database(lent_postgres.url)
        acme = add_account(database)
        shared = add_pack(database, policy, account_id=acme, size=27)

        with replica(lent_postgres.url, acme, FILERS // 2) as other:
            here = filing(database, policy, account_id=acme, filers=FILERS // 2)
            there = int(other.communicate("go\n", timeout=60)[0])

        sys.stdout.write(f"two replicas: {figures(here)}\n")
        assert sum(one.number is not None for one in here) + there == 27
        check(database, {shared: 27})
        database.close()


@contextmanager
def replica(url: str, account_id: int, filers: int) -> Iterator[subprocess.Popen[str]]:
    """Start another process, and give it once it waits for its "go"."""
    command = [sys.executable, "-m", "tests.filers", str(account_id), str(filers)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, text=True, **pipes) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "ready\n"
        yield other


def check(database: Database, used: dict[int, int]) -> None:
    """Each unit of these packs is set aside for an incident of its own, and nothing else is stored."""
    with database.reading() as session:
        reserved = session.exec(select(LedgerEntry).where(LedgerEntry.kind == "reserved")).all()
        incidents = session.exec(select(Incident)).all()
    assert {(one.incident_id, one.pack_id) for one in reserved} == {(one.id, one.pack_id) for one in incidents}
    assert len(reserved) == len(incidents) == sum(used.values())
    for number, units in used.items():
        assert left(database, number) == 0
        assert facts(database, number).balance.reserved == units
