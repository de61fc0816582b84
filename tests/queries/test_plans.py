"""Queries made at each start, each minute or for each list use an index made for them, among a million rows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, insert, select, text
from sqlmodel import Session

from bot.database import Database, SqliteDatabase
from bot.delivery.claim import claim_messages
from bot.delivery.destination import Destination
from bot.delivery.health import lateness, scheduled_fallbacks
from bot.delivery.outbox import post
from bot.delivery.refused_changes import retry_refused_changes
from bot.operations.accounts.certificate import certificates_near_expiry
from bot.operations.incidents.verdict_question import pending_verdict_numbers
from bot.operations.packs.claim_question import waiting_claims
from bot.operations.packs.expiry import packs_to_expire
from bot.operations.questions import settle_notices, unsettled_after
from bot.queries.accounts import all_accounts, calendars_named
from bot.queries.digest import holders_without_digest
from bot.queries.duty import asked_incidents
from bot.queries.full_text import Expression, newest
from bot.queries.home import last_closed, queue_of
from bot.queries.incident_list import list_incidents
from bot.queries.incident_search import search_incidents
from bot.queries.incidents import pending_verdicts
from bot.queries.products import catalogue, found_products
from bot.queries.similar import similar_before, similar_in_progress, topic_of
from bot.queries.thread_readings import unread_incidents
from bot.rules.incident_list import ListPlace, Page, Which
from bot.rules.person import GUICHET, Person
from models import Incident, IncidentText
from models.vocabulary import Kind
from tests.contexts import POLICY, context_of
from tests.unused_postgres import lent_postgres  # noqa: F401 - instead of one that was lent before

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
THEO = Person("U0THEO", "Theo Roux", "fr", "Europe/Paris", is_technician=True)
AT_NETWORK = replace(THEO, at_desks={"": False, "network": True})
ALICE = Person("U0ALICE", "Alice Martin", "en", "Europe/Paris")
PLACE = ListPlace(0, 10, NOW)
MAIL = Page("found", typed="mail")
TOPIC = topic_of("Mail is down", "")


def listed(session: Session, which: Which, person: Person, account: int | None = None) -> None:
    """Ask for the page behind some incident, and the one before it."""
    for is_before in (True, False):
        page = Page(which, account, place=PLACE, is_before=is_before)
        list_incidents(session, page, person=person, accounts=[] if person is THEO else [7, 8], limit=15)


CONTEXT = context_of(GUICHET, NOW, policy=POLICY)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda session: unread_incidents(session, before=NOW, limit=100), "ix_incident_not_closed"),
        (lambda session: listed(session, "open", THEO), "ix_incident_(not_closed|assigned_to|of_desk)"),
        (lambda session: listed(session, "unassigned", THEO), "ix_incident_(not_closed|assigned_to|of_desk)"),
        (lambda session: listed(session, "mine", THEO), "ix_incident_(assigned_to|of_desk)"),
        (lambda session: listed(session, "waiting", THEO), "ix_split_proposed"),
        (lambda session: listed(session, "closed", THEO), "ix_incident_closed"),
        (lambda session: listed(session, "open", ALICE), "ix_incident_(account_id|not_closed|assigned_to|of_desk)"),
        (lambda session: listed(session, "closed", ALICE), "ix_incident_closed_of_account"),
        (lambda session: listed(session, "closed", THEO, account=7), "ix_incident_closed_of_account"),
        (lambda session: pending_verdicts(session, limit=10), "ix_incident_verdict_wanted"),
        (lambda session: pending_verdict_numbers(session, context=CONTEXT), "ix_incident_verdict_wanted"),
        (
            lambda session: holders_without_digest(session, week="2026-W48", since=NOW),
            "ix_incident_not_closed|ix_event_incident_id|ix_remark_incident_id|outbox_message",
        ),
        (asked_incidents, "ix_incident_unreachable"),
        (lambda session: lateness(session, since=NOW), "ix_outbox_message_done_at"),
        (scheduled_fallbacks, "ix_fallback_scheduled"),
        (lambda session: settle_notices(session, kind=Kind.CLAIM_MADE, now=NOW), "ix_outbox_message_kept"),
        (lambda session: unsettled_after(session, number=0, since=NOW, limit=200), "ix_outbox_message_kept"),
        (lambda session: packs_to_expire(session, context=CONTEXT), "ix_pack_valid"),
        (lambda session: certificates_near_expiry(session, context=CONTEXT), "ix_tax_certificate_not_warned"),
        (calendars_named, "ix_account_calendar"),
        (lambda session: waiting_claims(session, context=CONTEXT), "ix_claim_waiting"),
        (lambda session: retry_refused_changes(session, since=NOW, now=NOW), "ix_outbox_message_ended_by_error"),
        (lambda session: all_accounts(session, limit=100, typed="ecole"), "ix_account_search_text"),
        (lambda session: catalogue(session, limit=100, typed="edition"), "ix_product_search_text"),
        (lambda session: found_products(session, typed="edition 2", limit=20), "ix_product_search_text"),
    ],
)
def test_every_statement_uses_the_index(database: Database, ask: Callable[[Session], object], index: str) -> None:
    with database.transaction() as session, asked(database) as statements:
        ask(session)
    assert statements
    with database.writer.begin() as connection:
        for statement, parameters in statements:
            if isinstance(database, SqliteDatabase):
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            else:
                connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # The tables are empty here.
                plan = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            lines = "\n".join(str(tuple(row)) for row in plan)
            assert re.search(index, lines), f"{statement}\n{lines}"


@pytest.mark.parametrize("which", ["open", "closed"])
def test_who_sees_one_desk_alone_finds_its_incidents_by_the_index_of_desks(
    database: Database, file_incident: Callable[..., int], which: Which
) -> None:
    """Among the incidents of all the others."""
    ended = {"status": "closed", "outcome": "solved", "closed_at": NOW, "closed_by": "U0THEO"}
    answered = {"acknowledged_at": NOW, "acknowledged_by": "U0TESS", "acknowledged_how": "button"}
    now_it_is = {"status": "acknowledged", "assigned_to": "U0TESS", **answered} if which == "open" else ended
    number = file_incident()
    with database.transaction() as session:
        filed = session.get_one(Incident, number).model_dump(exclude={"id", "form_id"})
        at_desks = enumerate(["", "network", *["mail"] * 500, *[""] * 500])
        same = [{**filed, **(now_it_is if at % 2 else {}), "form_id": f"V{at}.", "desk": desk} for at, desk in at_desks]
        session.execute(insert(Incident), same)
    with database.transaction() as session:
        session.execute(text("ANALYZE"))
    with database.transaction() as session, asked(database) as statements:
        listed = list_incidents(session, Page(which), person=AT_NETWORK, accounts=[], limit=15)
        shown = [len(listed.incidents)]
        if which == "open":
            shown.append(queue_of(session, person=AT_NETWORK, accounts=[], limit=15).count)
        else:
            shown.append(len(last_closed(session, person=AT_NETWORK, accounts=[], limit=15)))
    assert shown == [1, 1]
    walked: set[str] = set()
    with database.writer.begin() as connection:
        how = "EXPLAIN QUERY PLAN" if isinstance(database, SqliteDatabase) else "EXPLAIN"
        for statement, parameters in statements:
            plan = connection.exec_driver_sql(f"{how} {statement}", parameters)
            walked |= set(re.findall(r"ix_incident_\w+", "\n".join(str(tuple(row)) for row in plan)))
    assert ("ix_incident_of_desk" if which == "open" else "ix_incident_closed_of_desk") in walked
    assert walked.isdisjoint({"ix_incident_not_closed", "ix_incident_not_closed_id", "ix_incident_closed"})


@pytest.mark.parametrize("ready_url", ["sqlite"], indirect=True)  # PostgreSQL knows how few wait.
def test_what_waits_for_customers_is_found_without_going_through_all_that_is_open(database: Database) -> None:
    with database.transaction() as session, asked(database) as statements:
        queue_of(session, person=THEO, accounts=[], limit=15, chosen="waiting")
    with database.writer.begin() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given).all() for one, given in statements]
    walked = {index for plan in plans for index in re.findall(r"ix_incident_\w+", str(plan))}
    assert walked == {"ix_incident_waiting", "ix_incident_unreachable"}


def test_a_query_of_words_is_read_once_and_not_for_each_row(database: Database) -> None:
    """Also by the plan that PostgreSQL keeps of a prepared statement: what is looked for is a constant there."""
    with database.transaction() as session, asked(database) as statements:
        session.execute(newest(session, Expression(session).every(["mail"], parts=3), limit=10))
    ((statement, parameters),) = statements
    with database.writer.begin() as connection:
        if isinstance(database, SqliteDatabase):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            assert "VIRTUAL TABLE INDEX" in str(plan.all())
            return
        numbers = count(1)
        prepared = re.sub(r"%\(\w+\)s", lambda _: f"${next(numbers)}", statement)
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql(f"PREPARE asked AS {prepared}")
        plan = connection.exec_driver_sql("EXPLAIN EXECUTE asked (10)")
        lines = "\n".join(row[0] for row in plan)
        connection.exec_driver_sql("DEALLOCATE asked")
    assert "document @@ '''mail'':*ABC'::tsquery" in lines
    assert "to_tsquery" not in lines


@pytest.mark.parametrize(
    "ask",
    [
        similar_before,
        lambda session, one: similar_before(session, one, of="network"),
        lambda session, _: similar_in_progress(session, TOPIC, theirs=["a7"], since=NOW, limit=3),
        lambda session, _: search_incidents(
            session, Page("found", typed="mail"), person=AT_NETWORK, accounts=[], limit=9
        ),
    ],
)
def test_words_are_looked_for_once_and_not_for_each_incident(
    database: Database, file_incident: Callable[..., int], ask: Callable[[Session, int], object]
) -> None:
    """As SQLite would where it knows which incidents may be found: 13 seconds among 10,000 of them."""
    number = file_incident(title="Mail is down")
    with database.transaction() as session, asked(database) as statements:
        ask(session, number)
    assert any("MATCH" in statement or "@@" in statement for statement, _ in statements)
    if isinstance(database, SqliteDatabase):
        with database.writer.begin() as connection:
            for statement, parameters in statements:
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                assert not re.search(r"VIRTUAL TABLE INDEX \d+:\S*=", str(plan.all())), statement  # "=" is "rowid ="


@pytest.mark.parametrize(("typed", "times"), [("zorglub", 7), ("zorglubs", 1)])
def test_a_rare_word_is_not_looked_for_in_every_incident(
    database: Database, file_incident: Callable[..., int], typed: str, times: int
) -> None:
    """Nor one that is nowhere, and that once; PostgreSQL thinks that one in 200 has a word it knows nothing of."""
    number = file_incident(title="Zorglub is down")
    with database.transaction() as session:
        filed = session.get_one(Incident, number).model_dump(exclude={"id", "form_id"})
        session.execute(insert(Incident), [{**filed, "form_id": f"V{one}."} for one in range(3_000)])
        others = session.execute(select(Incident.id).where(Incident.form_id.endswith("."))).scalars()
        said = {"owner": "a7", "title": "mail", "description": "", "messages": ""}
        session.execute(insert(IncidentText), [{**said, "incident_id": one} for one in others])
        session.execute(text("ANALYZE"))
    page = Page("found", typed=typed)
    with database.transaction() as session, asked(database) as statements:
        search_incidents(session, page, person=THEO, accounts=[], limit=3)
    assert len(statements) == times
    if not isinstance(database, SqliteDatabase):
        with database.writer.begin() as connection:
            for statement, parameters in statements:
                plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar()
                assert rows_read(plan[0]["Plan"]) < 100, statement


def test_a_claim_reads_what_it_claims_although_nothing_waited_when_statistics_were_made(database: Database) -> None:
    """Every message that waits, compared with every other: 8,800 after an outage took 1.1 seconds a claim."""
    lanes = 50
    with database.transaction() as session, asked(database) as statements:
        for number in range(100):
            to = Destination("C0ANY", lane_name=str(number % lanes))
            post(session, kind=Kind.WEEKLY_DIGEST, to=to, due_at=NOW, dedup_key=str(number), now=NOW)
        session.flush()
        statements.clear()
        claimed = claim_messages(session, now=NOW, lease_until=NOW, owner="anybody", limit=5).claimed
    statement, parameters = statements[0]
    with database.writer.begin() as connection:
        if isinstance(database, SqliteDatabase):
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all())
            assert "ix_outbox_message_run_at (run_at<?)" in plan
            assert "ix_outbox_message_lane (lane=?)" in plan
            assert "TEMP B-TREE" not in plan
            return
        plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar()
    assert len(claimed) == 5
    assert rows_read(plan[0]["Plan"]) <= 3 * lanes


def rows_read(node: dict[str, Any]) -> float:
    """Return how many rows the scans in a plan of PostgreSQL have read."""
    is_scan = node["Node Type"].endswith("Scan")
    read = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] if is_scan else 0
    return float(read + sum(rows_read(one) for one in node.get("Plans", [])))


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Yield a list to which each statement is added until the block ends."""
    statements: list[tuple[str, Any]] = []

    def record(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append((statement, parameters))

    event.listen(database.writer, "before_cursor_execute", record)
    yield statements
    event.remove(database.writer, "before_cursor_execute", record)
