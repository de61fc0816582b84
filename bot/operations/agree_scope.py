"""The other side agrees to a wording of the problem: from then on it is what the incident is about."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.messages.scope import AGREE
from bot.operations.check_act import check_act, roles_of
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.propose_scope import check_newest
from bot.operations.take_buttons import SCOPE_KINDS, take_buttons
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.statuses import AGREED_BY, Side
from bot.rules.workspace import Workspace
from models import Incident, Scope, vocabulary


class OwnWording(Refusal):
    """Somebody wants to agree to what they, or their own side, have proposed."""

    text = "refusal-own_wording"


class AlreadyAgreed(Refusal):
    """Somebody was quicker; the refusal says who and when."""

    text = "refusal-already_agreed"


def agree_scope(
    session: Session,
    *,
    incident_id: int,
    version: int,
    person: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Record the agreement to the newest version and tell both sides.

    Raises what `check_act` raises, `OutdatedScope`, `AlreadyAgreed` or `OwnWording`.
    """
    incident = check_act(session, incident_id=incident_id, act="agree_scope", person=person, accounts=accounts)
    scope = check_newest(session, incident_id=incident_id, version=version)
    assert scope is not None  # noqa: S101 - the button is there with the first version
    _check_other_side(scope, incident, person, accounts)
    scope.agreed_by, scope.agreed_at = person.user_id, now
    incident.version += 1
    session.flush()
    audit.record(
        session,
        incident_id=incident_id,
        kind="agree_scope",
        actor=person.user_id,
        at=now,
        after={"scope": version, "agreed_by": person.user_id},
    )
    take_buttons(session, incident_id=incident_id, kinds=SCOPE_KINDS, only=(AGREE,), now=now)
    told = {"version": version, "who": person.user_id}
    notify_both_sides(session, incident, vocabulary.SCOPE_AGREED, workspace=workspace, now=now, parameters=told)


def _check_other_side(scope: Scope, incident: Incident, person: Person, accounts: Collection[int]) -> None:
    """Raise `AlreadyAgreed`, or `OwnWording` for whoever is only of the side that proposed it, or proposed it."""
    if scope.agreed_by is not None:
        raise AlreadyAgreed(version=str(scope.version), who=f"<@{scope.agreed_by}>", when=scope.agreed_at)
    side: Side = "technician" if scope.side == "technician" else "customer"
    is_other = AGREED_BY[side] in roles_of(person, incident, accounts)
    if not is_other or person.user_id == scope.proposed_by:
        raise OwnWording(incident=written(incident.id or 0), side=side)
