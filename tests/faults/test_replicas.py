"""Two replicas take the same messages: in whatever order their steps come, each message is seen once, in its turn.

Replicas die, commits fail or only seem to, leases end, and Slack fails before and after it has taken a message.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import RemoteDisconnected
from typing import Any, cast

import pytest
from freezegun import freeze_time
from slack_sdk.errors import SlackApiError
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.clock import Clock
from bot.delivery.assembly import new_delivery
from bot.delivery.renderer import Renderer
from bot.delivery.slack_history import SlackHistory
from bot.delivery.timing import Timing
from bot.rules.person import Person
from tests.faults.size import size
from tests.worker import Worker, worker

__all__ = ["worker"]

PATIENCE_S = 60
MESSAGES = 2
"""In one lane."""
RECOVERED_WITHIN_S = 600
"""Seconds within which both are posted once all goes well."""
STEPS = 60
"""How many things happen, with faults among them, before all goes well."""
A_WHILE = timedelta(seconds=5)
WHILES_OF_A_CALL = 2
"""How long a call takes at most until Slack has taken the message: as long as it may."""
CALL = "before the post"
ACTS = ("step",) * 8 + ("a while",) * 2 + ("lease", "commit", "death")
WELL = "well"
BEFORE_POST = (WELL,) * 4 + ("refused", "unanswered", "429", "503")
AFTER_POST = (WELL,) * 3 + ("unanswered", "late", "503", "fatal_error")
WHILE_READING = (WELL,) * 4 + ("unanswered", "429")


class Died(BaseException):
    """Ends a replica wherever it is."""


class Answer(dict[str, Any]):
    """An answer of Slack's that is an error."""

    def __init__(self, fate: str) -> None:
        super().__init__(ok=False, error=fate)
        self.status_code = int(fate) if fate.isdecimal() else 200
        self.headers = {"Retry-After": "3"}


def suffer(fate: str) -> None:
    """Raise what `WebClient` raises for this fate."""
    if fate == "refused":
        raise ConnectionRefusedError
    if fate == "unanswered":
        raise RemoteDisconnected
    if fate == "late":
        raise TimeoutError
    if fate != WELL:
        raise SlackApiError("", cast("Any", Answer(fate)))


class Slack:
    """A direct message in which each post is seen, and whose history can be read."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self.is_well = False
        self.seen: list[tuple[str, float]] = []
        """The reference and the time of each post."""

    def suffer(self, fates: tuple[str, ...]) -> None:
        """Let one of these fates be."""
        suffer(WELL if self.is_well else self._draw.choice(fates))


class Client:
    """Stands in for `WebClient`, and stops before and after each thing that Slack does."""

    def __init__(self, slack: Slack, replica: "Replica") -> None:
        self._slack, self._replica = slack, replica

    def chat_postMessage(self, *, metadata: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N802 - Slack's name
        """Post a message."""
        self._replica.stop_at(CALL)
        self._slack.suffer(BEFORE_POST)
        self._slack.seen.append((metadata["event_payload"]["reference"], time.time()))
        ts = f"{time.time():.6f}"
        self._replica.stop_at("after the post")
        self._slack.suffer(AFTER_POST)
        return {"channel": "D0MAX", "ts": ts}

    def conversations_open(self, **_: Any) -> dict[str, Any]:
        """Open the direct message."""
        return {"channel": {"id": "D0MAX"}}

    def api_call(self, _method: str, *, params: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Read the history."""
        self._replica.stop_at("before reading")
        self._slack.suffer(WHILE_READING)
        seen = [(reference, ts) for reference, ts in self._slack.seen if ts > float(params["oldest"])]
        self._replica.stop_at("after reading")
        return {"messages": [{"ts": str(ts), "metadata": {"event_payload": {"reference": one}}} for one, ts in seen]}


class Everybody:
    """Knows every member id."""

    def person(self, user_id: str) -> Person:
        """Return a person of this id."""
        return Person(user_id, user_id, "en", "UTC")

    def address_of(self, channel: str, ts: str) -> str | None:  # noqa: ARG002 - the directory's signature
        """Return None: nothing is linked."""
        return None


