"""May this person do this to that incident now? Checked before an act's form opens, and again under the lock."""

from collections.abc import Collection
from datetime import datetime
from typing import get_args

from sqlmodel import Session, select

from bot.facts.incident import IncidentFacts
from bot.operations.context import Context
from bot.operations.incidents.locking import NoSuchIncident, lock_with_account
from bot.queries.incidents import is_incident, visible_incident
from bot.rules.managers import NotManager
from bot.rules.numbers import written
from bot.rules.person import AccountsUnknown, Person, TechniciansUnknown
from bot.rules.refusal import Refusal
from bot.rules.statuses import ACTS, FINAL, Act, is_allowed, is_theirs
from models import Incident
from models.vocabulary import Role


class NotYours(Refusal):
    """The act is not for this person: a button was forwarded, or they are in the wrong channel."""

    text = "refusal-not_yours"


class AtAnotherDesk(Refusal):
    """A technician wants to see or act on another desk's incident, but the policy shows them only their own desk's."""

    text = "refusal-at_another_desk"


class NotNow(Refusal):
    """The incident's status has changed meanwhile: the card was old, or somebody else was first."""

    text = "refusal-not_now"


class AlreadyAcknowledged(NotNow):
    """Somebody else was first; the refusal says who and when."""

    text = "refusal-already_acknowledged"


class OwnWording(Refusal):
    """Somebody wants to agree to a proposal of their own, or of their own side."""

    text = "refusal-own_wording"


class NothingProposed(Refusal):
    """There is no proposal to agree to, or to decline."""

    text = "refusal-nothing_proposed"


class GoesOnElsewhere(Refusal):
    """The incident was split or is a duplicate: other incidents have taken its place and its unit."""

    text = "refusal-goes_on_elsewhere"


class TooLateToReopen(Refusal):
    """The incident was closed too long ago; a new one is to be filed instead."""

    text = "refusal-too_late_to_reopen"


def find_allowed(session: Session, *, incident_id: int, act: Act, context: Context) -> Incident:
    """Return the incident, without locking it, if the person may do this to it now: for opening a form.

    Raises `NoSuchIncident` for an incident that the person may not know of, `AtAnotherDesk`, `NotYours`, `NotManager`,
    or what `_check_status` raises; `TechniciansUnknown` or `AccountsUnknown` if it depends on what is not known right
    now.
    """
    incident = session.exec(select(Incident).where(Incident.id == incident_id)).one_or_none()
    return check_allowed(incident, incident_id=incident_id, act=act, context=context)


def lock_allowed(session: Session, *, incident_id: int, act: Act, context: Context) -> Incident:
    """Return the incident, locked until the commit like its account, if the person may do this to it now.

    Raises what `find_allowed` raises.
    """
    incident = lock_with_account(session, incident_id)
    return check_allowed(incident, incident_id=incident_id, act=act, context=context)


def check_allowed(incident: Incident | None, *, incident_id: int, act: Act, context: Context) -> Incident:
    """Return the incident if the person may do this to it now; raise what `find_allowed` raises."""
    if incident is None:
        raise NoSuchIncident(incident=written(incident_id))
    roles = roles_of(context.person, incident, context.accounts)
    if not is_theirs(act, roles=roles):
        _check_known(ACTS[act].by if roles else get_args(Role), incident, context)
        raise _refusal(act, roles=roles, incident_id=incident_id, person=context.person)
    _check_status(incident, act=act, roles=roles)
    return incident


def _refusal(act: Act, *, roles: Collection[Role], incident_id: int, person: Person) -> Refusal:
    """Return the refusal of this act for somebody in these roles; without a role, there is no such incident.

    A technician of another desk is told that it exists, even if they are also its customer.
    """
    if not roles or ("technician" in ACTS[act].by and person.is_technician):
        return _hidden_from(person, incident_id=incident_id)
    return NotManager() if ACTS[act].by == {"manager"} else NotYours(incident=written(incident_id))


def find_visible(session: Session, *, incident_id: int, context: Context) -> IncidentFacts:
    """Return the facts of an incident that the person may see.

    Raises `NoSuchIncident`, or `AtAnotherDesk` for a technician; `TechniciansUnknown` if it may belong to their desk.
    """
    accounts, person = context.accounts, context.person
    facts = visible_incident(session, incident_id=incident_id, person=person, accounts=accounts)
    if facts is not None:
        return facts
    if is_incident(session, incident_id=incident_id):
        raise _hidden_from(person, incident_id=incident_id)
    raise NoSuchIncident(incident=written(incident_id))


def _hidden_from(person: Person, *, incident_id: int) -> Refusal:
    """Return the refusal for somebody who may not see an incident that exists."""
    refusal = AtAnotherDesk if person.is_technician else NoSuchIncident
    return refusal(incident=written(incident_id))


def _check_status(incident: Incident, *, act: Act, roles: Collection[Role]) -> None:
    """Raise `NotNow`, `AlreadyAcknowledged` or `GoesOnElsewhere` if the incident's status does not allow the act."""
    is_possible = is_allowed(act, status=incident.status, roles=roles)
    if incident.outcome in FINAL and (act == "reopen" or not is_possible):
        raise GoesOnElsewhere(incident=written(incident.number), outcome=incident.outcome)
    if not is_possible and act == "acknowledge" and incident.status == "acknowledged":
        who, when = f"<@{incident.acknowledged_by}>", incident.acknowledged_at
        raise AlreadyAcknowledged(incident=written(incident.number), who=who, when=when)
    if not is_possible:
        raise NotNow(incident=written(incident.number), status=incident.status, act=act)


def has_role(role: Role, incident: Incident, context: Context) -> bool:
    """Return True if the person has this role for this incident; raise what `_check_known` raises if it is unknown."""
    if role in roles_of(context.person, incident, context.accounts):
        return True
    _check_known({role}, incident, context)
    return False


def _check_known(roles: Collection[Role], incident: Incident, context: Context) -> None:
    """Raise `TechniciansUnknown` or `AccountsUnknown` if the person may have one of these roles and it is not known."""
    works_on_it = context.person.works_on(desk=incident.desk, assigned_to=incident.assigned_to)
    if "technician" in roles and works_on_it is None:
        raise TechniciansUnknown
    may_belong = incident.account_id is not None and incident.account_id not in context.accounts
    if "customer" in roles and may_belong and not context.accounts_complete:
        raise AccountsUnknown


def roles_of(person: Person, incident: Incident, accounts: Collection[int]) -> set[Role]:
    """Return the roles that this person is known to have for this incident."""
    is_customer = (
        incident.opened_by == person.user_id if incident.account_id is None else incident.account_id in accounts
    )
    found: list[tuple[bool | None, Role]] = [
        (is_customer, "customer"),
        (incident.opened_by == person.user_id, "filer"),
        (person.works_on(desk=incident.desk, assigned_to=incident.assigned_to), "technician"),
        (person.manages_at(incident.desk), "manager"),
    ]
    return {role for has, role in found if has}


def closed_at_of(incident: Incident) -> datetime:
    """Return when the incident was closed; it must be closed."""
    assert incident.closed_at is not None  # noqa: S101 - a constraint of the table ensures it for closed ones
    return incident.closed_at
