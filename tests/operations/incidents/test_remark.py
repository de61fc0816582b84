"""What the customer says is kept once, whatever Slack tells how often and in whichever order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.incidents.remark import delete_remark, relay_remark
from bot.rules.said import Said
from bot.rules.workspace import Workspace
from models import Event, OutboxMessage, Remark


@pytest.fixture
def said(file_incident: Callable[..., int], now: datetime) -> Said:
    """What Alice said about her incident."""
    file_incident()
    return Said("C0ACME", "2.0", "U0ALICE", now, "Hello", [{"name": "a.log", "link": "https://a.example"}])


@pytest.fixture
def relay(database: Database, workspace: Workspace, now: datetime) -> Callable[[Said], None]:
    """Relay in a transaction of its own."""

    def relay(said: Said) -> None:
        with database.transaction() as session:
            relay_remark(session, said=said, incident_id=1, workspace=workspace, now=now)

    return relay


def kept(database: Database) -> tuple[list[tuple[str, int, bool]], list[tuple[str, str]]]:
    """Return text, version and whether it is deleted of each remark; kind and key of what is to be posted."""
    with database.reading() as session:
        remarks = [(one.text, one.version, one.is_deleted) for one in session.exec(select(Remark))]
        rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id))  # type: ignore[arg-type]
        return remarks, [(one.kind, one.dedup_key) for one in rows if "remark" in one.kind]


def test_message_is_kept_once(database: Database, relay: Callable[[Said], None], said: Said) -> None:
    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(relay, [said] * 4))
    assert kept(database) == ([("Hello", 1, False)], [("remark_to_triage", "remark-1")])


def test_edit_follows_and_is_no_edit_again(database: Database, relay: Callable[[Said], None], said: Said) -> None:
    edited = replace(said, text="Hello you", is_edited=True)
    for one in (said, edited, edited, said):  # The first event again, late.
        relay(one)
    copies = [("remark_to_triage", "remark-1"), ("refresh_remark", "remark-1 v2")]
    assert kept(database) == ([("Hello you", 2, False)], copies)
    with database.reading() as session:
        event = session.exec(select(Event).where(Event.kind == "edit_remark")).one()
    same = {"remark": 1, "files": said.files, "is_deleted": False}
    assert (event.actor, event.before, event.after) == (
        "U0ALICE",
        same | {"version": 1, "text": "Hello"},
        same | {"version": 2, "text": "Hello you"},
    )


def test_edit_that_comes_first_stands(database: Database, relay: Callable[[Said], None], said: Said) -> None:
    relay(replace(said, text="Hello you", is_edited=True))
    relay(said)
    assert kept(database)[0] == [("Hello you", 1, False)]


def test_deletion_is_marked_once_and_is_the_end(
    database: Database, workspace: Workspace, now: datetime, relay: Callable[[Said], None], said: Said
) -> None:
    relay(said)
    for ts in ("2.0", "2.0", "9.9"):
        with database.transaction() as session:
            delete_remark(session, channel="C0ACME", ts=ts, workspace=workspace, now=now)
    relay(replace(said, text="Hello you", is_edited=True))
    copies = [("remark_to_triage", "remark-1"), ("refresh_remark", "remark-1 v2")]
    assert kept(database) == ([("Hello", 2, True)], copies)


def test_message_that_is_told_after_its_deletion_is_not_copied(
    database: Database, workspace: Workspace, now: datetime, relay: Callable[[Said], None], said: Said
) -> None:
    with database.transaction() as session:
        delete_remark(session, channel="C0ACME", ts="2.0", workspace=workspace, now=now)
    relay(said)
    assert kept(database) == ([], [])


def test_edit_at_the_instant_of_the_copy_is_not_lost(
    database: Database, relay: Callable[[Said], None], said: Said
) -> None:
    edited = replace(said, text="Hello you", is_edited=True)
    with ThreadPoolExecutor(4) as at_once:
        list(at_once.map(relay, [said, edited, said, edited]))
    ((text, _, _),) = kept(database)[0]
    assert text == "Hello you"