class Replica(threading.Thread):
    """The worker of one replica, which stops before each step until it is told to take it."""

    def __init__(self, worker: Worker, slack: Slack) -> None:
        super().__init__(daemon=True)
        client = cast("Any", Client(slack, self))
        clock = Clock()
        self._delivery = new_delivery(
            worker.application(),
            client=client,
            history=SlackHistory(client),
            renderer=Renderer(people=Everybody(), workspace=worker.workspace, clock=clock),
            database=worker.database,
            clock=clock,
            stopping=threading.Event(),
            workers=1,
        )
        self._may_go, self._has_stopped = threading.Semaphore(0), threading.Semaphore(0)
        self.at = ""
        """The step before which it is stopped."""
        self.whiles = 0
        """How often `A_WHILE` has passed since it stopped there."""
        self.is_gone = False
        self.start()
        assert self._has_stopped.acquire(timeout=PATIENCE_S)

    def stop_at(self, step: str) -> None:
        """Stop until the step may be taken."""
        self.at, self.whiles = step, 0
        self._has_stopped.release()
        self._may_go.acquire()
        if self.is_gone:
            raise Died

    def step(self) -> None:
        """Take the next step."""
        self._may_go.release()
        assert self._has_stopped.acquire(timeout=PATIENCE_S)

    def die(self) -> None:
        """Take no further step."""
        self.is_gone = True
        self.step()

    def run(self) -> None:
        """Send one message after the other, as a worker does."""
        try:
            taken = None
            while True:
                step = self._delivery._send(taken) if taken else None
                self.stop_at("before the commit")
                taken = self._delivery._take(after=(taken, step) if taken else None)
        except (Died, OperationalError):  # A worker whose database fails ends; a sweep starts another.
            self.is_gone = True
        finally:
            self._has_stopped.release()


class Commits:
    """Makes commits fail when it is told to."""

    def __init__(self) -> None:
        self._failing: dict[int | None, str] = {}

    def fail(self, replica: Replica, when: str) -> None:
        """Let the replica's next commit fail before it is done, or seem to fail after it is done."""
        self._failing[replica.ident] = when

    def reach(self, when: str) -> None:
        """Fail at this point if that was ordered."""
        if self._failing.get(threading.get_ident()) == when:
            del self._failing[threading.get_ident()]
            raise OperationalError("COMMIT", {}, ConnectionResetError())


@contextmanager
def failing_commits() -> Iterator[Commits]:
    """Give the commits, and leave them alone afterwards."""
    commits = Commits()
    listeners = [(f"{when}_commit", lambda _session, when=when: commits.reach(when)) for when in ("before", "after")]
    for name, listener in listeners:
        event.listen(Session, name, listener)
    yield commits
    for name, listener in listeners:
        event.remove(Session, name, listener)


class Play:
    """Two replicas before a fake Slack, and what happens to them."""

    def __init__(self, worker: Worker, commits: Commits, seed: int) -> None:
        self._worker, self._commits = worker, commits
        self._draw = random.Random(seed)  # noqa: S311 - no secret
        self.slack = Slack(self._draw)
        self.replicas = [Replica(worker, self.slack) for _ in range(2)]
        self.told: list[str] = []
        """What has happened so far, as a help in finding the cause of a failure."""

    def go_on(self, clock: Any) -> None:
        """Let one thing happen."""
        act, one = self._draw.choice(ACTS), self._draw.choice(self.replicas)
        self.told.append(f"{self.replicas.index(one)} {one.at}: {act}")
        calling = [each for each in self.replicas if each.at == CALL]
        if act == "step":
            one.step()
        elif act == "death":
            one.die()
        elif act == "commit":
            self._commits.fail(one, self._draw.choice(["before", "after"]))
        elif act == "lease" and not calling:
            clock.tick(Timing().lease + timedelta(seconds=1))
        elif act == "a while" and all(each.whiles < WHILES_OF_A_CALL for each in calling):
            clock.tick(A_WHILE)
            for each in self.replicas:
                each.whiles += 1
        self.replace_gone()

    def replace_gone(self) -> None:
        """Start a replica for each that is gone."""
        self.replicas = [Replica(self._worker, self.slack) if each.is_gone else each for each in self.replicas]

    def recover(self, clock: Any) -> None:
        """Let all go well for a while."""
        self.slack.is_well = True
        for one in self.replicas * 8:
            one.step()
        self.replace_gone()
        clock.tick(A_WHILE)


@pytest.mark.parametrize("seed", range(size(4, full=500)))
def test_each_message_is_seen_once_and_in_its_turn(worker: Worker, seed: int) -> None:
    numbers = [worker.post() for _ in range(MESSAGES)]
    with freeze_time(worker.now, ignore=["psycopg", "sqlalchemy"]) as clock, failing_commits() as commits:
        play = Play(worker, commits, seed)
        for _ in range(STEPS):
            play.go_on(clock)
        gives_up = time.time() + RECOVERED_WITHIN_S
        while any(worker.row(one).state != "done" for one in numbers):
            assert time.time() < gives_up, play.told
            play.recover(clock)
        for one in play.replicas:
            one.die()
    assert [reference for reference, _ in play.slack.seen] == [worker.row(one).reference for one in numbers], play.told
