"""With 24x7 cover, somebody must be reachable at the customer's. Source: contract, work around the clock.

A technician who reaches nobody asks in the customer's thread. Without an answer, the cover becomes business hours.
"""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.locking import lock_incident
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.reachability import asked_since, record_reachable
from bot.operations.incidents.terms_period import change_terms
from bot.operations.incidents.trail import record_act
from bot.operations.incidents.update_clock import rearm_update_clock, record_customer_update
from bot.queries.duty import is_time_over
from bot.queries.terms import terms_of
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident, vocabulary
from models.vocabulary import EndedBecause

UNREACHABLE = "unreachable"
"""Reason recorded for the terms period that begins when the cover becomes business hours."""


class NobodyOnDuty(Refusal):
    """The cover is business hours, so nobody need be reachable."""

    text = "refusal-nobody_on_duty"


class AlreadyAsked(Refusal):
    """The customer has been asked already, and the time to answer is running."""

    text = "refusal-already_asked"


class NotAsked(Refusal):
    """No answer is awaited: there was one, or the cover has become business hours."""

    text = "refusal-not_asked"


def mark_unreachable(session: Session, *, incident_id: int, tried: str, context: Context) -> None:
    """Record that nobody could be reached, and ask in the customer's thread whether somebody can be.

    `tried` is shown to technicians only, because it may contain phone numbers. This is not an answer, so it
    acknowledges nothing. Raises what `lock_allowed` and `check_can_ask` raise.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="mark_unreachable", context=context)
    check_can_ask(incident)
    now, until = context.now, context.now + terms_of(incident).answer_within
    incident.unreachable_at = now
    incident.version += 1
    session.flush()
    before, after = {"unreachable_at": None}, {"unreachable_at": now.isoformat(), "tried": tried}
    record_act(session, incident, "mark_unreachable", context=context, before=before, after=after)
    parameters = {"who": context.actor, "at": now.isoformat(), "until": until.isoformat(), "tried": tried}
    notify_both_sides(session, incident, vocabulary.UNREACHABLE, context=context, parameters=parameters)
    if incident.status == "acknowledged":
        record_customer_update(session, incident_id=incident_id, at=now, context=context)


def mark_reachable(session: Session, *, incident_id: int, context: Context) -> None:
    """Keep the 24x7 cover, and notify both sides; raise what `lock_allowed` and `check_asked` raise."""
    incident = lock_allowed(session, incident_id=incident_id, act="mark_reachable", context=context)
    check_asked(incident)
    record_reachable(session, incident, how="button", context=context)


def downgrade_cover(session: Session, incident_id: int, *, context: Context) -> None:
    """Begin a terms period with business hours, and notify both sides; does nothing if it is too early, or done.

    The target for the initial response does not depend on the cover, and stays.
    """
    incident = lock_incident(session, incident_id)
    if not is_time_over(session, incident, now=context.now):
        return
    before = asked_since(incident)
    incident.unreachable_at = None
    terms = terms_of(incident).model_copy(update={"cover": "business"})
    change_terms(session, incident, terms, context=context, reason=UNREACHABLE)
    rearm_update_clock(session, incident, because=EndedBecause.TERMS_CHANGED, context=context)
    after = {"cover": "business", "unreachable_at": None}
    record_act(session, incident, "fall_back_cover", context=context, before={"cover": "24x7", **before}, after=after)
    parameters = {"within_s": round(terms.answer_within.total_seconds())}
    notify_both_sides(session, incident, vocabulary.COVER_FELL_BACK, context=context, parameters=parameters)


def check_can_ask(incident: Incident) -> None:
    """Raise `NobodyOnDuty` or `AlreadyAsked` if there is nothing to ask."""
    if incident.cover != "24x7":
        raise NobodyOnDuty(incident=written(incident.number))
    if incident.unreachable_at is not None:
        raise AlreadyAsked(incident=written(incident.number))


def check_asked(incident: Incident) -> None:
    """Raise `NotAsked` if no answer is awaited."""
    if incident.unreachable_at is None:
        raise NotAsked(incident=written(incident.number))
