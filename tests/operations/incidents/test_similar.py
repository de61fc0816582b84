"""The policy says whether people are asked or told of similar incidents; which are: tests/queries/test_similar.py."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.operations.context import Context
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.filing import file_incident
from bot.operations.incidents.similar import find_in_progress
from bot.queries.message_facts import similar_to
from bot.rules.filing import Filing, Payment
from bot.rules.person import Person
from models import OutboxMessage
from models.vocabulary import Kind
from tests.case import ALICE, BOB, EVE, THEO, Case


@pytest.fixture
def printers(case: Case) -> Case:
    """One whose incident is about printers."""
    case.number = case.file(title="Printers in Lyon print nothing", description="The printers print blank pages.")
    return case


def context(case: Case, who: Person, *, similar: str) -> Context:
    given = case.context(who)
    intake = given.policy.intake.model_copy(update={"similar": similar})
    return replace(given, policy=given.policy.model_copy(update={"intake": intake}))


def in_progress(case: Case, who: Person, *, similar: str = "ask", account_id: int | None = None) -> list[int]:
    with case.database.reading() as session:
        found = find_in_progress(
            session,
            title="Printers in Lyon print nothing",
            description="",
            account_id=account_id,
            customer=who.user_id,
            context=context(case, who, similar=similar),
        )
        return list(found)


def told(case: Case, *, similar: str) -> list[int]:
    """Return what the technicians are told of once this is filed."""
    filing = Filing("Printers in Lyon print nothing", None, "B", "business", "", "", payment=Payment(account_id=None))
    given = context(case, EVE, similar=similar)
    with case.database.transaction() as session:
        file_incident(session, filing=filing, form_id="VX", opened_in="C0ACME", context=given)
        messages = session.exec(select(OutboxMessage).where(OutboxMessage.kind == Kind.SIMILAR)).all()
        return [number for one in messages for number in similar_to(session, one)]


@pytest.mark.parametrize(
    ("similar", "is_asked", "is_told"), [("ask", True, True), ("tell", False, True), ("off", False, False)]
)
def test_is_as_the_policy_wants(printers: Case, similar: str, *, is_asked: bool, is_told: bool) -> None:
    found = in_progress(printers, BOB, similar=similar, account_id=printers.account)

    assert found == [printers.number] * is_asked
    assert told(printers, similar=similar) == [printers.number] * is_told


def test_nobody_is_asked_about_incidents_of_others(printers: Case) -> None:
    """Without an account it is one's own incidents of no account."""
    assert in_progress(printers, EVE) == []


def test_nobody_is_asked_about_what_cannot_be_reopened(printers: Case) -> None:
    printers.do(close_incident, THEO, act="give_up", explanation="No.")
    printers.now += context(printers, ALICE, similar="ask").policy.closing.reopen_within
    assert in_progress(printers, ALICE, account_id=printers.account) == [printers.number]

    printers.now += timedelta(minutes=1)
    assert in_progress(printers, ALICE, account_id=printers.account) == []
