"""How does a render function of bot/messages get what it needs from the engine? Each function here fits one shape."""

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


def about(render: Renderer, **given: Any) -> Render:
    """Give it the subject, and the parameters by name."""
    return lambda it: render(it.subject, words=it.words, **given, **it.parameters)


def at_this_time(render: Renderer) -> Render:
    """Give it the subject and this instant."""
    return lambda it: render(it.subject, words=it.words, now=it.now)


def on_call(render: Renderer) -> Render:
    """Give it the incident with who is on call and can be called, and this instant."""
    return lambda it: render(_with_roster(it, it.subject), words=it.words, now=it.now)


def about_now(render: Renderer) -> Render:
    """Give it the subject, this instant, and the parameters by name."""
    return lambda it: render(it.subject, words=it.words, now=it.now, **it.parameters)


def reminding(render: Renderer, *parameters: str, optional: Sequence[str] = ()) -> Render:
    """Give it the incident, this instant, how late it is, and these parameters by name."""
    return lambda it: render(
        _with_assignee(it),
        words=it.words,
        now=it.now,
        late=it.late,
        **{name: it.parameters[name] for name in parameters},
        **_given(it, optional),
    )


def urging(render: Renderer, *parameters: str) -> Render:
    """Give it the same, and whether it is shown in the channel."""
    return lambda it: reminding(partial(render, is_broadcast=bool(it.parameters.get("broadcast"))), *parameters)(it)


def warning_manager(render: Renderer, *parameters: str) -> Render:
    """Give it what `reminding` gives, and whether its reader is a technician of its desk as well."""

    def rendered(it: Rendering) -> Message:
        is_technician = it.reader is not None and it.person(it.reader).works_at(it.subject.desk) is not False
        return reminding(partial(render, is_technician=is_technician), *parameters)(it)

    return rendered


def about_assigned(render: Renderer, *, optional: Sequence[str] = ()) -> Render:
    """Give it the incident, which says whether its technician has left, and these parameters by name."""
    return lambda it: render(_with_assignee(it), words=it.words, **_given(it, optional))


def _given(it: Rendering, optional: Sequence[str]) -> dict[str, Any]:
    """Return those of these parameters that the message has."""
    return {name: it.parameters[name] for name in optional if name in it.parameters}


def relayed(render: Renderer) -> Render:
    """Give it a remark, and what its author is called."""
    return lambda it: render(it.subject, words=it.words, name_of=lambda user_id: it.person(user_id).name)


def notice(render: Renderer) -> Render:
    """Give it the parameters by name."""
    return lambda it: render(words=it.words, **it.parameters)


def about_claim(render: Renderer) -> Render:
    """Give it the parameters by name, without the claim that it is about, which is nobody's to read."""
    return lambda it: render(words=it.words, **{name: it.parameters[name] for name in it.parameters if name != "claim"})


def dated_notice(render: Renderer) -> Render:
    """Give it this instant, and the parameters by name."""
    return lambda it: render(words=it.words, now=it.now, **it.parameters)


def low_balance(it: Rendering) -> Message:
    """Render that little is left in the pack it is about."""
    return pack.low_balance(it.subject, words=it.words)


def expiry_notice(it: Rendering) -> Message:
    """Render that the pack it is about expires soon, in the zone of its account."""
    return pack.expiry_notice(it.subject, words=it.words, now=it.now, timezone=it.parameters["timezone"])


def offering(render: Renderer, *parameters: str) -> Render:
    """Give it the offer, this instant, and these parameters by name."""
    return lambda it: render(
        it.subject, words=it.words, now=it.now, **{f"is_{name}": it.parameters[name] for name in parameters}
    )


def on_counter(it: Rendering) -> Message:
    """Render the counter of the account that it is about."""
    return counter.counter(it.subject.name, emoji=it.parameters["emoji"], words=it.words)


def as_given(it: Rendering) -> Message:
    """Render an answer that was made when somebody asked."""
    return Message(it.parameters["text"], it.parameters["blocks"])


def brought_up_to_date(it: Rendering) -> Message:
    """Render a message that was posted before without the buttons that are of no use, and what came of its question."""
    notes = [
        it.words(f"settled-{one['note']}", who=f"<@{one['who']}>" if one["who"] else "")
        for one in it.parameters.get("notes", [])
    ]
    below = [small_print(note).to_dict() for note in notes]
    return Message("\n".join([it.parameters["text"], *notes]), [*it.parameters["blocks"], *below])


def telling_managers(render: Render, *, applies: Callable[[Rendering], bool] = lambda _it: True) -> Render:
    """Add that no manager reads of it, where they should and none can: what the technicians then have to do."""

    def rendered(it: Rendering) -> Message:
        shown = render(it)
        if it.managers is None or not applies(it) or not does_nobody_hear(map(it.person, it.managers)):
            return shown
        name = _who_is_lost(it) if it.managers else "managers-none"
        note = it.words(name, managers=", ".join(f"`{one}`" for one in it.managers))
        # Above the buttons, which stand last.
        at = next((number for number, block in enumerate(shown.blocks) if block["type"] == "actions"), None)
        blocks = [*shown.blocks[:at], small_print(note).to_dict(), *(shown.blocks[at:] if at is not None else [])]
        return Message(f"{shown.text}\n{note}", blocks)

    return rendered


def _who_is_lost(it: Rendering) -> str:
    of_desk = isinstance(it.subject, IncidentFacts) and it.subject.desk
    return "managers-lost_desk" if of_desk else "managers-lost"


def is_unheard(it: Rendering) -> bool:
    """Do the technicians read this because no manager can?"""
    return bool(it.parameters.get("is_unheard"))


def waits_for_verdict(it: Rendering) -> bool:
    """Does a manager have to decide what the incident costs?"""
    return bool(it.subject.billing == "pending_verdict" and it.subject.outcome)


def is_told_to_managers(it: Rendering) -> bool:
    """Is this the reminder with which the managers are told that the customer hears nothing?"""
    return bool(int(it.parameters["step"]) == MANAGERS_FROM)


def _with_assignee(it: Rendering) -> IncidentFacts:
    """Return the incident, with whether the technician who is called by name is one no more, and who is on call."""
    incident = _with_roster(it, it.subject)
    if incident.assigned_to is None:
        return incident
    return replace(incident, has_left=it.person(incident.assigned_to).works_at(incident.desk) is False)


def _with_roster(it: Rendering, incident: IncidentFacts) -> IncidentFacts:
    """Return the incident with what Slack tells of who is on call; they may have left it, or the triage channel."""
    if incident.roster is None:
        return incident
    return replace(incident, roster=incident.roster.seen_by(it.person, desk=incident.desk))
