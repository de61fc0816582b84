"""Processes of the bot, killed at random moments while Slack fails in every way it knows."""

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.faults import bot_process
from tests.faults.bot_process import Options
from tests.faults.load import Account, account, await_all_said, fill, new_database, query, waiting
from tests.faults.slack_process import slack_process

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
LIFE = (0.2, 1.0)
"""Seconds that a process lives before it is killed, at least and at most."""
RECOVERY = 240.0
"""Seconds after the last kill within which everything must be said."""
LEFT = (
    "SELECT kind, state, last_error, COUNT(*), MIN(attempts), MAX(attempts), MIN(run_at), MAX(run_at) "
    "FROM outbox_message WHERE state IN ('pending', 'parked') GROUP BY kind, state, last_error"
)

# Forked from a process that has imported everything: a start takes milliseconds instead of a second.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.bot_process"])


def start(options: Options) -> Any:
    """Start a process of the bot."""
    process = processes.Process(target=bot_process.run, args=(options,), daemon=True)
    process.start()
    return process


@contextmanager
def running(*several: Options) -> Iterator[list[Any]]:
    """Let processes of the bot run; whatever is left of them is killed at the end."""
    started = [start(options) for options in several]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.join()


@dataclass
class Outcome:
    """What a storm has brought."""

    database: str
    kills: int
    account: Account
    faults: dict[str, int]
    recovered_in: float
    """Seconds from the last kill until nothing waited any more."""
    left: list[tuple[Any, ...]]
    """What waits all the same, and why."""


def storm(url: str, *, messages: int, kills: int, replicas: int, seed: int = 0) -> Outcome:
    """Let the bots say so many messages, kill one of them so often, and give the account."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    database = new_database(url)
    length = kills * sum(LIFE) / 2 / replicas
    with slack_process() as slack:
        since = datetime.now(UTC)
        fill(database, messages=messages, seconds=length, seed=seed)
        database.close()
        slack.fault(mix=MIX, seed=seed)
        options = Options(url, slack.url)
        with running(*[options] * replicas) as bots:
            done = _kill(bots, options, kills, replicas, chance)
            last_kill = time.monotonic()
            await_all_said(url, seconds=RECOVERY)
            recovered_in = time.monotonic() - last_kill
            left = query(url, LEFT) if waiting(url) else []
        return Outcome(
            url.partition(":")[0], done, account(url, slack, since=since), slack.faults(), recovered_in, left
        )


def _kill(bots: list[Any], options: Options, kills: int, replicas: int, chance: random.Random) -> int:
    done = 0
    while done < kills:
        time.sleep(chance.uniform(*LIFE) / replicas)
        victim = chance.randrange(replicas)
        assert bots[victim].is_alive(), f"it had ended by itself: {bots[victim].exitcode}"
        bots[victim].kill()
        bots[victim].join()
        assert bots[victim].exitcode == -9
        done += 1
        bots[victim] = start(options)
    return done
