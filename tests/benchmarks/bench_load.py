"""Is anybody turned away when many file at once? Forms are sent over HTTP, signed, all at the same instant.

Run: uv run python tests/benchmarks/bench_load.py [rounds]

Each replica is a process of its own with its web server, delivery and jobs; Slack is a fake in another process.
"""

import http.client
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from rich.console import Console
from rich.table import Table
from slack_sdk.signature import SignatureVerifier

from bot.database import id_of, open_database
from bot.facts.account import AccountEntry
from bot.facts.pack import PackLeft
from bot.facts.payers import Payers
from bot.forms import filing as form
from bot.policy import read_policy
from bot.queries.packs import usable_packs
from bot.texts.catalogue import Words
from bot.web import PATH
from models import Account, LedgerEntry, Membership, Pack
from tests.faults.bot_process import Options
from tests.faults.load import new_database, query
from tests.faults.postgres import postgres_server
from tests.faults.slack_process import SlackProcess, slack_process
from tests.faults.storm import running
from tests.faults.test_twice import free_port
from tests.journeys.harness import CUSTOMERS, SECRET
from tests.people import FORM

ROUNDS = 3
"""Rounds of each measurement, if none are given."""
PARALLEL = (50, 200)
MANY = 200
"""Accounts where each filing is paid by another one."""
IN_TIME_S = 3.0
"""Seconds that Slack waits for an answer."""
POLICY = read_policy(None)


@dataclass(frozen=True)
class Filer:
    """Somebody who files, and the form as they send it."""

    user: str
    view: dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """The outcome of one form."""

    what: str
    """Filed, "busy", or whatever else was answered."""
    seconds: float


def add_filers(url: str, count: int) -> list[Filer]:
    """Give the database this many accounts, each with a member and a pack."""
    database = new_database(url)
    now = datetime.now(UTC)
    filers = []
    for number in range(count):
        user = f"U0FILER{number}"
        with database.transaction() as session:
            account = Account(code=f"A{number}", name=f"Account {number}")
            session.add(account)
            session.flush()
            session.add(Membership(account_id=id_of(account), kind="user", value=user))
            pack = Pack(
                account_id=id_of(account), confirmation=f"PACK{number}", size=100_000, bought_on=now.date(),
                expires_on=date(2099, 1, 1), expires_at=datetime(2099, 1, 1, tzinfo=UTC), expiry_counts="filing",
            )  # fmt: skip
            session.add(pack)
            session.flush()
            session.add(LedgerEntry(pack_id=id_of(pack), kind="granted", units=100_000, at=now, actor="U0MAX"))
        with database.reading() as session:
            packs = usable_packs(session, account_ids=[id_of(account)], now=now, limit=1)
        filers.append(Filer(user, filled(AccountEntry(id_of(account), account.code, account.name, None, None), packs)))
    database.close()
    return filers


def filled(account: AccountEntry, packs: Sequence[PackLeft]) -> dict[str, Any]:
    """Return the form of an incident as somebody of this account sends it."""
    payers = Payers(accounts=[account], account=account, packs=packs, is_technician=False, per_incident=True)
    offer = form.FilingContents(
        products=[], payers=payers, now=datetime(2026, 11, 27, tzinfo=UTC), channel=CUSTOMERS, managers=""
    )
    view = form.view(words=Words("en", "Europe/Paris"), policy=POLICY, offer=offer)
    values = {
        block["block_id"]: {block["element"]["action_id"]: value_of(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {**view, "state": {"values": values}}


def value_of(element: dict[str, Any]) -> dict[str, Any]:
    """Return what an element of the form holds: the first option, or a text."""
    if "options" in element:
        chosen = element.get("initial_option", element["options"][0])
        return {"type": element["type"], "selected_option": chosen}
    if element["type"] == "file_input":
        return {"type": element["type"], "files": []}
    return {"type": element["type"], "value": "Nobody gets mail since nine."}


def send(port: int, filer: Filer) -> Answered:
    """Send the form, and return the answer and the seconds it took."""
    payload = {
        "type": "view_submission",
        "user": {"id": filer.user, "team_id": "T0TEAM"},
        "team": {"id": "T0TEAM"},
        "view": {**filer.view, "id": f"V{uuid4().hex}", "hash": "1.abc"},
    }
    body = urlencode({"payload": json.dumps(payload)})
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body) or ""
    headers = {"content-type": FORM, "x-slack-request-timestamp": timestamp, "x-slack-signature": signature}
    began = time.monotonic()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", PATH, body, headers)
        answer = connection.getresponse()
        told = answer.read().decode()
    except OSError as problem:
        return Answered(type(problem).__name__, time.monotonic() - began)
    seconds = time.monotonic() - began
    if answer.status != 200:
        return Answered(f"status {answer.status}", seconds)
    if not told:
        return Answered("filed", seconds)
    errors = " ".join(json.loads(told).get("errors", {told: told}).values())
    known = (one for one in ("busy", "went wrong") if one in errors.lower())
    return Answered(next(known, errors[:60]), seconds)


def all_at_once(ports: list[int], filers: list[Filer]) -> list[Answered]:
    """Send all forms at the same instant, in turn to each replica."""
    barrier = Barrier(len(filers))

    def act(number: int) -> Answered:
        barrier.wait()
        return send(ports[number % len(ports)], filers[number])

    with ThreadPoolExecutor(len(filers)) as pool:
        return list(pool.map(act, range(len(filers))))


@contextmanager
def replicas(url: str, slack: SlackProcess, count: int) -> Iterator[list[int]]:
    """Run this many replicas until each of them answers, and give their ports."""
    ports = [free_port() for _ in range(count)]
    with running(*(Options(url, slack.url, port=port) for port in ports)):
        for port in ports:
            await_answer(port)
        yield ports


def await_answer(port: int) -> None:
    """Wait until a server listens on this port."""
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=10).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)


