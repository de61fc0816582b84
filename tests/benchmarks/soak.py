"""Do memory, threads and open files level off? Requests come over HTTP for minutes, and their messages are delivered.

Run: uv run python tests/benchmarks/soak.py [--database sqlite|postgres] [--minutes 60] [--rate 20] [--only file]

The exit status is 1 if one of them still grows in the second half.
"""

import argparse
import http.client
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table
from slack_sdk.signature import SignatureVerifier

from bot.messages.card import ACKNOWLEDGE
from bot.rules.subject import Subject
from bot.web import PATH
from tests.benchmarks.bench_load import Filer, add_filers, await_answer
from tests.faults.bot_process import Options
from tests.faults.load import query
from tests.faults.postgres import postgres_server
from tests.faults.slack_process import SlackProcess, slack_process
from tests.faults.storm import running
from tests.faults.test_twice import free_port
from tests.journeys.harness import CUSTOMERS, SECRET, TRIAGE
from tests.people import FORM, JSON

FILERS = 100
SAMPLE_EVERY_S = 5.0
AT_ONCE = 8
"""Requests on their way at once."""
PACE = 500.0
"""Messages per second and channel: the fake has only two channels."""
GROWTH = {"memory in MB": 0.05, "threads": 0.1, "open files": 0.1}
"""How much of its mean a figure may grow from the beginning of the second half to its end, by the fitted line."""


@dataclass(frozen=True)
class Sample:
    """What the process uses at one moment."""

    seconds: float
    """Since the beginning."""
    figures: dict[str, float]


