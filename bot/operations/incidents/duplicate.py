"""An incident is the same problem as another one: it is closed at no cost, and the other one continues."""

from sqlmodel import Session, col, select

from bot.operations.context import Context
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import post_to_both_sides
from bot.operations.incidents.ending import end_incident, notify_closed
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.trail import record_act
from bot.operations.packs.settlement import release_unit
from bot.queries.incident_facts import parts_of
from bot.rules.numbers import all_written, written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from models import Incident, vocabulary

DUPLICATE = "duplicate"
"""Reason given in the ledger for the released unit."""


class DuplicateOfItself(Refusal):
    """An incident cannot be a duplicate of itself."""

    text = "refusal-duplicate_of_itself"


class UnknownOriginal(Refusal):
    """There is no such incident, it belongs to another account, or it is another desk's: it does not say which."""

    text = "refusal-unknown_original"


class OriginalIsDuplicate(Refusal):
    """The other incident is a duplicate as well; the refusal names the one that it is a duplicate of."""

    text = "refusal-original_is_duplicate"


class OriginalIsSplit(Refusal):
    """The other incident was split, so nobody works on it; the refusal names its parts."""

    text = "refusal-original_is_split"


def mark_duplicate(session: Session, *, incident_id: int, original_id: int, context: Context) -> None:
    """Close the incident, release its unit and notify both sides of both incidents.

    Raises what `lock_allowed` raises, and at `duplicate_of`: `DuplicateOfItself`, `UnknownOriginal`,
    `OriginalIsDuplicate` or `OriginalIsSplit`; or `TechniciansUnknown`, if it is not known whether the other is theirs.
    """
    _lock_in_order(session, incident_id, original_id)
    incident = lock_allowed(session, incident_id=incident_id, act="mark_duplicate", context=context)
    original = _find_original(session, incident, original_id, person=context.person)
    answer_customer(session, incident, act="mark_duplicate", context=context)
    incident.duplicate_of = original_id
    end_incident(session, incident, act="mark_duplicate", context=context)
    release_unit(session, incident_id=incident_id, reason=DUPLICATE, context=context)
    record_act(session, incident, "mark_duplicate", context=context, after={"duplicate_of": original_id})
    record_act(session, original, "mark_duplicate", context=context, after={"duplicate": incident_id})
    notify_closed(session, incident, context=context)
    post_to_both_sides(
        session,
        original,
        vocabulary.DUPLICATE,
        context=context,
        dedup_key=f"{incident_id}",
        parameters={"other": incident_id},
    )


def _lock_in_order(session: Session, *numbers: int) -> None:
    """Lock incidents without an account in one order, so that two marked as each other's duplicates do not deadlock.

    Incidents of an account are protected by its lock, which `lock_allowed` takes first.
    """
    of_nobody = select(Incident.id).where(col(Incident.id).in_(numbers), col(Incident.account_id).is_(None))
    session.exec(of_nobody.order_by(col(Incident.id)).with_for_update()).all()


def _find_original(session: Session, incident: Incident, original_id: int, *, person: Person) -> Incident:
    if original_id == incident.id:
        raise DuplicateOfItself("duplicate_of", incident=written(original_id))
    original = session.get(Incident, original_id, populate_existing=True)
    if original is None or _payer(original) != _payer(incident) or not _is_seen(original, person):
        raise UnknownOriginal("duplicate_of", incident=written(original_id))
    if original.duplicate_of is not None:
        numbers = {"incident": written(original_id), "other": written(original.duplicate_of)}
        raise OriginalIsDuplicate("duplicate_of", **numbers)
    if original.outcome == "split":
        others = all_written(parts_of(session, incident_ids=[original_id])[original_id])
        raise OriginalIsSplit("duplicate_of", incident=written(original_id), others=others)
    return original


def _is_seen(incident: Incident, person: Person) -> bool:
    return person.is_staff_for(desk=incident.desk, assigned_to=incident.assigned_to)


def _payer(incident: Incident) -> tuple[int | None, int | str]:
    """Return the incident's account, or the customer who filed it if there is none."""
    return incident.account_id, incident.account_id or incident.opened_by
