"""A technician proposes to divide an incident. Source: contract, an incident that can be divided is several."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from bot import audit
from bot.delivery.buttons import SPLIT_KINDS, take_buttons
from bot.operations.incidents.answering import answer_customer
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.queries.packs import units_left
from bot.rules.numbers import written
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Incident, Split, vocabulary


class UnitsMissing(Refusal):
    """A split takes more units than the account's packs hold, perhaps since it was proposed."""

    text = "refusal-units_missing"


def propose_split(
    session: Session,
    *,
    incident_id: int,
    children: Sequence[dict[str, Any]],
    technician: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Keep the proposal in the place of an earlier one and tell both sides what it costs; nothing is reserved yet.

    Raises what `check_act` raises, or `UnitsMissing` at `children`.
    """
    incident = check_act(session, incident_id=incident_id, act="propose_split", person=technician, accounts=accounts)
    left = units_after(session, incident, count=len(children), now=now)
    answer_customer(session, incident, act="propose_split", technician=technician, workspace=workspace, now=now)
    for earlier in session.exec(select(Split).where(Split.incident_id == incident_id, Split.state == "proposed")):
        earlier.state = "replaced"
    take_buttons(session, incident_id=incident_id, kinds=SPLIT_KINDS, now=now)
    split = Split(incident_id=incident_id, children=list(children), proposed_by=technician.user_id, proposed_at=now)
    session.add(split)
    incident.version += 1
    session.flush()
    audit.record(
        session,
        incident_id=incident_id,
        kind="propose_split",
        actor=technician.user_id,
        at=now,
        after={"split": split.id, "children": split.children},
    )
    told = {"split": split.id, "children": split.children, "left": left, "who": technician.user_id}
    notify_both_sides(session, incident, vocabulary.SPLIT, workspace=workspace, now=now, parameters=told)


def units_after(session: Session, incident: Incident, *, count: int, now: datetime) -> int | None:
    """Return what the account's packs hold after a split into so many; None where the incident is paid by itself.

    The first takes the unit of the incident over. Raises `UnitsMissing` at `children` where there is too little.
    """
    left = units_for(session, incident, now=now)
    if left is None:
        return None
    more = count - 1
    if left < more:
        raise UnitsMissing("children", incident=written(incident.id or 0), more=more, left=left)
    return left - more


def units_for(session: Session, incident: Incident, *, now: datetime) -> int | None:
    """Return what the packs hold that pay for a split of this incident; None where it is paid by itself."""
    if incident.pack_id is None or incident.account_id is None:
        return None
    return units_left(session, account_id=incident.account_id, now=now)
