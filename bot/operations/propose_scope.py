"""Somebody puts into words what the problem is: a technician proposes it, or the customer amends what was proposed."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from bot import audit
from bot.operations.acknowledge_incident import answer_customer
from bot.operations.check_act import check_act
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.take_buttons import SCOPE_KINDS, take_buttons
from bot.queries.scopes import newest_scope
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import Side
from bot.rules.workspace import Workspace
from models import Scope, vocabulary

SIDES: dict[str, Side] = {"propose_scope": "technician", "amend_scope": "customer"}
"""For each act, whose wording it gives."""


class OutdatedScope(Refusal):
    """There is a newer version than the one that somebody looked at."""

    text = "refusal-outdated_scope"


class SameScope(Refusal):
    """The new version would say the same as the one before."""

    text = "refusal-same_scope"


def propose_scope(
    session: Session,
    *,
    incident_id: int,
    act: Literal["propose_scope", "amend_scope"],
    text: str,
    instead_of: int,
    person: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Keep a new version and tell both sides; a technician's is the initial response where nobody has answered yet.

    `instead_of` is the version that it replaces, 0 for none. Raises what `check_act` raises; `OutdatedScope` or
    `SameScope` at *Scope*.
    """
    incident = check_act(session, incident_id=incident_id, act=act, person=person, accounts=accounts)
    before = check_newest(session, incident_id=incident_id, version=instead_of)
    if before is not None and before.text == text:
        raise SameScope("scope", version=str(before.version))
    answer_customer(session, incident, act=act, technician=person, workspace=workspace, now=now)
    version = instead_of + 1
    session.add(
        Scope(
            incident_id=incident_id,
            version=version,
            text=text,
            side=SIDES[act],
            proposed_by=person.user_id,
            proposed_at=now,
        )
    )
    incident.version += 1
    session.flush()
    audit.record(
        session,
        incident_id=incident_id,
        kind=act,
        actor=person.user_id,
        at=now,
        before={"scope": instead_of},
        after={"scope": version},
    )
    take_buttons(session, incident_id=incident_id, kinds=SCOPE_KINDS, now=now)
    told = {"scope": text, "version": version, "side": SIDES[act], "who": person.user_id}
    notify_both_sides(session, incident, vocabulary.SCOPE, workspace=workspace, now=now, parameters=told)


def check_newest(session: Session, *, incident_id: int, version: int) -> Scope | None:
    """Return this version, None for 0, if there is no newer one; else raise `OutdatedScope` at *Scope*."""
    newest = newest_scope(session, incident_id=incident_id)
    if (newest.version if newest else 0) != version:
        raise OutdatedScope("scope", version=version, newest=str(newest.version if newest else 0))
    return newest
