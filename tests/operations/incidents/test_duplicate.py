"""A duplicate ends, gives its unit back, and can be of its own account's incidents only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.duplicate import OriginalIsDuplicate, UnknownOriginal, mark_duplicate
from bot.operations.incidents.permission import GoesOnElsewhere
from bot.operations.incidents.reopening import reopen_incident
from bot.policy import Policy
from bot.rules.person import Person, TechniciansUnknown
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Event, Incident
from tests.paying import AT, add_account, add_pack, entries, filed, incident, left


@pytest.fixture
def mark(database: Database, policy: Policy, workspace: Workspace, theo: Person) -> Callable[[int, int], None]:
    """Mark one as a duplicate of the other, in a transaction of its own."""

    def mark(number: int, original: int) -> None:
        with database.transaction() as session:
            mark_duplicate(
                session,
                incident_id=number,
                original_id=original,
                context=Context(theo, policy, workspace, AT),
            )

    return mark


def test_gives_its_unit_back_and_stays_closed(
    database: Database, policy: Policy, workspace: Workspace, alice: Person, mark: Callable[[int, int], None]
) -> None:
    acme = add_account(database)
    prepaid = add_pack(database, policy, account_id=acme)
    first, second = (filed(database, policy, account_id=acme) for _ in range(2))
    mark(second, first)
    assert entries(database, prepaid)[-1] == ("released", 1)
    assert left(database, prepaid) == 4
    assert (incident(database, second).billing, incident(database, second).duplicate_of) == ("waived", first)
    with database.reading() as session:
        events = session.exec(select(Event).where(Event.kind == "mark_duplicate").order_by(col(Event.id))).all()
    assert [(one.incident_id, one.after) for one in events] == [
        (second, {"duplicate_of": first}),
        (first, {"duplicate": second}),
    ]
    with pytest.raises(GoesOnElsewhere), database.transaction() as session:
        reopen_incident(
            session,
            incident_id=second,
            reason="x",
            context=Context(alice, policy, workspace, AT, [acme]),
        )


def test_of_another_account_is_unknown(
    database: Database, policy: Policy, file_incident: Callable[..., int], mark: Callable[[int, int], None]
) -> None:
    numbers = [file_incident()]
    for code in ("ACME", "GLOBEX"):
        account = add_account(database, code)
        add_pack(database, policy, account_id=account)
        numbers.append(filed(database, policy, account_id=account))
    for number in numbers:
        for other in {*numbers, 99} - {number}:
            with pytest.raises(UnknownOriginal):
                mark(number, other)


@pytest.mark.parametrize(
    ("works_there", "is_assigned", "refusal"),
    [(True, False, None), (False, True, None), (False, False, UnknownOriginal), (None, False, TechniciansUnknown)],
)
def test_of_another_desk_is_unknown_to_whoever_does_not_see_it(
    database: Database,
    policy: Policy,
    workspace: Workspace,
    theo: Person,
    works_there: bool | None,
    is_assigned: bool,
    refusal: type[Refusal] | None,
) -> None:
    acme = add_account(database)
    add_pack(database, policy, account_id=acme)
    first, second = (filed(database, policy, account_id=acme) for _ in range(2))
    with database.transaction() as session:
        original = session.get_one(Incident, first)
        original.desk, original.assigned_to = "network", theo.user_id if is_assigned else None
    actor = replace(theo, at_desks={"": True, "network": works_there})

    with pytest.raises(refusal) if refusal else nullcontext(), database.transaction() as session:
        context = Context(actor, policy, workspace, AT)
        mark_duplicate(session, incident_id=second, original_id=first, context=context)

    assert incident(database, second).duplicate_of == (None if refusal else first)


@pytest.mark.parametrize("has_account", [True, False])
def test_two_marked_crosswise_at_once_leave_one(
    database: Database,
    policy: Policy,
    file_incident: Callable[..., int],
    mark: Callable[[int, int], None],
    has_account: bool,
) -> None:
    """Neither waits for the other for ever, and not both end as the duplicate of each other."""
    if has_account:
        acme = add_account(database)
        add_pack(database, policy, account_id=acme)
        one, two = (filed(database, policy, account_id=acme) for _ in range(2))
    else:
        one, two = file_incident(), file_incident(form_id="V2")

    def try_it(pair: tuple[int, int]) -> str:
        try:
            mark(*pair)
        except OriginalIsDuplicate:
            return "refused"
        return "marked"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, [(one, two), (two, one)])) == ["marked", "refused"]
    assert sorted(incident(database, number).status for number in (one, two)) == ["closed", "open"]
