"""A technician takes an incident over from whoever has it."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot.operations.incidents.assignment import hand_over
from bot.operations.incidents.permission import check_act
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace


class YoursAlready(Refusal):
    """Whoever has it cannot take it over."""

    text = "refusal-yours_already"


class TakenMeanwhile(Refusal):
    """Somebody else has it by now than the card said when the button was pressed."""

    text = "refusal-taken_meanwhile"


def take_over(
    session: Session,
    *,
    incident_id: int,
    former: str,
    technician: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Give the incident to the technician; `former` is who had it on the card, so of two at once one is told.

    Raises what `check_act` raises, `YoursAlready`, or `TakenMeanwhile`.
    """
    incident = check_act(session, incident_id=incident_id, act="take_over", person=technician, accounts=accounts)
    if incident.assigned_to == technician.user_id:
        raise YoursAlready(incident=written(incident_id))
    if incident.assigned_to != former:
        raise TakenMeanwhile(incident=written(incident_id), who=f"<@{incident.assigned_to}>")
    hand_over(session, incident, to=technician, by=technician, kind="take_over", workspace=workspace, now=now)
