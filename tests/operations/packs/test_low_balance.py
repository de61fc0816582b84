"""A low balance is announced once, and again after it has been higher in between."""

from dataclasses import replace

from bot.database import Database
from bot.policy import Policy
from bot.rules.workspace import Workspace
from tests.pack_watch import Watch
from tests.paying import AT, add_account, add_buyer, add_pack, adjust, filed, pack, told


def test_is_told_again_after_a_correction_has_lifted_it(
    database: Database, policy: Policy, watch: Watch, acme: int
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


def test_after_a_correction_is_told_too(database: Database, watch: Watch, prepaid: int) -> None:
    adjust(database, prepaid, -4)
    watch.at(AT)
    watch.at(AT)

    assert told(database, "low_balance") == [("U0ALICE", prepaid), ("U0BOB", prepaid)]


def test_goes_to_the_managers_where_there_are_no_buyers(database: Database, policy: Policy, watch: Watch) -> None:
    account = add_account(database, "LONELY")
    lonely = add_pack(database, policy, account_id=account, size=2)
    filed(database, policy, account_id=account)
    watch.at(AT)
    watch.at(AT)

    assert told(database, "low_balance") == [("U0MAX", lonely)]


def test_waits_for_somebody_to_tell_and_the_technicians_know(
    database: Database, policy: Policy, workspace: Workspace
) -> None:
    account = add_account(database, "LONELY")
    lonely = add_pack(database, policy, account_id=account, size=1)
    deserted = Watch(database, policy, replace(workspace, managers=()))
    for _ in range(2):
        deserted.at(AT)
    assert told(database, "low_balance") == [("C0TRIAGE", lonely)]
    assert not pack(database, lonely).low_balance_notified

    add_buyer(database, account, "U0BOB")
    deserted.at(AT)
    assert told(database, "low_balance") == [("C0TRIAGE", lonely), ("U0BOB", lonely)]
