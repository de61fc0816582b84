"""INDEX 1: every command, shortcut, form, button and event, and the function that answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App

from bot.forms import adjust_pack as adjust_form
from bot.forms import administer as admin_forms
from bot.forms import answer_survey as survey_form
from bot.forms import assign_incident as assign_form
from bot.forms import change_severity as severity_form
from bot.forms import claim_pack as claim_form
from bot.forms import close_incident as close_forms
from bot.forms import decide_claim as refusal_form
from bot.forms import edit_account as account_form
from bot.forms import edit_members as members_form
from bot.forms import edit_product as product_form
from bot.forms import give_verdict as verdict_form
from bot.forms import grant_pack as grant_form
from bot.forms import mark_duplicate as duplicate_form
from bot.forms import mark_unreachable as unreachable_form
from bot.forms import open_incident as incident_form
from bot.forms import paid_with
from bot.forms import propose_solution as solution_form
from bot.forms import propose_split as split_form
from bot.forms import register_certificate as certificate_form
from bot.forms import reply_to_customer as reply_form
from bot.forms import scope as scope_form
from bot.listeners import (
    acknowledge_incident,
    adjust_pack,
    administer,
    answer_survey,
    assign_incident,
    change_severity,
    choose_act,
    claim_pack,
    close_incident,
    decide_claim,
    decide_split,
    edit_account,
    edit_members,
    edit_product,
    give_verdict,
    grant_pack,
    incident_command,
    know_people,
    mark_duplicate,
    mark_unreachable,
    open_incident,
    propose_solution,
    propose_split,
    register_certificate,
    reply_in_thread,
    reply_to_customer,
    snooze_update,
    take_over,
)
from bot.listeners import scope as scope_listener
from bot.messages import assignment, card, claims, closing, duty, remark, scope, severity, split, survey, update

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
        open_incident.open_form,
    ),
    "file_incident_from_message": (
        Shortcut("File as an incident", "message", "File an incident from this message"),
        open_incident.open_form,
    ),
    "send_to_customer": (
        Shortcut("Send to customer", "message", "Technicians: send a message of a triage thread to the customer"),
        reply_to_customer.open_from_message,
    ),
}
FORMS: dict[str, Listener] = {
    incident_form.CALLBACK: open_incident.submit,
    reply_form.CALLBACK: reply_to_customer.submit,
    solution_form.CALLBACK: propose_solution.submit,
    scope_form.PROPOSE: scope_listener.submit,
    scope_form.AMEND: scope_listener.submit,
    split_form.CALLBACK: propose_split.submit,
    duplicate_form.CALLBACK: mark_duplicate.submit,
    assign_form.CALLBACK: assign_incident.submit,
    close_forms.CLOSE: close_incident.close,
    close_forms.WITHDRAW: close_incident.withdraw,
    close_forms.REOPEN: close_incident.reopen,
    severity_form.CALLBACK: change_severity.submit,
    unreachable_form.CALLBACK: mark_unreachable.submit,
    verdict_form.CALLBACK: give_verdict.submit,
    survey_form.CALLBACK: answer_survey.submit,
    claim_form.CALLBACK: claim_pack.submit,
    refusal_form.CALLBACK: decide_claim.submit,
    admin_forms.CALLBACK: administer.choose_act,
    admin_forms.ACCOUNT_CALLBACK: administer.choose_account,
    admin_forms.PRODUCT_CALLBACK: administer.choose_product,
    grant_form.CALLBACK: grant_pack.submit,
    adjust_form.CALLBACK: adjust_pack.submit,
    members_form.CALLBACK: edit_members.submit,
    account_form.CALLBACK: edit_account.submit,
    product_form.CALLBACK: edit_product.submit,
    certificate_form.CALLBACK: register_certificate.submit,
}
OPTIONS: dict[str, Listener] = {
    incident_form.PRODUCT_OPTIONS: open_incident.offer_products,
    paid_with.ACCOUNT_OPTIONS: open_incident.offer_accounts,
    admin_forms.ACCOUNT_OPTIONS: administer.offer_accounts,
    admin_forms.PRODUCT_OPTIONS: administer.offer_products,
}
BUTTONS: dict[str, Listener] = {
    card.ACKNOWLEDGE: acknowledge_incident.click,
    remark.REPLY: reply_to_customer.open_form,
    closing.PROPOSE: propose_solution.open_form,
    scope.PROPOSE: scope_listener.open_form,
    scope.AMEND: scope_listener.open_amendment,
    scope.AGREE: scope_listener.agree,
    card.MORE: choose_act.choose,
    split.AGREE: decide_split.agree,
    split.DECLINE: decide_split.decline,
    assignment.TAKE_OVER: take_over.click,
    **dict.fromkeys(update.SNOOZES, snooze_update.click),
    closing.CLOSE: close_incident.open_form,
    closing.WITHDRAW: close_incident.open_form,
    closing.REOPEN: close_incident.open_form,
    severity.CHANGE: change_severity.open_form,
    duty.REACHABLE: mark_unreachable.answer,
    closing.VERDICT: give_verdict.open_form,
    survey.ANSWER: answer_survey.open_form,
    claims.APPROVE: decide_claim.approve,
    claims.REFUSE: decide_claim.open_refusal,
    paid_with.ACCOUNT: open_incident.choose_account,
    paid_with.ACCOUNT_OPTIONS: open_incident.choose_account,
}
EVENTS: dict[str, Listener] = {
    "message": reply_in_thread.reply,
    "reaction_added": acknowledge_incident.react,
    "member_joined_channel": know_people.come_or_go,
    "member_left_channel": know_people.come_or_go,
    "user_change": know_people.change,
}


def register(app: App) -> None:
    """Tell Bolt who answers what."""
    for command, (_, listener) in COMMANDS.items():
        app.command(command)(listener)
    tables: list[tuple[Callable[[str], Any], dict[str, Any]]] = [
        (app.shortcut, {name: listener for name, (_, listener) in SHORTCUTS.items()}),
        (app.view, FORMS),
        (app.options, OPTIONS),
        (app.action, BUTTONS),
        (app.event, EVENTS),
    ]
    for listen, table in tables:
        for name, listener in table.items():
            listen(name)(listener)
