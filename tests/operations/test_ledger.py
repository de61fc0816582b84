"""Whatever happens in whatever order, the books agree with a model that only counts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import col, select

from bot.database import Database
from bot.operations.packs.adjustment import NegativeBalance, adjust_pack
from bot.operations.packs.expiry import expire_pack, packs_to_expire
from bot.operations.packs.reservation import PackExpired, PackUsedUp
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.rules.packs import Adjustment
from models import LedgerEntry, Pack
from tests.contexts import POLICY, by
from tests.faults.size import size
from tests.paying import AT, BOUGHT, add_account, add_pack, facts, file_on, incident, manager_context

DAY = timedelta(days=1)
NUMBERS = count(1)


@dataclass
class Model:
    """The expected state of a pack, found by counting alone."""

    account: int
    size: int
    expires_at: datetime
    closing: bool
    adjusted: int = 0
    expired: int = 0
    has_expired: bool = False
    held: set[int] = field(default_factory=set)
    """Incidents for which a unit is set aside."""
    used: set[int] = field(default_factory=set)

    @property
    def left(self) -> int:
        """Return the number of units left."""
        return self.size + self.adjusted - self.expired - len(self.held) - len(self.used)

    def expire(self) -> list[int]:
        """Expire the units left, and return the incidents that lose their reserved unit."""
        self.has_expired = True
        late = sorted(self.held) if self.closing else []
        self.held -= set(late)
        self.expired += self.left
        return late


class Books(RuleBasedStateMachine):
    """Two accounts and what happens to their packs as time goes by."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = AT
        self.packs: dict[int, Model] = {}
        self.billing: dict[int, str] = {}
        self.seen: list[tuple[object, ...]] = []
        self.accounts = [add_account(self.database, f"A{next(NUMBERS)}") for _ in range(2)]

    @rule(who=st.integers(0, 1), units=st.integers(1, 4), days=st.integers(1, 6), closing=st.booleans())
    def grant(self, who: int, units: int, days: int, closing: bool) -> None:
        expires_on = max(BOUGHT, self.now.date()) + days * DAY
        number = add_pack(
            self.database,
            POLICY,
            account_id=self.accounts[who],
            size=units,
            expires_on=expires_on,
            counts="closing" if closing else "filing",
        )
        self.packs[number] = Model(self.accounts[who], units, facts(self.database, number).expires_at, closing=closing)

    @rule(who=st.integers(0, 1))
    def file(self, who: int) -> None:
        usable = [
            (one.expires_at, number)
            for number, one in self.packs.items()
            if one.account == self.accounts[who] and one.left > 0 and self.now < one.expires_at
        ]
        with self.database.transaction() as session:
            number = file_on(session, POLICY, account_id=self.accounts[who], now=self.now)
        if not usable:
            assert number is None
            return
        assert number is not None
        self.reserved(number, min(usable)[1])

    @precondition(lambda self: self.packs)
    @rule(data=st.data())
    def file_on_a_chosen_pack(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.packs)))
        pack = self.packs[chosen]
        refusal = PackExpired if self.now >= pack.expires_at else PackUsedUp if pack.left == 0 else None
        if refusal is not None:
            with pytest.raises(refusal):
                self.filed_on(chosen)
            return
        self.reserved(self.filed_on(chosen), chosen)

    @precondition(lambda self: self.billing)
    @rule(data=st.data(), is_verdict=st.booleans())
    def settle(self, data: st.DataObject, is_verdict: bool) -> None:
        number = data.draw(st.sampled_from(sorted(self.billing)))
        with self.database.transaction() as session:
            settle_unit(session, incident_id=number, is_verdict=is_verdict, context=by("U0THEO", self.now))
        self.expire_pack_of(number)
        if self.billing[number] not in {"billed", "waived", "" if is_verdict else "pending_verdict"}:
            self.billing[number] = "billed"
            for pack in self.packs.values():
                if number in pack.held:
                    pack.held.remove(number)
                    pack.used.add(number)

    def expire_pack_of(self, number: int) -> None:
        """Let the pack that pays an incident until it is closed expire, if its time has come."""
        for pack in self.packs.values():
            if number in pack.held and pack.closing and self.now >= pack.expires_at:
                self.billing |= dict.fromkeys(pack.expire(), "pending_verdict")

    @precondition(lambda self: self.billing)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.billing)))
        with self.database.transaction() as session:
            release_unit(session, incident_id=number, reason="waived", context=by("U0MAX", self.now))
        self.expire_pack_of(number)
        if self.billing[number] not in {"billed", "waived"}:
            self.billing[number] = "waived"
            for pack in self.packs.values():
                if number in pack.held:
                    pack.held.remove(number)
                    pack.expired += 1 if pack.has_expired else 0

    @precondition(lambda self: any(self.now < one.expires_at for one in self.packs.values()))
    @rule(data=st.data(), units=st.integers(-4, 4).filter(bool))
    def adjust(self, data: st.DataObject, units: int) -> None:
        number = data.draw(st.sampled_from(sorted(n for n, one in self.packs.items() if self.now < one.expires_at)))
        pack = self.packs[number]
        if pack.left + units < 0:
            with pytest.raises(NegativeBalance):
                self.adjusted(number, units)
            return
        self.adjusted(number, units)
        pack.adjusted += units

    @rule(hours=st.integers(1, 60), watches=st.booleans())
    def let_time_pass(self, hours: int, watches: bool) -> None:
        """The watch may be stopped meanwhile: nothing can be filed on what has expired even so."""
        self.now += timedelta(hours=hours)
        if watches:
            self.expire()

    @rule()
    def expire(self) -> None:
        with self.database.reading() as session:
            due = [
                one for one in packs_to_expire(session, context=manager_context(POLICY, self.now)) if one in self.packs
            ]
        assert due == sorted(
            (n for n, one in self.packs.items() if one.expires_at <= self.now and not one.has_expired),
            key=lambda n: (self.packs[n].expires_at, n),
        )
        for number in due:
            with self.database.transaction() as session:
                expire_pack(session, number, context=by("guichet", self.now))
            self.billing |= dict.fromkeys(self.packs[number].expire(), "pending_verdict")

    @invariant()
    def every_balance_is_right(self) -> None:
        for number, pack in self.packs.items():
            balance = facts(self.database, number).balance
            assert balance.left == pack.left >= 0
            assert (balance.used, balance.reserved) == (len(pack.used), len(pack.held))
            assert balance.size == balance.left + balance.used + balance.reserved + pack.expired - pack.adjusted

    @invariant()
    def every_sum_is_right(self) -> None:
        sums = dict.fromkeys(self.packs, 0)
        for entry in self.entries():
            sums[entry.pack_id] += entry.units
            assert sums[entry.pack_id] >= 0, "and it was never negative on the way"
        assert sums == {number: pack.left for number, pack in self.packs.items()}
        with self.database.reading() as session:
            packs = session.exec(select(Pack).where(col(Pack.id).in_(sums)))
            added_up = {pack.id: pack.units_left for pack in packs}
        assert added_up == sums

    @invariant()
    def every_incident_is_billed_right(self) -> None:
        for number, billing in self.billing.items():
            assert incident(self.database, number).billing == billing

    @invariant()
    def no_entry_is_ever_changed(self) -> None:
        now = [tuple(one.model_dump().values()) for one in self.entries()]
        assert now[: len(self.seen)] == self.seen
        self.seen = now

    def entries(self) -> list[LedgerEntry]:
        """Return the ledger entries of these packs, oldest first."""
        with self.database.reading() as session:
            ours = col(LedgerEntry.pack_id).in_(self.packs)
            return list(session.exec(select(LedgerEntry).where(ours).order_by(col(LedgerEntry.id))))

    def filed_on(self, chosen: int) -> int:
        """File an incident on this pack and return its number."""
        account = self.packs[chosen].account
        with self.database.transaction() as session:
            number = file_on(session, POLICY, account_id=account, chosen=chosen, now=self.now)
        assert number is not None
        return number

    def reserved(self, number: int, pack: int) -> None:
        """Count a unit that was set aside."""
        assert incident(self.database, number).pack_id == pack
        self.packs[pack].held.add(number)
        self.billing[number] = "reserved"

    def adjusted(self, number: int, units: int) -> None:
        """Correct a pack."""
        with self.database.transaction() as session:
            adjust_pack(session, Adjustment(number, units, "agreed"), context=manager_context(POLICY, self.now))


RUNS = settings(
    max_examples=size(15, full=1_000),
    stateful_step_count=size(20, full=50),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_books_are_right_whatever_happens(database: Database) -> None:
    machine = type("BooksHere", (Books,), {"database": database})

    run_state_machine_as_test(machine, settings=RUNS)
