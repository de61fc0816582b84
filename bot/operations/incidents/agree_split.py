"""The customer agrees to divide an incident: each part is an incident of its own, with its own clock and unit."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot import audit
from bot.operations.incidents.beginning import begin_incident
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.decline_split import decide_split
from bot.operations.incidents.ending import end_incident
from bot.operations.incidents.permission import check_act
from bot.operations.incidents.scope import OwnWording
from bot.operations.incidents.split import UnitsMissing, units_after
from bot.operations.packs.reservation import enter_reservation, move_unit, reserve_unit
from bot.policy import Policy
from bot.rules.deadlines import deadline_of
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.workspace import Workspace
from models import Account, Incident, Split, vocabulary


def agree_split(
    session: Session,
    *,
    incident_id: int,
    split_id: int,
    person: Person,
    accounts: Collection[int],
    policy: Policy,
    workspace: Workspace,
    now: datetime,
) -> None:
    """Open the parts now, reserve their units, and close the incident as split: all of it or nothing.

    Raises what `check_act` raises, `SplitDecided`, `OwnWording` for who has proposed it, or `UnitsMissing`.
    """
    incident = check_act(session, incident_id=incident_id, act="agree_split", person=person, accounts=accounts)
    split = decide_split(session, incident_id=incident_id, split_id=split_id, state="agreed", person=person, now=now)
    if split.proposed_by == person.user_id:
        raise OwnWording(incident=written(incident_id), side="technician")
    units_after(session, incident, count=len(split.children), now=now)
    is_prepaid = incident.pack_id is not None
    parts: list[int | None] = []
    for place in range(len(split.children)):
        child = _store(session, incident, split, place, policy=policy, now=now)
        if place == 0:
            move_unit(session, parent=incident, child=child, actor=person.user_id, now=now)
        elif is_prepaid:
            _reserve(session, child, actor=person.user_id, policy=policy, now=now)
        begin_incident(session, child, actor=person.user_id, workspace=workspace, now=now)
        parts.append(child.id)
    audit.record(
        session,
        incident_id=incident_id,
        kind="agree_split",
        actor=person.user_id,
        at=now,
        before={"state": "proposed"},
        after={"split": split_id, "state": "agreed", "incidents": parts},
    )
    end_incident(
        session, incident, act="agree_split", explanation="", actor=person.user_id, workspace=workspace, now=now
    )
    notify_both_sides(session, incident, vocabulary.CLOSED, workspace=workspace, now=now)


def _store(session: Session, parent: Incident, split: Split, place: int, *, policy: Policy, now: datetime) -> Incident:
    """Store one part: what the incident was, with its own title, severity and terms; nobody pays for it yet."""
    account = session.get_one(Account, parent.account_id) if parent.account_id is not None else None
    part: dict[str, Any] = split.children[place]
    terms = policy.terms(
        severity=part["severity"],
        cover="24x7" if parent.cover == "24x7" else "business",
        filed_at=now,
        calendar=account.calendar if account else None,
    )
    child = Incident(
        **{name: getattr(parent, name) for name in INHERITED},
        form_id=f"split {split.id} {place}",
        parent_id=parent.id,
        title=part["title"],
        description=parent.description,
        severity=part["severity"],
        opened_at=now,
        terms=terms.model_dump(mode="json"),
        deadline_at=deadline_of(terms, now),
    )
    session.add(child)
    session.flush()
    return child


INHERITED = (
    "account_id",
    "request",
    "exception_reason",
    "product_id",
    "cover",
    "contacts",
    "opened_by",
    "opened_in",
)
"""What the parts have from the whole."""


def _reserve(session: Session, child: Incident, *, actor: str, policy: Policy, now: datetime) -> None:
    """Set a unit aside, of the pack that expires first."""
    pack = reserve_unit(session, account_id=child.account_id or 0, chosen=None, now=now)
    if pack is None:
        raise UnitsMissing("children", incident=written(child.parent_id or 0), more=1, left=0)
    child.pack_id, child.billing = pack.id, "reserved"
    session.flush()
    enter_reservation(session, pack=pack, incident_id=child.id or 0, actor=actor, policy=policy, now=now)
