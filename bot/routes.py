"""INDEX 1: every command, shortcut, form, button and event, and the function that answers it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from bot.forms import act_menu as act_menu_form
from bot.forms import administration as admin_form
from bot.forms import assignment as assignment_form
from bot.forms import claim as claim_form
from bot.forms import closing as closing_form
from bot.forms import desk as desk_form
from bot.forms import duplicate as duplicate_form
from bot.forms import duty as duty_form
from bot.forms import edit as edit_form
from bot.forms import filing as filing_form
from bot.forms import giving_back as giving_back_form
from bot.forms import paid_with, product_choice
from bot.forms import prepared_answer as prepared_answer_form
from bot.forms import reopening as reopening_form
from bot.forms import reply as reply_form
from bot.forms import scope as scope_form
from bot.forms import severity as severity_form
from bot.forms import similar as similar_form
from bot.forms import solution as solution_form
from bot.forms import split as split_form
from bot.forms import survey as survey_form
from bot.forms import update as update_form
from bot.forms import verdict as verdict_form
from bot.listeners import (
    acknowledgement,
    act_forms,
    act_menu,
    administration,
    administration_acts,
    after_closing,
    assignment,
    channels,
    claim,
    closing,
    desk,
    duplicate,
    duty,
    edit,
    filing,
    filing_choices,
    giving_back,
    home,
    incident_command,
    joining,
    know_people,
    mention,
    message,
    offer,
    opening,
    prepared_answer,
    reopening,
    reply,
    scope,
    severity,
    similar,
    solution,
    split,
    survey,
    turn_page,
    update,
    verdict,
    waiting,
)
from bot.listeners.gesture import Gesture
from bot.messages import after_closing as after_closing_message
from bot.messages import assignment as assignment_message
from bot.messages import card, menu
from bot.messages import card_mention as card_mention_message
from bot.messages import claim as claim_message
from bot.messages import duty as duty_message
from bot.messages import home as home_message
from bot.messages import incident_list as list_message
from bot.messages import offer as offer_message
from bot.messages import remark as remark_message
from bot.messages import scope as scope_message
from bot.messages import split as split_message
from bot.messages import update as update_message

Listener = Callable[..., None]


@dataclass(frozen=True)
class Shortcut:
    """An entry of Slack's shortcut menu, or of a message's menu."""

    name: str
    """What the menu shows, at most 24 characters; Slack has no translations for it."""
    kind: str
    """"global" or "message"."""
    description: str


COMMANDS: dict[str, tuple[str, Listener]] = {
    "/incident": ("File an incident, or ask about one", incident_command.answer),
}
SHORTCUTS: dict[str, tuple[Shortcut, Listener]] = {
    "file_incident": (
        Shortcut("File an incident", "global", "Opens the form"),
        filing.open_form,
    ),
    "file_incident_from_message": (
        Shortcut("File as an incident", "message", "File an incident from this message"),
        filing.open_form,
    ),
    "send_to_customer": (
        Shortcut("Send to customer", "message", "Technicians: send a message of a triage thread to the customer"),
        reply.open_from_message,
    ),
}
CONFIRMATIONS: dict[str, Listener] = {
    "acknowledge": acknowledgement.click,
    "agree_scope": scope.agree,
    "agree_split": split.agree,
    "decline_split": split.decline,
    "take_over": assignment.take,
    "mark_reachable": duty.answer,
    "wait_for_customer": waiting.wait,
    "end_waiting": waiting.end,
}
"""Forms that only ask for a confirmation of an act, by their callback ids; see forms/confirmation.py."""
FORMS: dict[str, Listener] = {
    act_menu_form.CALLBACK: act_menu.choose,
    **CONFIRMATIONS,
    filing_form.CALLBACK: filing.submit,
    similar_form.CALLBACK: similar.file_anyway,
    reply_form.CALLBACK: reply.submit,
    solution_form.CALLBACK: solution.submit,
    scope_form.PROPOSE: scope.submit,
    scope_form.AMEND: scope.submit,
    split_form.CALLBACK: split.submit,
    edit_form.CALLBACK: edit.submit,
    duplicate_form.CALLBACK: duplicate.submit,
    assignment_form.CALLBACK: assignment.submit,
    giving_back_form.CALLBACK: giving_back.submit,
    desk_form.CALLBACK: desk.submit,
    closing_form.CLOSE: closing.close,
    closing_form.WITHDRAW: closing.withdraw,
    reopening_form.CALLBACK: reopening.submit,
    severity_form.CALLBACK: severity.submit,
    duty_form.CALLBACK: duty.submit,
    verdict_form.CALLBACK: verdict.submit,
    survey_form.CALLBACK: survey.submit,
    update_form.CALLBACK: update.submit,
    claim_form.CALLBACK: claim.submit,
    claim_form.REFUSAL_CALLBACK: claim.refuse,
    admin_form.CALLBACK: administration.choose_act,
    **dict.fromkeys(admin_form.SUBJECT_CALLBACKS.values(), administration.choose_subject),
    **dict.fromkeys(administration_acts.ACTS, administration.submit),
}
OPTIONS: dict[str, Listener] = {
    product_choice.PRODUCT_OPTIONS: filing_choices.offer_products,
    paid_with.ACCOUNT_OPTIONS: filing_choices.offer_accounts,
    admin_form.ACCOUNT_OPTIONS: administration.offer_accounts,
    admin_form.PRODUCT_OPTIONS: administration.offer_products,
}
BUTTONS: dict[str, Listener] = {
    card.ACKNOWLEDGE: acknowledgement.click,
    remark_message.REPLY: reply.open_form,
    scope_message.AMEND: scope.open_amendment,
    scope_message.AGREE: scope.agree,
    **dict.fromkeys(act_forms.BUTTONS, act_forms.open_form),
    card.MORE: act_menu.open_menu,
    card.OPEN: opening.open_incident,
    card.MENU_BEFORE: act_menu.choose_on_card,
    split_message.AGREE: split.agree,
    split_message.DECLINE: split.decline,
    assignment_message.TAKE_OVER: assignment.take,
    **dict.fromkeys(update_message.SNOOZES, update.snooze),
    duty_message.REACHABLE: duty.answer,
    claim_message.APPROVE: claim.approve,
    claim_message.REFUSE: claim.open_refusal,
    similar_form.JOIN: similar.join,
    similar_form.REOPEN: similar.reopen,
    **dict.fromkeys([paid_with.ACCOUNT, paid_with.ACCOUNT_OPTIONS, *filing_form.REDRAWN_BY], filing_choices.redraw),
    prepared_answer_form.FIELD: prepared_answer.choose,
    menu.FILE: filing.open_form,
    after_closing_message.FILE_AGAIN: after_closing.open_form,
    card_mention_message.FILE_APART: after_closing.open_form_apart,
    home_message.CHOOSE: home.choose,
    home_message.OPEN: home.show,
    home_message.TURN: home.turn,
    list_message.PREVIOUS: turn_page.turn,
    list_message.NEXT: turn_page.turn,
    **dict.fromkeys(menu.PRESSED, mention.press),
    offer_message.FORM: offer.open_form,
    offer_message.FILE_NOW: offer.file_now,
    offer_message.TAKE_BACK: offer.decline,
    offer_message.JOIN: joining.join,
    offer_message.REOPEN: joining.reopen,
    offer_message.ACCOUNT: offer.choose_account,
    **dict.fromkeys(offer_message.SEVERITIES, offer.choose_severity),
}
EVENTS: dict[str, Listener] = {
    "message": message.receive,
    "app_mention": message.receive_mention,
    "reaction_added": acknowledgement.react,
    "reaction_removed": acknowledgement.unreact,
    "member_joined_channel": know_people.join,
    "member_left_channel": know_people.leave,
    "user_change": know_people.change,
    "app_home_opened": home.open_home,
    "channel_id_changed": channels.change_id,
}


def redrawing(listener: Listener) -> Listener:
    """Return a listener that calls this one and, whether or not it refuses, then redraws the person's App Home."""

    def answer(gesture: Gesture) -> None:
        try:
            listener(gesture)
        finally:
            gesture.redraw_home()

    return answer


