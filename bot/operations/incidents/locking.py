"""Whoever changes an incident, or rows that depend on its state, locks it first; others wait for the commit."""

from sqlalchemy import bindparam
from sqlmodel import Session, select

from bot import ledger
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident

# These statements are built once, because nearly every act begins with them.
_ACCOUNT = select(Incident.account_id).where(Incident.id == bindparam("number"))
_LOCKED = (
    select(Incident)
    .where(Incident.id == bindparam("number"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


class NoSuchIncident(Refusal):
    """There is no incident with this number, or the person may not know of it."""

    text = "refusal-no_such_incident"


def lock_incident(session: Session, incident_id: int) -> Incident:
    """Return the incident as it is now, locked until the commit; raise `NoSuchIncident`.

    It is locked before anything that belongs to it, such as its reminders: locks are always taken in this order, so
    that there are no deadlocks. To change its unit as well, call `lock_with_account`.
    """
    incident = session.exec(_LOCKED, params={"number": incident_id}).one_or_none()
    if incident is None:
        raise NoSuchIncident(incident=written(incident_id))
    return incident


def lock_with_account(session: Session, incident_id: int) -> Incident:
    """Lock the account, then the incident, until the commit; return the incident as it is now.

    Raises `NoSuchIncident`.
    """
    account_id = session.exec(_ACCOUNT, params={"number": incident_id}).first()
    if account_id is not None:
        ledger.lock_account(session, account_id)
    return lock_incident(session, incident_id)
