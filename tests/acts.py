"""How each act on an incident is done, whoever tries it: the operation with all its arguments."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlmodel import Session, col, select

from bot.operations.context import Context
from bot.operations.incidents.acknowledgement import acknowledge_incident
from bot.operations.incidents.assignment import assign_incident, take_over
from bot.operations.incidents.closing import close_incident
from bot.operations.incidents.desk import move_to_desk
from bot.operations.incidents.duplicate import mark_duplicate
from bot.operations.incidents.duty import mark_reachable, mark_unreachable
from bot.operations.incidents.edit import edit_incident
from bot.operations.incidents.giving_back import give_back
from bot.operations.incidents.permission import NotNow
from bot.operations.incidents.reopening import reopen_incident
from bot.operations.incidents.reply import reply_to_customer
from bot.operations.incidents.scope import agree_scope, propose_scope
from bot.operations.incidents.severity import change_severity
from bot.operations.incidents.solution import propose_solution
from bot.operations.incidents.split import agree_split, decline_split, propose_split
from bot.operations.incidents.survey import answer_survey
from bot.operations.incidents.update import snooze_update
from bot.operations.incidents.verdict import give_verdict
from bot.operations.incidents.waiting import end_waiting, wait_for_customer
from bot.queries.edits import details_of, newest_edit
from bot.rules.person import Person
from bot.rules.reply import Reply
from bot.rules.split import Part
from bot.rules.statuses import Act
from bot.rules.survey import SurveyAnswers
from bot.rules.workspace import Desk, Workspace
from models import Incident, Scope, Split
from tests.contexts import POLICY

NETWORK = Desk("network", "C0NETWORK", (), "en")
WORKSPACE = Workspace("C0TRIAGE", ("U0MAX",), "en", has_fallback=True, further_desks=(NETWORK,))
"""A workspace with scheduled messages and a second desk, to which no incident is routed automatically."""
TESS = Person("U0TESS", "Tess", "en", "Europe/Paris", is_technician=True)


@dataclass(frozen=True)
class Step:
    """One person's attempt at an act on an incident."""

    session: Session
    number: int
    who: Person
    accounts: list[int]
    other: int
    """The number of another incident of the account, or of this incident."""
    now: datetime

    def in_context(self) -> dict[str, Any]:
        """Return the arguments that every operation takes."""
        context = Context(self.who, POLICY, WORKSPACE, self.now, self.accounts)
        return {"incident_id": self.number, "context": context}

    def newest(self, table: type[Scope] | type[Split]) -> Any:
        """Return the newest version of the scope, or the newest proposed split; None if there is none."""
        wanted = select(table).where(table.incident_id == self.number).order_by(col(table.id).desc())
        return self.session.exec(wanted).first()


def acknowledge(it: Step) -> None:
    acknowledge_incident(it.session, **it.in_context())


def close(act: Act) -> Callable[[Step], None]:
    return lambda it: close_incident(it.session, act=act, explanation="As said", **it.in_context())


def word_scope(act: Any) -> Callable[[Step], None]:
    def word(it: Step) -> None:
        newest = it.newest(Scope)
        version = newest.version if newest else 0
        propose_scope(it.session, act=act, text=f"{act} {version}", instead_of=version, **it.in_context())

    return word


def agree_to_scope(it: Step) -> None:
    newest = it.newest(Scope)
    if newest is None:
        raise NotNow  # There is no button to press.
    agree_scope(it.session, version=newest.version, **it.in_context())


def split(it: Step) -> None:
    propose_split(it.session, parts=[Part("One", "A"), Part("Two", "C")], **it.in_context())


def decide(operation: Callable[..., None]) -> Callable[[Step], None]:
    def decide_it(it: Step) -> None:
        newest = it.newest(Split)
        if newest is None:
            raise NotNow  # There is no button to press.
        operation(it.session, split_id=newest.id, **it.in_context())

    return decide_it


def verdict(it: Step) -> None:
    give_verdict(it.session, verdict="waived", reason="As agreed", **it.in_context())


def answer(it: Step) -> None:
    answers = SurveyAnswers(is_useful=True, quality=5, language=5, remarks="")
    answer_survey(it.session, answers=answers, **it.in_context())


def reply(it: Step) -> None:
    text = Reply(incident_id=it.number, text="As said", ts=uuid4().hex)
    reply_to_customer(it.session, reply=text, context=it.in_context()["context"])


def take_over_from(it: Step) -> None:
    holder = it.session.get_one(Incident, it.number).assigned_to
    take_over(it.session, holder=holder, **it.in_context())


def raise_or_lower(it: Step) -> None:
    severity = {"A": "B", "B": "C", "C": "A"}[it.session.get_one(Incident, it.number).severity]
    change_severity(it.session, severity=severity, reason="It is so", **it.in_context())  # type: ignore[arg-type]


def move(it: Step) -> None:
    """Move the incident to the network desk, or back."""
    here = it.session.get_one(Incident, it.number).desk
    move_to_desk(it.session, desk="" if here else "network", note="Not mine", **it.in_context())


def edit(it: Step) -> None:
    """Toggle the incident's title and cover between two values."""
    present = details_of(it.session.get_one(Incident, it.number))
    title = "No mail" if present.title == "Still no mail" else "Still no mail"
    changed = replace(present, title=title, cover="business" if present.cover == "24x7" else "24x7", contacts="Bob")
    seen = newest_edit(it.session, incident_id=it.number)
    edit_incident(it.session, details=changed, seen=seen, **it.in_context())


TRIES: dict[Act, Callable[[Step], None]] = {
    "acknowledge": acknowledge,
    "propose_solution": lambda it: propose_solution(it.session, text="Restart", **it.in_context()),
    "assign": lambda it: assign_incident(it.session, technician=TESS, note="", **it.in_context()),
    "take_over": take_over_from,
    "give_back": lambda it: give_back(it.session, note="Not my product", **it.in_context()),
    "move_to_desk": move,
    "snooze_update": lambda it: snooze_update(it.session, length="hour", **it.in_context()),
    "change_severity": raise_or_lower,
    "wait_for_customer": lambda it: wait_for_customer(it.session, **it.in_context()),
    "end_waiting": lambda it: end_waiting(it.session, **it.in_context()),
    "close_unanswered": close("close_unanswered"),
    "mark_unreachable": lambda it: mark_unreachable(it.session, tried="Rang twice", **it.in_context()),
    "mark_reachable": lambda it: mark_reachable(it.session, **it.in_context()),
    "reply_to_customer": reply,
    "propose_scope": word_scope("propose_scope"),
    "amend_scope": word_scope("amend_scope"),
    "agree_scope": agree_to_scope,
    "propose_split": split,
    "agree_split": decide(agree_split),
    "decline_split": decide(decline_split),
    "edit": edit,
    "mark_duplicate": lambda it: mark_duplicate(it.session, original_id=it.other, **it.in_context()),
    "solve": close("solve"),
    "give_up": close("give_up"),
    "withdraw": close("withdraw"),
    "reopen": lambda it: reopen_incident(it.session, reason="Again", **it.in_context()),
    "give_verdict": verdict,
    "answer_survey": answer,
}