def register(app: App) -> None:
    """Register the listeners with Bolt.

    Bolt gets one for each kind of request, which looks up the real one by name: with one for each name, Bolt would ask
    a hundred in turn.
    """
    tables: list[tuple[Callable[[Any], Any], dict[str, Listener], Callable[[dict[str, Any]], str]]] = [
        (app.command, {name: listener for name, (_, listener) in COMMANDS.items()}, lambda body: body["command"]),
        (app.shortcut, {name: listener for name, (_, listener) in SHORTCUTS.items()}, lambda body: body["callback_id"]),
        (app.view, _redrawing_all(FORMS), lambda body: body["view"]["callback_id"]),
        (_elements(app.options), OPTIONS, lambda body: body["action_id"]),
        (_elements(app.block_action), _redrawing_all(BUTTONS), lambda body: body["actions"][0]["action_id"]),
        (app.event, EVENTS, lambda body: body["event"]["type"]),
    ]
    for listen, table, name_in in tables:
        listen(_any_of(table))(_finding(table, name_in))


def _redrawing_all(table: dict[str, Listener]) -> dict[str, Listener]:
    return {name: redrawing(listener) for name, listener in table.items()}


def _elements(listen: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function that makes Bolt listen to elements of blocks alone, by their action ids."""
    return lambda names: listen({"action_id": names})


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches each of these names, and nothing else."""
    return re.compile(rf"\A(?:{'|'.join(map(re.escape, names))})\Z")


def _finding(table: dict[str, Listener], name_in: Callable[[dict[str, Any]], str]) -> Listener:
    def answer(gesture: Gesture) -> None:
        table[name_in(gesture.body)](gesture)

    return answer
