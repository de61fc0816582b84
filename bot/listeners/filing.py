"""Somebody wants to file an incident: the form is opened, and what is filled in is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.forms import filing as form
from bot.forms.extra_questions import lacks_required
from bot.listeners import filing_choices, same_problem
from bot.listeners.attachments import look_up_withheld, open_asking_for_files
from bot.listeners.for_author import payers_for_author
from bot.listeners.gesture import Gesture
from bot.listeners.wanted import begun_with
from bot.operations.incidents.payers import ChooseInForm
from bot.operations.incidents.sent_form import file_form, keep_to_ask
from bot.rules.filing import Filing
from bot.rules.plain_text import storable
from bot.rules.refusal import Gathering, NotKnownNow
from bot.rules.speaking import without_mention
from bot.rules.whole_message import files_of, text_of
from bot.texts.set_phrases import SET_PHRASES
from bot.texts.slack_text import as_typed, with_files
from models import Offer


def open_form(gesture: Gesture) -> None:
    """Open the form, filled in with the text of a shortcut's message or the severity that a button carries.

    Raises `NoAccount` or `NoPack` if the policy requires a pack and there is none: better before anything is typed.
    Raises `AuthorOfNoAccount` if the author of the message belongs to no account.
    """
    _open(gesture, begun_with(_message_text(gesture)), account_id=_account_of_message(gesture))


def open_form_with(gesture: Gesture, text: str) -> None:
    """Open the form filled in with this text, which may be a severity alone; omit a description that repeats the title.

    Raises what `open_form` raises.
    """
    typed = storable(as_typed(text, gesture.people.name_of)).strip()
    begun = begun_with(typed)
    is_repeated = SET_PHRASES.without_greeting(begun.get("description", "")) == begun.get("title")
    _open(gesture, begun | ({"description": ""} if is_repeated else {}))


def _account_of_message(gesture: Gesture) -> int | None:
    """Return the id of the account that pays, if a technician opens the form from the menu of a customer's message.

    None for any other form, as whoever opens it determines the account; None also while the accounts are not known.
    """
    message = gesture.body.get("message") or {}
    author = str(message.get("user") or "")
    is_own = author in {"", gesture.person.user_id} or bool(message.get("bot_id"))
    if gesture.body.get("type") != "message_action" or is_own or not gesture.person.is_provider:
        return None
    try:
        return payers_for_author(gesture, author).account_id
    except (ChooseInForm, NotKnownNow):
        return None


def _message_text(gesture: Gesture) -> str:
    """Return the text of the message from whose menu the form is opened, or the severity that a button carries."""
    if gesture.body.get("actions"):
        return str(gesture.action.get("value") or "")
    message = gesture.body["message"] if gesture.body.get("type") == "message_action" else {}
    text = without_mention(text_of(message), gesture.people.own_id)
    return with_files(as_typed(text, gesture.people.name_of), files_of(message))


def open_form_of_offer(gesture: Gesture, offer: Offer) -> None:
    """Open the form with the message that is offered, for its author; raise what `open_form` raises."""
    begun = {"title": offer.title, "description": offer.description, "severity": offer.severity or ""}
    _open(gesture, begun, offer_id=offer.id, account_id=offer.account_id)


def open_begun(gesture: Gesture, begun: Mapping[str, str]) -> None:
    """Open the form with what was written in the thread of another incident; raise what `open_form` raises."""
    _open(gesture, begun)


def open_follow_up(gesture: Gesture, follows: int, begun: Mapping[str, str]) -> None:
    """Open the form with what was written in the thread of a closed incident; raise what `open_form` raises."""
    _open(gesture, begun, follows=follows)


def _open(
    gesture: Gesture,
    begun: Mapping[str, str],
    *,
    offer_id: int | None = None,
    follows: int | None = None,
    account_id: int | None = None,
) -> None:
    """Open the form, without its field for files if Slack refuses that because the app lacks the scope."""
    offer = filing_choices.offer_here(gesture, account_id=account_id)
    offer = replace(offer, begun=begun, offer_id=offer_id, follows=follows)
    open_asking_for_files(
        gesture, lambda takes_files: filing_choices.view_of(gesture, replace(offer, takes_files=takes_files))
    )


def submit(gesture: Gesture) -> None:
    """File the incident described in the form, then close the form; everything that is wrong is refused at once.

    If there seems to be an incident about the same problem already, the sender of the form is asked first.
    """
    if (asked := _with_new_questions(gesture)) is not None:
        gesture.show_next(asked)
        return
    filing, wrong = _read(gesture)
    similar, context = _in_progress(gesture, filing), gesture.member_context
    if not similar:
        _file(gesture, filing, wrong)
    elif gesture.write(keep_to_ask, gesture.view, filing=filing, wrong=wrong, context=context):
        gesture.show_above(same_problem.question(gesture, gesture.view["id"], similar))
        return
    gesture.ack()


def _in_progress(gesture: Gesture, filing: Filing) -> Sequence[int]:
    """Return the incidents that seem to be the same problem."""
    return same_problem.in_progress(
        gesture,
        title=filing.title,
        description=filing.description,
        account_id=filing.payment.account_id,
        customer=gesture.person.user_id,
        follows=form.origin_of(gesture.view).follows,
    )


def file_kept(gesture: Gesture, view: dict[str, Any]) -> None:
    """File a form that was kept while its sender was asked something; raise what `file_form` raises."""
    sent = replace(gesture, body={**gesture.body, "view": view})
    _file(sent, *_read(sent))


def _file(gesture: Gesture, filing: Filing, wrong: Gathering) -> None:
    """File the incident; raise what `file_form` raises."""
    sent, context = form.sent_in(gesture.view), gesture.member_context
    gesture.write(file_form, sent, filing=filing, wrong=wrong, context=context)


def _read(gesture: Gesture) -> tuple[Filing, Gathering]:
    """Return what the form asks for, and what is wrong with it."""
    wrong = Gathering()
    filing = form.read(gesture.view, policy=gesture.policy, is_technician=gesture.person.is_technician, wrong=wrong)
    return replace(filing, attachments=look_up_withheld(gesture, filing.attachments)), wrong


def _with_new_questions(gesture: Gesture) -> dict[str, Any] | None:
    """Return the form again if it lacked a question that must be answered; None if none was missing.

    The policy may have changed while the form was open, or it was sent before it was redrawn for the product.
    """
    if not any(one.required for one in gesture.policy.form.extra):
        return None
    offer = filing_choices.offer_as_chosen(gesture)
    asked = gesture.policy.form.asked_for(offer.product.code if offer.product else "")
    if not lacks_required(gesture.view, asked):
        return None
    return filing_choices.view_of(gesture, replace(offer, asks_more=True))
