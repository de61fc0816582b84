"""Looks every minute which packs have expired, and what buyers and managers are to be told before they do."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from bot.clock import Clock
from bot.database import Database
from bot.operations.accounts.certificate import certificates_near_expiry, warn_of_certificate
from bot.operations.packs.expiry import expire_pack, packs_near_expiry, packs_to_expire, warn_of_expiry
from bot.operations.packs.low_balance import packs_of_new_balance, warn_of_low_balance
from bot.policy import Policy
from bot.rules.workspace import Workspace

log = logging.getLogger(__name__)

Find = Callable[..., Sequence[int]]
Do = Callable[..., None]


class PackWatch:
    """Lets packs expire, and warns before. Each row is dealt with in a transaction of its own, whoever comes first."""

    def __init__(self, database: Database, clock: Clock, *, policy: Policy, workspace: Workspace) -> None:
        self._database = database
        self._clock = clock
        managers = workspace.managers
        self._rounds: list[tuple[Find, Do]] = [
            (packs_to_expire, expire_pack),
            (partial(packs_near_expiry, policy=policy), partial(warn_of_expiry, policy=policy, managers=managers)),
            (
                partial(packs_of_new_balance, policy=policy),
                partial(warn_of_low_balance, policy=policy, managers=managers),
            ),
            (partial(certificates_near_expiry, policy=policy), partial(warn_of_certificate, managers=managers)),
        ]

    def run(self) -> None:
        """Look for everything that is due and do it; what fails is logged, and tried again in the next run."""
        for find, do in self._rounds:
            for row in self._found(find):
                self._try(do, row)

    def _found(self, find: Find) -> Sequence[int]:
        try:
            with self._database.reading() as session:
                return find(session, now=self._clock.now())
        except Exception:
            log.exception("Packs could not be looked at; trying again in a minute.")
            return []

    def _try(self, do: Do, row: int) -> None:
        try:
            with self._database.transaction() as session:
                do(session, row, now=self._clock.now())
        except Exception:
            log.exception("Row %s could not be dealt with; trying again in a minute.", row)
