"""An incident is moved to another desk with its card and reminders; its clock keeps running."""

from sqlmodel import Session

from bot.delivery import outbox
from bot.delivery.destination import triage_thread
from bot.operations.context import Context
from bot.operations.incidents.cards import refresh_cards
from bot.operations.incidents.new_card import take_to_desk
from bot.operations.incidents.permission import lock_allowed
from bot.operations.incidents.trail import record_act
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from models import Incident
from models.vocabulary import EndedBecause, Kind


class NoOtherDesk(Refusal):
    """The policy names only one desk."""

    text = "refusal-no_other_desk"


class NoSuchDesk(Refusal):
    """The desk was taken out of the policy since the form was opened."""

    text = "refusal-no_such_desk"


class AtThatDesk(Refusal):
    """The incident is already at that desk: somebody else has moved it."""

    text = "refusal-at_that_desk"


def move_to_desk(session: Session, *, incident_id: int, desk: str, note: str, context: Context) -> None:
    """Move the incident to another desk, with a note for its technicians; nothing is posted for the customer.

    It stays assigned as it is until somebody takes it over. Raises what `lock_allowed` raises, or `NoOtherDesk`; at
    `desk` `NoSuchDesk` or `AtThatDesk`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="move_to_desk", context=context)
    check_other_desk(context=context)
    former, number = context.workspace.desk_of(incident.desk).name, written(incident_id)
    if desk not in {one.name for one in context.workspace.desks}:
        raise NoSuchDesk("desk")
    if desk == former:
        raise AtThatDesk("desk", incident=number)
    after = {"desk": desk, **({"note": note} if note else {})}
    record_act(session, incident, "move_to_desk", context=context, before={"desk": former}, after=after)
    incident.desk = desk
    incident.version += 1
    session.flush()
    if context.policy.people.technicians_see == "own desk":  # The message lists incidents of the former desk.
        outbox.cancel(session, incident_id=incident_id, kinds=[Kind.SIMILAR], because=EndedBecause.READER_LEFT)
    take_to_desk(session, incident, context=context)
    _post(session, incident, former=former, note=note, context=context)
    refresh_cards(session, incident, context=context)


def check_other_desk(*, context: Context) -> None:
    """Raise `NoOtherDesk` if there is only one desk."""
    if not context.workspace.further_desks:
        raise NoOtherDesk


def _post(session: Session, incident: Incident, *, former: str, note: str, context: Context) -> None:
    outbox.post(
        session,
        kind=Kind.MOVED_TO_TRIAGE,
        to=triage_thread(incident.number, triage_channel=context.workspace.triage_of(incident.desk)),
        dedup_key=f"v{incident.version}",
        parameters={"who": context.actor, "former": former, "note": note},
        now=context.now,
    )
