"""How many messages a second does the delivery post, what does one cost, and what does the barest loop do?

Run: uv run python -m tests.benchmarks.bench_delivery [--incidents 100] [--messages 600] [--workers 8 24]

The floor is a loop with the same workers that claims a row, marks it, posts a short text and marks it done, in three
commits of one statement each, with slack_sdk's own client, which makes a connection for each call. Both post as many
messages, in many channels, to a Slack that only answers.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock, Thread

from rich.console import Console
from rich.table import Table
from slack_sdk import WebClient
from sqlalchemy import event
from sqlalchemy import text as sql
from sqlmodel import select

from bot.app import Guichet
from bot.database import Database
from bot.delivery.pace import Pace
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.policy import read_policy
from bot.settings import read_settings
from bot.start_logging import start_logging
from models import Card, OutboxMessage
from models.vocabulary import Kind
from tests.benchmarks.bench_load import fresh
from tests.benchmarks.filled import FIRST, fill, write
from tests.benchmarks.quick_slack import quick_slack
from tests.contexts import context_of
from tests.fake_slack.workspace import TOKEN
from tests.faults.load import FIRST_WARNING, THEO, file, new_database
from tests.faults.postgres import postgres_server
from tests.journeys.harness import SECRET, TRIAGE

LATENCIES = (0, 50, 150)
"""Milliseconds until Slack answers."""
CHANNELS = 100
COUNT_WAITING = "SELECT count(*) FROM outbox_message WHERE"
"""Begins a statement of this benchmark's own, which is not counted."""


@dataclass
class Cost:
    """The cost of posting a number of messages."""

    messages: int
    seconds: float
    cpu_s: float
    statements: int
    commits: int

    @property
    def a_second(self) -> float:
        """Return the rate in messages per second."""
        return self.messages / self.seconds


class Meter:
    """Counts statements and commits on one database."""

    def __init__(self, database: Database) -> None:
        self._counts = Counter[str]()
        for engine in (database.writer, database.reader):
            event.listen(engine, "before_cursor_execute", self._add_statement)
        event.listen(database.writer, "commit", self._add_commit)

    def measure(self, messages: int, act: Callable[[], object]) -> Cost:
        """Return the cost of this act."""
        self._counts.clear()
        began, cpu = time.monotonic(), time.process_time()
        act()
        seconds, cpu_s = time.monotonic() - began, time.process_time() - cpu
        return Cost(messages, seconds, cpu_s, self._counts["statements"], self._counts["commits"])

    def _add_statement(self, *execution: object) -> None:
        self._counts["statements"] += not str(execution[2]).startswith(("BEGIN", COUNT_WAITING))

    def _add_commit(self, *_: object) -> None:
        self._counts["commits"] += 1


def program(url: str, slack: str, workers: int) -> Guichet:
    """Return the program as it is shipped, except that channels take any number of messages."""
    settings = read_settings(
        _env_file=None, slack_bot_token=TOKEN, slack_app_token="xapp-1", slack_signing_secret=SECRET, locale="en",
        slack_api_url=slack, triage_channel=TRIAGE, managers=("U0MAX",), database_url=url, fallback=False,
    )  # fmt: skip
    start_logging(settings)
    guichet = Guichet(settings, read_policy(None))
    guichet.delivery._traffic._pace = Pace(per_second=100_000)
    guichet.delivery._workers = workers
    return guichet


def prepare(url: str, incidents: int) -> None:
    """Fill the database with copies of an acknowledged incident, whose cards are posted."""
    database, now = new_database(url), datetime.now(UTC)
    with database.transaction() as session:
        number = file(session, at=now)
        acknowledge_incident(session, incident_id=number, context=context_of(THEO, now))
        session.flush()
        for one in session.exec(select(OutboxMessage).where(OutboxMessage.state == "pending")):
            one.state, one.done_at = "done", now
        for side, channel in (("customer", "C0MANY0"), ("triage", TRIAGE)):
            session.add(Card(incident_id=number, side=side, channel=channel, ts="1.0"))
    fill(database, filed=number, copies=incidents)
    database.close()


