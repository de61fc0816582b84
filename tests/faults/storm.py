"""Processes of the bot, killed at random moments while Slack fails in every way it knows."""

import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.forkserver import ensure_running
from typing import Any

from tests.faults import bot_process
from tests.faults.bot_process import Options
from tests.faults.load import Account, account, await_all_said, fill, new_database, query, waiting
from tests.faults.slack_process import slack_process
from tests.processes import processes

MIX = {
    "429": 0.01,
    "500": 0.02,
    "garbage": 0.01,
    "internal_error": 0.02,
    "accepted, then an error": 0.02,
    "accepted, answer lost": 0.04,
    "accepted, answer late": 0.01,
    "not accepted, no answer": 0.01,
}
AS_SHIPPED = {"lease": 45.0, "call_timeout": 10.0, "wait": 5.0, "longest": 40.0, "sweep": 1.0}
"""The product's waiting times, in seconds; a bot in a fault test waits for less."""
LIFE = 1.2
"""Maximum seconds that a process lives after it has begun to work; it is killed at a random moment within them."""
BETWEEN_KILLS = 0.8
"""Seconds, about: a start takes a while."""
AT_WORK_WITHIN, STARTED_WITHIN = 3.0, 60.0
"""Maximum seconds in which a bot claims something: while nothing is due, and while something waits."""
AFTERWARDS = 5.0
"""Seconds after the last kill over which a tenth as many messages again falls due."""
RECOVERY = 240.0
"""Seconds after which we give up waiting: what is not said then is lost."""
TOKENS = "SELECT DISTINCT lease_token FROM outbox_message WHERE lease_token IS NOT NULL"
ON_ITS_WAY = f"{TOKENS} AND state = 'pending' AND maybe_sent_at IS NOT NULL AND lease_token LIKE '%:{{}}:%'"
LEFT = (
    "SELECT kind, state, last_error, COUNT(*), MIN(attempts), MAX(attempts), MIN(run_at), MAX(run_at) "
    "FROM outbox_message WHERE state IN ('pending', 'parked') AND run_at < CURRENT_TIMESTAMP "
    "GROUP BY kind, state, last_error"
)


def load() -> None:
    """Begin to load; whoever starts a process waits until it is done."""
    ensure_running()


def start(options: Options) -> Any:
    """Start a process of the bot."""
    process = processes.Process(target=bot_process.run, args=(options,), daemon=True)
    process.start()
    return process


@contextmanager
def running(*several: Options) -> Iterator[list[Any]]:
    """Run processes of the bot; those that are left are killed at the end."""
    started = [start(options) for options in several]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.join()


@dataclass
class Outcome:
    """The outcome of a storm."""

    database: str
    messages: int
    """How many were arranged, all of which must be seen."""
    kills: int
    interrupted: int
    """How many of the killed processes had a message under way."""
    account: Account
    faults: dict[str, int]
    began: float
    """When the storm began, as a Unix time; what was due before that was late from the start."""
    recovery: float
    """When Slack had recovered, as a Unix time: just after the last kill."""
    backlog: int
    """How many due messages, including changes of cards, were waiting at that moment."""
    left: list[tuple[Any, ...]]
    """The messages that are still waiting at the end, and why."""


def storm(
    url: str, *, messages: int, kills: int, replicas: int, seed: int = 0, badness: float = 1.0, **hurry: float
) -> Outcome:
    """Let the bots post this many messages, kill one of them that often, and return the account.

    Slack fails from the first kill to the last; a tenth as many messages again falls due when all is well.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    database = new_database(url)
    with slack_process(keeps_open=True) as slack:  # As Slack does.
        arranged = fill(database, messages=messages, seconds=kills * BETWEEN_KILLS, seed=seed)
        began = time.time()
        last_due = datetime.now(UTC) + timedelta(seconds=kills * BETWEEN_KILLS)
        slack.fault(mix={kind: badness * often for kind, often in MIX.items()}, seed=seed)
        options = Options(url, slack.url, **hurry)  # type: ignore[arg-type]
        with running(*[options] * replicas) as bots:
            interrupted = sum(_kill(bots, options, chance) for _ in range(kills))
            slack.fault(clear=True)
            recovery, backlog = time.time(), waiting(url)
            arranged += fill(database, messages=messages // 10, seconds=AFTERWARDS, seed=seed + 1)
            database.close()
            last_due = max(last_due, datetime.now(UTC) + timedelta(seconds=AFTERWARDS))
            await_all_said(url, seconds=RECOVERY, until=last_due)
            left = query(url, LEFT) if waiting(url) else []
        name, found = url.partition(":")[0], account(url, slack)
        return Outcome(name, arranged, kills, interrupted, found, slack.faults(), began, recovery, backlog, left)


def _kill(bots: list[Any], options: Options, chance: random.Random) -> bool:
    """Kill one of the bots, start another in its place, and return whether the killed one had a message under way."""
    url, began = options.database, time.monotonic()
    while not (at_work := _at_work(bots, url)) and time.monotonic() - began < _patience(url):
        time.sleep(0.05)
    time.sleep(chance.uniform(0, LIFE))
    victim = chance.choice(at_work or range(len(bots)))  # There may be nothing to do.
    dead = bots[victim]
    assert dead.is_alive(), f"it had ended by itself: {dead.exitcode}"
    dead.kill()
    dead.join()
    assert dead.exitcode == -signal.SIGKILL
    bots[victim] = start(options)
    return bool(query(url, ON_ITS_WAY.format(dead.pid)))


def _patience(url: str) -> float:
    """Return for how many seconds a bot at work is waited for: a start takes long where the machine is busy."""
    return STARTED_WITHIN if waiting(url) else AT_WORK_WITHIN


def _at_work(bots: list[Any], url: str) -> list[int]:
    """Return which bots have claimed something; a lease's token names the process."""
    pids = {int(token.split(":")[-2]) for (token,) in query(url, TOKENS)}
    return [number for number, bot in enumerate(bots) if bot.pid in pids]
