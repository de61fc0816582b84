"""An incident is split: each part is an incident of its own, with its own clock and unit."""

from datetime import datetime

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.beginning import begin_incident
from bot.operations.packs.reservation import lock_paying_pack, move_unit, reserve_unit
from bot.queries.packs import units_left
from bot.rules.deadlines import deadline_of
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.split import Part
from models import Account, Incident, Split

INHERITED = (
    "account_id",
    "request",
    "exception_reason",
    "product_id",
    "desk",
    "cover",
    "contacts",
    "opened_by",
    "opened_in",
    "description",
    "attachments",
    "extra_answers",
)
"""Columns that each part copies from the incident."""


class UnitsMissing(Refusal):
    """The split takes more units than the account's packs hold, perhaps only since it was proposed."""

    text = "refusal-units_missing"


def begin_parts(session: Session, incident: Incident, split: Split, *, context: Context) -> list[int | None]:
    """Open each part now and reserve its unit; return their numbers. Raises `UnitsMissing` at `children`."""
    units_after(session, incident, count=len(split.children), now=context.now)
    is_prepaid, numbers = incident.pack_id is not None, []
    for place, stored in enumerate(split.children):
        child = _store(session, incident, Part(**stored), form_id=f"split {split.id} {place}", context=context)
        if place == 0:
            move_unit(session, parent=incident, child=child, context=context)
        elif is_prepaid:
            _reserve(session, child, context)
        begin_incident(session, child, context=context)
        numbers.append(child.id)
    return numbers


def units_after(session: Session, incident: Incident, *, count: int, now: datetime) -> int | None:
    """Return the units left in the account's packs after a split into `count`; None if paid individually.

    The first part takes over the unit of the incident. Raises `UnitsMissing` at `children` if there are too few.
    """
    left = units_for(session, incident, now=now)
    if left is None:
        return None
    more = count - 1
    if left < more:
        raise UnitsMissing("children", incident=written(incident.number), more=more, left=left)
    return left - more


def units_left_after(session: Session, incident: Incident, *, count: int, now: datetime) -> int | None:
    """Return the same as `units_after`, to be shown in a form: 0 if there are too few."""
    left = units_for(session, incident, now=now)
    return None if left is None else max(0, left - (count - 1))


def units_for(session: Session, incident: Incident, *, now: datetime) -> int | None:
    """Return the units in the packs that would pay for a split of this incident; None if it is paid individually."""
    if incident.pack_id is None or incident.account_id is None:
        return None
    return units_left(session, account_id=incident.account_id, now=now)


def _store(session: Session, parent: Incident, part: Part, *, form_id: str, context: Context) -> Incident:
    """Store one part: a copy of the incident with its own title, severity and terms; nobody pays for it yet."""
    account = session.get_one(Account, parent.account_id) if parent.account_id is not None else None
    terms = context.policy.terms(
        severity=part.severity,
        cover=parent.cover,
        filed_at=context.now,
        calendar=account.calendar if account else None,
    )
    child = Incident(
        **{name: getattr(parent, name) for name in INHERITED},
        form_id=form_id,
        parent_id=parent.id,
        title=part.title,
        severity=part.severity,
        opened_at=context.now,
        terms=terms.model_dump(mode="json"),
        deadline_at=deadline_of(terms, context.now),
    )
    session.add(child)
    session.flush()
    return child


def _reserve(session: Session, child: Incident, context: Context) -> None:
    """Reserve a unit of the pack that expires first."""
    pack = lock_paying_pack(session, account_id=child.account_id or 0, chosen=None, now=context.now)
    if pack is None:
        raise UnitsMissing("children", incident=written(child.parent_id or 0), more=1, left=0)
    child.pack_id, child.billing = pack.id, "reserved"
    session.flush()
    reserve_unit(session, pack, incident_id=child.number, context=context)
