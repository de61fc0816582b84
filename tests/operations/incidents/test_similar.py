"""The policy says whether anybody is asked or told of similar incidents; which are: tests/queries/test_similar.py."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.operations.context import Context
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.similar import find_ever, find_in_progress
from bot.rules.person import Person
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


def ever(case: Case, *, similar: str) -> list[int]:
    with case.database.reading() as session:
        given = context(case, EVE, similar=similar)
        return list(find_ever(session, "Printers in Lyon print nothing", "", context=given))


@pytest.mark.parametrize(
    ("similar", "asked", "told"), [("ask", True, True), ("tell", False, True), ("off", False, False)]
)
def test_is_as_the_policy_wants(printers: Case, similar: str, *, asked: bool, told: bool) -> None:
    found = in_progress(printers, BOB, similar=similar, account_id=printers.account)

    assert (found, ever(printers, similar=similar)) == ([printers.number] * asked, [printers.number] * told)


def test_nobody_is_asked_about_incidents_of_others(printers: Case) -> None:
    """Without an account it is one's own incidents of no account."""
    assert in_progress(printers, EVE) == []


def test_nobody_is_asked_about_what_cannot_be_reopened(printers: Case) -> None:
    printers.do(close_incident, THEO, act="give_up", explanation="No.")
    printers.now += context(printers, ALICE, similar="ask").policy.closing.reopen_within
    assert in_progress(printers, ALICE, account_id=printers.account) == [printers.number]

    printers.now += timedelta(minutes=1)
    assert in_progress(printers, ALICE, account_id=printers.account) == []
