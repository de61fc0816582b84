"""Which act is allowed in which status, and to whom? A single table. Source: contract, acknowledgement to closing."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from models.event_vocabulary import IncidentEvent
from models.vocabulary import Outcome, Role, ScopeSide, Status

Group = Literal["answer", "understand", "organise", "end"]
"""The heading under which *More…* offers an act: telling the customer something; what the problem is; who works on it,
and how urgent it is; how it ends and what follows."""
Act = Literal[
    "acknowledge",
    "reply_to_customer",
    "propose_solution",
    "propose_scope",
    "agree_scope",
    "amend_scope",
    "propose_split",
    "agree_split",
    "decline_split",
    "edit",
    "mark_duplicate",
    "assign",
    "take_over",
    "give_back",
    "move_to_desk",
    "snooze_update",
    "change_severity",
    "wait_for_customer",
    "end_waiting",
    "mark_unreachable",
    "mark_reachable",
    "solve",
    "give_up",
    "close_unanswered",
    "withdraw",
    "reopen",
    "give_verdict",
    "answer_survey",
]
ScopeAct = Literal["propose_scope", "amend_scope"]
"""Acts by which somebody words the scope."""


@dataclass(frozen=True)
class Rule:
    """What one act needs, and what it leads to."""

    group: Group
    by: AbstractSet[Role]
    during: AbstractSet[Status]
    leads_to: Status | Literal["where_it_was"] | None = None
    """The status that follows, "where_it_was" for the one before closing; None if it does not change."""
    outcome: Outcome | None = None
    """The outcome of an incident that the act ends."""
    answers: bool = False
    """True if by this act the customer hears from a technician. If nobody has answered yet, it is then the initial
    response and acknowledges, as far as the policy lets it count (see operations/incidents/answering.py)."""


OPEN: AbstractSet[Status] = {"open"}
ACKNOWLEDGED: AbstractSet[Status] = {"acknowledged"}
CLOSED: AbstractSet[Status] = {"closed"}
NOT_CLOSED: AbstractSet[Status] = OPEN | ACKNOWLEDGED
ALWAYS: AbstractSet[Status] = NOT_CLOSED | CLOSED

ACTS: dict[Act, Rule] = {
    "acknowledge": Rule("answer", {"technician"}, OPEN, leads_to="acknowledged", answers=True),
    # Does not acknowledge an incident that its author has filed.
    "reply_to_customer": Rule("answer", {"technician"}, ALWAYS, answers=True),
    "propose_solution": Rule("answer", {"technician"}, NOT_CLOSED, answers=True),
    "propose_scope": Rule("understand", {"technician"}, NOT_CLOSED, answers=True),
    "agree_scope": Rule("understand", {"customer", "technician"}, NOT_CLOSED),  # see AGREED_BY
    "amend_scope": Rule("understand", {"customer"}, NOT_CLOSED),
    "propose_split": Rule("understand", {"technician"}, NOT_CLOSED, answers=True),
    "agree_split": Rule("understand", {"customer"}, NOT_CLOSED, leads_to="closed", outcome="split"),
    "decline_split": Rule("understand", {"customer"}, NOT_CLOSED),
    "edit": Rule("understand", {"customer", "technician"}, NOT_CLOSED),
    "mark_duplicate": Rule(
        "understand", {"technician"}, NOT_CLOSED, leads_to="closed", outcome="duplicate", answers=True
    ),
    "assign": Rule("organise", {"technician"}, NOT_CLOSED),
    "take_over": Rule("organise", {"technician"}, ACKNOWLEDGED),
    "give_back": Rule("organise", {"technician", "manager"}, ACKNOWLEDGED, leads_to="open"),  # who has it, or a manager
    "move_to_desk": Rule("organise", {"technician", "manager"}, NOT_CLOSED),
    "snooze_update": Rule("organise", {"technician"}, ACKNOWLEDGED),
    "change_severity": Rule("organise", {"customer", "technician"}, NOT_CLOSED),
    "wait_for_customer": Rule("organise", {"technician"}, ACKNOWLEDGED),
    "end_waiting": Rule("organise", {"technician"}, ACKNOWLEDGED),
    "mark_unreachable": Rule("organise", {"technician"}, NOT_CLOSED),
    "mark_reachable": Rule("organise", {"customer", "technician"}, NOT_CLOSED),
    "solve": Rule("end", {"technician"}, NOT_CLOSED, leads_to="closed", outcome="solved", answers=True),
    "give_up": Rule("end", {"technician"}, NOT_CLOSED, leads_to="closed", outcome="unresolved", answers=True),
    "close_unanswered": Rule("end", {"technician"}, ACKNOWLEDGED, leads_to="closed", outcome="withdrawn", answers=True),
    "withdraw": Rule("end", {"customer"}, NOT_CLOSED, leads_to="closed", outcome="withdrawn"),
    "reopen": Rule("end", {"customer", "technician"}, CLOSED, leads_to="where_it_was"),
    "give_verdict": Rule("end", {"manager"}, CLOSED),
    "answer_survey": Rule("end", {"filer"}, ALWAYS),  # the incident may have been reopened by then
}
"""What people can do to an incident. Further conditions of acts are in operations/incidents/possible_acts.py."""
BY_ITSELF: dict[IncidentEvent, str] = {
    "acknowledge_incident": "incidents/initial_response.py: a technician writes in a thread, reacts or answers",
    "give_back": "incidents/giving_back.py: :eyes: is taken away from a card within five minutes",
    "mark_reachable": "incidents/reachability.py: the customer writes in the thread, or edits the incident",
    "edit_remark": "incidents/remark_copy.py: what was copied is edited in Slack",
    "delete_remark": "incidents/remark_copy.py: what was copied is deleted in Slack",
    "wait_for_customer": "incidents/turn.py: a reply asks the customer for an answer",
    "end_waiting": "incidents/turn.py: the customer writes in the thread, or does something else",
    "fall_back_cover": "incidents/duty.py: nobody could be reached, and nobody has answered in time",
    "expire_packs": "packs/expiry.py: its pack expires before it is closed, and its unit is given back",
    "ask_for_verdict": "incidents/verdict_question.py: it is given up or withdrawn, or solved after its pack expired",
    "settle_unit": "packs/settlement.py: it is solved, or billed by a manager",
    "release_unit": "packs/settlement.py: it is a duplicate, or waived by a manager",
    "move_unit": "packs/reservation.py: it is split, and its unit goes on with its first part",
    "follow_up": "incidents/after_closing.py: it is filed from the thread of a closed incident",
    "join_incident": "incidents/joining.py: somebody wanted to file the same problem",
    "move_to_direct_message": "incidents/customer_channel.py: Slack refuses the channel where it was filed",
}
"""What happens to an incident by itself, or follows from something else: its event in the audit trail, and the file in
bot/operations that records it. Also changed, without an event, are reminders and the update clock
(incidents/reminders.py, incidents/update_clock.py), the survey (incidents/survey_question.py), a card that is gone or
in another channel (incidents/new_card.py), and the words for the search (incidents/words.py)."""

AGREE_SCOPE: Act = "agree_scope"
"""Also the action id of the button, which is removed once somebody has agreed."""
AGREED_BY: dict[ScopeSide, Role] = {"technician": "customer", "customer": "technician"}
"""The role that agrees to each side's wording of the scope: never the same side."""
FINAL: frozenset[Outcome] = frozenset({"split", "duplicate"})
"""Outcomes after which other incidents take the place of this one, which cannot be reopened."""


def is_allowed(act: Act, *, status: Status, roles: Collection[Role]) -> bool:
    """Return True if somebody in these roles may do this to an incident in this status."""
    return is_theirs(act, roles=roles) and status in ACTS[act].during


def status_after(act: Act, *, status: Status, is_answered: bool) -> Status:
    """Return the status that an incident has after the act; `is_answered` if somebody had acknowledged it before."""
    rule = ACTS[act]
    if rule.leads_to == "where_it_was":
        return "acknowledged" if is_answered else "open"
    return rule.leads_to or ("acknowledged" if rule.answers and status == "open" else status)


def is_theirs(act: Act, *, roles: Collection[Role]) -> bool:
    """Return True if people in these roles may do this in some status."""
    return not ACTS[act].by.isdisjoint(roles)
