"""The job that watches packs and certificates, with its clock in our hands: fixtures of whoever imports them."""

from datetime import date, datetime, timedelta

import pytest

from bot.clock import Clock
from bot.database import Database
from bot.jobs.watch_packs import PackWatch
from bot.policy import Policy
from bot.rules.packs import midnight
from bot.rules.workspace import Workspace
from tests.paying import AT, add_account, add_pack

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
        self._job = PackWatch(database, self._clock, policy=policy, workspace=workspace)

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
