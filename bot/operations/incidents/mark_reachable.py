"""Somebody of the customer's can be reached after all: they press the button, or write in their thread."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, select

from bot import audit
from bot.delivery.buttons import REACHABLE_KINDS, take_buttons
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Incident, vocabulary


class NotAsked(Refusal):
    """Nobody waits for an answer: there was one, or the cover has fallen back."""

    text = "refusal-not_asked"


def mark_reachable(
    session: Session,
    *,
    incident_id: int,
    person: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Keep the 24x7 cover, and tell both sides; raises what `check_act` raises, or `NotAsked`."""
    incident = check_act(session, incident_id=incident_id, act="mark_reachable", person=person, accounts=accounts)
    if incident.unreachable_at is None:
        raise NotAsked(incident=written(incident_id))
    _answer(session, incident, who=person.user_id, how="button", workspace=workspace, now=now)


def is_asked(session: Session, *, incident_id: int) -> bool:
    """Do we wait to hear whether anybody of the customer's can be reached?"""
    return session.exec(select(Incident.unreachable_at).where(Incident.id == incident_id)).one() is not None


def note_answer(
    session: Session, *, incident_id: int, who: str, at: datetime, workspace: Workspace, now: datetime
) -> None:
    """Take what a customer wrote in their thread for an answer; nothing happens if it was written before the question.

    May be called any number of times.
    """
    wanted = select(Incident).where(Incident.id == incident_id).with_for_update()
    incident = session.exec(wanted.execution_options(populate_existing=True)).one()
    if incident.status != "closed" and incident.unreachable_at is not None and at >= incident.unreachable_at:
        _answer(session, incident, who=who, how="remark", workspace=workspace, now=now)


def _answer(session: Session, incident: Incident, *, who: str, how: str, workspace: Workspace, now: datetime) -> None:
    before, incident.unreachable_at = incident.unreachable_at, None
    incident.version += 1
    session.flush()
    take_buttons(session, incident_id=incident.id, kinds=REACHABLE_KINDS, now=now)
    audit.record(
        session,
        incident_id=incident.id,
        kind="mark_reachable",
        actor=who,
        at=now,
        before={"unreachable_at": before.isoformat() if before else None},
        after={"unreachable_at": None, "how": how},
    )
    notify_both_sides(session, incident, vocabulary.REACHABLE, workspace=workspace, now=now, parameters={"who": who})
