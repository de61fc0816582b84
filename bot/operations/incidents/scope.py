"""What is the problem? One side puts it into words, and the other agrees: that is then what the incident is about."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import NothingProposed, OwnWording, has_role, lock_allowed
from bot.operations.incidents.trail import record_act
from bot.queries.scopes import newest_scope
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.statuses import AGREED_BY, ScopeAct
from models import Incident, Scope, vocabulary
from models.vocabulary import ScopeSide

SIDES: dict[ScopeAct, ScopeSide] = {
    "propose_scope": "technician",
    "amend_scope": "customer",
}
"""For each act, the side whose wording it adds."""


class OutdatedScope(Refusal):
    """There is a newer version than the one the person looked at."""

    text = "refusal-outdated_scope"


class SameScope(Refusal):
    """The new version would say the same as the one before."""

    text = "refusal-same_scope"


class AlreadyAgreed(Refusal):
    """Somebody else was first; the refusal says who and when."""

    text = "refusal-already_agreed"


def propose_scope(
    session: Session,
    *,
    incident_id: int,
    act: ScopeAct,
    text: str,
    instead_of: int,
    context: Context,
) -> None:
    """Add a new version and notify both sides; a technician's may be the initial response if nobody has answered.

    `instead_of` is the version that it replaces, 0 for none. Raises what `lock_allowed` raises; `OutdatedScope` or
    `SameScope` at *Scope*.
    """
    incident = lock_allowed(session, incident_id=incident_id, act=act, context=context)
    before = check_newest(session, incident_id=incident_id, version=instead_of)
    if before is not None and before.text == text:
        raise SameScope("scope", version=str(before.version))
    answer_customer(session, incident, act=act, context=context)
    scope = _add_version(session, incident, act=act, text=text, version=instead_of + 1, context=context)
    parameters = {"scope": text, "version": scope.version, "side": scope.side, "who": context.actor}
    notify_both_sides(session, incident, vocabulary.SCOPE, context=context, parameters=parameters)


def agree_scope(session: Session, *, incident_id: int, version: int, context: Context) -> None:
    """Record the agreement to the newest version and notify both sides.

    Raises what `lock_allowed` raises, `OutdatedScope`, `AlreadyAgreed` or `OwnWording`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="agree_scope", context=context)
    scope = check_newest(session, incident_id=incident_id, version=version)
    assert scope is not None  # noqa: S101 - the button is there with the first version
    _check_other_side(scope, incident, context)
    scope.agreed_by, scope.agreed_at = context.actor, context.now
    incident.version += 1
    session.flush()
    after = {"scope": version, "agreed_by": context.actor}
    record_act(session, incident, "agree_scope", context=context, after=after)
    parameters = {"version": version, "who": context.actor}
    notify_both_sides(session, incident, vocabulary.SCOPE_AGREED, context=context, parameters=parameters)


def check_can_agree(session: Session, incident: Incident, *, context: Context) -> None:
    """Raise `NothingProposed`, `AlreadyAgreed` or `OwnWording` unless the person may agree to the newest version."""
    newest = newest_scope(session, incident_id=incident.number)
    if newest is None:
        raise NothingProposed(incident=written(incident.number))
    _check_other_side(newest, incident, context)


def check_newest(session: Session, *, incident_id: int, version: int) -> Scope | None:
    """Return this version, None for 0, if it is the newest; otherwise raise `OutdatedScope` at *Scope*."""
    newest = newest_scope(session, incident_id=incident_id)
    if (newest.version if newest else 0) != version:
        raise OutdatedScope("scope", version=version, newest=str(newest.version if newest else 0))
    return newest


def _add_version(
    session: Session, incident: Incident, *, act: ScopeAct, text: str, version: int, context: Context
) -> Scope:
    scope = Scope(
        incident_id=incident.number,
        version=version,
        text=text,
        side=SIDES[act],
        proposed_by=context.actor,
        proposed_at=context.now,
    )
    session.add(scope)
    incident.version += 1
    session.flush()
    before, after = {"scope": version - 1}, {"scope": version}
    record_act(session, incident, act, context=context, before=before, after=after)
    return scope


def _check_other_side(scope: Scope, incident: Incident, context: Context) -> None:
    """Raise `AlreadyAgreed`, or `OwnWording` for the proposer and anybody who is not on the other side."""
    if scope.agreed_by is not None:
        raise AlreadyAgreed(version=str(scope.version), who=f"<@{scope.agreed_by}>", when=scope.agreed_at)
    if context.actor == scope.proposed_by or not has_role(AGREED_BY[scope.side], incident, context):
        raise OwnWording(incident=written(incident.number), side=scope.side)
