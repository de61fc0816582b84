"""A manager decides whether an incident that was not solved is billed. Source: contract, billing at discretion."""

from sqlmodel import Session

from bot.operations.context import Context
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import lock_allowed
from bot.operations.packs.settlement import release_unit, settle_unit
from bot.rules.managers import check_some_manager
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident, vocabulary
from models.vocabulary import Verdict


class NoVerdictDue(Refusal):
    """Somebody else has already decided."""

    text = "refusal-no_verdict_due"


def give_verdict(session: Session, *, incident_id: int, verdict: Verdict, reason: str, context: Context) -> None:
    """Bill the incident or waive it, and notify both sides, with the reason.

    Raises `NotManager`, what `lock_allowed` raises, or `NoVerdictDue`.
    """
    check_some_manager(context.person)
    incident = lock_allowed(session, incident_id=incident_id, act="give_verdict", context=context)
    check_due(incident)
    if verdict == "billed":
        settle_unit(session, incident_id=incident_id, reason=reason, is_verdict=True, context=context)
    else:
        release_unit(session, incident_id=incident_id, reason=reason, context=context)
    parameters = {"verdict": verdict, "reason": reason, "who": context.actor}
    notify_both_sides(
        session,
        incident,
        vocabulary.VERDICT_GIVEN,
        context=context,
        parameters=parameters,
    )


def check_due(incident: Incident) -> None:
    """Raise `NoVerdictDue` unless the incident's billing waits for a verdict."""
    if incident.billing != "pending_verdict":
        raise NoVerdictDue(incident=written(incident.number), billing=incident.billing)