def sample_of(pid: int, *, began: float) -> Sample:
    """Return what Linux says of a process."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    memory, threads = (float(status[name].split()[0]) for name in ("VmRSS", "Threads"))
    files = len([*Path(f"/proc/{pid}/fd").iterdir()])
    figures = {"memory in MB": memory / 1024, "threads": threads, "open files": float(files)}
    return Sample(time.monotonic() - began, figures)


class Customers:
    """File, look up, talk, and have their incidents acknowledged."""

    def __init__(self, port: int, filers: list[Filer], *, only: str | None) -> None:
        every = {"file": self._file, "list": self._list, "talk": self._talk, "acknowledge": self._acknowledge}
        self._acts = [every[only]] if only else [*every.values()]
        self._port = port
        self._filers = filers
        self._verifier = SignatureVerifier(SECRET)
        self.answers: Counter[str] = Counter()
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)
        """Seconds that each answer took, by kind of request."""

    def act(self, number: int) -> None:
        """Send the request with this number: a filing, a command, a message or a click in turn."""
        filer = self._filers[number % len(self._filers)]
        act = self._acts[number % len(self._acts)]
        name, began = act.__name__.strip("_"), time.monotonic()
        try:
            status = act(filer, number)
        except OSError as problem:
            status = type(problem).__name__
        self.seconds[name].append(time.monotonic() - began)
        self.answers[f"{name} {status}"] += 1

    def _file(self, filer: Filer, number: int) -> str:
        return self._interact(filer, type="view_submission", view=filer.view | {"id": f"V{number}", "hash": "1.abc"})

    def _list(self, filer: Filer, number: int) -> str:
        team = {"team_id": "T0TEAM", "team_domain": "team", "trigger_id": f"{number}.1", "response_url": "http://x"}
        place = {"user_id": filer.user, "user_name": filer.user.lower(), "channel_id": CUSTOMERS, "channel_name": "x"}
        return self._send(urlencode({"command": "/incident", "text": "list", **team, **place}), FORM)

    def _talk(self, filer: Filer, number: int) -> str:
        ts = f"{time.time():.6f}"
        said = {"type": "message", "channel": CUSTOMERS, "user": filer.user, "text": "Any news?", "ts": ts}
        event = {**said, "event_ts": ts, "channel_type": "channel"}
        envelope = {"type": "event_callback", "team_id": "T0TEAM", "api_app_id": "A0", "event_id": f"Ev{number}"}
        return self._send(json.dumps({**envelope, "event": event}), JSON)

    def _acknowledge(self, _filer: Filer, number: int) -> str:
        action = {
            "action_id": ACKNOWLEDGE,
            "block_id": "b",
            "type": "button",
            "value": Subject(number // 4 or 1).encode(),
        }
        message = {"type": "message", "ts": "1.1", "text": ""}
        return self._interact(
            Filer("U0THEO", {}),
            type="block_actions",
            actions=[action | {"action_ts": f"{time.time():.6f}"}],
            channel={"id": TRIAGE, "name": "triage"},
            container={"type": "message", "channel_id": TRIAGE, "message_ts": "1.1"},
            message=message,
            response_url="http://127.0.0.1:9/",
        )

    def _interact(self, filer: Filer, **more: Any) -> str:
        user = {"id": filer.user, "team_id": "T0TEAM"}
        payload = {"user": user, "team": {"id": "T0TEAM"}, "trigger_id": "1.1", **more}
        return self._send(urlencode({"payload": json.dumps(payload)}), FORM)

    def _send(self, body: str, content_type: str) -> str:
        timestamp = str(int(time.time()))
        signature = self._verifier.generate_signature(timestamp=timestamp, body=body) or ""
        signed = {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        try:
            connection.request("POST", PATH, body, {"content-type": content_type, **signed})
            answer = connection.getresponse()
            told = answer.read()
        finally:
            connection.close()
        return f"{answer.status}{' with errors' if b'errors' in told else ''}"


def soak(
    url: str, slack: SlackProcess, *, minutes: float, rate: float, only: str | None
) -> tuple[list[Sample], Customers]:
    """Send this many requests a second, and return what the process used and who was answered."""
    port, filers, samples = free_port(), add_filers(url, FILERS), []
    with running(Options(url, slack.url, port=port, pace=PACE)) as (process,), ThreadPoolExecutor(AT_ONCE) as pool:
        await_answer(port)
        customers, began = Customers(port, filers, only=only), time.monotonic()
        for number in range(int(minutes * 60 * rate)):
            if (early := began + number / rate - time.monotonic()) > 0:
                time.sleep(early)
            if number / rate >= len(samples) * SAMPLE_EVERY_S:
                samples.append(sample_of(process.pid, began=began))
            pool.submit(customers.act, number)
    return samples, customers


def growth(samples: list[Sample], figure: str) -> float:
    """Return by what share of its mean the figure grows over these samples, by the line that fits them best."""
    times, values = [one.seconds for one in samples], [one.figures[figure] for one in samples]
    middle, mean = sum(times) / len(times), sum(values) / len(values)
    slope = sum((at - middle) * (value - mean) for at, value in zip(times, values, strict=True))
    slope /= sum((at - middle) ** 2 for at in times)
    return slope * (times[-1] - times[0]) / mean


def judged(samples: list[Sample], console: Console) -> bool:
    """Print the figures, and return whether all level off."""
    second_half, levels_off = samples[len(samples) // 2 :], True
    table = Table(
        "figure", "at the beginning", "quarter", "half", "three quarters", "end", "growth in the 2nd half", ""
    )
    for figure, allowed in GROWTH.items():
        shown = [samples[(len(samples) - 1) * quarter // 4].figures[figure] for quarter in range(5)]
        grows = growth(second_half, figure)
        levels_off = levels_off and grows <= allowed
        verdict = "levels off" if grows <= allowed else "GROWS"
        table.add_row(figure, *(f"{one:.0f}" for one in shown), f"{grows:+.1%}", verdict)
    console.print(table)
    return levels_off


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    """Give the URL of a new database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/soak.db"
        return
    with postgres_server() as server:
        yield server.url


def main() -> None:
    """Soak, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    parser.add_argument("--only", choices=("file", "list", "talk", "acknowledge"), help="requests of one kind")
    options, console = parser.parse_args(), Console(width=150)
    with tempfile.TemporaryDirectory() as folder, database(options.database, folder) as url, slack_process() as slack:
        users = [{"id": f"U0FILER{number}", "name": f"filer{number}", "locale": "en-GB"} for number in range(FILERS)]
        slack.post("setup", users=users, channels=[])
        samples, customers = soak(url, slack, minutes=options.minutes, rate=options.rate, only=options.only)
        states = query(url, "SELECT state, count(*) FROM outbox_message GROUP BY state ORDER BY state")
    console.print(
        f"{options.database}, {options.minutes:g} minutes at {options.rate:g} requests a second:",
        dict(customers.answers),
    )
    for name, seconds in customers.seconds.items():
        ordered = [round(one * 1000) for one in sorted(seconds)]
        median, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        console.print(f"{name}: median {median} ms, p99 {p99} ms, worst {ordered[-1]} ms")
    console.print("messages:", dict(states))
    sys.exit(0 if judged(samples, console) else 1)


if __name__ == "__main__":
    main()