def arrange(database: Database, *, messages: int, incidents: int, occasion: str) -> None:
    """Store this many replies that are due, spread over the threads of all incidents."""
    now = datetime.now(UTC)
    given = {"who": THEO.user_id, "how": "button", "margin_s": 60, "clock": "always", "deadline_at": now.isoformat()}

    def rows() -> Iterator[dict[str, object]]:
        for n in range(messages):
            side = ("customer", "triage")[n % 2]
            kind = (Kind.ACKNOWLEDGED_TO_CUSTOMER, Kind.ACKNOWLEDGED_TO_TRIAGE)[n % 2]
            incident = FIRST + n // 2 % incidents
            yield {
                "incident_id": incident, "kind": kind, "dedup_key": f"{occasion} {n}", "lane": f"{incident} {side}",
                "side": side, "channel": f"C0B{n % CHANNELS}", "parameters": given, "created_at": now, "due_at": now,
                "run_at": now,
            }  # fmt: skip

    write(database, OutboxMessage, rows())


def count_waiting(database: Database) -> int:
    """Return the number of due messages that are waiting."""
    with database.reader.connect() as connection:
        due = sql(f"{COUNT_WAITING} state IN ('pending', 'parked') AND due_at <= :now")
        now = datetime.now(UTC)
        shown = now.replace(tzinfo=None).isoformat(" ") if connection.dialect.name == "sqlite" else now
        return int(connection.execute(due, {"now": shown}).scalar() or 0)


def delivered(guichet: Guichet, *, seconds: float = 300) -> Callable[[], None]:
    """Return the act of delivering all that is due, by the product."""

    def act() -> None:
        give_up, delivery = time.monotonic() + seconds, guichet.delivery
        while True:
            delivery.sweep()
            while delivery._busy:
                assert time.monotonic() < give_up
                time.sleep(0.005)
            if not count_waiting(guichet.database):
                return

    return act


