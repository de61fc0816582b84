"""Adapters for bot/kinds.py: each turns a function of bot/messages into one that the engine can call (`Render`).

They differ in what that function is given beside the words: the subject (what the message is about), the parameters of
the message, the time, and so on.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.delivery.traits import Render, Rendering
from bot.facts.incident import IncidentFacts
from bot.messages import counter, pack
from bot.messages.blocks import small_print
from bot.operations.incidents.update_clock import MANAGERS_FROM
from bot.rules.managers import does_nobody_hear
from bot.texts.message import Message

Renderer = Callable[..., Message]
"""A function of bot/messages."""


def with_facts(render: Renderer, **given: Any) -> Render:
    """Pass the subject, and the parameters by name."""
    return lambda it: render(it.subject, words=it.words, **given, **it.parameters)


def with_now(render: Renderer) -> Render:
    """Pass the subject and the time."""
    return lambda it: render(it.subject, words=it.words, now=it.now)


def with_roster(render: Renderer) -> Render:
    """Pass the incident, with who is on call and can be called, and the time."""
    return lambda it: render(_with_roster(it, it.subject), words=it.words, now=it.now)


def with_present_desk(render: Renderer) -> Render:
    """Pass the incident with the desk that looks after it, and the parameters by name."""
    return lambda it: render(replace(it.subject, desk=it.desk_of(it.subject.desk)), words=it.words, **it.parameters)


def with_facts_and_now(render: Renderer) -> Render:
    """Pass the subject, the time, and the parameters by name."""
    return lambda it: render(it.subject, words=it.words, now=it.now, **it.parameters)


def as_reminder(render: Renderer, *parameters: str, optional: Sequence[str] = ()) -> Render:
    """Pass the incident with its technician, the time, how late the reminder is, and these parameters by name."""
    return lambda it: render(
        _with_assignee(it),
        words=it.words,
        now=it.now,
        late=it.late,
        **{name: it.parameters[name] for name in parameters},
        **_given(it, optional),
    )


def as_urgent_reminder(render: Renderer, *parameters: str) -> Render:
    """Pass what `as_reminder` passes, and whether the reminder is also shown in the channel."""
    return lambda it: as_reminder(partial(render, is_broadcast=bool(it.parameters.get("broadcast"))), *parameters)(it)


def as_reminder_of_manager(render: Renderer, *parameters: str) -> Render:
    """Pass what `as_reminder` passes, and whether its reader is also a technician of the desk."""

    def rendered(it: Rendering) -> Message:
        is_technician = it.reader is not None and it.person(it.reader).works_at(it.subject.desk) is not False
        return as_reminder(partial(render, is_technician=is_technician), *parameters)(it)

    return rendered


def with_assignee(render: Renderer, *, optional: Sequence[str] = ()) -> Render:
    """Pass the incident with its technician, and these parameters by name."""
    return lambda it: render(_with_assignee(it), words=it.words, **_given(it, optional))


def _given(it: Rendering, optional: Sequence[str]) -> dict[str, Any]:
    """Return those of the optional parameters that the message has."""
    return {name: it.parameters[name] for name in optional if name in it.parameters}


def with_author_name(render: Renderer) -> Render:
    """Pass the remark, and a function that returns the name of a member."""
    return lambda it: render(it.subject, words=it.words, name_of=lambda user_id: it.person(user_id).name)


def parameters_only(render: Renderer) -> Render:
    """Pass the parameters by name, and no subject."""
    return lambda it: render(words=it.words, **it.parameters)


def without_claim(render: Renderer) -> Render:
    """Pass the parameters by name, except the number of the claim, which nobody needs to read, and no subject."""
    return lambda it: render(words=it.words, **{name: it.parameters[name] for name in it.parameters if name != "claim"})


def parameters_and_now(render: Renderer) -> Render:
    """Pass the time, and the parameters by name, and no subject."""
    return lambda it: render(words=it.words, now=it.now, **it.parameters)


def low_balance(it: Rendering) -> Message:
    """Render the notice that little is left in the pack."""
    return pack.low_balance(it.subject, words=it.words)


def expiry_notice(it: Rendering) -> Message:
    """Render the notice that the pack expires soon, in the time zone of its account."""
    return pack.expiry_notice(it.subject, words=it.words, now=it.now, timezone=it.parameters["timezone"])


def as_offer(render: Renderer, *parameters: str) -> Render:
    """Pass the offer, the time, and these parameters as `is_<name>`."""
    return lambda it: render(
        it.subject, words=it.words, now=it.now, **{f"is_{name}": it.parameters[name] for name in parameters}
    )


def counter_of_account(it: Rendering) -> Message:
    """Render the counter of the account."""
    return counter.counter(it.subject.name, emoji=it.parameters["emoji"], words=it.words)


def as_given(it: Rendering) -> Message:
    """Return the text and blocks that the parameters hold, rendered when somebody asked."""
    return Message(it.parameters["text"], it.parameters["blocks"])


def without_settled_buttons(it: Rendering) -> Message:
    """Render a posted message without the buttons of settled questions, and with how those were settled."""
    notes = [
        it.words(f"settled-{one['note']}", who=f"<@{one['who']}>" if one["who"] else "")
        for one in it.parameters.get("notes", [])
    ]
    below = [small_print(note).to_dict() for note in notes]
    return Message("\n".join([it.parameters["text"], *notes]), [*it.parameters["blocks"], *below])


def noting_no_manager(render: Render, *, applies: Callable[[Rendering], bool] = lambda _it: True) -> Render:
    """Add a note that tells the technicians what to do, if `applies` and no manager can be reached."""

    def rendered(it: Rendering) -> Message:
        shown = render(it)
        if it.managers is None or not applies(it) or not does_nobody_hear(map(it.person, it.managers)):
            return shown
        name = _sentence_of_missing(it) if it.managers else "managers-none"
        note = it.words(name, managers=", ".join(f"`{one}`" for one in it.managers))
        # Above the buttons, which come last.
        at = next((number for number, block in enumerate(shown.blocks) if block["type"] == "actions"), None)
        blocks = [*shown.blocks[:at], small_print(note).to_dict(), *(shown.blocks[at:] if at is not None else [])]
        return Message(f"{shown.text}\n{note}", blocks)

    return rendered


def _sentence_of_missing(it: Rendering) -> str:
    """Return the name of the sentence about managers who cannot be reached: the desk's own, or those of MANAGERS."""
    of_desk = isinstance(it.subject, IncidentFacts) and it.subject.desk
    return "managers-lost_desk" if of_desk else "managers-lost"


def has_no_manager(it: Rendering) -> bool:
    """Return True for a notice to managers that the technicians read because no manager can."""
    return bool(it.parameters.get("is_unheard"))


def waits_for_verdict(it: Rendering) -> bool:
    """Return True if a manager has to decide whether the incident is billed."""
    return bool(it.subject.billing == "pending_verdict" and it.subject.outcome)


def is_sent_to_managers(it: Rendering) -> bool:
    """Return True for the reminder of a missing update that is also sent to the managers."""
    return bool(int(it.parameters["step"]) == MANAGERS_FROM)


def _with_assignee(it: Rendering) -> IncidentFacts:
    """Return the incident with who is on call, and whether its technician has left the desk."""
    incident = _with_roster(it, it.subject)
    if incident.assigned_to is None:
        return incident
    return replace(incident, has_left=it.person(incident.assigned_to).works_at(incident.desk) is False)


def _with_roster(it: Rendering, incident: IncidentFacts) -> IncidentFacts:
    """Return the incident with who is on call as Slack knows them; they may have left Slack or the triage channel."""
    desk = it.desk_of(incident.desk)
    roster = incident.roster if desk == incident.desk else incident.first_roster
    return replace(incident, roster=roster.seen_by(it.person, desk=desk) if roster else None)
