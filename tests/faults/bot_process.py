"""Runs the real delivery in a process of its own, which can be told where to die.

`python -m tests.faults.bot_process --database URL --slack URL [--pace N] [--lease S] [--fail-at POINT]`
"""

import argparse
import logging
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from threading import Event
from typing import Any

from apscheduler.triggers.interval import IntervalTrigger
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlalchemy import event
from sqlmodel import Session

from bot import stop_request, timetable
from bot.app import Guichet
from bot.clock import Clock
from bot.database import Database, DatabaseUnavailable
from bot.delivery.calls import SlackCalls
from bot.delivery.pace import Pace
from bot.delivery.posted_messages import PostedMessages
from bot.delivery.protocol import Posted
from bot.delivery.renderer import Renderer
from bot.delivery.sender import Sender
from bot.delivery.shared_commit import Step, Taken
from bot.delivery.timing import Timing
from bot.delivery.traffic import Traffic
from bot.delivery.workers import Delivery
from bot.kept_connections import KeepingClient
from bot.kinds import KINDS
from bot.settings import read_settings
from tests.contexts import POLICY
from tests.fake_slack.workspace import APP_TOKEN, TOKEN
from tests.journeys.harness import SECRET, TRIAGE

POINTS = ("after claim", "after maybe_sent", "after accept", "before done", "after done", "after idempotency key")
DIED = 9
"""The exit code of a process that died at its fail-point."""


@dataclass(frozen=True)
class Options:
    """The options with which one process runs."""

    database: str
    slack: str
    pace: float = 500.0
    """Messages per second and channel."""
    lease: float = 3.0
    """Seconds; 60 in the product."""
    call_timeout: float = 1.0
    """Seconds; 10 in the product."""
    wait: float = 0.3
    """Seconds until a message is looked for whose posting is uncertain; 5 in the product."""
    longest: float = 2.0
    """Maximum seconds between two attempts; 40 in the product."""
    sweep: float = 0.25
    """Seconds between two sweeps; 1 in the product."""
    fail_at: str = ""
    stop_at: str = ""
    """Where the process stands still (SIGSTOP) instead of dying."""
    workers: int = 8
    port: int = 0
    """The port on which Slack reaches the process over HTTP; 0 if it does not."""
    clock_off_by: float = 0.0
    """Seconds by which the process's clock is wrong."""


class NoTransport:
    """Slack does not reach this process."""

    is_alive = True
    hello = None

    def start(self) -> None:
        """Do nothing."""

    def renew(self) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


class WrongClock(Clock):
    """A clock that is wrong by `seconds`, plus `drift` for each second that passes."""

    def __init__(self, seconds: float, *, drift: float = 0.0) -> None:
        self.off_by = timedelta(seconds=seconds)
        self._drift = drift
        self._began = time.monotonic()

    def now(self) -> Any:
        """Return the wrong time."""
        return super().now() + self.off_by + timedelta(seconds=self._drift * (time.monotonic() - self._began))


class Fate:
    """Knows where the process dies or stands still."""

    def __init__(self, options: Options, database: Database) -> None:
        self._options = options
        self.is_posted = False
        event.listen(Session, "before_commit", lambda _session: self.is_posted and self.reach("before done"))
        event.listen(Session, "after_commit", lambda _session: self.is_posted and self.reach("after done"))
        event.listen(database.writer, "after_cursor_execute", self._executed)

    def reach(self, point: str) -> None:
        """Die or stop at this point, if that was ordered."""
        if point == self._options.fail_at:
            os._exit(DIED)
        if point == self._options.stop_at:
            self._options = replace(self._options, stop_at="")
            os.kill(os.getpid(), signal.SIGSTOP)
            time.sleep(0.05)  # The signal takes a moment to reach this thread: it must not run past the point.

    def _executed(self, *execution: Any) -> None:
        if execution[2].startswith("INSERT INTO idempotency_key"):
            self.reach("after idempotency key")


class MortalCalls(SlackCalls):
    """Calls to Slack after which the process may die."""

    def __init__(self, client: WebClient, database: Database, fate: Fate) -> None:
        super().__init__(client, database)
        self._fate = fate

    def post(self, *what: Any, **how: Any) -> Posted:
        posted = super().post(*what, **how)
        self._fate.reach("after accept")
        self._fate.is_posted = True
        return posted


class MortalSender(Sender):
    """A sender that may die before it calls Slack."""

    def __init__(self, *needs: Any, fate: Fate, **more: Any) -> None:
        super().__init__(*needs, **more)
        self._fate = fate

    def _deliver(self, *what: Any, **more: Any) -> Step | None:
        self._fate.reach("after maybe_sent")
        return super()._deliver(*what, **more)


class MortalDelivery(Delivery):
    """A delivery that may die once it has claimed a message."""

    def __init__(self, *needs: Any, fate: Fate, **more: Any) -> None:
        super().__init__(*needs, **more)
        self._fate = fate

    def _claim(self, *what: Any, **more: Any) -> Sequence[Taken]:
        taken = super()._claim(*what, **more)
        if taken:
            self._fate.reach("after claim")
        return taken


class Mortal(Guichet):
    """The whole program, but in a hurry and mortal."""

    def __init__(self, options: Options) -> None:
        settings = read_settings(
            _env_file=None,
            slack_bot_token=TOKEN,
            slack_app_token=APP_TOKEN,
            slack_signing_secret=SECRET,
            slack_api_url=options.slack,
            triage_channel=TRIAGE,
            managers=("U0MAX",),
            database_url=options.database,
            locale="en",
            fallback=False,
            port=options.port or None,
        )
        clock = WrongClock(options.clock_off_by)
        super().__init__(settings, POLICY, clock=clock)
        timing = Timing(
            lease=timedelta(seconds=options.lease),
            call_timeout_s=options.call_timeout,
            shortest_wait_s=options.wait,
            longest_wait_s=options.longest,
        )
        timeout: Any = options.call_timeout
        client = KeepingClient(TOKEN, base_url=options.slack, timeout=timeout, retry_handlers=[])
        fate, traffic = Fate(options, self.database), Traffic(KINDS, pace=Pace(per_second=options.pace))
        sender = MortalSender(
            self.application,
            fate=fate,
            calls=MortalCalls(client, self.database, fate),
            posted_messages=PostedMessages(self.history, clock),
            renderer=Renderer(people=self.people, workspace=self.workspace, clock=clock),
            traffic=traffic,
            database=self.database,
            clock=clock,
            timing=timing,
        )
        self.delivery = MortalDelivery(
            sender,
            fate=fate,
            traffic=traffic,
            database=self.database,
            clock=clock,
            stopping=Event(),
            timing=timing,
            workers=options.workers,
        )
        self.scheduler.modify_job(
            timetable.DELIVER_OUTBOX, func=self.delivery.sweep, trigger=IntervalTrigger(seconds=options.sweep)
        )

    def start(self) -> None:
        """Start, and sweep at once."""
        super().start()
        self.wake_delivery()

    def _open_transport(self) -> Any:
        return super()._open_transport() if self.settings.port else NoTransport()


STARTS = 10
"""How often a service manager would restart a process whose database is busy."""


def run(options: Options) -> None:
    """Run until SIGTERM, or until the fail-point."""
    logging.disable(logging.CRITICAL)
    stopped = stop_request.at_signal()
    for _ in range(STARTS):
        try:
            Mortal(options).run_until(stopped)
        except DatabaseUnavailable:
            time.sleep(0.5)
        except SlackClientError:
            os._exit(1)
        else:
            return


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in asdict(Options("", "")).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    run(Options(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