def measure(table: Table, kind: str, url: str, slack: SlackProcess, *, count: int, rounds: int) -> None:
    """Add a line for each number of filings at once, of one account and of many."""
    filers = add_filers(url, MANY)
    with replicas(url, slack, count) as ports:
        all_at_once(ports, [filers[number % MANY] for number in range(MANY)])  # Everybody is known from now on.
        for is_one in (True, False):
            for parallel in PARALLEL:
                found: list[Answered] = []
                for _ in range(rounds):
                    await_quiet(url)
                    before = stored(url)
                    answers = all_at_once(ports, [filers[0 if is_one else n % MANY] for n in range(parallel)])
                    assert stored(url) - before >= sum(one.what == "filed" for one in answers), (
                        "what is confirmed is stored"
                    )
                    found += answers
                table.add_row(*line(kind, count, parallel, "one" if is_one else "many", found))


def stored(url: str) -> int:
    """Return how many incidents there are."""
    return int(query(url, "SELECT count(*) FROM incident")[0][0])


def await_quiet(url: str) -> None:
    """Wait until what was filed before is delivered, so that each round begins alike."""
    give_up = time.monotonic() + 10
    due = "SELECT count(*) FROM outbox_message WHERE state = 'pending' AND run_at < '{}'"
    while query(url, due.format(f"{datetime.now(UTC) + timedelta(seconds=1):%Y-%m-%d %H:%M:%S}"))[0][0]:
        if time.monotonic() > give_up:
            return
        time.sleep(0.2)


def line(kind: str, replica_count: int, parallel: int, accounts: str, found: list[Answered]) -> list[str]:
    """Return one line of the table."""
    seconds = sorted(one.seconds for one in found)
    what = Counter(one.what if one.seconds < IN_TIME_S else f"{one.what}, too late" for one in found)
    filed = what.pop("filed", 0)
    return [
        kind, str(replica_count), str(parallel), accounts, f"{filed} of {len(found)}",
        "; ".join(f"{count} {which}" for which, count in what.items()) or "-",
        f"{statistics.median(seconds):.2f} s", f"{seconds[int(len(seconds) * 0.99)]:.2f} s", f"{seconds[-1]:.2f} s",
    ]  # fmt: skip


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    table = Table("database", "replicas", "at once", "accounts", "filed in time", "else", "p50", "p99", "worst")
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server, slack_process() as slack:
        users = [{"id": f"U0FILER{number}", "name": f"filer{number}", "locale": "en-GB"} for number in range(MANY)]
        slack.post("setup", users=users, channels=[])
        os.chdir(folder)
        measure(table, "SQLite", f"sqlite:///{Path(folder)}/load.db", slack, count=1, rounds=rounds)
        for count in (1, 2):
            measure(table, "PostgreSQL", fresh(server.url, f"load{count}"), slack, count=count, rounds=rounds)
    Console(width=150).print(table)


def fresh(url: str, name: str) -> str:
    """Make an empty database beside this one and return its URL."""
    database = open_database(url)
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    database.close()
    return url.replace("/postgres?", f"/{name}?")


if __name__ == "__main__":
    main()
