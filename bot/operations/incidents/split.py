"""A technician proposes to split an incident; its customer decides. Source: contract, what an incident is."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

from sqlmodel import Session, select

from bot.operations.context import Context
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.ending import end_incident, notify_closed
from bot.operations.incidents.parts import begin_parts, units_after
from bot.operations.incidents.permission import NothingProposed, OwnWording, lock_allowed
from bot.operations.incidents.trail import record_act
from bot.queries.splits import proposed_split
from bot.rules.numbers import written
from bot.rules.refusal import Refusal
from bot.rules.split import Part
from models import Incident, Split, vocabulary


class SplitDecided(Refusal):
    """The proposal was agreed to, declined or replaced meanwhile."""

    text = "refusal-split_decided"


def propose_split(session: Session, *, incident_id: int, parts: Sequence[Part], context: Context) -> None:
    """Record the proposal, replacing an earlier one, and post to both sides what it costs; nothing is reserved yet.

    Raises what `lock_allowed` raises, or `UnitsMissing` at `children`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="propose_split", context=context)
    left = units_after(session, incident, count=len(parts), now=context.now)
    answer_customer(session, incident, act="propose_split", context=context)
    for earlier in session.exec(select(Split).where(Split.incident_id == incident_id, Split.state == "proposed")):
        earlier.state = "replaced"
    split = _add_proposal(session, incident, parts, context=context)
    parameters = {"split": split.id, "children": split.children, "left": left, "who": context.actor}
    notify_both_sides(session, incident, vocabulary.SPLIT, context=context, parameters=parameters)


def agree_split(session: Session, *, incident_id: int, split_id: int, context: Context) -> None:
    """Open the parts now, reserve their units, and close the incident as split: all of it or nothing.

    Raises what `lock_allowed` raises, `SplitDecided`, `OwnWording` for the proposer, or `UnitsMissing`.
    """
    incident = lock_allowed(session, incident_id=incident_id, act="agree_split", context=context)
    split = _find_proposal(session, incident, split_id)
    check_not_proposer(split, context=context)
    _decide(split, "agreed", context=context)
    numbers = begin_parts(session, incident, split, context=context)
    after = {"split": split_id, "state": "agreed", "incidents": numbers}
    record_act(session, incident, "agree_split", context=context, before={"state": "proposed"}, after=after)
    end_incident(session, incident, act="agree_split", context=context)
    notify_closed(session, incident, context=context)


def decline_split(session: Session, *, incident_id: int, split_id: int, context: Context) -> None:
    """Keep the incident whole, and notify both sides; raise what `lock_allowed` raises, or `SplitDecided`."""
    incident = lock_allowed(session, incident_id=incident_id, act="decline_split", context=context)
    _decide(_find_proposal(session, incident, split_id), "declined", context=context)
    after = {"split": split_id, "state": "declined"}
    record_act(session, incident, "decline_split", context=context, before={"state": "proposed"}, after=after)
    incident.version += 1
    session.flush()
    parameters = {"who": context.actor}
    notify_both_sides(session, incident, vocabulary.SPLIT_DECLINED, context=context, parameters=parameters)


def check_proposed(session: Session, incident: Incident) -> Split:
    """Return the proposal that waits for an answer; raise `NothingProposed` if there is none."""
    split = proposed_split(session, incident_id=incident.number)
    if split is None:
        raise NothingProposed(incident=written(incident.number))
    return split


def check_not_proposer(split: Split, *, context: Context) -> None:
    """Raise `OwnWording` for the proposer of the split: somebody else must agree to it."""
    if split.proposed_by == context.actor:
        raise OwnWording(incident=written(split.incident_id), side="technician")


def _add_proposal(session: Session, incident: Incident, parts: Sequence[Part], *, context: Context) -> Split:
    split = Split(
        incident_id=incident.number,
        children=[asdict(part) for part in parts],
        proposed_by=context.actor,
        proposed_at=context.now,
    )
    session.add(split)
    incident.version += 1
    session.flush()
    after = {"split": split.id, "children": split.children}
    record_act(session, incident, "propose_split", context=context, after=after)
    return split


def _find_proposal(session: Session, incident: Incident, split_id: int) -> Split:
    """Return the proposal if it still waits for an answer; raise `SplitDecided`."""
    split = session.get_one(Split, split_id, populate_existing=True)
    if split.incident_id != incident.id:  # A button's value is not trusted, and reveals nothing of other incidents.
        raise SplitDecided(state="replaced", who="", when="")
    if split.state != "proposed":
        raise SplitDecided(state=split.state, who=f"<@{split.decided_by}>", when=split.decided_at or "")
    return split


def _decide(split: Split, state: Literal["agreed", "declined"], *, context: Context) -> None:
    split.state, split.decided_by, split.decided_at = state, context.actor, context.now
