"""How long do lists, searches and the look-up of similar incidents take with many incidents? p50 and p99 of each.

Run: uv run python -m tests.benchmarks.bench_lists [--database postgres] [--incidents 100 10000 100000]
"""

import argparse
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert, select

from bot.database import Database, open_database
from bot.migrate import make_ready
from bot.queries.full_text import owners
from bot.queries.incident_list import list_incidents
from bot.queries.incident_search import search_incidents
from bot.queries.similar import similar_before, similar_in_progress, topic_of
from bot.rules.incident_list import Page
from bot.rules.person import Person
from models import Incident, IncidentText
from models.incident_text import word_of_account
from models.search_text import words_of
from tests.benchmarks.bench_home import NOW, elapsed, fill, tell
from tests.benchmarks.filled import analyze
from tests.faults.postgres import postgres_server
from tests.templates import copy_postgres

ROUNDS, LIMIT, AT_ONCE = 60, 10, 5_000
"""How often each question is asked, lines per page, and rows written at once."""
THINGS = ["mail", "printer", "vpn", "disk", "invoice", "portal", "phone", "backup", "report", "calendar"]
"""What the incidents are about: each word is in a tenth of the titles, and "broken" in all descriptions."""
SAID = [f"said{number}" for number in range(300)]
"""Words of which each description has some: PostgreSQL learns how common words are only where there are many."""
ALICE = Person("U7", "alice", "en", "Europe/Paris", is_technician=False)
THEO = Person("U0T7", "theo", "en", "Europe/Paris", is_technician=True)


def index(database: Database, count: int) -> None:
    """Give the incidents titles and descriptions of some words, and index them."""
    random = Random(count)  # noqa: S311 - the same incidents each time
    with database.reading() as session:
        numbers = list(session.execute(select(Incident.id, Incident.account_id)))
    for start in range(0, count, AT_ONCE):
        rows = [_row(number, account, random) for number, account in numbers[start : start + AT_ONCE]]
        with database.transaction() as session:
            session.execute(insert(IncidentText), rows)
            titles = [{"id": one["incident_id"], "title": one["title"]} for one in rows]
            session.bulk_update_mappings(Incident.__mapper__, titles)  # type: ignore[attr-defined]
    analyze(database)


def _row(number: int, account: int, random: Random) -> dict[str, Any]:
    title = f"{random.choice(THINGS)} {random.choice(THINGS)} on host{random.randrange(5_000)}"
    often = " ".join(random.choices(SAID, k=8))
    rare = f"w{random.randrange(20_000)} v{random.randrange(20_000)}"
    said = " ".join(words_of([f"broken since yesterday {often} {rare}"]))
    return {
        "incident_id": number, "owner": word_of_account(account), "title": " ".join(words_of([title])),
        "description": said, "messages": f"restarted x{random.randrange(20_000)}",
    }  # fmt: skip


def questions(database: Database) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what people ask, and how."""
    for who, accounts in ((ALICE, [8]), (THEO, [])):
        for which in ("open", "mine", "unassigned", "waiting", "closed", "all"):
            yield f"list {which}", _asking(database, list_incidents, Page(which), who, accounts)
        yield "list all mail", _asking(database, list_incidents, Page("all", typed="mail"), who, accounts)
        yield "10th page of all", _later(database, Page("all"), who, accounts)
        for typed in ("mail printer", "broken", "host17", "nothere"):
            asked = Page("found", typed=typed)
            yield f"search {typed}", _asking(database, search_incidents, asked, who, accounts)
    title = "Mail printer on host17 is slow"
    topic = topic_of(title, "")
    with database.transaction() as session:
        last = session.execute(select(Incident).order_by(Incident.id.desc()).limit(1)).scalar_one()  # type: ignore[union-attr]
        last.title, last.description = title, ""
    theirs, since = owners(accounts=[8], member_id=None), NOW - timedelta(days=7)

    def in_progress() -> object:
        with database.reading() as session:
            return similar_in_progress(session, topic, theirs=theirs, since=since, limit=3)

    def ever() -> object:
        with database.reading() as session:
            return similar_before(session, last.number)

    yield "similar of the account", in_progress
    yield "similar of all", ever


def _asking(
    database: Database, look: Callable[..., Any], page: Page, who: Person, accounts: list[int]
) -> Callable[[], Any]:
    def ask() -> Any:
        with database.reading() as session:
            return look(session, page, person=who, accounts=accounts, limit=LIMIT)

    return ask


def _later(database: Database, page: Page, who: Person, accounts: list[int]) -> Callable[[], Any]:
    for _ in range(9):
        page = _asking(database, list_incidents, page, who, accounts)().next or page
    return _asking(database, list_incidents, page, who, accounts)


def measure(url: str, count: int) -> None:
    """Print the figures for each question with this many incidents."""
    database = open_database(url)
    try:
        database.claim()
        make_ready(database)
        fill(database, count)
        index(database, count)
        kind = url.partition(":")[0]
        for at, (name, ask) in enumerate(questions(database)):
            ask()
            lengths = sorted(elapsed(ask) for _ in range(ROUNDS))
            p50, p99 = lengths[len(lengths) // 2], lengths[int(len(lengths) * 0.99)]
            who = "customer" if at < 12 else "technician" if at < 24 else ""
            tell(f"{kind:10.10} {count:>7}  {who:10}  {name:24}  p50 {p50:6.1f} ms  p99 {p99:6.1f} ms")
    finally:
        database.close()


def main() -> None:
    """Measure each size on the chosen database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--incidents", type=int, nargs="+", default=[100, 10_000, 100_000])
    chosen = parser.parse_args()
    for count in chosen.incidents:
        if chosen.database == "sqlite":
            with TemporaryDirectory() as folder:
                measure(f"sqlite:///{Path(folder) / 'bench.db'}", count)
        else:
            with postgres_server() as server:
                measure(copy_postgres(server.url, f"lists_{count}"), count)


if __name__ == "__main__":
    main()
