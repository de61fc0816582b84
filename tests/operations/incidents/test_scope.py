"""Versions of the scope are kept; of several proposals made at once, one is accepted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.database import Database
from bot.operations.context import Context
from bot.operations.incidents.scope import AlreadyAgreed, OutdatedScope, OwnWording, agree_scope, propose_scope
from bot.policy import Policy
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Event, Incident, Scope


@pytest.fixture
def propose(
    database: Database,
    policy: Policy,
    workspace: Workspace,
    now: datetime,
    theo: Person,
    file_incident: Callable[..., int],
) -> object:
    """Propose a scope of an incident that has just been filed."""
    file_incident()

    def propose(text: str, *, instead_of: int, customer: Person | None = None) -> None:
        with database.transaction() as session:
            propose_scope(
                session,
                incident_id=1,
                act="amend_scope" if customer else "propose_scope",
                text=text,
                instead_of=instead_of,
                context=Context(customer or theo, policy, workspace, now + timedelta(minutes=1)),
            )

    return propose


@pytest.fixture
def agree(database: Database, policy: Policy, workspace: Workspace, now: datetime) -> Callable[[Person, int], None]:
    """Agree to a version."""

    def agree(person: Person, version: int) -> None:
        with database.transaction() as session:
            agree_scope(session, incident_id=1, version=version, context=Context(person, policy, workspace, now))

    return agree


def scopes(database: Database) -> list[tuple[int, str, str, str | None]]:
    """Return every version."""
    with database.reading() as session:
        rows = session.exec(select(Scope).order_by(col(Scope.version))).all()
        return [(one.version, one.text, one.side, one.agreed_by) for one in rows]


def outcomes(acts: list[Callable[[], None]], refusal: type[Exception]) -> list[str]:
    """Do all of it at once and return how each went."""

    def outcome(act: Callable[[], None]) -> str:
        try:
            act()
        except refusal:
            return "refused"
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(outcome, acts))


def test_versions_are_kept_with_who_agreed(
    database: Database,
    propose: Callable[..., None],
    agree: Callable[..., None],
    alice: Person,
    theo: Person,
    tess: Person,
) -> None:
    propose("One", instead_of=0)
    agree(alice, 1)
    propose("Two", instead_of=1, customer=alice)
    with pytest.raises(OwnWording):
        agree(alice, 2)
    agree(tess, 2)
    propose("Three", instead_of=2)
    with pytest.raises(OwnWording):
        agree(tess, 3)
    assert scopes(database) == [
        (1, "One", "technician", "U0ALICE"),
        (2, "Two", "customer", "U0TESS"),
        (3, "Three", "technician", None),
    ]
    with database.reading() as session:
        incident = session.exec(select(Incident)).one()
        kinds = session.exec(select(Event.kind).order_by(col(Event.id))).all()
    assert (incident.acknowledged_how, incident.acknowledged_by) == ("reply", theo.user_id)
    assert incident.customer_updated_at is not None
    assert kinds[2:] == ["propose_scope", "agree_scope", "amend_scope", "agree_scope", "propose_scope"]


def test_of_many_who_propose_at_once_one_is_heard(database: Database, propose: Callable[..., None]) -> None:
    acts = [lambda turn=turn: propose(f"Scope {turn}", instead_of=0) for turn in range(4)]
    assert outcomes(acts, OutdatedScope) == ["done", *["refused"] * 3]
    assert len(scopes(database)) == 1


def test_of_many_who_agree_at_once_one_is_noted(
    database: Database, propose: Callable[..., None], agree: Callable[..., None], alice: Person
) -> None:
    propose("One", instead_of=0)
    assert outcomes([lambda: agree(alice, 1)] * 4, AlreadyAgreed) == ["done", *["refused"] * 3]
    with database.reading() as session:
        assert len(session.exec(select(Event).where(Event.kind == "agree_scope")).all()) == 1
