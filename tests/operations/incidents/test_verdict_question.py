"""Managers are asked what an incident costs: whoever is one, once at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.verdict import NoVerdictDue, give_verdict
from bot.operations.incidents.verdict_question import ask_for_pending_verdict, pending_verdict_numbers
from bot.policy import Policy
from bot.rules.person import GUICHET, Person
from bot.rules.workspace import Workspace
from models import OutboxMessage

MAX = Person("U0MAX", "Max", "en", "Europe/Paris", is_manager=True)


@pytest.fixture
def ask(
    database: Database,
    workspace: Workspace,
    policy: Policy,
    now: datetime,
    theo: Person,
    file_incident: Callable[..., int],
) -> Callable[..., list[tuple[str, str]]]:
    """Ask these managers, and return whom a question is meant for and its state; Theo has just given up."""
    number = file_incident()
    with database.transaction() as session:
        context = Context(theo, policy, workspace, now)
        close_incident(session, incident_id=number, act="give_up", explanation="No.", context=context)

    def ask(*managers: str) -> list[tuple[str, str]]:
        with database.transaction() as session:
            of_today = replace(workspace, managers=managers)
            context = Context(GUICHET, policy, of_today, now)
            for one in pending_verdict_numbers(session, context=context):
                ask_for_pending_verdict(session, one, context=context)
        with database.reading() as session:
            asked = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "verdict_wanted"))
            return sorted((one.channel, one.state) for one in asked)

    return ask


def test_who_is_asked_already_is_not_asked_twice(ask: Callable[..., list[tuple[str, str]]]) -> None:
    assert ask("U0MAX") == [("U0MAX", "pending")]


def test_who_has_come_is_asked_and_who_has_gone_is_not(ask: Callable[..., list[tuple[str, str]]]) -> None:
    assert ask("U0MIA") == [("U0MAX", "cancelled"), ("U0MIA", "pending")]
    assert ask() == [("U0MAX", "cancelled"), ("U0MIA", "cancelled")]


def test_nobody_is_asked_what_is_decided(
    database: Database, policy: Policy, workspace: Workspace, now: datetime, ask: Callable[..., list[tuple[str, str]]]
) -> None:
    context = Context(MAX, policy, workspace, now)
    with database.transaction() as session:
        give_verdict(session, incident_id=1, verdict="waived", reason="So", context=context)
        with pytest.raises(NoVerdictDue):
            give_verdict(session, incident_id=1, verdict="billed", reason="So", context=context)
    assert ask("U0MAX", "U0MIA") == [("U0MAX", "pending")]  # That one is cancelled when it is due.
