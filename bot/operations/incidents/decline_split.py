"""The customer does not want an incident divided: it stays one."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from bot import audit
from bot.delivery.buttons import SPLIT_KINDS, take_buttons
from bot.operations.incidents.both_sides import notify_both_sides
from bot.operations.incidents.permission import check_act
from bot.rules.person import Person
from bot.rules.refusal import Refusal
from bot.rules.workspace import Workspace
from models import Split, vocabulary


class SplitDecided(Refusal):
    """The proposal was agreed to, declined or replaced meanwhile."""

    text = "refusal-split_decided"


def decline_split(
    session: Session,
    *,
    incident_id: int,
    split_id: int,
    person: Person,
    accounts: Collection[int],
    workspace: Workspace,
    now: datetime,
) -> None:
    """Record it and tell both sides; raise what `check_act` raises, or `SplitDecided`."""
    incident = check_act(session, incident_id=incident_id, act="decline_split", person=person, accounts=accounts)
    decide_split(session, incident_id=incident_id, split_id=split_id, state="declined", person=person, now=now)
    audit.record(
        session,
        incident_id=incident_id,
        kind="decline_split",
        actor=person.user_id,
        at=now,
        before={"state": "proposed"},
        after={"split": split_id, "state": "declined"},
    )
    incident.version += 1
    session.flush()
    told = {"who": person.user_id}
    notify_both_sides(session, incident, vocabulary.SPLIT_DECLINED, workspace=workspace, now=now, parameters=told)


def decide_split(
    session: Session, *, incident_id: int, split_id: int, state: str, person: Person, now: datetime
) -> Split:
    """Write what was decided about a proposal and return it; raise `SplitDecided`. The incident is locked."""
    split = session.get_one(Split, split_id, populate_existing=True)
    if split.incident_id != incident_id:  # What a button carries is not believed, and tells nothing of others.
        raise SplitDecided(state="replaced", who="", when="")
    if split.state != "proposed":
        raise SplitDecided(state=split.state, who=f"<@{split.decided_by}>", when=split.decided_at or "")
    split.state, split.decided_by, split.decided_at = state, person.user_id, now
    take_buttons(session, incident_id=incident_id, kinds=SPLIT_KINDS, now=now)
    return split