def bare(database: Database, client: WebClient, workers: int, numbers: list[int]) -> Callable[[], None]:
    """Return the act of posting these messages by the barest loop."""
    lock = Lock()
    claim = sql("UPDATE outbox_message SET lease_token = 'bare', attempts = attempts + 1 WHERE id = :id")
    mark = sql("UPDATE outbox_message SET maybe_sent_at = created_at WHERE id = :id AND lease_token = 'bare'")
    done = sql(
        "UPDATE outbox_message SET state = 'done', done_at = created_at, sent_ts = :ts, lease_token = NULL"
        " WHERE id = :id AND lease_token = 'bare'"
    )

    def write_once(statement: object, **values: object) -> None:
        with database.transaction() as session:
            session.execute(statement, values)  # type: ignore[call-overload]

    def work() -> None:
        while True:
            with lock:
                if not numbers:
                    return
                number = numbers.pop()
            write_once(claim, id=number)
            write_once(mark, id=number)
            answer = client.chat_postMessage(channel="C0B1", text="Somebody has it.", thread_ts="1.0")
            write_once(done, id=number, ts=answer["ts"])

    def act() -> None:
        threads = [Thread(target=work) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return act


def compare(url: str, *, latency: int, workers: int, incidents: int, messages: int) -> tuple[Cost, Cost]:
    """Return the costs of the bare loop and of the product with this Slack."""
    with quick_slack(latency) as slack:
        guichet = program(url, slack, workers)
        database = guichet.database
        meter = Meter(database)
        guichet.people.prepare = lambda: None  # type: ignore[method-assign]
        occasion = f"{latency} {workers} {time.monotonic()}"
        arrange(database, messages=messages, incidents=incidents, occasion=f"{occasion} bare")
        with database.reading() as session:
            wanted = (
                select(OutboxMessage.id)
                .where(OutboxMessage.state == "pending")
                .where(
                    OutboxMessage.dedup_key.startswith(f"{occasion} bare")  # type: ignore[attr-defined]
                )
            )
            numbers = [one for one in session.exec(wanted) if one is not None]
        assert len(numbers) == messages
        client = WebClient(TOKEN, base_url=slack, retry_handlers=[])
        floor = meter.measure(messages, bare(database, client, workers, numbers))
        arrange(database, messages=messages, incidents=incidents, occasion=occasion)
        product = meter.measure(messages, delivered(guichet))
        assert count_waiting(database) == 0, "another try: the machine stood still"
        guichet.delivery.stop()
        database.close()
    return floor, product


def reminder(url: str) -> Cost:
    """Return the cost of a warning with its two refreshed cards, not counting the threads read beforehand."""
    with quick_slack(0) as slack:
        guichet = program(url, slack, 8)
        guichet.application.__dict__["look_for_answer"] = lambda _number: None
        database, now = guichet.database, datetime.now(UTC)
        with database.transaction() as session:
            number = file(session, at=now - FIRST_WARNING - timedelta(seconds=1))
            session.flush()
            for one in session.exec(select(OutboxMessage).where(OutboxMessage.incident_id == number)):
                if one.kind in {Kind.CUSTOMER_CARD, Kind.TRIAGE_CARD}:
                    one.state, one.done_at = "done", now
            for side, channel in (("customer", "C0MANY0"), ("triage", TRIAGE)):
                session.add(Card(incident_id=number, side=side, channel=channel, ts=f"{number}.9"))
        _ = database.installation  # Read at the start.
        found = Meter(database).measure(3, delivered(guichet))
        guichet.delivery.stop()
        database.close()
    return found


def line(kind: str, incidents: int, workers: int, latency: int, floor: Cost, product: Cost) -> list[str]:
    """Return one line of the table."""
    one = product.messages
    return [
        kind, f"{incidents:,}", str(workers), f"{latency} ms", f"{floor.a_second:.0f}", f"{product.a_second:.0f}",
        f"{product.a_second / floor.a_second:.2f}", f"{floor.cpu_s / one * 1000:.2f}",
        f"{product.cpu_s / one * 1000:.2f}", f"{product.statements / one:.1f}", f"{product.commits / one:.2f}",
    ]  # fmt: skip


def measure(table: Table, kind: str, url: str, options: argparse.Namespace) -> None:
    """Add the lines of one database."""
    prepare(url, options.incidents)
    for workers in options.workers:
        for latency in options.latencies:
            floor, product = compare(
                url, latency=latency, workers=workers, incidents=options.incidents, messages=options.messages
            )
            table.add_row(*line(kind, options.incidents, workers, latency, floor, product))
    warned = reminder(url)
    table.add_section()
    table.add_row(
        kind, f"{options.incidents:,}", "8", "warning, 2 cards", "", "", "", "", f"{warned.cpu_s * 1000:.1f} in all",
        f"{warned.statements} in all", f"{warned.commits} in all",
    )  # fmt: skip
    table.add_section()


@contextmanager
def addresses() -> Iterator[dict[str, str]]:
    """Yield the URL of an empty database of each kind."""
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server:
        yield {"sqlite": f"sqlite:///{Path(folder)}/delivery.db", "postgres": fresh(server.url, "delivery")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--workers", type=int, nargs="+", default=[8])
    parser.add_argument("--latencies", type=int, nargs="+", default=LATENCIES)
    parser.add_argument("--database", choices=["sqlite", "postgres"], nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    table = Table(
        "database", "incidents", "workers", "Slack", "loop /s", "ours /s", "ratio", "loop CPU ms", "our CPU ms",
        "statements", "commits",
    )  # fmt: skip
    with addresses() as urls:
        for kind in options.database:
            measure(table, kind, urls[kind], options)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
