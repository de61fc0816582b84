"""An incident is the same problem as another one: it ends, costs nothing, and the other one goes on."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot import audit
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import notify_both_sides, post_to_both_sides
from bot.operations.incidents.ending import end_incident
from bot.operations.incidents.permission import check_act
from bot.operations.packs.settlement import release_unit
from bot.queries.incidents import parts_of
from bot.rules.numbers import all_written, written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Incident, vocabulary

DUPLICATE = "duplicate"
"""The reason that the ledger gives."""


class DuplicateOfItself(Refusal):
    """An incident cannot be a duplicate of itself."""

    text = "refusal-duplicate_of_itself"


class UnknownOriginal(Refusal):
    """There is no such incident, or it is another account's: which of both is not told."""

    text = "refusal-unknown_original"


class OriginalIsDuplicate(Refusal):
    """The other incident is a duplicate as well; the refusal names the one that it is a duplicate of."""

    text = "refusal-original_is_duplicate"


class OriginalIsSplit(Refusal):
    """The other incident was split, so nobody works on it; the refusal names its parts."""

    text = "refusal-original_is_split"


def mark_duplicate(
    session: Session,
    *,
    incident_id: int,
    original_id: int,
    technician: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Close the incident, give its unit back and tell both sides of both.

    Raises what `check_act` raises, and at `duplicate_of`: `DuplicateOfItself`, `UnknownOriginal`, `OriginalIsDuplicate`
    or `OriginalIsSplit`.
    """
    _lock_in_order(session, incident_id, original_id)
    incident = check_act(session, incident_id=incident_id, act="mark_duplicate", person=technician, accounts=accounts)
    original = _original(session, incident, original_id)
    answer_customer(session, incident, act="mark_duplicate", technician=technician, workspace=workspace, now=now)
    incident.duplicate_of = original_id
    end_incident(
        session, incident, act="mark_duplicate", explanation="", actor=technician.user_id, workspace=workspace, now=now
    )
    release_unit(session, incident_id=incident_id, actor=technician.user_id, reason=DUPLICATE, now=now)
    for number, other, which in ((incident_id, original_id, "duplicate_of"), (original_id, incident_id, "duplicate")):
        after = {which: other}
        audit.record(session, incident_id=number, kind="mark_duplicate", actor=technician.user_id, at=now, after=after)
    notify_both_sides(session, incident, vocabulary.CLOSED, workspace=workspace, now=now)
    _tell_original(session, original, incident_id, workspace=workspace, now=now)


def _lock_in_order(session: Session, *numbers: int) -> None:
    """Lock incidents of no account in one order, so that two marked crosswise do not wait for each other.

    Those of an account have its lock, which `check_act` takes first.
    """
    of_nobody = select(Incident.id).where(col(Incident.id).in_(numbers), col(Incident.account_id).is_(None))
    session.exec(of_nobody.order_by(col(Incident.id)).with_for_update()).all()


def _original(session: Session, incident: Incident, original_id: int) -> Incident:
    if original_id == incident.id:
        raise DuplicateOfItself("duplicate_of", incident=written(original_id))
    original = session.get(Incident, original_id, populate_existing=True)
    whose = (incident.account_id, incident.account_id or incident.opened_by)
    if original is None or (original.account_id, original.account_id or original.opened_by) != whose:
        raise UnknownOriginal("duplicate_of", incident=written(original_id))
    if original.duplicate_of is not None:
        numbers = {"incident": written(original_id), "other": written(original.duplicate_of)}
        raise OriginalIsDuplicate("duplicate_of", **numbers)
    if original.outcome == "split":
        raise OriginalIsSplit(
            "duplicate_of", incident=written(original_id), others=all_written(parts_of(session, original_id))
        )
    return original


def _tell_original(
    session: Session, original: Incident, duplicate_id: int, *, workspace: Workspace, now: datetime
) -> None:
    post_to_both_sides(
        session,
        original,
        vocabulary.DUPLICATE,
        workspace=workspace,
        dedup_key=f"{duplicate_id}",
        parameters={"other": duplicate_id},
        now=now,
    )
