"""The fake Slack in a process of its own, which survives every bot."""

import json
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.journeys.harness import CUSTOMERS, TRIAGE

NAMES = ("alice", "bob", "theo", "tess", "max")
MANY_CUSTOMERS = [f"C0MANY{number}" for number in range(5)]


class SlackProcess:
    """The levers and questions that a test has for the fake Slack."""

    def __init__(self, url: str) -> None:
        self.url = url

    def post(self, lever: str, **body: Any) -> Any:
        """Pull a lever of the fake."""
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.url.replace("/api/", f"/_control/{lever}"),
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    def fault(self, **fault: Any) -> None:
        """Order a fault."""
        self.post("fault", **fault)

    def posts(self) -> dict[str, list[dict[str, Any]]]:
        """Return all posts by their reference."""
        found = defaultdict(list)
        for one in self.post("ledger")["posts"]:
            found[one["reference"]].append(one)
        return dict(found)

    def faults(self) -> dict[str, int]:
        """Return how often each kind of fault has happened."""
        return dict(self.post("ledger")["faults"])

    def state(self) -> Any:
        """Return all there is to see."""
        return self.post("state")

    def await_fault(self, kind: str = "ordered", times: int = 1, *, seconds: float = 10) -> None:
        """Wait until a fault has happened."""
        give_up = time.monotonic() + seconds
        while self.faults().get(kind, 0) < times:
            assert time.monotonic() < give_up, f"{kind} has not happened {times} times: {self.faults()}"
            time.sleep(0.02)


@contextmanager
def slack_process(*, keeps_open: bool = False) -> Iterator[SlackProcess]:
    """Start the fake with the people and channels of the journeys, and some more customers."""
    kept = ["--keep-open"] if keeps_open else []
    command = [sys.executable, "-m", "tests.fake_slack", "--follow-clock", *kept]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        slack = SlackProcess(process.stdout.readline().strip())
        customers = [{"id": one, "name": one.lower()} for one in MANY_CUSTOMERS]
        slack.post(
            "setup",
            users=[{"id": f"U0{name.upper()}", "name": name, "locale": "en-GB"} for name in NAMES],
            channels=[
                {"id": CUSTOMERS, "name": "acme-support", "members": ["U0ALICE", "U0BOB"]},
                {"id": TRIAGE, "name": "triage", "members": ["U0THEO", "U0TESS"], "private": True},
                *customers,
            ],
        )
        try:
            yield slack
        finally:
            process.terminate()
